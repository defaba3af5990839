"""A broker that can be looked into stands where messages leave the studio."""

import pytest

from studio import compute
from tests.runs.fakes import Broker


@pytest.fixture(autouse=True)
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    broker = Broker()
    monkeypatch.setattr(compute, "publish_order", broker.publish_order)
    monkeypatch.setattr(compute, "publish_answer", broker.publish_answer)
    monkeypatch.setattr(compute, "queue_depth", broker.queue_depth)
    return broker
