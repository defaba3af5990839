"""Credentials that no key opens: the step that needs them fails and says so; others go on."""

from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet

from studio.engine.states import Reason, State
from studio.runs.models import Run, StepRun
from studio.workspaces.models import DatastoreRecord, Workspace
from tests.drawing import Drawing
from tests.runs.fakes import Node

Start = Callable[..., Run]


@pytest.fixture
def locked(workspace: Workspace) -> DatastoreRecord:
    """A datastore sealed with a key that is not there any more."""
    gone = Fernet(Fernet.generate_key()).encrypt(b'{"account_key": "a2V5"}').decode()
    return DatastoreRecord.objects.create(
        workspace=workspace, name="locked", kind="azure_blob", secret=gone,
        settings={"endpoint": "https://acme.blob.core.windows.net", "container": "data"},
    )  # fmt: skip


def test_the_step_that_needs_them_fails_and_says_why(
    start: Start, node: Node, locked: DatastoreRecord
) -> None:
    drawing = Drawing().node("d", "Data", datastore=locked.name, path="a.csv")
    run = start(drawing.script("s", "", inputs={"data": ("d", "data")}))
    run.refresh_from_db()
    step = StepRun.objects.get(run=run, node_id="s")
    assert (run.state, step.reason) == (State.FAILED, Reason.DATASTORE_UNAVAILABLE)
    assert "encryption key" in str(step.reason_detail)


def test_runs_that_do_not_need_them_are_not_troubled(
    start: Start, node: Node, locked: DatastoreRecord
) -> None:
    run = start(Drawing().script("s", ""))
    node.work()
    run.refresh_from_db()
    assert run.state == State.COMPLETED
