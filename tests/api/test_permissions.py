"""Who may do what: every address and method of the URLconf against everybody who could ask."""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.routes import Route, all_routes
from tests.api.world import World, new_world

pytestmark = pytest.mark.django_db

STRANGERS = {
    "anonymous": 401,
    "switched off": 401,
    "token of one switched off": 401,
    "revoked token": 401,
}
OUTSIDERS = {
    **STRANGERS,
    "outsider": 404,
    "outsider's token": 404,
    "owner's token of another workspace": 404,
}
IN = 0  # let in: whatever the answer is, it is not 401, 403 or 404

READ = {
    **OUTSIDERS,
    "reader": IN,
    "contributor": IN,
    "owner": IN,
    "endpoint token": 403,
    "read token": IN,
    "run token": IN,
    "manage token": IN,
    "reader's manage token": IN,
}
RUN = {**READ, "reader": 403, "read token": 403, "reader's manage token": 403}
CHANGE = {**RUN, "run token": 403}
OWN = {**CHANGE, "contributor": 403}
TOKENS_OF_ALL_KINDS = ("endpoint token", "read token", "run token", "manage token")
PERSONAL = {**READ, **dict.fromkeys((*TOKENS_OF_ALL_KINDS, "reader's manage token"), 403)}
# A colleague's token is not there for you: only its maker and owners can revoke it.
OWN_TOKEN = {**PERSONAL, "reader": 404, "contributor": 404}
SIGNED_IN = {
    **STRANGERS,
    **dict.fromkeys(("outsider", "reader", "contributor", "owner"), IN),
    **dict.fromkeys(TOKENS_OF_ALL_KINDS, 403),
    **dict.fromkeys(
        ("outsider's token", "owner's token of another workspace", "reader's manage token"), 403
    ),
}
ANYBODY_KNOWN = {name: code or IN for name, code in {**SIGNED_IN}.items()} | dict.fromkeys(
    [name for name, code in SIGNED_IN.items() if code == 403], IN
)
NOWHERE = {name: 404 if code == IN else code for name, code in ANYBODY_KNOWN.items()}
PUBLIC = dict.fromkeys(READ, IN)
V1_CALL = {
    **OUTSIDERS,
    "outsider": 401,
    "reader": 401,
    "contributor": 401,
    "owner": 401,
    "endpoint token": IN,
    "read token": 403,
    "run token": IN,
    "manage token": IN,
    "reader's manage token": 403,
}
V1_READ = {**V1_CALL, "read token": IN, "reader's manage token": IN}
SHELL = {
    name: IN if name in ("outsider", "reader", "contributor", "owner") else 302 for name in READ
}

# An upload is there for whoever began it, here the owner.
OWN_UPLOAD_SEEN = {**READ, **dict.fromkeys(("reader", "contributor", "reader's manage token"), 404)}
OWN_UPLOAD = {**CHANGE, "contributor": 404}
NEW_WORKSPACE = {**SIGNED_IN, "reader": 403, "contributor": 403}

POLICIES: dict[str, dict[str, int]] = {
    "DELETE dataset": CHANGE,
    "DELETE datastore": OWN,
    "DELETE datastore-files": CHANGE,
    "DELETE draft": CHANGE,
    "DELETE member": OWN,
    "DELETE model-version": CHANGE,
    "DELETE token": OWN_TOKEN,
    "DELETE upload": OWN_UPLOAD,
    "GET api-not-here": NOWHERE,
    "GET attempt-log": READ,
    "GET attempt-log-search": READ,
    "GET attempt-log-times": READ,
    "GET blob": READ,
    "GET catalog": READ,
    "GET compute-targets": READ,
    "GET dataset": READ,
    "GET dataset-preview": READ,
    "GET datasets": READ,
    "GET datastore": READ,
    "GET datastore-content": READ,
    "GET datastore-files": READ,
    "GET datastore-kinds": READ,
    "GET datastore-preview": READ,
    "GET datastores": READ,
    "GET draft": READ,
    "GET drafts": READ,
    "GET experiments": READ,
    "GET health": PUBLIC,
    "GET lineage": READ,
    "GET members": READ,
    "GET model": READ,
    "GET model-archive": READ,
    "GET model-content": READ,
    "GET model-files": READ,
    "GET model-version": READ,
    "GET models": READ,
    "GET published-pipeline": READ,
    "GET published-pipelines": READ,
    "GET run": READ,
    "GET run-events": READ,
    "GET run-metrics": READ,
    "GET runs": READ,
    "GET schema": ANYBODY_KNOWN,
    "GET session": SIGNED_IN,
    "GET shell": SHELL,
    "GET shell-page": SHELL,
    "GET sign-in": PUBLIC,
    "GET sign-in-link": PUBLIC,
    "GET step-artifact": READ,
    "GET step-artifacts": READ,
    "GET step-metrics": READ,
    "GET step-output": READ,
    "GET step-preview": READ,
    "GET step-snapshot": READ,
    "GET step-snapshot-archive": READ,
    "GET step-snapshot-content": READ,
    "GET step-snapshot-diff": READ,
    "GET step-snapshot-file-diff": READ,
    "GET tokens": PERSONAL,
    "GET upload": OWN_UPLOAD_SEEN,
    "GET v1-pipeline-run": V1_READ,
    "GET workspace": READ,
    "PATCH datastore": OWN,
    "PATCH draft": CHANGE,
    "PATCH member": OWN,
    "PATCH workspace": OWN,
    "PATCH model-version": CHANGE,
    "PATCH upload": OWN_UPLOAD,
    "POST blobs": CHANGE,
    "POST dataset-versions": CHANGE,
    "POST datasets": CHANGE,
    "POST datastore-check": CHANGE,
    "POST datastore-check-new": OWN,
    "POST datastores": OWN,
    "POST draft-check": READ,
    "POST draft-plan": READ,
    "POST draft-restore": CHANGE,
    "POST drafts": CHANGE,
    "POST members": OWN,
    "POST models": CHANGE,
    "POST published-disable": CHANGE,
    "POST published-enable": CHANGE,
    "POST published-pipelines": CHANGE,
    "POST run-cancel": RUN,
    "POST run-plan": READ,
    "POST run-resubmit": RUN,
    "POST runs": RUN,
    "POST session-password": SIGNED_IN,
    "POST session-sign-out": SIGNED_IN,
    "POST sign-in": PUBLIC,
    "POST sign-in-link": PUBLIC,
    "POST sign-out": PUBLIC,
    "POST source-folders": CHANGE,
    "POST source-folders-archive": CHANGE,
    "POST tokens": PERSONAL,
    "POST uploads": CHANGE,
    "POST v1-pipeline-submit": V1_CALL,
    "POST workspaces": NEW_WORKSPACE,
}
QUERIES = {
    "GET step-artifact": "?path=notes.txt",
    "GET attempt-log-search": "?q=hello",
    "GET step-snapshot-content": "?path=main.py",
    "GET datastore-content": "?path=out/file.txt",
    "GET datastore-preview": "?path=out/file.txt",
    "DELETE datastore-files": "?path=azureml/kept",
}
TUS = {"Tus-Resumable": "1.0.0"}
HEADERS = {
    "uploads": {**TUS, "Upload-Length": "1", "Upload-Metadata": "path bmV3"},
    "upload": {**TUS, "Upload-Offset": "0"},
}
# The page of a sign-in form answers 403 to a wrong password, which is no matter of rights.
FORMS = ("POST sign-in", "POST sign-in-link")


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def test_every_route_has_a_policy_and_every_policy_a_route():
    assert {str(route) for route in all_routes()} == set(POLICIES)


@pytest.mark.parametrize("route", all_routes(), ids=str)
def test_everybody_gets_what_the_policy_says(world: World, route: Route):
    answers = {}
    expected = POLICIES[str(route)]
    for actor, client in world.actors.items():
        answers[actor] = _classified(_ask(world, route, client), expected[actor], route)
    assert answers == expected


def _ask(world: World, route: Route, client: APIClient) -> int:
    """The status; whatever the call changed is undone, so that the next actor finds the same world."""
    with transaction.atomic():
        answer = getattr(client, route.method)(_address(world, route), **_body(route))
        transaction.set_rollback(True)
    return answer.status_code


def _classified(status: int, expected: int, route: Route) -> int:
    if status >= 500:
        return status
    if expected == IN and (status not in (401, 403, 404) or str(route) in FORMS):
        return IN
    return status


def _address(world: World, route: Route) -> str:
    if route.name == "api-not-here":
        return "/api/nothing/"
    if route.name == "shell-page":
        return "/w/lab/runs"
    names = dict(world.names)
    if route.name.startswith("v1-"):
        names["workspace"] = names["workspace_name"]
    arguments = {name: names[name] for name in route.arguments}
    return reverse(route.name, kwargs=arguments) + QUERIES.get(str(route), "")


def _body(route: Route) -> dict[str, Any]:
    if route.name == "blobs":
        return {"data": b"bytes", "content_type": "application/octet-stream"}
    if route.name in ("sign-in", "sign-in-link", "sign-out"):
        return {"format": "multipart"}
    sent: dict[str, Any] = {} if route.method == "get" else {"data": {}, "format": "json"}
    return {**sent, "headers": HEADERS.get(route.name)}


def test_another_workspace_in_the_address_does_not_open_what_is_in_this_one(world: World):
    """The owner of `second` asks for each thing of `lab` under their own workspace."""
    second = new_world("second")
    mixed = {**world.names, "workspace": second.names["workspace"]}
    client = second.actors["owner"]
    for route in all_routes():
        inner = set(route.arguments) - {"workspace", "datastore", "name"}
        if "workspace" not in route.arguments or not inner or route.name.startswith("v1-"):
            continue
        arguments = {name: mixed[name] for name in route.arguments}
        if route.name == "blob":
            continue  # named by its bytes, which both workspaces have
        address = reverse(route.name, kwargs=arguments) + QUERIES.get(str(route), "")
        answer = getattr(client, route.method)(address, **_body(route))
        assert answer.status_code == 404, str(route)


def test_ids_of_another_workspace_in_a_body_are_not_found(world: World):
    second = new_world("second")
    base = f"/api/workspaces/{second.workspace.pk}"
    client = second.actors["owner"]
    theirs = world.names
    for path, body in {
        "/drafts/": {"name": "x", "duplicate_of": theirs["draft"]},
        "/published-pipelines/": {"name": "x", "draft": theirs["draft"]},
        "/published-pipelines/ ": {"name": "x", "run": theirs["run"]},
        "/runs/": {"experiment": "x", "draft": theirs["draft"]},
        "/tokens/": {"name": "x", "scope": "endpoint", "published_id": theirs["published"]},
    }.items():
        answer = client.post(base + path.strip(), body, format="json")
        assert answer.status_code in (400, 404), (path, answer.json())


def test_a_header_with_a_bad_token_is_not_saved_by_a_good_cookie(world: World):
    client = world.actors["owner"]
    client.credentials(HTTP_AUTHORIZATION="Bearer stk_wrong")
    assert client.get("/api/session/").status_code == 401


@pytest.mark.parametrize("header", ["Basic b2xnYTp4", "Bearer", "Bearer a b", "bearer é", "stk_x"])
def test_a_header_of_another_form_is_401(header: str):
    client = APIClient(headers={"Authorization": header.encode().decode("latin-1")})
    answer = client.get("/api/session/")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "path",
    ["/healthx/", "//health/", "/api/x/health/", "/HEALTH/", "/health/;x", "/api/health", "/api/"],
)
def test_nothing_that_only_looks_like_an_open_address_is_open(path: str):
    answer = APIClient().get(path)
    assert answer.status_code in (301, 302, 401, 404)
    assert "version" not in answer.content.decode()


@pytest.mark.parametrize("route", [r for r in all_routes() if r.method != "get"], ids=str)
def test_a_session_changes_nothing_without_its_csrf_token(world: World, route: Route):
    if route.name.startswith("v1-"):
        return  # takes tokens only
    strict = APIClient(enforce_csrf_checks=True)
    strict.cookies = world.actors["owner"].cookies
    answer = getattr(strict, route.method)(_address(world, route), **_body(route))
    assert answer.status_code == 403
