"""Addresses of the session."""

from django.urls import path

from studio.api.accounts import views

urlpatterns = [
    path("session/", views.SessionDetail.as_view(), name="session"),
    path("session/sign-out/", views.SignOut.as_view(), name="session-sign-out"),
    path("session/password/", views.Password.as_view(), name="session-password"),
]
