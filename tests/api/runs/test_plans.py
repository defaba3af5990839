"""Forecasts over HTTP, parts of pipelines, and what a run tells of its reasons."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from studio.pipelines.models import Draft
from studio.pipelines.services import create_draft
from studio.workspaces.models import Workspace
from tests.drawing import Drawing, Value
from tests.people import owner_of
from tests.runs.conftest import maker  # noqa: F401
from tests.runs.fakes import Maker

Url = Callable[..., str]


def chain(last: str = "print(3)") -> Drawing:
    """a > b > c, with data between them and a parameter for b."""
    drawing = Drawing().parameter("lr", "float", 0.1)
    drawing.script("a", "print(1)", outputs=["x"], allow_reuse=True)
    lr: list[Value] = ["--lr", {"$parameter": "lr"}]
    drawing.script("b", "print(2)", lr, inputs={"x": ("a", "x")}, outputs=["y"], allow_reuse=True)
    return drawing.script("c", last, inputs={"y": ("b", "y")}, allow_reuse=True)


@pytest.fixture
def draft(workspace: Workspace, upload: Callable[[Drawing], None]) -> Draft:
    upload(chain())
    owner = owner_of(workspace)
    return create_draft(
        workspace=workspace, user=owner, name="p", description="", document=chain().document
    )


@pytest.fixture
def plan(browser: Client, url: Url, draft: Draft) -> Callable[..., dict[str, Any]]:
    def ask(**body: Any) -> dict[str, Any]:
        answer = browser.post(url("drafts", draft.pk, "plan"), body, "application/json")
        assert answer.status_code == 200, answer.json()
        return dict(answer.json())

    return ask


@pytest.fixture
def ran(browser: Client, url: Url, draft: Draft, maker: Maker) -> dict[str, Any]:  # noqa: F811
    """A run of the draft that completed."""
    body = {"draft": str(draft.pk), "experiment": "e"}
    run = browser.post(url("runs"), body, "application/json").json()
    maker.work()
    return dict(browser.get(url("runs", run["id"])).json())


def fates(plan: dict[str, Any]) -> dict[str, str]:
    return {step["node_id"]: step["decision"] for step in plan["steps"]}


def codes(plan: dict[str, Any]) -> dict[str, str]:
    return {step["node_id"]: step["why"]["code"] for step in plan["steps"]}


def test_before_the_first_run_everything_will_run(plan: Callable[..., Any]) -> None:
    made = plan()
    assert fates(made) == {"a": "run", "b": "run", "c": "run"}
    assert codes(made) == dict.fromkeys("abc", "first_time")
    assert made["summary"] == {
        "total": 3, "run": 3, "reuse": 0, "wait": 0, "expected_s": None, "unmeasured": 3,
    }  # fmt: skip


@pytest.mark.usefixtures("ran")
def test_after_it_nothing_will(plan: Callable[..., Any], ran: dict[str, Any]) -> None:
    made = plan()
    assert fates(made) == dict.fromkeys("abc", "reuse")
    source = made["steps"][0]["why"]["source"]
    assert (source["run_id"], source["run_number"]) == (ran["id"], 1)
    assert made["summary"]["expected_s"] is None


@pytest.mark.usefixtures("ran")
def test_a_parameter_changed_says_what_runs_and_what_may_follow(plan: Callable[..., Any]) -> None:
    made = plan(parameters={"lr": 0.2})
    assert fates(made) == {"a": "reuse", "b": "run", "c": "wait"}
    assert codes(made) == {"a": "reused", "b": "changed", "c": "upstream_runs"}
    assert made["steps"][1]["why"]["differences"] == [
        {"component": "parameter", "name": "lr", "before": 0.1, "after": 0.2}
    ]
    assert made["steps"][1]["expected_s"] is not None
    summary = made["summary"]
    assert (summary["run"], summary["reuse"], summary["wait"]) == (1, 1, 1)


@pytest.mark.usefixtures("ran")
def test_a_document_nobody_saved_is_forecast_with_its_lines(
    plan: Callable[..., Any], upload: Callable[[Drawing], None]
) -> None:
    edited = chain("print(3)\nprint(4)")
    upload(edited)
    [difference] = plan(document=edited.document)["steps"][2]["why"]["differences"]
    assert (difference["component"], difference["name"]) == ("script", "main.py")
    assert (difference["added"], difference["removed"]) == (1, 0)


def test_a_step_with_problems_and_those_after_it_wait(plan: Callable[..., Any]) -> None:
    broken = chain()
    broken.nodes[1]["settings"]["script_name"] = "nowhere.py"
    made = plan(document=broken.document)
    assert fates(made) == {"a": "run", "b": "none", "c": "wait"}
    assert codes(made) == {"a": "first_time", "b": "incomplete", "c": "upstream_runs"}


def test_a_loop_is_a_problem_of_all_that_are_in_it(plan: Callable[..., Any]) -> None:
    loop = Drawing().script("a", "", after=["b"]).script("b", "", after=["a"]).script("c", "")
    assert fates(plan(document=loop.document)) == {"a": "none", "b": "none", "c": "run"}


@pytest.mark.parametrize(
    ("body", "code", "attr"),
    [
        ({"part": {"kind": "from", "node_id": "z"}}, "unknown_step", "part.node_id"),
        ({"part": {"kind": "from"}}, "required", "part.node_id"),
        ({"part": {"kind": "half"}}, "invalid_choice", "part.kind"),
        ({"base_run": str(uuid4())}, "unknown_run", "base_run"),
        ({"parameters": {"rl": 1}}, "unknown_parameter", "parameters.rl"),
        ({"speed": 1}, "unknown_field", "speed"),
    ],
)
def test_what_cannot_be_asked_says_why(
    browser: Client, url: Url, draft: Draft, body: dict[str, Any], code: str, attr: str
) -> None:
    answer = browser.post(url("drafts", draft.pk, "plan"), body, "application/json")
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert (error["code"], error["attr"]) == (code, attr)


def test_readers_may_ask_what_would_happen(
    reader: Client, url: Url, draft: Draft, ran: dict[str, Any]
) -> None:
    for address in (url("drafts", draft.pk, "plan"), url("runs", ran["id"], "plan")):
        assert reader.post(address, {}, "application/json").status_code == 200


def test_a_run_tells_of_each_step_why_and_from_where(
    browser: Client, url: Url, draft: Draft, ran: dict[str, Any]
) -> None:
    body = {"draft": str(draft.pk), "experiment": "e"}
    again = browser.post(url("runs"), body, "application/json").json()
    assert (again["state"], again["part"], again["regenerate_outputs"]) == (
        "Completed", None, False,
    )  # fmt: skip
    for before, step in zip(ran["steps"], again["steps"], strict=True):
        assert (before["state"], step["state"]) == ("Completed", "Reused")
        assert before["reused_from"] is None
        assert step["reused_from"] == {
            "run_id": ran["id"], "run_number": 1, "step_run_id": before["id"],
        }  # fmt: skip
        assert step["fingerprint"] == before["fingerprint"] != ""
        assert step["why"]["code"] == "reused"


def test_from_a_step_on_the_rest_is_taken_from_the_run(
    browser: Client, url: Url, ran: dict[str, Any]
) -> None:
    body = {"part": {"kind": "from", "node_id": "b"}}
    made = browser.post(url("runs", ran["id"], "plan"), body, "application/json").json()
    assert codes(made) == {"a": "pinned", "b": "forced", "c": "forced"}
    run = browser.post(url("runs", ran["id"], "resubmit"), body, "application/json").json()
    assert run["part"] == {"kind": "from", "node_id": "b"}
    assert run["rerun_of"]["id"] == ran["id"]
    assert codes(run) == codes(made)
    assert [step["state"] for step in run["steps"]] == ["Reused", "Queued", "NotStarted"]


def test_a_draft_is_run_in_part_on_its_newest_run(
    browser: Client,
    url: Url,
    draft: Draft,
    ran: dict[str, Any],
    maker: Maker,  # noqa: F811
) -> None:
    body = {"draft": str(draft.pk), "experiment": "e", "part": {"kind": "only", "node_id": "b"}}
    run = browser.post(url("runs"), body, "application/json").json()
    assert [step["state"] for step in run["steps"]] == ["Reused", "Queued", "Skipped"]
    assert run["steps"][2]["reason"]["code"] == "LeftOut"
    maker.work()
    assert browser.get(url("runs", run["id"])).json()["state"] == "Completed"


def test_regenerating_outputs_runs_everything(
    browser: Client, url: Url, draft: Draft, ran: dict[str, Any]
) -> None:
    body = {"draft": str(draft.pk), "experiment": "e", "regenerate_outputs": True}
    run = browser.post(url("runs"), body, "application/json").json()
    assert codes(run) == dict.fromkeys("abc", "forced")


def test_a_workspace_may_count_the_whole_source_folder(
    browser: Client, url: Url, plan: Callable[..., Any], ran: dict[str, Any]
) -> None:
    edited = chain().add_file("a", "helper.py", "# new")
    assert codes(plan(document=edited.document))["a"] == "reused"
    answer = browser.patch(url(), {"reuse_scope": "source_directory"}, "application/json")
    assert answer.json()["reuse_scope"] == "source_directory"
    why = plan(document=edited.document)["steps"][0]["why"]
    assert [(d["component"], d["name"]) for d in why["differences"]] == [
        ("scope", ""), ("script", "helper.py"),
    ]  # fmt: skip


def test_metrics_of_a_run_come_with_their_steps_and_of_reused_ones_from_the_source(
    browser: Client,
    url: Url,
    draft: Draft,
    maker: Maker,  # noqa: F811
) -> None:
    body = {"draft": str(draft.pk), "experiment": "e"}
    first = browser.post(url("runs"), body, "application/json").json()
    order = maker.take()
    maker.claim(order)
    rows = [{"name": "loss", "kind": "scalar", "value": v, "at": 1.0} for v in (0.5, 0.25)]
    maker.report("metrics", order, first=0, rows=rows)
    maker.finish(order)
    maker.work()
    again = browser.post(url("runs"), body, "application/json").json()
    for run in (first, again):
        [metric] = browser.get(url("runs", run["id"], "metrics")).json()
        assert (metric["node_id"], metric["name"]) == ("a", "loss")
        assert metric["step_id"] == run["steps"][0]["id"]
        assert [value["value"] for value in metric["values"]] == [0.5, 0.25]
    step = again["steps"][0]["id"]
    assert len(browser.get(url("runs", again["id"], "steps", step, "metrics")).json()) == 1
