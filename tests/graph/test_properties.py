"""What holds for every drawing, not only for those we thought of."""

import json
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.catalog import kinds
from studio.graph.checks import PROBLEM_CODES, check_document
from studio.graph.clipboard import copy, paste
from studio.graph.document import content_hash, dump_document, parse_document
from studio.graph.history import History
from studio.graph.model import DATA, Document, Edge, End, Node, Port, Position
from studio.graph.order import CycleError, cycles, dependencies, order
from tests.graph.drawings import Edit, documents, edits, sound_ids

KINDS = kinds()


@given(documents)
def test_a_document_survives_its_way_through_json(document: Document) -> None:
    text = json.dumps(dump_document(document), allow_nan=False)
    assert parse_document(json.loads(text)) == document


@given(documents)
def test_checking_names_problems_and_never_fails(document: Document) -> None:
    problems = check_document(document, KINDS, compute_targets=["local"], datastores=[])
    assert {problem.code for problem in problems} <= set(PROBLEM_CODES)
    json.dumps([problem.to_json() for problem in problems], allow_nan=False)


@given(sound_ids)
def test_order_respects_every_edge_or_a_cycle_is_named(document: Document) -> None:
    in_a_loop = cycles(document) or any(n in before for n, before in dependencies(document).items())
    try:
        place = {node: index for index, node in enumerate(order(document))}
    except CycleError:
        assert in_a_loop
        return
    assert not in_a_loop
    assert set(place) == {node.id for node in document.nodes}
    for node, needed in dependencies(document).items():
        assert all(place[earlier] < place[node] for earlier in needed)


@given(documents, st.lists(edits, max_size=8))
def test_edits_followed_by_undo_leave_no_trace(document: Document, changes: list[Edit]) -> None:
    history = History(document)
    for change in changes:
        history = history.do(change(history.now))
    changed = history.now
    while history.past:
        history = history.undo()
    assert history.now == document
    while history.future:
        history = history.redo()
    assert history.now == changed


@given(documents, edits)
def test_an_edit_leaves_the_document_it_was_given(document: Document, change: Edit) -> None:
    before = dump_document(document)
    kept = json.dumps(before)
    change(document)
    assert json.dumps(dump_document(document)) == kept


@given(sound_ids)
def test_what_is_pasted_into_nothing_is_what_was_copied(document: Document) -> None:
    part = copy(document, {node.id for node in document.nodes})
    ids = [n.id for n in part.nodes] + [e.id for e in part.edges] + [n.id for n in part.notes]
    same = {name: name for name in ids}
    alone = replace(part, parameters=())
    assert paste(Document(), alone, same, Position()) == alone


@given(documents)
def test_where_things_lie_does_not_change_what_a_pipeline_is(document: Document) -> None:
    moved = replace(
        document,
        nodes=tuple(replace(n, position=Position(7, 7), comment="why") for n in document.nodes),
        edges=tuple(replace(e, id=f"x{i}") for i, e in enumerate(reversed(document.edges))),
        notes=(),
    )
    assert content_hash(moved) == content_hash(document)


def largest() -> Document:
    """2,000 steps in a row, each also fed by up to four steps before it: 10,000 edges."""
    steps = tuple(
        Node(
            f"n{i}",
            "CommandStep",
            settings={"command": ["true", {"$input": "in0"}]},
            inputs=tuple(Port(f"in{k}", optional=True) for k in range(5)),
            outputs=(Port("out"),),
        )
        for i in range(2_000)
    )
    edges = [
        Edge(f"e{i}x{k}", DATA, End(f"n{max(i - k - 1, 0)}", "out"), End(f"n{i}", f"in{k}"))
        for i in range(1, 2_000)
        for k in range(5)
    ]
    return Document(steps, tuple(edges))


def test_the_largest_drawing_can_be_saved() -> None:
    assert parse_document(dump_document(largest())) == largest()


@pytest.mark.parametrize("looped", [False, True])
def test_the_largest_drawing_is_checked_within_a_second(looped: bool) -> None:
    document = largest()
    if looped:
        back = Edge("back", "run_after", End("n1999"), End("n0"))
        document = replace(document, edges=(*document.edges[:-1], back))
    started = time.process_time()
    problems = check_document(document, KINDS)
    spent = time.process_time() - started
    assert [problem.code for problem in problems] == (["cycle"] if looped else [])
    assert spent < 1
