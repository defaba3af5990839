"""A daphne that sends no faster than the client reads.

Daphne takes whatever an application sends and keeps in memory what the client has not read yet:
one person who downloads 5 GB over a slow line would cost 5 GB. Here `send` waits while the
connection's buffer is full, as the ASGI specification lets it.
"""

import asyncio
from typing import Any

from daphne.server import Server


class Pace:
    """What Twisted tells whether the connection takes more (IPushProducer)."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()

    def pauseProducing(self) -> None:
        self._open.clear()

    def resumeProducing(self) -> None:
        self._open.set()

    def stopProducing(self) -> None:
        """The client is gone: nobody shall wait for it."""
        self._open.set()

    async def wait(self) -> None:
        await self._open.wait()


class PacedServer(Server):
    """Paces answers that come in pieces; those that come whole are in memory anyway."""

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        pace: Pace | None = None
        if message["type"] == "http.response.body" and protocol.channel is not None:
            pace = protocol.producer
            if message.get("more_body", False) and pace is None:
                pace = Pace()
                protocol.registerProducer(pace, True)
            elif not message.get("more_body", False) and pace is not None:
                protocol.unregisterProducer()
                pace = None
        await super().handle_reply(protocol, message)
        if pace is not None:
            await pace.wait()
