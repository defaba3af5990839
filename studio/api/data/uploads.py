"""Uploads over HTTP as tus 1.0 speaks (https://tus.io/protocols/resumable-upload): core protocol with
the extensions creation, expiration and termination."""

import base64
import binascii
import re
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.http import http_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, NotFound, UnsupportedMediaType, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.data.datastores import DatastoreView
from studio.api.data.serializers import UploadSerializer
from studio.api.parsers import RawBodyParser
from studio.api.views import WorkspaceView
from studio.workspaces import uploads
from studio.workspaces.models import Upload

VERSION = "1.0.0"
_NUMBER = re.compile(r"[0-9]{1,15}")
_TUS = OpenApiParameter(
    "Tus-Resumable", str, OpenApiParameter.HEADER, required=True, enum=[VERSION]
)


class PartParser(RawBodyParser):
    media_type = "application/offset+octet-stream"


class OtherVersion(APIException):
    status_code = 412
    default_detail = f"Send the header Tus-Resumable: {VERSION}."
    default_code = "tus_version"


class TusView(WorkspaceView):
    """Says its version with every answer, and takes no other."""

    parser_classes = (PartParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            raise OtherVersion

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Tus-Resumable"] = VERSION
        answer["Tus-Version"] = VERSION
        return answer

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What this server can do."""
        told = {
            "Tus-Extension": "creation,expiration,termination",
            "Tus-Max-Size": str(settings.LARGEST_UPLOAD),
        }
        return Response(status=204, headers=told)


class UploadList(TusView, DatastoreView):
    @extend_schema(
        operation_id="uploads_create",
        request=None,
        responses={201: None},
        parameters=[
            _TUS,
            OpenApiParameter("Upload-Length", int, OpenApiParameter.HEADER, required=True),
            OpenApiParameter(
                "Upload-Metadata", str, OpenApiParameter.HEADER, required=True,
                description="`path` and, to replace a file, `overwrite` (1), values in base64.",
            ),
        ],
    )  # fmt: skip
    def post(self, request: Request, workspace: UUID, datastore: str) -> Response:
        """Begins an upload; its address is in `Location`. 409 when there is such a file already."""
        told = _metadata(request.headers.get("Upload-Metadata", ""))
        upload = uploads.begin(
            self.record(),
            self.user,
            told.get("path", ""),
            _number(request, "Upload-Length"),
            overwrite=told.get("overwrite", "") in ("1", "true"),
        )
        address = reverse("upload", args=[workspace, upload.pk])
        return Response(status=201, headers={"Location": address, **_expiry(upload)})


class UploadDetail(TusView):
    """Of whoever began it."""

    def upload(self) -> Upload:
        found = uploads.upload_of(self.workspace, self.user, self.kwargs["upload"])
        if found is None:
            raise NotFound
        return found

    @extend_schema(operation_id="uploads_retrieve", parameters=[_TUS], responses=UploadSerializer)
    def get(self, request: Request, workspace: UUID, upload: UUID) -> Response:
        """Where to go on; HEAD says the same in headers alone."""
        found = self.upload()
        offset = uploads.arrived(found)
        told = {
            "id": found.pk,
            "path": found.path,
            "offset": offset,
            "length": found.length,
            "expires_at": uploads.expires_at(found),
        }
        headers = {"Upload-Offset": str(offset), "Upload-Length": str(found.length)}
        return Response(UploadSerializer(told).data, headers={**headers, **_expiry(found)})

    @extend_schema(
        operation_id="uploads_append",
        request={PartParser.media_type: OpenApiTypes.BINARY},
        responses={204: None},
        parameters=[
            _TUS,
            OpenApiParameter("Upload-Offset", int, OpenApiParameter.HEADER, required=True),
        ],
    )
    def patch(self, request: Request, workspace: UUID, upload: UUID) -> Response:
        """Adds a part; with the last one the file is in its place. 409 tells where to go on."""
        found = self.upload()
        if request.content_type != PartParser.media_type:
            raise UnsupportedMediaType(request.content_type)
        # Not request.stream: the framework takes a body without Content-Length for an empty one.
        part = cast(BinaryIO, request._request)
        offset = uploads.take(found, _number(request, "Upload-Offset"), part)
        return Response(status=204, headers={"Upload-Offset": str(offset), **_expiry(found)})

    @extend_schema(operation_id="uploads_end", parameters=[_TUS], responses={204: None})
    def delete(self, request: Request, workspace: UUID, upload: UUID) -> Response:
        """Forgets what has arrived; a file that is complete stays."""
        uploads.end(self.upload())
        return Response(status=204)


def _expiry(upload: Upload) -> dict[str, str]:
    when: datetime = uploads.expires_at(upload)
    return {"Upload-Expires": http_date(when.timestamp())}


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise ValidationError({name: ["A number of bytes."]}, "bad_number")
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """ "path YS9iLmNzdg==,overwrite MQ==" → {"path": "a/b.csv", "overwrite": "1"}"""
    told: dict[str, str] = {}
    for pair in filter(None, header.split(",")):
        name, _, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            problem = f"The value of {name} is not base64 of UTF-8."
            raise ValidationError({"Upload-Metadata": [problem]}, "bad_metadata") from None
    return told
