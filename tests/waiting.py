"""Waiting in tests: for a thing to become true, never for time to pass."""

import time
from collections.abc import Callable
from typing import TypeVar

POLL_S = 0.02
T = TypeVar("T")


def wait_until(condition: Callable[[], T], within_s: float = 10.0, what: str = "") -> T:
    """The first true answer of the condition; AssertionError when there is none in time."""
    deadline = time.monotonic() + within_s
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s} s: {what or condition}")
        time.sleep(POLL_S)
    return answer
