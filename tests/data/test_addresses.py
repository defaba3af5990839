"""Datastores are where Azure's are, or where whoever runs the studio allows; nothing else is asked."""

import socket
from collections.abc import Iterator

import pytest

from studio.data.addresses import AddressNotAllowed, check_url, connect

LISTED = frozenset({"127.0.0.1:10000", "azurite.lan", "[::1]:10000"})


@pytest.mark.parametrize(
    "url",
    ["https://account.blob.core.windows.net", "https://account.file.core.windows.net/",
     "https://account.dfs.core.windows.net:443", "https://account.z12.blob.core.windows.net",
     "https://account.blob.core.chinacloudapi.cn", "https://account.blob.core.usgovcloudapi.net",
     "https://login.microsoftonline.com",
     "http://127.0.0.1:10000/devstoreaccount1", "https://azurite.lan/a", "http://azurite.lan:8080/a",
     "http://[::1]:10000/a"],
)  # fmt: skip
def test_azure_and_what_is_listed_is_allowed(url: str) -> None:
    check_url(url, LISTED)


HOSTS = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "0", "0.0.0.0",
    "localhost", "localhost.", "LOCALHOST", "a.localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00::1]",
    "169.254.169.254", "[::ffff:169.254.169.254]", "metadata.google.internal", "168.63.129.16",
    "100.64.0.1", "10.0.0.5", "172.16.0.1", "192.168.1.1", "224.0.0.1", "255.255.255.255",
    "redis.internal", "studio", "example.com", "account.blob.core.windows.net.example.com",
    "account.blob.core.windows.net.", "blob.core.windows.net", "a.b.blob.core.windows.net",
    "account.blob.core.windows.net@127.0.0.1", "account.vault.core.windows.net", "127.0.0.1:10001",
    "account.blob.core.windows.net:8443", "127.1:10000", "①②⑦.⓪.⓪.①", "",
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", HOSTS)
def test_every_other_way_to_write_a_host_is_refused(scheme: str, host: str) -> None:
    with pytest.raises(AddressNotAllowed):
        check_url(f"{scheme}://{host}/devstoreaccount1", LISTED)


@pytest.mark.parametrize(
    "url",
    ["http://account.blob.core.windows.net", "ftp://127.0.0.1:10000", "file:///etc/passwd",
     "gopher://azurite.lan", "//account.blob.core.windows.net", "account.blob.core.windows.net",
     "https://account.blob.core.windows.net?x=1", "https://account.blob.core.windows.net#x",
     "https://user:word@account.blob.core.windows.net", "https://[", "https://account.blob.core.windows.net:99999",
     "https://account.blob.core.windows.net\\@127.0.0.1", "https:///x"],
)  # fmt: skip
def test_only_plain_addresses_are_allowed(url: str) -> None:
    with pytest.raises(AddressNotAllowed):
        check_url(url, LISTED)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Counts who knocks: a connection waits in its queue."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


INSIDE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.20.0.1", "192.168.0.9", "169.254.169.254",
    "168.63.129.16", "100.64.1.1", "100.100.100.200", "192.0.0.8", "198.18.0.1", "224.0.0.5",
    "240.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
    "::ffff:168.63.129.16", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:1::1",
    "fe80::1", "fe80::1%eth0", "fd12::1", "ff02::1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.parametrize("beside", [[], ["20.60.1.1"]], ids=["alone", "beside a public one"])
def test_a_name_that_leads_inside_is_not_connected_to(
    listener: socket.socket, address: str, beside: list[str]
) -> None:
    port = listener.getsockname()[1]
    with pytest.raises(AddressNotAllowed):
        connect("account.blob.core.windows.net", port, resolve=lambda *_: [*beside, address])
    with pytest.raises(BlockingIOError):
        listener.accept()  # no packet was sent


def test_a_name_is_asked_once_and_its_answer_is_what_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that answers otherwise the second time gains nothing."""
    answers = iter([["20.60.1.1"], ["127.0.0.1"]])
    asked: list[tuple[str, int]] = []

    def connecting(address: tuple[str, int], timeout: float | None) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connecting)
    with pytest.raises(ConnectionRefusedError):
        connect("account.blob.core.windows.net", 443, resolve=lambda *_: next(answers))
    assert asked == [("20.60.1.1", 443)]


def test_what_is_listed_may_be_inside(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    connect("127.0.0.1", port, frozenset({f"127.0.0.1:{port}"})).close()
    listener.accept()[0].close()
