"""A server in front of a server that does to chosen requests what networks do."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

What = Literal["refuse", "lose the answer", "cut the answer", "cut the question", "trickle"]


@dataclass
class Fault:
    """What happens to the next `times` requests that `when` (method and path) is true of."""

    what: What
    when: Callable[[str, str], bool] = lambda method, path: True
    times: int = 1
    after: int = 0
    """How many bytes pass before a cut."""
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)


class FaultyServer:
    """Passes everything on to `port` of this machine but for its faults."""

    def __init__(self, port: int) -> None:
        self.faults: list[Fault] = []
        self.seen: list[str] = []
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        server = self

        class Bound(_Handler):
            faulty = server
            behind = port

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._http.server_port}"

    def fault_for(self, method: str, path: str) -> Fault | None:
        with self._lock:
            self.seen.append(f"{method} {path}")
            for fault in self.faults:
                if fault.times and fault.when(method, path):
                    fault.times -= 1
                    return fault
        return None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    faulty: FaultyServer
    behind: int

    def _pass_on(self) -> None:
        fault = self.faulty.fault_for(self.command, self.path)
        length = int(self.headers.get("Content-Length", 0))
        if fault and fault.what == "cut the question":
            self.rfile.read(min(fault.after, length))
            return self._hang_up()
        body = self.rfile.read(length)
        if fault and fault.what == "refuse":
            return self._send(fault.status, fault.headers, b"")
        connection = HTTPConnection("127.0.0.1", self.behind, timeout=20)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if fault and fault.what == "lose the answer":
            return self._hang_up()
        ours = ["transfer-encoding", "connection", "keep-alive"]
        ours += [] if self.command == "HEAD" else ["content-length"]
        headers = {name: value for name, value in answer.getheaders() if name.lower() not in ours}
        return self._send(answer.status, headers, content, fault)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = _pass_on

    def _send(
        self, status: int, headers: dict[str, str], body: bytes, fault: Fault | None = None
    ) -> None:
        self.send_response(status)
        size = {} if self.command == "HEAD" else {"Content-Length": str(len(body))}
        for name, value in {**headers, **size}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            body = b""
        if fault and fault.what == "trickle":
            return self._trickle(body)
        if fault and fault.what == "cut the answer":
            self.wfile.write(body[: fault.after])
            return self._hang_up()
        self.wfile.write(body)
        return self.wfile.flush()

    def _trickle(self, body: bytes) -> None:
        for position in range(len(body)):
            self.wfile.write(body[position : position + 1])
            self.wfile.flush()
            if self.faulty.stopped.wait(0.05):
                return

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the client has hung up, as some of these tests want it to
            self.close_connection = True
