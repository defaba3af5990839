"""Addresses of datasets and models inside a workspace."""

from django.urls import URLPattern, URLResolver, include, path

from studio.api.assets import datasets, lineage, models

Paths = list[URLPattern | URLResolver]

in_model_version: Paths = [
    path("", models.ModelVersionDetail.as_view(), name="model-version"),
    path("files/", models.ModelFiles.as_view(), name="model-files"),
    path("content/", models.ModelContent.as_view(), name="model-content"),
    path("archive/", models.ModelArchive.as_view(), name="model-archive"),
]
urlpatterns: Paths = [
    path("datasets/", datasets.DatasetList.as_view(), name="datasets"),
    path("datasets/<str:dataset>/", datasets.DatasetDetail.as_view(), name="dataset"),
    path(
        "datasets/<str:dataset>/versions/",
        datasets.DatasetVersions.as_view(),
        name="dataset-versions",
    ),
    path(
        "datasets/<str:dataset>/versions/<int:version>/preview/",
        datasets.DatasetPreview.as_view(),
        name="dataset-preview",
    ),
    path("lineage/", lineage.LineageDetail.as_view(), name="lineage"),
    path("models/", models.ModelList.as_view(), name="models"),
    path("models/<str:model>/", models.ModelDetail.as_view(), name="model"),
    path("models/<str:model>/versions/<int:version>/", include(in_model_version)),
]
