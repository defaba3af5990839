"""A client that reads slowly costs it time, not the studio memory."""

import http.client
import subprocess
import sys
import textwrap
from collections.abc import Iterator

import pytest

from tests.waiting import wait_until

PIECES, PIECE = 2_000, 64 * 1024
SERVER = textwrap.dedent(
    f"""
    import sys
    from studio.config.pacing import PacedServer
    sent = 0

    async def application(scope, receive, send):
        global sent
        await send({{"type": "http.response.start", "status": 200, "headers": []}})
        if scope["path"] == "/sent":
            await send({{"type": "http.response.body", "body": str(sent).encode()}})
            return
        for _ in range({PIECES}):
            await send({{"type": "http.response.body", "body": bytes({PIECE}), "more_body": True}})
            sent += 1
        await send({{"type": "http.response.body", "body": b""}})

    server = PacedServer(application, endpoints=["tcp:port=0:interface=127.0.0.1"])
    server.ready_callable = lambda: print(server.listening_addresses[0][1], flush=True)
    server.run()
    """
)


@pytest.fixture
def port() -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.terminate()


def ask(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    return connection.getresponse()


def sent(port: int) -> int:
    return int(ask(port, "/sent").read())


def stands_still(port: int) -> bool:
    before = sent(port)
    return before > 0 and before == sent(port) == sent(port)


def test_an_answer_waits_for_a_client_that_does_not_read(port: int) -> None:
    slow = ask(port, "/")
    wait_until(lambda: stands_still(port), what="a server that waits")
    assert sent(port) < PIECES / 4
    assert len(slow.read()) == PIECES * PIECE
    assert sent(port) == PIECES


def test_a_client_that_goes_away_is_not_waited_for(port: int) -> None:
    gone = ask(port, "/")
    wait_until(lambda: stands_still(port), what="a server that waits")
    gone.close()
    assert len(ask(port, "/").read()) == PIECES * PIECE
