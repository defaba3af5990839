"""What tests of every room share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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
