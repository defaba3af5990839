"""Addresses of published pipelines inside a workspace."""

from django.urls import path

from studio.api.publishing import views

urlpatterns = [
    path("published-pipelines/", views.PublishedList.as_view(), name="published-pipelines"),
    path(
        "published-pipelines/<uuid:published>/",
        views.PublishedDetail.as_view(),
        name="published-pipeline",
    ),
    path(
        "published-pipelines/<uuid:published>/enable/",
        views.PublishedEnable.as_view(),
        name="published-enable",
    ),
    path(
        "published-pipelines/<uuid:published>/disable/",
        views.PublishedDisable.as_view(),
        name="published-disable",
    ),
]
