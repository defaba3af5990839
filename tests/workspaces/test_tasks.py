"""The thread that sweeps uploads."""

import threading

import pytest

from studio.workspaces import uploads
from studio.workspaces.tasks import UploadSweeper


@pytest.mark.django_db(transaction=True)
def test_it_sweeps_again_and_again_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = threading.Semaphore(0)
    monkeypatch.setattr(uploads, "sweep", lambda now: rounds.release())
    sweeper = UploadSweeper(every_s=0.001)
    sweeper.start()
    assert all(rounds.acquire(timeout=10) for _ in range(3))
    sweeper.stop()
    sweeper._thread.join(10)
    assert not sweeper._thread.is_alive()
