"""Drafts: saved by revision, copied, deleted and brought back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from studio.graph.document import DocumentError
from studio.pipelines.errors import StaleRevision, UnknownExample
from studio.pipelines.events import draft_changed
from studio.pipelines.first_start import prepare_first_workspace
from studio.pipelines.models import Draft
from studio.pipelines.queries import drafts_of, problems_of
from studio.pipelines.services import (
    create_draft,
    create_from_example,
    delete_draft,
    duplicate_draft,
    rename_draft,
    restore_draft,
    save_draft,
)
from studio.workspaces.models import Workspace
from studio.workspaces.queries import default_store
from tests.drawing import Drawing
from tests.people import drawn, new_workspace, one_step, owner_of

pytestmark = pytest.mark.django_db


def new_draft(name: str = "churn", document: object = None, **more) -> Draft:
    workspace = Workspace.objects.filter(name="lab").first() or new_workspace()
    return create_draft(
        workspace=workspace, user=owner_of(workspace), name=name, document=document, **more
    )


def save(draft: Draft, revision: int, document: object = None) -> Draft:
    document = document or one_step().document
    return save_draft(draft, user=draft.created_by, document=document, expected_revision=revision)


def test_a_draft_begins_empty_at_revision_1():
    draft = new_draft()
    assert (draft.revision, draft.step_count) == (1, 0)
    assert draft.document["nodes"] == []


def test_saving_makes_the_next_revision():
    saved = save(new_draft(), 1)
    assert (saved.revision, saved.step_count) == (2, 1)
    assert saved.document["nodes"][0]["id"] == "train"


def test_a_stale_save_overwrites_nothing_and_brings_what_is_there():
    draft = new_draft()
    save(draft, 1)
    with pytest.raises(StaleRevision) as problem:
        save(draft, 1, Drawing().document)
    assert problem.value.current.revision == 2
    assert problem.value.current.document["nodes"][0]["id"] == "train"


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_that_save_together_one_wins_and_the_other_hears_of_it():
    draft = new_draft()

    def attempt(number: int) -> str:
        try:
            document = Drawing().script(f"step{number}", "pass").document
            return f"saved {save(draft, 1, document).revision}"
        except StaleRevision as problem:
            return f"stale {problem.current.revision}"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(attempt, range(8)))
    assert answers == ["saved 2"] + ["stale 2"] * 7


def test_a_document_of_the_wrong_shape_is_refused_and_one_with_problems_is_kept():
    draft = new_draft()
    with pytest.raises(DocumentError):
        save(draft, 1, {"schema": 99, "nodes": []})
    loop = Drawing().script("a", "pass", after=["a"]).document
    saved = save(draft, 1, loop)
    assert saved.revision == 2
    assert "self_edge" in {problem.code for problem in problems_of(draft.workspace, loop)}


def test_problems_know_the_places_of_the_workspace():
    draft = new_draft()
    document = one_step().script("far", "pass", compute_target="cluster").document
    assert "unknown_compute" in {p.code for p in problems_of(draft.workspace, document)}


def test_renaming_leaves_the_revision_alone():
    draft = save(new_draft(), 1)
    renamed = rename_draft(draft, user=draft.created_by, name="churn 2")
    assert (renamed.name, renamed.revision) == ("churn 2", 2)


def test_a_copy_is_a_draft_of_its_own():
    draft = save(new_draft(), 1)
    copy = duplicate_draft(draft, user=draft.created_by)
    save(draft, 2, Drawing().document)
    copy.refresh_from_db()
    assert copy.name == "Copy of churn"
    assert (copy.revision, copy.step_count) == (1, 1)


def test_a_deleted_draft_leaves_the_list_and_comes_back():
    draft = new_draft()
    delete_draft(draft)
    assert list(drafts_of(draft.workspace)) == []
    assert list(drafts_of(draft.workspace, deleted=True)) == [draft]
    restore_draft(draft)
    assert list(drafts_of(draft.workspace)) == [draft]


def test_a_deleted_draft_takes_no_save():
    draft = new_draft()
    delete_draft(draft)
    with pytest.raises(StaleRevision):
        save(draft, 1)


@pytest.mark.parametrize(
    ("search", "found"),
    [("", 3), ("churn", 2), ("CHURN weekly", 1), ("100%", 1), ("%", 1), ("_", 0), ("'--", 0)],
)
def test_search_finds_words_as_they_are_written(search: str, found: int):
    new_draft("churn")
    new_draft("churn model", description="runs weekly")
    new_draft("100% coverage")
    assert drafts_of(Workspace.objects.get(), search=search).count() == found


def test_a_change_is_announced_after_it_is_stored(django_capture_on_commit_callbacks):
    heard = []

    def listen(event, **_) -> None:
        heard.append(event)

    draft_changed.connect(listen)
    with django_capture_on_commit_callbacks() as waiting:
        draft = new_draft()
        assert not heard
    for callback in waiting:
        callback()
    assert [event.draft for event in heard] == [draft.pk]


def test_a_listener_that_fails_does_not_spoil_the_change(django_capture_on_commit_callbacks):
    def fail(**_) -> None:
        raise RuntimeError("the socket is gone")

    draft_changed.connect(fail)
    with django_capture_on_commit_callbacks(execute=True):
        draft = new_draft()
    assert Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("example", ["classify-breast-cancer", "three-python-scripts"])
def test_an_example_comes_with_its_files_and_data_and_has_no_problems(example: str):
    workspace = new_workspace()
    draft = create_from_example(workspace=workspace, user=owner_of(workspace), example=example)
    assert problems_of(workspace, draft.document) == []


def test_an_unknown_example_is_named_with_the_known_ones():
    workspace = new_workspace()
    with pytest.raises(UnknownExample, match="three-python-scripts"):
        create_from_example(workspace=workspace, user=owner_of(workspace), example="nope")


def test_an_example_does_not_touch_data_that_is_there_already():
    workspace = new_workspace()
    who: dict[str, Any] = {"workspace": workspace, "user": owner_of(workspace)}
    create_from_example(example="classify-breast-cancer", **who)
    store = default_store(workspace)
    path = next(e.path for e in store.list() if e.path.endswith(".csv"))
    store.write(path, b"my,own\n", overwrite=True)
    create_from_example(example="classify-breast-cancer", **who)
    assert store.open(path).read() == b"my,own\n"


def test_first_start_makes_owner_workspace_and_examples_and_later_starts_nothing():
    owner = prepare_first_workspace()
    assert owner.username == "owner"
    workspace = Workspace.objects.get()
    assert workspace.name == "main"
    assert drafts_of(workspace).count() == 2
    delete_draft(drafts_of(workspace)[0])
    assert prepare_first_workspace() == owner
    assert drafts_of(workspace).count() == 1
    assert Workspace.objects.count() == 1


def test_a_draft_can_hold_a_drawing_that_runs():
    workspace = new_workspace()
    assert problems_of(workspace, drawn(workspace)) == []
