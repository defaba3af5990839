"""Which pages may open a socket."""

import pytest

from studio.config.origin import is_same_origin


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://localhost:8000", "localhost:8000", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("http://LOCALHOST:8000", "localhost:8000", True),
        ("http://localhost:3000", "localhost:8000", False),
        ("http://evil.example", "localhost:8000", False),
        ("http://localhost.evil.example:8000", "localhost:8000", False),
        ("http://evil.example:8000", "evil.example:8000", False),
        ("null", "localhost:8000", False),
        ("", "localhost:8000", False),
        ("file://localhost:8000", "localhost:8000", False),
        ("http://user@localhost:8000", "localhost:8000", False),
        ("http://[::1", "[::1", False),
    ],
)
def test_only_our_own_page_may_open_a_socket(origin: str, host: str, allowed: bool):
    headers = [(b"origin", origin.encode()), (b"host", host.encode())]
    assert is_same_origin(headers) is allowed


@pytest.mark.parametrize(
    "headers",
    [
        [(b"host", b"localhost:8000")],
        [(b"origin", b"http://localhost:8000")],
        [(b"origin", b"http://localhost:8000")] * 2 + [(b"host", b"localhost:8000")],
        [(b"origin", b"http://\xff"), (b"host", b"localhost:8000")],
    ],
)
def test_a_missing_doubled_or_garbled_header_is_refused(headers: list[tuple[bytes, bytes]]):
    assert not is_same_origin(headers)
