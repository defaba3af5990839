"""From rows to what the serializers show: the only place that knows both."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from studio.publishing.queries import published_behind
from studio.runs.files import log_ended, log_tail
from studio.runs.models import Attempt, Output, Run, StepRun
from studio.runs.orders import readable
from studio.runs.queries import plan_of, run_can, sources_of, step_can, step_counts, steps_of

TAILS_SHOWN = 20
"""Failed attempts whose last lines come with the run; opening a log shows any other."""


def run_rows(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """Rows of a list: three queries, however many runs."""
    page = list(runs)
    counts = step_counts([run.pk for run in page])
    published = published_behind(run.pk for run in page)
    return [_row(run, dict(counts[run.pk]), published) for run in page]


def run_detail(run: Run) -> dict[str, Any]:
    """The run with its document and everything about its steps."""
    steps = list(steps_of(run))
    counts: dict[str, int] = {}
    for step in steps:
        counts[step.state] = counts.get(step.state, 0) + 1
    return {
        **_row(run, counts, published_behind([run.pk])),
        "document": run.document,
        "parameters": run.parameters,
        "continue_on_step_failure": run.continue_on_step_failure,
        "description": run.description,
        "tags": run.tags,
        "properties": run.properties,
        "rerun_of": run.rerun_of,
        "part": run.part,
        "regenerate_outputs": run.regenerate_outputs,
        "steps": _steps(run, steps),
    }


def _row(
    run: Run, counts: Mapping[str, int], published: Mapping[UUID, tuple[UUID, str]]
) -> dict[str, Any]:
    behind = published.get(run.pk)
    return {
        "id": run.pk,
        "number": run.number,
        "name": run.name or run.experiment.name,
        "experiment": run.experiment.name,
        "state": run.state,
        "reason": _reason(run),
        "source": run.source,
        "draft": _draft(run),
        "published": {"id": behind[0], "name": behind[1]} if behind else None,
        "created_by": run.created_by,
        "created_at": run.created_at,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "cancel_requested_at": run.cancel_requested_at,
        "duration_s": _duration(run.started_at, run.ended_at),
        "step_counts": counts,
        "seq": run.next_seq - 1,
        "can": run_can(run),
    }


def _steps(run: Run, steps: list[StepRun]) -> list[dict[str, Any]]:
    made = {(step.node_id, output.name): output for step in steps for output in step.outputs.all()}
    plan = plan_of(run, steps)
    failed = [a for step in steps for a in step.attempts.all() if a.state == "Failed"]
    sources = sources_of(steps)
    tails = {attempt.pk: log_tail(run.workspace, attempt) for attempt in failed[:TAILS_SHOWN]}
    return [
        {
            "id": step.pk,
            "node_id": step.node_id,
            "name": step.name,
            "kind": step.kind,
            "state": step.state,
            "reason": _reason(step),
            "waits_for": plan.steps[step.node_id].waits_for,
            "started_at": step.started_at,
            "ended_at": step.ended_at,
            "duration_s": _duration(step.started_at, step.ended_at),
            "attempt_count": step.attempt_count,
            "attempts": [_attempt(attempt, tails) for attempt in step.attempts.all()],
            "arguments": _arguments(step),
            "files": step.work.get("files", {}),
            "inputs": [_input(given, made) for given in step.work.get("inputs", [])],
            "outputs": list(step.outputs.all()),
            "can": step_can(step),
            "why": step.why or None,
            "fingerprint": step.fingerprint or None,
            "reused_from": _reused_from(step, sources),
        }
        for step in steps
    ]


def _reused_from(step: StepRun, sources: Mapping[UUID, tuple[UUID, int]]) -> dict[str, Any] | None:
    source = step.reused_from_id
    if source is None or source not in sources:
        return None
    run, number = sources[source]
    return {"run_id": run, "run_number": number, "step_run_id": source}


def _attempt(attempt: Attempt, tails: Mapping[UUID, list[str]]) -> dict[str, Any]:
    shown = {
        "id": attempt.pk,
        "number": attempt.number,
        "state": attempt.state,
        "node": attempt.node or None,
        "log_size": attempt.log_size,
        "log_ended": log_ended(attempt),
        "log_removed_at": attempt.log_removed_at,
        "queued_at": attempt.queued_at,
        "claimed_at": attempt.claimed_at,
        "started_at": attempt.started_at,
        "ended_at": attempt.ended_at,
        "exit_code": attempt.reason_detail.get("exit_code"),
        "signal": attempt.reason_detail.get("signal"),
        "timings": attempt.timings,
        "max_rss_bytes": attempt.max_rss_bytes,
        "reason": _reason(attempt),
    }
    if attempt.pk in tails:
        shown["log_tail"] = tails[attempt.pk]
    return shown


def _arguments(step: StepRun) -> list[str]:
    """What the process was given, or how it reads before that is known."""
    attempts = list(step.attempts.all())
    if attempts and attempts[-1].arguments:
        return attempts[-1].arguments
    return [readable("", [argument]) for argument in step.work.get("arguments", [])]


def _input(given: Mapping[str, Any], made: Mapping[tuple[str, str], Output]) -> dict[str, Any]:
    output = made.get((given["from_node"], given["from_port"]))
    return {
        "name": given["name"],
        "datastore": given["datastore"] or (output.datastore if output else ""),
        "path": given["path"] or (output.path if output else ""),
        "from_node": given["from_node"],
    }


def _draft(run: Run) -> dict[str, Any] | None:
    if run.draft_id is None:
        return None
    return {"id": run.draft_id, "name": run.draft_name, "revision": run.draft_revision}


def _reason(row: Run | StepRun | Attempt) -> dict[str, Any] | None:
    return {"code": row.reason, "detail": row.reason_detail} if row.reason else None


def _duration(started: datetime | None, ended: datetime | None) -> float | None:
    """Seconds, up to now for what still goes on."""
    if started is None:
        return None
    return max(0.0, ((ended or timezone.now()) - started).total_seconds())
