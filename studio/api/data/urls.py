"""Addresses of datastores, their files and uploads."""

from django.urls import path

from studio.api.data import datastores, files, uploads

urlpatterns = [
    path("datastore-kinds/", datastores.DatastoreKindList.as_view(), name="datastore-kinds"),
    path("datastores/", datastores.DatastoreList.as_view(), name="datastores"),
    # Before the names: no datastore may be called "check".
    path("datastores/check/", datastores.ConnectionCheck.as_view(), name="datastore-check-new"),
    path("datastores/<str:datastore>/", datastores.DatastoreDetail.as_view(), name="datastore"),
    path(
        "datastores/<str:datastore>/check/",
        datastores.DatastoreCheck.as_view(),
        name="datastore-check",
    ),
    path(
        "datastores/<str:datastore>/files/", files.DatastoreFiles.as_view(), name="datastore-files"
    ),
    path(
        "datastores/<str:datastore>/content/",
        files.DatastoreContent.as_view(),
        name="datastore-content",
    ),
    path(
        "datastores/<str:datastore>/preview/",
        files.DatastorePreview.as_view(),
        name="datastore-preview",
    ),
    path("datastores/<str:datastore>/uploads/", uploads.UploadList.as_view(), name="uploads"),
    path("uploads/<uuid:upload>/", uploads.UploadDetail.as_view(), name="upload"),
]
