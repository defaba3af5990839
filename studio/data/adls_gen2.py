"""A file system of Azure Data Lake Storage Gen2 as a datastore."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

from azure.core import MatchConditions
from azure.storage.filedatalake import FileSystemClient

from studio.data.azure_account import checked_endpoint, credential_of
from studio.data.azure_folders import Child, FolderDatastore, until_leased
from studio.data.azure_http import client_options, gone_by_then, in_words
from studio.data.errors import ObjectExists, ObjectNotFound
from studio.data.paths import join, safe_prefix
from studio.data.patience import PATIENCE, Patience
from studio.data.spec import DatastoreSpec
from studio.data.store import Stat

LEASE_S = 60
"""The longest that ends by itself; enough for one append."""


def open_adls_gen2(spec: DatastoreSpec, patience: Patience = PATIENCE) -> FolderDatastore:
    """Raises DatastoreUnavailable."""
    return FolderDatastore(_FileSystem(spec, patience))


class _FileSystem:
    """See `Folders`."""

    def __init__(self, spec: DatastoreSpec, patience: Patience) -> None:
        options = client_options(spec.private_hosts, patience)
        with in_words():
            self._system = FileSystemClient(
                checked_endpoint(spec),
                spec.settings["filesystem"],
                credential=credential_of(spec, options),
                **options,
            )
        self._prefix = safe_prefix(spec.settings.get("prefix", ""))

    def children(self, folder: str, starts_with: str) -> Iterator[Child]:
        place = join(self._prefix, folder) if self._prefix or folder else ""
        with in_words(folder or self._prefix):
            for found in self._system.get_paths(place or None, recursive=False):
                name = found.name.rpartition("/")[2]
                is_folder = bool(found.is_directory)
                size = 0 if is_folder else int(found.content_length)
                etag = "" if is_folder else found.etag.strip('"')
                modified = found.last_modified.replace(tzinfo=UTC)  # said without one
                yield Child(name, is_folder, size, modified, etag)

    def stat(self, path: str) -> Stat:
        with in_words(path):
            known = self._file(path).get_file_properties()
        return _stat_of(known, path, known.size)

    def read(self, path: str, offset: int, length: int) -> tuple[bytes, Stat]:
        shown: list[str] = []

        def look(answer: Any) -> None:
            shown.append(answer.http_response.headers.get("Content-Range", ""))

        with in_words(path):
            got = self._file(path).download_file(offset, length, raw_response_hook=look)
            data: bytes = got.readall()
        return data, _stat_of(got.properties, path, int(shown[0].rpartition("/")[2]))

    def arrived(self, path: str) -> int:
        try:
            return self.stat(path).size
        except ObjectNotFound:
            return 0

    def create(self, path: str) -> None:
        try:
            with in_words(path):
                self._file(path).create_file(match_condition=MatchConditions.IfMissing)
        except ObjectExists:
            return

    def extend(self, path: str, offset: int, blocks: Iterator[bytes], lease: str | None) -> int:
        file = self._file(path)
        size = offset
        try:
            for block in blocks:
                with in_words(path):
                    file.append_data(block, size, len(block), lease=lease)
                size += len(block)
        finally:
            if size > offset:
                with in_words(path):
                    file.flush_data(size, lease=lease)
        return size

    def rename(self, source: str, target: str, *, overwrite: bool) -> None:
        condition = {} if overwrite else {"match_condition": MatchConditions.IfMissing}
        name = f"{self._system.file_system_name}/{join(self._prefix, target)}"
        with in_words(target):
            self._file(source).rename_file(name, **condition)

    def make_root(self) -> None:
        parts = self._prefix.split("/") if self._prefix else []
        for depth in range(len(parts)):
            self._make("/".join(parts[: depth + 1]))

    def make_folder(self, path: str) -> None:
        self._make(join(self._prefix, path))

    def _make(self, whole: str) -> None:
        try:
            with in_words(whole):
                self._system.get_directory_client(whole).create_directory(
                    match_condition=MatchConditions.IfMissing
                )
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
        lease = until_leased(lambda: self._file(path).acquire_lease(LEASE_S), path)
        try:
            yield lease.id
        finally:
            with in_words(path):
                lease.release()

    def _file(self, path: str) -> Any:
        return self._system.get_file_client(join(self._prefix, path))

    def _folder(self, path: str) -> Any:
        return self._system.get_directory_client(join(self._prefix, path))


def _stat_of(known: Any, path: str, size: int) -> Stat:
    if (known.metadata or {}).get("hdi_isfolder") == "true":
        raise ObjectNotFound(path)
    return Stat(size, known.last_modified, known.etag.strip('"'))
