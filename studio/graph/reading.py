"""Reading JSON objects field by field, so that an error can say exactly where it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from studio.graph.model import Json

T = TypeVar("T")
D = TypeVar("D")
_MISSING: Any = object()  # Any: it stands for "no default" beside defaults of every type


class DocumentError(Exception):
    """The document has the wrong shape: `code`, the `path` of the place and `detail` say how."""

    def __init__(self, code: str, path: str, detail: Mapping[str, Json]) -> None:
        super().__init__(f"{code} at {path or 'the top'}")
        self.code = code
        self.path = path
        self.detail = detail


class Fields:
    """One JSON object being read; remembers which of its keys were asked for."""

    def __init__(self, raw: object, path: str) -> None:
        if not isinstance(raw, Mapping):
            raise DocumentError("wrong_type", path, {"expected": "object"})
        self._raw = raw
        self._path = path
        self._read: set[str] = set()

    def text(self, name: str, default: str = _MISSING, *, limit: int = 100) -> str:
        value: str = self._take(name, str, "string", default)
        if len(value) > limit:
            raise DocumentError("too_long", self._at(name), {"limit": limit})
        return value

    def flag(self, name: str, default: bool) -> bool:
        value: bool = self._take(name, bool, "bool", default)
        return value

    def whole(self, name: str, *, minimum: int | None = None) -> int:
        value: int = self._take(name, int, "int", _MISSING)
        if isinstance(value, bool) or (minimum is not None and value < minimum):
            raise self.wrong(name, "int")
        return value

    def number(self, name: str) -> float:
        value: float = self._take(name, (int, float), "number", _MISSING)
        if isinstance(value, bool) or not math.isfinite(value):
            raise self.wrong(name, "number")
        return value

    def optional_number(self, name: str) -> float | None:
        return None if self.absent(name) else self.number(name)

    def scalar(self, name: str) -> bool | int | float | str:
        value: bool | int | float | str = self._take(
            name, (bool, int, float, str), "scalar", _MISSING
        )
        return value

    def one_of(self, name: str, allowed: Sequence[str], default: str = _MISSING) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise DocumentError("wrong_value", self._at(name), {"allowed": list(allowed)})
        return value

    def mapping(self, name: str) -> dict[str, Json]:
        """A JSON object taken as it is; absent means empty."""
        return dict(self._take(name, Mapping, "object", {}))

    def fields(self, name: str) -> Fields:
        return Fields(self._take(name, Mapping, "object", _MISSING), self._at(name))

    def part(self, name: str, read: Callable[[Fields], T], default: D = _MISSING) -> T | D:
        if default is not _MISSING and name not in self._raw:
            return default
        inner = self.fields(name)
        value = read(inner)
        inner.nothing_else()
        return value

    def array(
        self, name: str, read: Callable[[Fields], T], default: tuple[T, ...] = _MISSING
    ) -> tuple[T, ...]:
        items = self._take(name, (list, tuple), "array", default)
        return tuple(_item(item, f"{self._at(name)}[{i}]", read) for i, item in enumerate(items))

    def texts(self, name: str) -> tuple[str, ...]:
        items = self._take(name, (list, tuple), "array", ())
        if not all(isinstance(item, str) for item in items):
            raise self.wrong(name, "array of strings")
        return tuple(items)

    def anything(self, name: str) -> Json:
        """Whatever value is there, None when nothing is."""
        self._read.add(name)
        value: Json = self._raw.get(name)
        return value

    def absent(self, name: str) -> bool:
        """Whether the key is missing or null."""
        self._read.add(name)
        return self._raw.get(name) is None

    def names(self) -> list[str]:
        return list(self._raw)

    def nothing_else(self) -> None:
        """Raises DocumentError for a key nobody asked for."""
        unknown = [key for key in self._raw if key not in self._read]
        if unknown:
            raise DocumentError("unknown_key", self._at(str(unknown[0])), {})

    def wrong(self, name: str, expected: str) -> DocumentError:
        return DocumentError("wrong_type", self._at(name), {"expected": expected})

    def _take(
        self, name: str, types: type | tuple[type, ...], expected: str, default: object
    ) -> Any:  # Any: the caller's default and `types` say what comes out
        self._read.add(name)
        if name not in self._raw:
            if default is _MISSING:
                raise DocumentError("missing_key", self._at(name), {})
            return default
        value = self._raw[name]
        if not isinstance(value, types):
            raise self.wrong(name, expected)
        return value

    def _at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name


def _item(raw: object, path: str, read: Callable[[Fields], T]) -> T:
    fields = Fields(raw, path)
    value = read(fields)
    fields.nothing_else()
    return value
