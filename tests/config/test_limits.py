"""The cap on bodies counts what comes, not what was promised."""

import asyncio
from typing import Any

from studio.config.limits import BodyLimit


def test_a_body_at_the_limit_passes():
    assert _send([b"12345", b"67890"], largest=10) == 200


def test_one_byte_more_is_413_though_no_length_was_declared():
    assert _send([b"12345", b"678901"], largest=10) == 413


def test_a_declared_length_over_the_limit_is_413_before_any_byte_is_read():
    assert _send([], largest=10, declared=b"11") == 413


def _send(chunks: list[bytes], *, largest: int, declared: bytes | None = None) -> int:
    """The status that a client sees which sends these chunks."""
    sent: list[dict[str, Any]] = []
    messages = [{"type": "http.request", "body": chunk} for chunk in chunks]

    async def application(scope: Any, receive: Any, send: Any) -> None:
        for _ in messages[:]:
            await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"headers": [(b"content-length", declared)] if declared else []}
    asyncio.run(BodyLimit(application, largest=largest)(scope, receive, send))
    return sent[0]["status"]
