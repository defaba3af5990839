"""Addresses of the v1 wire form under /pipelines/v1.0/."""

from django.urls import path

from studio.api.v1 import views

_PLACE = (
    "subscriptions/<str:subscription>/resourceGroups/<str:resource_group>"
    "/providers/Microsoft.MachineLearningServices/workspaces/<slug:workspace>/PipelineRuns"
)

urlpatterns = [
    path(
        f"{_PLACE}/PipelineSubmit/<uuid:published>",
        views.PipelineSubmit.as_view(),
        name="v1-pipeline-submit",
    ),
    path(f"{_PLACE}/<uuid:run>", views.PipelineRunDetail.as_view(), name="v1-pipeline-run"),
]
