"""What control and compute say: `WorkOrder`s go out, `Report`s come back, `Answer`s settle."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal, Self, cast, get_args

from studio.engine.wire import Fields, MessageError, fields_of_version

__all__ = [
    "VERSION", "Answer", "AnswerKind", "Argument", "FileRef", "InputOrder", "MessageError",
    "OutputOrder", "Place", "Prefix", "Report", "ReportKind", "StoreSpec", "WorkOrder",
]  # fmt: skip

VERSION = 1
"""Of every message; a receiver that does not know it raises `MessageError` and changes nothing."""

Argument = str | Mapping[str, str]
"""Literal text, or `{"$input": name}` / `{"$output": name}`, which become paths on the node."""
ReportKind = Literal[
    "claim", "start", "log", "metrics", "finalizing", "finished", "heartbeat", "returned", "ask"
]
AnswerKind = Literal["grant", "refuse", "ack", "cancel", "told"]


@dataclass(frozen=True)
class FileRef:
    """A file of the content store, by digest."""

    sha256: str
    size: int

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "file")
        return cls(fields.text("sha256"), fields.integer("size"))


@dataclass(frozen=True)
class StoreSpec:
    """Where a datastore is; its credentials only as a node can unseal them ("" when it has none)."""

    kind: str
    settings: Mapping[str, str]
    sealed: str = field(default="", repr=False)

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "datastore")
        return cls(fields.text("kind"), fields.texts("settings"), fields.text("sealed"))


@dataclass(frozen=True)
class InputOrder:
    """Something the step reads: found at `path` of `datastore`, given as mount or download.

    `parts` are all places of an input that has several, the first of them included; `dataset` is
    {name, version, kind} of a registered one.
    """

    name: str
    datastore: str
    path: str
    mode: str
    parts: tuple["Place", ...] = ()
    dataset: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "input")
        return cls(
            name=fields.text("name"),
            datastore=fields.text("datastore"),
            path=fields.text("path"),
            mode=fields.text("mode"),
            parts=fields.optional_items("parts", Place.from_json),
            dataset=fields.optional_mapping("dataset"),
        )


@dataclass(frozen=True)
class OutputOrder:
    """Something the step writes, and where it is to be committed."""

    name: str
    datastore: str
    path: str

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "output")
        return cls(*(fields.text(name) for name in ("name", "datastore", "path")))


@dataclass(frozen=True)
class Place:
    """One object of a datastore."""

    datastore: str
    path: str

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "place")
        return cls(fields.text("datastore"), fields.text("path"))


@dataclass(frozen=True)
class Prefix:
    """A folder of a datastore; `prefix` ends with a slash."""

    datastore: str
    prefix: str

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = Fields(raw, "prefix")
        return cls(fields.text("datastore"), fields.text("prefix"))


@dataclass(frozen=True)
class WorkOrder:
    """Everything a node needs to run one attempt; it holds no secret of control."""

    attempt: str
    fence: int
    run: str
    run_number: int
    step_run: str
    node: str
    """The step's node in the document, not a machine."""
    step_name: str
    experiment: str
    workspace: str
    """By name, as scripts know it."""
    kind: Literal["script", "command"]
    script: str
    arguments: tuple[Argument, ...]
    files: Mapping[str, FileRef]
    inputs: tuple[InputOrder, ...]
    outputs: tuple[OutputOrder, ...]
    parameters: Mapping[str, object]
    timeout_s: float | None
    datastores: Mapping[str, StoreSpec]
    log: Place
    artifacts: Prefix
    blobs: Prefix
    cancel_grace_s: float
    resolved_command: str = ""
    """For people only: how the command reads before paths are known."""
    v: int = VERSION

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = fields_of_version(raw, "order", VERSION)
        kind = fields.text("kind")
        if kind not in ("script", "command"):
            raise fields.wrong("kind")
        return cls(
            attempt=fields.text("attempt"),
            fence=fields.integer("fence"),
            run=fields.text("run"),
            run_number=fields.integer("run_number"),
            step_run=fields.text("step_run"),
            node=fields.text("node"),
            step_name=fields.text("step_name"),
            experiment=fields.text("experiment"),
            workspace=fields.text("workspace"),
            kind=cast(Literal["script", "command"], kind),
            script=fields.text("script"),
            arguments=fields.items("arguments", _argument),
            files=fields.table("files", FileRef.from_json),
            inputs=fields.items("inputs", InputOrder.from_json),
            outputs=fields.items("outputs", OutputOrder.from_json),
            parameters=fields.mapping("parameters"),
            timeout_s=fields.optional_number("timeout_s"),
            datastores=fields.table("datastores", StoreSpec.from_json),
            log=Place.from_json(fields.mapping("log")),
            artifacts=Prefix.from_json(fields.mapping("artifacts")),
            blobs=Prefix.from_json(fields.mapping("blobs")),
            cancel_grace_s=fields.number("cancel_grace_s"),
            resolved_command=fields.text("resolved_command"),
        )


@dataclass(frozen=True)
class Report:
    """What a node tells control about an attempt; `engine.bodies` reads the body of each kind.

    `attempt` is "" and `fence` 0 where a report speaks for many (heartbeat, coalesced log).
    """

    kind: ReportKind
    attempt: str
    fence: int
    node: str
    """The worker node's name."""
    sent_at: float
    """The node's wall clock, seconds since the epoch: for people, never for decisions."""
    body: Mapping[str, object] = field(default_factory=dict)
    v: int = VERSION

    def to_json(self) -> dict[str, object]:
        return {**_flat(self), "body": dict(self.body)}

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = fields_of_version(raw, "report", VERSION)
        kind = fields.text("kind")
        if kind not in get_args(ReportKind):
            raise fields.wrong("kind")
        return cls(
            kind=cast(ReportKind, kind),
            attempt=fields.text("attempt"),
            fence=fields.integer("fence"),
            node=fields.text("node"),
            sent_at=fields.number("sent_at"),
            body=fields.mapping("body"),
        )


@dataclass(frozen=True)
class Answer:
    """What control tells a node: go on, forget it, still yours, stop it.

    An `ack` of a finished report may carry the node's next work as `order`: it is granted already.
    """

    kind: AnswerKind
    attempt: str = ""
    fence: int = 0
    body: Mapping[str, object] = field(default_factory=dict)
    v: int = VERSION

    def to_json(self) -> dict[str, object]:
        return {**_flat(self), "body": dict(self.body)}

    @classmethod
    def from_json(cls, raw: object) -> Self:
        fields = fields_of_version(raw, "answer", VERSION)
        kind = fields.text("kind")
        if kind not in get_args(AnswerKind):
            raise fields.wrong("kind")
        return cls(
            kind=cast(AnswerKind, kind),
            attempt=fields.text("attempt"),
            fence=fields.integer("fence"),
            body=fields.mapping("body"),
        )


def _flat(message: Report | Answer) -> dict[str, object]:
    # not asdict: it would copy a finished report's whole manifest, value by value
    return dict(vars(message))


def _argument(raw: object) -> Argument:
    if isinstance(raw, str):
        return raw
    fields = Fields(raw, "argument")
    if isinstance(raw, Mapping) and len(raw) == 1:
        key = next(iter(raw))
        if key in ("$input", "$output"):
            return {key: fields.text(key)}
    raise MessageError("order.arguments: expected text, $input or $output")
