"""A socket may be opened only by a page of ours: same host and port as the page, and a host we know."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host


class SameOrigin:
    """Refuses the handshake (HTTP 403) of any other page, also of another port of this machine."""

    def __init__(self, application: Callable[..., Awaitable[Any]]) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if is_same_origin(scope["headers"]):
            return await self.application(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)


def is_same_origin(headers: list[tuple[bytes, bytes]]) -> bool:
    """True when exactly one Origin names exactly the Host that was asked."""
    origins = [value for name, value in headers if name == b"origin"]
    hosts = [value for name, value in headers if name == b"host"]
    if len(origins) != 1 or len(hosts) != 1:
        return False
    try:
        origin, host = urlsplit(origins[0].decode("ascii")), hosts[0].decode("ascii").lower()
    except ValueError:
        return False
    domain, _ = split_domain_port(host)
    return (
        origin.scheme in ("http", "https")
        and origin.netloc.lower() == host
        and bool(domain)
        and validate_host(domain, settings.ALLOWED_HOSTS)
    )
