"""What would happen if this document were submitted now, step by step; for whoever still draws it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from studio.engine.plan import Fate, Graph, fate_of
from studio.engine.reasons import Because, Why
from studio.graph.checks import has_errors
from studio.graph.document import parse_document
from studio.graph.model import Document, Problem
from studio.graph.parameters import resolve_parameters, with_defaults
from studio.pipelines.checks import problems_in
from studio.runs.drawn import Drawn, draw, facilities_of
from studio.runs.errors import InvalidParameters, InvalidPipeline
from studio.runs.foresight import Asked, Foresight, foresee, refuse_unknown_step
from studio.workspaces.models import Workspace

__all__ = ["Fate", "Forecast", "StepForecast", "forecast"]

_RUNNING = (Fate.RUN, Fate.WAIT)


@dataclass(frozen=True)
class StepForecast:
    """`expected_s`: how long such a step usually takes, in seconds; None when it never ran or
    will not run."""

    node_id: str
    decision: Fate
    why: Why
    expected_s: float | None = None


@dataclass(frozen=True)
class Forecast:
    """`expected_s` is the longest way through the steps that run, in seconds; None when nothing
    is known of any of them. `unmeasured` of those that run never ran before."""

    steps: list[StepForecast]
    expected_s: float | None
    unmeasured: int

    def count(self, fate: Fate) -> int:
        return sum(step.decision == fate for step in self.steps)


def forecast(
    workspace: Workspace,
    document: object,
    parameters: Mapping[str, object] | None = None,
    asked: Asked | None = None,
) -> Forecast:
    """Also of a document with problems: steps that have some, and those after them, wait.

    Raises DocumentError, InvalidParameters, UnknownStep, and InvalidPipeline for a part of a
    document with problems.
    """
    asked = asked or Asked()
    drawing = parse_document(document)
    resolved = resolve_parameters(drawing, parameters or {})
    if resolved.problems:
        raise InvalidParameters(resolved.problems, [p.name for p in drawing.parameters])
    facilities = facilities_of(workspace)
    problems = problems_in(
        workspace,
        with_defaults(drawing, resolved.values),
        compute_targets=facilities.targets,
        datastores=facilities.stores,
    )
    if asked.part and has_errors(problems):
        raise InvalidPipeline(problems)
    refuse_unknown_step(asked.part, drawing)
    incomplete = _with_problems(problems)
    clouded = _after(drawing, incomplete)
    sound = _without(drawing, incomplete | clouded)
    drawn = draw(facilities, sound, resolved.values)
    return _told(drawing, drawn, foresee(workspace, drawn, asked), incomplete)


def _told(
    drawing: Document, drawn: Drawn, seen: Foresight, incomplete: Collection[str]
) -> Forecast:
    steps = []
    for node in drawing.nodes:
        if node.id in incomplete:
            steps.append(StepForecast(node.id, Fate.NONE, Why(Because.INCOMPLETE)))
        elif node.id not in seen.plan.steps:
            steps.append(StepForecast(node.id, Fate.WAIT, Why(Because.UPSTREAM_RUNS)))
        else:
            steps.append(_step(node.id, drawn.graph, seen))
    running = [step.node_id for step in steps if step.decision in _RUNNING]
    known = [node for node in running if node in seen.seconds]
    return Forecast(
        steps,
        _longest(drawn.graph, {node: seen.seconds[node] for node in known}) if known else None,
        len(running) - len(known),
    )


def _step(node: str, graph: Graph, seen: Foresight) -> StepForecast:
    fate = fate_of(seen.plan, graph, seen.known, node)
    usual = seen.seconds.get(node) if fate in _RUNNING else None
    return StepForecast(node, fate, seen.whys[node], usual)


def _longest(graph: Graph, seconds: Mapping[str, float]) -> float:
    """The steps that must follow one another and take longest together."""
    ends: dict[str, float] = {}
    for node in graph.order:
        begins = max((ends[earlier] for earlier in graph.before[node]), default=0.0)
        ends[node] = begins + seconds.get(node, 0.0)
    return max(ends.values(), default=0.0)


def _with_problems(problems: Collection[Problem]) -> set[str]:
    found: set[str] = set()
    for problem in problems:
        if problem.severity == "error":
            found.update({problem.node} if problem.node else ())
            loop = problem.detail.get("nodes", ())
            found.update(map(str, loop) if isinstance(loop, (list, tuple)) else ())
    return found


def _after(document: Document, nodes: Collection[str]) -> set[str]:
    """Everything that comes after any of the nodes, in a drawing that may have loops."""
    after: dict[str, list[str]] = {}
    for edge in document.edges:
        after.setdefault(edge.source.node, []).append(edge.target.node)
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        fresh = [node for node in after.get(waiting.pop(), ()) if node not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return found - set(nodes)


def _without(document: Document, nodes: Collection[str]) -> Document:
    return replace(
        document,
        nodes=tuple(node for node in document.nodes if node.id not in nodes),
        edges=tuple(
            edge
            for edge in document.edges
            if edge.source.node not in nodes and edge.target.node not in nodes
        ),
    )
