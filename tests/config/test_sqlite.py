"""One writer at a time, in order of arrival, and nobody ever reads "database is locked"."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction

from studio.config.sqlite.lock import FairLock
from studio.workspaces.models import Workspace
from tests.waiting import wait_until


def test_waiters_are_served_in_the_order_they_came():
    lock = FairLock()
    served: list[int] = []
    assert lock.acquire(1)
    threads = []
    for number in range(8):
        thread = threading.Thread(target=_serve, args=(lock, served, number))
        thread.start()
        wait_until(partial(_queue_is, lock, number + 1), 5, "it queues up")
        threads.append(thread)
    lock.release()
    for thread in threads:
        thread.join(5)
    assert served == list(range(8))


def _queue_is(lock: FairLock, length: int) -> bool:
    return len(lock._waiting) == length


def _serve(lock: FairLock, served: list[int], number: int) -> None:
    assert lock.acquire(5)
    served.append(number)
    lock.release()


def test_a_waiter_that_gives_up_leaves_the_line():
    lock = FairLock()
    assert lock.acquire(1)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_who_read_first_never_meet_a_locked_database():
    row = Workspace.objects.create(name="count-0")

    def write(_: int) -> None:
        for _ in range(25):
            with transaction.atomic():
                current = Workspace.objects.get(pk=row.pk)
                current.name = f"count-{int(current.name.split('-')[1]) + 1}"
                current.save()
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    row.refresh_from_db()
    assert row.name == "count-200"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ending", ["commit", "error", "close"])
def test_the_turn_is_given_back_however_a_transaction_ends(ending: str):
    def use_and_end() -> None:
        try:
            with transaction.atomic():
                Workspace.objects.create(name=f"by-{ending}")
                if ending == "close":
                    connection.close()
                if ending == "error":
                    raise LookupError
        except (LookupError, OperationalError):
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=use_and_end)
    thread.start()
    thread.join(10)
    with transaction.atomic():
        Workspace.objects.create(name="next")
    assert Workspace.objects.filter(name="by-commit").exists() == (ending == "commit")
