"""Planning: a table of drawings, states and what is to be done next."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.engine.fingerprint import fingerprint
from studio.engine.plan import (
    Candidate,
    Decision,
    Feed,
    Graph,
    Known,
    Plan,
    StepPlan,
    Wishes,
    is_over,
    outcome,
    plan,
)
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


CONTENT = {"digest": "d1"}
CHAIN = {"b": (Feed("in", "a", "out", "mount"),), "c": (Feed("in", "b", "out", "mount"),)}
OWN = {"a": "own-a", "b": "own-b", "c": "own-c"}
KEY_A = fingerprint("own-a", {})
KEY_B = fingerprint("own-b", {"in": {"mode": "mount", "of": CONTENT}})


def known(**more: Any) -> Known:
    """Of `a>b>c` the first two have results of earlier runs."""
    results = {
        KEY_A: (Candidate("old-a", "r1", {"out": CONTENT}),),
        KEY_B: (Candidate("old-b", "r1", {"out": {"digest": "d2"}}),),
    }
    return replace(Known(OWN, CHAIN, candidates=results, reusable="abc"), **more)


def test_a_whole_chain_is_reused_in_one_pass() -> None:
    made = plan(graph("a>b>c"), {}, known=known())
    assert decisions(made) == {"a": "reused", "b": "reused", "c": "ready"}
    assert made.steps["b"].source == Candidate("old-b", "r1", {"out": {"digest": "d2"}})
    assert (made.steps["a"].fingerprint, made.steps["b"].fingerprint) == (KEY_A, KEY_B)


def test_an_upstream_that_runs_again_and_makes_the_same_bytes_changes_nothing_below() -> None:
    again = {("a", "out"): CONTENT}
    made = plan(graph("a>b>c"), states("a=Completed"), known=known(made=again))
    assert decisions(made) == {"a": "ended", "b": "reused", "c": "ready"}


def test_other_bytes_upstream_make_what_follows_run() -> None:
    other = {("a", "out"): {"digest": "other"}}
    made = plan(graph("a>b>c"), states("a=Completed"), known=known(made=other))
    assert decisions(made) == {"a": "ended", "b": "ready", "c": "waiting"}


def test_a_step_that_is_not_to_be_reused_runs_and_still_has_a_fingerprint() -> None:
    made = plan(graph("a"), {}, known=known(reusable=()))
    assert made.steps["a"] == StepPlan(Decision.READY, fingerprint=KEY_A, inputs={})


def test_a_result_that_is_gone_is_a_miss_and_named() -> None:
    made = plan(graph("a>b"), {}, known=known(gone={"old-a"}))
    assert decisions(made) == {"a": "ready", "b": "waiting"}
    gone = made.steps["a"].gone
    assert gone and gone.step_run == "old-a"


def test_the_next_best_result_stands_in_for_one_that_is_gone() -> None:
    two = {KEY_A: (Candidate("lost", "r2"), Candidate("kept", "r1"))}
    made = plan(graph("a"), {}, known=known(candidates=two, gone={"lost"}))
    source = made.steps["a"].source
    assert source and source.step_run == "kept"


def test_a_result_nobody_has_looked_at_yet_is_waited_for() -> None:
    made = plan(graph("a>b>c"), {}, known=known(verified={"old-b"}))
    assert decisions(made) == {"a": "unverified", "b": "waiting", "c": "waiting"}


def test_a_result_without_outputs_needs_no_looking_at() -> None:
    bare = {KEY_A: (Candidate("old-a", "r1"),)}
    assert decisions(plan(graph("a"), {}, known=known(candidates=bare, verified=()))) == {
        "a": "reused"
    }


def test_a_pinned_result_stands_at_once_whatever_comes_before_it() -> None:
    pinned = {"b": Candidate("base-b", "r0", {"out": CONTENT})}
    made = plan(graph("a>b>c"), {}, known=known(pinned=pinned))
    assert decisions(made)["b"] == "reused"
    made = plan(graph("a>b>c"), states("a=Running"), known=known(pinned=pinned))
    assert decisions(made) == {"a": "active", "b": "reused", "c": "ready"}


def test_what_is_left_out_is_left_out_also_of_a_canceled_run() -> None:
    made = plan(graph("a>b"), {}, CANCELED, known(left_out={"b"}))
    assert decisions(made) == {"a": "stopped", "b": "left_out"}


def test_a_step_nobody_looked_up_is_ready_without_a_fingerprint() -> None:
    assert plan(graph("a"), {}).steps["a"] == StepPlan(Decision.READY, inputs={})


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
