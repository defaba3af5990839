"""Members, tokens, files and places over HTTP."""

import hashlib
import shutil
from typing import Any

import pytest
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.workspaces.models import ApiToken, Role, Workspace
from tests.api.runs.test_bytes import content
from tests.people import member, new_workspace, owner_of, signed_in

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


def code(answer) -> str:
    return answer.json()["errors"][0]["code"]


def test_the_session_says_who_and_where(client, workspace):
    session = client.get("/api/session/").json()
    assert session["user"]["username"] == "olga"
    assert session["workspaces"] == [
        {"id": str(workspace.pk), "name": "lab", "role": "owner"},
    ]


def test_somebody_new_is_invited_by_a_link_that_works_once(client, base):
    invited = client.post(f"{base}/members/", {"username": "nina", "role": "contributor"})
    assert invited.status_code == 201
    path = invited.json()["sign_in_link"].removeprefix("http://testserver")
    newcomer = APIClient()
    assert newcomer.post(path).status_code == 302
    assert newcomer.get("/api/session/").json()["workspaces"][0]["role"] == "contributor"
    assert APIClient().post(path).status_code == 410
    assert "sign_in_link" not in str(client.get(f"{base}/members/").json())


def test_somebody_known_is_added_without_a_link(client, base):
    new_workspace("other", "paul")
    added = client.post(f"{base}/members/", {"username": "paul", "role": "reader"})
    assert added.json()["sign_in_link"] is None
    again = client.post(f"{base}/members/", {"username": "paul", "role": "owner"})
    assert (again.status_code, code(again)) == (409, "already_member")


def test_a_role_changes_at_once(client, base, workspace):
    rita = signed_in(member(workspace, Role.READER, "rita"))
    assert rita.post(f"{base}/drafts/", {"name": "x"}).status_code == 403
    row = workspace.memberships.get(user__username="rita")
    client.patch(f"{base}/members/{row.pk}/", {"role": "contributor"})
    assert rita.post(f"{base}/drafts/", {"name": "x"}).status_code == 201
    client.delete(f"{base}/members/{row.pk}/")
    assert rita.get(f"{base}/drafts/").status_code == 404


def test_the_last_owner_stays(client, base, workspace):
    row = workspace.memberships.get()
    answer = client.delete(f"{base}/members/{row.pk}/")
    assert (answer.status_code, code(answer)) == (409, "last_owner")


@pytest.mark.parametrize("field", ["is_staff", "id", "password", "workspace", "user"])
def test_nobody_becomes_more_by_a_field_more(client, base, field):
    body = {"username": "nina", "role": "reader", field: "1"}
    answer = client.post(f"{base}/members/", body)
    assert (answer.status_code, code(answer)) == (400, "unknown_field")
    assert not User.objects.filter(username="nina").exists()


def test_a_token_is_shown_once_and_works_until_it_is_revoked(client, base):
    made = client.post(f"{base}/tokens/", {"name": "ci", "scope": "read", "expires_in_days": 30})
    assert made.status_code == 201
    secret = made.json()["token"]
    program = APIClient(headers={"Authorization": f"Bearer {secret}"})
    assert program.get(f"{base}/drafts/").status_code == 200
    listed = client.get(f"{base}/tokens/").json()["results"]
    assert [row["name"] for row in listed] == ["ci"]
    assert listed[0]["last_used_at"] is not None
    assert secret not in str(listed)
    assert client.delete(f"{base}/tokens/{made.json()['id']}/").status_code == 204
    assert program.get(f"{base}/drafts/").status_code == 401
    assert client.get(f"{base}/tokens/").json()["results"] == []


def test_a_token_is_taken_from_the_header_only(client, base):
    secret = client.post(f"{base}/tokens/", {"name": "t", "scope": "read"}).json()["token"]
    for address in (f"{base}/drafts/?token={secret}", f"{base}/drafts/?access_token={secret}"):
        assert APIClient().get(address).status_code == 401
    cookie = APIClient()
    cookie.cookies["token"] = secret
    assert cookie.get(f"{base}/drafts/").status_code == 401


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"name": "t"}, "scope"),
        ({"name": "t", "scope": "root"}, "scope"),
        ({"name": "t", "scope": "endpoint"}, "published_id"),
        ({"name": "t", "scope": "read", "published_id": str(ApiToken().pk)}, "published_id"),
        ({"name": "t", "scope": "endpoint", "published_id": str(ApiToken().pk)}, "published_id"),
        ({"name": "t", "scope": "read", "expires_in_days": 0}, "expires_in_days"),
        ({"name": "t", "scope": "read", "user": "x"}, "user"),
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(client, base, body, attr):
    answer = client.post(f"{base}/tokens/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == attr
    assert ApiToken.objects.count() == 0


def test_an_owner_sees_and_revokes_everybodys_tokens_and_others_their_own(client, base, workspace):
    rita = signed_in(member(workspace, Role.READER, "rita"))
    theirs = rita.post(f"{base}/tokens/", {"name": "rita's", "scope": "read"}).json()
    client.post(f"{base}/tokens/", {"name": "olga's", "scope": "read"})
    assert [row["name"] for row in rita.get(f"{base}/tokens/").json()["results"]] == ["rita's"]
    assert len(client.get(f"{base}/tokens/").json()["results"]) == 2
    assert client.delete(f"{base}/tokens/{theirs['id']}/").status_code == 204


def upload(client: Any, base: str, content: bytes, kind: str = "application/octet-stream"):
    return client.generic("POST", f"{base}/blobs/", content, content_type=kind)


def test_a_file_is_kept_under_its_digest_and_only_downloaded(client, base):
    page = b"<script>alert(1)</script>"
    kept = upload(client, base, page)
    assert kept.status_code == 201
    assert kept.json() == {"sha256": hashlib.sha256(page).hexdigest(), "size": len(page)}
    answer = client.get(f"{base}/blobs/{kept.json()['sha256']}/")
    assert content(answer) == page
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_file_that_was_never_uploaded_is_404(client, base):
    answer = client.get(f"{base}/blobs/{'0' * 64}/")
    assert (answer.status_code, code(answer)) == (404, "blob_not_found")


def test_a_file_over_the_limit_is_413(client, base, settings):
    settings.LARGEST_BLOB = 1_000
    answer = upload(client, base, bytes(1_001))
    assert (answer.status_code, code(answer)) == (413, "blob_too_large")


def test_a_file_is_sent_as_bytes_and_nothing_else(client, base):
    assert upload(client, base, b"{}", "application/json").status_code == 415


def test_a_folder_that_is_away_is_said_and_no_failure_of_ours(client, base, workspace):
    shutil.rmtree(workspace.datastores.get(name="workspaceblobstore").settings["root"])
    client.raise_request_exception = False
    answers = [
        upload(client, base, b"x"),
        client.get(f"{base}/blobs/{'0' * 64}/"),
        client.post(f"{base}/drafts/", {"example": "three-python-scripts"}),
    ]
    assert [(a.status_code, code(a)) for a in answers] == [(503, "store_unavailable")] * 3


def test_places_to_run_are_listed_without_their_insides(client, base):
    assert client.get(f"{base}/compute-targets/").json() == [
        {"name": "local", "kind": "local", "is_default": True}
    ]


def test_an_owner_makes_another_workspace_and_owns_it(client):
    made = client.post("/api/workspaces/", {"name": "second-lab"})
    assert (made.status_code, made.json()["role"]) == (201, "owner")
    names = [place["name"] for place in client.get("/api/session/").json()["workspaces"]]
    assert names == ["lab", "second-lab"]


def test_the_name_of_a_workspace_is_taken_once(client):
    answer = client.post("/api/workspaces/", {"name": "lab"})
    assert (answer.status_code, code(answer)) == (409, "name_taken")


@pytest.mark.parametrize("name", ["", "Lab", "-x", "a b", "x" * 61])
def test_a_workspace_with_a_name_that_fits_no_address_is_not_made(client, name):
    answer = client.post("/api/workspaces/", {"name": name})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "name")


def test_others_make_workspaces_where_the_installation_lets_them(workspace, settings):
    rita = signed_in(member(workspace, Role.READER, "rita"))
    assert rita.post("/api/workspaces/", {"name": "hers"}).status_code == 403
    settings.ANYBODY_MAKES_WORKSPACES = True
    assert rita.post("/api/workspaces/", {"name": "hers"}).status_code == 201


def test_the_palette_has_kinds_types_and_examples(client, base):
    palette = client.get(f"{base}/catalog/").json()
    assert "PythonScriptStep" in [kind["name"] for kind in palette["kinds"]]
    assert {"name": "scored_table", "parent": "table"} in palette["port_types"]
    assert len(palette["examples"]) == 2
