"""Which runs need a datastore: those that have not ended."""

from collections.abc import Iterator

from studio.engine.states import TERMINAL
from studio.runs.models import Run, StepRun
from studio.workspaces.models import Workspace
from studio.workspaces.users import DatastoreUser


def running_on(workspace: Workspace, datastore: str) -> Iterator[DatastoreUser]:
    """Runs under way that read from it or write to it; ended ones only lose the sight of their files."""
    under_way = Run.objects.filter(workspace=workspace).exclude(state__in=TERMINAL)
    for run in under_way.order_by("number").only("number"):
        if any(_names(step.work, datastore) for step in StepRun.objects.filter(run=run)):
            yield DatastoreUser("run", str(run.pk), f"Run {run.number}")


def _names(work: dict[str, object], datastore: str) -> bool:
    """`work` as `orders.prepare` froze it."""
    inputs = work.get("inputs", [])
    assert isinstance(inputs, list)
    return datastore in [work.get("datastore"), *(given["datastore"] for given in inputs)]
