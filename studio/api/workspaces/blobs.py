"""The files of script steps over HTTP, by the digest of their bytes."""

from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.bytes import bytes_response
from studio.api.parsers import RawBodyParser
from studio.api.views import WorkspaceView
from studio.api.workspaces.serializers import BlobSerializer
from studio.workspaces import blobs
from studio.workspaces.errors import BlobNotFound


class BlobUpload(WorkspaceView):
    parser_classes = (RawBodyParser,)

    @extend_schema(
        operation_id="blobs_create",
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={201: BlobSerializer},
    )
    def post(self, request: Request, workspace: UUID) -> Response:
        """Keeps the bytes; sending the same bytes again costs nothing."""
        if request.content_type.partition(";")[0].strip() != RawBodyParser.media_type:
            raise UnsupportedMediaType(request.content_type)
        # Not request.stream: the framework takes a body without Content-Length for an empty one.
        sha256, size = blobs.put(self.workspace, cast(BinaryIO, request._request))
        return Response(BlobSerializer({"sha256": sha256, "size": size}).data, status=201)


class BlobContent(WorkspaceView):
    @extend_schema(
        operation_id="blobs_retrieve",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, workspace: UUID, sha256: str) -> HttpResponseBase:
        """The bytes, always as a download and never as something a browser would run."""
        stored = blobs.stored(self.workspace, [sha256])[sha256]
        if not stored.exists():
            raise BlobNotFound
        answer = bytes_response(request, stored, "application/octet-stream", sha256)
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        return answer
