"""`make run` and `manage.py up`: start every process of the studio and keep it running.

Imports neither Django nor anything installed: this process lives as long as the studio and
should cost next to nothing.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from studio.config import logfile, programs
from studio.config.environment import EnvironmentProblem, read_environment
from studio.config.home import CannotStart, Home, open_home, write_state
from studio.config.programs import LISTEN_FD, Address
from studio.config.supervisor import Supervisor

STOP_ORDER = (("node",), ("web", "control"), ("broker",))
BROKER_STARTS_WITHIN_S = 10.0
GIVES_UP_AFTER = 4  # deaths of one process before the page has ever answered


def main() -> int:
    """Run until told to stop; the exit code for the shell."""
    environ = dict(os.environ)
    try:
        return _run(environ)
    except (CannotStart, EnvironmentProblem) as reason:
        print(reason, file=sys.stderr)  # noqa: T201
        return 1


def _run(environ: Mapping[str, str]) -> int:
    asked = read_environment(environ)
    asked.refuse_unsafe()
    address = Address(asked.host, asked.port)
    listen_on(address)
    home = Home(asked.home)
    with open_home(home):
        children_environ = programs.environ_of(environ, home, address)
        studio = Studio(home, address, children_environ, owns_broker="BROKER_URL" not in environ)
        try:
            return studio.run()
        finally:
            studio.stop()


def listen_on(address: Address) -> None:
    """Open the page's socket as file descriptor 3 and keep it: the web process may come and go."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {address.port} is taken by another program. Stop it, "
                f"or choose another: make run PORT={address.port + 1}"
            ) from error
        raise CannotStart(
            f"Cannot listen on {address.host}:{address.port}: {error.strerror}."
        ) from error
    listener.listen(512)
    if listener.fileno() == LISTEN_FD:
        listener.detach()
    else:
        os.dup2(listener.fileno(), LISTEN_FD, inheritable=False)
        listener.close()


class Studio:
    """One running studio: the supervisor, its programs and what it tells the terminal."""

    def __init__(
        self,
        home: Home,
        address: Address,
        environ: dict[str, str],
        *,
        owns_broker: bool,
    ) -> None:
        self.home, self.address, self.environ = home, address, environ
        self.owns_broker = owns_broker
        self.began = time.monotonic()
        self.supervisor = Supervisor(on_change=self._write_state)

    def run(self) -> int:
        """Start all, announce the page, then keep everything alive until asked to stop."""
        if self.owns_broker:
            self._start_broker()
        if not self._migrate():
            return self._interrupted()
        prepare = Task(self, "prepare", programs.manage("prepare"))
        for program in (programs.web, programs.control, programs.node):
            self.supervisor.start(program(self.home, self.environ))
        page = Page(self.address, self.supervisor)
        while not self.supervisor.signals and not (page.answers() and prepare.ended()):
            self.supervisor.step()
            self._give_up_on_repeated_deaths()
        if not self.supervisor.signals:
            page.close()
            self._announce(sign_in_path(prepare.output()))
        while not self.supervisor.signals:
            self.supervisor.step()
        return self._interrupted()

    def stop(self) -> None:
        """End every process and remove what would mislead the next start."""
        if self.supervisor.children:
            say("Stopping …")
        self.supervisor.stop(STOP_ORDER)
        for path in (self.home.broker_socket, self.home.state):
            path.unlink(missing_ok=True)
        if self.home.broker_socket.parent != self.home.runtime:
            with contextlib.suppress(OSError):
                self.home.broker_socket.parent.rmdir()
        say("Stopped.")

    def _interrupted(self) -> int:
        return 0

    def _start_broker(self) -> None:
        """Start the broker and wait until it accepts: what connects too early waits seconds."""
        path = self.home.broker_socket
        path.unlink(missing_ok=True)
        self.supervisor.start(programs.broker(self.home, self.environ))
        deadline = time.monotonic() + BROKER_STARTS_WITHIN_S
        while not accepts(path):
            self.supervisor.step(0.02)
            self._give_up_on_repeated_deaths()
            if time.monotonic() > deadline:
                raise CannotStart(self._why("broker"))

    def _migrate(self) -> bool:
        """Bring the database's tables up to date, when they are not; False when interrupted."""
        stamp = self.home.runtime / "migrated"
        digest = programs.migrations_digest(self.environ)
        fresh = "DATABASE_URL" in self.environ or (self.home.root / "db.sqlite3").exists()
        if fresh and stamp.exists() and stamp.read_text() == digest:
            return True
        say("Preparing the database …")
        task = Task(
            self,
            "migrate",
            programs.manage("migrate", "--no-input", "--verbosity", "0"),
        )
        while not self.supervisor.signals and not task.ended():
            self.supervisor.step()
        if self.supervisor.signals:
            return False
        task.output()
        stamp.write_text(digest)
        return True

    def _give_up_on_repeated_deaths(self) -> None:
        for child in self.supervisor.children.values():
            if child.failures >= GIVES_UP_AFTER:
                raise CannotStart(self._why(child.program.name))

    def _why(self, name: str) -> str:
        log = self.home.logs / f"{name}.log"
        return (
            f"{logfile.last_lines(log)}\nThe {name} process does not start; all of it is in {log}."
        )

    def _announce(self, path: str) -> None:
        say(f"Ready in {time.monotonic() - self.began:.1f} s. Sign in with this link, once:\n")
        say(f"    {self.address.url}{path}\n")
        say(f"Data and logs are in {self.home.root}. Ctrl-C stops everything.")

    def _write_state(self, supervisor: Supervisor) -> None:
        children = supervisor.children.values()
        processes = {c.program.name: {"pid": c.pid, "restarts": c.restarts} for c in children}
        state = {"pid": os.getpid(), "url": self.address.url, "processes": processes}
        with contextlib.suppress(OSError):  # a full disk must not end what runs
            write_state(self.home, state)


class Task:
    """A command that runs beside the others and ends; its words are kept for later."""

    def __init__(self, studio: Studio, name: str, argv: Sequence[str]) -> None:
        self.name, self.log = name, studio.home.logs / f"{name}.log"
        self.supervisor = studio.supervisor
        self.reader, writer = os.pipe()
        with self.log.open("ab") as log:
            files = (writer, log.fileno())
            self.pid = self.supervisor.start_task(argv, studio.environ, files)
        os.close(writer)

    def ended(self) -> bool:
        """Whether it is done; raises CannotStart when it failed."""
        code = self.supervisor.tasks[self.pid]
        if code:
            raise CannotStart(
                f"{logfile.last_lines(self.log)}\nThe step “{self.name}” failed; see {self.log}."
            )
        return code == 0

    def output(self) -> str:
        """What it wrote; small enough for a pipe's buffer, read after the end."""
        with open(self.reader, encoding="utf-8") as pipe:
            return pipe.read()


class Page:
    """Asks for the page once; the socket's queue keeps the question until web can answer."""

    def __init__(self, address: Address, supervisor: Supervisor) -> None:
        self.address, self.supervisor = address, supervisor
        self.connection: socket.socket | None = None
        self.answered = False

    def answers(self) -> bool:
        """Whether the page has answered; never waits."""
        if not self.answered and self.connection is None:
            self._ask()
        if self.connection is not None:
            self._listen(self.connection)
        return self.answered

    def _ask(self) -> None:
        reachable = programs.EVERYWHERE.get(self.address.host, self.address.host)
        self.connection = socket.create_connection((reachable, self.address.port))
        self.connection.sendall(b"GET /health/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
        self.connection.setblocking(False)
        self.supervisor.watch(self.connection.fileno())

    def _listen(self, connection: socket.socket) -> None:
        try:
            answer = connection.recv(64)
        except BlockingIOError:
            return
        except ConnectionResetError:  # web died with our question in hand: ask the next one
            answer = b""
        self.answered = answer.startswith(b"HTTP/")
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self.connection is not None:
            self.supervisor.unwatch(self.connection.fileno())
            self.connection.close()
            self.connection = None


def sign_in_path(output: str) -> str:
    """The path in the last line of what `prepare` printed."""
    line = output.strip().splitlines()[-1]
    return str(json.loads(line)["sign_in_path"])


def accepts(path: Path) -> bool:
    """Whether something listens on a unix socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def say(text: str) -> None:
    """To the terminal, at once; a closed terminal is no reason to stop."""
    with contextlib.suppress(BrokenPipeError):
        print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
