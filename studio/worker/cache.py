"""The node's own copy of snapshot files, by digest: fetched and verified once."""

import hashlib
import os
import uuid
from collections.abc import Mapping
from pathlib import Path

from studio.data import DataError, Datastore, StorageFull
from studio.engine.messages import FileRef
from studio.engine.states import Reason
from studio.worker.failures import StepFailed

_BLOCK_BYTES = 1024 * 1024


class BlobCache:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def holds(self, files: Mapping[str, FileRef]) -> bool:
        return all(self._path(file.sha256).is_file() for file in files.values())

    def get(self, file: FileRef, store: Datastore, prefix: str) -> Path:
        """The verified file on this machine. Raises StepFailed."""
        path = self._path(file.sha256)
        if not path.is_file():
            self._fetch(file, store, prefix, path)
        return path

    def _fetch(self, file: FileRef, store: Datastore, prefix: str, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(uuid.uuid4().hex)
        digest = hashlib.sha256()
        try:
            with (
                store.open(f"{prefix}{file.sha256[:2]}/{file.sha256}") as source,
                part.open("xb") as target,
            ):
                while block := source.read(_BLOCK_BYTES):
                    digest.update(block)
                    target.write(block)
            if digest.hexdigest() != file.sha256:
                raise StepFailed(
                    Reason.SNAPSHOT_INVALID, f"a file of the snapshot is damaged: {file.sha256}"
                )
            os.rename(part, path)
        except StorageFull as error:
            raise StepFailed(Reason.STORAGE_FULL, str(error)) from error
        except DataError as error:
            raise StepFailed(
                Reason.SNAPSHOT_INVALID, f"a file of the snapshot is missing: {error}"
            ) from error
        finally:
            part.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256
