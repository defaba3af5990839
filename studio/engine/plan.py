"""What happens next in a run: for every step what to do with it now, and why (a pure function).

Submitting, going on after each report and forecasting while somebody draws all ask here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from studio.engine.fingerprint import fingerprint
from studio.engine.states import SUCCEEDED, TERMINAL, State
from studio.graph.model import Document, Json, StepKind
from studio.graph.order import dependencies, order


class Decision(StrEnum):
    """What to do with a step."""

    ENDED = "ended"  # nothing, it is over
    ACTIVE = "active"  # nothing, a node or a queue has it
    RESOLVED = "resolved"  # it needs no worker: done
    REUSED = "reused"  # an earlier result stands for it
    UNVERIFIED = "unverified"  # an earlier result may stand for it: see whether it is still there
    READY = "ready"  # hand it out
    WAITING = "waiting"  # for `waits_for`
    BLOCKED = "blocked"  # never: what it builds on did not succeed
    STOPPED = "stopped"  # no longer wanted: another step failed, or the run is canceled
    LEFT_OUT = "left_out"  # not part of this run


@dataclass(frozen=True)
class Candidate:
    """A completed step run whose outputs may stand for a step's; `outputs` are their identities,
    `node` is the step's in its own run."""

    step_run: str
    run: str
    outputs: Mapping[str, Json] = field(default_factory=dict)
    node: str = ""


@dataclass(frozen=True)
class Feed:
    """Where an input comes from, and how it is given."""

    name: str
    node: str
    port: str
    mode: str


@dataclass(frozen=True)
class Known:
    """What earlier runs left that this one could use. Steps that are not in `own` are never
    looked up, those not in `reusable` never reused.

    `own` are the steps' own hashes, `made` the identities of outputs that are there already,
    `candidates` results by fingerprint (newest first), `pinned` results that stand for a step
    whatever its fingerprint. A candidate counts as long as it is not in `gone`; `verified` are
    those seen to be there, None while all are taken to be.
    """

    own: Mapping[str, str] = field(default_factory=dict)
    feeds: Mapping[str, Sequence[Feed]] = field(default_factory=dict)
    made: Mapping[tuple[str, str], Json] = field(default_factory=dict)
    candidates: Mapping[str, Sequence[Candidate]] = field(default_factory=dict)
    reusable: Collection[str] = ()
    pinned: Mapping[str, Candidate] = field(default_factory=dict)
    left_out: Collection[str] = ()
    gone: Collection[str] = ()
    verified: Collection[str] | None = None


@dataclass(frozen=True)
class StepPlan:
    """One step's decision with its why: `waits_for` are steps not yet over, `because` the steps
    that did not succeed and so decide over this one.

    `inputs` (identities by name) and `fingerprint` are there once all inputs are known; `source`
    is what stands for the step, `gone` what would have but is no longer there.
    """

    decision: Decision
    waits_for: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    source: Candidate | None = None
    fingerprint: str = ""
    inputs: Mapping[str, Json] | None = None
    gone: Candidate | None = None


@dataclass(frozen=True)
class Graph:
    """Of a document what deciding needs: node ids in order, what each comes after, what executes.

    Made once for a document and used for every plan of its runs.
    """

    order: tuple[str, ...]
    before: Mapping[str, tuple[str, ...]]
    executes: frozenset[str]

    @classmethod
    def of(cls, document: Document, kinds: Mapping[str, StepKind]) -> Self:
        """Raises CycleError for a document that was not checked."""
        ordered = order(document)
        place = {node: index for index, node in enumerate(ordered)}
        return cls(
            order=tuple(ordered),
            before={
                node: tuple(sorted(needed, key=place.__getitem__))
                for node, needed in dependencies(document).items()
            },
            executes=frozenset(node.id for node in document.nodes if kinds[node.kind].executes),
        )


@dataclass(frozen=True)
class Plan:
    steps: Mapping[str, StepPlan]

    def of(self, *decisions: Decision) -> list[str]:
        """Node ids with one of the decisions, in the order of the document."""
        return [node for node, step in self.steps.items() if step.decision in decisions]


class Fate(StrEnum):
    """What becomes of a step, foreseen before anything runs."""

    REUSE = "reuse"
    RUN = "run"
    WAIT = "wait"  # it runs or is reused, as soon as the steps before it have run
    LEFT_OUT = "left_out"
    NONE = "none"  # there is nothing to do


_FATES: Mapping[Decision, Fate] = {
    Decision.RESOLVED: Fate.NONE,
    Decision.REUSED: Fate.REUSE,
    Decision.READY: Fate.RUN,
    Decision.LEFT_OUT: Fate.LEFT_OUT,
}


@dataclass(frozen=True)
class Wishes:
    """How the run was asked to behave."""

    continue_on_step_failure: bool = False
    canceled: bool = False


_DEFAULT = Wishes()
NOTHING_KNOWN = Known()


def plan(
    graph: Graph,
    states: Mapping[str, State],
    wishes: Wishes = _DEFAULT,
    known: Known = NOTHING_KNOWN,
) -> Plan:
    """Decides over every step; a step without a state has not started."""
    failed = tuple(node for node in graph.order if states.get(node) == State.FAILED)
    walk = _Walk(graph, states, wishes, failed, known, dict(known.made))
    for node in graph.order:
        walk.steps[node] = walk.decide(node)
    return Plan(walk.steps)


def fate_of(made: Plan, graph: Graph, known: Known, node: str) -> Fate:
    """Of a step of a plan made before anything ran."""
    decision = made.steps[node].decision
    if decision in _FATES:
        return _FATES[decision]
    if node not in graph.executes:
        return Fate.NONE
    return Fate.WAIT if node in known.reusable else Fate.RUN


def is_over(states: Iterable[State]) -> bool:
    """Whether a run whose steps are in these states is over."""
    return all(state in TERMINAL for state in states)


def outcome(states: Iterable[State], canceled: bool) -> State:
    """How a run ended whose steps all ended so; without those that were left out of it. A cancel
    that came too late changed nothing."""
    found = set(states)
    if canceled and State.CANCELED in found:
        return State.CANCELED
    if found <= SUCCEEDED:
        return State.COMPLETED
    return State.FAILED


@dataclass
class _Walk:
    """One pass over the steps in order."""

    graph: Graph
    states: Mapping[str, State]
    wishes: Wishes
    failed: tuple[str, ...]
    known: Known
    made: dict[tuple[str, str], Json]
    """Identities of outputs, growing by those of the results that are reused."""
    steps: dict[str, StepPlan] = field(default_factory=dict)

    def decide(self, node: str) -> StepPlan:
        state = self.states.get(node, State.NOT_STARTED)
        if state in TERMINAL:
            return StepPlan(Decision.ENDED)
        if state == State.NOT_STARTED and node in self.known.left_out:
            return StepPlan(Decision.LEFT_OUT)
        if self.wishes.canceled:
            return StepPlan(Decision.STOPPED)
        because = self._because(node) if state == State.NOT_STARTED else ()
        if because:
            return StepPlan(Decision.BLOCKED, because=because)
        if self.failed and not self.wishes.continue_on_step_failure:
            return StepPlan(Decision.STOPPED, because=self.failed)
        if state != State.NOT_STARTED:
            return StepPlan(Decision.ACTIVE)
        return self._start(node)

    def _start(self, node: str) -> StepPlan:
        """Of a step that nothing stands against."""
        pinned = self.known.pinned.get(node)
        if pinned and pinned.step_run not in self.known.gone:
            return self._stand_in(node, pinned, StepPlan(Decision.REUSED))
        waits_for = tuple(n for n in self.graph.before[node] if not self._succeeded(n))
        if waits_for:
            return StepPlan(Decision.WAITING, waits_for=waits_for, gone=pinned)
        if node not in self.graph.executes:
            return StepPlan(Decision.RESOLVED)
        return self._look_up(node, pinned)

    def _look_up(self, node: str, gone: Candidate | None) -> StepPlan:
        inputs = self._inputs(node)
        if inputs is None or node not in self.known.own:
            return StepPlan(Decision.READY, inputs=inputs, gone=gone)
        key = fingerprint(self.known.own[node], inputs)
        ready = StepPlan(Decision.READY, fingerprint=key, inputs=inputs, gone=gone)
        if node not in self.known.reusable:
            return ready
        found = self.known.candidates.get(key, ())
        there = [one for one in found if one.step_run not in self.known.gone]
        if there:
            own = next((one for one in there if one.node == node), there[0])
            return self._stand_in(node, own, ready)
        return ready if not found else _with_gone(ready, found[0])

    def _stand_in(self, node: str, source: Candidate, made: StepPlan) -> StepPlan:
        verified = self.known.verified
        if source.outputs and verified is not None and source.step_run not in verified:
            decision = Decision.UNVERIFIED
        else:
            decision = Decision.REUSED
            self.made.update({(node, name): value for name, value in source.outputs.items()})
        return StepPlan(decision, source=source, fingerprint=made.fingerprint, inputs=made.inputs)

    def _inputs(self, node: str) -> dict[str, Json] | None:
        """The identity of each input; None while one of them is not known."""
        inputs: dict[str, Json] = {}
        for feed in self.known.feeds.get(node, ()):
            identity = self.made.get((feed.node, feed.port))
            if identity is None:
                return None
            inputs[feed.name] = {"mode": feed.mode, "of": identity}
        return inputs

    def _because(self, node: str) -> tuple[str, ...]:
        """The steps whose failing keeps `node` from ever starting, not those skipped for them."""
        roots: dict[str, None] = {}
        for earlier in self.graph.before[node]:
            if self.steps[earlier].decision == Decision.BLOCKED:
                roots.update(dict.fromkeys(self.steps[earlier].because))
            elif self._unsuccessful(earlier):
                roots[earlier] = None
        return tuple(roots)

    def _succeeded(self, node: str) -> bool:
        done = self.steps[node].decision in (Decision.RESOLVED, Decision.REUSED)
        return done or self.states.get(node) in SUCCEEDED

    def _unsuccessful(self, node: str) -> bool:
        state = self.states.get(node, State.NOT_STARTED)
        return state in TERMINAL - SUCCEEDED


def _with_gone(ready: StepPlan, gone: Candidate) -> StepPlan:
    return StepPlan(Decision.READY, fingerprint=ready.fingerprint, inputs=ready.inputs, gone=gone)
