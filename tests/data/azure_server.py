"""File shares and Data Lake file systems on this machine, at the level of HTTP.

Azurite has neither. This server answers the requests our code makes as Azure's documentation of
the File and Data Lake REST interfaces says, signatures, conditions, leases and paging included.
"""

import base64
import hashlib
import hmac
import json
import threading
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

ACCOUNT = "devstoreaccount1"
KEY = base64.b64encode(b"a key of this server only").decode()
PAGE = 4
"""Entries of a listing's page: few, so that tests turn pages."""
_SIGNED = (
    "content-encoding", "content-language", "content-length", "content-md5", "content-type", "date",
    "if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range",
)  # fmt: skip
_etags = count(1)
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class Refused(Exception):
    """An error answer: status and Azure's code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass
class File:
    """`uncommitted` is what a Data Lake was sent but not told to flush, by position."""

    data: bytearray = field(default_factory=bytearray)
    metadata: dict[str, str] = field(default_factory=dict)
    lease: str = ""
    etag: str = ""
    modified: datetime = field(default_factory=lambda: datetime.now(UTC))
    uncommitted: dict[int, bytes] = field(default_factory=dict)

    def touch(self) -> None:
        self.etag, self.modified = f'"0x{next(_etags):X}"', datetime.now(UTC)


class AzureServer:
    """Shares or file systems by name, each a table of files (or None: a folder) by path."""

    def __init__(self, *, is_lake: bool) -> None:
        self.is_lake = is_lake
        self.holders: dict[str, dict[str, File | None]] = {}
        self.lock = threading.RLock()
        server = self

        class Bound(_Handler):
            azure = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._http.server_port}"

    @property
    def endpoint(self) -> str:
        return f"http://{self.host}/{ACCOUNT}"

    def new_holder(self) -> str:
        name = f"h{uuid.uuid4().hex}"
        self.holders[name] = {}
        return name

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one piece
    disable_nagle_algorithm = True
    azure: AzureServer

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.body = self.rfile.read(length)
        parts = urlsplit(self.path)
        self.query = {name.lower(): value for name, value in parse_qsl(parts.query, True)}
        _, account, holder, *rest = [*parts.path.split("/"), ""]
        self.key = unquote("/".join(rest)).strip("/")
        try:
            if account != ACCOUNT or not self._is_signed(parts.path):
                raise Refused(403, "AuthenticationFailed")
            with self.azure.lock:
                if unquote(holder) not in self.azure.holders:
                    what = "Filesystem" if self.azure.is_lake else "Share"
                    raise Refused(404, f"{what}NotFound")
                self.files = self.azure.holders[unquote(holder)]
                self._route()
        except Refused as refused:
            self._send(refused.status, {"x-ms-error-code": refused.code}, _error(refused.code))

    do_GET = do_HEAD = do_PUT = do_PATCH = do_DELETE = do_POST = _answer

    def _is_signed(self, path: str) -> bool:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if headers.get("content-length") == "0":
            headers["content-length"] = ""
        own = sorted((n, v) for n, v in headers.items() if n.startswith("x-ms-"))
        text = "\n".join(
            [self.command, *(headers.get(name, "") for name in _SIGNED)]
            + [f"{name}:{value}" for name, value in own]
            + [f"/{ACCOUNT}{path}"]
            + [f"{name}:{value}" for name, value in sorted(self.query.items())]
        )
        key = hmac.new(base64.b64decode(KEY), text.encode(), hashlib.sha256).digest()
        return (
            headers.get("authorization") == f"SharedKey {ACCOUNT}:{base64.b64encode(key).decode()}"
        )

    def _route(self) -> None:
        what = (
            self.query.get("comp") or self.query.get("action") or self.query.get("resource") or ""
        )
        if self.headers.get("x-ms-rename-source"):
            what = "rename"
        elif self.query.get("restype") == "directory":
            what = f"directory{what}"
        getattr(self, f"_{self.command}_{what}")()

    def _send(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Quiet."""

    # What both services do

    def _file(self) -> File:
        found = self.files.get(self.key)
        if found is None:
            code = "ResourceTypeMismatch" if self.key in self.files else "ResourceNotFound"
            raise Refused(409 if self.key in self.files else 404, code)
        return found

    def _writable(self) -> File:
        file, lease = self._file(), self.headers.get("x-ms-lease-id", "")
        if file.lease and file.lease != lease:
            raise Refused(412, "LeaseIdMissing" if not lease else "LeaseIdMismatch")
        return file

    def _need_parent(self, path: str) -> None:
        above = path.rpartition("/")[0]
        if above and (above not in self.files or self.files[above] is not None):
            raise Refused(404, "ParentNotFound")

    def _facts(self, file: File) -> dict[str, str]:
        known = {f"x-ms-meta-{name}": value for name, value in file.metadata.items()}
        date = format_datetime(file.modified, usegmt=True)
        return {"ETag": file.etag, "Last-Modified": date, "x-ms-type": "File", **known}

    def _HEAD_(self) -> None:
        if self.azure.is_lake and self.files.get(self.key, self) is None:
            file = File(metadata={"hdi_isfolder": "true"})
        else:
            file = self._file()
        self._send(200, {**self._facts(file), "Content-Length": str(len(file.data))})

    def _GET_(self) -> None:
        file = self._file()
        begin, end = 0, len(file.data) - 1
        asked = self.headers.get("x-ms-range") or self.headers.get("Range")
        if asked:
            first, _, last = asked.removeprefix("bytes=").partition("-")
            begin, end = int(first), min(int(last) if last else end, end)
            if begin > end:
                raise Refused(416, "InvalidRange")
        data = bytes(file.data[begin : end + 1])
        shown = {"Content-Range": f"bytes {begin}-{end}/{len(file.data)}"} if asked else {}
        self._send(206 if asked else 200, {**self._facts(file), **shown}, data)

    def _DELETE_(self) -> None:
        if self.key not in self.files:
            raise Refused(404, "ResourceNotFound")
        below = f"{self.key}/"
        for path in [p for p in self.files if p == self.key or p.startswith(below)]:
            del self.files[path]
        self._send(200 if self.azure.is_lake else 202)

    def _PUT_lease(self) -> None:
        file, action = self._file(), self.headers["x-ms-lease-action"]
        if action == "acquire":
            if file.lease:
                raise Refused(409, "LeaseAlreadyPresent")
            file.lease = str(uuid.uuid4())
            return self._send(201, {**self._facts(file), "x-ms-lease-id": file.lease})
        if action == "release" and self.headers["x-ms-lease-id"] != file.lease:
            raise Refused(409, "LeaseIdMismatchWithLeaseOperation")
        file.lease = ""
        return self._send(200 if action == "release" else 202, self._facts(file))

    def _move(self, source: str, replace: bool, there: str) -> None:
        if self.files.get(source) is None:
            raise Refused(404, "ResourceNotFound")
        self._need_parent(self.key)
        if self.key in self.files and (not replace or self.files[self.key] is None):
            raise Refused(409, there)
        moved = self.files[self.key] = self.files.pop(source)
        assert moved is not None
        moved.touch()
        self._send(201 if self.azure.is_lake else 200, self._facts(moved))

    # File shares

    def _PUT_(self) -> None:
        """Create File."""
        self._need_parent(self.key)
        if self.key in self.files and self.files[self.key] is None:
            raise Refused(409, "ResourceTypeMismatch")
        file = self.files[self.key] = File(bytearray(int(self.headers["x-ms-content-length"])))
        file.touch()
        self._send(201, self._facts(file))

    def _PUT_range(self) -> None:
        file = self._writable()
        first, _, last = self.headers["x-ms-range"].removeprefix("bytes=").partition("-")
        if int(last) >= len(file.data) or int(last) - int(first) + 1 != len(self.body):
            raise Refused(416, "InvalidRange")
        file.data[int(first) : int(last) + 1] = self.body
        file.touch()
        self._send(201, self._facts(file))

    def _PUT_properties(self) -> None:
        file, size = self._writable(), int(self.headers["x-ms-content-length"])
        file.data = file.data[:size] + bytes(max(0, size - len(file.data)))
        file.touch()
        self._send(200, self._facts(file))

    def _PUT_metadata(self) -> None:
        file = self._writable()
        file.metadata = {
            name.lower().removeprefix("x-ms-meta-"): value
            for name, value in self.headers.items()
            if name.lower().startswith("x-ms-meta-")
        }
        file.touch()
        self._send(200, self._facts(file))

    def _PUT_rename(self) -> None:
        if source := self.headers.get("x-ms-rename-source"):  # Data Lake
            path = unquote(source.partition("?")[0]).strip("/").partition("/")[2]
            return self._move(path, self.headers.get("If-None-Match") != "*", "PathAlreadyExists")
        source = urlsplit(self.headers["x-ms-file-rename-source"]).path
        replace = self.headers.get("x-ms-file-rename-replace-if-exists", "").lower() == "true"
        return self._move(
            unquote("/".join(source.split("/")[3:])), replace, "ResourceAlreadyExists"
        )

    def _PUT_directory(self) -> None:
        if self.query.get("resource") == "directory":  # Data Lake
            return self._create(None)
        self._need_parent(self.key)
        if self.key in self.files:
            raise Refused(409, "ResourceAlreadyExists")
        self.files[self.key] = None
        return self._send(201, self._facts(File()))

    def _DELETE_directory(self) -> None:
        if any(path.startswith(f"{self.key}/") for path in self.files):
            raise Refused(409, "DirectoryNotEmpty")
        self._DELETE_()

    def _GET_directorylist(self) -> None:
        found, following = self._page(self.query.get("prefix", ""), self.query.get("marker", ""))
        entries = "".join(self._xml(path) for path in found)
        text = (
            f'<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Entries>{entries}</Entries>'
            f"<NextMarker>{escape(following)}</NextMarker></EnumerationResults>"
        )
        self._send(200, {"Content-Type": "application/xml"}, text.encode())

    def _xml(self, path: str) -> str:
        file, name = self.files[path], escape(path.rpartition("/")[2])
        if file is None:
            return f"<Directory><Name>{name}</Name><Properties/></Directory>"
        date = format_datetime(file.modified, usegmt=True)
        facts = f"<Content-Length>{len(file.data)}</Content-Length><Last-Modified>{date}</Last-Modified>"
        facts += f"<Etag>{escape(file.etag)}</Etag>"
        return f"<File><Name>{name}</Name><Properties>{facts}</Properties></File>"

    def _page(self, starts_with: str, marker: str) -> tuple[list[str], str]:
        if self.key and (self.key not in self.files or self.files[self.key] is not None):
            raise Refused(404, "ResourceNotFound")
        below = f"{self.key}/" if self.key else ""
        found = sorted(
            path for path in self.files
            if path.startswith(below + starts_with) and "/" not in path[len(below) :] and path >= marker
        )  # fmt: skip
        return found[:PAGE], found[PAGE] if len(found) > PAGE else ""

    # Data Lake file systems

    def _GET_filesystem(self) -> None:
        self.key = self.query.get("directory", "").strip("/")
        found, following = self._page("", self.query.get("continuation", ""))
        paths = [self._json(path) for path in found]
        more = {"x-ms-continuation": following} if following else {}
        self._send(
            200, {"Content-Type": "application/json", **more}, json.dumps({"paths": paths}).encode()
        )

    def _json(self, path: str) -> dict[str, str]:
        file = self.files[path] or File(modified=_LONG_AGO)
        date = format_datetime(file.modified, usegmt=True)
        facts = {
            "name": path,
            "contentLength": str(len(file.data)),
            "lastModified": date,
            "etag": file.etag,
        }
        return facts if self.files[path] is not None else {**facts, "isDirectory": "true"}

    def _PUT_file(self) -> None:
        self._create(File())

    def _create(self, new: File | None) -> None:
        if self.headers.get("If-None-Match") == "*" and self.key in self.files:
            raise Refused(409, "PathAlreadyExists")
        self._need_parent(self.key)
        self.files[self.key] = new
        file = new or File()
        file.touch()
        self._send(201, self._facts(file))

    def _PATCH_append(self) -> None:
        self._writable().uncommitted[int(self.query["position"])] = self.body
        self._send(202)

    def _PATCH_flush(self) -> None:
        file, end = self._writable(), int(self.query["position"])
        while part := file.uncommitted.pop(len(file.data), b""):
            file.data += part
        if len(file.data) != end:
            raise Refused(400, "InvalidFlushPosition")
        file.touch()
        self._send(200, self._facts(file))


def _error(code: str) -> bytes:
    return f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>No.</Message></Error>'.encode()
