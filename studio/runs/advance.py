"""Carrying out a plan: what is ready gets an order, what cannot be is closed, what is over ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from studio.data.spec import DatastoreSpec
from studio.engine.messages import Answer, WorkOrder
from studio.engine.plan import Decision, Plan, Wishes, is_over, outcome, plan
from studio.engine.states import CLAIMED, TERMINAL, Reason, State
from studio.runs import orders, outgoing, places
from studio.runs.claims import Takers, claimed_by
from studio.runs.events import RUN_CHANGED, STEP_CHANGED, Journal
from studio.runs.graphs import graph_of
from studio.runs.models import Attempt, Output, Run, StepRun
from studio.runs.transitions import locked_run
from studio.workspaces.models import Workspace
from studio.workspaces.queries import specs_of


def advance(run_id: UUID) -> None:
    """Plans the run and carries the plan out, in a transaction of its own."""
    with transaction.atomic():
        run = locked_run(run_id)
        if run.state not in TERMINAL:
            advance_locked(run, Journal(run, timezone.now()))


def advance_locked(run: Run, journal: Journal, takers: Takers | None = None) -> None:
    """Like `advance`, inside the caller's transaction; writes the journal. What is ready goes to
    the takers first, the rest to its queue."""
    turn = _Turn(run, journal, takers or Takers())
    while not turn.carry_out(turn.plan()):
        pass
    if is_over(turn.states.values()):
        _end(run, journal, turn.states.values())
    elif run.state == State.NOT_STARTED:
        journal.change_run(state=State.QUEUED)
        journal.note(RUN_CHANGED, state=State.QUEUED)
    journal.write(after=turn.send)


@dataclass
class _Turn:
    """One planning of a run and all that follows from it."""

    run: Run
    journal: Journal
    takers: Takers
    states: dict[str, State] = field(init=False)
    step_ids: dict[str, UUID] = field(init=False)
    out: list[outgoing.Outgoing] = field(default_factory=list)
    kills: list[tuple[str, Answer]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = StepRun.objects.filter(run=self.run).values_list("node_id", "state", "pk")
        self.states = {node: State(state) for node, state, _ in rows}
        self.step_ids = {node: pk for node, _, pk in rows}

    @property
    def now(self) -> datetime:
        return self.journal.now

    def plan(self) -> Plan:
        wishes = Wishes(
            continue_on_step_failure=self.run.continue_on_step_failure,
            canceled=self.run.cancel_requested_at is not None,
        )
        return plan(graph_of(self.run.pk), self.states, wishes)

    def carry_out(self, made: Plan) -> bool:
        """False when a step failed on the way out: the rest has to be planned again."""
        self._resolve(made.of(Decision.RESOLVED))
        for because, nodes in _by_because(made, Decision.BLOCKED):
            self._close(nodes, State.SKIPPED, Reason.UPSTREAM_FAILED, because)
        self._stop(made)
        return self._hand_out(made.of(Decision.READY))

    def send(self) -> None:
        outgoing.send(self.out, self.kills)

    def _resolve(self, nodes: list[str]) -> None:
        if not nodes:
            return
        steps = self._steps(nodes)
        Output.objects.bulk_create(_found_output(step) for step in steps)
        self._close(nodes, State.COMPLETED, started=True)

    def _stop(self, made: Plan) -> None:
        for because, nodes in _by_because(made, Decision.STOPPED):
            by_user = self.run.cancel_requested_at is not None
            reason = Reason.USER_CANCELED if by_user else Reason.UPSTREAM_FAILED
            idle = [node for node in nodes if self.states[node] == State.NOT_STARTED]
            self._close(idle, State.CANCELED if by_user else State.SKIPPED, reason, because)
            queued = [node for node in nodes if self.states[node] == State.QUEUED]
            self._cancel_queued(queued, reason, because)
            self._ask_to_stop([node for node in nodes if self.states[node] in CLAIMED])

    def _close(
        self,
        nodes: list[str],
        state: State,
        reason: Reason | None = None,
        because: tuple[str, ...] = (),
        *,
        started: bool = False,
    ) -> None:
        """Ends steps no node works on."""
        if not nodes:
            return
        detail = {"because": list(because)} if because else {}
        ids = [self.step_ids[node] for node in nodes]
        changed = {"state": state, "reason": reason or "", "reason_detail": detail}
        when = {"started_at": self.now, "ended_at": self.now} if started else {"ended_at": self.now}
        StepRun.objects.filter(pk__in=ids).update(**changed, **when)
        for node, step in zip(nodes, ids, strict=True):
            self.states[node] = state
            self.journal.note(STEP_CHANGED, step, **changed)

    def _cancel_queued(self, nodes: list[str], reason: Reason, because: tuple[str, ...]) -> None:
        if not nodes:
            return
        ids = [self.step_ids[node] for node in nodes]
        attempts = Attempt.objects.filter(step_run__in=ids, state=State.QUEUED)
        for attempt in attempts.values_list("pk", flat=True):
            self.journal.attempt_ended(attempt)
        attempts.update(state=State.CANCELED, reason=reason, ended_at=self.now)
        self._close(nodes, State.CANCELED, reason, because)

    def _ask_to_stop(self, nodes: list[str]) -> None:
        """The node kills the step and reports; its heartbeats repeat the wish until it did."""
        if not nodes:
            return
        ids = [self.step_ids[node] for node in nodes]
        asked = Attempt.objects.filter(
            step_run__in=ids, state__in=CLAIMED, cancel_requested_at__isnull=True
        )
        self.kills += [(attempt.node, cancel_answer(attempt)) for attempt in asked]
        asked.update(cancel_requested_at=self.now)

    def _hand_out(self, nodes: list[str]) -> bool:
        if not nodes:
            return True
        steps = self._steps(nodes)
        outputs = _outputs_for(self.run, steps)
        specs = _specs(self.run)
        attempts = []
        for step in steps:
            attempt = new_attempt(step, self.now)
            try:
                order = orders.build(self.run, step, attempt, outputs, specs)
            except orders.OrderProblem as problem:
                self._fail(step, problem.reason, str(problem))
                continue
            attempts.append(attempt)
            self._give_out(attempt, order)
        self._store(attempts)
        return len(attempts) == len(steps)

    def _give_out(self, attempt: Attempt, order: WorkOrder) -> None:
        """To a free slot that waits for the answer, else through the queue."""
        taker = self.takers.first(attempt.queue)
        if taker is None:
            self.out.append((order, attempt.queue))
            return
        self.takers.give(taker, order)
        attempt.state = State.RUNNING
        for name, value in claimed_by(taker.node, taker.token, self.now, runs=True).items():
            setattr(attempt, name, value)

    def _store(self, attempts: list[Attempt]) -> None:
        Attempt.objects.bulk_create(attempts)
        for state, when in ((State.QUEUED, {}), (State.RUNNING, {"started_at": self.now})):
            ids = [attempt.step_run_id for attempt in attempts if attempt.state == state]
            if ids:
                StepRun.objects.filter(pk__in=ids).update(state=state, attempt_count=1, **when)
        for attempt in attempts:
            step = attempt.step_run
            self.states[step.node_id] = State(attempt.state)
            self.journal.note(STEP_CHANGED, step.pk, state=State.QUEUED, attempt=str(attempt.pk))
            if attempt.state != State.QUEUED:
                self.journal.note(STEP_CHANGED, step.pk, state=attempt.state)

    def _fail(self, step: StepRun, reason: Reason, message: str) -> None:
        detail = {"message": message}
        StepRun.objects.filter(pk=step.pk).update(
            state=State.FAILED, reason=reason, reason_detail=detail, ended_at=self.now
        )
        self.states[step.node_id] = State.FAILED
        self.journal.note(
            STEP_CHANGED, step.pk, state=State.FAILED, reason=reason, reason_detail=detail
        )

    def _steps(self, nodes: list[str]) -> list[StepRun]:
        found = StepRun.objects.filter(pk__in=[self.step_ids[node] for node in nodes])
        return list(found.order_by("position"))


def new_attempt(step: StepRun, now: datetime) -> Attempt:
    return Attempt(
        step_run=step,
        queue=step.work["queue"],
        queued_at=now,
        sent_at=now,
        log_datastore=step.work["datastore"],
        log_path=places.log_path(step.pk, 1),
    )


def cancel_answer(attempt: Attempt) -> Answer:
    return Answer("cancel", str(attempt.pk), attempt.fence)


def build_order(attempt: Attempt) -> WorkOrder:
    """The order of a queued attempt once more, for sending it again. Raises OrderProblem."""
    step = attempt.step_run
    outputs = _outputs_for(step.run, [step])
    return orders.build(step.run, step, attempt, outputs, _specs(step.run))


def _specs(run: Run) -> dict[str, DatastoreSpec]:
    # the id is all that is needed: the row itself is not read for every report
    return specs_of(Workspace(pk=run.workspace_id))


def _end(run: Run, journal: Journal, states: Iterable[State]) -> None:
    canceled = run.cancel_requested_at is not None
    state = outcome(states, canceled)
    reason, detail = "", {}
    if state == State.CANCELED:
        reason = Reason.USER_CANCELED
    elif state == State.FAILED:
        failed = run.steps.filter(state=State.FAILED).order_by("ended_at").first()
        if failed:
            reason, detail = failed.reason, {"step": failed.node_id, **failed.reason_detail}
    journal.change_run(state=state, reason=reason, reason_detail=detail, ended_at=journal.now)
    journal.note(RUN_CHANGED, state=state, reason=reason)


def _by_because(made: Plan, decision: Decision) -> Iterable[tuple[tuple[str, ...], list[str]]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for node in made.of(decision):
        groups.setdefault(made.steps[node].because, []).append(node)
    return groups.items()


def _outputs_for(run: Run, steps: Iterable[StepRun]) -> Mapping[tuple[str, str], Output]:
    """The committed outputs that `steps` read, by (node, output name)."""
    nodes = {
        given["from_node"]
        for step in steps
        for given in step.work["inputs"]
        if not given["datastore"]
    }
    if not nodes:
        return {}
    found = Output.objects.filter(step_run__run=run, step_run__node_id__in=nodes)
    return {(made.step_run.node_id, made.name): made for made in found.select_related("step_run")}


def _found_output(step: StepRun) -> Output:
    found = step.work
    return Output(
        step_run=step, name=found["output"], kind=found["kind"], datastore=found["datastore"],
        path=found["path"], size=found["size"], file_count=found["file_count"],
    )  # fmt: skip
