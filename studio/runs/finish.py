"""The end of an attempt: its outputs are committed in the very transaction that completes it."""

from django.db import transaction
from django.utils import timezone

from studio.engine.bodies import Finished, StoredOutput
from studio.engine.messages import Answer, Report
from studio.engine.states import TERMINAL, Event, Reason, State
from studio.runs import places
from studio.runs.advance import advance_locked
from studio.runs.events import REPORT_REFUSED, Journal
from studio.runs.models import Artifact, Attempt, Output
from studio.runs.transitions import end_attempt, locked_attempt, owns

_EVENTS = {
    State.COMPLETED: Event.COMPLETE,
    State.FAILED: Event.FAIL,
    State.CANCELED: Event.CANCEL,
}


def record_finished(report: Report) -> Answer:
    """Ack when it was written down, now or before; refuse when the attempt is not the node's."""
    finished = Finished.from_body(report.body)
    with transaction.atomic():
        attempt = locked_attempt(report.attempt)
        if attempt is None:
            return _answer("refuse", report)
        if not owns(attempt, report) or attempt.state in TERMINAL:
            return _late(attempt, report, finished)
        run = attempt.step_run.run
        journal = Journal(run, timezone.now())
        if not _end(attempt, journal, finished):
            return _late(attempt, report, finished)
        _keep_artifacts(attempt, finished)
        if attempt.state == State.COMPLETED:
            _commit_outputs(attempt, finished)
        advance_locked(run, journal)
    return _answer("ack", report)


def _end(attempt: Attempt, journal: Journal, finished: Finished) -> State | None:
    state, reason, detail = finished.state, finished.reason, dict(finished.detail)
    missing = _missing_outputs(attempt, finished)
    if state == State.COMPLETED and missing:
        state, reason, detail = State.FAILED, Reason.OUTPUT_MISSING, {"outputs": missing}
    if state == State.CANCELED and not attempt.step_run.run.cancel_requested_at:
        # stopped because another step failed: the node cannot know, and says UserCanceled
        reason = Reason.UPSTREAM_FAILED if attempt.cancel_requested_at else reason
    return end_attempt(
        attempt,
        journal,
        _EVENTS[state],
        reason or "",
        reason_detail=detail,
        log_size=finished.log_size,
        arguments=list(finished.arguments),
        timings=dict(finished.timings),
        max_rss_bytes=finished.max_rss_bytes,
    )


def _missing_outputs(attempt: Attempt, finished: Finished) -> list[str]:
    made = {stored.output for stored in finished.manifest}
    return [name for name in attempt.step_run.work["outputs"] if name not in made]


def _commit_outputs(attempt: Attempt, finished: Finished) -> None:
    declared = set(attempt.step_run.work["outputs"])
    Output.objects.bulk_create(
        _output(attempt, stored) for stored in finished.manifest if stored.output in declared
    )


def _output(attempt: Attempt, stored: StoredOutput) -> Output:
    return Output(
        step_run=attempt.step_run,
        name=stored.output,
        kind=stored.kind,
        datastore=attempt.log_datastore,
        path=places.output_path(attempt.step_run_id, attempt.fence, stored.output),
        size=sum(file.size for file in stored.files),
        file_count=len(stored.files),
        manifest=[
            {"path": file.path, "size": file.size, "sha256": file.sha256} for file in stored.files
        ],
    )


def _keep_artifacts(attempt: Attempt, finished: Finished) -> None:
    Artifact.objects.bulk_create(
        [
            Artifact(attempt=attempt, path=file.path, size=file.size, sha256=file.sha256)
            for file in finished.artifacts
        ],
        ignore_conflicts=True,
    )


def _late(attempt: Attempt, report: Report, finished: Finished) -> Answer:
    """A repeat is acknowledged; a result of somebody who lost the attempt is refused, and noted."""
    if owns(attempt, report) and attempt.reason != Reason.WORKER_LOST:
        return _answer("ack", report)
    journal = Journal(attempt.step_run.run, timezone.now())
    journal.note(
        REPORT_REFUSED, attempt.step_run_id, node=report.node, fence=report.fence,
        state=finished.state,
    )  # fmt: skip
    journal.write()
    return _answer("refuse", report)


def _answer(kind: str, report: Report) -> Answer:
    return Answer("ack" if kind == "ack" else "refuse", report.attempt, report.fence)
