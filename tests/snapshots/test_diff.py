"""Lines that came and went are counted as `diff` counts them."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.snapshots.diff import MOST_CHANGES, LineCounts, line_counts, text_of

lines = st.lists(st.sampled_from("abc"), max_size=12)


@pytest.mark.parametrize(
    ("before", "after", "added", "removed"),
    [
        ("", "", 0, 0),
        ("", "a\nb\n", 2, 0),
        ("a\nb\n", "", 0, 2),
        ("a\nb\nc\n", "a\nB\nc\n", 1, 1),
        ("a\nb\nc\n", "c\na\nb\n", 1, 1),
        ("a\nb", "a\nb\n", 0, 0),
        ("x\na\nb\nc\ny\n", "a\nb\nc\n", 0, 2),
    ],
)
def test_changes_are_counted(before: str, after: str, added: int, removed: int):
    assert line_counts(before, after) == LineCounts(added, removed)


@given(lines, lines)
def test_the_counts_are_the_fewest_that_turn_one_into_the_other(old: list[str], new: list[str]):
    counts = line_counts("\n".join(old), "\n".join(new))
    kept = _longest_common(old, new)
    assert (counts.added, counts.removed) == (len(new) - kept, len(old) - kept)


def _longest_common(old: list[str], new: list[str]) -> int:
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            best[i + 1][j + 1] = best[i][j] + 1 if a == b else max(best[i][j + 1], best[i + 1][j])
    return best[-1][-1]


def test_texts_that_share_next_to_nothing_are_compared_as_bags_of_lines():
    old = [f"old {n}" for n in range(5_000)]
    new = [f"new {n}" for n in range(MOST_CHANGES * 3)]
    counts = line_counts("\n".join([*old, "same"]), "\n".join(["same", *new]))
    assert counts == LineCounts(len(new), len(old))


def test_it_agrees_with_difflib_where_difflib_is_exact():
    before = "import os\n\n\ndef f():\n    return 1\n"
    after = "import os\nimport sys\n\n\ndef f():\n    return 2\n"
    told = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    added, removed = (sum(line.startswith(mark) for line in told) for mark in "+-")
    assert line_counts(before, after) == LineCounts(added, removed)


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"caf\xc3\xa9\n", "café\n"), (b"\xff\xfe", None), (b"a\0b", None), (b"", "")],
)
def test_bytes_are_text_or_they_are_not(data: bytes, text: str | None):
    assert text_of(data) == text
