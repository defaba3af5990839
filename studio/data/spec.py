"""What has to be known to reach a datastore, and how its keys are kept from sight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


class Credentials(Mapping[str, str]):
    """Keys by name. However they are printed, what they hold is not."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = dict(values or {})

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return "***"


@dataclass(frozen=True)
class DatastoreSpec:
    """How to reach a datastore; `data.kinds` says what each kind's settings and credentials are.

    `private_hosts` are the `host` or `host:port` that whoever runs this machine lets it talk to
    although they are not Azure's; see `data.addresses`.
    """

    name: str
    kind: str
    settings: Mapping[str, str] = field(default_factory=dict)
    credentials: Credentials = field(default_factory=Credentials)
    private_hosts: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return hash((self.kind, frozenset(self.settings.items()), self.credentials))
