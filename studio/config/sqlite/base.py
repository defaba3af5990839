"""Django's SQLite backend with one writer at a time per process, in order of arrival."""

from collections import defaultdict
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from studio.config.sqlite.lock import FairLock

# Django's stubs leave its backends' private methods out; the four below are overridden on purpose.
# mypy: disable-error-code="misc"

_locks: defaultdict[str, FairLock] = defaultdict(FairLock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the lock of its file before BEGIN IMMEDIATE and gives it back when the transaction ends."""

    def __init__(
        self, *args: Any, **kwargs: Any
    ) -> None:  # Django passes its own arguments through
        super().__init__(*args, **kwargs)
        self._holds: FairLock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        lock = _locks[str(self.settings_dict["NAME"])]
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        if not lock.acquire(patience):
            raise OperationalError(f"database is locked: no turn to write within {patience:g} s")
        self._holds = lock
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_back()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._give_back()

    def _give_back(self) -> None:
        lock, self._holds = self._holds, None
        if lock is not None:
            lock.release()
