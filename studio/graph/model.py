"""The words a pipeline is made of: frozen values that know no framework, clock or file."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Union

Json = Union[None, bool, int, float, str, Sequence["Json"], Mapping[str, "Json"]]

SCHEMA = 1
DATA = "data"
RUN_AFTER = "run_after"
PARAMETER_TYPES = ("int", "float", "bool", "string")


@dataclass(frozen=True)
class Position:
    """A place on the canvas, in pixels at zoom 1."""

    x: float = 0
    y: float = 0


@dataclass(frozen=True)
class Size:
    width: float = 180
    height: float = 60


@dataclass(frozen=True)
class Port:
    """One named end of a step. `optional` has a meaning for inputs only."""

    name: str
    type: str = "any"
    optional: bool = False
    title: str = ""
    description: str = ""


@dataclass(frozen=True)
class SourceFile:
    """A file of a step's source folder: the digest its bytes are stored under, size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Git:
    """The checkout a source folder was taken from; texts are "" where git had no answer.

    `dirty`: the files were not exactly the commit's, None where that is not known. `tree` is the
    digest of the files as they were taken, so that a later edit of them is seen.
    """

    repository_uri: str = ""
    branch: str = ""
    commit: str = ""
    dirty: bool | None = None
    tree: str = ""


@dataclass(frozen=True)
class Node:
    """One step. `source` is None when its kind carries no files; ports are its own only when the
    kind has dynamic ports. `git` says where the files came from, and changes nothing of the run."""

    id: str
    kind: str
    kind_version: str = "1"
    title: str = ""
    settings: Mapping[str, Json] = dataclasses.field(default_factory=dict)
    source: Mapping[str, SourceFile] | None = None
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    position: Position = Position()
    comment: str = ""
    git: Git | None = None


@dataclass(frozen=True)
class End:
    """Where an edge touches a node; `port` is "" for a run_after edge."""

    node: str
    port: str = ""


@dataclass(frozen=True)
class Edge:
    id: str
    kind: str
    source: End
    target: End


@dataclass(frozen=True)
class Parameter:
    """A value the caller of the pipeline may set; `type` is one of PARAMETER_TYPES."""

    name: str
    type: str
    default: bool | int | float | str
    description: str = ""


@dataclass(frozen=True)
class Note:
    id: str
    text: str
    position: Position = Position()
    size: Size = Size()


@dataclass(frozen=True)
class Document:
    """A pipeline as it is drawn; the only form in which a graph is saved."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Choice:
    value: str
    title: str


@dataclass(frozen=True)
class When:
    """A setting matters only while another setting has one of these values."""

    setting: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """One field of a step's form. `type` is string, text, int, float, bool, list, columns,
    arguments or object; `format` names a picker (datastore, compute, script, datapath)."""

    name: str
    title: str
    type: str
    description: str = ""
    required: bool = False
    default: Json = None
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    group: str = "Settings"
    bindable: bool = True
    format: str = ""
    when: When | None = None


@dataclass(frozen=True)
class StepKind:
    """What a node can be. `launch` says how it is started: script, command or none."""

    name: str
    version: str
    title: str
    summary: str
    group: str
    icon: str
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    settings: tuple[Setting, ...] = ()
    dynamic_ports: bool = False
    has_source: bool = False
    executes: bool = True
    launch: str = "script"


@dataclass(frozen=True)
class Problem:
    """Something a user should put right, as data; doors turn the code into words.

    `node`, `port` and `field` say where, None where that has no meaning.
    """

    code: str
    severity: str = "error"
    node: str | None = None
    port: str | None = None
    field: str | None = None
    detail: Mapping[str, Json] = dataclasses.field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        return {
            "code": self.code,
            "severity": self.severity,
            "node": self.node,
            "port": self.port,
            "field": self.field,
            "detail": self.detail,
        }
