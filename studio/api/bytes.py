"""Bytes over HTTP: whole or by Range, streamed, and never run by the browser."""

import mimetypes
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request

from studio.workspaces.files import StoredBytes

RANGE = OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="bytes=first-last")
INLINE = OpenApiParameter("inline", bool, description="Only images and plain text are.")
BYTES = OpenApiResponse(OpenApiTypes.BINARY)
ANY_TYPE = {
    (200, "*/*"): BYTES,
    (206, "*/*"): BYTES,
    416: None,
}
INLINE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp", "text/plain")
_RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))")
# Whatever the bytes are, opened as a page they are a page without scripts, origin or network.
_SANDBOX = "sandbox; default-src 'none'"


@dataclass(frozen=True)
class Span:
    """`length` bytes from `offset`; `partial` when a range was asked for and is given."""

    offset: int
    length: int
    partial: bool = False


def file_response(request: Request, stored: StoredBytes, path: str) -> HttpResponseBase:
    """A file as a download of its name, or with `?inline=1` as what a browser may show."""
    inline = request.query_params.get("inline") in ("1", "true")
    name = path.rpartition("/")[2]
    return bytes_response(request, stored, content_type(path), name, inline=inline)


def content_type(path: str) -> str:
    """Guessed from the name alone. Text of any kind counts as plain text, also what is not."""
    guessed = mimetypes.guess_type(path)[0] or "application/octet-stream"
    plain = guessed.startswith("text/") and guessed != "text/html"
    return "text/plain" if plain or guessed == "application/json" else guessed


def bytes_response(
    request: Request, stored: StoredBytes, content_type: str, filename: str, *, inline: bool = False
) -> HttpResponseBase:
    """200 with everything there is now, 206 for a range of it, 416 for one beyond its end."""
    size = stored.size()
    span = _span(request.headers.get("Range", ""), size)
    if span is None:
        return HttpResponse(
            status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            headers={"Content-Range": f"bytes */{size}", "Content-Type": "text/plain"},
        )
    response = StreamingHttpResponse(
        _pieces(stored, span),
        status=HTTPStatus.PARTIAL_CONTENT if span.partial else HTTPStatus.OK,
        content_type=content_type.replace("text/plain", "text/plain; charset=utf-8"),
    )
    response["Content-Length"] = str(span.length)
    response["Accept-Ranges"] = "bytes"
    if span.partial:
        response["Content-Range"] = f"bytes {span.offset}-{span.offset + span.length - 1}/{size}"
    shown = inline and content_type in INLINE_TYPES
    kind = "inline" if shown else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(filename, safe='')}"
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _span(header: str, size: int) -> Span | None:
    """The span a Range header asks for; None for one beyond the end. Whatever is not a single
    range of bytes is ignored, as RFC 9110 allows: everything is sent."""
    found = _RANGE.fullmatch(header.strip())
    if not found:
        return Span(0, size)
    first, last, suffix = found.groups()
    if suffix is not None:
        length = min(int(suffix), size)
        return Span(size - length, length, partial=True) if length else None
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return Span(0, size)
    return Span(start, end - start + 1, partial=True) if start < size else None


async def _pieces(stored: StoredBytes, span: Span) -> AsyncIterator[bytes]:
    """Asynchronous, because Django would collect a plain iterator in memory first. A file that
    lost bytes since its size was taken ends the answer early, which the client notices."""
    chunks = stored.chunks(span.offset, span.length)
    try:
        while piece := await sync_to_async(lambda: next(chunks, b""))():
            yield piece
    finally:
        await sync_to_async(chunks.close)()
