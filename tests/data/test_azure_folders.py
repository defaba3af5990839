"""What is particular about file shares and Data Lakes: leases, renaming, names of Windows."""

from collections.abc import Callable

import pytest

from studio.data import DatastoreUnavailable, InvalidPath, azure_folders, open_store
from tests.data.azure_server import AzureServer
from tests.data.places import Place


@pytest.mark.parametrize("name", ["a?b", "a*b", 'a"b', "a|b", "<a>"])
def test_a_name_windows_does_not_know_is_refused_by_a_share(
    new_azure_file: Callable[[], Place], name: str
) -> None:
    with pytest.raises(InvalidPath, match=r"no . in names"):
        open_store(new_azure_file().spec).write(f"d/{name}", b"")


def test_a_data_lake_takes_a_question_mark(new_adls_gen2: Callable[[], Place]) -> None:
    store = open_store(new_adls_gen2().spec)
    store.write("what?/why?.txt", b"because")
    assert [entry.path for entry in store.list()] == ["what?/why?.txt"]
    assert store.open("what?/why?.txt").read() == b"because"


def test_a_writer_that_died_does_not_hold_a_log_for_ever(
    new_azure_file: Callable[[], Place],
    share_server: AzureServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = new_azure_file()
    store = open_store(place.spec)
    store.append("log", b"a")
    file = share_server.holders[place.spec.settings["share"]]["below/here/log"]
    assert file is not None
    file.lease = "of a process that is gone"
    monkeypatch.setattr(azure_folders, "LEASE_WAIT_S", 0.05)
    assert store.append("log", b"b", 1) == 2


def test_a_data_lake_s_lease_ends_by_itself_and_is_waited_for(
    new_adls_gen2: Callable[[], Place], lake_server: AzureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = new_adls_gen2()
    store = open_store(place.spec)
    store.append("log", b"a")
    file = lake_server.holders[place.spec.settings["filesystem"]]["below/here/log"]
    assert file is not None
    file.lease = "of another writer"
    monkeypatch.setattr(azure_folders, "LEASE_WAIT_S", 0.05)
    with pytest.raises(DatastoreUnavailable) as told:
        store.append("log", b"b", 1)
    assert told.value.code == "timeout"
