"""Moving many files to and from another machine: several at a time, their results in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

AT_ONCE = 4
T = TypeVar("T")
R = TypeVar("R")


def in_order(do: Callable[[T], R], items: Iterable[T], *, at_once: int) -> Iterator[R]:
    """Like map; the first error is raised when what is underway has ended."""
    if at_once == 1:
        yield from map(do, items)
        return
    underway: deque[Future[R]] = deque()
    with ThreadPoolExecutor(at_once, "files") as threads:
        for item in items:
            if len(underway) == 2 * at_once:
                yield underway.popleft().result()
            underway.append(threads.submit(do, item))
        while underway:
            yield underway.popleft().result()
