"""A log watched over a real socket, while what carries it is killed."""

from pathlib import Path

import pytest
from redis import Redis
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from studio.config.home import Home
from tests.faults.work import LOG, submit_traced
from tests.harness import Studio
from tests.sockets import LiveSocket
from tests.waiting import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def reconnected(studio: Studio) -> LiveSocket:
    def connect() -> LiveSocket | None:
        try:
            return LiveSocket(studio.client)
        except (OSError, InvalidHandshake, ConnectionClosed):
            return None

    return wait_until(connect, 60, "a new socket")  # type: ignore[return-value]


def test_a_reader_goes_on_at_its_byte_when_the_web_process_was_killed(
    shaken: Studio, tmp_path: Path
) -> None:
    traced = submit_traced(shaken.client, tmp_path)
    attempt, got = traced.attempt(), b""
    with LiveSocket(shaken.client) as socket:
        for _, offset, piece in socket.log(attempt):
            assert offset == len(got)
            got += piece
            if got.count(b"\n") >= 5:
                break
    shaken.restarted("web", shaken.kill("web"))
    with reconnected(shaken) as socket:
        for _, offset, piece in socket.log(attempt, len(got)):
            assert offset == len(got), "a gap, or bytes twice"
            got += piece
    assert got == LOG
    assert traced.ended()["state"] == "Completed"


def test_a_reader_misses_nothing_when_the_hints_are_cut(shaken: Studio, tmp_path: Path) -> None:
    traced = submit_traced(shaken.client, tmp_path)
    attempt, got = traced.attempt(), b""
    with LiveSocket(shaken.client) as socket:
        for _, _, piece in socket.log(attempt):
            if not got:
                with Redis(unix_socket_path=str(Home(shaken.folder).broker_socket)) as broker:
                    broker.client_kill_filter(_type="pubsub")
            got += piece
    assert got == LOG
