"""Logs over the socket: every byte once, from where it was asked, never more than asked."""

import asyncio
import json
import random
import struct
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from studio.accounts.models import User
from studio.data.spec import DatastoreSpec
from studio.data.store import open_store
from studio.live import logs
from studio.live.logs import LogPump
from studio.runs.models import Run
from studio.workspaces.files import StoredBytes
from studio.workspaces.models import Workspace
from studio.workspaces.queries import default_store
from tests.drawing import Drawing
from tests.runs.fakes import Node

pytestmark = pytest.mark.asyncio
Connect = Callable[..., WebsocketCommunicator]
Start = Callable[..., Run]


class Reader:
    """A browser that reads one log."""

    def __init__(self, socket: WebsocketCommunicator, attempt: str) -> None:
        self.socket = socket
        self.attempt = attempt
        self.got = b""

    async def open(self) -> "Reader":
        await self.socket.connect()
        await self.socket.send_json_to({"op": "subscribe", "topic": f"log:{self.attempt}"})
        await self.hear()
        return self

    async def pull(self, credit: int = 1024 * 1024, offset: int | None = None) -> None:
        start = len(self.got) if offset is None else offset
        await self.socket.send_json_to(
            {"op": "pull", "topic": f"log:{self.attempt}", "offset": start, "credit": credit}
        )

    async def hear(self, timeout: float = 5) -> dict[str, Any] | None:
        """A frame of text, or None when log bytes came."""
        message = await self.socket.receive_output(timeout)
        if "text" in message:
            frame: dict[str, Any] = json.loads(message["text"])
            return frame
        identity, offset = struct.unpack(">16sQ", message["bytes"][:24])
        assert UUID(bytes=identity) == UUID(self.attempt)
        assert offset == len(self.got), "a gap, or bytes twice"
        assert len(message["bytes"]) <= 24 + 64 * 1024
        self.got += message["bytes"][24:]
        return None

    async def read(self, size: int) -> bytes:
        while len(self.got) < size:
            await self.hear()
        return self.got


@pytest.fixture
def running(
    start: Start, node: Node, workspace: Workspace
) -> Callable[[], tuple[str, Callable[[bytes], None], Callable[[], None]]]:
    """An attempt that runs: its id, how it writes to its log, how it ends."""

    def begin() -> tuple[str, Callable[[bytes], None], Callable[[], None]]:
        start(Drawing().script("a", ""))
        order = node.take()
        node.claim(order)
        store = default_store(workspace)

        def write(data: bytes) -> None:
            size = store.append(order.log.path, data)
            node.report("log", order, size=size)

        def end() -> None:
            node.finish(order)

        return order.attempt, write, end

    return begin


async def test_bytes_come_while_the_step_runs_and_the_end_when_it_ends(
    hints: None, connect: Connect, user: User, running: Any
) -> None:
    attempt, write, end = await sync_to_async(running)()
    reader = await Reader(connect(user), attempt).open()
    await reader.pull()
    for line in (b"first\n", b"\xff\x00\r50%"):
        await sync_to_async(write)(line)
        await reader.read(len(reader.got) + len(line))
    await sync_to_async(end)()
    assert await reader.hear() == {
        "op": "log_end", "topic": f"log:{attempt}", "offset": 12, "state": "Completed",
    }  # fmt: skip
    assert reader.got == b"first\n\xff\x00\r50%"
    await reader.socket.disconnect()


async def test_no_more_comes_than_was_asked_for(
    hints: None, connect: Connect, user: User, running: Any
) -> None:
    attempt, write, _ = await sync_to_async(running)()
    await sync_to_async(write)(random.Random(1).randbytes(300_000))
    reader = await Reader(connect(user), attempt).open()
    await reader.pull(credit=100_000)
    assert len(await reader.read(100_000)) == 100_000
    await reader.socket.send_json_to({"op": "ping"})
    assert await reader.hear() == {"op": "pong"}
    await reader.pull(credit=200_000)
    assert len(await reader.read(300_000)) == 300_000
    await reader.socket.disconnect()


async def test_who_comes_back_goes_on_at_the_byte_where_it_stopped(
    hints: None, connect: Connect, user: User, running: Any
) -> None:
    attempt, write, end = await sync_to_async(running)()
    data = random.Random(2).randbytes(200_000)
    await sync_to_async(write)(data[:150_000])
    first = await Reader(connect(user), attempt).open()
    await first.pull(credit=70_000)
    await first.read(70_000)
    await first.socket.disconnect()
    await sync_to_async(write)(data[150_000:])
    await sync_to_async(end)()
    second = await Reader(connect(user), attempt).open()
    second.got = first.got
    await second.pull()
    assert await second.read(200_000) == data
    assert (await second.hear() or {})["op"] == "log_end"
    await second.socket.disconnect()


async def test_a_lost_hint_costs_a_moment_and_not_a_byte(
    connect: Connect, user: User, running: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "SAFETY_POLL_S", 0.05)
    monkeypatch.setattr("studio.live.broadcast.Broadcaster.hint", lambda *_, **__: None)
    attempt, write, end = await sync_to_async(running)()
    reader = await Reader(connect(user), attempt).open()
    await reader.pull()
    await sync_to_async(write)(b"unheard")
    assert await reader.read(7) == b"unheard"
    await sync_to_async(end)()
    assert (await reader.hear() or {})["op"] == "log_end"
    await reader.socket.disconnect()


@pytest.mark.parametrize(
    "pull", [{"offset": -1}, {"credit": 0}, {"credit": 2**21}, {"offset": "0"}]
)
async def test_a_pull_beyond_the_limits_is_refused(
    pull: dict[str, Any], hints: None, connect: Connect, user: User, running: Any
) -> None:
    attempt, _, _ = await sync_to_async(running)()
    reader = await Reader(connect(user), attempt).open()
    asked = {"op": "pull", "topic": f"log:{attempt}", "offset": 0, "credit": 10, **pull}
    await reader.socket.send_json_to(asked)
    assert (await reader.hear() or {})["code"] == 4400
    await reader.socket.disconnect()


@pytest.mark.parametrize("seed", range(5))
async def test_any_order_of_writes_hints_and_pulls_gives_every_byte_once(
    seed: int, tmp_path: Any
) -> None:
    rng = random.Random(seed)
    store = open_store(DatastoreSpec("s", "local", {"root": str(tmp_path)}))
    data, got, ended = rng.randbytes(500_000), bytearray(), asyncio.Event()
    progress = asyncio.Event()
    state: list[str] = []

    async def send(frame: bytes) -> None:
        offset = struct.unpack(">16sQ", frame[:24])[1]
        fresh = frame[24 + len(got) - offset :] if offset <= len(got) else b""
        got.extend(fresh)
        progress.set()

    async def send_end(attempt: UUID, size: int, how: str) -> None:
        assert (size, how) == (len(data), "Completed")
        ended.set()

    async def end_state(attempt: UUID) -> str | None:
        return state[0] if state else None

    pump = LogPump(uuid4(), StoredBytes(store, "log"), send, send_end, end_state)
    task = asyncio.create_task(pump.run())
    written = 0
    while len(got) < len(data) or written < len(data):
        if written < len(data):
            size = rng.randint(1, 40_000)
            store.append("log", data[written : written + size])
            written = min(len(data), written + size)
        if rng.random() < 0.5:
            pump.hint()
        pump.pull(len(got), rng.randint(1, 60_000))
        progress.clear()
        await asyncio.wait_for(progress.wait(), 5)
    state.append("Completed")
    pump.hint(ended=True)
    await asyncio.wait_for(ended.wait(), 5)
    task.cancel()
    assert bytes(got) == data
