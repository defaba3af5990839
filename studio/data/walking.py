"""Listing stores that know folders: one folder read at a time, all in the order of paths."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from operator import itemgetter
from typing import TypeVar

from studio.data.errors import InvalidPath
from studio.data.paths import safe_path
from studio.data.store import Entry

Child = TypeVar("Child")
OpenFolder = Callable[[str], AbstractContextManager[Iterable[tuple[str, bool, Child]]]]
"""A folder's children: name, whether it is a folder, and whatever `entry_of` needs."""
EntryOf = Callable[[str, Child], Entry | None]
"""Asked only for what is listed; None for what is no object."""


def walk(
    open_folder: OpenFolder[Child],
    entry_of: EntryOf[Child],
    folder: str,
    after: str | None,
    *,
    recursive: bool,
    starts_with: str = "",
) -> Iterator[Entry]:
    """Entries below `folder`, those after `after`; names in it begin with `starts_with`."""
    with open_folder(folder) as children:
        # In a walk, a folder sorts as its contents do; alone, as its own path does.
        slash = "/" if recursive else ""
        found = sorted(
            (
                (name + slash if is_folder else name, is_folder, child)
                for name, is_folder, child in children
                if name.startswith(starts_with)
            ),
            key=itemgetter(0),
        )
        for key, is_folder, child in found:
            place = f"{folder}/{key}" if folder else key
            deeper = is_folder and recursive
            passed = after is not None and place <= after
            if (passed and not (deeper and str(after).startswith(place))) or not is_safe(key):
                continue
            if deeper:
                yield from walk(open_folder, entry_of, place[:-1], after, recursive=True)
            elif entry := entry_of(place, child):
                yield entry


def is_safe(key: str) -> bool:
    """Only what can also be opened."""
    name = key.removesuffix("/")
    try:
        return safe_path(name) == name
    except InvalidPath:
        return False
