"""Values that stand for something else: a pipeline parameter, or the path of a port."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.graph.model import Json

PARAMETER = "parameter"
INPUT = "input"
OUTPUT = "output"


@dataclass(frozen=True)
class Reference:
    """`{"$parameter": name}`, `{"$input": port}` or `{"$output": port}` as a value."""

    to: str
    name: str

    def to_json(self) -> dict[str, str]:
        return {f"${self.to}": self.name}


def reference(value: Json) -> Reference | None:
    """The reference that `value` is, or None when it is a literal."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return None
    ((key, name),) = value.items()
    if key not in ("$parameter", "$input", "$output") or not isinstance(name, str):
        return None
    return Reference(key[1:], name)


def references(settings: Mapping[str, Json]) -> Iterator[tuple[str, Reference]]:
    """Every reference with the name of its setting; lists are looked into one level deep."""
    for field, value in settings.items():
        items: Sequence[Json] = value if isinstance(value, (list, tuple)) else (value,)
        for item in items:
            found = reference(item)
            if found:
                yield field, found
