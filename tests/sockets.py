"""The live socket as a browser speaks it."""

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.harness import Client

HEADER_BYTES = 24  # attempt id (16), offset (8)
CREDIT_BYTES = 1024 * 1024


class LiveSocket:
    """One connection, signed in as the client is."""

    def __init__(self, client: Client) -> None:
        cookies = "; ".join(f"{c.name}={c.value}" for c in client.session.cookies)
        self._open = connect(
            client.url.replace("http", "ws", 1) + "/ws/",
            origin=Origin(client.url),
            additional_headers={"Cookie": cookies},
            compression=None,
            max_size=None,
        )

    def __enter__(self) -> Self:
        self.connection: ClientConnection = self._open.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def send(self, op: str, **fields: Any) -> None:
        self.connection.send(json.dumps({"op": op, **fields}))

    def receive(self, timeout_s: float = 30.0) -> dict[str, Any] | bytes:
        """The next message: an object, or a frame of log bytes."""
        message = self.connection.recv(timeout_s)
        return message if isinstance(message, bytes) else dict(json.loads(message))

    def subscribe(self, topic: str) -> dict[str, Any]:
        """The answer to a subscription."""
        self.send("subscribe", topic=topic)
        while True:
            message = self.receive()
            if isinstance(message, dict) and message["op"] in ("subscribed", "refused"):
                return message

    def log(self, attempt: str, offset: int = 0) -> Iterator[tuple[float, int, bytes]]:
        """(when it came, at which offset, what) until the log ends; pulls as it reads."""
        topic, granted = f"log:{attempt}", CREDIT_BYTES
        self.subscribe(topic)
        self.send("pull", topic=topic, offset=offset, credit=granted)
        while True:
            message = self.receive(60)
            if isinstance(message, dict):
                if message["op"] == "log_end":
                    return
                continue
            start, payload = parse_frame(attempt, message)
            assert start == offset, f"expected byte {offset}, got {start}"
            yield time.time(), start, payload
            offset, granted = offset + len(payload), granted - len(payload)
            if (
                granted <= 0
            ):  # not earlier: a pull means "from here", what is under way would come twice
                granted = CREDIT_BYTES
                self.send("pull", topic=topic, offset=offset, credit=granted)


def parse_frame(attempt: str, frame: bytes) -> tuple[int, bytes]:
    """Offset and payload of a frame that must belong to the attempt."""
    assert uuid.UUID(bytes=frame[:16]) == uuid.UUID(attempt)
    return int.from_bytes(frame[16:HEADER_BYTES]), frame[HEADER_BYTES:]


def whole_log(client: Client, attempt: str) -> bytes:
    """Every byte of a log over as many connections as it takes, each byte once."""
    received = bytearray()
    while True:
        try:
            with LiveSocket(client) as live:
                for _, _, payload in live.log(attempt, len(received)):
                    received += payload
                return bytes(received)
        except (ConnectionClosed, OSError):
            continue
