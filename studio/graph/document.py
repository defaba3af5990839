"""Documents in and out of JSON: shape, limits, older schemas, and a hash of what they mean."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping

from studio.graph.model import (
    DATA,
    PARAMETER_TYPES,
    RUN_AFTER,
    SCHEMA,
    Document,
    Edge,
    End,
    Git,
    Json,
    Node,
    Note,
    Parameter,
    Port,
    Position,
    Size,
    SourceFile,
)
from studio.graph.names import is_id
from studio.graph.ports import PORT_TYPES
from studio.graph.reading import DocumentError, Fields

__all__ = [
    "MAX_BYTES",
    "MAX_EDGES",
    "MAX_NODES",
    "DocumentError",
    "canonical",
    "content_hash",
    "dump_document",
    "parse_document",
    "upgrade",
]

MAX_NODES = 2_000
MAX_EDGES = 10_000
MAX_BYTES = 4 * 1024 * 1024
MAX_NAME = 200
MAX_TEXT = 20_000
MAX_URI = 1_024
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def parse_document(raw: object) -> Document:
    """A document from parsed JSON of this or an older schema.

    Raises DocumentError when the shape is wrong; mistakes of a user who draws are not a matter
    of shape, `checks` finds those.
    """
    _refuse_what_json_cannot_say(raw)
    fields = Fields(upgrade(raw), "")
    fields.whole("schema")
    nodes = fields.array("nodes", _node)
    edges = fields.array("edges", _edge, default=())
    parameters = fields.array("parameters", _parameter, default=())
    notes = fields.array("notes", _note, default=())
    fields.nothing_else()
    _limit("nodes", len(nodes), MAX_NODES)
    _limit("edges", len(edges), MAX_EDGES)
    return Document(nodes, edges, parameters, notes)


def upgrade(raw: object) -> object:
    """The same document in the current schema; raises DocumentError for one we do not know."""
    if not isinstance(raw, Mapping):
        raise DocumentError("wrong_type", "", {"expected": "object"})
    schema = raw.get("schema")
    if schema == 0 and not isinstance(schema, bool):
        renamed = {"edges" if key == "links" else key: value for key, value in raw.items()}
        return {**renamed, "schema": 1}
    if schema != SCHEMA or isinstance(schema, bool):
        shown = schema if isinstance(schema, (int, float, str)) else None
        raise DocumentError("unknown_schema", "schema", {"schema": shown, "newest": SCHEMA})
    return raw


def dump_document(document: Document) -> dict[str, Json]:
    """The document as JSON values; `parse_document` gives it back unchanged."""
    return {
        "schema": SCHEMA,
        "nodes": [_dump_node(node) for node in document.nodes],
        "edges": [_dump_edge(edge) for edge in document.edges],
        "parameters": [_dump_parameter(parameter) for parameter in document.parameters],
        "notes": [
            {
                "id": note.id,
                "text": note.text,
                "position": _dump_position(note.position),
                "size": {"width": note.size.width, "height": note.size.height},
            }
            for note in document.notes
        ],
    }


def canonical(document: Document) -> bytes:
    """What the pipeline does, in one form: no places, notes, comments, origins or ids of edges."""
    nodes = [_dump_node(node) for node in sorted(document.nodes, key=lambda node: node.id)]
    for node in nodes:
        del node["position"], node["comment"]
        node.pop("git", None)
    edges = [_dump_edge(edge) for edge in document.edges]
    for edge in edges:
        del edge["id"]
    meaning = {
        "schema": SCHEMA,
        "nodes": nodes,
        "edges": sorted(edges, key=lambda edge: _compact(edge)),
        "parameters": [_dump_parameter(parameter) for parameter in document.parameters],
    }
    return _compact(meaning).encode()


def content_hash(document: Document) -> str:
    """SHA-256 in hex of the canonical form, tagged with what it is a hash of."""
    return hashlib.sha256(b"pipeline\0" + canonical(document)).hexdigest()


def _compact(value: object) -> str:
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    )


def _refuse_what_json_cannot_say(raw: object) -> None:
    try:
        text = json.dumps(raw, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise DocumentError("not_json", "", {}) from error
    if size > MAX_BYTES:
        raise DocumentError("too_large", "", {"bytes": size, "limit": MAX_BYTES})
    if _NUL.search(text):
        raise DocumentError("not_json", "", {"character": "NUL"})


def _limit(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise DocumentError("too_many", what, {"count": count, "limit": limit})


def _node(fields: Fields) -> Node:
    return Node(
        id=_id(fields),
        kind=fields.text("kind", limit=MAX_NAME),
        kind_version=fields.text("kind_version", "1", limit=MAX_NAME),
        title=fields.text("title", "", limit=MAX_NAME),
        settings=fields.mapping("settings"),
        source=_source(fields),
        inputs=fields.array("inputs", _port, default=()),
        outputs=fields.array("outputs", _port, default=()),
        position=fields.part("position", _position, Position()),
        comment=fields.text("comment", "", limit=MAX_TEXT),
        git=None if fields.absent("git") else fields.part("git", _git),
    )


def _git(fields: Fields) -> Git:
    return Git(
        repository_uri=fields.text("repository_uri", "", limit=MAX_URI),
        branch=fields.text("branch", "", limit=255),
        commit=fields.text("commit", "", limit=64),
        dirty=None if fields.absent("dirty") else fields.flag("dirty", False),
        tree=fields.text("tree", "", limit=64),
    )


def _source(fields: Fields) -> Mapping[str, SourceFile] | None:
    if fields.absent("source"):
        return None
    folder = fields.fields("source")
    return {path: folder.part(path, _source_file) for path in folder.names()}


def _source_file(fields: Fields) -> SourceFile:
    sha256 = fields.text("sha256")
    if not _SHA256.fullmatch(sha256):
        raise fields.wrong("sha256", "sha256")
    return SourceFile(sha256, fields.whole("size", minimum=0))


def _port(fields: Fields) -> Port:
    return Port(
        name=fields.text("name", limit=MAX_NAME),
        type=fields.one_of("type", PORT_TYPES, "any"),
        optional=fields.flag("optional", False),
    )


def _edge(fields: Fields) -> Edge:
    return Edge(
        id=_id(fields),
        kind=fields.one_of("kind", (DATA, RUN_AFTER), DATA),
        source=fields.part("source", _end),
        target=fields.part("target", _end),
    )


def _end(fields: Fields) -> End:
    return End(fields.text("node", limit=MAX_NAME), fields.text("port", "", limit=MAX_NAME))


def _parameter(fields: Fields) -> Parameter:
    return Parameter(
        name=fields.text("name", limit=MAX_NAME),
        type=fields.one_of("type", PARAMETER_TYPES),
        default=fields.scalar("default"),
        description=fields.text("description", "", limit=MAX_TEXT),
    )


def _note(fields: Fields) -> Note:
    return Note(
        id=_id(fields),
        text=fields.text("text", "", limit=MAX_TEXT),
        position=fields.part("position", _position, Position()),
        size=fields.part("size", _size, Size()),
    )


def _id(fields: Fields) -> str:
    text = fields.text("id")
    if not is_id(text):
        raise fields.wrong("id", "id")
    return text


def _position(fields: Fields) -> Position:
    return Position(fields.number("x"), fields.number("y"))


def _size(fields: Fields) -> Size:
    return Size(fields.number("width"), fields.number("height"))


def _dump_node(node: Node) -> dict[str, Json]:
    source: Json = None
    if node.source is not None:
        source = {
            path: {"sha256": file.sha256, "size": file.size} for path, file in node.source.items()
        }
    dumped: dict[str, Json] = {
        "id": node.id,
        "kind": node.kind,
        "kind_version": node.kind_version,
        "title": node.title,
        "settings": dict(node.settings),
        "source": source,
        "inputs": [{"name": p.name, "type": p.type, "optional": p.optional} for p in node.inputs],
        "outputs": [{"name": p.name, "type": p.type} for p in node.outputs],
        "position": _dump_position(node.position),
        "comment": node.comment,
    }
    # Not there rather than null: documents saved before there was such a thing stay as they are.
    return dumped if node.git is None else {**dumped, "git": dataclasses.asdict(node.git)}


def _dump_edge(edge: Edge) -> dict[str, Json]:
    return {
        "id": edge.id,
        "kind": edge.kind,
        "source": {"node": edge.source.node, "port": edge.source.port},
        "target": {"node": edge.target.node, "port": edge.target.port},
    }


def _dump_parameter(parameter: Parameter) -> dict[str, Json]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "default": parameter.default,
        "description": parameter.description,
    }


def _dump_position(position: Position) -> dict[str, Json]:
    return {"x": position.x, "y": position.y}
