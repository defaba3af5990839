"""Reading changes nothing, and nothing that is secret is ever said."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from studio.workspaces.models import DatastoreRecord
from studio.workspaces.secrets import seal
from tests.api.routes import Route, all_routes
from tests.api.world import World, new_world

pytestmark = pytest.mark.django_db
CANARY = "canary-9f1b27c4e0d35a68"


@pytest.fixture
def world(db: None) -> World:
    return new_world()


def rows() -> str:
    """Everything in the tables of our rooms, as text."""
    models = [model for model in apps.get_models() if model.__module__.startswith("studio.")]
    tables = {m._meta.label: list(m._default_manager.order_by("pk").values()) for m in models}
    return json.dumps(tables, cls=DjangoJSONEncoder, sort_keys=True)


def address(world: World, route: Route) -> str:
    if route.name == "api-not-here":
        return "/api/nothing/"
    if route.name == "shell-page":
        return "/w/lab/runs"
    names = dict(world.names)
    if route.name.startswith("v1-"):
        names["workspace"] = names["workspace_name"]
    return reverse(route.name, kwargs={name: names[name] for name in route.arguments})


READS = [route for route in all_routes() if route.method == "get"]


@pytest.mark.parametrize("route", READS, ids=str)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(world: World, route: Route, method: str):
    before = rows()
    for actor in ("anonymous", "owner"):
        getattr(world.actors[actor], method)(address(world, route))
    assert rows() == before


@pytest.mark.parametrize("route", all_routes(), ids=str)
def test_no_answer_holds_a_secret(world: World, route: Route):
    """Keys of datastores, key files, digests and passwords, looked for in every answer."""
    DatastoreRecord.objects.update(secret=seal(json.dumps({"account_key": CANARY})))
    owner = world.workspace.memberships.get(role="owner", user__is_active=True).user
    owner.set_unusable_password()
    secrets = [
        CANARY,
        DatastoreRecord.objects.first().secret,  # type: ignore[union-attr]
        settings.SECRET_KEY,
        *settings.ENCRYPTION_KEYS,
        *settings.NODE_KEYS,
        *world.workspace.tokens.values_list("digest", flat=True),
        str(settings.STUDIO_HOME),
    ]
    answer = _ask(world, route)
    said = b"".join([*_bytes_of(answer), str(answer.headers).encode()]).decode(errors="replace")
    assert [secret for secret in secrets if secret in said] == []


def _ask(world: World, route: Route) -> Any:
    client = world.actors["manage token" if route.name.startswith("v1-") else "owner"]
    call = getattr(client, route.method)
    if route.name == "blobs":
        return call(address(world, route), b"x", content_type="application/octet-stream")
    if route.name in ("sign-in", "sign-in-link", "sign-out"):
        return call(address(world, route), {}, format="multipart")
    return call(address(world, route)) if route.method == "get" else call(address(world, route), {})


def _bytes_of(answer: Any) -> list[bytes]:
    return [] if answer.streaming else [answer.content]


def test_a_failure_of_ours_shows_no_insides(world: World, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("studio.api.pipelines.views.drafts_of", fail)
    client = world.actors["owner"]
    client.raise_request_exception = False
    answer = client.get(f"/api/workspaces/{world.workspace.pk}/drafts/")
    assert answer.status_code == 500
    assert answer.json() == {
        "type": "server_error",
        "errors": [{"code": "error", "detail": "Server Error (500)", "attr": None}],
    }


def test_a_failure_of_ours_at_the_v1_door_has_the_v1_shape(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("studio.api.v1.views.submit_published", fail)
    names = {**world.names, "workspace": world.workspace.name}
    route = next(route for route in all_routes() if route.name == "v1-pipeline-submit")
    path = reverse(route.name, kwargs={name: names[name] for name in route.arguments})
    answer = world.actors["manage token"].post(path, {"ExperimentName": "e"})
    assert answer.status_code == 500
    assert answer.json()["Error"]["Code"] == "InternalServerError"
    assert CANARY not in answer.content.decode()
