"""Whether what earlier steps left is still there, and still the same. Reads datastores: never
call it inside a transaction."""

import hashlib
import logging
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from studio.data.errors import DataError, ObjectNotFound
from studio.data.store import Datastore, Entry, Stat
from studio.runs.models import Output
from studio.workspaces.errors import StoreUnavailable
from studio.workspaces.files import open_named_store
from studio.workspaces.models import Workspace

log = logging.getLogger(__name__)

_BLOCK = 1024 * 1024
_AT_ONCE = 8
"""Outputs looked at together where each look is a request."""


def still_there(workspace: Workspace, step_runs: Collection[str]) -> set[str]:
    """Those of the step runs all of whose outputs verify. A datastore that cannot be asked has
    none of them: running a step again is better than trusting what nobody can see."""
    outputs = list(Output.objects.filter(step_run__in=[UUID(step) for step in step_runs]))
    stores = {name: _open(workspace, name) for name in {output.datastore for output in outputs}}
    whole = [(output, stores[output.datastore]) for output in outputs]
    if len(whole) > 1 and any(_is_remote(store) for store in stores.values()):
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = list(pool.map(_verifies, whole))
    else:
        found = [_verifies(one) for one in whole]
    lost = {str(o.step_run_id) for o, there in zip(outputs, found, strict=True) if not there}
    return set(step_runs) - lost


def _open(workspace: Workspace, name: str) -> Datastore | None:
    try:
        return open_named_store(workspace, name)
    except StoreUnavailable as problem:
        log.warning("datastore %s: %s", name, problem)
        return None


def _is_remote(store: Datastore | None) -> bool:
    return store is not None and store.local_path("any") is None


def _verifies(one: tuple[Output, Datastore | None]) -> bool:
    output, store = one
    if store is None or output.removed_at:
        return False
    try:
        return _is_whole(store, output)
    except DataError as problem:
        log.warning("output %s of step run %s: %s", output.name, output.step_run_id, problem)
        return False


def _is_whole(store: Datastore, output: Output) -> bool:
    """The very files of the manifest, no more and no fewer, with the bytes they had."""
    kept = {_join(output.path, file["path"]): file for file in output.manifest}
    if output.kind == "file":
        return all(_is_same(store, path, _there(store, path), file) for path, file in kept.items())
    there = {entry.path: entry for entry in _all_below(store, output.path)}
    return set(there) == set(kept) and all(
        _is_same(store, path, there[path], file) for path, file in kept.items()
    )


def _there(store: Datastore, path: str) -> Stat | None:
    try:
        return store.stat(path)
    except ObjectNotFound:
        return None


def _is_same(
    store: Datastore, path: str, known: Stat | Entry | None, file: Mapping[str, object]
) -> bool:
    """The mark of the version it was stored with says so, else its bytes do."""
    if known is None or known.size != file["size"]:
        return False
    if known.etag and known.etag == file.get("etag"):
        return True
    return _digest(store, path) == file["sha256"]


def _digest(store: Datastore, path: str) -> str:
    digest = hashlib.sha256()
    with store.open(path) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _all_below(store: Datastore, folder: str) -> Iterable[Entry]:
    after: str | None = None
    while page := store.list(folder, after=after):
        yield from page
        after = page[-1].path


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if name else folder
