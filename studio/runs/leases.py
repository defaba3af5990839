"""Whether nodes are still there: heartbeats extend leases, silence ends them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from studio.engine.bodies import Beat
from studio.engine.messages import Answer, Report
from studio.engine.states import CLAIMED, Event, Reason, State
from studio.runs import outgoing
from studio.runs.advance import advance_locked, build_order, cancel_answer
from studio.runs.claims import lease_from
from studio.runs.events import Journal
from studio.runs.models import Attempt
from studio.runs.orders import OrderProblem
from studio.runs.transitions import (
    change_attempt,
    change_step,
    end_attempt,
    locked_attempt,
)


def record_heartbeat(report: Report) -> Answer:
    """One UPDATE extends every lease the node rightly claims; the answer names what to kill."""
    beat = Beat.from_body(report.body)
    now = timezone.now()
    held = Attempt.objects.filter(node=report.node, state__in=CLAIMED)
    claimed = {str(attempt.pk): attempt for attempt in held}
    mine = {
        key: attempt for key, attempt in claimed.items() if beat.attempts.get(key) == attempt.fence
    }
    if mine:
        # guarded again: the row may have been lost or finished since it was read
        held.filter(pk__in=mine).update(lease_until=lease_from(now))
    for key, attempt in claimed.items():
        if key not in beat.attempts and is_of_former_life(attempt.claim_token, beat.life):
            _give_up_former(attempt, now)
    for attempt in mine.values():
        if attempt.state == State.NOT_RESPONDING:
            _heard_again(str(attempt.pk))
    _repeat_cancels(report.node, list(mine.values()))
    return Answer("ack", body={"kill": [key for key in beat.attempts if key not in mine]})


def is_of_former_life(token: str, life: str) -> bool:
    """Whether the node that claimed with this token has been started again since. A beat that
    comes late from a former life says nothing about a later one."""
    before, dot, _ = token.partition(".")
    return bool(dot and life) and before < life


def _give_up_former(attempt: Attempt, now: datetime) -> None:
    """A node that started again has nothing left of what it ran: its steps died with it."""
    with transaction.atomic():
        locked = locked_attempt(str(attempt.pk))
        if locked is not None and locked.claim_token == attempt.claim_token:
            _give_up(locked, now)


def mark_silent(attempt_id: str, now: datetime) -> None:
    """To NotResponding, when the node has still not been heard of."""
    with transaction.atomic():
        attempt = locked_attempt(attempt_id)
        if attempt is None or attempt.lease_until is None or attempt.lease_until > silent_at(now):
            return
        if change_attempt(attempt, Event.SILENCE):
            journal = Journal(attempt.step_run.run, now)
            change_step(attempt.step_run, journal, State.NOT_RESPONDING)
            journal.write()


def silent_at(now: datetime) -> datetime:
    """A lease that ends before this belongs to a node that missed its heartbeats."""
    timing = settings.TIMING
    return now + timedelta(seconds=timing.lease - timing.not_responding)


def mark_lost(attempt_id: str, now: datetime) -> None:
    """Closes an attempt whose lease ran out. What never opened its start gate is queued again;
    whether anything else ran to its end nobody can know, so it failed."""
    with transaction.atomic():
        attempt = locked_attempt(attempt_id)
        if attempt is None or attempt.lease_until is None or attempt.lease_until > now:
            return
        _give_up(attempt, now)


def _give_up(attempt: Attempt, now: datetime) -> None:
    if attempt.state not in CLAIMED:
        return
    if attempt.cancel_requested_at:
        by_user = attempt.step_run.run.cancel_requested_at is not None
        reason = Reason.USER_CANCELED if by_user else Reason.UPSTREAM_FAILED
        _close_lost(attempt, now, Event.CANCEL, reason)
    elif attempt.state == State.STARTING:
        requeue(attempt, now)
    else:
        _close_lost(attempt, now, Event.FAIL, Reason.WORKER_LOST)


def requeue(attempt: Attempt, now: datetime) -> None:
    """Back to Queued under a new fence, so that the former holder can no longer write.

    Only the node itself may say so of an attempt that counts as Running: nobody else knows
    whether the gate was opened.
    """
    run = attempt.step_run.run
    if attempt.cancel_requested_at or run.cancel_requested_at:
        _close_lost(attempt, now, Event.CANCEL, Reason.USER_CANCELED)
        return
    event = Event.RETURN if attempt.state == State.STARTING else Event.DECLINE
    given_back = {"node": "", "claim_token": "", "lease_until": None, "claimed_at": None}
    if not change_attempt(attempt, event, fence=attempt.fence + 1, queued_at=now, **given_back):
        return
    journal = Journal(run, now)
    change_step(attempt.step_run, journal, State.QUEUED)
    journal.write()
    send_again([attempt], now)


def send_again(attempts: list[Attempt], now: datetime) -> None:
    """Sends the orders of queued attempts once more, after commit. Call it in a transaction."""
    sendable: list[outgoing.Outgoing] = []
    for attempt in attempts:
        try:
            sendable.append((build_order(attempt), attempt.queue))
        except OrderProblem as problem:
            _fail(attempt, now, problem)
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).update(sent_at=now)
    transaction.on_commit(lambda: outgoing.send(sendable))


def _fail(attempt: Attempt, now: datetime, problem: OrderProblem) -> None:
    journal = Journal(attempt.step_run.run, now)
    detail = {"message": str(problem)}
    if end_attempt(attempt, journal, Event.FAIL, problem.reason, reason_detail=detail):
        advance_locked(attempt.step_run.run, journal)


def _close_lost(attempt: Attempt, now: datetime, event: Event, reason: Reason) -> None:
    journal = Journal(attempt.step_run.run, now)
    if end_attempt(attempt, journal, event, reason, reason_detail={"node": attempt.node}):
        advance_locked(attempt.step_run.run, journal)


def _heard_again(attempt_id: str) -> None:
    with transaction.atomic():
        attempt = locked_attempt(attempt_id)
        if attempt is not None and change_attempt(attempt, Event.HEARTBEAT):
            journal = Journal(attempt.step_run.run, timezone.now())
            change_step(attempt.step_run, journal, State.RUNNING)
            journal.write()


def _repeat_cancels(node: str, attempts: list[Attempt]) -> None:
    asked = [attempt for attempt in attempts if attempt.cancel_requested_at]
    outgoing.send(answers=[(node, cancel_answer(attempt)) for attempt in asked])
