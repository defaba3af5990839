"""Addresses of runs inside a workspace."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
