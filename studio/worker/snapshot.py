"""The files of a step, laid out where it runs."""

from pathlib import Path

from studio.data import Datastore, safe_path
from studio.engine.messages import FileRef, WorkOrder
from studio.worker.cache import BlobCache
from studio.worker.parallel import AT_ONCE, in_order


def lay_out(order: WorkOrder, work: Path, cache: BlobCache, store: Datastore) -> list[bytes]:
    """The snapshot in the folder `work`, which is made; returns the Python sources in it.

    Raises StepFailed, InvalidPath, OSError.
    """
    work.mkdir(parents=True)
    prefix = order.blobs.prefix

    def lay(item: tuple[str, FileRef]) -> bytes | None:
        name, file = item
        target = work / safe_path(name)
        if "/" in name:
            target.parent.mkdir(parents=True, exist_ok=True)
        if not name.endswith(".py"):
            cache.copy(file, target, store, prefix)
            return None
        text = cache.read(file, store, prefix)
        target.write_bytes(text)
        return text

    near = store.local_path(prefix + "any") is not None or cache.holds(order.files)
    laid = in_order(lay, order.files.items(), at_once=1 if near else AT_ONCE)
    sources = [text for text in laid if text is not None]
    for folder in ("outputs", "logs"):
        (work / folder).mkdir(exist_ok=True)
    return sources
