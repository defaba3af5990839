"""Who needs a datastore: asked of the rooms to the right, which sign up here when Django starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from studio.workspaces.models import Workspace


@dataclass(frozen=True)
class DatastoreUser:
    """Something that would break without the datastore. `type` is the noun of its page."""

    type: str
    id: str
    name: str


Find = Callable[[Workspace, str], Iterable[DatastoreUser]]
_finders: list[Find] = []


def register_datastore_users(find: Find) -> None:
    """`find` answers for a workspace and the name of a datastore; call this in `AppConfig.ready`."""
    if find not in _finders:
        _finders.append(find)


def users_of(workspace: Workspace, datastore: str) -> list[DatastoreUser]:
    """Everything that names the datastore, in the order of the rooms."""
    return [user for find in _finders for user in find(workspace, datastore)]
