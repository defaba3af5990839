"""The node's Celery worker: takes orders from one target's queue and runs them in threads."""

import logging
import os
import shutil
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from celery import Celery
from celery.worker import state as celery_state
from kombu import Exchange, Queue

from studio.engine.messages import MessageError, WorkOrder
from studio.worker.attempts import Attempts
from studio.worker.cache import DEFAULT_LIMIT, BlobCache
from studio.worker.execute import Node, execute
from studio.worker.handover import Handover
from studio.worker.heartbeat import Heartbeat
from studio.worker.inbox import Inbox
from studio.worker.janitor import Janitor
from studio.worker.launch.launcher import ForkServerLauncher, Launcher, SubprocessLauncher
from studio.worker.prepare import base_environment
from studio.worker.reports import LogBeacon, Reporter
from studio.worker.results import Results
from studio.worker.returned import Returned
from studio.worker.stores import Stores

EXECUTE = "studio.execute"
DRAIN_S = 6.0
"""A node that is told to stop has ended its steps and told so within this time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NodeSettings:
    """Times in seconds. `cache` is a folder of this node; nodes may share it under several names."""

    broker: str
    target: str
    slots: int
    cache: Path
    name: str
    heartbeat_s: float = 5.0
    lease_s: float = 45.0
    launcher: str = "fork"
    cache_bytes: int = DEFAULT_LIMIT
    """How much of snapshots is kept for the next step."""
    node_key: Path | None = None
    """File of the keys that open datastore credentials."""
    datastore_hosts: frozenset[str] = frozenset()
    """Which hosts that are not Azure's its datastores may be on."""


class WorkerNode:
    """Everything that lives as long as the process; `run` blocks until it has drained."""

    def __init__(self, settings: NodeSettings) -> None:
        self._settings = settings
        own = settings.cache / "nodes" / settings.name
        folder = own / "attempts"
        shutil.rmtree(folder, ignore_errors=True)  # of a life that ended without tidying up
        folder.mkdir(parents=True)
        life = f"{time.time_ns():020d}"
        self._reporter = Reporter(settings.broker, settings.name)
        self._beacon = LogBeacon(self._reporter)
        self._attempts = Attempts()
        self._results = Results(own / "results", self._reporter)
        self._handover = Handover()
        self._returned = Returned(self._reporter, settings.lease_s)
        self._inbox = Inbox(
            settings.broker,
            self._reporter,
            self._attempts,
            self._results,
            self._handover,
            self._returned,
        )
        self._janitor = Janitor()
        self._launcher = _launcher(settings.launcher)
        self._node = Node(
            reporter=self._reporter,
            beacon=self._beacon,
            attempts=self._attempts,
            results=self._results,
            janitor=self._janitor,
            launcher=self._launcher,
            handover=self._handover,
            returned=self._returned,
            queue=queue_of(settings.target),
            life=life,
            cache=BlobCache(settings.cache / "blobs", own / "parts", settings.cache_bytes),
            stores=Stores(settings.node_key, settings.datastore_hosts),
            folder=folder,
            lease_s=settings.lease_s,
        )
        self._heartbeat = Heartbeat(
            reporter=self._reporter,
            attempts=self._attempts,
            results=self._results,
            returned=self._returned,
            inbox=self._inbox,
            launcher=self._launcher,
            slots=settings.slots,
            target=settings.target,
            life=life,
            interval_s=settings.heartbeat_s,
            lease_s=settings.lease_s,
        )
        self._stopping = threading.Event()

    def run(self) -> None:
        app = celery_app(self._settings)
        app.task(name=EXECUTE, ignore_result=True)(self._execute)
        threads = (self._inbox, self._beacon, self._heartbeat, self._janitor)
        for thread in threads:
            thread.start()
        controller = app.WorkController(
            hostname=f"{self._settings.name}@studio",
            pool="threads",
            concurrency=self._settings.slots,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            loglevel=logging.WARNING,
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        threading.Thread(target=self._drain, name="drain", daemon=True).start()
        _log.info(
            "node %s takes orders from %s", self._settings.name, queue_of(self._settings.target)
        )
        controller.start()
        for thread in threads:
            thread.close()
        self._launcher.close()
        self._reporter.close()

    def _execute(self, raw: object) -> None:
        try:
            order = WorkOrder.from_json(raw)
        except MessageError as error:
            _log.error("an order that is not one was dropped: %s", error)
            return
        try:
            execute(self._node, order)
        except Exception:  # noqa: BLE001  # the edge of a task: one broken attempt must not take the node along
            _log.exception("attempt %s ended by an error of ours", order.attempt)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """Any number of signals mean the same: drain, once. (Celery's own second one deadlocks.)"""
        self._stopping.set()

    def _drain(self) -> None:
        self._stopping.wait()
        self._attempts.drain()
        if not self._attempts.wait_empty(DRAIN_S):
            _log.warning("some steps did not end in time; their trees end with this process")
        celery_state.should_stop = os.EX_OK


def celery_app(settings: NodeSettings) -> Celery:
    app = Celery("studio.worker", broker=settings.broker)
    queue = queue_of(settings.target)
    app.conf.update(
        task_queues=[Queue(queue, exchange=Exchange(""), routing_key=queue)],
        task_default_queue=queue,
        task_serializer="json",
        accept_content=["json"],
        result_backend=None,
        task_ignore_result=True,
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
    )
    return app


def queue_of(target: str) -> str:
    return f"target.{target}"


def _launcher(kind: str) -> Launcher:
    env = base_environment()
    return SubprocessLauncher(env) if kind == "subprocess" else ForkServerLauncher(env)
