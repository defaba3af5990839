"""A workspace, its owner's client and addresses below the workspace."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from studio.workspaces.models import Workspace
from tests.people import new_workspace, owner_of, signed_in

Url = Callable[..., str]


@pytest.fixture
def workspace(db: None) -> Workspace:
    return new_workspace()


@pytest.fixture
def client(workspace: Workspace) -> APIClient:
    return signed_in(owner_of(workspace))


@pytest.fixture
def url(workspace: Workspace) -> Url:
    """url("datastores", "a") → /api/workspaces/…/datastores/a/"""

    def address(*parts: str) -> str:
        return "/".join(["/api/workspaces", str(workspace.pk), *parts]) + "/"

    return address
