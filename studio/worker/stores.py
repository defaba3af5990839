"""The datastores of an order, opened once a node."""

import threading
from pathlib import Path

from studio.data import (
    CredentialsUnreadable,
    DataError,
    Datastore,
    DatastoreSpec,
    open_store,
)
from studio.data.sealing import unseal_on_node
from studio.engine.messages import StoreSpec, WorkOrder
from studio.engine.states import Reason
from studio.worker.failures import StepFailed, unavailable


class Stores:
    """`key_file` holds the keys that open credentials, newest first; it may appear later."""

    def __init__(
        self, key_file: Path | None = None, private_hosts: frozenset[str] = frozenset()
    ) -> None:
        self._key_file = key_file
        self._private_hosts = private_hosts
        self._open: dict[DatastoreSpec, Datastore] = {}
        self._lock = threading.Lock()

    def of(self, order: WorkOrder, name: str) -> Datastore:
        """Raises StepFailed."""
        known = order.datastores.get(name)
        if known is None:
            raise StepFailed(
                Reason.DATASTORE_UNAVAILABLE, f"the order does not say where datastore {name!r} is"
            )
        try:
            spec = self._spec(name, known)
            with self._lock:
                if spec not in self._open:
                    self._open[spec] = open_store(spec)
                return self._open[spec]
        except DataError as error:
            raise unavailable(error, datastore=name) from error

    def _spec(self, name: str, known: StoreSpec) -> DatastoreSpec:
        keys = self._keys() if known.sealed else []
        credentials = unseal_on_node(known.kind, known.settings, known.sealed, keys)
        return DatastoreSpec(name, known.kind, known.settings, credentials, self._private_hosts)

    def _keys(self) -> list[str]:
        if self._key_file is None:
            return []
        try:
            return self._key_file.read_text().split()
        except OSError as error:
            raise CredentialsUnreadable(
                f"this node cannot read {self._key_file}: {error.strerror}"
            ) from error
