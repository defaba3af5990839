"""What tests of every room share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.azurite.server import Azurite, shared
from tests.harness import Studio


@pytest.fixture(autouse=True)
def every_step_has_its_reason(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of every run of every test: why each step ran or did not."""
    database = next((n for n in ("transactional_db", "db") if n in request.fixturenames), None)
    if database:
        request.getfixturevalue(database)  # made before this fixture, so still there after the test
    yield
    if database:
        from studio.runs.models import StepRun  # Django is set up by now

        silent = StepRun.objects.filter(why={}).values_list("run__number", "node_id")
        assert not list(silent), "steps without a reason"


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
