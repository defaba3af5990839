"""An empty datastore of each kind, for the tests all kinds share."""

import dataclasses
import tempfile
from dataclasses import dataclass
from pathlib import Path

from studio.data import Credentials, Datastore, DatastoreSpec, open_store
from studio.data.store import _open_remote
from tests.data.azure_server import KEY, AzureServer

KINDS = ("folder", "walked_folder", "azure_blob", "azure_file", "adls_gen2")


@dataclass(frozen=True)
class Place:
    """`holder` is the setting that names what holds the objects: a folder, container or share."""

    spec: DatastoreSpec
    holder: str

    @property
    def has_key(self) -> bool:
        return bool(self.spec.credentials)

    def reopened(self) -> Datastore:
        """As another process would see it."""
        _open_remote.cache_clear()
        return open_store(self.spec)

    def gone(self) -> DatastoreSpec:
        return self._with({self.holder: f"{self.spec.settings[self.holder]}gone"})

    def at(self, host: str) -> DatastoreSpec:
        """The same on another server, given as host:port."""
        moved = self._with({"endpoint": f"http://{host}/devstoreaccount1"})
        return dataclasses.replace(moved, private_hosts=frozenset({host}))

    def _with(self, changed: dict[str, str]) -> DatastoreSpec:
        return dataclasses.replace(self.spec, settings={**self.spec.settings, **changed})


def folder(parent: Path) -> Place:
    root = tempfile.mkdtemp(dir=parent)
    return Place(DatastoreSpec("folder", "local", {"root": root}), "root")


def on(server: AzureServer, kind: str, holder: str) -> Place:
    settings = {"endpoint": server.endpoint, holder: server.new_holder(), "prefix": "below/here"}
    keys = Credentials({"account_key": KEY})
    return Place(DatastoreSpec(kind, kind, settings, keys, frozenset({server.host})), holder)
