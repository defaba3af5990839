"""The datastores of an order, opened once a node."""

import threading

from studio.data import DataError, Datastore, open_store
from studio.engine.messages import StoreSpec, WorkOrder
from studio.engine.states import Reason
from studio.worker.failures import StepFailed


class Stores:
    def __init__(self) -> None:
        self._open: dict[StoreSpec, Datastore] = {}
        self._lock = threading.Lock()

    def of(self, order: WorkOrder, name: str) -> Datastore:
        """Raises StepFailed."""
        known = order.datastores.get(name)
        if known is None:
            raise StepFailed(
                Reason.DATASTORE_UNAVAILABLE, f"the order does not say where datastore {name!r} is"
            )
        with self._lock:
            if known not in self._open:
                try:
                    self._open[known] = open_store(known)
                except DataError as error:
                    raise StepFailed(
                        Reason.DATASTORE_UNAVAILABLE, str(error), datastore=name
                    ) from error
            return self._open[known]
