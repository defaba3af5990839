"""Reading JSON that came over a wire: values of the type we expect, or an error that names them."""

from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


class MessageError(ValueError):
    """A message is not one of ours: unknown version, missing field or wrong type."""


class Fields:
    """A JSON object being read field by field."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, Mapping):
            raise MessageError(f"{where}: expected an object")
        self._raw = raw
        self._where = where

    def __contains__(self, name: str) -> bool:
        return name in self._raw

    def text(self, name: str) -> str:
        return self._typed(name, str)

    def integer(self, name: str) -> int:
        return self._typed(name, int)

    def flag(self, name: str) -> bool:
        return self._typed(name, bool)

    def anything(self, name: str) -> object:
        if name not in self._raw:
            raise self.wrong(name)
        return self._raw[name]

    def number(self, name: str) -> float:
        value = self.optional_number(name)
        if value is None:
            raise self.wrong(name)
        return value

    def optional_number(self, name: str) -> float | None:
        value = self._raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(name)
        return float(value)

    def optional_integer(self, name: str) -> int | None:
        return None if self._raw.get(name) is None else self.integer(name)

    def mapping(self, name: str) -> dict[str, object]:
        value = self._raw.get(name)
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise self.wrong(name)
        return dict(value)

    def texts(self, name: str) -> dict[str, str]:
        """An object that holds nothing but text."""
        value = self.mapping(name)
        if not all(isinstance(text, str) for text in value.values()):
            raise self.wrong(name)
        return {key: str(text) for key, text in value.items()}

    def items(self, name: str, read: Callable[[object], T]) -> tuple[T, ...]:
        value = self._raw.get(name)
        if not isinstance(value, list | tuple):
            raise self.wrong(name)
        return tuple(read(item) for item in value)

    def table(self, name: str, read: Callable[[object], T]) -> dict[str, T]:
        return {key: read(value) for key, value in self.mapping(name).items()}

    def optional_mapping(self, name: str) -> dict[str, object]:
        return {} if self._raw.get(name) is None else self.mapping(name)

    def optional_items(self, name: str, read: Callable[[object], T]) -> tuple[T, ...]:
        return () if self._raw.get(name) is None else self.items(name, read)

    def wrong(self, name: str) -> MessageError:
        return MessageError(f"{self._where}.{name}: missing or of a wrong type")

    def _typed(self, name: str, wanted: type[T]) -> T:
        value = self._raw.get(name)
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise self.wrong(name)
        return value


def fields_of_version(raw: object, where: str, version: int) -> Fields:
    """The fields of a message, once its version `v` is the one we speak."""
    fields = Fields(raw, where)
    if fields.integer("v") != version:
        raise MessageError(f"{where}: version {fields.integer('v')} is not known here")
    return fields


def integer(raw: object) -> int:
    """A list's or map's value that must be a whole number."""
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise MessageError("expected a whole number")
    return raw
