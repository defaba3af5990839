"""The supervisor with small stand-in programs: what dies comes back, what stops leaves nothing."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import alive
from tests.waiting import wait_until

SLEEPER = "import time; time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
DAEMON_MAKER = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""
HOST = """
import json, os, pathlib, sys
from studio.config.supervisor import Program, Supervisor
folder = pathlib.Path(sys.argv[1])
def tell(supervisor):
    half = folder / "pids.new"
    half.write_text(json.dumps({name: child.pid for name, child in supervisor.children.items()}))
    half.replace(folder / "pids")
supervisor = Supervisor(on_change=tell)
for name, argv in json.loads(sys.argv[2]).items():
    supervisor.start(Program(name, argv, dict(os.environ), folder / (name + ".log"), 0.5, (), True))
while not supervisor.signals:
    supervisor.step()
supervisor.stop([list(supervisor.children)])
"""


class Host:
    """A process running a supervisor over the given programs."""

    def __init__(self, folder: Path, programs: dict[str, list[str]]) -> None:
        self.folder = folder
        argv = [sys.executable, "-c", HOST, str(folder), json.dumps(programs)]
        self.process = subprocess.Popen(argv)
        self.seen: set[int] = set()
        wait_until(lambda: set(self.pids()) == set(programs))

    def pids(self) -> dict[str, int]:
        file = self.folder / "pids"
        pids: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}
        self.seen.update(pid for pid in pids.values() if pid)
        return pids

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(10)


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[list[Host]]:
    started: list[Host] = []
    yield started
    for host in started:
        host.process.kill()
        host.process.wait(10)
    wait_until(lambda: not any(alive(pid) for host in started for pid in host.seen))


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def test_a_killed_program_is_started_again(tmp_path: Path, hosts: list[Host]) -> None:
    hosts.append(host := Host(tmp_path, {"web": python(SLEEPER)}))
    first = host.pids()["web"]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: host.pids()["web"] not in (0, first))
    assert not alive(first)


def test_sigterm_ends_every_program(tmp_path: Path, hosts: list[Host]) -> None:
    hosts.append(host := Host(tmp_path, {"web": python(SLEEPER), "node": python(SLEEPER)}))
    pids = host.pids().values()
    assert host.end(signal.SIGTERM) == 0
    assert not any(map(alive, pids))


def test_a_program_deaf_to_sigterm_is_killed(tmp_path: Path, hosts: list[Host]) -> None:
    hosts.append(host := Host(tmp_path, {"node": python(STUBBORN)}))
    pid = host.pids()["node"]
    assert host.end(signal.SIGINT) == 0
    assert not alive(pid)


def test_programs_die_with_a_killed_supervisor(tmp_path: Path, hosts: list[Host]) -> None:
    hosts.append(host := Host(tmp_path, {"web": python(SLEEPER)}))
    pid = host.pids()["web"]
    host.end(signal.SIGKILL)
    wait_until(lambda: not alive(pid))


def test_what_a_killed_program_left_behind_is_ended(tmp_path: Path, hosts: list[Host]) -> None:
    file = tmp_path / "daemon"
    hosts.append(host := Host(tmp_path, {"node": python(DAEMON_MAKER, str(file))}))
    wait_until(lambda: file.exists() and file.read_text() != "")
    daemon, node = int(file.read_text()), host.pids()["node"]
    assert alive(daemon)
    os.kill(node, signal.SIGKILL)
    wait_until(lambda: not alive(daemon))


def test_stopping_ends_what_was_orphaned(tmp_path: Path, hosts: list[Host]) -> None:
    file = tmp_path / "daemon"
    hosts.append(host := Host(tmp_path, {"node": python(DAEMON_MAKER, str(file))}))
    wait_until(lambda: file.exists() and file.read_text() != "")
    host.end(signal.SIGTERM)
    assert not alive(int(file.read_text()))
