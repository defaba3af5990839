"""A folder is looked at before it is uploaded: what is kept, what is missing, where it came from."""

import base64
import hashlib
from typing import Any

import pytest
from rest_framework.test import APIClient

from studio.workspaces import blobs
from tests.people import new_workspace, owner_of, signed_in
from tests.snapshots.test_checkout import CONFIG, entry, git_hash, index

pytestmark = pytest.mark.django_db
COMMIT = "c" * 40


class Door:
    """Sends listings to one workspace."""

    def __init__(self) -> None:
        self.workspace = new_workspace()
        self.client: APIClient = signed_in(owner_of(self.workspace))
        self.base = f"/api/workspaces/{self.workspace.pk}"

    def ask(self, **body: Any) -> Any:
        return self.client.post(f"{self.base}/source-folders/", body, format="json")

    def upload(self, content: bytes) -> None:
        answer = self.client.post(
            f"{self.base}/blobs/", content, content_type="application/octet-stream"
        )
        assert answer.status_code == 201


@pytest.fixture
def door(db: None) -> Door:
    return Door()


def listed(**files: bytes) -> list[dict[str, Any]]:
    return [
        {
            "path": name.replace("__", "/"),
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "git_blob": git_hash(content),
        }
        for name, content in files.items()
    ]


def test_only_what_is_missing_has_to_be_uploaded(door: Door):
    door.upload(b"print(1)")
    files = listed(a=b"print(1)", lib__b=b"print(2)")

    told = door.ask(name="train", files=files).json()

    assert told == {
        "kept": {f["path"]: {"sha256": f["sha256"], "size": 8} for f in files},
        "missing": [files[1]["sha256"]],
        "ignored": [],
        "ignored_by": None,
        "git": None,
        "warnings": [],
    }
    door.upload(b"print(2)")
    assert door.ask(files=files).json()["missing"] == []


def test_names_and_sizes_alone_tell_which_files_are_worth_reading(door: Door):
    files = [{"path": "a.py", "size": 3}, {"path": "data/x.csv", "size": 10**12, "sha256": None}]
    told = door.ask(files=files, amlignore="data/").json()
    assert told["kept"] == {"a.py": {"sha256": "", "size": 3}}
    assert told["ignored"] == ["data/"]
    assert told["ignored_by"] == ".amlignore"
    assert told["missing"] == []


def test_files_that_look_like_secrets_are_pointed_out(door: Door):
    told = door.ask(files=listed(a=b"", config__id_rsa=b"-")).json()
    assert told["warnings"] == [{"code": "secret_like", "path": "config/id_rsa"}]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../x", "bad_path"),
        ("A", "case_collision"),
        ("a/b", "file_and_folder"),
        ("c:x", "bad_path"),
    ],
)
def test_a_folder_is_refused_whole_and_the_entry_named(door: Door, path: str, code: str):
    files = [{"path": "a", "size": 1}, {"path": path, "size": 1}]
    answer = door.ask(files=files)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["code"] == code
    assert answer.json()["extra"]["entry"] == error["attr"]
    assert error["attr"] in ("a", path)


def test_a_folder_that_is_too_large_is_told_both_ways_out(door: Door):
    answer = door.ask(name="train", files=[{"path": "data/x.csv", "size": 400 * 1024 * 1024}])
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["code"] == "too_large"
    assert "'train'" in error["detail"]
    assert ".amlignore" in error["detail"]
    assert "STUDIO_SNAPSHOT_BYTES" in error["detail"]
    assert answer.json()["extra"]["largest"] == ["data/"]


@pytest.mark.parametrize(
    "files",
    [
        None,
        {},
        ["a"],
        [{"path": "a"}],
        [{"path": "", "size": 1}],
        [{"path": "a" * 5_000, "size": 1}],
        [{"path": "a", "size": -1}],
        [{"path": "a", "size": True}],
        [{"path": "a", "size": 1.5}],
        [{"path": "a", "size": 1, "sha256": "x"}],
        [{"path": "a", "size": 1, "sha256": ["x"]}],
        [{"path": "a", "size": 1, "mode": 1}],
        [{"path": "a", "size": 1}, {"path": "a", "size": 1}],
    ],
)
def test_a_list_that_is_none_is_refused(door: Door, files: object):
    answer = door.ask(files=files)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"].startswith("files")


def test_fifty_thousand_files_are_looked_at_without_serializers_for_each(door: Door):
    files = [{"path": f"node_modules/m{n // 50}/f{n}.js", "size": 1} for n in range(50_000)]
    told = door.ask(files=[*files, {"path": "a.py", "size": 1}]).json()
    assert (list(told["kept"]), told["ignored"]) == (["a.py"], ["node_modules/"])


def test_where_a_checkout_stands_is_told_without_its_password(door: Door):
    files = listed(a=b"print(1)\n")
    git = {
        "head": "ref: refs/heads/main\n",
        "config": CONFIG,
        "refs": {"refs/heads/main": COMMIT},
        "index": base64.b64encode(index(entry(b"a", git_hash(b"print(1)\n")))).decode(),
    }
    told = door.ask(files=files, git=git)
    assert "hunter2" not in told.content.decode()
    found = told.json()["git"]
    tree = found.pop("tree")
    assert len(tree) == 64
    assert found == {
        "repository_uri": "https://example.com/team/models.git",
        "branch": "main",
        "commit": COMMIT,
        "dirty": False,
    }
    changed = door.ask(files=listed(a=b"print(2)\n"), git=git).json()["git"]
    assert changed["dirty"] is True
    assert changed["tree"] != tree


def test_without_its_index_a_checkout_may_be_dirty_or_not(door: Door):
    found = door.ask(files=listed(a=b""), git={"head": COMMIT}).json()["git"]
    assert (found["commit"], found["dirty"]) == (COMMIT, None)


@pytest.mark.parametrize(
    ("git", "attr"),
    [({"head": "x" * 2_000}, "git.head"), ({}, "git.head"), ({"head": "x", "index": "é"}, "git.index"),
     ({"head": "x", "hooks": "y"}, "git.hooks"), ("x", "git")],
)  # fmt: skip
def test_what_is_no_part_of_git_is_refused(door: Door, git: object, attr: str):
    answer = door.ask(files=[], git=git)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"].startswith(attr)


def test_an_answer_can_be_put_into_a_step_as_it_is(door: Door):
    """What the page does: look, upload, set_source."""
    content = b"print('hello')\n"
    files = listed(main=content)
    told = door.ask(files=files, git={"head": COMMIT}).json()
    door.upload(content)
    node = {
        "id": "a", "kind": "PythonScriptStep", "settings": {"script_name": "main"},
        "source": told["kept"], "git": told["git"],
    }  # fmt: skip
    document = {"schema": 1, "nodes": [node]}
    drafted = door.client.post(
        f"{door.base}/drafts/", {"name": "d", "document": document}, format="json"
    )
    assert drafted.status_code == 201
    assert drafted.json()["document"]["nodes"][0]["git"] == told["git"]
    assert blobs.missing(door.workspace, {files[0]["sha256"]}) == set()
