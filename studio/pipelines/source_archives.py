"""A source folder that comes as a zip: read through once, then stored, or refused as a whole."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, cast

from studio.pipelines.source_folders import Listing, SourceFolder, look_at
from studio.snapshots.archive import Entry, content_of, entries_of
from studio.snapshots.checkout import FileIdentity, GitFolder, blob_name
from studio.snapshots.errors import SnapshotRefused
from studio.snapshots.folder import not_a_file
from studio.snapshots.ignore import AMLIGNORE, GITIGNORE, LARGEST_IGNORE_FILE, rules_of
from studio.workspaces import blobs
from studio.workspaces.models import Workspace

LARGEST_INDEX = 8 * 1024 * 1024
LARGEST_CONFIG = 1024 * 1024
LONGEST_REF = 1_000


def keep_archive(workspace: Workspace, archive: BinaryIO, folder: str) -> SourceFolder:
    """Stores what a step would carry of a zip, or of one folder in it; nothing when anything in it
    is odd. `archive` can be seeked. Raises SnapshotRefused."""
    inside = _below(entries_of(archive), folder.strip("/"))
    listing = _listing(archive, folder.strip("/"), inside)
    # All of it is read before any of it is stored, so that a damaged file leaves nothing behind.
    read = {path: _identity(archive, inside[path]) for path in look_at(workspace, listing).kept}
    looked = look_at(workspace, replace(listing, files={**listing.files, **read}))
    missing = set(looked.missing)
    for path, file in looked.kept.items():
        if file.sha256 in missing:
            stream = _Pieces(content_of(archive, inside[path]))
            blobs.put(workspace, cast(BinaryIO, io.BufferedReader(stream)))
            missing.discard(file.sha256)
    return replace(looked, missing=[])


def _below(entries: list[Entry], folder: str) -> dict[str, Entry]:
    """Everything in a folder of the archive by its path there, but no folders."""
    prefix = f"{folder}/" if folder else ""
    found = {
        entry.path[len(prefix) :]: entry
        for entry in entries
        if entry.path.startswith(prefix) and entry.kind != "folder"
    }
    if folder and not found:
        raise SnapshotRefused(
            "no_such_folder", f"There is no folder {folder!r} in the archive.", entry=folder
        )
    return found


def _listing(archive: BinaryIO, folder: str, inside: Mapping[str, Entry]) -> Listing:
    listing = Listing(
        name=folder,
        files={path: FileIdentity("", e.size) for path, e in inside.items() if e.kind == "file"},
        amlignore=_text(archive, inside.get(AMLIGNORE), LARGEST_IGNORE_FILE * 2),
        gitignore=_text(archive, inside.get(GITIGNORE), LARGEST_IGNORE_FILE * 2),
        git=_git_folder(archive, inside),
    )
    rules = rules_of(listing.amlignore, listing.gitignore)
    for path, entry in inside.items():
        if entry.kind != "file" and not rules.ignores(path):
            raise not_a_file(path, is_link=entry.kind == "link")
    return listing


def _git_folder(archive: BinaryIO, inside: Mapping[str, Entry]) -> GitFolder | None:
    head = _text(archive, inside.get(".git/HEAD"), LONGEST_REF)
    if head is None:
        return None
    ref = head.removeprefix("ref:").strip()
    commit = _text(archive, inside.get(f".git/{ref}"), LONGEST_REF)
    return GitFolder(
        head=head,
        config=_text(archive, inside.get(".git/config"), LARGEST_CONFIG) or "",
        refs={ref: commit} if commit else {},
        packed_refs=_text(archive, inside.get(".git/packed-refs"), LARGEST_CONFIG) or "",
        index=_bytes(archive, inside.get(".git/index"), LARGEST_INDEX),
    )


def _text(archive: BinaryIO, entry: Entry | None, largest: int) -> str | None:
    data = _bytes(archive, entry, largest)
    return None if data is None else data.decode("utf-8", "replace")


def _bytes(archive: BinaryIO, entry: Entry | None, largest: int) -> bytes | None:
    """None for what is no file, or more bytes than are looked at."""
    if entry is None or entry.kind != "file" or entry.size > largest:
        return None
    return b"".join(content_of(archive, entry))


def _identity(archive: BinaryIO, entry: Entry) -> FileIdentity:
    digest, pieces = hashlib.sha256(), filter(None, content_of(archive, entry))

    def read() -> bytes:
        piece = next(pieces, b"")
        digest.update(piece)
        return piece

    blob = blob_name(entry.size, read)
    return FileIdentity(digest.hexdigest(), entry.size, blob)


class _Pieces(io.RawIOBase):
    """An iterator of bytes as a stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = filter(None, pieces)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]  # RawIOBase says Buffer
        data = self._left or next(self._pieces, b"")
        taken = min(len(buffer), len(data))
        buffer[:taken] = data[:taken]
        self._left = data[taken:]
        return taken
