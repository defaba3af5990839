"""The bytes of models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.assets.models import ModelVersion
from studio.data.paths import join
from studio.workspaces.errors import FileMissing
from studio.workspaces.files import StoredBytes, open_named_store
from studio.workspaces.models import Workspace


@dataclass(frozen=True)
class ModelFile:
    """`path` is as users see it: relative to a folder, the file's own name of one file."""

    path: str
    stored: StoredBytes


def model_files(version: ModelVersion) -> list[Mapping[str, Any]]:
    """[{path, size, sha256}] with paths as users see them, in their order."""
    alone = version.path.rpartition("/")[2]
    files = [{**file, "path": file["path"] or alone} for file in version.manifest]
    return sorted(files, key=lambda file: file["path"])


def model_file(workspace: Workspace, version: ModelVersion, path: str) -> ModelFile:
    """A file of the manifest, "" for the one of a single file. Raises FileMissing, StoreUnavailable."""
    alone = version.path.rpartition("/")[2] if version.kind == "file" else None
    wanted = "" if path in ("", alone) and alone else path
    if all(file["path"] != wanted for file in version.manifest):
        raise FileMissing(path)
    store = open_named_store(workspace, version.datastore)
    return ModelFile(wanted or str(alone), StoredBytes(store, join(version.path, wanted)))
