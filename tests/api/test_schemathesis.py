"""Whatever is sent to an address the schema describes, the answer is what the schema says and never a 500."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.world import World, new_world

schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
schema.app = get_wsgi_application()
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
schemathesis.serializer.alias("application/zip", "application/octet-stream")
CSRF = "a" * 32


@pytest.fixture(autouse=True)
def connection_kept() -> Iterator[None]:
    """As Django's own test client does: the test's transaction outlives the request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def world(db: None) -> World:
    return new_world()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume:Warning")
@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_input_makes_it_stumble(world: World, case: Case[Any]) -> None:
    _point_at(case, world)
    _ask_as_owner(case, world)
    response = case.call()
    if case.path.startswith("/api/workspaces/"):
        assert response.status_code not in (401, 403), "it was turned away before it was tried"
    checks: list[Any] = [not_a_server_error]
    if case.path.startswith("/api/"):
        checks += [content_type_conformance, response_schema_conformance, status_code_conformance]
    case.validate_response(response, checks=checks)


def _point_at(case: Case[Any], world: World) -> None:
    """Addresses name things that are there, so that what is made up reaches the code behind them."""
    for name in case.path_parameters or {}:
        if name in world.names:
            case.path_parameters[name] = str(world.names[name])
    if case.path.startswith("/pipelines/"):
        case.path_parameters["workspace"] = world.workspace.name


def _ask_as_owner(case: Case[Any], world: World) -> None:
    """With the owner's token where tokens are taken, else with the owner's session."""
    session_only = (
        case.path.startswith("/api/session/")
        or case.path == "/api/workspaces/"
        or "/tokens/" in case.path
    )
    if session_only:
        case.headers.pop("Authorization", None)
        session = world.actors["owner"].cookies["sessionid"].value
        case.cookies = {"sessionid": session, "csrftoken": CSRF}
        case.headers["X-CSRFToken"] = CSRF
    else:
        case.cookies = {}
        token = world.bearer
        case.headers["Authorization"] = token
