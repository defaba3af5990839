"""Published pipelines over our own API."""

import shlex
from typing import Any

import pytest
from rest_framework.test import APIClient

from studio.pipelines.services import create_draft
from studio.publishing.services import Call, publish_draft, submit_published
from studio.workspaces.models import Workspace
from tests.people import drawn, new_workspace, owner_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace(db: None) -> Workspace:
    return new_workspace()


@pytest.fixture
def base(workspace: Workspace) -> str:
    return f"/api/workspaces/{workspace.pk}"


@pytest.fixture
def client(workspace: Workspace) -> APIClient:
    return signed_in(owner_of(workspace))


@pytest.fixture
def published(client, base, workspace) -> dict[str, Any]:
    draft = client.post(f"{base}/drafts/", {"name": "d", "document": drawn(workspace)}).json()
    body = {"draft": draft["id"], "name": 'Train\'s "best"', "version": "2"}
    return client.post(f"{base}/published-pipelines/", body).json()


def test_a_published_pipeline_shows_how_to_call_it_here(published, workspace):
    assert published["status"] == "Active"
    assert published["endpoint"] == (
        "http://testserver/pipelines/v1.0/subscriptions/00000000-0000-0000-0000-000000000000"
        "/resourceGroups/studio/providers/Microsoft.MachineLearningServices/workspaces/lab"
        f"/PipelineRuns/PipelineSubmit/{published['id']}"
    )
    assert published["parameters"] == [
        {"name": "lr", "type": "float", "default": 0.1, "description": ""}
    ]
    words = shlex.split(published["curl"])
    assert words[:4] == ["curl", "-X", "POST", published["endpoint"]]
    assert words[-1] == (
        '{"ExperimentName": "Train\'s \\"best\\"", "ParameterAssignments": {"lr": 0.1}}'
    )


def test_it_is_disabled_and_enabled(client, base, published):
    one = f"{base}/published-pipelines/{published['id']}/"
    assert client.post(one + "disable/").json()["status"] == "Disabled"
    listing = f"{base}/published-pipelines/"
    assert client.get(listing).json()["results"] == []
    assert len(client.get(listing, {"status": "all"}).json()["results"]) == 1
    assert client.post(one + "disable/").json()["status"] == "Disabled"
    assert client.post(one + "enable/").json()["status"] == "Active"
    assert client.get(one + "enable/").status_code == 405


def test_a_draft_with_problems_is_not_published_and_says_why(client, base):
    draft = client.post(f"{base}/drafts/", {"name": "d"}).json()
    answer = client.post(f"{base}/published-pipelines/", {"draft": draft["id"], "name": "p"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "empty_pipeline"
    assert answer.json()["errors"][0]["detail"] == "There is no step to run."
    assert answer.json()["extra"]["problems"][0]["code"] == "empty_pipeline"


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"name": "p"}, "draft"),
        ({"name": "p", "draft": "x"}, "draft"),
        ({"name": "p", "run": "00000000-0000-4000-8000-000000000000"}, "run"),
        ({"draft": "00000000-0000-4000-8000-000000000000"}, "name"),
        ({"name": "p", "status": "Active"}, "status"),
    ],
)
def test_what_is_not_there_cannot_be_published(client, base, body, attr):
    answer = client.post(f"{base}/published-pipelines/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == attr


def test_a_list_costs_the_same_however_long_it_is(
    client, base, workspace, django_assert_max_num_queries
):
    user = owner_of(workspace)
    draft = create_draft(workspace=workspace, user=user, name="d", document=drawn(workspace))
    for number in range(12):
        row = publish_draft(draft, user=user, name=f"p{number}", description="", version="1")
        submit_published(row, Call(user=user, token=None, experiment="e"))
    with django_assert_max_num_queries(9):
        rows = client.get(f"{base}/published-pipelines/").json()["results"]
    assert len(rows) == 12
    assert all(row["last_run"]["number"] for row in rows)
    assert all(row["call_counts"][-1] == 1 for row in rows)
    assert "document" not in rows[0]


def test_its_page_says_how_its_calls_went(client, base, published, workspace):
    row = workspace.published.get()
    run = submit_published(row, Call(user=owner_of(workspace), token=None, experiment="e"))
    shown = client.get(f"{base}/published-pipelines/{published['id']}/").json()
    assert shown["last_run"]["id"] == str(run.pk)
    assert sum(shown["call_counts"]) == 1
