"""Which machines a datastore may be on: the one place that decides whom we talk to.

By name: Azure's own storage hosts over https, nothing else. By number, at the moment of
connecting and for the very address used: public ones only, whatever the name resolves to.
Whoever runs a machine can add hosts (`STUDIO_DATASTORE_HOSTS`), which may then be private.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from studio.data.errors import DatastoreUnavailable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Iterable[str]]

_CLOUDS = ("core.windows.net", "core.chinacloudapi.cn", "core.usgovcloudapi.net")
_ACCOUNT_HOST = re.compile(r"[a-z0-9]{3,24}(\.z[0-9]{1,2})?\.(blob|file|dfs)\.(.+)")
_SIGN_IN = ("login.microsoftonline.com", "login.partner.microsoftonline.cn", "login.microsoftonline.us")  # fmt: skip
"""Where a service principal gets its token."""

# Addresses that count as public but lead inside: Azure's wire server, protocols' own
# numbers, IPv4 wrapped in IPv6.
_INSIDE = tuple(
    map(
        ipaddress.ip_network,
        (
            "168.63.129.16/32",
            "192.0.0.0/24",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2002::/16",
            "2001::/23",
        ),
    )
)


class AddressNotAllowed(DatastoreUnavailable):
    """The datastore is somewhere this machine must not talk to; no packet was sent."""

    def __init__(self, why: str) -> None:
        super().__init__(why, "address")


def check_url(url: str, private_hosts: frozenset[str] = frozenset()) -> None:
    """Raises AddressNotAllowed; nothing is resolved yet."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressNotAllowed("This is not an address.") from None
    if parts.username is not None or parts.query or parts.fragment or not host or " " in url:
        raise AddressNotAllowed("Give scheme, host and path only.")
    if is_listed(host, port or (443 if parts.scheme == "https" else 80), private_hosts):
        if parts.scheme not in ("http", "https"):
            raise AddressNotAllowed("The address must begin with https:// or http://.")
        return
    if parts.scheme != "https":
        raise AddressNotAllowed("The address must begin with https://.")
    account = _ACCOUNT_HOST.fullmatch(host)
    is_azure = host in _SIGN_IN or (account is not None and account[3] in _CLOUDS)
    if not is_azure or port not in (None, 443):
        raise AddressNotAllowed(
            "This is not an address of Azure storage. Other hosts have to be allowed by whoever "
            "runs the studio (STUDIO_DATASTORE_HOSTS)."
        )


def is_listed(host: str, port: int, private_hosts: frozenset[str]) -> bool:
    """Compared as text: another way to write the same address is another address."""
    shown = f"[{host}]" if ":" in host else host
    return not private_hosts.isdisjoint({shown, f"{shown}:{port}"})


def connect(
    host: str,
    port: int,
    private_hosts: frozenset[str] = frozenset(),
    timeout_s: float | None = None,
    resolve: Resolve | None = None,
) -> socket.socket:
    """A connection to one of the addresses that were looked at, so that a name which changes its
    mind gains nothing. Raises AddressNotAllowed, OSError."""
    found = list((resolve or _resolve)(host, port))
    if not is_listed(host, port, private_hosts) and not all(map(_is_public, found)):
        raise AddressNotAllowed("The address leads to a machine that is not on the public network.")
    failed: OSError = OSError("the name has no address")
    for address in found:
        try:
            connection = socket.create_connection((address, port), timeout_s)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connection
        except OSError as error:
            failed = error
    raise failed


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _is_public(text: str) -> bool:
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    inside = any(address in network for network in _INSIDE if network.version == address.version)
    return address.is_global and not address.is_multicast and not inside
