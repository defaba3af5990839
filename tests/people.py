"""Who and where for tests of the rooms with tables: a user, a workspace, a client that is signed in."""

import io
from typing import Any

from django.conf import settings
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.accounts.services import create_user
from studio.workspaces import blobs
from studio.workspaces.models import Role, TokenScope, Workspace
from studio.workspaces.services import add_member, create_workspace
from studio.workspaces.tokens import create_token
from tests.drawing import Drawing

assert "studio-tests-" in str(settings.STUDIO_HOME), "tests must never touch a real data folder"


def new_workspace(name: str = "lab", owner: str = "olga") -> Workspace:
    """With an owner of that name, who is made where needed."""
    return create_workspace(name, a_user(owner))


def a_user(username: str) -> User:
    return User.objects.filter(username=username).first() or create_user(username)


def member(workspace: Workspace, role: Role, username: str) -> User:
    user = a_user(username)
    add_member(workspace, user, role)
    return user


def owner_of(workspace: Workspace) -> User:
    return workspace.memberships.get(role=Role.OWNER).user


def signed_in(user: User) -> APIClient:
    """A browser's client: session cookie and CSRF checks on."""
    client = APIClient()
    client.force_login(user)
    return client


def with_token(workspace: Workspace, user: User, scope: TokenScope, **limits: Any) -> APIClient:
    """A program's client."""
    client = APIClient()
    _, secret = create_token(workspace=workspace, user=user, name="t", scope=scope, **limits)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def drawn(workspace: Workspace, drawing: Drawing | None = None) -> dict[str, Any]:
    """The document of a drawing (one script step, parameter `lr`), its files uploaded."""
    drawing = drawing or one_step()
    for content in drawing.files.values():
        blobs.put(workspace, io.BytesIO(content))
    return drawing.document


def one_step() -> Drawing:
    return Drawing().parameter("lr", "float", 0.1).script("train", "print('hello')\n")
