"""Moving rows from state to state: under a lock, guarded by fence and state, each with an event."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from studio.engine.messages import Report
from studio.engine.states import TERMINAL, Event, State, next_state, sources
from studio.runs.events import STEP_CHANGED, Journal
from studio.runs.models import Attempt, Run, StepRun
from studio.runs.statements import Rows, all_but, given, marks, update

_ATTEMPTS = Rows(
    Attempt,
    {
        "": all_but(
            Attempt, "arguments", "timings", "max_rss_bytes", "queued_at", "sent_at", "log_path"
        ),
        "step_run": all_but(StepRun, "reason_detail", "kind", "position", "ingredients", "why"),
        "step_run__run": (
            "workspace", "experiment", "number", "parameters", "state", "reason",
            "continue_on_step_failure", "created_by", "created_at", "started_at",
            "cancel_requested_at", "next_seq", "part",
        ),
        "step_run__run__experiment": ("name",),
        "step_run__run__workspace": ("name",),
    },
)  # fmt: skip
"""What recording needs of an attempt, its step and its run."""


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
    if not keys:
        return {}
    # locked in the order of their ids: two transactions never wait for each other
    found = _ATTEMPTS.fetch(
        f"WHERE t0.id IN ({marks(len(keys))}) ORDER BY t2.id {_lock()}",
        [given(Attempt, "pk", key) for key in keys.values()],
    )
    attempts = _of_shared_runs(found)
    return {text: attempts[key] for text, key in keys.items() if key in attempts}


def longest_waiting(queue: str, most: int) -> list[Attempt]:
    """Queued attempts in the order they were sent, locked as above; what another transaction has
    locked is left out."""
    found = _ATTEMPTS.fetch(
        # the state stands in it for its index, which holds queued attempts only
        f"WHERE t0.state = '{State.QUEUED}' AND t0.queue = %s ORDER BY t0.sent_at "
        f"LIMIT {most} {_lock(' SKIP LOCKED')}",
        [queue],
    )
    return list(_of_shared_runs(found).values())


def _lock(unless: str = "") -> str:
    return f"FOR UPDATE OF t2{unless}" if connection.features.has_select_for_update else ""


def _of_shared_runs(found: Iterable[Attempt]) -> dict[UUID, Attempt]:
    attempts = {attempt.pk: attempt for attempt in found}
    runs: dict[UUID, Run] = {}
    for attempt in attempts.values():
        step = attempt.step_run
        step.run = runs.setdefault(step.run_id, step.run)
    return attempts


def change_attempt(attempt: Attempt, event: Event, **fields: object) -> State | None:
    """The guarded transition: one UPDATE that changes nothing when the row has moved on.

    Returns the new state, or None when `event` means nothing in the state the row is in.
    """
    after = next_state(State(attempt.state), event)
    if after is None:
        return None
    expected = {"pk": attempt.pk, "fence": attempt.fence, "state": sorted(sources(event))}
    if not update(Attempt, expected, {"state": after, **fields}):
        return None
    for name, value in {"state": after, **fields}.items():
        setattr(attempt, name, value)
    return after


def change_step(step: StepRun, journal: Journal, state: State, **fields: object) -> None:
    """Lets a step run follow its attempt, with an event."""
    update(StepRun, {"pk": step.pk}, {"state": state, **fields})
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
