"""Addresses of runs inside a workspace."""

from django.urls import URLPattern, URLResolver, include, path

from studio.api.runs import logs, plans, steps, views

Paths = list[URLPattern | URLResolver]

in_step: Paths = [
    path("metrics/", steps.StepMetrics.as_view(), name="step-metrics"),
    path("artifacts/", steps.StepArtifacts.as_view(), name="step-artifacts"),
    path("artifacts/content/", steps.StepArtifactContent.as_view(), name="step-artifact"),
    path("outputs/<str:name>/preview/", steps.OutputPreview.as_view(), name="step-preview"),
    path("outputs/<str:name>/content/", steps.OutputContent.as_view(), name="step-output"),
]
in_run: Paths = [
    path("", views.RunDetail.as_view(), name="run"),
    path("cancel/", views.RunCancel.as_view(), name="run-cancel"),
    path("resubmit/", views.RunResubmit.as_view(), name="run-resubmit"),
    path("plan/", plans.RunPlan.as_view(), name="run-plan"),
    path("metrics/", steps.RunMetrics.as_view(), name="run-metrics"),
    path("events/", views.RunEvents.as_view(), name="run-events"),
    path("steps/<uuid:step>/", include(in_step)),
]
in_attempt: Paths = [
    path("log/", logs.AttemptLog.as_view(), name="attempt-log"),
    path("log/search/", logs.AttemptLogSearch.as_view(), name="attempt-log-search"),
    path("log/times/", logs.AttemptLogTimes.as_view(), name="attempt-log-times"),
]
urlpatterns: Paths = [
    path("runs/", views.RunList.as_view(), name="runs"),
    path("runs/<uuid:run>/", include(in_run)),
    path("attempts/<uuid:attempt>/", include(in_attempt)),
    path("experiments/", views.ExperimentList.as_view(), name="experiments"),
]
