"""Planning: a table of drawings, states and what is to be done next."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.engine.plan import Decision, Graph, Plan, Reusable, Wishes, is_over, outcome, plan
from studio.engine.states import SUCCEEDED, State
from studio.graph.model import Document, Edge, End, Node, StepKind

KINDS = {
    "Script": StepKind("Script", "1", "Script", "", "code", "code"),
    "Data": StepKind("Data", "1", "Data", "", "data", "database", executes=False, launch="none"),
}


def graph(drawing: str) -> Graph:
    """`a>b>c a>d`: edges; a single name: a node; a name in capitals is data."""
    chains = [word.split(">") for word in drawing.split()]
    ids = dict.fromkeys(name for chain in chains for name in chain)
    pairs = [pair for chain in chains for pair in pairwise(chain)]
    nodes = tuple(Node(name, "Data" if name.isupper() else "Script") for name in ids)
    edges = tuple(
        Edge(f"e{index}", "run_after", End(source), End(target))
        for index, (source, target) in enumerate(pairs)
    )
    return Graph.of(Document(nodes=nodes, edges=edges), KINDS)


def states(text: str) -> dict[str, State]:
    return {name: State(state) for name, _, state in (w.partition("=") for w in text.split())}


def decisions(made: Plan) -> dict[str, str]:
    return {node: step.decision.value for node, step in made.steps.items()}


GO_ON = Wishes(continue_on_step_failure=True)
CANCELED = Wishes(canceled=True)


@pytest.mark.parametrize(
    ("drawing", "before", "wishes", "expected"),
    [
        ("a>b", "", Wishes(), "a=ready b=waiting"),
        ("a>b", "a=Running", Wishes(), "a=active b=waiting"),
        ("a>b", "a=Completed", Wishes(), "a=ended b=ready"),
        ("a>c b>c", "a=Completed b=Running", Wishes(), "a=ended b=active c=waiting"),
        ("a>c b>c", "a=Completed b=Reused", Wishes(), "a=ended b=ended c=ready"),
        ("D>a", "", Wishes(), "D=resolved a=ready"),
        ("D>a>b", "D=Completed a=Failed", Wishes(), "D=ended a=ended b=blocked"),
        ("a b c", "a=Failed b=Running", Wishes(), "a=ended b=stopped c=stopped"),
        ("a b>c", "a=Failed b=Running", GO_ON, "a=ended b=active c=waiting"),
        ("a>b>c d", "a=Failed", GO_ON, "a=ended b=blocked d=ready c=blocked"),
        ("a>b c", "a=Running c=Queued", CANCELED, "a=stopped b=stopped c=stopped"),
        ("a>b", "a=Completed b=Finalizing", CANCELED, "a=ended b=stopped"),
    ],
)
def test_what_comes_next(drawing: str, before: str, wishes: Wishes, expected: str) -> None:
    wanted = dict(word.split("=") for word in expected.split())
    assert decisions(plan(graph(drawing), states(before), wishes)) == wanted


def test_a_waiting_step_says_for_whom() -> None:
    made = plan(graph("a>d b>d c>d"), states("a=Completed b=Running"))
    assert made.steps["d"].waits_for == ("b", "c")


def test_a_blocked_step_names_what_failed_not_what_was_skipped_for_it() -> None:
    made = plan(graph("a>b>c"), states("a=Failed"), GO_ON)
    assert made.steps["c"].because == ("a",)


def test_all_that_is_known_is_reused_in_one_pass() -> None:
    drawing = graph("a>b>c")
    known = {"fa": Reusable("old-a", "r1"), "fb": Reusable("old-b", "r1")}
    made = plan(drawing, {}, fingerprints={"a": "fa", "b": "fb", "c": "fc"}, known=known)
    assert decisions(made) == {"a": "reused", "b": "reused", "c": "ready"}
    assert made.steps["b"].source == Reusable("old-b", "r1")


def test_a_step_without_a_fingerprint_is_never_reused() -> None:
    made = plan(graph("a"), {}, known={"f": Reusable("old", "r1")})
    assert decisions(made) == {"a": "ready"}


@pytest.mark.parametrize(
    ("ended", "canceled", "expected"),
    [
        ("Completed Reused", False, State.COMPLETED),
        ("Completed Failed Skipped", False, State.FAILED),
        ("Completed Canceled", True, State.CANCELED),
        ("Completed Completed", True, State.COMPLETED),
        ("Failed Canceled", False, State.FAILED),
        ("", False, State.COMPLETED),
    ],
)
def test_how_a_run_ends(ended: str, canceled: bool, expected: State) -> None:
    assert outcome([State(word) for word in ended.split()], canceled) == expected


@st.composite
def runs(draw: st.DrawFn) -> tuple[Graph, Wishes, list[bool]]:
    size = draw(st.integers(1, 12))
    pairs = [(a, b) for b in range(size) for a in range(b)]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30)) if pairs else []
    drawing = " ".join([f"n{i}" for i in range(size)] + [f"n{a}>n{b}" for a, b in edges])
    fates = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return graph(drawing), Wishes(continue_on_step_failure=draw(st.booleans())), fates


@given(runs())
def test_every_run_ends_and_no_step_starts_before_what_it_needs(
    case: tuple[Graph, Wishes, list[bool]],
) -> None:
    drawing, wishes, fates = case
    now: dict[str, State] = {}
    for _ in range(len(drawing.order) + 1):
        made = plan(drawing, now, wishes)
        carry_out(made, drawing, now, dict(zip(drawing.order, fates, strict=True)))
    assert set(now) == set(drawing.order)
    assert is_over(now.values())
    if all(fates):
        assert outcome(now.values(), canceled=False) == State.COMPLETED


def carry_out(made: Plan, drawing: Graph, now: dict[str, State], fates: Mapping[str, bool]) -> None:
    for node in made.of(Decision.READY):
        assert all(now[earlier] in SUCCEEDED for earlier in drawing.before[node])
        now[node] = State.COMPLETED if fates[node] else State.FAILED
    for node in made.of(Decision.BLOCKED, Decision.STOPPED):
        now[node] = State.SKIPPED


def test_a_thousand_steps_are_planned_quickly_enough_to_do_it_after_each() -> None:
    drawing = graph(" ".join(f"n{a}>n{b}" for b in range(1, 1000) for a in range(max(0, b - 5), b)))
    made = plan(drawing, {"n0": State.RUNNING})
    assert len(made.of(Decision.WAITING)) == 999
