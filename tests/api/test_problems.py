"""Every problem has a sentence that says where and what."""

import json
from pathlib import Path

import pytest

from studio import catalog
from studio.api.problems import SAID, problem_items, sentence
from studio.graph.checks import PROBLEM_CODES, check_document
from studio.graph.document import parse_document
from studio.graph.model import Json, Problem

CASES = sorted(Path("tests/contract/graphs").glob("*.json"))


def test_no_code_is_without_words():
    assert set(PROBLEM_CODES) <= SAID


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_shared_case_can_be_said(case: Path):
    document = parse_document(json.loads(case.read_text())["document"])
    for problem in check_document(
        document, catalog.kinds(), compute_targets={"local"}, datastores={"workspaceblobstore"}
    ):
        said = sentence(problem, {})
        assert said.endswith(".")
        assert "None" not in said


def test_it_names_the_step_the_field_and_the_bound():
    detail: dict[str, Json] = {"field": "test_share", "expected": "at_most", "maximum": 0.99}
    problem = Problem("wrong_setting", node="s", field="test_share", detail=detail)
    [item] = problem_items([problem], {"s": "Split data"})
    assert item.detail == "Split data: test_share must be at most 0.99."
    assert item.attr == "s.test_share"


def test_a_warning_does_not_stand_in_the_way():
    assert problem_items([Problem("empty_pipeline", severity="warning")]) == []
