"""A first look at a dataset."""

from studio.assets.errors import NothingThere
from studio.assets.models import DatasetKind, DatasetVersion
from studio.assets.places import Place
from studio.data.errors import DataError, ObjectNotFound
from studio.data.preview import Preview, preview
from studio.data.store import Datastore
from studio.workspaces.errors import StoreUnavailable
from studio.workspaces.files import open_named_store
from studio.workspaces.models import Workspace


def preview_of(workspace: Workspace, version: DatasetVersion) -> tuple[Preview, Place]:
    """Of the first place, and which object was looked at; of a table in several files the first.

    Raises NothingThere, StoreUnavailable.
    """
    first = version.paths.all()[0]
    store = open_named_store(workspace, first.datastore)
    try:
        path = first.path
        if version.dataset.kind == DatasetKind.TABULAR:
            path = _first_file(store, path)
        return preview(store, path), Place(first.datastore, path)
    except ObjectNotFound:
        raise NothingThere(first.datastore, first.path) from None
    except DataError as problem:
        raise StoreUnavailable(str(problem)) from problem


def _first_file(store: Datastore, path: str) -> str:
    """The file itself, or the first one below the folder that is not a marker like `_SUCCESS`."""
    entries = store.list(path, limit=100)
    named = (
        entry.path for entry in entries if not entry.path.rpartition("/")[2].startswith(("_", "."))
    )
    return next(named, path)
