"""Which steps take part when only a part of a pipeline is run."""

import pytest

from studio.engine.parts import Part, PartKind, modes_of
from tests.engine.test_plan import graph

DIAMOND = "D>a a>b a>c b>d c>d x"


@pytest.mark.parametrize(
    ("part", "results", "unchanged", "expected"),
    [
        ("", "", "", "D=normal a=normal b=normal c=normal d=normal x=normal"),
        ("from c", "a b c d x", "", "D=left_out a=pinned b=pinned c=forced d=forced x=left_out"),
        ("from c", "a", "", "D=left_out a=pinned b=normal c=forced d=forced x=left_out"),
        ("from c", "", "", "D=normal a=normal b=normal c=forced d=forced x=left_out"),
        ("only d", "a b c d", "", "D=left_out a=left_out b=pinned c=pinned d=forced x=left_out"),
        ("only a", "D a", "", "D=normal a=forced b=left_out c=left_out d=left_out x=left_out"),
        ("up_to b", "a", "", "D=normal a=normal b=normal c=left_out d=left_out x=left_out"),
        ("failed", "D a b x", "a b x", "D=normal a=pinned b=pinned c=normal d=normal x=pinned"),
        ("failed", "a b x", "b x", "D=normal a=normal b=normal c=normal d=normal x=pinned"),
    ],
)
def test_who_takes_part(part: str, results: str, unchanged: str, expected: str) -> None:
    kind, _, node = part.partition(" ")
    asked = Part(PartKind(kind), node) if kind else None
    found = modes_of(graph(DIAMOND), asked, results.split(), unchanged=unchanged.split())
    assert {n: mode.value for n, mode in found.items()} == dict(
        word.split("=") for word in expected.split()
    )


def test_regenerating_forces_all_that_would_take_part_normally() -> None:
    modes = modes_of(graph("a>b>c"), Part(PartKind.UP_TO, "b"), (), regenerate=True)
    assert modes == {"a": "forced", "b": "forced", "c": "left_out"}
