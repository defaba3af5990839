"""What each kind of report says: typed readers of `Report.body`, so nobody meets raw JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from studio.engine.states import Reason, State
from studio.engine.wire import Fields, MessageError, integer

METRIC_KINDS = frozenset({"scalar", "list", "row", "table", "image"})
_END_STATES = frozenset({State.COMPLETED, State.FAILED, State.CANCELED})


@dataclass(frozen=True)
class Claim:
    """`token` is made once per order taken, so that only a repeat of the same claim is granted."""

    ready: bool
    token: str

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        fields = Fields(body, "claim")
        return cls(fields.flag("ready"), fields.text("token"))


@dataclass(frozen=True)
class Start:
    pid: int
    token: str

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        fields = Fields(body, "start")
        return cls(fields.integer("pid"), fields.text("token"))


@dataclass(frozen=True)
class Beat:
    """`attempts` are those the node believes to be its own, with their fences; `life` begins the
    tokens of all it claimed since it started, and grows from one start to the next."""

    attempts: Mapping[str, int]
    slots: int
    target: str
    life: str = ""

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        fields = Fields(body, "heartbeat")
        return cls(
            fields.table("attempts", integer),
            fields.integer("slots"),
            fields.text("target"),
            fields.text("life") if "life" in body else "",
        )


def log_sizes(attempt: str, body: Mapping[str, object]) -> dict[str, int]:
    """Bytes each attempt's log has by now; a node speaks for one attempt or for many at once."""
    fields = Fields(body, "log")
    if "sizes" in body:
        return fields.table("sizes", integer)
    return {attempt: fields.integer("size")}


@dataclass(frozen=True)
class MetricRow:
    """`value` has the shape of its kind; `step` is the user's own counter; `at` epoch seconds."""

    name: str
    kind: str
    value: object
    step: int | None
    at: float

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "metric")
        kind = fields.text("kind")
        if kind not in METRIC_KINDS:
            raise fields.wrong("kind")
        return cls(
            name=fields.text("name"),
            kind=kind,
            value=fields.anything("value"),
            step=fields.optional_integer("step"),
            at=fields.number("at"),
        )


@dataclass(frozen=True)
class Metrics:
    """`first` is the index of the first row within its attempt: a repeat stores nothing twice."""

    first: int
    rows: tuple[MetricRow, ...]

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        fields = Fields(body, "metrics")
        return cls(fields.integer("first"), fields.items("rows", MetricRow.from_json))


@dataclass(frozen=True)
class Question:
    """What a running step wants to know; `id` is the node's, to know the answer by."""

    id: str
    asked: Mapping[str, object]

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        fields = Fields(body, "ask")
        return cls(fields.text("id"), fields.mapping("asked"))


@dataclass(frozen=True)
class StoredFile:
    """A file as committed; size in bytes, `etag` the store's mark of this version ("": not known)."""

    path: str
    size: int
    sha256: str
    etag: str = ""

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "file")
        etag = fields.text("etag") if "etag" in fields else ""
        return cls(fields.text("path"), fields.integer("size"), fields.text("sha256"), etag)


@dataclass(frozen=True)
class StoredOutput:
    """One output's manifest. Paths are relative to the output; of a file output it is one, ""."""

    output: str
    kind: str
    files: tuple[StoredFile, ...]

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "manifest")
        kind = fields.text("kind")
        if kind not in ("file", "folder"):
            raise fields.wrong("kind")
        return cls(fields.text("output"), kind, fields.items("files", StoredFile.from_json))


@dataclass(frozen=True)
class Takes:
    """The slot that got free serves `queue` and takes another attempt; `token` is its claim's."""

    queue: str
    token: str

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "takes")
        return cls(fields.text("queue"), fields.text("token"))


@dataclass(frozen=True)
class Finished:
    """How an attempt ended, and everything it leaves; sizes in bytes, timings in seconds."""

    state: State
    reason: Reason | None
    detail: Mapping[str, object]
    log_size: int
    timings: Mapping[str, object]
    manifest: tuple[StoredOutput, ...]
    artifacts: tuple[StoredFile, ...]
    max_rss_bytes: int | None
    arguments: tuple[str, ...] = field(default=())
    takes: Takes | None = None
    registrations: tuple[Mapping[str, object], ...] = ()
    """What the script asked to be registered under a name; whoever registers reads them."""

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        fields = Fields(body, "finished")
        state = fields.text("state")
        if state not in _END_STATES:
            raise fields.wrong("state")
        return cls(
            state=State(state),
            reason=_reason(State(state), body.get("reason")),
            detail=fields.optional_mapping("detail"),
            log_size=fields.integer("log_size"),
            timings=fields.optional_mapping("timings"),
            manifest=fields.optional_items("manifest", StoredOutput.from_json),
            artifacts=fields.optional_items("artifacts", StoredFile.from_json),
            max_rss_bytes=fields.optional_integer("max_rss_bytes"),
            arguments=fields.optional_items("arguments", _argument),
            takes=Takes.from_json(body["takes"]) if body.get("takes") else None,
            registrations=fields.optional_items("registrations", _registration),
        )


def _reason(state: State, raw: object) -> Reason | None:
    if state == State.COMPLETED:
        return None
    if state == State.CANCELED and not raw:
        return Reason.USER_CANCELED
    try:
        return Reason(str(raw))
    except ValueError:
        raise MessageError(f"finished.reason: {raw!r} is not on the list") from None


def _registration(raw: object) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise MessageError("finished.registrations: expected objects")
    return raw


def _argument(raw: object) -> str:
    if not isinstance(raw, str):
        raise MessageError("finished.arguments: expected text")
    return raw
