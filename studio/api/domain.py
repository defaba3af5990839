"""How a domain error is said over HTTP: one value per error class, kept in each noun's errors.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Item:
    """One line of an error answer; `attr` names the field or parameter at fault."""

    code: str
    detail: str
    attr: str | None = None


@dataclass(frozen=True)
class Answer:
    """Status and code of an error. `items` says it in several lines, `extra` adds what a client can use."""

    status: int
    code: str
    attr: str | None = None
    items: Callable[[Any], list[Item]] | None = None
    extra: Callable[[Any], dict[str, Any]] | None = None
    wait: Callable[[Any], int] | None = None

    def lines(self, error: Exception) -> list[Item]:
        if self.items is not None:
            return self.items(error)
        return [Item(self.code, str(error) or (type(error).__doc__ or ""), self.attr)]


ErrorTable = Mapping[type[Exception], Answer]
