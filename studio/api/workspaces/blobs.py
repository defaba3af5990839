"""The files of script steps over HTTP, by the digest of their bytes."""

from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.parsers import RawBodyParser
from studio.api.views import WorkspaceView
from studio.api.workspaces.serializers import BlobSerializer
from studio.workspaces import blobs


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
    def get(self, request: Request, workspace: UUID, sha256: str) -> HttpResponse:
        """The bytes, always as a download and never as something a browser would run."""
        with blobs.open_blob(self.workspace, sha256) as stream:
            answer = HttpResponse(stream.read(), content_type="application/octet-stream")
        answer.headers["Content-Disposition"] = f'attachment; filename="{sha256}"'
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        return answer
