"""The other side of the wire in tests: a broker one can look into, and a node without processes."""

import hashlib
import itertools
import time
from collections import deque
from collections.abc import Callable, Mapping

from studio import compute
from studio.data.spec import DatastoreSpec
from studio.data.store import Datastore, open_store
from studio.engine.messages import Answer, Report, WorkOrder
from studio.runs.services import record_reports


class Broker:
    """Keeps what was sent; while it is `away` it takes nothing."""

    def __init__(self) -> None:
        self.orders: deque[WorkOrder] = deque()
        self.answers: list[tuple[str, Answer]] = []
        self.away = False

    def publish_order(self, order: WorkOrder, queue: str) -> None:
        self._refuse_when_away()
        self.orders.append(WorkOrder.from_json(order.to_json()))

    def publish_answer(self, node: str, answer: Answer) -> None:
        self._refuse_when_away()
        self.answers.append((node, answer))

    def queue_depth(self, queue: str) -> int:
        self._refuse_when_away()
        return len(self.orders)

    def empty(self) -> None:
        self.orders.clear()

    def _refuse_when_away(self) -> None:
        if self.away:
            raise compute.BrokerUnavailable("away")


def answer_to(report: Report) -> Answer | None:
    """What control answers to one report that comes alone."""
    answers = record_reports([report])
    assert len(answers) <= 1
    return answers[0][1] if answers else None


class Node:
    """Says what a node would say."""

    _tokens = itertools.count()

    def __init__(self, name: str, broker: Broker) -> None:
        self.name = name
        self.broker = broker
        self.tokens: dict[str, str] = {}

    def take(self) -> WorkOrder:
        return self.broker.orders.popleft()

    def report(self, kind: str, order: WorkOrder | None, **body: object) -> Answer | None:
        return answer_to(self.said(kind, order, **body))

    def said(self, kind: str, order: WorkOrder | None, **body: object) -> Report:
        """The report itself, not yet told."""
        attempt, fence = (order.attempt, order.fence) if order else ("", 0)
        return Report(kind, attempt, fence, self.name, time.time(), body)  # type: ignore[arg-type]

    def claim(self, order: WorkOrder, *, ready: bool = True, token: str = "") -> str:
        token = token or f"{self.name}-{next(self._tokens)}"
        self.tokens[order.attempt] = token
        return self._said(self.report("claim", order, ready=ready, token=token))

    def start(self, order: WorkOrder, pid: int = 4711) -> str:
        token = self.tokens[order.attempt]
        return self._said(self.report("start", order, pid=pid, token=token))

    def finish(
        self, order: WorkOrder, state: str = "Completed", reason: str = "", **more: object
    ) -> str:
        manifest = [
            {"output": output.name, "kind": "file",
             "files": [{"path": "", "size": 3, "sha256": "ab" * 32}]}
            for output in order.outputs
        ]  # fmt: skip
        body = {"log_size": 10, "manifest": manifest if state == "Completed" else [], **more}
        return self._said(self.report("finished", order, state=state, reason=reason, **body))

    def beat(self, *orders: WorkOrder, extra: Mapping[str, int] = {}, life: str = "") -> list[str]:
        """The attempts that are to be killed."""
        attempts = {order.attempt: order.fence for order in orders} | dict(extra)
        answer = self.report(
            "heartbeat", None, attempts=attempts, slots=2, target="local", life=life
        )
        assert answer is not None and answer.kind == "ack"
        kill = answer.body["kill"]
        assert isinstance(kill, list)
        return kill

    def work(self) -> list[str]:
        """Takes and completes whatever there is, until there is nothing; the names of the steps."""
        done = []
        while self.broker.orders:
            order = self.take()
            if self.claim(order) == "grant":
                self.finish(order)
                done.append(order.node)
        return done

    @staticmethod
    def _said(answer: Answer | None) -> str:
        assert answer is not None
        return answer.kind


class Maker(Node):
    """A node whose steps leave real bytes: a pure function of script, arguments and inputs, unless
    `makes` says otherwise for a step."""

    def __init__(self, name: str, broker: Broker) -> None:
        super().__init__(name, broker)
        self.makes: dict[str, Callable[[], bytes]] = {}

    def finish(
        self, order: WorkOrder, state: str = "Completed", reason: str = "", **more: object
    ) -> str:
        if state != "Completed":
            return super().finish(order, state, reason, **more)
        manifest = []
        for output in order.outputs:
            content = self.content(order, output.name)
            stat = self.store(order, output.datastore).write(output.path, content)
            digest = hashlib.sha256(content).hexdigest()
            file = {"path": "", "size": len(content), "sha256": digest, "etag": stat.etag}
            manifest.append({"output": output.name, "kind": "file", "files": [file]})
        return super().finish(order, state, reason, manifest=manifest, **more)

    def content(self, order: WorkOrder, output: str) -> bytes:
        if order.node in self.makes:
            return self.makes[order.node]()
        told = [file.sha256 for file in order.files.values()]
        told += [str(argument) for argument in order.arguments]
        told += sorted(f"{name}={value}" for name, value in order.parameters.items())
        for given in order.inputs:
            with self.store(order, given.datastore).open(given.path) as stream:
                told.append(hashlib.sha256(stream.read()).hexdigest())
        return hashlib.sha256("\n".join([output, *told]).encode()).hexdigest().encode()

    @staticmethod
    def store(order: WorkOrder, name: str) -> Datastore:
        spec = order.datastores[name]
        return open_store(DatastoreSpec(name, spec.kind, spec.settings))
