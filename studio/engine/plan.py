"""What happens next in a run: for every step what to do with it now, and why (a pure function)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from studio.engine.states import SUCCEEDED, TERMINAL, State
from studio.graph.model import Document, StepKind
from studio.graph.order import dependencies, order


class Decision(StrEnum):
    """What to do with a step."""

    ENDED = "ended"  # nothing, it is over
    ACTIVE = "active"  # nothing, a node or a queue has it
    RESOLVED = "resolved"  # it needs no worker: done
    REUSED = "reused"  # an earlier result stands for it
    READY = "ready"  # hand it out
    WAITING = "waiting"  # for `waits_for`
    BLOCKED = "blocked"  # never: what it builds on did not succeed
    STOPPED = "stopped"  # no longer wanted: another step failed, or the run is canceled


@dataclass(frozen=True)
class Reusable:
    """A completed step run whose outputs stand for a step with the same fingerprint."""

    step_run: str
    run: str


@dataclass(frozen=True)
class StepPlan:
    """One step's decision with its why: `waits_for` are steps not yet over, `because` the steps
    that did not succeed and so decide over this one."""

    decision: Decision
    waits_for: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    source: Reusable | None = None


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


@dataclass(frozen=True)
class Wishes:
    """How the run was asked to behave."""

    continue_on_step_failure: bool = False
    canceled: bool = False


_DEFAULT = Wishes()


def plan(
    graph: Graph,
    states: Mapping[str, State],
    wishes: Wishes = _DEFAULT,
    *,
    fingerprints: Mapping[str, str] = {},
    known: Mapping[str, Reusable] = {},
) -> Plan:
    """Decides over every step; a step without a state has not started.

    `known` maps fingerprints to results that may be reused, `fingerprints` steps to theirs; a
    step that has none is never reused.
    """
    failed = tuple(node for node in graph.order if states.get(node) == State.FAILED)
    walk = _Walk(graph, states, wishes, failed)
    for node in graph.order:
        walk.steps[node] = walk.decide(node, known.get(fingerprints.get(node, "")))
    return Plan(walk.steps)


def is_over(states: Iterable[State]) -> bool:
    """Whether a run whose steps are in these states is over."""
    return all(state in TERMINAL for state in states)


def outcome(states: Iterable[State], canceled: bool) -> State:
    """How a run ended whose steps all ended so. A cancel that came too late changed nothing."""
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
    steps: dict[str, StepPlan] = field(default_factory=dict)

    def decide(self, node: str, reusable: Reusable | None) -> StepPlan:
        state = self.states.get(node, State.NOT_STARTED)
        if state in TERMINAL:
            return StepPlan(Decision.ENDED)
        if self.wishes.canceled:
            return StepPlan(Decision.STOPPED)
        because = self._because(node) if state == State.NOT_STARTED else ()
        if because:
            return StepPlan(Decision.BLOCKED, because=because)
        if self.failed and not self.wishes.continue_on_step_failure:
            return StepPlan(Decision.STOPPED, because=self.failed)
        if state != State.NOT_STARTED:
            return StepPlan(Decision.ACTIVE)
        waits_for = tuple(n for n in self.graph.before[node] if not self._succeeded(n))
        if waits_for:
            return StepPlan(Decision.WAITING, waits_for=waits_for)
        if node not in self.graph.executes:
            return StepPlan(Decision.RESOLVED)
        if reusable:
            return StepPlan(Decision.REUSED, source=reusable)
        return StepPlan(Decision.READY)

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
