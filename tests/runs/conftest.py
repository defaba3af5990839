"""A workspace to run in, a broker that can be looked into, and nodes that speak the protocol."""

import io
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model

from studio import compute
from studio.accounts.models import User
from studio.runs.models import Run
from studio.runs.services import Submission, submit
from studio.workspaces import blobs
from studio.workspaces.models import Workspace
from studio.workspaces.services import create_workspace
from tests.drawing import Drawing
from tests.runs.fakes import Broker, Maker, Node


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    """Stands where messages leave the studio; nothing else of it is replaced."""
    broker = Broker()
    monkeypatch.setattr(compute, "publish_order", broker.publish_order)
    monkeypatch.setattr(compute, "publish_answer", broker.publish_answer)
    monkeypatch.setattr(compute, "queue_depth", broker.queue_depth, raising=False)
    return broker


@pytest.fixture
def node(broker: Broker) -> Node:
    return Node("node-1", broker)


@pytest.fixture
def maker(broker: Broker) -> Maker:
    return Maker("node-1", broker)


@pytest.fixture
def user(transactional_db: None) -> Iterator[User]:
    yield get_user_model().objects.create_user("ada", "Ada")


@pytest.fixture
def workspace(user: User) -> Workspace:
    return create_workspace("lab", user)


@pytest.fixture
def upload(workspace: Workspace) -> Callable[[Drawing], None]:
    def put(drawing: Drawing) -> None:
        for content in drawing.files.values():
            blobs.put(workspace, io.BytesIO(content))

    return put


@pytest.fixture
def start(
    workspace: Workspace, user: User, broker: Broker, upload: Callable[[Drawing], None]
) -> Callable[..., Run]:
    """Submits a drawing."""

    def begin(drawing: Drawing, **asked: object) -> Run:
        upload(drawing)
        asked = {"experiment": "test", **asked}
        return submit(Submission(workspace, user, drawing.document, **asked)).run  # type: ignore[arg-type]

    return begin
