"""Files of datastores over HTTP: browse, look, download, delete."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.bytes import ANY_TYPE, INLINE, RANGE, file_response
from studio.api.data.serializers import DeletedSerializer, StoredFilesSerializer
from studio.api.previews import PREVIEW, content_beside, preview_response
from studio.api.views import WorkspaceView
from studio.workspaces import files

PATH = OpenApiParameter("path", str, required=True)
LARGEST_PAGE = 1000


class DatastoreFiles(WorkspaceView):
    @extend_schema(
        operation_id="datastore_files_list",
        parameters=[
            OpenApiParameter("prefix", str, description="`a/` is the folder a, `a/b` what begins so in it."),
            OpenApiParameter("after", str),
            OpenApiParameter("limit", int),
        ],
        responses=StoredFilesSerializer,
    )  # fmt: skip
    def get(self, request: Request, workspace: UUID, datastore: str) -> Response:
        """What is directly below a folder, at most `limit` (200) entries after the path `after`."""
        asked = request.query_params
        page = files.browse(
            self.workspace,
            datastore,
            prefix=asked.get("prefix", ""),
            after=asked.get("after") or None,
            limit=_limit(asked.get("limit", "200")),
        )
        return Response(StoredFilesSerializer(page).data)

    @extend_schema(
        operation_id="datastore_files_delete",
        parameters=[PATH],
        responses={200: DeletedSerializer},
    )
    def delete(self, request: Request, workspace: UUID, datastore: str) -> Response:
        """Deletes a file, or with `a/` the folder a and all that is in it."""
        deleted = files.remove(self.workspace, datastore, request.query_params.get("path", ""))
        return Response({"deleted": deleted})


class DatastoreContent(WorkspaceView):
    @extend_schema(
        operation_id="datastore_content", parameters=[PATH, INLINE, RANGE], responses=ANY_TYPE
    )
    def get(self, request: Request, workspace: UUID, datastore: str) -> HttpResponseBase:
        """A file's bytes, as a download."""
        path = request.query_params.get("path", "")
        return file_response(request, files.stored_file(self.workspace, datastore, path), path)


class DatastorePreview(WorkspaceView):
    @extend_schema(operation_id="datastore_preview", parameters=[PATH], responses=PREVIEW)
    def get(self, request: Request, workspace: UUID, datastore: str) -> Response:
        """A first look: 200 rows of a table, a picture's address, the beginning of a text."""
        path = request.query_params.get("path", "")
        seen = files.look(self.workspace, datastore, path)
        return preview_response(seen, content_beside(request, path))


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= LARGEST_PAGE:
        raise ValidationError({"limit": [f"A number from 1 to {LARGEST_PAGE}."]}, "bad_limit")
    return int(text)
