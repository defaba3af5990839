"""Addresses of source folders and of the snapshots of runs."""

from django.urls import URLPattern, URLResolver, include, path

from studio.api.snapshots import steps, views

in_step: list[URLPattern | URLResolver] = [
    path("", steps.StepSnapshot.as_view(), name="step-snapshot"),
    path("content/", steps.StepSnapshotContent.as_view(), name="step-snapshot-content"),
    path("archive/", steps.StepSnapshotArchive.as_view(), name="step-snapshot-archive"),
    path("diff/", steps.StepSnapshotDiff.as_view(), name="step-snapshot-diff"),
    path("diff/file/", steps.StepSnapshotFileDiff.as_view(), name="step-snapshot-file-diff"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("source-folders/", views.SourceFolders.as_view(), name="source-folders"),
    path(
        "source-folders/archive/",
        views.SourceFolderArchive.as_view(),
        name="source-folders-archive",
    ),
    path("runs/<uuid:run>/steps/<uuid:step>/snapshot/", include(in_step)),
]
