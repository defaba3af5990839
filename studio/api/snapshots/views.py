"""Folders for steps over HTTP: looked at first, so that only what is missing is uploaded."""

import shutil
import tempfile
from typing import Any, BinaryIO, cast
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.parsers import RawBodyParser, StrictJSONParser
from studio.api.snapshots.serializers import NewSourceFolderSerializer, SourceFolderSerializer
from studio.api.views import WorkspaceView
from studio.pipelines.source_archives import keep_archive
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


class ZipParser(RawBodyParser):
    media_type = "application/zip"


class SourceFolderArchive(WorkspaceView):
    parser_classes = (ZipParser,)

    @extend_schema(
        operation_id="source_folders_archive",
        parameters=[
            OpenApiParameter("folder", str, description="Which folder of the archive; else all.")
        ],
        request={"application/zip": OpenApiTypes.BINARY},
        responses={201: SourceFolderSerializer},
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Keeps a folder that comes as a zip; whatever is odd in it refuses it as a whole."""
        if request.content_type.partition(";")[0].strip() != ZipParser.media_type:
            raise UnsupportedMediaType(request.content_type)
        with tempfile.SpooledTemporaryFile(max_size=1024 * 1024) as archive:
            # The body itself cannot be seeked, and is not request.stream without a Content-Length.
            shutil.copyfileobj(cast(BinaryIO, request._request), archive, 256 * 1024)
            folder = request.query_params.get("folder", "")
            kept = keep_archive(self.workspace, cast(BinaryIO, archive), folder)
        return Response(_shown(kept), status=201)


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
