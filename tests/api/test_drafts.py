"""Drafts over HTTP."""

import uuid

import pytest
from rest_framework.test import APIClient

from studio.pipelines.services import create_draft
from studio.workspaces.models import Role, Workspace
from tests.drawing import Drawing
from tests.people import drawn, member, new_workspace, owner_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace(db: None) -> Workspace:
    return new_workspace()


@pytest.fixture
def drafts(workspace: Workspace) -> str:
    return f"/api/workspaces/{workspace.pk}/drafts/"


@pytest.fixture
def client(workspace: Workspace) -> APIClient:
    return signed_in(owner_of(workspace))


def errors(answer) -> list[tuple[str, str | None]]:
    return [(error["code"], error["attr"]) for error in answer.json()["errors"]]


def test_a_draft_is_made_saved_and_read(client, drafts, workspace):
    made = client.post(drafts, {"name": "churn"})
    assert made.status_code == 201
    assert made.headers["ETag"] == '"1"'
    assert [p["code"] for p in made.json()["problems"]] == ["empty_pipeline"]
    address = drafts + made.json()["id"] + "/"
    saved = client.patch(address, {"document": drawn(workspace)}, headers={"If-Match": '"1"'})
    assert saved.status_code == 200
    assert (saved.json()["revision"], saved.json()["problems"]) == (2, [])
    assert client.get(address).json() == saved.json()


def test_saving_without_saying_from_where_is_428(client, drafts):
    address = drafts + client.post(drafts, {"name": "x"}).json()["id"] + "/"
    answer = client.patch(address, {"document": Drawing().document})
    assert answer.status_code == 428
    assert errors(answer) == [("revision_needed", None)]


def test_a_stale_save_is_412_and_shows_both_what_is_there(client, drafts, workspace):
    address = drafts + client.post(drafts, {"name": "x"}).json()["id"] + "/"
    client.patch(address, {"document": drawn(workspace)}, headers={"If-Match": '"1"'})
    stale = client.patch(
        address, {"document": Drawing().document, "name": "y"}, headers={"If-Match": "1"}
    )
    assert stale.status_code == 412
    current = stale.json()["extra"]["current"]
    assert (current["revision"], current["name"]) == (2, "x")
    assert len(current["document"]["nodes"]) == 1
    assert client.get(address).json()["name"] == "x"


@pytest.mark.parametrize("tag", ["", "*", "abc", '"1', "-1", "1.5", "9" * 30])
def test_an_if_match_that_is_no_revision_is_400(client, drafts, tag):
    address = drafts + client.post(drafts, {"name": "x"}).json()["id"] + "/"
    body = {"document": Drawing().document}
    answer = client.patch(address, body, headers={"If-Match": tag})
    assert answer.status_code in (400, 412)


def test_a_rename_needs_no_revision(client, drafts):
    address = drafts + client.post(drafts, {"name": "x"}).json()["id"] + "/"
    renamed = client.patch(address, {"name": "y", "description": "why"})
    assert (renamed.json()["name"], renamed.json()["revision"]) == ("y", 1)


def test_delete_and_undo(client, drafts):
    address = drafts + client.post(drafts, {"name": "x"}).json()["id"] + "/"
    assert client.delete(address).status_code == 204
    assert client.get(drafts).json()["results"] == []
    assert client.get(address).json()["deleted_at"] is not None
    assert client.patch(address, {"name": "y"}).status_code == 404
    assert len(client.get(drafts, {"deleted": "true"}).json()["results"]) == 1
    assert client.post(address + "restore/").json()["deleted_at"] is None
    assert len(client.get(drafts).json()["results"]) == 1


def test_a_copy_and_an_example(client, drafts):
    first = client.post(drafts, {"example": "three-python-scripts"}).json()
    assert first["name"] == "Three Python scripts"
    assert first["problems"] == []
    copy = client.post(drafts, {"duplicate_of": first["id"]}).json()
    assert copy["name"] == "Copy of Three Python scripts"
    assert copy["document"] == first["document"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ("required", "name")),
        ({"name": ""}, ("blank", "name")),
        ({"name": " "}, ("blank", "name")),
        ({"name": "x" * 201}, ("max_length", "name")),
        ({"name": 5.5, "document": []}, ("not_a_dict", "document")),
        ({"name": "x", "revision": 7}, ("unknown_field", "revision")),
        ({"name": "x", "workspace": str(uuid.uuid4())}, ("unknown_field", "workspace")),
        ({"name": "x", "document": {}}, ("unknown_schema", "document.schema")),
        ({"name": "x", "document": {"schema": 2}}, ("unknown_schema", "document.schema")),
        ({"example": "nope"}, ("unknown_example", "example")),
        ({"example": "a", "duplicate_of": str(uuid.uuid4())}, ("invalid", "duplicate_of")),
        ({"duplicate_of": "x"}, ("invalid", "duplicate_of")),
    ],
)
def test_what_cannot_be_made_is_named(client, drafts, body, expected):
    answer = client.post(drafts, body)
    assert answer.status_code == 400
    assert answer.json()["type"] == "validation_error"
    assert errors(answer) == [expected]


@pytest.mark.parametrize("body", [[], "x", 5, None])
def test_a_body_that_is_no_object_is_400(client, drafts, body):
    assert client.post(drafts, body, format="json").status_code == 400


def test_checking_changes_nothing_and_readers_may(client, drafts, workspace):
    made = client.post(drafts, {"name": "x"}).json()
    reader = signed_in(member(workspace, Role.READER, "rita"))
    loop = Drawing().script("a", "pass", after=["a"]).document
    answer = reader.post(f"{drafts}{made['id']}/check/", {"document": loop})
    assert "self_edge" in [p["code"] for p in answer.json()["problems"]]
    assert client.get(f"{drafts}{made['id']}/").json()["revision"] == 1


def test_the_list_pages_by_cursor_and_survives_new_rows(client, drafts, workspace):
    user = owner_of(workspace)
    for number in range(5):
        create_draft(workspace=workspace, user=user, name=f"d{number}")
    first = client.get(drafts, {"limit": 2}).json()
    create_draft(workspace=workspace, user=user, name="new")
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    names = [row["name"] for page in (first, second, third) for row in page["results"]]
    assert names == ["d4", "d3", "d2", "d1", "d0"]
    assert third["next"] is None


@pytest.mark.parametrize("limit", ["1000000000", "9" * 400])
def test_no_limit_asks_for_more_than_a_page(client, drafts, limit):
    assert client.get(drafts, {"limit": limit}).status_code == 200


@pytest.mark.parametrize("limit", ["0", "-1", "x", "", "１"])
def test_a_limit_that_is_no_number_of_rows_is_refused(client, drafts, limit):
    answer = client.get(drafts, {"limit": limit})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "bad_limit")


@pytest.mark.parametrize("cursor", ["x", "cD0y", "%00", "cj0xJnA9%27", "9" * 5000])
def test_a_made_up_cursor_is_no_server_error(client, drafts, cursor):
    assert client.get(f"{drafts}?cursor={cursor}").status_code in (200, 400)


def test_a_list_costs_the_same_however_long_it_is(
    client, drafts, workspace, django_assert_max_num_queries
):
    for number in range(30):
        create_draft(workspace=workspace, user=owner_of(workspace), name=f"d{number}")
    with django_assert_max_num_queries(7):
        rows = client.get(drafts).json()["results"]
    assert len(rows) == 30
    assert "document" not in rows[0]


def test_a_thing_with_two_faces_is_shown_as_text(client, drafts):
    name = "<img src=x onerror=alert(1)>{{7*7}}${7*7}%n"
    made = client.post(drafts, {"name": name})
    assert made.json()["name"] == name
    assert made.headers["Content-Type"] == "application/json"
