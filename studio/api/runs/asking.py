"""What a caller asks of a run, read from a checked body."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework.exceptions import ValidationError

from studio.runs.foresight import Part, part_of
from studio.runs.models import Run
from studio.runs.queries import last_runs_of_drafts, run_of
from studio.workspaces.models import Workspace


def part_in(asked: Mapping[str, Any]) -> Part | None:
    part = asked.get("part")
    return part_of(part["kind"], part.get("node_id", "")) if part else None


def base_of(workspace: Workspace, asked: Mapping[str, Any], draft: UUID | None) -> Run | None:
    """The run whose results stand outside of the part: the one named, else the draft's newest;
    None when nothing is built on. Raises ValidationError."""
    if asked.get("base_run"):
        base = run_of(workspace, asked["base_run"])
        if base is None:
            raise ValidationError({"base_run": ["There is no such run."]}, "unknown_run")
        return base
    if asked.get("part") and draft:
        return last_runs_of_drafts([draft]).get(draft)
    return None
