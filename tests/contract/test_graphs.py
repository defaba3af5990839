"""The server finds in each drawing the problems and the order that the case expects."""

from typing import Any

import pytest

from studio.catalog import kinds
from studio.graph.checks import check_document
from studio.graph.document import parse_document
from studio.graph.model import Problem
from studio.graph.order import CycleError, order
from tests.contract.cases import cases


def as_expected(problem: Problem, expected: dict[str, Any]) -> bool:
    shown = problem.to_json()
    return all(shown[key] == value for key, value in expected.items())


@pytest.mark.parametrize("case", cases("graphs"))
def test_a_drawing_has_the_problems_of_its_case(case: dict[str, Any]) -> None:
    found = check_document(
        parse_document(case["document"]),
        kinds(),
        compute_targets=case.get("compute_targets"),
        datastores=case.get("datastores"),
    )
    unmatched = list(found)
    for expected in case["problems"]:
        match = next((p for p in unmatched if as_expected(p, expected)), None)
        assert match, f"{expected} is missing in {found}"
        unmatched.remove(match)
    assert unmatched == []


@pytest.mark.parametrize("case", cases("graphs"))
def test_a_drawing_runs_in_the_order_of_its_case(case: dict[str, Any]) -> None:
    document = parse_document(case["document"])
    if case["order"] is None:
        with pytest.raises(CycleError):
            order(document)
    else:
        assert order(document) == case["order"]
