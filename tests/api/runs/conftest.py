"""Browsers of people with different roles, in front of a real database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from studio.accounts.models import User
from studio.runs.models import Run
from studio.workspaces.models import Role, Workspace
from studio.workspaces.services import add_member
from tests.drawing import Drawing
from tests.runs.conftest import broker, node, start, upload, user, workspace  # noqa: F401
from tests.runs.fakes import Node

Start = Callable[..., Run]


@pytest.fixture
def browser(user: User) -> Client:  # noqa: F811
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reader(workspace: Workspace) -> Client:  # noqa: F811
    member = User.objects.create_user("rhea")
    add_member(workspace, member, Role.READER)
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def stranger(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("eve"))
    return client


@pytest.fixture
def url(workspace: Workspace) -> Callable[..., str]:  # noqa: F811
    def address(*parts: Any) -> str:
        return f"/api/workspaces/{workspace.pk}/" + "".join(f"{part}/" for part in parts)

    return address


@pytest.fixture
def finished(start: Start, node: Node) -> Run:  # noqa: F811
    """A run of two steps, data between them, that completed."""
    drawing = Drawing().script("a", "", outputs=["x"])
    run = start(drawing.script("b", "", ["--in", {"$input": "x"}], inputs={"x": ("a", "x")}))
    node.work()
    run.refresh_from_db()
    return run
