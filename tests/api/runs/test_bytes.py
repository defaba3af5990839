"""Logs, artifacts and outputs over HTTP: exact bytes, by range, and safe to open."""

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.test import Client

from studio.runs.models import Artifact, Attempt, Run
from studio.workspaces.models import Workspace
from studio.workspaces.queries import default_store

Url = Callable[..., str]
LOG = b"one\ntwo ERROR\nthree error\n" + b"\xff\x00bar\r50%\r100%\nlast Error"


def content(answer: Any) -> bytes:
    async def collect() -> bytes:
        return b"".join([piece async for piece in answer.streaming_content])

    return async_to_sync(collect)() if answer.streaming else answer.content


@pytest.fixture
def logged(finished: Run, workspace: Workspace) -> Attempt:
    attempt: Attempt = Attempt.objects.get(step_run__run=finished, step_run__node_id="a")
    default_store(workspace).append(attempt.log_path, LOG)
    return attempt


@pytest.fixture
def log(browser: Client, url: Url, logged: Attempt) -> Callable[..., HttpResponse]:
    def get(header: str | None = None, **query: Any) -> HttpResponse:
        headers = {"Range": header} if header else {}
        return browser.get(url("attempts", logged.pk, "log"), query, headers=headers)  # type: ignore[return-value]

    return get


def test_a_log_is_given_byte_for_byte(log: Callable[..., Any]) -> None:
    answer = log()
    assert (answer.status_code, content(answer)) == (200, LOG)
    assert answer["Content-Length"] == str(len(LOG))
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-2", 206, LOG[:3]),
        ("bytes=4-", 206, LOG[4:]),
        ("bytes=-5", 206, LOG[-5:]),
        ("bytes=10-999999", 206, LOG[10:]),
        (f"bytes={len(LOG)}-", 416, b""),
        ("bytes=5-2", 200, LOG),
        ("lines=1-2", 200, LOG),
        ("bytes=0-1,4-5", 200, LOG),
    ],
)
def test_a_range_is_given_as_asked(
    asked: str, status: int, span: bytes, log: Callable[..., Any]
) -> None:
    answer = log(asked)
    assert (answer.status_code, content(answer)) == (status, span)
    if status == 206:
        first = LOG.index(span)
        assert answer["Content-Range"] == f"bytes {first}-{first + len(span) - 1}/{len(LOG)}"


def test_a_log_that_is_not_there_yet_is_empty(browser: Client, url: Url, finished: Run) -> None:
    attempt = Attempt.objects.get(step_run__run=finished, step_run__node_id="b")
    assert content(browser.get(url("attempts", attempt.pk, "log"))) == b""


def test_a_download_is_an_attachment_and_a_page_of_it_can_do_nothing(
    log: Callable[..., Any],
) -> None:
    assert log(download=1)["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''attempt-1"
    )
    assert log()["Content-Disposition"].startswith("inline")
    assert log()["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert log()["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ({"q": "error"}, [2, 3, 5]),
        ({"q": "ERROR"}, [2]),
        ({"q": "e.ror$", "regex": 1}, [2, 3, 5]),
        ({"q": "^t", "regex": 1}, [2, 3]),
        ({"q": "absent"}, []),
        ({"q": "error", "after_offset": 4}, [3, 5]),
    ],
)
def test_a_log_is_searched_by_line(
    query: dict[str, Any], lines: list[int], browser: Client, url: Url, logged: Attempt
) -> None:
    found = browser.get(url("attempts", logged.pk, "log", "search"), query).json()
    assert [match["line"] for match in found["matches"]] == lines
    assert found["complete"] is True
    starts = [0, *(place + 1 for place, byte in enumerate(LOG) if byte == 10)]
    assert all(match["offset"] == starts[match["line"] - 1] for match in found["matches"])


@pytest.mark.parametrize(
    "query",
    [{}, {"q": ""}, {"q": "x" * 1001}, {"q": "(", "regex": 1}, {"q": "a", "after_offset": "x"}],
)
def test_a_search_that_makes_no_sense_is_said(
    query: dict[str, Any], browser: Client, url: Url, logged: Attempt
) -> None:
    assert browser.get(url("attempts", logged.pk, "log", "search"), query).status_code == 400


def test_a_pattern_that_hangs_others_is_answered_at_once(
    browser: Client, url: Url, logged: Attempt, workspace: Workspace
) -> None:
    default_store(workspace).append(logged.log_path, b"a" * 100_000 + b"!")
    query = {"q": "(a+)+$", "regex": "1"}
    assert browser.get(url("attempts", logged.pk, "log", "search"), query).status_code == 200


def test_times_of_a_log_are_read_from_its_index(
    browser: Client, url: Url, logged: Attempt, workspace: Workspace
) -> None:
    assert browser.get(url("attempts", logged.pk, "log", "times")).json() == {"times": []}
    pairs = [(4, 1000), (14, 2000)]
    index = b"".join(number.to_bytes(8, "big") for pair in pairs for number in pair)
    default_store(workspace).append(logged.log_path.replace(".log", ".times"), index + b"\0\0")
    assert browser.get(url("attempts", logged.pk, "log", "times")).json()["times"] == [
        [4, 1000],
        [14, 2000],
    ]
    later = browser.get(url("attempts", logged.pk, "log", "times"), {"after_offset": 4}).json()
    assert later["times"] == [[14, 2000]]


@pytest.fixture
def artifact(finished: Run, workspace: Workspace) -> Callable[[str, bytes], str]:
    """Stores a file as an attempt would; the address of its step's artifacts."""

    def make(path: str, data: bytes) -> str:
        step = finished.steps.get(node_id="a")
        Artifact.objects.create(
            attempt=step.attempts.get(), path=path, size=len(data), sha256="00" * 32
        )
        default_store(workspace).write(f"azureml/ExperimentRun/dcid.{step.pk}/{path}", data)
        return f"/api/workspaces/{workspace.pk}/runs/{finished.pk}/steps/{step.pk}/artifacts/"

    return make


@pytest.mark.parametrize(
    ("path", "kind", "shown"),
    [
        ("outputs/roc.png", "image/png", "inline"),
        ("outputs/notes.txt", "text/plain", "inline"),
        ("outputs/page.html", "text/html", "attachment"),
        ("outputs/drawing.svg", "image/svg+xml", "attachment"),
        ("outputs/model.pkl", "application/octet-stream", "attachment"),
    ],
)
def test_only_what_cannot_do_harm_is_shown_inline(
    path: str, kind: str, shown: str, browser: Client, artifact: Callable[[str, bytes], str]
) -> None:
    address = artifact(path, b"bytes")
    assert browser.get(address).json() == [{"path": path, "size": 5, "content_type": kind}]
    answer = browser.get(address + "content/", {"path": path, "inline": "1"})
    assert content(answer) == b"bytes"
    assert answer["Content-Disposition"].startswith(shown)
    assert answer["Content-Type"].startswith(kind)


@pytest.mark.parametrize(
    "path", ["", "outputs/other.txt", "../../x", "/etc/passwd", "logs/attempt-1.log"]
)
def test_only_artifacts_can_be_read_as_artifacts(
    path: str, browser: Client, artifact: Callable[[str, bytes], str]
) -> None:
    address = artifact("outputs/a.txt", b"x")
    assert browser.get(address + "content/", {"path": path}).status_code == 404


@pytest.mark.parametrize("path", ["..", "../b", "/etc/passwd", "a/../../b", "no-such-file", "x\0y"])
def test_no_path_leads_out_of_an_output(
    path: str, browser: Client, url: Url, finished: Run
) -> None:
    step = finished.steps.get(node_id="a")
    address = url("runs", finished.pk, "steps", step.pk, "outputs", "x", "content")
    assert browser.get(address, {"path": path}).status_code == 404


def test_an_output_is_read_where_it_was_committed(
    browser: Client, url: Url, finished: Run, workspace: Workspace
) -> None:
    step = finished.steps.get(node_id="a")
    default_store(workspace).write(step.outputs.get().path, b"abc")
    address = url("runs", finished.pk, "steps", step.pk, "outputs", "x", "content")
    assert content(browser.get(address)) == b"abc"


def test_a_table_is_previewed_and_a_picture_has_an_address(
    browser: Client, url: Url, finished: Run, workspace: Workspace
) -> None:
    step = finished.steps.get(node_id="a")
    output = step.outputs.get()
    store = default_store(workspace)
    store.write(f"{output.path}/t.csv", b"n\n1\n")
    store.write(f"{output.path}/p.png", b"\x89PNG\r\n\x1a\n")
    address = url("runs", finished.pk, "steps", step.pk, "outputs", "x", "preview")
    table = browser.get(address, {"path": "t.csv"}).json()
    assert table == {
        "kind": "table", "columns": [{"name": "n", "type": "int64"}], "rows": [[1]],
        "total_rows": 1,
    }  # fmt: skip
    picture = browser.get(address, {"path": "p.png"}).json()
    assert browser.get(picture["url"])["Content-Type"] == "image/png"
    folder = browser.get(address).json()
    assert [file["path"] for file in folder["files"]] == ["p.png", "t.csv"]
    assert browser.get(address, {"path": "../.."}).status_code == 404
