"""The server refuses the edges, and for the reasons, that the cases expect."""

from typing import Any

import pytest

from studio.catalog import kinds
from studio.graph.document import parse_document
from studio.graph.joining import refusal
from studio.graph.model import Edge, End
from tests.contract.cases import cases


@pytest.mark.parametrize("case", cases("connect"))
def test_an_edge_is_refused_for_the_reason_of_its_case(case: dict[str, Any]) -> None:
    document = parse_document(case["document"])
    for wish in case["cases"]:
        edge = Edge("new", wish["kind"], End(**wish["source"]), End(**wish["target"]))
        assert refusal(document, kinds(), edge) == wish["reason"], wish
