"""Reports through a real broker: in batches, whatever they are, also after it was away."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from kombu import Connection

from studio.compute import Receiver
from studio.worker.reports import Reporter
from tests.waiting import wait_until
from tests.worker.control import Broker


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    broker = Broker(tmp_path_factory.mktemp("b"))
    broker.start()
    yield broker
    broker.stop()


class Taken:
    """Keeps the batches; the first one may be held up."""

    def __init__(self) -> None:
        self.batches: list[list[object]] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, messages: Sequence[object]) -> None:
        self.batches.append(list(messages))
        self.may_go_on.wait()

    @property
    def sizes(self) -> list[object]:
        return [message["body"]["size"] for batch in self.batches for message in batch]  # type: ignore[index]


@pytest.fixture
def taken(broker: Broker) -> Iterator[Taken]:
    taken = Taken()
    receiver = Receiver(broker.url, taken)
    receiver.start()
    yield taken
    taken.may_go_on.set()
    receiver.close()


def send(broker: Broker, *sizes: int) -> None:
    with closing(Reporter(broker.url, "n")) as reporter:
        for size in sizes:
            assert reporter.send("log", "a", 1, {"size": size})


def test_reports_come_in_their_order(broker: Broker, taken: Taken) -> None:
    send(broker, *range(100))
    wait_until(lambda: len(taken.sizes) == 100)
    assert taken.sizes == list(range(100))


def test_what_came_meanwhile_comes_together(broker: Broker, taken: Taken) -> None:
    taken.may_go_on.clear()
    send(broker, 0)
    wait_until(lambda: taken.batches)
    send(broker, *range(1, 21))
    taken.may_go_on.set()
    wait_until(lambda: len(taken.sizes) == 21)
    assert [len(batch) for batch in taken.batches] == [1, 20]


def test_what_is_no_json_is_dropped(broker: Broker, taken: Taken) -> None:
    with Connection(broker.url) as connection:
        producer = connection.Producer()
        for body in ("{", json.dumps({"body": {"size": 1}})):
            producer.publish(body, routing_key="reports", content_type="application/json",
                             content_encoding="utf-8")  # fmt: skip
    wait_until(lambda: taken.batches)
    assert taken.sizes == [1]


def test_a_broker_that_comes_back_is_listened_to_again(broker: Broker, taken: Taken) -> None:
    send(broker, 1)
    wait_until(lambda: taken.sizes == [1])
    broker.stop()
    broker.start()
    send(broker, 2)
    wait_until(lambda: taken.sizes == [1, 2])


def test_a_closed_receiver_has_finished_what_it_took(broker: Broker, tmp_path: Path) -> None:
    done = threading.Event()
    receiver = Receiver(broker.url, lambda messages: done.set())
    receiver.start()
    send(broker, 1)
    wait_until(done.is_set)
    receiver.close()
    assert not receiver.is_alive()
