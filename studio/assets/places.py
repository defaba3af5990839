"""Places as they are named by users: checked, and looked at."""

import re
from collections.abc import Iterable, Sequence

from studio.assets.errors import BadName, BadPath, NothingThere, TooManyFiles, UnknownDatastore
from studio.data.errors import DataError, InvalidPath
from studio.data.paths import safe_path
from studio.data.store import Datastore, Entry
from studio.runs.extensions import Place
from studio.workspaces.errors import StoreUnavailable
from studio.workspaces.files import open_named_store
from studio.workspaces.models import Workspace

__all__ = ["Place", "checked_name", "checked_places", "files_at", "refuse_nothing"]

MOST_FILES = 10_000
"""Of one model: its manifest is one column of one row."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,253}[A-Za-z0-9._-]|[A-Za-z0-9]")


def checked_name(name: str) -> str:
    """Raises BadName."""
    if not _NAME.fullmatch(name):
        raise BadName
    return name


def checked_places(workspace: Workspace, places: Iterable[Place]) -> list[Place]:
    """Each place once, in the order given. Raises UnknownDatastore, BadPath."""
    known = set(workspace.datastores.values_list("name", flat=True))
    checked: dict[Place, None] = {}
    for place in places:
        if place.datastore not in known:
            raise UnknownDatastore(place.datastore)
        checked[Place(place.datastore, _path(place.path))] = None
    if not checked:
        raise BadPath("Name at least one path.")
    return list(checked)


def _path(text: str) -> str:
    """A folder may be written as v1 code writes it: `data/`, `data/*`, `data/**`."""
    folder = re.sub(r"/(\*\*?)?$", "", text)
    if "*" in folder:
        raise BadPath("Name a file or a folder; patterns are not looked up.")
    try:
        return safe_path(folder)
    except InvalidPath as problem:
        raise BadPath(str(problem)) from problem


def refuse_nothing(workspace: Workspace, places: Sequence[Place]) -> None:
    """Raises NothingThere for a place where nothing is stored, StoreUnavailable."""
    for place in places:
        if not _list(open_named_store(workspace, place.datastore), place, limit=1):
            raise NothingThere(place.datastore, place.path)


def files_at(workspace: Workspace, place: Place) -> list[Entry]:
    """The file itself, or everything below the folder.

    Raises NothingThere, TooManyFiles, StoreUnavailable.
    """
    store = open_named_store(workspace, place.datastore)
    found: list[Entry] = []
    while page := _list(store, place, after=found[-1].path if found else None):
        found += page
        if len(found) > MOST_FILES:
            raise TooManyFiles(MOST_FILES)
    if not found:
        raise NothingThere(place.datastore, place.path)
    return found


def _list(
    store: Datastore, place: Place, *, after: str | None = None, limit: int = 1000
) -> list[Entry]:
    try:
        return store.list(place.path, after=after, limit=limit)
    except DataError as problem:
        raise StoreUnavailable(str(problem)) from problem
