"""Running a part of a pipeline: which steps are forced, which stand as they are, which are left out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from studio.engine.plan import Graph


class PartKind(StrEnum):
    """What of the pipeline runs."""

    FROM = "from"  # a step and all that follows from it
    ONLY = "only"  # a step alone
    UP_TO = "up_to"  # a step and all it needs
    FAILED = "failed"  # what an earlier run did not complete


@dataclass(frozen=True)
class Part:
    """`node` is "" for FAILED, which names no step."""

    kind: PartKind
    node: str = ""


class Mode(StrEnum):
    """How a step takes part in a run."""

    NORMAL = "normal"  # reused where it can be
    FORCED = "forced"  # runs
    PINNED = "pinned"  # the result of the run this one builds on stands for it
    LEFT_OUT = "left_out"


def modes_of(
    graph: Graph,
    part: Part | None,
    results: Collection[str],
    *,
    unchanged: Collection[str] = (),
    regenerate: bool = False,
) -> dict[str, Mode]:
    """The mode of every step. `results` are the steps that the run built on has results of,
    `unchanged` those of them whose own ingredients are still the same.

    A needed step without a result takes part normally. Of a failed run a completed step stands
    only while neither it nor anything before it was edited.
    """
    run = Mode.FORCED if regenerate else Mode.NORMAL
    if part is None:
        return dict.fromkeys(graph.order, run)
    if part.kind == PartKind.FAILED:
        return _after_failure(graph, results, unchanged, run)
    if part.kind == PartKind.UP_TO:
        taking_part = {part.node, *ancestors(graph, [part.node])}
        return {node: run if node in taking_part else Mode.LEFT_OUT for node in graph.order}
    forced = {part.node}
    if part.kind == PartKind.FROM:
        forced |= descendants(graph, part.node)
    return _around(graph, forced, results, run)


def ancestors(graph: Graph, nodes: Iterable[str]) -> set[str]:
    """All that has to come before any of the nodes."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        fresh = [earlier for earlier in graph.before[waiting.pop()] if earlier not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found


def descendants(graph: Graph, start: str) -> set[str]:
    """All that comes after the node."""
    found: set[str] = set()
    for node in graph.order:
        if any(earlier == start or earlier in found for earlier in graph.before[node]):
            found.add(node)
    return found


def _around(graph: Graph, forced: set[str], results: Collection[str], run: Mode) -> dict[str, Mode]:
    """The forced steps, and of what they need as little as possible: nothing before a result."""
    modes = {node: Mode.FORCED if node in forced else Mode.LEFT_OUT for node in graph.order}
    waiting = list(forced)
    while waiting:
        for earlier in graph.before[waiting.pop()]:
            if modes[earlier] == Mode.LEFT_OUT:
                stands = earlier in results and earlier in graph.executes
                modes[earlier] = Mode.PINNED if stands else run
                if not stands:
                    waiting.append(earlier)
    return modes


def _after_failure(
    graph: Graph, results: Collection[str], unchanged: Collection[str], run: Mode
) -> dict[str, Mode]:
    modes: dict[str, Mode] = {}
    for node in graph.order:
        stands = node in results and node in unchanged and node in graph.executes
        after_change = any(_runs_again(graph, modes, earlier) for earlier in graph.before[node])
        modes[node] = Mode.PINNED if stands and not after_change else run
    return modes


def _runs_again(graph: Graph, modes: Mapping[str, Mode], node: str) -> bool:
    return node in graph.executes and modes[node] != Mode.PINNED
