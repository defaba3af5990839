"""A container of an Azure storage account as a datastore."""

import io
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

from azure.core import MatchConditions
from azure.storage.blob import BlobPrefix, BlobType, ContainerClient

from studio.data.azure_account import checked_endpoint, credential_of
from studio.data.azure_blocks import (
    BLOCK_BYTES,
    WRITER,
    AppendBlob,
    Chained,
    StagedBlob,
    made_by,
    read_block,
    stat_of,
)
from studio.data.azure_http import RangeNotThere, client_options, gone_by_then, in_words
from studio.data.errors import InvalidPath, ObjectExists, ObjectNotFound
from studio.data.paths import INCOMING, join, own_path, safe_path, safe_prefix
from studio.data.patience import PATIENCE, Patience
from studio.data.ranges import FIRST_BYTES, RangeReader
from studio.data.spec import DatastoreSpec
from studio.data.store import Entry, Stat

DELETING = 8
"""Requests at a time."""
_LARGEST_PAGE = 5000
_REMEMBERED_PAGES = 256
Listing = list[Entry]
"""Inside the class `list` is the method."""


class AzureBlobDatastore:
    """See `Datastore`."""

    def __init__(self, spec: DatastoreSpec, patience: Patience = PATIENCE) -> None:
        options = client_options(spec.private_hosts, patience)
        with in_words():
            self._container = ContainerClient(
                checked_endpoint(spec),
                spec.settings["container"],
                credential=credential_of(spec, options),
                max_single_get_size=BLOCK_BYTES,
                max_chunk_get_size=BLOCK_BYTES,
                **options,
            )
        self._prefix = safe_prefix(spec.settings.get("prefix", ""))
        self._pages: OrderedDict[tuple[object, ...], str | None] = OrderedDict()

    # Listing

    def list(
        self,
        prefix: str = "",
        after: str | None = None,
        limit: int = 1000,
        *,
        recursive: bool = True,
        starts_with: str = "",
    ) -> Listing:
        folder = safe_prefix(prefix)
        below = join(self._prefix, folder) + "/" if self._prefix or folder else ""
        asked = (below + starts_with, recursive)
        token = self._pages.get((*asked, after))
        page = _Page(after if token is None else None, limit)
        with in_words():
            pages = self._pages_of(*asked, max(1, min(limit, _LARGEST_PAGE))).by_page(token)
            for found in pages:
                page.add(filter(None, map(self._entry, found)))
                if page.is_full():
                    break
        if page.ends_here():
            self._remember((*asked, page.entries[-1].path), pages.continuation_token)
        if not page.entries and folder and limit > 0 and not starts_with:
            return self._alone(folder, after)
        return page.entries[: max(limit, 0)]

    def _pages_of(self, begin: str, recursive: bool, size: int) -> Any:
        if recursive:
            return self._container.list_blobs(begin, include=["metadata"], results_per_page=size)
        return self._container.walk_blobs(
            begin, include=["metadata"], delimiter="/", results_per_page=size
        )

    def _remember(self, place: tuple[object, ...], token: str | None) -> None:
        if token:
            self._pages[place] = token
            if len(self._pages) > _REMEMBERED_PAGES:
                self._pages.popitem(last=False)

    def _entry(self, found: Any) -> Entry | None:
        """None for markers of folders and for names that could not be opened."""
        if isinstance(found, BlobPrefix):
            path = self._path_of(found.name.removesuffix("/"))
            return Entry(path, 0, None, is_folder=True) if path else None
        path = self._path_of(found.name)
        if path is None or (found.metadata or {}).get("hdi_isfolder") == "true":
            return None
        return Entry(path, found.size, found.last_modified, etag=found.etag.strip('"'))

    def _path_of(self, name: str) -> str | None:
        inside = name[len(self._prefix) + 1 :] if self._prefix else name
        if inside.split("/", 1)[0] == INCOMING:
            return None
        try:
            return inside if safe_path(inside) == inside else None
        except InvalidPath:
            return None

    def _alone(self, path: str, after: str | None) -> Listing:
        try:
            known = self.stat(path)
        except ObjectNotFound:
            return []
        found = [Entry(path, known.size, known.modified, etag=known.etag)]
        return found if after is None or path > after else []

    # Reading

    def stat(self, path: str) -> Stat:
        with in_words(path):
            known = self._blob(path).get_blob_properties()
        if _is_folder(known):
            raise ObjectNotFound(path)
        return stat_of(known)

    def open(self, path: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        blob = self._blob(path)
        count = min(FIRST_BYTES, FIRST_BYTES if length is None else length)
        head, known = _first_range(blob, path, offset, max(count, 1))
        end = known.size if length is None else min(known.size, offset + length)

        # Of the blob as it was when it was opened; what an append blob holds does not change.
        same: dict[str, Any] = (
            {}
            if known.blob_type == BlobType.APPENDBLOB
            else {"etag": known.etag, "match_condition": MatchConditions.IfNotModified}
        )

        def fetch(begin: int, count: int) -> bytes:
            with in_words(path):
                got: bytes = blob.download_blob(begin, count, **same).readall()
            return got

        return io.BufferedReader(RangeReader(fetch, offset, end, BLOCK_BYTES, head))

    # Writing

    def write(self, path: str, stream: BinaryIO | bytes, *, overwrite: bool = False) -> Stat:
        source = io.BytesIO(stream) if isinstance(stream, bytes | bytearray) else stream
        first = read_block(source, BLOCK_BYTES)
        if len(first) < BLOCK_BYTES:
            return self._put(path, first, overwrite)
        staged = self.staged(uuid.uuid4().hex, path)
        staged.append(0, Chained(first, source))
        return staged.commit(overwrite=overwrite)

    def _put(self, path: str, data: bytes, overwrite: bool) -> Stat:
        blob, writer = self._blob(path), uuid.uuid4().hex
        try:
            with in_words(path):
                blob.upload_blob(data, overwrite=overwrite, metadata={WRITER: writer})
        except ObjectExists:
            return made_by(blob, path, writer)
        return self.stat(path)

    def staged(self, token: str, path: str) -> StagedBlob:
        return StagedBlob(self._blob(path), token, path)

    def append(self, path: str, data: bytes, expected_size: int | None = None) -> int:
        return AppendBlob(self._blob(path), path).append(data, expected_size)

    # Deleting

    def delete(self, path: str) -> None:
        with gone_by_then(path):
            self._blob(path).delete_blob(delete_snapshots="include")

    def delete_prefix(self, prefix: str) -> int:
        gone = 0
        with ThreadPoolExecutor(DELETING) as threads:
            while batch := self.list(own_path(prefix)):
                gone += sum(threads.map(self._delete_if_there, (entry.path for entry in batch)))
        return gone

    def _delete_if_there(self, path: str) -> int:
        try:
            self.delete(path)
        except ObjectNotFound:
            return 0  # somebody was faster
        return 1

    # The rest

    def check(self) -> None:
        probe = f".check-{uuid.uuid4().hex}"
        self.list(limit=1)
        self.write(probe, b"")
        self.delete(probe)

    def local_path(self, path: str) -> Path | None:
        own_path(path)
        return None

    def _blob(self, path: str) -> Any:
        return self._container.get_blob_client(join(self._prefix, own_path(path)))


class _Page:
    """A page of entries that begins behind `after`, gathered from Azure's pages.

    Azure's own order puts a folder where its contents are, and its tokens cannot be made from a
    name: where none is kept, what comes up to `after` is read and passed over.
    """

    def __init__(self, after: str | None, limit: int) -> None:
        self.entries: Listing = []
        self._after = after
        self._limit = limit
        self._is_exact = after is None

    def add(self, entries: Iterable[Entry]) -> None:
        for entry in sorted(entries, key=_place):
            if not self._is_exact and entry.path == self._after:
                self.entries, self._is_exact = [], True
            elif self._is_exact or _place(entry) > str(self._after):
                self.entries.append(entry)

    def is_full(self) -> bool:
        if len(self.entries) < self._limit:
            return False
        return self._is_exact or _place(self.entries[-1]) > f"{self._after}/"

    def ends_here(self) -> bool:
        """Exactly where a page of Azure's ends."""
        return 0 < len(self.entries) == self._limit


def _place(entry: Entry) -> str:
    return f"{entry.path}/" if entry.is_folder else entry.path


def _first_range(blob: Any, path: str, offset: int, count: int) -> tuple[bytes, Any]:
    """With what is known of the blob, its whole size included. Raises ObjectNotFound."""
    try:
        with in_words(path):
            got = blob.download_blob(offset, count)
            data: bytes = got.readall()
    except RangeNotThere:
        with in_words(path):
            return b"", blob.get_blob_properties()
    known = got.properties
    if _is_folder(known):
        raise ObjectNotFound(path)
    known.size = int(known.content_range.rpartition("/")[2])
    return data, known


def _is_folder(known: Any) -> bool:
    """Accounts with a hierarchical namespace show their folders as blobs."""
    return (known.metadata or {}).get("hdi_isfolder") == "true"
