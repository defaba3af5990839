"""How much of a text changed, counted in lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LARGEST_TEXT = 1024 * 1024
"""Bytes beyond which a file is compared by its digest only."""
MOST_CHANGES = 400
_BINARY_LOOK = 8_000


@dataclass(frozen=True)
class LineCounts:
    """Lines that came and went."""

    added: int
    removed: int


def text_of(data: bytes) -> str | None:
    """The bytes as text; None for what is none (a NUL near its beginning, or not UTF-8)."""
    if b"\0" in data[:_BINARY_LOOK]:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def line_counts(before: str, after: str) -> LineCounts:
    """The fewest lines to add and remove, as `diff` counts them.

    Texts that differ in more than MOST_CHANGES lines are compared as bags of lines instead, which
    does not count what only moved: nobody reads such a difference line by line.
    """
    old, new = before.splitlines(), after.splitlines()
    start = _common(old, new)
    old, new = old[start:], new[start:]
    end = _common(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    changes = _edit_distance(old, new)
    if changes is None:
        was, is_now = Counter(old), Counter(new)
        return LineCounts(sum((is_now - was).values()), sum((was - is_now).values()))
    return LineCounts((changes + len(new) - len(old)) // 2, (changes + len(old) - len(new)) // 2)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items are equal from the beginning."""
    count = 0
    for a, b in zip(one, other):
        if a != b:
            break
        count += 1
    return count


def _edit_distance(old: Sequence[str], new: Sequence[str]) -> int | None:
    """Lines added plus lines removed at least (Myers 1986, the greedy algorithm without its trace);
    None beyond MOST_CHANGES."""
    if not old or not new:
        return len(old) + len(new)
    reached = {1: 0}
    for changes in range(min(len(old) + len(new), MOST_CHANGES) + 1):
        for diagonal in range(-changes, changes + 1, 2):
            down = diagonal == -changes or (
                diagonal != changes and reached[diagonal - 1] < reached[diagonal + 1]
            )
            x = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            if x >= len(old) and y >= len(new):
                return changes
            reached[diagonal] = x
    return None
