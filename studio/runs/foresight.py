"""What a run would do if it were submitted now, and why: reads the past, changes nothing.

Submitting builds on it, and the forecast shows it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from uuid import UUID

from studio.engine.parts import Mode, Part, PartKind, modes_of
from studio.engine.plan import Candidate, Decision, Known, Plan, plan
from studio.engine.reasons import Case, Earlier, Why, why
from studio.graph.model import Document
from studio.runs.drawn import Drawn
from studio.runs.errors import UnknownStep
from studio.runs.history import (
    COMPARED,
    Past,
    Result,
    Results,
    described,
    earlier_of,
    results_in,
    results_of,
    usual_seconds,
)
from studio.runs.models import Run
from studio.runs.verify import still_there
from studio.snapshots.diff import LARGEST_TEXT, line_counts, text_of
from studio.workspaces import blobs
from studio.workspaces.errors import BlobNotFound
from studio.workspaces.models import Workspace

__all__ = ["Asked", "Foresight", "Part", "count_lines", "foresee", "part_of", "refuse_unknown_step"]


@dataclass(frozen=True)
class Asked:
    """What of the pipeline is to run. `base` is the run whose results stand outside of `part`."""

    past: Past = field(default_factory=Past)
    part: Part | None = None
    base: Run | None = None
    regenerate: bool = False


@dataclass(frozen=True)
class Foresight:
    """The plan with the reason of every step, and how long those that run usually take."""

    plan: Plan
    known: Known
    modes: Mapping[str, Mode]
    whys: Mapping[str, Why]
    seconds: Mapping[str, float]

    def may_be_reused(self, node: str) -> bool:
        """Whether it is to be looked up again once it is ready."""
        return self.plan.steps[node].decision == Decision.WAITING and node in self.known.reusable


def part_of(kind: str, node: str = "") -> Part:
    """What of a pipeline to run; `kind` is a value of PartKind."""
    return Part(PartKind(kind), "" if kind == PartKind.FAILED else node)


def refuse_unknown_step(part: Part | None, document: Document) -> None:
    """Raises UnknownStep."""
    if part and part.node and part.node not in {node.id for node in document.nodes}:
        raise UnknownStep(part.node)


def foresee(workspace: Workspace, drawn: Drawn, asked: Asked) -> Foresight:
    """Touches datastores: never call it inside a transaction."""
    own = {node: step.own for node, step in drawn.steps.items()}
    base = results_in(asked.base) if asked.base and asked.part else {}
    unchanged = {node for node, (_, before) in base.items() if own.get(node) == before}
    modes = modes_of(
        drawn.graph, asked.part, base, unchanged=unchanged, regenerate=asked.regenerate
    )
    results = results_of(workspace, own.values())
    known = _known(drawn, modes, results, {node: found for node, (found, _) in base.items()})
    known, made = _verified(workspace, drawn, known)
    earlier = earlier_of(workspace, asked.past, list(own))
    whys = _Whys(workspace, drawn, known, made, modes, results, earlier).all()
    seconds = {
        node: usual
        for node in own
        if (usual := usual_seconds(earlier.get(node) or _alike(results, own[node]))) is not None
    }
    return Foresight(made, known, modes, whys, seconds)


def _known(
    drawn: Drawn,
    modes: Mapping[str, Mode],
    results: Results,
    base: Mapping[str, Candidate],
) -> Known:
    """Pinned steps may also be reused, in case what they are pinned to is gone. What no result
    agrees with in its own hash is not looked up again once it is ready."""
    may = (Mode.NORMAL, Mode.PINNED)
    return Known(
        own={node: step.own for node, step in drawn.steps.items()},
        feeds={node: step.feeds for node, step in drawn.steps.items()},
        made=drawn.made,
        candidates=results.candidates,
        reusable={
            node
            for node, step in drawn.steps.items()
            if step.allowed and modes[node] in may and step.own in results.newest
        },
        pinned={node: base[node] for node, mode in modes.items() if mode == Mode.PINNED},
        left_out={node for node, mode in modes.items() if mode == Mode.LEFT_OUT},
    )


def _verified(workspace: Workspace, drawn: Drawn, known: Known) -> tuple[Known, Plan]:
    """Looks at what would stand in until nothing that does is left unseen."""
    verified: set[str] = set()
    gone: set[str] = set()
    while True:
        made = plan(drawn.graph, {}, known=replace(known, gone=gone))
        sources = {step.source.step_run for step in made.steps.values() if step.source}
        unseen = sources - verified
        there = still_there(workspace, unseen) if unseen else set()
        verified |= there
        gone |= unseen - there
        if unseen == there:
            return replace(known, gone=frozenset(gone), verified=frozenset(verified)), made


def _alike(results: Results, own: str) -> list[Result]:
    return [results.newest[own]] if own in results.newest else []


@dataclass
class _Whys:
    """The reasons of a planned run."""

    workspace: Workspace
    drawn: Drawn
    known: Known
    made: Plan
    modes: Mapping[str, Mode]
    results: Results
    earlier: Mapping[str, list[Result]]

    def all(self) -> dict[str, Why]:
        options = {node: self._options(node) for node in self.drawn.graph.order}
        known = described({step for steps in options.values() for step in steps})
        return {node: self._why(node, [known[s] for s in options[node]]) for node in options}

    def _options(self, node: str) -> list[UUID]:
        """The step runs to compare with, or the one that stands for the step."""
        step = self.made.steps[node]
        standing = step.source or step.gone
        if standing:
            return [UUID(standing.step_run)]
        drawn = self.drawn.steps.get(node)
        if drawn is None or not drawn.allowed or self.modes[node] in (Mode.FORCED, Mode.LEFT_OUT):
            return []
        alike = _alike(self.results, drawn.own)
        return _distinct(alike or self.earlier.get(node, []))

    def _why(self, node: str, options: list[Earlier]) -> Why:
        drawn = self.drawn.steps.get(node)
        step = self.made.steps[node]
        now = replace(drawn.ingredients, inputs=step.inputs) if drawn else None
        case = Case(
            step=step,
            mode=self.modes[node],
            executes=node in self.drawn.graph.executes,
            allowed=drawn is not None and drawn.allowed,
            may_be_reused=node in self.known.reusable,
            now=now,
            files=drawn.files if drawn else {},
            from_data={
                feed.name
                for feed in (drawn.feeds if drawn else ())
                if feed.node not in self.drawn.graph.executes
            },
            compared=None,
        )
        told = [why(replace(case, compared=one), self._count_lines) for one in options]
        return min(told, key=lambda w: len(w.differences)) if told else why(case, self._count_lines)

    def _count_lines(self, before: str, after: str) -> tuple[int, int] | None:
        return count_lines(self.workspace, before, after)


def _distinct(results: Collection[Result]) -> list[UUID]:
    """The newest few that differ in what they depended on."""
    newest: dict[str, UUID] = {}
    for result in results:
        newest.setdefault(result.own, result.step_run)
    return list(newest.values())[:COMPARED]


def count_lines(workspace: Workspace, before: str, after: str) -> tuple[int, int] | None:
    """Lines added and removed between two stored files; None when they are no text, too large or
    not there (yet)."""
    try:
        return _count_lines(workspace, before, after)
    except BlobNotFound:
        return None


@lru_cache(maxsize=4096)
def _count_lines(workspace: Workspace, before: str, after: str) -> tuple[int, int] | None:
    """Safe to keep: files are named by their digests."""
    old, new = (_text(workspace, digest) for digest in (before, after))
    if old is None or new is None:
        return None
    counts = line_counts(old, new)
    return counts.added, counts.removed


def _text(workspace: Workspace, sha256: str) -> str | None:
    with blobs.open_blob(workspace, sha256) as stream:
        content = stream.read(LARGEST_TEXT + 1)
    return text_of(content) if len(content) <= LARGEST_TEXT else None
