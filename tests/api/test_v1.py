"""The endpoint as clients of SDK v1 call it."""

import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from studio.pipelines.services import create_draft
from studio.publishing.models import Invocation, PublishedPipeline
from studio.publishing.services import disable, publish_draft
from studio.runs.models import Run
from studio.workspaces.models import Role, TokenScope
from tests.drawing import Drawing
from tests.people import drawn, member, new_workspace, owner_of, signed_in, with_token

pytestmark = pytest.mark.django_db
PLACE = (
    "/pipelines/v1.0/subscriptions/{s}/resourceGroups/{g}"
    "/providers/Microsoft.MachineLearningServices/workspaces/{w}/PipelineRuns"
)
LAB = PLACE.format(s="any", g="any", w="lab")


@pytest.fixture
def published(db: None) -> PublishedPipeline:
    workspace = new_workspace()
    drawing = Drawing().script("train", "print(1)")
    parameters: list[tuple[str, str, Any]] = [
        ("lr", "float", 0.1),
        ("epochs", "int", 3),
        ("shuffle", "bool", True),
        ("note", "string", ""),
    ]
    for name, kind, default in parameters:
        drawing.parameter(name, kind, default)
    user = owner_of(workspace)
    document = drawn(workspace, drawing)
    draft = create_draft(workspace=workspace, user=user, name="d", document=document)
    return publish_draft(draft, user=user, name="p", description="", version="1.0")


@pytest.fixture
def client(published: PublishedPipeline) -> APIClient:
    workspace = published.workspace
    return with_token(workspace, owner_of(workspace), TokenScope.ENDPOINT, published=published.pk)


@pytest.fixture
def address(published: PublishedPipeline) -> str:
    return f"{LAB}/PipelineSubmit/{published.pk}"


def error(answer) -> dict[str, Any]:
    assert answer.json().keys() == {"Error", "Correlation"}
    return answer.json()["Error"]


def test_a_call_answers_200_with_the_id_of_the_run(client, address, published):
    answer = client.post(
        address, {"ExperimentName": "nightly", "ParameterAssignments": {"lr": 0.5}}
    )
    assert answer.status_code == 200
    run = Run.objects.get()
    body = answer.json()
    assert body["Id"] == str(run.pk)
    assert body["RunHistoryExperimentName"] == "nightly"
    assert body["ParameterAssignments"]["lr"] == "0.5"
    assert body["PipelineId"] == str(published.pk)
    assert body["Status"]["StatusCode"] in ("NotStarted", "Running")
    assert client.get(f"{LAB}/{run.pk}").json()["Id"] == str(run.pk)


def test_everything_an_old_client_sends_is_taken(client, address):
    answer = client.generic(
        "POST",
        address + "?parentRunId=abc",
        b'{"ExperimentName": "e", "ParameterAssignments": {"lr": "0.25", "epochs": "7",'
        b' "shuffle": "False", "note": "x"}, "RunSource": "SDK", "RunType": "SDK",'
        b' "DataPathAssignments": {}, "DataSetDefinitionValueAssignments": {},'
        b' "EnableNotification": false, "ContinueRunOnStepFailure": true,'
        b' "tags": {"a": "1"}, "Tags": null, "Properties": {}, "Description": "d", "ScheduleId": null}',
        content_type="application/json-patch+json",
    )
    assert answer.status_code == 200, answer.json()
    run = Run.objects.get()
    assert run.parameters == {"lr": 0.25, "epochs": 7, "shuffle": False, "note": "x"}
    assert (run.tags, run.description) == ({"a": "1"}, "d")
    assert run.continue_on_step_failure


def test_an_unknown_parameter_is_named_beside_the_valid_ones(client, address):
    answer = client.post(address, {"ExperimentName": "e", "ParameterAssignments": {"rate": 1}})
    assert answer.status_code == 400
    said = error(answer)
    assert said["Target"] == "rate"
    assert "'rate'" in said["Message"]
    assert all(name in said["Message"] for name in ("lr", "epochs", "shuffle", "note"))
    assert Run.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("lr", "fast", "float"),
        ("epochs", 1.5, "int"),
        ("epochs", "1.5", "int"),
        ("epochs", True, "int"),
        ("shuffle", "maybe", "bool"),
        ("shuffle", 1, "bool"),
        ("lr", "nan", "float"),
        ("epochs", "9" * 5000, "int"),
    ],
)
def test_a_parameter_of_the_wrong_type_says_which_it_takes(client, address, name, value, expected):
    answer = client.post(address, {"ExperimentName": "e", "ParameterAssignments": {name: value}})
    assert answer.status_code == 400
    assert error(answer)["Target"] == name
    assert expected in error(answer)["Message"]
    assert Run.objects.count() == 0


@pytest.mark.parametrize(
    "value", ["; rm -rf /", "$(id)", "`id`", "--flag", "@file", "a\nb", "%s", "x" * 5000]
)
def test_a_text_stays_the_text_it_was(client, address, value):
    body = {"ExperimentName": "e", "ParameterAssignments": {"note": value}}
    assert client.post(address, body).status_code == 200
    assert Run.objects.get().parameters["note"] == value


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"ExperimentName": ""},
        {"ExperimentName": "e", "Compute": "gpu"},
        {"ExperimentName": "e", "ParameterAssignments": {"lr": [1]}},
        {"ExperimentName": "e", "ParameterAssignments": {"lr": None}},
        {"ExperimentName": "e", "ParameterAssignments": []},
        {"ExperimentName": "e", "DataPathAssignments": {"d": {"DataStoreName": "s"}}},
        {"ExperimentName": "x" * 300},
        [],
    ],
)
def test_a_body_that_makes_no_sense_is_400_in_the_v1_shape(client, address, body):
    answer = client.post(address, body, format="json")
    assert answer.status_code == 400
    assert error(answer)["Code"] == "BadRequest"
    assert Run.objects.count() == 0


def test_a_disabled_pipeline_is_409_and_makes_no_run(client, address, published):
    disable(published)
    answer = client.post(address, {"ExperimentName": "e"})
    assert answer.status_code == 409
    assert error(answer)["Code"] == "PipelineDisabled"
    assert Run.objects.count() == 0
    assert Invocation.objects.get().outcome == "disabled"


def test_no_token_a_cookie_or_a_wrong_token_is_401(address, published):
    for client in (
        APIClient(),
        signed_in(owner_of(published.workspace)),
        APIClient(headers={"Authorization": "Bearer stk_wrong"}),
    ):
        answer = client.post(address, {"ExperimentName": "e"})
        assert answer.status_code == 401
        assert error(answer)["Code"] == "Unauthorized"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_read_token_or_a_readers_token_is_403(address, published):
    workspace = published.workspace
    rita = member(workspace, Role.READER, "rita")
    for client in (
        with_token(workspace, owner_of(workspace), TokenScope.READ),
        with_token(workspace, rita, TokenScope.RUN),
    ):
        answer = client.post(address, {"ExperimentName": "e"})
        assert answer.status_code == 403
        assert error(answer)["Code"] == "Forbidden"


def test_an_endpoint_token_reaches_its_own_pipeline_only(client, published):
    second = publish_draft(
        published.source_draft,
        user=published.created_by,
        name="q",
        description="",
        version="1.0",
    )
    answer = client.post(f"{LAB}/PipelineSubmit/{second.pk}", {"ExperimentName": "e"})
    assert (answer.status_code, error(answer)["Code"]) == (404, "NotFound")
    api = f"/api/workspaces/{published.workspace_id}/runs/"
    assert client.get(api).status_code == 403


def test_the_workspace_of_the_address_is_the_tokens_own(client, published):
    new_workspace("second", "olga")
    place = PLACE.format(s="a", g="b", w="second")
    answer = client.post(f"{place}/PipelineSubmit/{published.pk}", {"ExperimentName": "e"})
    assert answer.status_code == 404


def test_a_pipeline_that_is_not_there_is_404(client):
    answer = client.post(f"{LAB}/PipelineSubmit/{uuid.uuid4()}", {"ExperimentName": "e"})
    assert (answer.status_code, error(answer)["Code"]) == (404, "NotFound")


def test_reading_the_address_runs_nothing(client, address):
    answer = client.get(address)
    assert answer.status_code == 405
    assert error(answer)["Code"] == "MethodNotAllowed"


def test_a_call_repeated_with_its_key_is_one_run(client, address):
    body = {"ExperimentName": "e"}
    key = {"Idempotency-Key": "abc"}
    first = client.post(address, body, headers=key).json()["Id"]
    assert client.post(address, body, headers=key).json()["Id"] == first
    other = client.post(address, {"ExperimentName": "f"}, headers=key)
    assert (other.status_code, error(other)["Code"]) == (422, "IdempotencyMismatch")
    assert client.post(address, body, headers={"Idempotency-Key": "k" * 300}).status_code == 400
