"""The snapshot of a step over HTTP: browsed, downloaded, compared with another's."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from studio.api.archives import zip_response
from studio.api.bytes import ANY_TYPE, BYTES, INLINE, RANGE, file_response
from studio.api.runs.steps import StepView
from studio.api.snapshots.serializers import (
    FileDiffSerializer,
    SnapshotDiffSerializer,
    SnapshotSerializer,
)
from studio.runs import snapshots
from studio.runs.models import StepRun
from studio.runs.snapshots import FileChange

PATH = OpenApiParameter("path", str, required=True)
WITH = OpenApiParameter(
    "with", OpenApiTypes.UUID, required=True, description="The step run to compare with."
)


class StepSnapshot(StepView):
    @extend_schema(operation_id="steps_snapshot", responses=SnapshotSerializer)
    def get(self, request: Request, workspace: UUID, run: UUID, step: UUID) -> Response:
        """What the step's folder holds, by path."""
        found = snapshots.snapshot_of(self.step())
        rows = [
            {"path": path, "size": file.size, "sha256": file.sha256}
            for path, file in found.files.items()
        ]
        shown = {
            "id": found.id, "file_count": len(rows), "size": found.size, "files": rows, "git": found.git
        }  # fmt: skip
        return Response(SnapshotSerializer(shown).data)


class StepSnapshotContent(StepView):
    @extend_schema(
        operation_id="steps_snapshot_content", parameters=[PATH, INLINE, RANGE], responses=ANY_TYPE
    )
    def get(self, request: Request, workspace: UUID, run: UUID, step: UUID) -> HttpResponseBase:
        """The bytes of one file."""
        path = request.query_params.get("path", "")
        return file_response(request, snapshots.file_of(self.workspace, self.step(), path), path)


class StepSnapshotArchive(StepView):
    @extend_schema(
        operation_id="steps_snapshot_archive", responses={(200, "application/zip"): BYTES}
    )
    def get(self, request: Request, workspace: UUID, run: UUID, step: UUID) -> HttpResponseBase:
        """All files as a zip."""
        found = self.step()
        return zip_response(f"{found.node_id}.zip", snapshots.all_files(self.workspace, found))


class StepSnapshotDiff(StepView):
    @extend_schema(
        operation_id="steps_snapshot_diff", parameters=[WITH], responses=SnapshotDiffSerializer
    )
    def get(self, request: Request, workspace: UUID, run: UUID, step: UUID) -> Response:
        """Which files came, went and changed since the step `with`, of any run of the workspace."""
        here = self.step()
        changes = snapshots.changes_between(self.workspace, self.other(), here)
        return Response(SnapshotDiffSerializer({"files": map(_shown, changes)}).data)

    def other(self) -> StepRun:
        """The step to compare with."""
        try:
            named = UUID(self.request.query_params.get("with", ""))
        except ValueError as problem:
            raise ValidationError({"with": ["The id of a step run."]}, "bad_id") from problem
        found = snapshots.step_in(self.workspace, named)
        if found is None:
            raise ValidationError({"with": ["There is no such step run."]}, "unknown_step")
        return found


class StepSnapshotFileDiff(StepSnapshotDiff):
    @extend_schema(
        operation_id="steps_snapshot_file_diff",
        parameters=[WITH, PATH],
        responses=FileDiffSerializer,
    )
    def get(self, request: Request, workspace: UUID, run: UUID, step: UUID) -> Response:
        """One file as it was in the step `with` and as it is here."""
        path, here = request.query_params.get("path", ""), self.step()
        versions = snapshots.versions_of(self.workspace, self.other(), here, path)
        return Response(FileDiffSerializer(versions).data)


def _shown(change: FileChange) -> dict[str, object]:
    lines = change.lines
    return {
        "path": change.path,
        "change": change.change,
        "added": lines.added if lines else None,
        "removed": lines.removed if lines else None,
        "binary": change.binary,
    }
