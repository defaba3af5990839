"""A file share of an Azure storage account as a datastore."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from azure.storage.fileshare import ShareClient, ShareLeaseClient

from studio.data.azure_account import checked_endpoint, credential_of
from studio.data.azure_folders import Child, FolderDatastore, until_leased
from studio.data.azure_http import client_options, gone_by_then, in_words
from studio.data.errors import InvalidPath, ObjectExists, ObjectNotFound
from studio.data.paths import join, safe_prefix
from studio.data.patience import PATIENCE, Patience
from studio.data.spec import DatastoreSpec
from studio.data.store import Stat

ARRIVED = "studioarrived"
"""Metadata of a part file: a share makes room before it takes bytes, so its size says too much."""
_FORBIDDEN = re.compile(r'["|<>*?]')


def open_azure_file(spec: DatastoreSpec, patience: Patience = PATIENCE) -> FolderDatastore:
    """Raises DatastoreUnavailable."""
    return FolderDatastore(_Share(spec, patience))


class _Share:
    """See `Folders`."""

    def __init__(self, spec: DatastoreSpec, patience: Patience) -> None:
        options = client_options(spec.private_hosts, patience)
        with in_words():
            self._share = ShareClient(
                checked_endpoint(spec),
                spec.settings["share"],
                credential=credential_of(spec, options),
                **options,
            )
        self._prefix = safe_prefix(spec.settings.get("prefix", ""))

    def children(self, folder: str, starts_with: str) -> Iterator[Child]:
        with in_words(folder or self._prefix):
            for found in self._folder(folder).list_directories_and_files(
                starts_with or None, include=["timestamps", "Etag"], include_extended_info=True
            ):
                size = 0 if found.is_directory else found.size
                etag = "" if found.is_directory else found.etag.strip('"')
                yield Child(found.name, found.is_directory, size, found.last_modified, etag)

    def stat(self, path: str) -> Stat:
        with in_words(path):
            known = self._file(path).get_file_properties()
        return _stat_of(known, known.size)

    def read(self, path: str, offset: int, length: int) -> tuple[bytes, Stat]:
        with in_words(path):
            got = self._file(path).download_file(offset, length)
            data: bytes = got.readall()
        known = got.properties
        return data, _stat_of(known, int(known.content_range.rpartition("/")[2]))

    def arrived(self, path: str) -> int:
        try:
            with in_words(path):
                known = self._file(path).get_file_properties()
        except ObjectNotFound:
            return 0
        return int((known.metadata or {}).get(ARRIVED, 0))

    def create(self, path: str) -> None:
        try:
            self.stat(path)
        except ObjectNotFound:
            with in_words(path):
                self._file(path).create_file(0)

    def extend(self, path: str, offset: int, blocks: Iterator[bytes], lease: str | None) -> int:
        file = self._file(path)
        size = offset
        try:
            for block in blocks:
                with in_words(path):
                    file.resize_file(size + len(block), lease=lease)
                    file.upload_range(block, size, len(block), lease=lease)
                size += len(block)
        finally:
            if lease is None:
                with in_words(path):
                    file.set_file_metadata({ARRIVED: str(size)})
        return size

    def rename(self, source: str, target: str, *, overwrite: bool) -> None:
        with in_words(target):
            self._file(source).rename_file(join(self._prefix, target), overwrite=overwrite)

    def make_root(self) -> None:
        parts = self._prefix.split("/") if self._prefix else []
        for depth in range(len(parts)):
            self._make("/".join(parts[: depth + 1]))

    def make_folder(self, path: str) -> None:
        self._make(join(self._prefix, _allowed(path)))

    def _make(self, whole: str) -> None:
        try:
            with in_words(whole):
                self._share.get_directory_client(whole).create_directory()
        except ObjectExists:
            return

    def delete(self, path: str) -> None:
        with gone_by_then(path):
            self._file(path).delete_file()

    def delete_folder(self, path: str) -> None:
        with gone_by_then(path):
            self._folder(path).delete_directory()

    @contextmanager
    def leased(self, path: str) -> Iterator[str]:
        lease = until_leased(self._file(path).acquire_lease, path, lambda: self._break_lease(path))
        try:
            yield lease.id
        finally:
            with in_words(path):
                lease.release()

    def _break_lease(self, path: str) -> None:
        with in_words(path):
            ShareLeaseClient(self._file(path)).break_lease()

    def _file(self, path: str) -> Any:
        return self._share.get_file_client(join(self._prefix, _allowed(path)))

    def _folder(self, path: str) -> Any:
        whole = join(self._prefix, _allowed(path)) if path or self._prefix else ""
        return self._share.get_directory_client(whole)


def _allowed(path: str) -> str:
    """Raises InvalidPath where Windows, whose names these are, knows no such name."""
    if found := _FORBIDDEN.search(path):
        raise InvalidPath(path, f"a file share allows no {found[0]} in names")
    return path


def _stat_of(known: Any, size: int) -> Stat:
    return Stat(size, known.last_modified, known.etag.strip('"'))
