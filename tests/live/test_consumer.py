"""The socket as a browser meets it: who is let in, what is told, where the limits are."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser

from studio.accounts.models import User
from studio.assets.places import Place
from studio.assets.services import Author, register_dataset
from studio.live.consumer import LiveConsumer
from studio.live.limits import MAX_SUBSCRIPTIONS, MESSAGES_AT_ONCE
from studio.runs.models import Run
from studio.workspaces.models import Membership, Workspace
from tests.drawing import Drawing
from tests.runs.fakes import Node

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("hints")]
Connect = Callable[..., WebsocketCommunicator]
Start = Callable[..., Run]


async def say(socket: WebsocketCommunicator, **frame: Any) -> None:
    await socket.send_json_to(frame)


async def hear(socket: WebsocketCommunicator, op: str, timeout: float = 5) -> dict[str, Any]:
    """The next frame of this kind; others are passed over."""
    while True:
        message = await socket.receive_output(timeout)
        if "text" in message:
            frame: dict[str, Any] = json.loads(message["text"])
            if frame["op"] == op:
                return frame


async def closed_with(socket: WebsocketCommunicator) -> int:
    while True:
        message = await socket.receive_output(5)
        if message["type"] == "websocket.close":
            return int(message["code"])


async def test_a_stranger_is_turned_away_before_the_socket_opens(connect: Connect) -> None:
    connected, code = await connect(AnonymousUser()).connect()
    assert (connected, code) == (False, 4401)


async def test_a_run_tells_when_it_changes(
    connect: Connect, user: User, start: Start, node: Node
) -> None:
    run = await sync_to_async(start)(Drawing().script("a", ""))
    socket = connect(user)
    await socket.connect()
    await say(socket, op="subscribe", topic=f"run:{run.pk}")
    before = await hear(socket, "subscribed")
    await sync_to_async(node.work)()
    told = await hear(socket, "changed")
    while told["seq"] < await database_sync_to_async(run.events.count)():
        told = await hear(socket, "changed")
    assert told["seq"] > before["seq"]
    await socket.disconnect()


async def test_a_workspace_tells_which_run_changed(
    connect: Connect, user: User, workspace: Workspace, start: Start
) -> None:
    socket = connect(user)
    await socket.connect()
    await say(socket, op="subscribe", topic=f"workspace:{workspace.pk}")
    await hear(socket, "subscribed")
    run = await sync_to_async(start)(Drawing().script("a", ""))
    assert await hear(socket, "changed") == {
        "op": "changed", "topic": f"workspace:{workspace.pk}", "what": "runs", "id": str(run.pk),
    }  # fmt: skip
    await socket.disconnect()


async def test_a_workspace_tells_which_dataset_changed(
    connect: Connect, user: User, workspace: Workspace
) -> None:
    socket = connect(user)
    await socket.connect()
    await say(socket, op="subscribe", topic=f"workspace:{workspace.pk}")
    await hear(socket, "subscribed")
    places = [Place("workspaceblobstore", "a.csv")]
    register = database_sync_to_async(register_dataset)
    made = await register(workspace, Author(user), "iris", "file", places)
    told = await hear(socket, "changed")
    assert (told["what"], told["id"]) == ("datasets", str(made.dataset_id))
    await socket.disconnect()


@pytest.mark.parametrize("kind", ["workspace", "run", "log"])
async def test_what_is_foreign_is_refused_as_if_it_were_not_there(
    kind: str, connect: Connect, start: Start
) -> None:
    run = await sync_to_async(start)(Drawing().script("a", ""))
    attempt = await database_sync_to_async(lambda: run.steps.get().attempts.get().pk)()
    ids = {"workspace": run.workspace_id, "run": run.pk, "log": attempt}
    stranger = await database_sync_to_async(User.objects.create_user)("eve")
    socket = connect(stranger)
    await socket.connect()
    for identity in (ids[kind], uuid.uuid4()):
        topic = f"{kind}:{identity}"
        await say(socket, op="subscribe", topic=topic)
        assert await hear(socket, "refused") == {"op": "refused", "topic": topic, "code": 4404}
    await socket.disconnect()


@pytest.mark.parametrize("topic", [None, 7, "", "run:", "run:x", "door:1", "run:{}", "x" * 500])
async def test_a_topic_that_is_none_is_refused(topic: object, connect: Connect, user: User) -> None:
    socket = connect(user)
    await socket.connect()
    await say(socket, op="subscribe", topic=topic)
    assert (await hear(socket, "refused"))["code"] == 4404
    await socket.disconnect()


@pytest.mark.parametrize(
    ("text", "code"),
    [("not json", 1003), ("[]", 1003), ('{"op":"dance"}', 1003), ("[" * 5000, 1003),
     ('{"op":"ping"' + " " * 70_000 + "}", 1009)],
    ids=["words", "list", "unknown", "deep", "large"],
)  # fmt: skip
async def test_garbage_closes_the_socket(
    text: str, code: int, connect: Connect, user: User
) -> None:
    socket = connect(user)
    await socket.connect()
    await socket.send_to(text_data=text)
    assert await closed_with(socket) == code


async def test_a_flood_closes_the_socket(connect: Connect, user: User) -> None:
    socket = connect(user)
    await socket.connect()
    for _ in range(MESSAGES_AT_ONCE * 2):
        await say(socket, op="ping")
    assert await closed_with(socket) == 4429


async def test_subscriptions_are_bounded_and_a_place_can_be_given_back(
    connect: Connect, user: User, start: Start
) -> None:
    runs = [await sync_to_async(start)(Drawing().script("a", "")) for _ in range(3)]
    socket = connect(user)
    await socket.connect()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studio.live.limits.MAX_SUBSCRIPTIONS", 2)
        for run in runs[:2]:
            await say(socket, op="subscribe", topic=f"run:{run.pk}")
            await hear(socket, "subscribed")
        await say(socket, op="subscribe", topic=f"run:{runs[2].pk}")
        assert (await hear(socket, "refused"))["code"] == 4429
        await say(socket, op="unsubscribe", topic=f"run:{runs[0].pk}")
        await say(socket, op="subscribe", topic=f"run:{runs[2].pk}")
        await hear(socket, "subscribed")
    assert MAX_SUBSCRIPTIONS == 64
    await socket.disconnect()


async def test_who_lost_the_role_is_told_nothing_more(
    connect: Connect, user: User, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fresh(scope: object) -> User:
        return user

    monkeypatch.setattr("studio.live.consumer.get_user", fresh)
    monkeypatch.setattr(LiveConsumer, "rights_every_s", 0.05)
    run = await sync_to_async(start)(Drawing().script("a", ""))
    socket = connect(user)
    await socket.connect()
    await say(socket, op="subscribe", topic=f"run:{run.pk}")
    await hear(socket, "subscribed")
    await database_sync_to_async(Membership.objects.all().delete)()
    assert await hear(socket, "refused") == {
        "op": "refused", "topic": f"run:{run.pk}", "code": 4404,
    }  # fmt: skip
    await socket.disconnect()


async def test_who_signed_out_is_disconnected(
    connect: Connect, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveConsumer, "rights_every_s", 0.05)
    socket = connect(user)
    await socket.connect()
    assert await closed_with(socket) == 4401


async def test_a_ping_is_answered(connect: Connect, user: User) -> None:
    socket = connect(user)
    await socket.connect()
    await say(socket, op="ping")
    assert await hear(socket, "pong") == {"op": "pong"}
    await socket.disconnect()
