"""Files of datastores over HTTP: browse, look, download, delete."""

from typing import Any
from urllib.parse import urlencode

import pytest
from asgiref.sync import async_to_sync
from rest_framework.test import APIClient

from studio.data.store import Datastore
from studio.workspaces.models import Role, Workspace
from studio.workspaces.queries import default_store
from tests.people import member, signed_in

pytestmark = pytest.mark.django_db
STORE = ("datastores", "workspaceblobstore")


@pytest.fixture
def store(workspace: Workspace) -> Datastore:
    return default_store(workspace)


def code(answer: Any) -> str:
    return answer.json()["errors"][0]["code"]


def paths(page: Any) -> list[str]:
    return [row["path"] for row in page["results"]]


def content(answer: Any) -> bytes:
    async def collect() -> bytes:
        return b"".join([piece async for piece in answer.streaming_content])

    return async_to_sync(collect)() if answer.streaming else answer.content


def test_a_folder_shows_what_is_directly_in_it(
    client: APIClient, url: Any, store: Datastore
) -> None:
    for path in ("a.csv", "sub/b.csv", "sub/deep/c.csv", "süb/ñ.csv"):
        store.write(path, b"12")
    root = client.get(url(*STORE, "files")).json()
    assert [(row["path"], row["is_folder"], row["size"]) for row in root["results"]] == [
        ("a.csv", False, 2),
        ("sub", True, 0),
        ("süb", True, 0),
    ]
    assert paths(client.get(url(*STORE, "files"), {"prefix": "sub/"}).json()) == [
        "sub/b.csv",
        "sub/deep",
    ]
    assert paths(client.get(url(*STORE, "files"), {"prefix": "süb/"}).json()) == ["süb/ñ.csv"]
    assert client.get(url(*STORE, "files"), {"prefix": "nowhere/"}).json()["results"] == []


def test_an_unfinished_name_shows_what_begins_so(
    client: APIClient, url: Any, store: Datastore
) -> None:
    for path in ("part-01", "part-02", "other", "sub/part-03", "sub/other"):
        store.write(path, b"")
    assert paths(client.get(url(*STORE, "files"), {"prefix": "part-"}).json()) == [
        "part-01",
        "part-02",
    ]
    assert paths(client.get(url(*STORE, "files"), {"prefix": "sub/pa"}).json()) == ["sub/part-03"]


def test_pages_follow_each_other_without_gap_or_double(
    client: APIClient, url: Any, store: Datastore
) -> None:
    names = [f"n{number:03}" for number in range(25)]
    for name in names:
        store.write(f"folder/{name}", b"")
    seen: list[str] = []
    query = {"prefix": "folder/", "limit": 10}
    page: Any = {"next": ""}
    while page["next"] is not None:
        page = client.get(url(*STORE, "files"), {**query, "after": page["next"]}).json()
        seen += paths(page)
    assert seen == [f"folder/{name}" for name in names]


@pytest.mark.parametrize("limit", ["0", "x", "1001", "", "１", "9" * 5000])
def test_a_page_has_a_size(client: APIClient, url: Any, limit: str) -> None:
    answer = client.get(url(*STORE, "files"), {"limit": limit})
    assert (answer.status_code, code(answer)) == (400, "bad_limit")


BAD = ["..", "../..", "/etc", "a/../..", "%2e%2e", "a\\..\\b", "C:\\", "~", "\x00", "a\nb", "․․"]


@pytest.mark.parametrize("path", BAD)
@pytest.mark.parametrize("what", ["files", "content", "preview", "delete"])
def test_no_path_leaves_the_datastore(client: APIClient, url: Any, path: str, what: str) -> None:
    if what == "delete":
        answer = client.delete(url(*STORE, "files"), QUERY_STRING=urlencode({"path": path}))
    else:
        name = "prefix" if what == "files" else "path"
        asked = f"{path}/" if what == "files" else path
        answer = client.get(url(*STORE, what), {name: asked})
    assert (answer.status_code, code(answer)) == (400, "invalid_path")


def test_a_download_is_the_file_and_a_range_a_part_of_it(
    client: APIClient, url: Any, store: Datastore
) -> None:
    store.write("sub/data.bin", bytes(range(256)))
    whole = client.get(url(*STORE, "content"), {"path": "sub/data.bin"})
    assert (whole.status_code, content(whole)) == (200, bytes(range(256)))
    assert whole.headers["Content-Disposition"] == "attachment; filename*=UTF-8''data.bin"
    part = client.get(
        url(*STORE, "content"), {"path": "sub/data.bin"}, headers={"Range": "bytes=10-19"}
    )
    assert (part.status_code, content(part)) == (206, bytes(range(10, 20)))
    assert part.headers["Content-Range"] == "bytes 10-19/256"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a.png", "inline"), ("a.txt", "inline"), ("a.html", "attachment"), ("a.svg", "attachment")],
)
def test_only_what_cannot_run_is_shown_in_the_page(
    client: APIClient, url: Any, store: Datastore, name: str, shown: str
) -> None:
    store.write(name, b"<script>alert(1)</script>")
    answer = client.get(url(*STORE, "content"), {"path": name, "inline": "1"})
    assert answer.headers["Content-Disposition"].startswith(shown)
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["nope.txt", "sub", "a.csv/below"])
@pytest.mark.parametrize("what", ["content", "preview", "delete"])
def test_what_is_not_there_is_404(
    client: APIClient, url: Any, store: Datastore, path: str, what: str
) -> None:
    store.write("a.csv", b"1")
    if what == "delete":
        answer = client.delete(url(*STORE, "files"), QUERY_STRING=f"path={path}")
    else:
        answer = client.get(url(*STORE, what), {"path": path})
    assert (answer.status_code, code(answer)) == (404, "file_missing")


def test_a_preview_shows_the_first_rows(client: APIClient, url: Any, store: Datastore) -> None:
    store.write("t.csv", b"name,age\nada,36\nalan,41\n")
    seen = client.get(url(*STORE, "preview"), {"path": "t.csv"}).json()
    assert (seen["kind"], seen["rows"]) == ("table", [["ada", 36], ["alan", 41]])
    assert seen["columns"] == [{"name": "name", "type": "string"}, {"name": "age", "type": "int64"}]


def test_a_preview_of_a_picture_is_its_address(
    client: APIClient, url: Any, store: Datastore
) -> None:
    store.write("sub/p.png", b"\x89PNG\r\n\x1a\n")
    seen = client.get(url(*STORE, "preview"), {"path": "sub/p.png"}).json()
    shown = client.get(seen["url"])
    assert (seen["kind"], shown.headers["Content-Type"]) == ("image", "image/png")


def test_a_file_or_a_folder_is_deleted(client: APIClient, url: Any, store: Datastore) -> None:
    for path in ("keep.txt", "gone.txt", "old/a", "old/deep/b"):
        store.write(path, b"")
    files = url(*STORE, "files")
    assert client.delete(files, QUERY_STRING="path=gone.txt").json() == {"deleted": 1}
    assert client.delete(files, QUERY_STRING="path=old/").json() == {"deleted": 2}
    assert paths(client.get(files).json()) == ["keep.txt"]


@pytest.mark.parametrize("path", ["azureml/", "azureml/blobs/ab/abcd", "azureml/x/out"])
def test_what_runs_rest_on_is_not_deleted_by_hand(
    client: APIClient, url: Any, store: Datastore, path: str
) -> None:
    store.write("azureml/blobs/ab/abcd", b"print(1)")
    answer = client.delete(url(*STORE, "files"), QUERY_STRING=f"path={path}")
    assert (answer.status_code, code(answer)) == (400, "invalid_path")
    assert store.stat("azureml/blobs/ab/abcd").size == 8


def test_a_reader_looks_and_deletes_nothing(
    workspace: Workspace, url: Any, store: Datastore
) -> None:
    store.write("a.txt", b"1")
    reader = signed_in(member(workspace, Role.READER, "rita"))
    assert reader.get(url(*STORE, "content"), {"path": "a.txt"}).status_code == 200
    assert reader.delete(url(*STORE, "files"), QUERY_STRING="path=a.txt").status_code == 403


def test_an_unknown_datastore_is_404(client: APIClient, url: Any) -> None:
    for what in ("files", "content", "preview"):
        answer = client.get(url("datastores", "nope", what), {"path": "a"})
        assert (answer.status_code, code(answer)) == (404, "datastore_not_found")
