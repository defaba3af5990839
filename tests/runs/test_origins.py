"""GitHub tracking: a run records where its files came from, as Azure ML names it."""

from dataclasses import replace
from typing import Any

import pytest

from studio.graph.model import Document, Git, Node, SourceFile
from studio.runs.models import Run
from studio.runs.origins import as_submitted, properties_of
from studio.runs.services import Submission, submit
from studio.snapshots import Limits, SnapshotRefused, tree_digest
from tests.drawing import Drawing
from tests.people import drawn, new_workspace, owner_of, signed_in

FILES = {"main.py": SourceFile("a" * 64, 3)}
CLEAN = Git("https://example.com/x.git", "main", "c" * 40, False, tree_digest(FILES))


def a_document(*origins: Git | None, files: dict[str, SourceFile] = FILES) -> Document:
    nodes = (Node(f"n{n}", "PythonScriptStep", source=files, git=g) for n, g in enumerate(origins))
    return Document(tuple(nodes))


def dirty_of(document: Document) -> bool | None:
    git = as_submitted(document).nodes[0].git
    assert git is not None
    return git.dirty


def test_files_as_they_were_taken_stay_clean():
    assert dirty_of(a_document(CLEAN)) is False


def test_files_edited_in_the_studio_are_dirty():
    edited = {"main.py": SourceFile("b" * 64, 3)}
    assert dirty_of(a_document(CLEAN, files=edited)) is True


def test_what_was_dirty_stays_dirty_and_what_was_unknown_unknown():
    assert dirty_of(a_document(replace(CLEAN, dirty=True))) is True
    assert dirty_of(a_document(replace(CLEAN, dirty=None))) is None


def test_a_password_that_a_program_wrote_into_a_document_does_not_stay():
    git = as_submitted(a_document(replace(CLEAN, repository_uri="https://a:b@h/x"))).nodes[0].git
    assert git is not None
    assert git.repository_uri == "https://h/x"


def test_the_properties_have_azure_mls_names():
    assert properties_of(a_document(CLEAN, None)) == {
        "azureml.git.repository_uri": "https://example.com/x.git",
        "azureml.git.branch": "main",
        "azureml.git.commit": "c" * 40,
        "azureml.git.dirty": "False",
        "mlflow.source.git.repoURL": "https://example.com/x.git",
        "mlflow.source.git.branch": "main",
        "mlflow.source.git.commit": "c" * 40,
    }


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ((None,), {}),
        ((Git(),), {}),
        ((CLEAN, replace(CLEAN, commit="d" * 40)), {"azureml.git.branch": "main"}),
        ((CLEAN, replace(CLEAN, dirty=True)), {"azureml.git.dirty": "True"}),
        ((CLEAN, replace(CLEAN, dirty=None)), {"azureml.git.commit": "c" * 40}),
    ],
)
def test_what_steps_disagree_about_is_left_out(origins: Any, expected: dict[str, str]):
    found = properties_of(a_document(*origins))
    assert found.items() >= expected.items()
    if origins[1:] and origins[1].commit != CLEAN.commit:
        assert "azureml.git.commit" not in found
        assert "mlflow.source.git.commit" not in found
    if origins[1:] and origins[1].dirty is None:
        assert "azureml.git.dirty" not in found


@pytest.mark.django_db
def test_a_run_shows_them_and_its_step_where_it_came_from(broker):
    workspace = new_workspace()
    drawing = Drawing().script("train", "print('hello')\n")
    document = drawn(workspace, drawing)
    git = {"repository_uri": "https://ada:pass@example.com/x.git", "branch": "main",
           "commit": "c" * 40, "dirty": False, "tree": "0" * 64}  # fmt: skip
    document["nodes"][0]["git"] = git

    run = submit(Submission(workspace, owner_of(workspace), document, "e")).run

    base = f"/api/workspaces/{workspace.pk}/runs/{run.pk}/"
    client = signed_in(owner_of(workspace))
    shown = client.get(base)
    assert "pass" not in shown.content.decode()
    assert shown.json()["properties"]["azureml.git.commit"] == "c" * 40
    assert shown.json()["properties"]["azureml.git.dirty"] == "True"
    (step,) = shown.json()["steps"]
    snapshot = client.get(f"{base}steps/{step['id']}/snapshot/").json()
    assert snapshot["git"] == {**git, "repository_uri": "https://example.com/x.git", "dirty": True}


@pytest.mark.django_db
def test_a_run_of_files_from_nowhere_has_no_such_properties(broker):
    workspace = new_workspace()
    run = submit(Submission(workspace, owner_of(workspace), drawn(workspace), "e")).run
    assert Run.objects.get(pk=run.pk).properties == {}


@pytest.mark.django_db
def test_a_step_with_more_files_than_a_snapshot_may_have_is_refused(broker, settings):
    settings.SNAPSHOT_LIMITS = Limits(files=0)
    workspace = new_workspace()
    with pytest.raises(SnapshotRefused, match="The folder 'train'"):
        submit(Submission(workspace, owner_of(workspace), drawn(workspace), "e"))
