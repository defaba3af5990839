"""Runs over HTTP: what is asked is translated, who may ask is checked, lists stay cheap."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from studio.pipelines.services import create_draft
from studio.runs.models import Experiment, Run, StepRun
from studio.workspaces.models import Workspace
from tests.drawing import Drawing
from tests.runs.fakes import Broker, Node

Url = Callable[..., str]
Start = Callable[..., Run]


def one() -> Drawing:
    return Drawing().script("a", "").parameter("lr", "float", 0.1)


def submission(**more: Any) -> dict[str, Any]:
    return {"document": one().document, "experiment": "e1", **more}


@pytest.fixture
def uploaded(upload: Callable[[Drawing], None], broker: Broker) -> None:
    upload(one())


@pytest.mark.usefixtures("uploaded")
class TestSubmit:
    def test_a_document_becomes_a_run(self, browser: Client, url: Url) -> None:
        answer = browser.post(url("runs"), submission(parameters={"lr": 0.5}), "application/json")
        assert answer.status_code == 201
        run = answer.json()
        assert (run["number"], run["state"], run["experiment"]) == (1, "Queued", "e1")
        assert run["parameters"] == {"lr": 0.5}
        assert [step["state"] for step in run["steps"]] == ["Queued"]
        assert run["can"] == ["cancel", "resubmit"]

    def test_a_draft_is_run_as_it_is_saved(
        self, browser: Client, url: Url, workspace: Workspace
    ) -> None:
        owner = workspace.memberships.get().user
        document = one().document
        draft = create_draft(workspace=workspace, user=owner, name="My pipe", document=document)
        body = {"draft": str(draft.pk), "experiment": "e1"}
        run = browser.post(url("runs"), body, "application/json").json()
        assert run["draft"] == {"id": str(draft.pk), "name": "My pipe", "revision": 1}
        assert (run["name"], run["source"]) == ("My pipe", "draft")

    def test_the_same_request_with_the_same_key_is_one_run(self, browser: Client, url: Url) -> None:
        headers = {"Idempotency-Key": "k1"}
        answers = [
            browser.post(url("runs"), submission(), "application/json", headers=headers)
            for _ in range(2)
        ]
        assert [answer.status_code for answer in answers] == [201, 200]
        assert len({answer.json()["id"] for answer in answers}) == 1

    def test_a_key_used_for_another_request_is_refused(self, browser: Client, url: Url) -> None:
        headers = {"Idempotency-Key": "k1"}
        browser.post(url("runs"), submission(), "application/json", headers=headers)
        answer = browser.post(
            url("runs"), submission(experiment="e2"), "application/json", headers=headers
        )
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["code"] == "idempotency_key_reused"

    @pytest.mark.parametrize(
        ("body", "code", "attr"),
        [
            ({"parameters": {"rl": 1}}, "unknown_parameter", "parameters.rl"),
            ({"parameters": {"lr": "fast"}}, "parameter_type", "parameters.lr"),
            ({"document": {"schema": 99}}, "unknown_schema", None),
            ({"draft": str(uuid4())}, "unknown_draft", "draft"),
            ({"experiment": ""}, "blank", "experiment"),
            ({"color": "red"}, "unknown_field", "color"),
            ({"document": Drawing().document}, "empty_pipeline", None),
        ],
    )
    def test_what_cannot_run_is_said_and_makes_no_run(
        self, body: dict[str, Any], code: str, attr: str | None, browser: Client, url: Url
    ) -> None:
        answer = browser.post(url("runs"), submission(**body), "application/json")
        assert answer.status_code == 400, answer.content
        error = answer.json()["errors"][0]
        assert error["code"] == code
        assert attr is None or error["attr"] == attr
        assert not Run.objects.exists()

    def test_a_file_that_was_never_uploaded_is_named(self, browser: Client, url: Url) -> None:
        other = Drawing().script("a", "print('never uploaded')")
        answer = browser.post(url("runs"), submission(document=other.document), "application/json")
        assert answer.status_code == 400
        assert answer.json()["extra"]["digests"] == list(other.files)


def test_a_reader_may_look_and_not_run(reader: Client, url: Url, finished: Run) -> None:
    assert reader.get(url("runs")).status_code == 200
    assert reader.get(url("runs", finished.pk)).status_code == 200
    for path in (url("runs"), url("runs", finished.pk, "cancel")):
        assert reader.post(path, submission(), "application/json").status_code == 403


def test_for_a_stranger_nothing_is_there(stranger: Client, url: Url, finished: Run) -> None:
    step = finished.steps.get(node_id="a")
    attempt = step.attempts.get().pk
    paths = [
        url("runs"), url("runs", finished.pk), url("runs", finished.pk, "events"),
        url("experiments"), url("attempts", attempt, "log"),
        url("runs", finished.pk, "steps", step.pk, "metrics"),
        url("runs", finished.pk, "steps", step.pk, "outputs", "x", "content"),
    ]  # fmt: skip
    assert {stranger.get(path).status_code for path in paths} == {404}
    assert stranger.post(url("runs", finished.pk, "cancel")).status_code == 404


def test_a_run_shows_what_its_steps_did(browser: Client, url: Url, finished: Run) -> None:
    run = browser.get(url("runs", finished.pk)).json()
    a, b = run["steps"]
    assert (run["state"], run["step_counts"], run["can"]) == (
        "Completed", {"Completed": 2}, ["resubmit", "publish"],
    )  # fmt: skip
    assert (a["outputs"][0]["name"], a["outputs"][0]["size"]) == ("x", 3)
    assert b["inputs"] == [
        {"name": "x", "datastore": "workspaceblobstore", "path": a["outputs"][0]["path"],
         "from_node": "a"}
    ]  # fmt: skip
    assert b["arguments"] == ["--in", "<x>"]
    assert list(a["files"]) == ["main.py"]
    assert (a["attempts"][0]["node"], a["attempts"][0]["log_ended"]) == ("node-1", True)


def test_a_waiting_step_says_for_whom(
    browser: Client, url: Url, start: Start, broker: Broker
) -> None:
    run = start(Drawing().script("a", "").script("b", "", after=["a"]))
    steps = browser.get(url("runs", run.pk)).json()["steps"]
    assert [step["waits_for"] for step in steps] == [[], ["a"]]


def test_a_failed_run_says_why(browser: Client, url: Url, start: Start, node: Node) -> None:
    run = start(one())
    order = node.take()
    node.claim(order)
    node.finish(order, "Failed", "ExitCode", detail={"exit_code": 3})
    shown = browser.get(url("runs", run.pk)).json()
    assert shown["reason"] == {"code": "ExitCode", "detail": {"step": "a", "exit_code": 3}}
    attempt = shown["steps"][0]["attempts"][0]
    assert (attempt["exit_code"], attempt["log_tail"]) == (3, [])


def test_cancel_and_cancel_again(browser: Client, url: Url, start: Start, broker: Broker) -> None:
    run = start(one())
    first = browser.post(url("runs", run.pk, "cancel"))
    assert (first.status_code, first.json()["state"]) == (200, "Canceled")
    assert browser.post(url("runs", run.pk, "cancel")).status_code == 200


def test_what_is_over_cannot_be_canceled(browser: Client, url: Url, finished: Run) -> None:
    answer = browser.post(url("runs", finished.pk, "cancel"))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "already_ended")


def test_a_run_can_be_run_again_with_other_parameters(
    browser: Client, url: Url, start: Start, broker: Broker
) -> None:
    run = start(one().parameter("n", "int", 1), parameters={"n": 7})
    answer = browser.post(
        url("runs", run.pk, "resubmit"), {"parameters": {"lr": 0.9}}, "application/json"
    )
    again = answer.json()
    assert answer.status_code == 201
    assert again["parameters"] == {"lr": 0.9, "n": 7}
    assert again["rerun_of"] == {"id": str(run.pk), "number": 1}


def test_events_can_be_read_on(browser: Client, url: Url, finished: Run) -> None:
    events = browser.get(url("runs", finished.pk, "events")).json()
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    rest = browser.get(url("runs", finished.pk, "events"), {"after_seq": events[2]["seq"]}).json()
    assert rest == events[3:]


def test_experiments_count_their_runs(browser: Client, url: Url, finished: Run) -> None:
    assert browser.get(url("experiments")).json() == [{"name": "test", "run_count": 1}]


@pytest.fixture
def many(workspace: Workspace) -> int:
    """Three hundred runs by bulk; every third failed, experiments alternate."""
    experiments = [Experiment.objects.create(workspace=workspace, name=f"e{i}") for i in range(2)]
    owner = workspace.memberships.get().user
    runs = Run.objects.bulk_create(
        Run(
            workspace=workspace, experiment=experiments[number % 2], number=number, document={},
            name=f"pipe {number}", state="Failed" if number % 3 == 0 else "Completed",
            created_by=owner, created_at=timezone.now(),
        )
        for number in range(1, 301)
    )  # fmt: skip
    StepRun.objects.bulk_create(
        StepRun(
            run=run,
            node_id="a",
            position=0,
            name="a",
            kind="k",
            state="Completed",
            why={"code": "first_time", "source": None, "differences": [], "warnings": []},
        )
        for run in runs
    )
    return len(runs)


def test_pages_follow_each_other_newest_first(browser: Client, url: Url, many: int) -> None:
    numbers: list[int] = []
    page = browser.get(url("runs"), {"limit": 120}).json()
    while True:
        numbers += [run["number"] for run in page["results"]]
        if not page["next"]:
            break
        page = browser.get(page["next"]).json()
    assert numbers == list(range(many, 0, -1))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "Failed"}, 100),
        ({"state": "Failed,Completed"}, 300),
        ({"experiment": "e1"}, 150),
        ({"experiment": "e1", "state": "Failed"}, 50),
        ({"search": "pipe 299"}, 1),
        ({"search": "#17"}, 1),
        ({"created_after": "2001-01-01T00:00:00Z"}, 300),
        ({"created_before": "2001-01-01T00:00:00Z"}, 0),
        ({"draft": str(uuid4())}, 0),
        ({"published": str(uuid4())}, 0),
    ],
)
def test_a_list_is_narrowed_by_what_is_asked(
    query: dict[str, str], count: int, browser: Client, url: Url, many: int
) -> None:
    found = 0
    page = browser.get(url("runs"), {"limit": "200", **query}).json()
    while True:
        found += len(page["results"])
        if not page["next"]:
            break
        page = browser.get(page["next"]).json()
    assert found == count


@pytest.mark.parametrize(
    "query",
    [
        {"state": "Sleeping"},
        {"draft": "x"},
        {"created_after": "soon"},
        {"cursor": "bm9uZQ"},
        {"limit": "abc"},
        {"after": "2026-01-01"},
    ],
)
def test_a_filter_that_makes_no_sense_is_said(
    query: dict[str, str], browser: Client, url: Url, finished: Run
) -> None:
    assert browser.get(url("runs"), query).status_code == 400


@pytest.mark.parametrize("limit", [1, 200])
def test_a_list_costs_the_same_queries_however_long(
    limit: int,
    browser: Client,
    url: Url,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(6):  # session, user, membership, runs, step counts, published
        browser.get(url("runs"), {"limit": limit})


def test_a_run_costs_the_same_queries_however_many_steps(
    browser: Client,
    url: Url,
    start: Start,
    broker: Broker,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    drawing = Drawing()
    for place in range(40):
        drawing.script(f"s{place}", "")
    run = start(drawing)
    browser.get(url("runs", run.pk))
    with django_assert_max_num_queries(9):
        browser.get(url("runs", run.pk))
