"""What tests of every room share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.azurite.server import Azurite, shared
from tests.harness import Studio


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """The real system, one for a whole session of tests; do not kill its parts."""
    with Studio(tmp_path_factory.mktemp("studio")) as running:
        yield running


@pytest.fixture
def own_studio(tmp_path: Path) -> Iterator[Studio]:
    """The real system for one test alone, which may do anything to it."""
    with Studio(tmp_path / "home") as running:
        yield running


@pytest.fixture(scope="session")
def azurite(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Azurite]:
    """Azure's Blob service, one for all workers of a session; make a container of your own."""
    base = tmp_path_factory.getbasetemp()
    with shared(base if worker_id == "master" else base.parent) as running:
        yield running
