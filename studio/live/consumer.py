"""The socket of a browser tab: it subscribes topics, is told of changes and pulls logs."""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Coroutine
from typing import Any, ClassVar, TypeGuard
from uuid import UUID

from autobahn.exception import Disconnected
from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils.module_loading import import_string
from redis.exceptions import RedisError

from studio.accounts.models import User
from studio.live import limits, topics
from studio.live.logs import SAFETY_POLL_S, LogPump
from studio.live.topics import Seen, Topic, parse_topic

log = logging.getLogger(__name__)

NOT_SIGNED_IN = 4401
NOT_FOUND = 4404
TOO_MUCH = 4429
BAD_REQUEST = 4400
GARBAGE = 1003
TOO_BIG = 1009
FAILED = 1011

CHANGES_EVERY_S = 0.1
RIGHTS_EVERY_S = 30.0


class LiveConsumer(AsyncWebsocketConsumer):
    """Nobody is let in unless signed in; what a user may not see is refused as if it were not."""

    rights_every_s: ClassVar[float] = RIGHTS_EVERY_S

    async def connect(self) -> None:
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(NOT_SIGNED_IN)
            return
        self.user: User = user
        self.seen: dict[Topic, Seen] = {}
        self.told: dict[UUID, int] = {}
        self.pumps: dict[Topic, tuple[LogPump, asyncio.Task[None]]] = {}
        self.changes: dict[str, dict[str, Any]] = {}
        self.changed = asyncio.Event()
        now = time.monotonic()
        self.messages = limits.Bucket(limits.MESSAGES_AT_ONCE, limits.MESSAGES_PER_S, now)
        self.bytes = limits.Bucket(limits.BYTES_AT_ONCE, limits.BYTES_PER_S, now)
        background = [self._tell_changes(), self._poll_runs(), self._check_rights()]
        self.tasks = [asyncio.create_task(self._watched(work)) for work in background]
        await self.accept()

    async def _watched(self, work: Coroutine[Any, Any, None]) -> None:
        """A socket's edge: the browser comes back by itself, and then all is read afresh."""
        try:
            await work
        except Exception:
            log.exception("a socket is closed because its work failed")
            await self.close(FAILED)

    async def disconnect(self, code: int) -> None:
        for task in [*getattr(self, "tasks", []), *(task for _, task in self._pumping())]:
            task.cancel()
        for topic in list(getattr(self, "seen", {})):
            await self._leave_group(topic)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.messages.take(1, time.monotonic()):
            await self.close(TOO_MUCH)
        elif text_data is None or len(text_data) > limits.MAX_MESSAGE:
            await self.close(GARBAGE if text_data is None else TOO_BIG)
        else:
            await self._obey(text_data)

    async def _obey(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            frame = None
        act = self._ACTS.get(str(frame.get("op"))) if isinstance(frame, dict) else None
        if act is None:
            await self.close(GARBAGE)
            return
        await act(self, frame)

    async def _ping(self, frame: dict[str, Any]) -> None:
        await self._tell(op="pong")

    async def _subscribe(self, frame: dict[str, Any]) -> None:
        topic = parse_topic(frame.get("topic"))
        if topic is None:
            await self._refuse(frame.get("topic"), NOT_FOUND)
        elif topic not in self.seen and len(self.seen) >= limits.MAX_SUBSCRIPTIONS:
            await self._refuse(str(topic), TOO_MUCH)
        else:
            await self._enter(topic)

    async def _enter(self, topic: Topic) -> None:
        # first the hints, then the truth: what changes in between is hinted at
        await self._join_group(topic)
        seen = await in_database(topics.look, self.user, topic)
        if seen is None:
            await self._leave_group(topic)
            await self._refuse(str(topic), NOT_FOUND)
            return
        self.seen[topic] = seen
        if seen.log and topic not in self.pumps:
            self.pumps[topic] = self._pump(topic, seen)
        if seen.seq is None:
            await self._tell(op="subscribed", topic=str(topic))
        else:
            self.told[topic.id] = seen.seq
            await self._tell(op="subscribed", topic=str(topic), seq=seen.seq)

    async def _unsubscribe(self, frame: dict[str, Any]) -> None:
        topic = parse_topic(frame.get("topic"))
        if topic in self.seen:
            await self._exit(topic)

    async def _exit(self, topic: Topic) -> None:
        del self.seen[topic]
        self.told.pop(topic.id, None)
        if topic in self.pumps:
            self.pumps.pop(topic)[1].cancel()
        await self._leave_group(topic)

    async def _pull(self, frame: dict[str, Any]) -> None:
        topic = parse_topic(frame.get("topic"))
        if topic is None or topic not in self.pumps:
            await self._refuse(frame.get("topic"), NOT_FOUND)
            return
        offset, credit = frame.get("offset"), frame.get("credit")
        if not _is_within(offset, 0, 2**53) or not _is_within(credit, 1, limits.MAX_CREDIT):
            await self._refuse(str(topic), BAD_REQUEST)
            return
        self.pumps[topic][0].pull(offset, credit)

    async def nudge(self, event: dict[str, Any]) -> None:
        """From the channel layer: something changed, go and look."""
        topic = parse_topic(event["topic"])
        if topic is None or topic not in self.seen:
            return
        if topic in self.pumps:
            self.pumps[topic][0].hint(ended="ended" in event)
        elif topic.kind == "run":
            self._note_seq(topic, event["seq"])
        else:
            self._note_change(f"{topic} {event['id']}", **event["change"], topic=str(topic))

    def _note_seq(self, topic: Topic, seq: int) -> None:
        """Numbers never go backwards; the same number again means new metrics."""
        self.told[topic.id] = max(seq, self.told.get(topic.id, 0))
        self._note_change(str(topic), topic=str(topic), seq=self.told[topic.id])

    def _note_change(self, key: str, **frame: Any) -> None:
        self.changes[key] = {"op": "changed", **frame}
        self.changed.set()

    async def _tell_changes(self) -> None:
        """At once when it was quiet, and never more often than every 100 ms."""
        while True:
            await self.changed.wait()
            self.changed.clear()
            changes, self.changes = list(self.changes.values()), {}
            for frame in changes:
                await self._tell(**frame)
            await asyncio.sleep(CHANGES_EVERY_S)

    async def _poll_runs(self) -> None:
        """In case a hint was lost."""
        while True:
            await asyncio.sleep(SAFETY_POLL_S)
            runs = {topic.id for topic in self.seen if topic.kind == "run"}
            if not runs:
                continue
            for run, seq in (await in_database(topics.newest_events, runs)).items():
                if seq > self.told.get(run, 0):
                    self._note_seq(Topic("run", run), seq)

    async def _check_rights(self) -> None:
        """Whoever signed out or lost a role while the tab was open is no longer told anything."""
        while True:
            await asyncio.sleep(self.rights_every_s)
            session = self.scope["session"]
            fresh = import_string(settings.SESSION_ENGINE + ".SessionStore")(session.session_key)
            user = await get_user({"session": fresh})
            if not user.is_authenticated:
                await self.close(NOT_SIGNED_IN)
                return
            workspaces = {seen.workspace for seen in self.seen.values()}
            allowed = await in_database(topics.still_allowed, user, workspaces)
            for topic, seen in list(self.seen.items()):
                if seen.workspace not in allowed:
                    await self._exit(topic)
                    await self._refuse(str(topic), NOT_FOUND)

    def _pump(self, topic: Topic, seen: Seen) -> tuple[LogPump, asyncio.Task[None]]:
        assert seen.log is not None
        pump = LogPump(topic.id, seen.log, self._send_bytes, self._log_ended, _end_state)
        return pump, asyncio.create_task(self._watched(pump.run()))

    def _pumping(self) -> list[tuple[LogPump, asyncio.Task[None]]]:
        return list(getattr(self, "pumps", {}).values())

    async def _send_bytes(self, frame: bytes) -> None:
        while wait_s := self.bytes.take(len(frame), time.monotonic()):
            await asyncio.sleep(wait_s)
        await self.send(bytes_data=frame)

    async def _log_ended(self, attempt: UUID, size: int, state: str) -> None:
        await self._tell(op="log_end", topic=f"log:{attempt}", offset=size, state=state)

    async def send(self, *args: Any, **kwargs: Any) -> None:
        """A tab that closes while something is on its way to it is no failure."""
        with contextlib.suppress(Disconnected):
            await super().send(*args, **kwargs)

    async def _refuse(self, topic: object, code: int) -> None:
        await self._tell(op="refused", topic=str(topic)[:100], code=code)

    async def _tell(self, **frame: Any) -> None:
        await self.send(text_data=json.dumps(frame))

    async def _join_group(self, topic: Topic) -> None:
        try:
            await self.channel_layer.group_add(topic.group, self.channel_name)
        except (RedisError, OSError) as problem:
            log.warning("hints are not available, the safety poll takes over: %s", problem)

    async def _leave_group(self, topic: Topic) -> None:
        try:
            await self.channel_layer.group_discard(topic.group, self.channel_name)
        except (RedisError, OSError) as problem:
            log.warning("a hint may come too many: %s", problem)

    _ACTS: ClassVar[dict[str, Any]] = {
        "subscribe": _subscribe,
        "unsubscribe": _unsubscribe,
        "pull": _pull,
        "ping": _ping,
    }


async def _end_state(attempt: UUID) -> str | None:
    return await in_database(topics.end_state, attempt)


async def in_database(ask: Any, *given: Any) -> Any:
    """In a thread of the pool: the default would queue all sockets' questions behind each other."""
    return await database_sync_to_async(ask, thread_sensitive=False)(*given)


def _is_within(value: object, smallest: int, largest: int) -> TypeGuard[int]:
    return type(value) is int and smallest <= value <= largest
