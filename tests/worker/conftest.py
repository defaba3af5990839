"""A broker, a control and a workspace for tests of a node."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker.control import Broker, Control, NodeProcess, Workspace, running


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    # A short path: the socket's name is limited to some hundred bytes.
    with tempfile.TemporaryDirectory(prefix="broker-") as folder:
        broker = Broker(Path(folder))
        broker.start()
        yield broker
        broker.stop()


@pytest.fixture(scope="module")
def control(broker: Broker) -> Iterator[Control]:
    control = Control(broker.url)
    yield control
    control.close()


@pytest.fixture(scope="module")
def node(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NodeProcess]:
    with running(broker, tmp_path_factory.mktemp("cache")) as node:
        yield node


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "store")
