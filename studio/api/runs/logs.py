"""Logs of attempts over HTTP: exact bytes, search, times."""

import struct
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.bytes import BYTES, RANGE, bytes_response
from studio.api.runs.serializers import LogMatchesSerializer, LogTimesSerializer
from studio.api.runs.views import whole_number
from studio.api.views import WorkspaceView
from studio.runs.files import log_of, log_times_of
from studio.runs.log_search import MAX_PATTERN, search_log
from studio.runs.models import Attempt
from studio.runs.queries import attempt_of

TIMES_SHOWN = 10_000
_PAIR = struct.Struct(">QQ")


class AttemptView(WorkspaceView):
    """Finds the attempt of the address in the workspace of the address."""

    def attempt(self) -> Attempt:
        attempt = attempt_of(self.workspace, self.kwargs["attempt"])
        if attempt is None:
            raise NotFound
        return attempt


class AttemptLog(AttemptView):
    @extend_schema(
        operation_id="attempts_log",
        parameters=[OpenApiParameter("download", bool), RANGE],
        responses={(200, "text/plain"): BYTES, (206, "text/plain"): BYTES, 416: None},
    )
    def get(self, request: Request, workspace: UUID, attempt: UUID) -> HttpResponseBase:
        """The log's bytes exactly as the step wrote them, as far as they go now."""
        found = self.attempt()
        download = request.query_params.get("download") == "1"
        return bytes_response(
            request, log_of(self.workspace, found), "text/plain",
            f"attempt-{found.number}.log", inline=not download,
        )  # fmt: skip


class AttemptLogSearch(AttemptView):
    @extend_schema(
        operation_id="attempts_log_search",
        parameters=[
            OpenApiParameter("q", str, required=True),
            OpenApiParameter("regex", bool),
            OpenApiParameter("after_offset", int),
        ],
        responses=LogMatchesSerializer,
    )
    def get(self, request: Request, workspace: UUID, attempt: UUID) -> Response:
        """Lines that contain `q`, or match it as an RE2 pattern; without capitals case is ignored."""
        found = search_log(
            log_of(self.workspace, self.attempt()),
            self._query(request),
            regex=request.query_params.get("regex") in ("1", "true"),
            after_offset=whole_number(request, "after_offset", -1, smallest=-1),
        )
        return Response(LogMatchesSerializer(found).data)

    def _query(self, request: Request) -> str:
        query = request.query_params.get("q", "")
        if not 0 < len(query) <= MAX_PATTERN:
            problem = f"Between 1 and {MAX_PATTERN} characters."
            raise ValidationError({"q": [problem]}, "bad_query")
        return query


class AttemptLogTimes(AttemptView):
    @extend_schema(
        operation_id="attempts_log_times",
        parameters=[OpenApiParameter("after_offset", int)],
        responses=LogTimesSerializer,
    )
    def get(self, request: Request, workspace: UUID, attempt: UUID) -> Response:
        """When the log had grown to which offset, at most 10,000 pairs after `after_offset`."""
        after = whole_number(request, "after_offset", -1, smallest=-1)
        index = log_times_of(self.workspace, self.attempt())
        size = index.size() // _PAIR.size * _PAIR.size
        pairs = _PAIR.iter_unpack(index.read(0, size))
        later = [[offset, at] for offset, at in pairs if offset > after]
        return Response({"times": later[:TIMES_SHOWN]})
