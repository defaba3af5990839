"""When the studio cannot start it says so in one line and what to do."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from studio.config import programs
from studio.config.home import CannotStart, Home, open_home
from studio.config.programs import Address

ROOT = Path(__file__).resolve().parents[2]


def up(environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def refusal(environ: Mapping[str, str]) -> str:
    """The one line the studio refuses with."""
    ended = up(environ)
    assert ended.returncode == 1
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    return line


def test_a_taken_port_names_another(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        line = refusal({"STUDIO_HOME": str(tmp_path), "PORT": str(port)})
    assert line.startswith(f"Port {port} is taken")
    assert f"make run PORT={port + 1}" in line


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert f"PORT={port} should be a port" in refusal({"PORT": port})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "studio.example"])
def test_an_open_address_needs_a_proxy(host: str) -> None:
    assert "STUDIO_TLS_PROXY" in refusal({"HOST": host})


def test_an_open_address_needs_names() -> None:
    assert "STUDIO_ALLOWED_HOSTS" in refusal({"HOST": "0.0.0.0", "STUDIO_TLS_PROXY": "1"})


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = refusal({"STUDIO_HOME": str(tmp_path / "file" / "home"), "PORT": free_port()})
    assert "Cannot write to the data folder" in line
    assert "STUDIO_HOME=" in line


def test_a_second_studio_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "state.json").write_text('{"pid": 4711, "url": "http://127.0.0.1:8000"}')
    with (tmp_path / "run" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        line = refusal({"STUDIO_HOME": str(tmp_path), "PORT": free_port()})
    assert "already runs" in line
    assert "4711" in line


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=5 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(CannotStart, match="Only 5 MB are free"):
        open_home(Home(tmp_path))


def test_the_data_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    with open_home(Home(tmp_path / "home")):
        assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_a_deep_data_folder_gets_a_socket_that_fits(tmp_path: Path) -> None:
    home = Home(tmp_path / ("deep" * 40))
    assert len(str(home.broker_socket)) < 100
    assert home.broker_socket != Home(tmp_path).broker_socket


def test_the_node_sees_neither_database_nor_secrets(tmp_path: Path) -> None:
    shell = {
        "PATH": "/bin",
        "DATABASE_URL": "postgresql://user:secret@db/studio",
        "SECRET_KEY": "secret",
        "PYTHONDONTWRITEBYTECODE": "1",
        "STUDIO_HEARTBEAT_S": "0.2",
    }
    home = Home(tmp_path)
    environ = programs.environ_of(shell, home, Address("127.0.0.1", 8000))
    node = programs.node(home, environ)
    assert "secret" not in str(node.environ)
    assert node.environ["PATH"] == "/bin"
    assert node.environ["STUDIO_HEARTBEAT_S"] == "0.2"
    assert "PYTHONDONTWRITEBYTECODE" not in environ


def test_a_named_broker_is_used_as_it_is(tmp_path: Path) -> None:
    shell = {"BROKER_URL": "amqp://rabbit"}
    environ = programs.environ_of(shell, Home(tmp_path), Address("127.0.0.1", 8000))
    assert environ["BROKER_URL"] == "amqp://rabbit"
    assert environ["CHANNEL_URL"].startswith("unix://")


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
