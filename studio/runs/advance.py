"""Carrying out a plan: what is ready gets an order, what cannot be is closed, what is over ends."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from studio.data.spec import DatastoreSpec
from studio.engine.messages import Answer, WorkOrder
from studio.engine.plan import NOTHING_KNOWN, Decision, Known, Plan, Wishes, is_over, outcome, plan
from studio.engine.states import CLAIMED, TERMINAL, Reason, State
from studio.runs import orders, outgoing, places, reuse
from studio.runs.claims import Takers, claimed_by
from studio.runs.events import RUN_CHANGED, STEP_CHANGED, Journal
from studio.runs.graphs import graph_of
from studio.runs.models import Attempt, Input, Output, Run, StepRun
from studio.runs.statements import Rows, all_but, batched, given, insert, marks, row_of, update_each
from studio.runs.transitions import locked_run
from studio.runs.verify import still_there
from studio.workspaces.models import DatastoreRecord
from studio.workspaces.queries import Specs

_STATES = Rows(StepRun, {"": ("node_id", "state", "may_reuse")})
_STEPS = Rows(StepRun, {"": all_but(StepRun)})
_STORES = Rows(DatastoreRecord, {"": ("name", "kind", "settings", "secret")})


def advance(run_id: UUID, looked: reuse.Looked = reuse.NOT_LOOKED) -> None:
    """Plans the run and carries the plan out, in a transaction of its own."""
    with transaction.atomic():
        run = locked_run(run_id)
        if run.state not in TERMINAL:
            advance_locked(run, Journal(run, timezone.now()), looked=looked)


def advance_locked(
    run: Run,
    journal: Journal,
    takers: Takers | None = None,
    *,
    known: Known = NOTHING_KNOWN,
    looked: reuse.Looked = reuse.NOT_LOOKED,
) -> None:
    """Like `advance`, inside the caller's transaction; writes the journal. What is ready goes to
    the takers first, the rest to its queue. `known`: what can be reused, where the caller has
    looked it up."""
    turn = _Turn(run, journal, takers or Takers(), known, looked)
    while not turn.carry_out(turn.plan()):
        pass
    if is_over(turn.states.values()):
        _end(run, journal, turn.states)
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
    known: Known
    looked: reuse.Looked
    states: dict[str, State] = field(init=False)
    step_ids: dict[str, UUID] = field(init=False)
    hopeful: frozenset[str] = field(init=False)
    """Nodes that are to be looked up once they are ready."""
    out: list[outgoing.Outgoing] = field(default_factory=list)
    kills: list[tuple[str, Answer]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = list(_STATES.tuples("WHERE t0.run_id = %s", [given(Run, "pk", self.run.pk)]))
        self.states = {node: State(state) for _, node, state, _ in rows}
        self.step_ids = {node: pk for pk, node, _, _ in rows}
        self.hopeful = frozenset(
            node for _, node, state, may in rows if may and state == State.NOT_STARTED
        )

    @property
    def now(self) -> datetime:
        return self.journal.now

    def plan(self) -> Plan:
        wishes = Wishes(
            continue_on_step_failure=self.run.continue_on_step_failure,
            canceled=self.run.cancel_requested_at is not None,
        )
        graph = graph_of(self.run.pk)
        made = plan(graph, self.states, wishes, self.known)
        if self.known is NOTHING_KNOWN and self.hopeful.intersection(made.of(Decision.READY)):
            self.known = reuse.known_of(self.run, self.hopeful, self.looked)
            made = plan(graph, self.states, wishes, self.known)
        return made

    def carry_out(self, made: Plan) -> bool:
        """False when the rest has to be planned again: a step failed on the way out, or a result
        that was to stand for one is gone."""
        self._close(made.of(Decision.LEFT_OUT), State.SKIPPED, Reason.LEFT_OUT)
        self._resolve(made.of(Decision.RESOLVED))
        if not self._reuse(made):
            return False
        self._look(made)
        for because, nodes in _by_because(made, Decision.BLOCKED):
            self._close(nodes, State.SKIPPED, Reason.UPSTREAM_FAILED, because)
        self._stop(made)
        return self._hand_out(made)

    def send(self) -> None:
        outgoing.send(self.out, self.kills)

    def _resolve(self, nodes: list[str]) -> None:
        if not nodes:
            return
        steps = self._steps(nodes)
        Output.objects.bulk_create(_found_output(step) for step in steps)
        self._close(nodes, State.COMPLETED, started=True)

    def _reuse(self, made: Plan) -> bool:
        nodes = made.of(Decision.REUSED)
        if not nodes:
            return True
        steps = self._steps(nodes)
        reuse.explain(steps, made)
        taken, gone = reuse.take_over(steps, made, self.now)
        Input.objects.bulk_create(self._inputs(taken))
        for step in taken:
            self.states[step.node_id] = State.REUSED
            self.journal.note(STEP_CHANGED, step.pk, state=State.REUSED)
        self.known = replace(self.known, gone=frozenset({*self.known.gone, *gone}))
        return not gone

    def _look(self, made: Plan) -> None:
        """Results nobody has seen yet are looked at after commit: that reads datastores."""
        sources = {step.source.step_run for step in made.steps.values() if step.source}
        unseen = sources - self.looked.there
        if made.of(Decision.UNVERIFIED):
            transaction.on_commit(lambda: _look_and_go_on(self.run, unseen, self.looked))

    def _inputs(self, steps: list[StepRun]) -> list[Input]:
        made = _outputs_for(self.run, steps)
        return [row for step in steps for row in reuse.inputs_of(step, made)]

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

    def _hand_out(self, made: Plan) -> bool:
        nodes = made.of(Decision.READY)
        if not nodes:
            return True
        steps = self._steps(nodes)
        reuse.explain(steps, made)
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
        self._store(attempts, outputs)
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

    def _store(self, attempts: list[Attempt], outputs: reuse.Made) -> None:
        insert(Attempt, [row_of(attempt) for attempt in attempts])
        steps = [attempt.step_run for attempt in attempts]
        Input.objects.bulk_create(row for step in steps for row in reuse.inputs_of(step, outputs))
        for state, when in ((State.QUEUED, {}), (State.RUNNING, {"started_at": self.now})):
            given_out = [attempt.step_run for attempt in attempts if attempt.state == state]
            changes = {"state": state, "attempt_count": 1, **when}
            update_each(
                StepRun,
                {
                    step.pk: {**changes, "fingerprint": reuse.fingerprint_of(step, outputs)}
                    for step in given_out
                },
            )
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
        ids = [given(StepRun, "pk", self.step_ids[node]) for node in nodes]
        found = [
            step
            for some in batched(ids)
            for step in _STEPS.fetch(f"WHERE t0.id IN ({marks(len(some))})", some)
        ]
        return sorted(found, key=lambda step: step.position)


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


def _look_and_go_on(run: Run, sources: Collection[str], before: reuse.Looked) -> None:
    there = still_there(run.workspace, sources)
    advance(run.pk, before.and_now(there, frozenset(sources) - there))


def _specs(run: Run) -> Mapping[str, DatastoreSpec]:
    workspace = given(Run, "workspace", run.workspace_id)
    records = _STORES.fetch("WHERE t0.workspace_id = %s", [workspace])
    return Specs(records)


def _end(run: Run, journal: Journal, states: Mapping[str, State]) -> None:
    canceled = run.cancel_requested_at is not None
    left_out: set[str] = set()
    if run.part:
        left_out.update(run.steps.filter(reason=Reason.LEFT_OUT).values_list("node_id", flat=True))
    state = outcome((s for node, s in states.items() if node not in left_out), canceled)
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
        digest=found["digest"],
    )  # fmt: skip
