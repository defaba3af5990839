"""Uploads over HTTP, as a tus client speaks."""

import base64
from typing import Any

import pytest
from django.conf import settings as installation
from rest_framework.test import APIClient

from studio.data.store import Datastore
from studio.workspaces.models import Role, Upload, Workspace
from studio.workspaces.queries import default_store
from tests.people import member, signed_in

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def store(workspace: Workspace) -> Datastore:
    return default_store(workspace)


class Browser:
    """What tus-js-client sends."""

    def __init__(self, client: APIClient, address: str) -> None:
        self.client = client
        self.address = address

    def begin(self, path: str, length: int, **metadata: str) -> Any:
        pairs = {"path": path, "filename": "x", **metadata}
        coded = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())
        headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": coded}
        return self.client.generic("POST", self.address, headers=headers)

    def send(self, address: str, offset: int, part: bytes) -> Any:
        kind = "application/offset+octet-stream"
        headers = {**TUS, "Upload-Offset": str(offset)}
        return self.client.patch(address, part, content_type=kind, headers=headers)

    def stands(self, address: str) -> Any:
        return self.client.head(address, headers=TUS)

    def end(self, address: str) -> Any:
        return self.client.delete(address, headers=TUS)


@pytest.fixture
def browser(client: APIClient, url: Any) -> Browser:
    return Browser(client, url("datastores", "workspaceblobstore", "uploads"))


def code(answer: Any) -> str:
    return answer.json()["errors"][0]["code"]


def test_a_file_arrives_in_parts_and_is_seen_when_it_is_whole(
    browser: Browser, store: Datastore
) -> None:
    begun = browser.begin("raw/data.bin", 10)
    assert begun.status_code == 201
    address = begun.headers["Location"]
    first = browser.send(address, 0, b"01234")
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "5")
    assert store.list("raw") == []
    stands = browser.stands(address)
    assert (stands.headers["Upload-Offset"], stands.headers["Upload-Length"]) == ("5", "10")
    assert "Upload-Expires" in stands.headers
    assert browser.send(address, 5, b"56789").headers["Upload-Offset"] == "10"
    assert store.open("raw/data.bin").read() == b"0123456789"
    assert browser.stands(address).headers["Upload-Offset"] == "10"


def test_every_answer_says_which_version_is_spoken(browser: Browser) -> None:
    told = browser.client.options(browser.address)
    assert (told.status_code, told.headers["Tus-Version"]) == (204, "1.0.0")
    assert told.headers["Tus-Extension"] == "creation,expiration,termination"
    assert told.headers["Tus-Max-Size"] == str(installation.LARGEST_UPLOAD)
    for answer in (browser.begin("a", 1), browser.begin("../a", 1), told):
        assert answer.headers["Tus-Resumable"] == "1.0.0"


@pytest.mark.parametrize("headers", [{}, {"Tus-Resumable": "0.2.2"}])
def test_another_version_is_refused_by_the_one_we_speak(
    browser: Browser, headers: dict[str, str]
) -> None:
    answer = browser.client.generic("POST", browser.address, headers=headers)
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize("offset", [0, 4, 6, 10, 11])
def test_a_part_that_does_not_fit_is_refused_and_told_where_to_go_on(
    browser: Browser, offset: int
) -> None:
    address = browser.begin("a.bin", 10).headers["Location"]
    browser.send(address, 0, b"01234")
    answer = browser.send(address, offset, b"56789")
    assert (answer.status_code, code(answer)) == (409, "wrong_offset")
    assert answer.json()["extra"] == {"offset": 5}


def test_a_part_never_makes_a_file_longer_than_it_was_said_to_be(
    browser: Browser, store: Datastore
) -> None:
    address = browser.begin("a.bin", 4).headers["Location"]
    assert browser.send(address, 0, b"0123456789").headers["Upload-Offset"] == "4"
    assert store.open("a.bin").read() == b"0123"


def test_an_empty_file_needs_no_part(browser: Browser, store: Datastore) -> None:
    address = browser.begin("empty.txt", 0).headers["Location"]
    assert store.stat("empty.txt").size == 0
    assert browser.stands(address).headers["Upload-Offset"] == "0"


def test_a_file_that_is_there_is_overwritten_only_when_asked(
    browser: Browser, store: Datastore
) -> None:
    store.write("a.txt", b"old")
    refused = browser.begin("a.txt", 3)
    assert (refused.status_code, code(refused)) == (409, "object_exists")
    address = browser.begin("a.txt", 3, overwrite="1").headers["Location"]
    assert store.open("a.txt").read() == b"old"
    browser.send(address, 0, b"new")
    assert store.open("a.txt").read() == b"new"


def test_a_file_that_came_meanwhile_is_not_overwritten(browser: Browser, store: Datastore) -> None:
    address = browser.begin("a.txt", 3).headers["Location"]
    store.write("a.txt", b"first")
    answer = browser.send(address, 0, b"new")
    assert (answer.status_code, code(answer)) == (409, "object_exists")
    assert store.open("a.txt").read() == b"first"
    assert browser.stands(address).status_code == 404


def test_an_upload_that_is_ended_leaves_nothing(browser: Browser, store: Datastore) -> None:
    address = browser.begin("a.txt", 3).headers["Location"]
    browser.send(address, 0, b"x")
    assert browser.end(address).status_code == 204
    assert browser.stands(address).status_code == 404
    assert store.list() == []


@pytest.mark.parametrize(
    "path",
    ["", "..", "/etc/passwd", "a/../b", "a\\b", "a//b", "\x00", ".incoming/x", "azureml/blobs/x"],
)
def test_a_path_that_cannot_be_a_file_is_refused(browser: Browser, path: str) -> None:
    answer = browser.begin(path, 1)
    assert (answer.status_code, code(answer)) == (400, "invalid_path")
    assert Upload.objects.count() == 0


def test_a_path_through_a_file_is_refused(browser: Browser, store: Datastore) -> None:
    store.write("a.txt", b"file")
    begun = browser.begin("a.txt/b", 1)
    answer = browser.send(begun.headers["Location"], 0, b"x")
    assert (answer.status_code, code(answer)) == (400, "invalid_path")


def test_a_path_of_a_folder_is_refused(browser: Browser, store: Datastore) -> None:
    store.write("folder/file", b"file")
    begun = browser.begin("folder", 1, overwrite="1")
    answer = browser.send(begun.headers["Location"], 0, b"x")
    assert (answer.status_code, code(answer)) == (400, "invalid_path")
    assert store.stat("folder/file").size == 4


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("Upload-Length", "", (400, "bad_number")),
        ("Upload-Length", "-1", (400, "bad_number")),
        ("Upload-Length", "1e3", (400, "bad_number")),
        ("Upload-Length", str(installation.LARGEST_UPLOAD + 1), (413, "upload_too_large")),
        ("Upload-Metadata", "path %%%", (400, "bad_metadata")),
        ("Upload-Metadata", "path /w==", (400, "bad_metadata")),
        ("Upload-Metadata", "filename YQ==", (400, "invalid_path")),
    ],
)
def test_a_beginning_that_makes_no_sense_is_refused(
    browser: Browser, header: str, value: str, expected: tuple[int, str]
) -> None:
    headers = {**TUS, "Upload-Length": "1", "Upload-Metadata": "path YQ==", header: value}
    answer = browser.client.generic("POST", browser.address, headers=headers)
    assert (answer.status_code, code(answer)) == expected


def test_a_part_is_bytes_under_its_own_content_type(browser: Browser) -> None:
    address = browser.begin("a.txt", 3).headers["Location"]
    answer = browser.client.patch(
        address,
        b"abc",
        content_type="application/octet-stream",
        headers={**TUS, "Upload-Offset": "0"},
    )
    assert answer.status_code == 415


def test_only_who_began_an_upload_goes_on_with_it(
    browser: Browser, workspace: Workspace, store: Datastore
) -> None:
    address = browser.begin("a.txt", 3).headers["Location"]
    colleague = Browser(signed_in(member(workspace, Role.CONTRIBUTOR, "carl")), browser.address)
    answers = [
        colleague.send(address, 0, b"abc"),
        colleague.stands(address),
        colleague.end(address),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert browser.send(address, 0, b"abc").status_code == 204


def test_a_reader_uploads_nothing(browser: Browser, workspace: Workspace) -> None:
    reader = Browser(signed_in(member(workspace, Role.READER, "rita")), browser.address)
    assert reader.begin("a.txt", 1).status_code == 403


def test_an_upload_of_another_workspace_is_404(browser: Browser, url: Any) -> None:
    address = browser.begin("a.txt", 1).headers["Location"]
    elsewhere = browser.client.post("/api/workspaces/", {"name": "second"}).json()["id"]
    parts = address.split("/")
    parts[3] = elsewhere
    assert browser.stands("/".join(parts)).status_code == 404
