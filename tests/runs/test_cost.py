"""What a step costs control: the statements of its reports, whatever the size of the run."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from studio.runs.models import Run
from tests.drawing import Drawing
from tests.runs.fakes import Node

Start = Callable[..., Run]


def chain(length: int) -> Drawing:
    drawing = Drawing()
    for place in range(length):
        drawing.script(f"s{place}", "", after=[f"s{place - 1}"] if place else [])
    return drawing


@pytest.mark.parametrize("length", [2, 60])
def test_a_report_costs_the_same_however_long_the_chain(
    length: int,
    start: Start,
    node: Node,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    start(chain(length))
    order = node.take()
    with django_assert_max_num_queries(7):  # with BEGIN and COMMIT
        node.claim(order)
    with django_assert_max_num_queries(12):
        node.finish(order)


def test_handing_out_fifty_steps_costs_no_more_than_one(
    start: Start, node: Node, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drawing = Drawing().script("first", "")
    for place in range(50):
        drawing.script(f"s{place}", "", after=["first"])
    start(drawing)
    order = node.take()
    node.claim(order)
    with django_assert_max_num_queries(14):  # SQLite takes fifty attempts in two or three inserts
        node.finish(order)
    assert len(node.broker.orders) == 50


def test_a_log_that_grows_costs_no_statement(
    start: Start, node: Node, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    start(chain(1))
    order = node.take()
    node.claim(order)
    with django_assert_max_num_queries(0):
        for size in range(100):
            node.report("log", order, size=size)


@pytest.mark.parametrize("held", [1, 20])
def test_a_heartbeat_extends_all_leases_in_one_update(
    held: int, start: Start, node: Node, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drawing = Drawing()
    for place in range(held):
        drawing.script(f"s{place}", "")
    start(drawing)
    orders = [node.take() for _ in range(held)]
    for order in orders:
        node.claim(order)
    with django_assert_max_num_queries(2):
        node.beat(*orders)
