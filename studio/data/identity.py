"""What lies under a path, as one digest that changes when any of it does; no byte is read."""

import hashlib
from dataclasses import dataclass

from studio.data.errors import ObjectNotFound
from studio.data.store import Datastore


@dataclass(frozen=True)
class Identity:
    """`kind` is file or folder; size in bytes; `digest` is SHA-256 in hex over a listing."""

    kind: str
    size: int
    file_count: int
    digest: str


def identity_of(store: Datastore, path: str) -> Identity:
    """Of an object its size and version mark, of a folder those of everything below it.

    Raises ObjectNotFound when nothing is there, DatastoreUnavailable.
    """
    try:
        known = store.stat(path)
    except ObjectNotFound:
        return _folder(store, path)
    digest = hashlib.sha256(f"file\0{known.size} {known.etag}".encode()).hexdigest()
    return Identity("file", known.size, 1, digest)


def _folder(store: Datastore, path: str) -> Identity:
    folder = path.rstrip("/")
    listing = hashlib.sha256(b"folder\0")
    size = count = 0
    after: str | None = None
    while page := store.list(folder, after=after):
        for entry in page:
            name = entry.path.removeprefix(f"{folder}/")
            # a name ends at NUL, which none may hold: two listings never read the same
            listing.update(f"{entry.size} {entry.etag} {name}\0".encode())
            size += entry.size
            count += 1
        after = page[-1].path
    if not count:
        raise ObjectNotFound(path)
    return Identity("folder", size, count, listing.hexdigest())
