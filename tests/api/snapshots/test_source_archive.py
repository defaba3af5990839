"""A folder as a zip: kept whole or not at all."""

import io
import stat
import zipfile
from typing import Any

import pytest

from studio.workspaces import blobs
from tests.api.snapshots.test_source_folders import Door, listed
from tests.snapshots.test_archive import packed, with_entry
from tests.snapshots.test_checkout import CONFIG, entry, git_hash, index

pytestmark = pytest.mark.django_db
FILES = {"main.py": b"print('hello')\n" * 5_000, "lib/model.py": b"", "data.bin": bytes(range(256))}


@pytest.fixture
def door(db: None) -> Door:
    return Door()


def send(door: Door, body: bytes, folder: str = "", kind: str = "application/zip") -> Any:
    query = f"?folder={folder}" if folder else ""
    address = f"{door.base}/source-folders/archive/{query}"
    return door.client.post(address, body, content_type=kind)


def stored(door: Door) -> list[str]:
    """Names of everything in the content store."""
    store = blobs._store(door.workspace)
    return [entry.path for entry in store.list(blobs.PREFIX.rstrip("/"))]


def test_all_files_are_kept_and_told(door: Door):
    answer = send(door, packed(FILES))
    assert answer.status_code == 201
    told = answer.json()
    assert told["missing"] == []
    assert {path: file["size"] for path, file in told["kept"].items()} == {
        path: len(content) for path, content in FILES.items()
    }
    for path, file in told["kept"].items():
        assert blobs.open_blob(door.workspace, file["sha256"]).read() == FILES[path]


def test_the_ignore_file_in_it_counts(door: Door):
    told = send(door, packed({**FILES, ".amlignore": b"*.bin\nlib/\n"})).json()
    assert set(told["kept"]) == {".amlignore", "main.py"}
    assert (told["ignored_by"], told["ignored"]) == (".amlignore", ["data.bin", "lib/"])
    assert len(stored(door)) == 2


def test_one_folder_of_it_can_be_taken(door: Door):
    inside = {f"repo-main/train/{path}": content for path, content in FILES.items()}
    body = packed({**inside, "repo-main/README": b"x", "repo-main/.amlignore": b"*"})
    assert set(send(door, body, folder="repo-main/train").json()["kept"]) == set(FILES)
    assert send(door, body, folder="nothing").json()["errors"][0]["code"] == "no_such_folder"


def test_where_a_packed_checkout_stands_is_told(door: Door):
    git = {
        ".git/HEAD": b"ref: refs/heads/main\n",
        ".git/config": CONFIG.encode(),
        ".git/refs/heads/main": b"c" * 40,
        ".git/index": index(entry(b"a.py", git_hash(b"1"))),
    }
    told = send(door, packed({"a.py": b"1", **git})).json()
    assert set(told["kept"]) == {"a.py"}
    assert told["git"] | {"tree": ""} == {
        "repository_uri": "https://example.com/team/models.git",
        "branch": "main", "commit": "c" * 40, "dirty": False, "tree": "",
    }  # fmt: skip
    assert send(door, packed({"a.py": b"2", **git})).json()["git"]["dirty"] is True


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"no zip", "not_a_zip"),
        (with_entry("../evil.py"), "bad_path"),
        (with_entry("con"), "bad_path"),
        (with_entry("link", stat.S_IFLNK | 0o777, b"/etc/passwd"), "symlink"),
        (with_entry("pipe", stat.S_IFIFO), "not_a_file"),
        (packed({"a.py": b"", "A.py": b""}), "case_collision"),
        (packed({"zeros": bytes(20 * 1024 * 1024)}), "archive_bomb"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_odd_refuses_the_whole_archive(door: Door, body: bytes, code: str):
    answer = send(door, body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)
    assert stored(door) == []


def test_a_damaged_file_at_the_end_leaves_nothing_of_those_before_it(door: Door):
    body = packed({"a.py": b"fine", "z.py": b"damaged"}, zipfile.ZIP_STORED)
    answer = send(door, body.replace(b"damaged", b"DAMAGED"))
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "z.py")
    assert stored(door) == []


def test_links_that_are_ignored_do_no_harm(door: Door):
    target = io.BytesIO(with_entry("node_modules/.bin/x", stat.S_IFLNK | 0o777))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("a.py", b"1")
    assert set(send(door, target.getvalue()).json()["kept"]) == {"a.py"}


def test_more_files_than_a_snapshot_may_have_are_refused_before_any_is_unpacked(door, settings):
    settings.SNAPSHOT_LIMITS = type(settings.SNAPSHOT_LIMITS)(files=2)
    answer = send(door, packed(FILES), folder="")
    assert answer.json()["errors"][0]["code"] == "too_many_files"
    assert stored(door) == []


def test_only_a_zip_is_taken_for_a_zip(door: Door):
    assert send(door, packed(FILES), kind="application/octet-stream").status_code == 415
    assert send(door, packed(FILES), kind="application/x-tar").status_code == 415


def test_the_answer_is_the_one_a_listing_gets(door: Door):
    kept = send(door, packed({"a": b"print(1)"})).json()
    assert door.ask(files=listed(a=b"print(1)")).json() == kept
