"""A first look at what a step left under an output name."""

from studio.data.errors import DataError, InvalidPath, ObjectNotFound
from studio.data.paths import join
from studio.data.preview import Preview, preview
from studio.runs.models import Output
from studio.workspaces.errors import FileMissing, StoreUnavailable
from studio.workspaces.files import open_named_store
from studio.workspaces.models import Workspace

__all__ = ["Preview", "preview_of"]


def preview_of(workspace: Workspace, output: Output, path: str) -> Preview:
    """Of the output, or of the file or folder at `path` in it. Raises FileMissing."""
    store = open_named_store(workspace, output.datastore)
    try:
        return preview(store, join(output.path, path))
    except (InvalidPath, ObjectNotFound):
        raise FileMissing(path) from None
    except DataError as problem:
        raise StoreUnavailable(str(problem)) from problem
