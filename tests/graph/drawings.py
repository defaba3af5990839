"""Random drawings for property tests: right ones, wrong ones and nonsense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from studio.graph import edit
from studio.graph.model import (
    DATA,
    RUN_AFTER,
    Document,
    Edge,
    End,
    Json,
    Node,
    Note,
    Parameter,
    Port,
    Position,
    SourceFile,
)
from studio.graph.ports import PORT_TYPES

Edit = Callable[[Document], Document]

ids = st.sampled_from([f"n{i}" for i in range(8)])
port_names = st.sampled_from(["a", "b", "c"])
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
literals = st.none() | st.booleans() | numbers | texts
references = st.builds(
    lambda key, name: {key: name},
    st.sampled_from(["$parameter", "$input", "$output"]),
    port_names | texts,
)
values: st.SearchStrategy[Json] = st.recursive(
    literals | references,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
settings = st.dictionaries(
    st.sampled_from(["script_name", "arguments", "command", "path", "timeout_seconds", "seed"])
    | texts,
    values,
    max_size=4,
)
positions = st.builds(Position, numbers, numbers)
ports = st.builds(Port, port_names | texts, st.sampled_from(PORT_TYPES), st.booleans())
outputs = st.builds(Port, port_names, st.sampled_from(PORT_TYPES))
files = st.builds(SourceFile, st.just("a" * 64), st.integers(0, 9))
nodes = st.builds(
    Node,
    id=ids,
    kind=st.sampled_from(["PythonScriptStep", "CommandStep", "Data", "split_data", "nonsense"]),
    kind_version=st.sampled_from(["1", "1", "1", "2"]),
    title=texts,
    settings=settings,
    source=st.none()
    | st.dictionaries(st.sampled_from(["run.py", "../x"]) | texts, files, max_size=3),
    inputs=st.lists(ports, max_size=2).map(tuple),
    outputs=st.lists(outputs, max_size=2).map(tuple),
    position=positions,
    comment=texts,
)
ends = st.builds(End, ids, port_names)
edges = st.builds(
    Edge,
    st.sampled_from([f"e{i}" for i in range(9)]),
    st.sampled_from([DATA, RUN_AFTER]),
    ends,
    ends,
)
parameters = st.one_of(
    st.builds(Parameter, port_names, st.just("int"), st.integers(-9, 9), texts),
    st.builds(Parameter, port_names, st.just("float"), numbers, texts),
    st.builds(Parameter, port_names | texts, st.just("bool"), st.booleans() | texts, texts),
)
notes = st.builds(Note, ids, texts, positions)
documents = st.builds(
    Document,
    nodes=st.lists(nodes, max_size=6).map(tuple),
    edges=st.lists(edges, max_size=8).map(tuple),
    parameters=st.lists(parameters, max_size=3).map(tuple),
    notes=st.lists(notes, max_size=2).map(tuple),
)


def _uniquely_named(document: Document) -> Document:
    return replace(document, nodes=tuple({node.id: node for node in document.nodes}.values()))


sound_ids = documents.map(_uniquely_named)
sides = st.sampled_from(["input", "output"])


def _bind(
    function: Callable[..., Document], *arguments: st.SearchStrategy[object]
) -> st.SearchStrategy[Edit]:
    def bound(*given: object) -> Edit:
        return lambda document: function(document, *given)

    return st.builds(bound, *arguments)


groups = st.frozensets(ids, max_size=3)
edits = st.one_of(
    _bind(edit.add_node, nodes),
    _bind(edit.remove_nodes, groups),
    _bind(edit.move_nodes, st.dictionaries(ids, positions, max_size=3)),
    _bind(edit.connect, edges),
    _bind(edit.disconnect, st.frozensets(st.sampled_from(["e0", "e1", "e2"]))),
    _bind(edit.rename_node, ids, texts),
    _bind(edit.set_setting, ids, texts, values),
    _bind(edit.unset_setting, ids, st.just("arguments")),
    _bind(edit.set_source_file, ids, texts, files),
    _bind(edit.rename_source_file, ids, st.just("run.py"), texts),
    _bind(edit.remove_source_file, ids, st.just("run.py")),
    _bind(edit.add_port, ids, sides, ports),
    _bind(edit.change_port, ids, sides, port_names, ports),
    _bind(edit.remove_port, ids, sides, port_names),
    _bind(edit.add_parameter, parameters),
    _bind(edit.change_parameter, port_names, parameters),
    _bind(edit.remove_parameter, port_names),
    _bind(edit.add_note, notes),
    _bind(edit.remove_notes, groups),
)
