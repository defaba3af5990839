"""A workspace with data in its datastore, in which drawings can be run."""

import pytest

from studio.accounts.models import User
from studio.assets.places import Place
from studio.assets.services import Author
from studio.data.store import Datastore
from studio.workspaces.models import Workspace
from studio.workspaces.queries import default_store
from tests.runs.conftest import broker, node, start, upload, user, workspace

__all__ = ["broker", "node", "start", "upload", "user", "workspace"]

STORE = "workspaceblobstore"


@pytest.fixture
def author(user: User) -> Author:
    return Author(user)


@pytest.fixture
def store(workspace: Workspace) -> Datastore:
    return default_store(workspace)


def place(path: str, datastore: str = STORE) -> Place:
    return Place(datastore, path)
