"""What control does for workspaces now and then: a thread that sweeps abandoned uploads.

A thread of its own: it asks datastores, which may be slow, and leases must not wait for them.
"""

import logging
import threading

from celery.signals import worker_ready, worker_shutting_down
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from studio.workspaces import uploads

log = logging.getLogger(__name__)
EVERY_S = 600.0


class UploadSweeper:
    """Sweeps every ten minutes until it is stopped."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upload sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(self._every_s):
            try:
                uploads.sweep(timezone.now())
            except (OperationalError, InterfaceError):
                log.exception("the database did not answer; the next sweep goes on")
            finally:
                close_old_connections()


_sweeper = UploadSweeper()


@worker_ready.connect
def start_sweeping(**_: object) -> None:
    _sweeper.start()


@worker_shutting_down.connect
def stop_sweeping(**_: object) -> None:
    _sweeper.stop()
