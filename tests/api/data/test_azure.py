"""A blob container as a datastore, over HTTP and on a real blob service."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from studio.workspaces.models import DatastoreRecord
from tests.api.data.test_files import content
from tests.api.data.test_uploads import Browser
from tests.azurite.server import KEY, Azurite

pytestmark = pytest.mark.django_db


@pytest.fixture
def container(azurite: Azurite, settings: Any) -> dict[str, Any]:
    """What registers a new container as the datastore "lake"."""
    settings.DATASTORE_HOSTS = frozenset({azurite.host})
    return {
        "name": "lake",
        "kind": "azure_blob",
        "settings": {"endpoint": azurite.endpoint, "container": azurite.new_container()},
        "credentials": {"account_key": KEY},
    }


@pytest.fixture
def lake(client: APIClient, url: Any, container: dict[str, Any]) -> tuple[str, str]:
    """The registered datastore, as the first parts of its addresses."""
    assert client.post(url("datastores"), container).status_code == 201
    return ("datastores", "lake")


@pytest.fixture
def browser(client: APIClient, url: Any, lake: tuple[str, str]) -> Browser:
    return Browser(client, url(*lake, "uploads"))


def put(browser: Browser, path: str, body: bytes, **metadata: str) -> Any:
    return browser.send(browser.begin(path, len(body), **metadata).headers["Location"], 0, body)


def test_a_container_that_answers_is_healthy(client: APIClient, url: Any, lake: Any) -> None:
    assert client.post(url(*lake, "check")).json()["state"] == "ok"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"credentials": {"account_key": "d3Jvbmcta2V5"}}, "auth"),
        ({"settings": {"container": "nowhere"}}, "missing"),
        ({"settings": {"endpoint": "http://127.0.0.1:1/devstoreaccount1"}}, "address"),
    ],
)
def test_a_connection_that_cannot_work_says_why_and_no_key(
    client: APIClient, url: Any, container: dict[str, Any], settings: Any, change: Any, code: str
) -> None:
    settings.DATASTORE_HOSTS |= {"127.0.0.1:1"}
    asked = {name: container[name] for name in ("kind", "settings", "credentials")}
    asked |= {name: {**asked[name], **change[name]} for name in change}
    answer = client.post(url("datastores", "check"), asked)
    assert (answer.json()["state"], answer.json()["code"]) == ("failing", code)
    assert asked["credentials"]["account_key"] not in answer.content.decode()


def test_a_host_that_is_taken_off_the_list_is_not_talked_to(
    client: APIClient, url: Any, lake: Any, settings: Any
) -> None:
    settings.DATASTORE_HOSTS = frozenset()
    assert client.post(url(*lake, "check")).json()["code"] == "address"
    client.raise_request_exception = False
    assert client.get(url(*lake, "files")).status_code == 503


def test_a_file_arrives_in_parts_and_is_browsed_looked_at_and_downloaded(
    client: APIClient, url: Any, lake: Any, browser: Browser
) -> None:
    body = b"name,age\n" + b"ada,36\n" * 1000
    address = browser.begin("raw/people.csv", len(body)).headers["Location"]
    browser.send(address, 0, body[:4000])
    assert browser.stands(address).headers["Upload-Offset"] == "4000"
    assert client.get(url(*lake, "files"), {"prefix": "raw/"}).json()["results"] == []
    browser.send(address, 4000, body[4000:])
    (row,) = client.get(url(*lake, "files"), {"prefix": "raw/"}).json()["results"]
    assert (row["path"], row["size"]) == ("raw/people.csv", len(body))
    seen = client.get(url(*lake, "preview"), {"path": "raw/people.csv"}).json()
    assert (seen["kind"], seen["rows"][0]) == ("table", ["ada", 36])
    query = {"path": "raw/people.csv"}
    assert content(client.get(url(*lake, "content"), query)) == body
    part = client.get(url(*lake, "content"), query, headers={"Range": "bytes=9-15"})
    assert (part.status_code, content(part)) == (206, b"ada,36\n")


def test_a_file_that_is_there_is_overwritten_only_when_asked(
    client: APIClient, url: Any, lake: Any, browser: Browser
) -> None:
    put(browser, "a.txt", b"old")
    assert browser.begin("a.txt", 3).status_code == 409
    raced = browser.begin("b.txt", 3).headers["Location"]
    put(browser, "b.txt", b"one")
    assert browser.send(raced, 0, b"two").status_code == 409
    assert put(browser, "a.txt", b"new", overwrite="1").status_code == 204
    read = {p: content(client.get(url(*lake, "content"), {"path": p})) for p in ("a.txt", "b.txt")}
    assert read == {"a.txt": b"new", "b.txt": b"one"}


def test_an_empty_file_is_put_in_place(client: APIClient, url: Any, browser: Browser) -> None:
    assert browser.begin("empty.txt", 0).status_code == 201
    (row,) = client.get(url("datastores", "lake", "files")).json()["results"]
    assert (row["path"], row["size"]) == ("empty.txt", 0)


def test_pages_and_folders_are_as_on_a_disk(
    client: APIClient, url: Any, lake: Any, browser: Browser
) -> None:
    for path in ("a/1", "a/2", "a/sub/3", "ab"):
        put(browser, path, b"x")
    files = url(*lake, "files")

    def paths(**query: Any) -> list[str]:
        return [row["path"] for row in client.get(files, query).json()["results"]]

    assert paths() == ["a", "ab"]
    assert paths(prefix="a/") == ["a/1", "a/2", "a/sub"]
    assert paths(prefix="a/", limit=1) == ["a/1"]
    assert paths(prefix="a/", after="a/1") == ["a/2", "a/sub"]
    assert client.delete(files, QUERY_STRING="path=a/").json() == {"deleted": 3}
    assert paths() == ["ab"]


def test_keys_are_not_in_the_database_and_not_in_any_answer(
    client: APIClient, url: Any, lake: Any
) -> None:
    record = DatastoreRecord.objects.get(name="lake")
    assert KEY not in f"{record.settings}{record.secret}"
    for answer in (
        client.get(url("datastores")),
        client.get(url(*lake)),
        client.patch(url(*lake), {}),
    ):
        assert KEY not in answer.content.decode()
