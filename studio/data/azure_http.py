"""How all Azure kinds talk: guarded connections, bounded waiting, few retries, errors in our words.

The SDK's own timeouts bound single reads and its retries ignore Retry-After, so a server that
trickles or answers 503 for ever would hold a step for hours.
"""

import contextlib
import random
import re
import socket
import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any

import requests
from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    HttpResponseError,
    IncompleteReadError,
    ResourceNotFoundError,
    ServiceRequestError,
    ServiceRequestTimeoutError,
    ServiceResponseError,
    ServiceResponseTimeoutError,
)
from azure.core.pipeline.policies import HTTPPolicy
from azure.core.pipeline.transport import RequestsTransport
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from studio.data import addresses
from studio.data.errors import (
    DatastoreUnavailable,
    ObjectExists,
    ObjectNotFound,
    StorageFull,
)
from studio.data.patience import Patience


def client_options(private_hosts: frozenset[str], patience: Patience) -> dict[str, Any]:
    """Keyword arguments for every SDK client."""
    return {
        "transport": RequestsTransport(
            session=_session(private_hosts, patience),
            session_owner=False,
            connection_timeout=patience.connect_s,
            read_timeout=patience.read_s,
        ),
        "retry_policy": Retries(patience),
        "permit_redirects": False,
    }


class Retries(HTTPPolicy[Any, Any]):
    """Tries again what may go well the next time, as long as patience lasts."""

    STATUSES = (408, 429, 500, 502, 503, 504)

    def __init__(self, patience: Patience) -> None:
        super().__init__()
        self._patience = patience

    def send(self, request: Any) -> Any:
        options = request.context.options
        location = options.pop("location_mode", "primary")
        for option in ("hosts", "retry_hook", "retry_to_secondary"):
            options.pop(option, None)  # meant for the SDK's own retries
        give_up = time.monotonic() + self._patience.total_s
        for turn in range(1, self._patience.tries + 1):
            pause = self._patience.pause_s * 2 ** (turn - 1) * random.uniform(0.8, 1.2)  # noqa: S311  # no secret
            is_last = turn == self._patience.tries
            try:
                response = self.next.send(request)
            except (ServiceRequestError, ServiceResponseError):
                if is_last or time.monotonic() + pause > give_up:
                    raise
            else:
                answer = response.http_response
                answer.tries, answer.location_mode = turn, location  # the SDK reads the second
                if answer.status_code not in self.STATUSES:
                    return response
                pause = max(pause, _retry_after(answer.headers))
                if is_last or time.monotonic() + pause > give_up:
                    return response
                answer.internal_response.close()
            time.sleep(pause)
        raise AssertionError("unreachable: the last turn returns or raises")


def _retry_after(headers: Any) -> float:
    """Seconds; a date is not worth reading, our pauses are about as long."""
    asked = headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0


# Connections


def _session(private_hosts: frozenset[str], patience: Patience) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # a proxy of the environment would connect for us, to anywhere
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter(private_hosts, patience))
    return session


class _Adapter(HTTPAdapter):
    def __init__(self, private_hosts: frozenset[str], patience: Patience) -> None:
        self._guard = {"private_hosts": private_hosts, "limit_s": patience.request_s}
        super().__init__(pool_connections=4, pool_maxsize=16)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        plain = type("_Http", (_Guarded, HTTPConnection), self._guard)
        secure = type("_Https", (_Guarded, HTTPSConnection), self._guard)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("_HttpPool", (_Pool, HTTPConnectionPool), {"ConnectionCls": plain}),
            "https": type("_HttpsPool", (_Pool, HTTPSConnectionPool), {"ConnectionCls": secure}),
        }


class _Guarded:
    """A connection to an allowed address only, closed under whoever holds it for too long."""

    private_hosts: frozenset[str]
    limit_s: float
    overdue_at: float | None = None

    def _new_conn(self: Any) -> socket.socket:
        try:
            return addresses.connect(self._dns_host, self.port, self.private_hosts, self.timeout)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "no connection in time") from error
        except OSError as error:
            raise NewConnectionError(self, "no connection") from error

    def request(self, *args: Any, **kwargs: Any) -> None:
        self.overdue_at = time.monotonic() + self.limit_s
        _watchdog.watch(self)
        super().request(*args, **kwargs)  # type: ignore[misc]  # of the other parent

    def hang_up(self: Any) -> None:
        """The thread that waits on it gets an error."""
        with contextlib.suppress(AttributeError, OSError):  # closed just now
            self.sock.shutdown(socket.SHUT_RDWR)


class _Pool:
    def _put_conn(self, connection: Any) -> None:
        if connection is not None:
            connection.overdue_at = None
        super()._put_conn(connection)  # type: ignore[misc]  # of the other parent


class _Watchdog:
    """Looks at all connections once in a while, from a thread that starts with the first one."""

    INTERVAL_S = 0.5

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connections: weakref.WeakSet[_Guarded] = weakref.WeakSet()
        self._thread: threading.Thread | None = None

    def watch(self, connection: _Guarded) -> None:
        with self._lock:
            self._connections.add(connection)
            if self._thread is None or not self._thread.is_alive():  # after a fork there is none
                self._thread = threading.Thread(target=self._run, name="datastores", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            time.sleep(self.INTERVAL_S)
            with self._lock:
                watched = list(self._connections)
            for connection in watched:
                if connection.overdue_at and time.monotonic() > connection.overdue_at:
                    connection.overdue_at = None
                    connection.hang_up()
            del watched


_watchdog = _Watchdog()


# Errors

_NOT_FOUND = {
    "BlobNotFound",
    "ResourceNotFound",
    "PathNotFound",
    "ParentNotFound",
    "ResourceTypeMismatch",
}
_GONE = {"ContainerNotFound", "ContainerBeingDeleted", "ContainerBeingDisabled", "ShareNotFound",
         "ShareBeingDeleted", "ShareDisabled", "FilesystemNotFound", "FilesystemBeingDeleted"}  # fmt: skip
_THERE = {"BlobAlreadyExists", "ResourceAlreadyExists", "PathAlreadyExists", "LeaseAlreadyPresent"}  # fmt: skip
_FULL = {"ShareSizeLimitReached", "QuotaExceeded", "AccountQuotaExceeded", "InsufficientStorage"}
_WORD = re.compile(r"[A-Za-z]{1,60}")


class RangeNotThere(DatastoreUnavailable):
    """What was asked for begins at or behind the end."""


@contextlib.contextmanager
def in_words(path: str = "") -> Iterator[None]:
    """Turns the SDK's errors into this room's. What the server says about an error is not passed
    on: it may hold anything, and who chose the address could read it."""
    try:
        yield
    except IncompleteReadError:
        raise DatastoreUnavailable("the connection to the datastore breaks off") from None
    except HttpResponseError as error:
        if isinstance(error, ClientAuthenticationError) and error.response is None:
            raise DatastoreUnavailable("the credentials cannot be used", "auth") from None
        raise _answer_in_words(error, path) from None
    except (ServiceRequestTimeoutError, ServiceResponseTimeoutError):
        raise DatastoreUnavailable("the datastore does not answer in time", "timeout") from None
    except ServiceRequestError:
        raise DatastoreUnavailable("the datastore's address cannot be reached", "address") from None
    except ValueError:  # a header or body the SDK cannot read
        raise DatastoreUnavailable("the datastore answers with what makes no sense") from None
    except AzureError:
        raise DatastoreUnavailable("the connection to the datastore breaks off") from None


def _answer_in_words(error: HttpResponseError, path: str) -> Exception:
    code, status = error_code(error), error.status_code or 0
    if code in _GONE or (status == 404 and not path):
        return DatastoreUnavailable(
            f"what the datastore stands for is not there ({status} {code})", "missing"
        )
    if code in _NOT_FOUND or status == 404:
        return ObjectNotFound(path)
    if code in _THERE:
        return ObjectExists(path)
    if code in _FULL or status in (413, 507):
        return StorageFull(f"no room to store {path!r}")
    if status == 416:
        return RangeNotThere("there is nothing at that offset")
    if status == 412:
        return DatastoreUnavailable("the object was changed while it was being read or written")
    answered = f"{status} {code}".strip()
    if status in (401, 403) or isinstance(error, ClientAuthenticationError):
        return DatastoreUnavailable(f"the datastore refuses the credentials ({answered})", "auth")
    return DatastoreUnavailable(f"the datastore answers with an error ({answered})")


@contextlib.contextmanager
def gone_by_then(path: str) -> Iterator[None]:
    """Around a deletion: what an earlier try has deleted, its answer lost, is not missing."""
    with in_words(path):
        try:
            yield
        except ResourceNotFoundError as error:
            if error_code(error) in _GONE or not was_tried_again(error):
                raise


def was_tried_again(error: HttpResponseError) -> bool:
    """An earlier try may have done what this one was refused for."""
    return getattr(error.response, "tries", 1) > 1


def error_code(error: HttpResponseError) -> str:
    """Azure's word for what went wrong; "" when it is not one word."""
    told = getattr(error, "error_code", "") or ""
    code = str(getattr(told, "value", told))
    if not code and error.response is not None:
        code = getattr(error.response, "headers", {}).get("x-ms-error-code", "")
    return code if _WORD.fullmatch(code) else ""
