"""From what rooms announce to hints in the channel layer, without ever holding them up."""

import asyncio
import logging
import threading
from typing import Any
from uuid import UUID

from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from studio.assets.events import AssetsChanged
from studio.live.topics import Topic
from studio.pipelines.events import DraftChanged
from studio.publishing.events import PublishedChanged
from studio.runs.events import LogGrew, RunChanged

log = logging.getLogger(__name__)

Key = tuple[str, str]


class Broadcaster:
    """Sends hints from one loop that lives as long as the process: a loop a call would open a
    connection a call. While one round is under way newer hints replace older ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[Key, dict[str, Any]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_sending = False

    def hint(self, topic: Topic, about: str = "", **told: Any) -> None:
        """Returns at once; hints with the same topic and `about` are one."""
        message = {"type": "nudge", "topic": str(topic), **told}
        with self._lock:
            self._waiting[(topic.group, about)] = message
            if self._is_sending:
                return
            self._is_sending = True
            loop = self._loop = self._loop or _loop_in_thread()
        asyncio.run_coroutine_threadsafe(self._send(), loop)

    async def _send(self) -> None:
        layer = get_channel_layer()
        while waiting := self._taken():
            try:
                for (group, _), message in waiting.items():
                    await layer.group_send(group, message)
            except (RedisError, OSError) as problem:
                log.warning("hints were lost, browsers see the change a little later: %s", problem)

    def _taken(self) -> dict[Key, dict[str, Any]]:
        """What waits; with nothing left the next hint begins a new round."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            self._is_sending = bool(waiting)
        return waiting


def _loop_in_thread() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="broadcast", daemon=True).start()
    return loop


_broadcaster = Broadcaster()


def on_run_changed(event: RunChanged, **_: object) -> None:
    _broadcaster.hint(Topic("run", event.run), seq=event.seq)
    _hint_workspace(event.workspace, "runs", event.run)
    for attempt in event.ended_attempts:
        _broadcaster.hint(Topic("log", attempt), "ended", ended=True)


def on_log_grew(event: LogGrew, **_: object) -> None:
    for attempt in event.attempts:
        _broadcaster.hint(Topic("log", attempt))


def on_draft_changed(event: DraftChanged, **_: object) -> None:
    _hint_workspace(event.workspace, "drafts", event.draft)


def on_published_changed(event: PublishedChanged, **_: object) -> None:
    _hint_workspace(event.workspace, "published", event.published)


def on_assets_changed(event: AssetsChanged, **_: object) -> None:
    _hint_workspace(event.workspace, event.what, event.id)


def _hint_workspace(workspace: UUID, what: str, identity: UUID) -> None:
    about = {"what": what, "id": str(identity)}
    _broadcaster.hint(Topic("workspace", workspace), str(identity), id=str(identity), change=about)
