"""A cap on request bodies, before Django spools them: under ASGI it has none of its own."""

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_REFUSAL = json.dumps(
    {
        "type": "client_error",
        "errors": [
            {
                "code": "body_too_large",
                "detail": "The body is larger than the studio takes.",
                "attr": None,
            }
        ],
    }
).encode()


class _TooLarge(Exception):
    """More bytes came than are allowed."""


class BodyLimit:
    """Counts what arrives, whatever Content-Length says, and answers 413 past `largest` bytes.

    Addresses that end in one of `at` take what is said there: files, not forms.
    """

    def __init__(
        self, application: Application, *, largest: int, at: Mapping[str, int] | None = None
    ) -> None:
        self.application = application
        self.largest = largest
        self.at = dict(at or {})

    def _largest(self, path: str) -> int:
        fitting = (size for end, size in self.at.items() if path.endswith(end))
        return next(fitting, self.largest)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        largest = self._largest(scope.get("path", ""))
        if _declared_length(scope) > largest:
            await _refuse(send)
            return
        received = 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > largest:
                raise _TooLarge
            return message

        try:
            await self.application(scope, counted, send)
        except _TooLarge:
            await _refuse(send)


def _declared_length(scope: Scope) -> int:
    text = dict(scope["headers"]).get(b"content-length", b"0")
    return int(text) if text.isdigit() else 0


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSAL})
