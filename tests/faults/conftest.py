"""The real system, patient enough that a restarted process is back before anybody is given up."""

from collections.abc import Iterator

import pytest

from tests.harness import FAST, Studio

PATIENT = FAST | {
    "STUDIO_HEARTBEAT_S": "0.5",
    "STUDIO_NOT_RESPONDING_S": "3",
    "STUDIO_LEASE_S": "15",
}


@pytest.fixture(scope="module")
def shaken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One studio for all faults of a module: it has to survive them all."""
    with Studio(tmp_path_factory.mktemp("faults"), PATIENT) as studio:
        yield studio
