"""Moving rows from state to state: under a lock, guarded by fence and state, each with an event."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from studio.engine.messages import Report
from studio.engine.states import TERMINAL, Event, State, next_state, sources
from studio.runs.events import STEP_CHANGED, Journal
from studio.runs.models import Attempt, Run, StepRun

_UNREAD = (
    "arguments", "timings", "max_rss_bytes", "queued_at", "sent_at", "log_path",
    "step_run__reason_detail", "step_run__kind", "step_run__position",
    "step_run__run__document", "step_run__run__description", "step_run__run__tags",
    "step_run__run__pipeline_hash", "step_run__run__reason_detail", "step_run__run__name",
    "step_run__run__draft_id", "step_run__run__draft_name", "step_run__run__draft_revision",
    "step_run__run__idempotency_key", "step_run__run__request_digest", "step_run__run__source",
    "step_run__run__experiment__created_at", "step_run__run__experiment__workspace",
)  # fmt: skip


def locked_run(run_id: UUID) -> Run:
    """The run without its document, locked until the transaction ends."""
    runs = Run.objects.select_for_update(of=("self",)).select_related("experiment", "workspace")
    return runs.defer("document").get(pk=run_id)


def locked_attempt(attempt: str) -> Attempt | None:
    """The attempt with its step and its run, whose row is locked; None when there is none."""
    return locked_attempts([attempt]).get(attempt)


def locked_attempts(ids: Iterable[str]) -> dict[str, Attempt]:
    """Those of the attempts that exist; attempts of one run share its instance."""
    keys = {text: key for text in ids if (key := uuid_or_none(text))}
    # locked in the order of their ids: two transactions never wait for each other
    found = attempts_to_change().filter(pk__in=set(keys.values())).order_by("step_run__run")
    attempts = {attempt.pk: attempt for attempt in found}
    runs: dict[UUID, Run] = {}
    for attempt in attempts.values():
        step = attempt.step_run
        step.run = runs.setdefault(step.run_id, step.run)
    return {text: attempts[key] for text, key in keys.items() if key in attempts}


def attempts_to_change(*, waiting: bool = True) -> QuerySet[Attempt]:
    """With their steps and runs, whose rows get locked; without `waiting`, what is locked by
    another transaction is left out. Every report comes through here: what none needs is not read.
    """
    attempts = Attempt.objects.select_for_update(of=("step_run__run",), skip_locked=not waiting)
    related = attempts.select_related("step_run__run__experiment", "step_run__run__workspace")
    return related.defer(*_UNREAD)


def change_attempt(attempt: Attempt, event: Event, **fields: object) -> State | None:
    """The guarded transition: one UPDATE that changes nothing when the row has moved on.

    Returns the new state, or None when `event` means nothing in the state the row is in.
    """
    after = next_state(State(attempt.state), event)
    if after is None:
        return None
    moved = Attempt.objects.filter(
        pk=attempt.pk, fence=attempt.fence, state__in=sources(event)
    ).update(state=after, **fields)
    if not moved:
        return None
    for name, value in {"state": after, **fields}.items():
        setattr(attempt, name, value)
    return after


def change_step(step: StepRun, journal: Journal, state: State, **fields: object) -> None:
    """Lets a step run follow its attempt, with an event."""
    StepRun.objects.filter(pk=step.pk).update(state=state, **fields)
    step.state = state
    told = {name: fields[name] for name in ("reason", "reason_detail") if name in fields}
    journal.note(STEP_CHANGED, step.pk, state=state, **told)


def end_attempt(
    attempt: Attempt, journal: Journal, event: Event, reason: str = "", **fields: object
) -> State | None:
    """Ends the attempt and its step together; None when something else ended them before.

    `reason_detail` among `fields` goes to both.
    """
    after = change_attempt(attempt, event, reason=reason, ended_at=journal.now, **fields)
    if after is None:
        return None
    assert after in TERMINAL, f"{event} does not end an attempt"
    journal.attempt_ended(attempt.pk)
    detail = fields.get("reason_detail", {})
    change_step(
        attempt.step_run, journal, after, reason=reason, reason_detail=detail, ended_at=journal.now
    )
    return after


def owns(attempt: Attempt, report: Report) -> bool:
    """Whether the report comes from the node that holds the attempt, with the fence of its claim."""
    return attempt.fence == report.fence and attempt.node == report.node


def uuid_or_none(text: str) -> UUID | None:
    """Ids in messages are somebody else's text."""
    try:
        return UUID(text)
    except ValueError:
        return None
