"""Addresses of source folders and of the snapshots of runs."""

from django.urls import path

from studio.api.snapshots import views

urlpatterns = [
    path("source-folders/", views.SourceFolders.as_view(), name="source-folders"),
]
