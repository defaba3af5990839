"""The end of an attempt: its outputs are committed in the very transaction that completes it."""

from collections.abc import Mapping

from studio.engine.bodies import Finished, StoredOutput, Takes
from studio.engine.fingerprint import output_digest
from studio.engine.messages import Answer, AnswerKind, Report
from studio.engine.states import TERMINAL, Event, Reason, State
from studio.runs import extensions, places
from studio.runs.advance import build_order
from studio.runs.claims import Taker
from studio.runs.desk import Desk
from studio.runs.events import REGISTRATION_REFUSED, REPORT_REFUSED, Journal
from studio.runs.extensions import RegistrationRefused
from studio.runs.models import Artifact, Attempt, Output
from studio.runs.transitions import end_attempt, owns

MOST_REGISTRATIONS = 100
"""Of one step; each is a few statements of the transaction that ends it."""

_EVENTS = {
    State.COMPLETED: Event.COMPLETE,
    State.FAILED: Event.FAIL,
    State.CANCELED: Event.CANCEL,
}


def record_finished(report: Report, desk: Desk) -> Answer:
    """Ack when it was written down, now or before; refuse when the attempt is not the node's."""
    finished = Finished.from_body(report.body)
    attempt = desk.attempts.get(report.attempt)
    if attempt is None:
        return _answer("refuse", report)
    journal = desk.journal_of(attempt)
    if not owns(attempt, report) or attempt.state in TERMINAL:
        return _late(attempt, journal, report, finished)
    if not _end(attempt, journal, finished):
        return _late(attempt, journal, report, finished)
    _keep_artifacts(attempt, finished)
    if attempt.state == State.COMPLETED:
        _commit_outputs(attempt, finished)
        _register(attempt, journal, finished)
    desk.ended(attempt, _taker(report.node, finished.takes))
    return _answer("ack", report)


def _taker(node: str, takes: Takes | None) -> Taker | None:
    return Taker(node, takes.queue, takes.token) if takes else None


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
        digest=output_digest(
            stored.kind, [(file.path, file.size, file.sha256) for file in stored.files]
        ),
        manifest=[
            {"path": file.path, "size": file.size, "sha256": file.sha256, "etag": file.etag}
            for file in stored.files
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


def _register(attempt: Attempt, journal: Journal, finished: Finished) -> None:
    """What cannot be registered is noted; the step did its work all the same."""
    for asked in finished.registrations[:MOST_REGISTRATIONS]:
        try:
            extensions.register(attempt, asked)
        except RegistrationRefused as problem:
            journal.note(
                REGISTRATION_REFUSED, attempt.step_run_id,
                name=str(asked.get("name"))[:255], message=str(problem),
            )  # fmt: skip


def _late(attempt: Attempt, journal: Journal, report: Report, finished: Finished) -> Answer:
    """A repeat is acknowledged, once more with what was handed over; a result of somebody who lost
    the attempt is refused, and noted."""
    if owns(attempt, report) and attempt.reason != Reason.WORKER_LOST:
        return _answer("ack", report, _handed_over(report, finished))
    journal.note(
        REPORT_REFUSED, attempt.step_run_id, node=report.node, fence=report.fence,
        state=finished.state,
    )  # fmt: skip
    return _answer("refuse", report)


def _handed_over(report: Report, finished: Finished) -> dict[str, object]:
    """The answer that brought the node its next order may be what got lost."""
    if finished.takes is None:
        return {}
    given = Attempt.objects.filter(
        node=report.node, claim_token=finished.takes.token, state=State.RUNNING
    )
    attempt = given.select_related("step_run__run").first()
    return {"order": build_order(attempt).to_json()} if attempt else {}


def _answer(kind: AnswerKind, report: Report, body: Mapping[str, object] = {}) -> Answer:
    return Answer(kind, report.attempt, report.fence, body)
