"""What makes a step a different piece of work: each ingredient changed alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio import catalog
from studio.engine.fingerprint import (
    COMPONENTS,
    Ingredients,
    Surroundings,
    digest_of,
    fingerprint,
    ingredients_of,
    output_digest,
    own_hash,
    uncounted,
)
from studio.graph.model import Json, Node, Port, Position, SourceFile
from studio.graph.parameters import ParameterValue, bind

PAGE = Path(__file__).parents[2] / "docs" / "reuse.md"


def file(text: str) -> SourceFile:
    return SourceFile(digest_of("file", text), len(text))


@dataclass(frozen=True)
class Step:
    """A step with everything around it that could matter."""

    node: Node
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    environment: str = "env-1"
    datastore: str = "workspaceblobstore"
    scope: str = "script"
    inputs: Mapping[str, Json] = field(default_factory=dict)

    @property
    def ingredients(self) -> Ingredients:
        around = Surroundings(self.environment, self.datastore, self.scope, self.parameters)
        kind = catalog.kinds()[self.node.kind]
        files = self.node.source or {}
        bound = bind(self.node.settings, self.parameters)
        return ingredients_of(self.node, bound, kind, files, list(self.inputs), around)

    @property
    def key(self) -> str:
        return fingerprint(own_hash(self.ingredients), self.inputs)

    def with_node(self, **changes: Any) -> "Step":
        return replace(self, node=replace(self.node, **changes))

    def with_settings(self, **changes: Json) -> "Step":
        return self.with_node(settings={**self.node.settings, **changes})

    def with_files(self, **changes: str) -> "Step":
        names = {name.replace("__", "/") + ".py": file(text) for name, text in changes.items()}
        return self.with_node(source={**(self.node.source or {}), **names})


DATA: dict[str, Json] = {"datastore": "d", "path": "raw.csv", "digest": "d1"}
SCRIPT = Step(
    Node(
        "n1",
        "PythonScriptStep",
        settings={
            "script_name": "train.py",
            "arguments": ["--in", {"$input": "raw"}, "--lr", {"$parameter": "lr"}, "--out", {"$output": "model"}],
            "hash_paths": ["lib", "notes.py"],
        },
        source={name: file(name) for name in ("train.py", "helper.py", "lib/a.py", "notes.py")},
        inputs=(Port("raw"),),
        outputs=(Port("model"),),
    ),
    parameters={"lr": 0.1, "other": 1},
    inputs={"raw": {"mode": "mount", "of": DATA}},
)  # fmt: skip
COMPONENT = Step(
    Node("n2", "split_data", settings={"test_share": {"$parameter": "share"}, "seed": 42}),
    parameters={"share": 0.25},
    inputs={"table": {"mode": "mount", "of": {"digest": "t1"}}},
)
COMMAND = Step(
    Node(
        "n3",
        "CommandStep",
        settings={"command": ["python", "main.py"]},
        source={"main.py": file("m"), "helper.py": file("h")},
    )
)

Change = Callable[[Step], Step]
HITS: dict[str, tuple[Step, Change]] = {
    "the title": (SCRIPT, lambda s: s.with_node(title="New name")),
    "the id": (SCRIPT, lambda s: s.with_node(id="n9")),
    "the place": (SCRIPT, lambda s: s.with_node(position=Position(5, 5), comment="why")),
    "the compute target": (SCRIPT, lambda s: s.with_settings(compute_target="gpu")),
    "the time limit": (SCRIPT, lambda s: s.with_settings(timeout_seconds=5.0)),
    "a file that is not counted": (SCRIPT, lambda s: s.with_files(helper="# a comment")),
    "a parameter it does not use": (SCRIPT, lambda s: replace(s, parameters={"lr": 0.1})),
    "the order of its files": (
        SCRIPT,
        lambda s: s.with_node(source=dict(reversed(list((s.node.source or {}).items())))),
    ),
    "the order of its settings": (
        COMPONENT,
        lambda s: s.with_node(settings=dict(reversed(list(s.node.settings.items())))),
    ),
    "a default chosen by hand": (COMPONENT, lambda s: s.with_settings(method="random")),
    "a setting that does not apply": (COMPONENT, lambda s: s.with_settings(stratify_by="x")),
    "a hash path written another way": (
        SCRIPT,
        lambda s: s.with_settings(hash_paths=["./notes.py", "lib/"]),
    ),
}
MISSES: dict[str, tuple[Step, Change]] = {
    "kind: its version": (
        SCRIPT,
        lambda s: s,  # see test_a_new_version_of_a_kind
    ),
    "script: its text": (SCRIPT, lambda s: s.with_files(train="print(2)")),
    "script: its name": (SCRIPT, lambda s: s.with_settings(script_name="helper.py")),
    "script: any file of the folder, when the step looks at all": (
        SCRIPT.with_settings(reuse_scope="source_directory"),
        lambda s: s.with_files(helper="# a comment"),
    ),
    "script: any file of the folder, when the workspace looks at all": (
        replace(SCRIPT, scope="source_directory"),
        lambda s: s.with_files(new="# a comment"),
    ),
    "script: any file of a command": (COMMAND, lambda s: s.with_files(helper="# a comment")),
    "hash_paths: a file in a listed folder": (SCRIPT, lambda s: s.with_files(lib__a="x = 2")),
    "hash_paths: a new file in a listed folder": (SCRIPT, lambda s: s.with_files(lib__b="x = 2")),
    "hash_paths: a listed file": (SCRIPT, lambda s: s.with_files(notes="x")),
    "hash_paths: one more": (
        SCRIPT,
        lambda s: s.with_settings(hash_paths=["lib", "notes.py", "helper.py"]),
    ),
    "arguments: a value": (SCRIPT, lambda s: s.with_settings(arguments=["--lr", 0.2])),
    "arguments: their order": (
        COMMAND,
        lambda s: s.with_settings(command=["main.py", "python"]),
    ),
    "parameters: a value": (SCRIPT, lambda s: replace(s, parameters={"lr": 0.2})),
    "settings: a value": (COMPONENT, lambda s: s.with_settings(seed=43)),
    "settings: its type": (COMPONENT, lambda s: s.with_settings(seed="42")),
    "environment": (SCRIPT, lambda s: replace(s, environment="env-2")),
    "outputs: their name": (SCRIPT, lambda s: s.with_node(outputs=(Port("net"),))),
    "outputs: their datastore": (SCRIPT, lambda s: replace(s, datastore="other")),
    "inputs: their content": (
        SCRIPT,
        lambda s: replace(s, inputs={"raw": {"mode": "mount", "of": {**DATA, "digest": "d2"}}}),
    ),
    "inputs: how they are given": (
        SCRIPT,
        lambda s: replace(s, inputs={"raw": {"mode": "download", "of": DATA}}),
    ),
    "inputs: one more": (
        COMPONENT,
        lambda s: replace(s, inputs={**s.inputs, "more": {"mode": "mount", "of": DATA}}),
    ),
}


@pytest.mark.parametrize("name", HITS)
def test_what_is_no_change_to_the_work(name: str) -> None:
    step, change = HITS[name]
    assert change(step).key == step.key


@pytest.mark.parametrize("name", [name for name in MISSES if name != "kind: its version"])
def test_what_makes_it_other_work(name: str) -> None:
    step, change = MISSES[name]
    assert change(step).key != step.key


def test_a_new_version_of_a_kind_is_other_work() -> None:
    changed = replace(SCRIPT.ingredients, kind={"name": "PythonScriptStep", "version": "2"})
    assert own_hash(changed) != own_hash(SCRIPT.ingredients)


def test_every_ingredient_is_in_the_table_and_on_the_page() -> None:
    assert {name.partition(":")[0] for name in MISSES} == set(COMPONENTS)
    page = PAGE.read_text("utf-8")
    _, goes_in, stays_out = page.split("\n## What ")[:3]
    rows = [line.split("`")[1] for line in goes_in.splitlines() if line.startswith("| `")]
    assert tuple(rows) == COMPONENTS
    assert stays_out.count("\n- ") >= len(HITS) - 4  # spellings of one value share a line


def test_a_default_overridden_with_the_same_value_is_the_same_work() -> None:
    assert replace(SCRIPT, parameters={"lr": 0.1}).key == SCRIPT.key


def test_the_files_that_do_not_count_are_known_by_name() -> None:
    files = {name: f.sha256 for name, f in (SCRIPT.node.source or {}).items()}
    assert set(uncounted(files, SCRIPT.ingredients)) == {"helper.py"}
    assert not uncounted(files, COMMAND.ingredients)


def test_a_hash_path_that_names_nothing_is_seen_when_it_comes_into_being() -> None:
    listed = SCRIPT.with_settings(hash_paths=["later.py"])
    assert listed.ingredients.hash_paths == {"later.py": None}
    assert listed.with_files(later="x").key != listed.key


def test_ingredients_survive_being_stored() -> None:
    for step in (SCRIPT, COMPONENT, COMMAND):
        assert Ingredients.from_json(step.ingredients.to_json()) == step.ingredients


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


@given(values, values)
def test_different_values_never_share_a_hash(one: Any, other: Any) -> None:
    assert (digest_of("x", one) == digest_of("x", other)) == (typed(one) == typed(other))


def typed(value: Any) -> object:
    """A value with its types, to compare by: 1 is not 1.0, and neither is True."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return type(value), repr(value)


def test_a_hash_begins_with_the_name_of_what_is_hashed() -> None:
    assert digest_of("script", "x") != digest_of("environment", "x")


def test_an_output_is_known_by_what_is_in_it_not_by_the_order_it_was_listed_in() -> None:
    files = [("a", 1, "x"), ("b", 2, "y")]
    assert output_digest("folder", files) == output_digest("folder", files[::-1])
    assert output_digest("folder", files) != output_digest("folder", files[:1])
    assert output_digest("folder", []) != output_digest("file", [])
