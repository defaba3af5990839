"""What networks and services do to a datastore: nothing is lost, doubled, cut off or waited for
without end."""

import dataclasses
import io
import time
from collections.abc import Iterator

import pytest

from studio.data import (
    Credentials,
    Datastore,
    DatastoreUnavailable,
    ObjectExists,
    SizeMismatch,
    open_store,
)
from studio.data.patience import Patience
from tests.azurite.server import Azurite
from tests.data.faulty import Fault, FaultyServer, What

BRIEF = Patience(connect_s=1.0, read_s=1.0, request_s=1.5, total_s=20.0, tries=4, pause_s=0.01)
LARGE = bytes(range(256)) * 40_000  # 10 MB: two blocks


@pytest.fixture
def faulty(azurite: Azurite) -> Iterator[FaultyServer]:
    with FaultyServer(azurite.port) as server:
        yield server


@pytest.fixture
def store(azurite: Azurite, faulty: FaultyServer) -> Datastore:
    spec = azurite.spec(azurite.new_container())
    settings = {**spec.settings, "endpoint": azurite.endpoint.replace(azurite.host, faulty.host)}
    near = dataclasses.replace(spec, settings=settings, private_hosts=frozenset({faulty.host}))
    return open_store(near, BRIEF)


def test_a_busy_service_is_asked_again_when_it_says(
    store: Datastore, faulty: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    for status in (500, 429, 503):
        faulty.faults.append(Fault("refuse", status=status, headers={"Retry-After": "7"}))
    store.write("x", b"1")
    assert [pause for pause in pauses if pause >= 7] == [7, 7, 7]


def test_a_service_that_wants_to_be_left_alone_for_an_hour_is_given_up_at_once(
    store: Datastore, faulty: FaultyServer
) -> None:
    faulty.faults.append(Fault("refuse", times=9, headers={"Retry-After": "3600"}))
    with pytest.raises(DatastoreUnavailable):
        store.write("x", b"1")
    assert len(faulty.seen) == 1


def test_bursts_of_refusals_are_got_over(store: Datastore, faulty: FaultyServer) -> None:
    for status in (500, 503, 429):
        faulty.faults.append(Fault("refuse", status=status))
    store.write("x", b"1")
    assert store.open("x").read() == b"1"


def test_a_service_that_stays_busy_is_given_up(store: Datastore, faulty: FaultyServer) -> None:
    faulty.faults.append(Fault("refuse", times=1000))
    with pytest.raises(DatastoreUnavailable, match="503"):
        store.write("x", b"1")
    assert len(faulty.seen) == BRIEF.tries


def test_an_answer_that_trickles_is_given_up(store: Datastore, faulty: FaultyServer) -> None:
    store.write("x", bytes(10_000))
    faulty.faults.append(Fault("trickle", lambda method, _: method == "GET", times=1000))
    began = time.monotonic()
    with pytest.raises(DatastoreUnavailable):
        store.open("x").read()
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("after", [1, 5_000_000])
def test_a_download_that_is_cut_is_whole_in_the_end(
    store: Datastore, faulty: FaultyServer, after: int
) -> None:
    store.write("x", io.BytesIO(LARGE))
    faulty.faults.append(Fault("cut the answer", lambda m, _: m == "GET", times=2, after=after))
    assert store.open("x").read() == LARGE


@pytest.mark.parametrize("after", [0, 1, 4_000_000])
@pytest.mark.parametrize("part", ["comp=block&", "comp=blocklist"])
def test_an_upload_that_is_cut_is_whole_in_the_end(
    store: Datastore, faulty: FaultyServer, after: int, part: str
) -> None:
    faulty.faults.append(
        Fault("cut the question", lambda m, path: m == "PUT" and part in f"{path}&", after=after)
    )
    store.write("x", io.BytesIO(LARGE))
    assert store.open("x").read() == LARGE


def _append(path: str) -> bool:
    return "comp=appendblock" in path


@pytest.mark.parametrize("size", [0, 5, len(LARGE)])
@pytest.mark.parametrize("overwrite", [False, True])
def test_what_was_stored_though_the_answer_was_lost_is_stored(
    store: Datastore, faulty: FaultyServer, size: int, overwrite: bool
) -> None:
    """Else the second try of a write finds its own work in the way."""
    faulty.faults.append(Fault("lose the answer", lambda m, _: m == "PUT", times=2))
    stat = store.write("x", io.BytesIO(LARGE[:size]), overwrite=overwrite)
    assert stat == store.stat("x")
    assert store.open("x").read() == LARGE[:size]


def test_an_object_of_somebody_else_stays_in_the_way(
    store: Datastore, faulty: FaultyServer
) -> None:
    store.write("x", b"theirs")
    faulty.faults.append(Fault("lose the answer", lambda m, _: m == "PUT"))
    with pytest.raises(ObjectExists):
        store.write("x", b"ours")
    assert store.open("x").read() == b"theirs"


def test_an_append_whose_answer_was_lost_is_not_repeated(
    store: Datastore, faulty: FaultyServer
) -> None:
    store.append("log", b"one\n", 0)
    faulty.faults.append(Fault("lose the answer", lambda _, path: _append(path)))
    assert store.append("log", b"two\n", 4) == 8
    assert store.open("log").read() == b"one\ntwo\n"
    with pytest.raises(SizeMismatch):
        store.append("log", b"two\n", 4)


def test_a_delete_whose_answer_was_lost_is_no_error(store: Datastore, faulty: FaultyServer) -> None:
    store.write("x", b"1")
    faulty.faults.append(Fault("lose the answer", lambda method, _: method == "DELETE"))
    store.delete("x")
    assert store.list() == []


@pytest.mark.parametrize("what", ["lose the answer", "cut the answer"])
def test_a_commit_in_parts_survives_a_lost_answer(
    store: Datastore, faulty: FaultyServer, what: What
) -> None:
    upload = store.staged("u", "x")
    upload.append(0, LARGE)
    faulty.faults.append(Fault(what, lambda _, path: "comp=blocklist" in path))
    assert upload.commit().size == len(LARGE)


def test_a_server_that_sends_elsewhere_is_not_followed(
    store: Datastore, faulty: FaultyServer, azurite: Azurite
) -> None:
    """A redirect would take our credentials to an address nobody looked at."""
    store.write("x", b"1")
    elsewhere = {"Location": f"{azurite.endpoint}/elsewhere/x"}
    faulty.faults.append(
        Fault("refuse", lambda m, _: m == "GET", times=9, status=307, headers=elsewhere)
    )
    with pytest.raises(DatastoreUnavailable):
        store.open("x")
    assert not [seen for seen in faulty.seen if "elsewhere" in seen]


def test_an_expired_token_is_refused_by_name(azurite: Azurite) -> None:
    spec = azurite.spec(azurite.new_container())
    token = "sv=2021-08-06&se=2020-01-01T00%3A00%3A00Z&sr=c&sp=racwdl&sig=c2VjcmV0LXNpZw%3D%3D"
    late = dataclasses.replace(spec, credentials=Credentials({"sas_token": token}))
    with pytest.raises(DatastoreUnavailable) as told:
        open_store(late).check()
    assert told.value.code == "auth"
    assert "c2VjcmV0" not in f"{told.value!r} {told.value.__cause__!r} {told.value.__context__!r}"
