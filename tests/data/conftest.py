"""Datastores of every kind."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.data import beneath
from tests.azurite.server import Azurite
from tests.data import places
from tests.data.azure_server import AzureServer
from tests.data.places import Place


@pytest.fixture
def new_folder(tmp_path: Path) -> Callable[[], Place]:
    return lambda: places.folder(tmp_path)


@pytest.fixture
def new_walked_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Place]:
    """Where the kernel cannot look at a whole path at once."""
    monkeypatch.setattr(beneath, "_open_beneath", beneath._walk)
    return lambda: places.folder(tmp_path)


@pytest.fixture
def new_azure_blob(azurite: Azurite) -> Callable[[], Place]:
    return lambda: Place(azurite.spec(azurite.new_container(), prefix="below/here"), "container")


@pytest.fixture(scope="session")
def share_server() -> Iterator[AzureServer]:
    with AzureServer(is_lake=False) as server:
        yield server


@pytest.fixture(scope="session")
def lake_server() -> Iterator[AzureServer]:
    with AzureServer(is_lake=True) as server:
        yield server


@pytest.fixture
def new_azure_file(share_server: AzureServer) -> Callable[[], Place]:
    return lambda: places.on(share_server, "azure_file", "share")


@pytest.fixture
def new_adls_gen2(lake_server: AzureServer) -> Callable[[], Place]:
    return lambda: places.on(lake_server, "adls_gen2", "filesystem")


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes connections and never says a word, as host:port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"
