"""Azure's Blob service on this machine: Azurite, one for all processes of a test session."""

import fcntl
import json
import os
import re
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from azure.storage.blob import BlobServiceClient

from studio.config.bootstrap import found_node
from studio.data import Credentials, DatastoreSpec
from tests.waiting import wait_until

FOLDER = Path(__file__).parent
ACCOUNT = "devstoreaccount1"
# Azurite's published key; it opens nothing else.
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


@dataclass(frozen=True)
class Azurite:
    """A running emulator."""

    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/{ACCOUNT}"

    @property
    def host(self) -> str:
        """As it has to be written in STUDIO_DATASTORE_HOSTS."""
        return f"127.0.0.1:{self.port}"

    @property
    def service(self) -> BlobServiceClient:
        return BlobServiceClient(self.endpoint, credential=KEY)

    def new_container(self) -> str:
        name = f"c{uuid.uuid4().hex}"
        self.service.create_container(name)
        return name

    def spec(self, container: str, **settings: str) -> DatastoreSpec:
        known = {"endpoint": self.endpoint, "container": container, **settings}
        keys = Credentials({"account_key": KEY})
        return DatastoreSpec("azurite", "azure_blob", known, keys, frozenset({self.host}))


@contextmanager
def shared(folder: Path) -> Iterator[Azurite]:
    """The one that the processes around `folder` share: the first starts it, the last ends it."""
    state = folder / "azurite.json"
    with _locked(folder):
        known = json.loads(state.read_text()) if state.exists() else _start(folder)
        state.write_text(json.dumps({**known, "users": known["users"] + 1}))
    try:
        yield Azurite(known["port"])
    finally:
        with _locked(folder):
            known = json.loads(state.read_text())
            state.write_text(json.dumps({**known, "users": known["users"] - 1}))
            if known["users"] == 1:
                os.kill(known["pid"], signal.SIGTERM)
                state.unlink()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "azurite.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(folder: Path) -> dict[str, int]:
    program = FOLDER / "node_modules/azurite/dist/src/blob/main.js"
    assert program.exists(), "Azurite is not installed: run `make setup`"
    node, _ = found_node()
    said = folder / "azurite.log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            [*node, str(program), "--blobHost", "127.0.0.1", "--blobPort", "0",
             "--location", str(folder / "azurite"), "--skipApiVersionCheck", "--disableTelemetry", "--silent"],
            stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def port() -> int | None:
        assert process.poll() is None, said.read_text()
        found = re.search(r"listens on http://127\.0\.0\.1:(\d+)", said.read_text())
        return int(found[1]) if found else None

    return {"pid": process.pid, "port": wait_until(port, 30, "Azurite to listen") or 0, "users": 0}
