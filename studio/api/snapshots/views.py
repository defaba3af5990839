"""Folders for steps over HTTP: looked at first, so that only what is missing is uploaded."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.parsers import StrictJSONParser
from studio.api.snapshots.serializers import NewSourceFolderSerializer, SourceFolderSerializer
from studio.api.views import WorkspaceView
from studio.pipelines.source_folders import Listing, SourceFolder, look_at


class ListingParser(StrictJSONParser):
    """The names of 100,000 files are longer than any document."""

    largest = 24 * 1024 * 1024


class SourceFolders(WorkspaceView):
    parser_classes = (ListingParser,)

    @extend_schema(
        operation_id="source_folders_create",
        request=NewSourceFolderSerializer,
        responses=SourceFolderSerializer,
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Says what a step would carry of a folder, and what of it is still to be uploaded."""
        body = NewSourceFolderSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(_shown(look_at(self.workspace, Listing(**body.validated_data))))


def _shown(folder: SourceFolder) -> Any:
    warnings = [{"code": "secret_like", "path": path} for path in folder.secret_like]
    return SourceFolderSerializer(
        {
            "kept": folder.kept,
            "missing": folder.missing,
            "ignored": folder.ignored,
            "ignored_by": folder.ignored_by,
            "git": folder.git,
            "warnings": warnings,
        }
    ).data
