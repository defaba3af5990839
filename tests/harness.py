"""The real studio, started as `make run` starts it, for tests that need all of it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import requests

from studio.config.home import Home
from tests.drawing import Drawing
from tests.processes import alive, descendants, processes_of
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[1]
INHERITED = ("HOME", "LANG", "PATH", "TMPDIR", "TZ")
# Everything that waits, a few tens of times faster than in earnest.
FAST = {
    "STUDIO_HEARTBEAT_S": "0.2",
    "STUDIO_NOT_RESPONDING_S": "0.6",
    "STUDIO_LEASE_S": "2",
    "STUDIO_SWEEP_S": "0.3",
    "STUDIO_CANCEL_GRACE_S": "1",
    "STUDIO_SLOTS": "4",
}
TERMINAL = {"Completed", "Failed", "Canceled"}
STARTS_WITHIN_S = 60.0


class Studio:
    """One studio: `with Studio(folder) as studio: …` starts it and proves that nothing is left."""

    def __init__(self, folder: Path, settings: Mapping[str, str] = FAST) -> None:
        self.folder = folder
        self.port = free_port()
        self.settings = dict(settings)
        self.process: subprocess.Popen[str] | None = None
        self.lines: list[str] = []
        self.link = ""
        self._client: Client | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        """What the studio is started with: nothing of the test's own."""
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        place = {"STUDIO_HOME": str(self.folder), "PORT": str(self.port)}
        return {**inherited, **self.settings, **place}

    def start(self) -> Self:
        """Start it and wait for its link."""
        self.lines, self.link, self._client = [], "", None
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()
        wait_until(lambda: self.link or self._ended(), STARTS_WITHIN_S, "the sign-in link")
        assert self.link, "\n".join(self.lines)
        return self

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.lines.append(line.rstrip())
                if found := re.search(r"http://\S+/sign-in/\S+", line):
                    self.link = found.group()

    def _ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Stop it as a terminal would and prove that no process and no socket is left."""
        assert self.process is not None
        below = descendants(self.process.pid)
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(40)
        wait_until(lambda: not any(map(alive, below)), 5, "the end of every process")
        left = processes_of(self.folder)
        assert not left, f"still running: {left}"
        assert not Home(self.folder).broker_socket.exists()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def pid(self, name: str) -> int:
        """The process that currently is `web`, `control`, `node` or `broker`; 0 while it is down."""
        assert self.process is not None
        state = (self.folder / "run" / "state.json").read_text()
        return int(json.loads(state)["processes"][name]["pid"])

    def kill(self, name: str) -> int:
        """Kill -9 one of the processes; its former pid."""
        pid = wait_until(lambda: self.pid(name))
        os.kill(pid, signal.SIGKILL)
        return pid

    def restarted(self, name: str, former: int) -> int:
        """Wait until the supervisor has started another process in its place."""
        return wait_until(lambda: (pid := self.pid(name)) not in (0, former) and pid, 20, name)

    @property
    def client(self) -> "Client":
        """Somebody signed in by the printed link."""
        if self._client is None:
            self._client = Client(self.url)
            self._client.sign_in(self.link)
        return self._client


class Client:
    """The API as a browser's session sees it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.workspace = ""

    def sign_in(self, link: str) -> None:
        """Follow the link once, as the page does: look, then post."""
        self.session.get(link).raise_for_status()
        form = {"csrfmiddlewaretoken": self.session.cookies["csrftoken"]}
        answer = self.session.post(link, data=form, headers={"Referer": link})
        answer.raise_for_status()
        self.workspace = self.get("/api/session/")["workspaces"][0]["id"]

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """Any request; paths not starting with / are the workspace's."""
        full = path if path.startswith("/") else f"/api/workspaces/{self.workspace}/{path}"
        headers = {
            "X-CSRFToken": self.session.cookies.get("csrftoken", ""),
            "Referer": self.url,
        }
        headers |= options.pop("headers", {})
        return self.session.request(method, self.url + full, headers=headers, timeout=60, **options)

    def get(self, path: str, **query: Any) -> Any:
        """The JSON answer of a GET that must succeed."""
        return checked(self.call("GET", path, params=query))

    def post(self, path: str, body: object = None, **options: Any) -> Any:
        """The JSON answer of a POST that must succeed."""
        return checked(self.call("POST", path, json=body, **options))

    def submit(self, drawing: Drawing, **more: Any) -> dict[str, Any]:
        """Upload the drawing's files and start a run of it."""
        self.upload(drawing)
        body = {
            "document": drawing.document,
            "experiment": "tests",
            "parameters": {},
        } | more
        return dict(self.post("runs/", body))

    def upload(self, drawing: Drawing) -> None:
        """Store the files that the drawing's steps carry."""
        kind = {"Content-Type": "application/octet-stream"}
        for content in drawing.files.values():
            checked(self.call("POST", "blobs/", data=content, headers=kind))

    def run(self, run_id: str) -> dict[str, Any]:
        return dict(self.get(f"runs/{run_id}/"))

    def wait(self, run_id: str, within_s: float = 60.0) -> dict[str, Any]:
        """The run once it has ended."""

        def ended() -> dict[str, Any] | None:
            run = self.run(run_id)
            return run if run["state"] in TERMINAL else None

        run = wait_until(ended, within_s, f"the end of run {run_id}") or {}
        assert all(step["why"] for step in run["steps"]), "every step has its reason"
        return run

    def log(self, attempt_id: str) -> bytes:
        """The whole log of an attempt."""
        return self.call("GET", f"attempts/{attempt_id}/log/").content


def checked(answer: requests.Response) -> Any:
    """Its JSON; AssertionError with the server's words when it is an error."""
    assert answer.status_code < HTTPStatus.BAD_REQUEST, (
        f"{answer.request.method} {urlsplit(answer.url).path} → {answer.status_code}: {answer.text[:2000]}"
    )
    return answer.json() if answer.content else None


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
