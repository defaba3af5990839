"""Every address under /api/."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from studio.api.catalog.views import CatalogDetail
from studio.api.views import NotHere
from studio.api.workspaces.views import WorkspaceList

in_workspace: list[URLPattern | URLResolver] = [
    path("", include("studio.api.workspaces.urls")),
    path("", include("studio.api.data.urls")),
    path("", include("studio.api.pipelines.urls")),
    path("", include("studio.api.snapshots.urls")),
    path("", include("studio.api.runs.urls")),
    path("", include("studio.api.assets.urls")),
    path("", include("studio.api.publishing.urls")),
    path("catalog/", CatalogDetail.as_view(), name="catalog"),
]

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("", include("studio.api.accounts.urls")),
    path("workspaces/", WorkspaceList.as_view(), name="workspaces"),
    path("workspaces/<uuid:workspace>/", include(in_workspace)),
    re_path(r"", NotHere.as_view(), name="api-not-here"),
]
