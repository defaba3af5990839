"""The kinds that the browser's tests know are the kinds the server has."""

import json

from studio.catalog import kind_json, kinds
from studio.graph.checks import PROBLEM_CODES
from tests.contract.cases import HERE, cases


def test_the_kinds_file_is_up_to_date() -> None:
    """When this fails: python -m studio.catalog > tests/contract/kinds.json"""
    kept = json.loads((HERE / "kinds.json").read_text("utf-8"))
    assert kept == {name: json.loads(json.dumps(kind_json(k))) for name, k in kinds().items()}


def test_every_problem_code_has_a_case() -> None:
    shown = {p["code"] for case in cases("graphs") for p in case.values[0]["problems"]}
    assert shown == set(PROBLEM_CODES)
