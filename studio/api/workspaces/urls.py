"""Addresses of a workspace and what it has."""

from django.urls import path, re_path

from studio.api.workspaces import blobs, tokens, views

urlpatterns = [
    path("", views.WorkspaceDetail.as_view(), name="workspace"),
    path("members/", views.MemberList.as_view(), name="members"),
    path("members/<uuid:member>/", views.MemberDetail.as_view(), name="member"),
    path("tokens/", tokens.TokenList.as_view(), name="tokens"),
    path("tokens/<uuid:token>/", tokens.TokenDetail.as_view(), name="token"),
    path("blobs/", blobs.BlobUpload.as_view(), name="blobs"),
    re_path(r"^blobs/(?P<sha256>[0-9a-f]{64})/$", blobs.BlobContent.as_view(), name="blob"),
    path("compute-targets/", views.ComputeTargetList.as_view(), name="compute-targets"),
]
