"""Orders and answers through a real broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio import compute
from studio.compute.broker import Publisher
from studio.engine.messages import Answer
from tests.worker.control import Broker, Workspace


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    broker = Broker(tmp_path_factory.mktemp("b"))
    broker.start()
    yield broker
    broker.stop()


def test_an_order_waits_in_the_queue_of_its_target(broker: Broker, tmp_path: Path) -> None:
    publisher = Publisher(broker.url)
    assert publisher.depth("target.local") == 0
    publisher.order(Workspace(tmp_path).order("pass"), "target.local")
    assert publisher.depth("target.local") == 1
    publisher.close()


def test_one_publisher_a_process_reads_the_broker_from_the_environment(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROKER_URL", broker.url)
    compute.publish_answer("laptop", Answer("ack"))
    compute.publish_answer("laptop", Answer("ack"))
    assert compute.queue_depth("node.laptop") == 2


def test_a_broker_that_comes_back_is_used_again(broker: Broker, tmp_path: Path) -> None:
    publisher = Publisher(broker.url)
    publisher.order(Workspace(tmp_path).order("pass"), "target.local")
    broker.stop()
    with pytest.raises(compute.BrokerUnavailable):
        publisher.answer("laptop", Answer("ack"))
    broker.start()
    publisher.answer("laptop", Answer("ack"))
    assert publisher.depth("node.laptop") == 1
    publisher.close()
