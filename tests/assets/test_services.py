"""Names and versions of datasets and models."""

import threading

import pytest
from django.db import connection

from studio.assets.errors import (
    BadName,
    BadPath,
    KindDiffers,
    NameTaken,
    NothingThere,
    UnknownAsset,
    UnknownDatastore,
)
from studio.assets.places import checked_places, refuse_nothing
from studio.assets.queries import (
    dataset_of,
    dataset_version,
    datasets_of,
    datastore_users,
    model_of,
    model_version,
    models_of,
    newest_datasets,
    newest_models,
)
from studio.assets.services import (
    Author,
    Words,
    add_dataset_version,
    change_model_version,
    register_dataset,
    register_model,
    remove_model_version,
    unregister_dataset,
)
from studio.assets.sources import from_path
from studio.data.store import Datastore
from studio.workspaces.models import Workspace
from tests.assets.conftest import STORE, place
from tests.people import new_workspace


def test_versions_count_from_one_and_latest_is_the_newest(
    workspace: Workspace, author: Author
) -> None:
    first = register_dataset(workspace, author, "iris", "tabular", [place("a.csv")])
    second = add_dataset_version(first.dataset, author, [place("b.csv")], Words("better"))
    assert (first.number, second.number) == (1, 2)
    assert dataset_version(workspace, "iris").description == "better"
    assert dataset_version(workspace, "iris", "1").paths.get().path == "a.csv"


@pytest.mark.parametrize("version", ["3", "0", "x", "-1", "²", "9" * 30, ""])
def test_a_version_that_is_none_is_not_found(
    version: str, workspace: Workspace, author: Author
) -> None:
    register_dataset(workspace, author, "iris", "tabular", [place("a.csv")])
    with pytest.raises(UnknownAsset):
        dataset_version(workspace, "iris", version)


def test_a_name_is_taken_once_and_free_again_with_its_numbers_going_on(
    workspace: Workspace, author: Author
) -> None:
    first = register_dataset(workspace, author, "iris", "tabular", [place("a.csv")])
    with pytest.raises(NameTaken):
        register_dataset(workspace, author, "iris", "tabular", [place("b.csv")])
    unregister_dataset(first.dataset)
    assert dataset_of(workspace, "iris") is None
    again = register_dataset(workspace, author, "iris", "file", [place("b.csv")])
    assert (again.number, again.dataset.pk, again.dataset.kind) == (2, first.dataset.pk, "file")


def test_a_dataset_stays_of_its_kind(workspace: Workspace, author: Author) -> None:
    first = register_dataset(workspace, author, "iris", "tabular", [place("a.csv")])
    with pytest.raises(KindDiffers):
        add_dataset_version(first.dataset, author, [place("b")], kind="file")


@pytest.mark.parametrize("name", ["", " a", "a ", "-a", "a/b", "a\nb", "é", "a" * 256, "a\0"])
def test_a_name_has_letters_digits_and_little_else(
    name: str, workspace: Workspace, author: Author
) -> None:
    with pytest.raises(BadName):
        register_dataset(workspace, author, name, "file", [place("a")])


@pytest.mark.parametrize("name", ["a", "Titanic ds", "model_1.0-rc", "9"])
def test_names_of_the_wild_are_taken(name: str, workspace: Workspace, author: Author) -> None:
    assert register_dataset(workspace, author, name, "file", [place("a")]).dataset.name == name


@pytest.mark.parametrize(
    ("written", "kept"),
    [("data/", "data"), ("data/*", "data"), ("data/**", "data"), ("data/a.csv", "data/a.csv")],
)
def test_a_folder_may_be_written_as_v1_code_writes_it(
    written: str, kept: str, workspace: Workspace
) -> None:
    assert checked_places(workspace, [place(written), place(kept)]) == [place(kept)]


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a/../b", "a//b", "", "**", "C:\\x", "a\0"]
)
def test_a_path_that_could_mean_something_else_is_refused(path: str, workspace: Workspace) -> None:
    with pytest.raises(BadPath):
        checked_places(workspace, [place(path)])


def test_a_datastore_must_be_the_workspaces_own(workspace: Workspace) -> None:
    with pytest.raises(UnknownDatastore):
        checked_places(workspace, [place("a", "elsewhere")])


def test_where_nothing_is_stored_is_said(workspace: Workspace, store: Datastore) -> None:
    store.write("data/a.csv", b"a")
    refuse_nothing(workspace, [place("data"), place("data/a.csv")])
    with pytest.raises(NothingThere):
        refuse_nothing(workspace, [place("data/b.csv")])


def test_a_model_of_a_folder_lists_its_files(
    workspace: Workspace, author: Author, store: Datastore
) -> None:
    store.write("m/weights.bin", b"12345")
    store.write("m/sub/vocab.txt", b"abc")
    version = register_model(workspace, author, "bert", from_path(workspace, place("m/")))
    assert (version.kind, version.size, version.file_count) == ("folder", 8, 2)
    assert version.manifest == [
        {"path": "sub/vocab.txt", "size": 3, "sha256": ""},
        {"path": "weights.bin", "size": 5, "sha256": ""},
    ]


def test_a_removed_model_version_is_gone_and_its_number_is_not_given_again(
    workspace: Workspace, author: Author, store: Datastore
) -> None:
    store.write("m.pkl", b"1")
    source = from_path(workspace, place("m.pkl"))
    register_model(workspace, author, "m", source)
    second = register_model(workspace, author, "m", source)
    remove_model_version(second)
    assert model_version(workspace, "m").number == 1
    assert register_model(workspace, author, "m", source).number == 3
    row = model_of(workspace, "m")
    assert row is not None
    assert (row.newest, row.version_count) == (3, 2)  # type: ignore[attr-defined]


def test_tags_and_properties_change_and_the_rest_stays(
    workspace: Workspace, author: Author, store: Datastore
) -> None:
    store.write("m.pkl", b"1")
    words = Words("first", {"stage": "test"})
    register_model(workspace, author, "m", from_path(workspace, place("m.pkl")), words)
    change_model_version(model_version(workspace, "m"), {"tags": {"stage": "live"}})
    changed = model_version(workspace, "m")
    assert (changed.tags, changed.description) == ({"stage": "live"}, "first")


def test_lists_show_the_newest_living_version_and_nothing_of_others(
    workspace: Workspace, author: Author, store: Datastore
) -> None:
    store.write("m.pkl", b"1")
    first = register_dataset(workspace, author, "a", "file", [place("x")])
    register_dataset(workspace, author, "b", "file", [place("x")])
    add_dataset_version(first.dataset, author, [place("y")])
    register_model(workspace, author, "m", from_path(workspace, place("m.pkl")))
    rows = list(datasets_of(workspace))
    assert [row.name for row in rows] == ["a", "b"]
    assert newest_datasets(workspace, rows)[first.dataset_id].number == 2
    models = list(models_of(workspace, search="M"))
    assert newest_models(workspace, models)[models[0].pk].number == 1
    elsewhere = new_workspace("other", "otto")
    assert not datasets_of(elsewhere).exists()
    with pytest.raises(UnknownAsset):
        dataset_version(elsewhere, "a")


def test_who_needs_a_datastore_is_known_until_it_is_removed(
    workspace: Workspace, author: Author, store: Datastore
) -> None:
    store.write("m.pkl", b"1")
    first = register_dataset(workspace, author, "d", "file", [place("x"), place("y")])
    register_model(workspace, author, "m", from_path(workspace, place("m.pkl")))
    users = list(datastore_users(workspace, STORE))
    assert [(user.type, user.name) for user in users] == [("dataset", "d"), ("model", "m")]
    unregister_dataset(first.dataset)
    assert [user.type for user in datastore_users(workspace, STORE)] == ["model"]
    assert list(datastore_users(workspace, "workspacefilestore")) == []


@pytest.mark.django_db(transaction=True)
def test_versions_registered_at_once_get_numbers_of_their_own() -> None:
    workspace = new_workspace()
    store_place = [place("x")]
    first = register_dataset(workspace, Author(None), "d", "file", store_place)
    ready = threading.Barrier(4)

    def add() -> None:
        ready.wait()
        add_dataset_version(first.dataset, Author(None), store_place)
        connection.close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = first.dataset.versions.values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5]
