"""Finding text in a log of any size: line by line, in bounded memory, with RE2 for patterns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import re2

from studio.workspaces.files import StoredBytes

MAX_MATCHES = 1_000
MAX_SCANNED = 64 * 1024 * 1024
MAX_PATTERN = 1_000
_PIECE = 256 * 1024
"""A longer line is looked at in pieces of this many bytes, so that memory stays bounded."""


class BadPattern(ValueError):
    """The pattern is not a regular expression RE2 accepts."""


@dataclass(frozen=True)
class Match:
    """A line that matches: `offset` is where it begins, `line` counts from 1."""

    offset: int
    line: int


@dataclass(frozen=True)
class Found:
    """Unless `complete`, `next_offset` is the `after_offset` to go on with."""

    matches: list[Match]
    complete: bool
    next_offset: int


@dataclass(frozen=True)
class _Line:
    """A line or a piece of one; `offset` is where the whole line begins."""

    offset: int
    number: int
    text: bytes


def search_log(
    log: StoredBytes, query: str, *, regex: bool = False, after_offset: int = -1
) -> Found:
    """Matching lines that begin after `after_offset`, at most 1,000 and from at most 64 MiB.

    A query without a capital letter ignores case. Raises BadPattern.
    """
    test = _test(query, regex)
    matches: list[Match] = []
    for line in _lines(log, after_offset):
        if len(matches) >= MAX_MATCHES or line.offset - after_offset > MAX_SCANNED:
            return Found(matches, complete=False, next_offset=line.offset - 1)
        known = matches and matches[-1].offset == line.offset
        if not known and test(line.text):
            matches.append(Match(line.offset, line.number))
    return Found(
        matches, complete=True, next_offset=matches[-1].offset if matches else after_offset
    )


def _test(query: str, regex: bool) -> Callable[[bytes], bool]:
    ignore_case = query == query.lower()
    if regex:
        return _pattern(query, ignore_case)
    if not ignore_case:
        return lambda line, needle=query.encode(): needle in line  # type: ignore[misc]
    if query.isascii():
        return lambda line, needle=query.encode(): needle in line.lower()  # type: ignore[misc]
    return lambda line: query in line.decode(errors="replace").lower()


def _pattern(query: str, ignore_case: bool) -> Callable[[bytes], bool]:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    try:
        pattern = re2.compile(query.encode(), options)
    except re2.error as problem:
        raise BadPattern(str(problem)) from None
    return lambda line: pattern.search(line) is not None


def _lines(log: StoredBytes, after_offset: int) -> Iterator[_Line]:
    """Lines that begin after an offset; carriage returns do not end a line, and what has no
    newline yet counts as one."""
    first = max(after_offset, 0)
    number = 1 + sum(chunk.count(b"\n") for chunk in log.chunks(0, first))
    offset = first
    skipping = after_offset >= 0
    for piece, ends in _pieces(log.chunks(first, max(0, log.size() - first))):
        if not skipping:
            yield _Line(offset, number, piece)
        if ends:
            offset = ends + first
            number += 1
            skipping = False


def _pieces(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """Lines, long ones in pieces; with the offset after its newline, 0 for one that has none."""
    rest, position = b"", 0
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            position += len(line) + 1
            yield line, position
        if len(rest) > _PIECE:
            position += len(rest)
            yield rest, 0
            rest = b""
    if rest:
        yield rest, 0
