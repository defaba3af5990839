"""GitHub tracking, as the article has it: from a folder of a checkout to the properties of its runs."""

import base64
from typing import Any

import pytest

from tests.api.conftest import broker  # noqa: F401
from tests.api.snapshots.test_source_folders import Door, listed
from tests.drawing import Drawing
from tests.snapshots.test_checkout import CONFIG, entry, git_hash, index

pytestmark = pytest.mark.django_db
COMMIT = "c" * 40
FILES = {"lib.py": b"x = 1\n", "main.py": b"print('hello')\n"}


@pytest.fixture
def door(db: None) -> Door:
    return Door()


def taken(door: Door, files: dict[str, bytes]) -> dict[str, Any]:
    """A folder of the checkout, looked at and uploaded; the step it becomes."""
    tracked = (entry(path.encode(), git_hash(body)) for path, body in FILES.items())
    git = {
        "head": "ref: refs/heads/main\n",
        "config": CONFIG,
        "refs": {"refs/heads/main": COMMIT},
        "index": base64.b64encode(index(*tracked)).decode(),
    }
    told = door.ask(
        name="train",
        files=[{**f, "path": path} for path, body in files.items() for f in listed(x=body)],
        git=git,
    ).json()
    for body in files.values():
        door.upload(body)
    drawing = Drawing().script("train", "")
    return {**drawing.nodes[0], "source": told["kept"], "git": told["git"]}


def properties(door: Door, node: dict[str, Any]) -> dict[str, str]:
    body = {"document": {"schema": 1, "nodes": [node]}, "experiment": "e"}
    run = door.client.post(f"{door.base}/runs/", body, format="json").json()
    shown = door.client.get(f"{door.base}/runs/{run['id']}/").json()["properties"]
    return dict(shown)


def test_github_tracking_records_repository_branch_and_commit(door: Door):
    assert properties(door, taken(door, FILES)) == {
        "azureml.git.repository_uri": "https://example.com/team/models.git",
        "azureml.git.branch": "main",
        "azureml.git.commit": COMMIT,
        "azureml.git.dirty": "False",
        "mlflow.source.git.repoURL": "https://example.com/team/models.git",
        "mlflow.source.git.branch": "main",
        "mlflow.source.git.commit": COMMIT,
    }


def test_github_tracking_says_when_the_checkout_had_changes(door: Door):
    changed = {**FILES, "lib.py": b"x = 2\n"}
    assert properties(door, taken(door, changed))["azureml.git.dirty"] == "True"


def test_github_tracking_says_when_a_file_was_edited_in_the_studio(door: Door):
    node = taken(door, FILES)
    door.upload(b"x = 3\n")
    (edited,) = listed(lib=b"x = 3\n")
    node["source"]["lib.py"] = {"sha256": edited["sha256"], "size": edited["size"]}
    told = properties(door, node)
    assert (told["azureml.git.commit"], told["azureml.git.dirty"]) == (COMMIT, "True")
