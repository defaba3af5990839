"""What the studio reads from its environment, in one place and typed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class EnvironmentProblem(Exception):
    """The environment asks for something the studio must not do; the text says what to change."""


@dataclass(frozen=True)
class Timing:
    """How patient control is with a compute node; all in seconds."""

    heartbeat: float = 5.0
    not_responding: float = 15.0
    lease: float = 45.0
    sweep: float = 5.0
    cancel_grace: float = 10.0


@dataclass(frozen=True)
class Environment:
    """Where the studio lives, what it listens to and what it talks to."""

    home: Path = REPOSITORY / ".studio"
    host: str = "127.0.0.1"
    port: int = 8000
    allowed_hosts: tuple[str, ...] = ()
    behind_tls_proxy: bool = False
    database_url: str = ""
    broker_url: str = ""
    channel_url: str = ""
    local_folders: tuple[Path, ...] = ()
    anybody_makes_workspaces: bool = False
    datastore_hosts: frozenset[str] = frozenset()
    snapshot_bytes: int = 300 * 1024 * 1024
    snapshot_files: int = 2_000
    vite_dev_server: bool = False
    is_control: bool = False
    timing: Timing = field(default_factory=Timing)

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK

    @property
    def broker(self) -> str:
        return self.broker_url or f"redis+socket://{self.home / 'run' / 'broker.sock'}"

    @property
    def channels(self) -> str:
        return self.channel_url or f"unix://{self.home / 'run' / 'broker.sock'}"

    def refuse_unsafe(self) -> None:
        """Raise EnvironmentProblem where starting would expose the studio to the network."""
        if self.loopback:
            return
        if not self.behind_tls_proxy:
            raise EnvironmentProblem(
                f"HOST={self.host} can be reached from other machines, so a proxy must hold the "
                "TLS certificate. Set STUDIO_TLS_PROXY=1 when one stands in front, or leave HOST out."
            )
        if not self.allowed_hosts or "*" in self.allowed_hosts:
            raise EnvironmentProblem(
                f"HOST={self.host} needs STUDIO_ALLOWED_HOSTS: the names users type, "
                "separated by commas (a lone * is not accepted)."
            )


def read_environment(given: Mapping[str, str] = os.environ) -> Environment:
    """Raises EnvironmentProblem for a value that is not of its kind."""
    timing = Timing()
    return Environment(
        home=Path(given.get("STUDIO_HOME") or REPOSITORY / ".studio").expanduser().resolve(),
        host=given.get("HOST") or "127.0.0.1",
        port=_whole_number(given, "PORT", 8000),
        allowed_hosts=_names(given.get("STUDIO_ALLOWED_HOSTS", "")),
        behind_tls_proxy=_yes(given, "STUDIO_TLS_PROXY"),
        database_url=given.get("DATABASE_URL", ""),
        broker_url=given.get("BROKER_URL", ""),
        channel_url=given.get("CHANNEL_URL", ""),
        datastore_hosts=frozenset(_names(given.get("STUDIO_DATASTORE_HOSTS", ""))),
        local_folders=_folders(given),
        anybody_makes_workspaces=_yes(given, "STUDIO_ANYBODY_MAKES_WORKSPACES"),
        snapshot_bytes=_count(given, "STUDIO_SNAPSHOT_BYTES", Environment.snapshot_bytes),
        snapshot_files=_count(given, "STUDIO_SNAPSHOT_FILES", Environment.snapshot_files),
        vite_dev_server=_yes(given, "STUDIO_VITE_DEV"),
        is_control=given.get("STUDIO_PROCESS") == "control",
        timing=Timing(
            heartbeat=_seconds(given, "STUDIO_HEARTBEAT_S", timing.heartbeat),
            not_responding=_seconds(given, "STUDIO_NOT_RESPONDING_S", timing.not_responding),
            lease=_seconds(given, "STUDIO_LEASE_S", timing.lease),
            sweep=_seconds(given, "STUDIO_SWEEP_S", timing.sweep),
            cancel_grace=_seconds(given, "STUDIO_CANCEL_GRACE_S", timing.cancel_grace),
        ),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _folders(given: Mapping[str, str]) -> tuple[Path, ...]:
    """Where a datastore of kind "local" may lie: anywhere when only this machine can ask for it,
    also through no proxy."""
    name = "STUDIO_LOCAL_FOLDERS"
    if name not in given:
        is_shared = _yes(given, "STUDIO_TLS_PROXY") or bool(given.get("STUDIO_ALLOWED_HOSTS"))
        is_own = (given.get("HOST") or "127.0.0.1") in LOOPBACK and not is_shared
        return (Path("/"),) if is_own else ()
    folders = [Path(text).expanduser() for text in given[name].split(os.pathsep) if text]
    for folder in folders:
        if not folder.is_absolute():
            raise EnvironmentProblem(f"{name}: {folder} should be an absolute path.")
    return tuple(folder.resolve() for folder in folders)


def _yes(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "").strip().lower()
    if text not in ("", "0", "1", "no", "yes", "false", "true"):
        raise EnvironmentProblem(f"{name}={text} should be 1 or 0.")
    return text in ("1", "yes", "true")


def _count(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name) or str(default)
    if not text.isascii() or not text.isdecimal() or int(text) == 0:
        raise EnvironmentProblem(f"{name}={text} should be a whole number above 0.")
    return int(text)


def _whole_number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise EnvironmentProblem(f"{name}={text} should be a port number between 1 and 65535.")
    return int(text)


def _seconds(given: Mapping[str, str], name: str, default: float) -> float:
    text = given.get(name)
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError:
        raise EnvironmentProblem(f"{name}={text} should be a number of seconds.") from None
    if not 0 < seconds < 86400:
        raise EnvironmentProblem(f"{name}={text} should be between 0 and 86400 seconds.")
    return seconds
