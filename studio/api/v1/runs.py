"""A run as PipelineRunEntity."""

from datetime import datetime
from typing import Any
from uuid import UUID

from studio.runs.models import Run

# The v1 vocabulary: NotStarted, Running, Failed, Finished, Canceled.
STATUS_CODES = {
    "NotStarted": "NotStarted",
    "Queued": "NotStarted",
    "Starting": "Running",
    "Running": "Running",
    "NotResponding": "Running",
    "Finalizing": "Running",
    "Completed": "Finished",
    "Reused": "Finished",
    "Failed": "Failed",
    "Skipped": "Canceled",
    "Canceled": "Canceled",
}


def pipeline_run_entity(run: Run, *, published: UUID | None, step_count: int) -> dict[str, Any]:
    """Every field the SDK's model has; scripts read `Id`."""
    status = STATUS_CODES[run.state]
    return {
        "Id": str(run.pk),
        "Etag": f'"{run.next_seq}"',
        "CreatedDate": _iso(run.created_at),
        "LastModifiedDate": _iso(run.ended_at or run.started_at or run.created_at),
        "EntityStatus": "Active",
        "Description": run.description,
        "Status": {
            "StatusCode": status,
            "StatusDetail": run.reason or None,
            "CreationTime": _iso(run.created_at),
            "EndTime": _iso(run.ended_at),
        },
        "GraphId": run.pipeline_hash,
        "IsSubmitted": True,
        "HasErrors": status == "Failed",
        "HasWarnings": False,
        "UploadState": "Completed",
        "ParameterAssignments": {name: _text(value) for name, value in run.parameters.items()},
        "DataSetDefinitionValueAssignments": {},
        "RunHistoryExperimentName": run.experiment.name,
        "PipelineId": str(published) if published else None,
        "RunSource": "API",
        "RunType": "HTTP",
        "TotalRunSteps": step_count,
        "ScheduleId": None,
        "tags": run.tags,
        "Properties": {},
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _text(value: object) -> str:
    return str(value)
