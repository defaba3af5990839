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


def test_an_address_for_files_takes_more_and_only_that_address():
    at = {"/blobs/": 20}
    assert _send([b"x" * 20], largest=10, path="/api/w/blobs/", at=at) == 200
    assert _send([b"x" * 21], largest=10, path="/api/w/blobs/", at=at) == 413
    assert _send([b"x" * 20], largest=10, path="/api/w/blobs/x/", at=at) == 413


def _send(
    chunks: list[bytes],
    *,
    largest: int,
    declared: bytes | None = None,
    path: str = "/",
    at: dict[str, int] | None = None,
) -> int:
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

    headers = [(b"content-length", declared)] if declared else []
    scope = {"headers": headers, "path": path}
    asyncio.run(BodyLimit(application, largest=largest, at=at)(scope, receive, send))
    return sent[0]["status"]
