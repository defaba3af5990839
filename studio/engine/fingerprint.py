"""What a step's result depends on, ingredient by ingredient, and the one hash over all of it.

`docs/reuse.md` lists what goes in and what does not; a test keeps it equal to `COMPONENTS`.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from studio import catalog
from studio.graph.model import Json, Node, SourceFile, StepKind
from studio.graph.parameters import ParameterValue
from studio.graph.ports import outputs_of
from studio.graph.references import PARAMETER, references
from studio.graph.settings import applies, value_of
from studio.snapshots import tree_digest

COMPONENTS = (
    "kind", "script", "hash_paths", "arguments", "parameters", "settings", "environment", "outputs",
    "inputs",
)  # fmt: skip
"""Everything that goes in, in the order it is shown."""
SCRIPT, SOURCE_DIRECTORY = catalog.REUSE_SCOPES
WHOLE_FOLDER = "."
"""The name of all files of a step together: a file of a snapshot cannot be called so."""
_RECIPE = "1"
"""Part of every hash: raised when what goes in changes, so that old results count for nothing."""


@dataclass(frozen=True)
class Ingredients:
    """Of one step what decides over its result. `inputs` is None until all of them are known.

    `scope` is kept to explain a difference; what it chooses is in `script`.
    """

    scope: str
    kind: Mapping[str, Json]
    script: Mapping[str, Json]
    hash_paths: Mapping[str, Json]
    arguments: Sequence[Json]
    parameters: Mapping[str, Json]
    settings: Mapping[str, Json]
    environment: str
    outputs: Mapping[str, Json]
    inputs: Mapping[str, Json] | None = None

    def to_json(self) -> dict[str, Json]:
        return {name: getattr(self, name) for name in ("scope", *COMPONENTS)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Json]) -> Self:
        return cls(**{name: raw.get(name) for name in ("scope", *COMPONENTS)})  # type: ignore[arg-type]  # written by to_json


@dataclass(frozen=True)
class Surroundings:
    """What a step's ingredients take from outside of its node.

    `parameters` are the run's values; `scope` is the workspace's; `environment` is a digest.
    """

    environment: str
    datastore: str
    scope: str = SCRIPT
    parameters: Mapping[str, ParameterValue] | None = None


def ingredients_of(
    node: Node,
    bound: Mapping[str, Json],
    kind: StepKind,
    files: Mapping[str, SourceFile],
    connected: Collection[str],
    around: Surroundings,
) -> Ingredients:
    """Of a checked node that executes; `bound` are its settings with parameters put in, `files`
    what its folder holds, `connected` its inputs that have an edge."""
    script, hash_paths, scope = _own_files(node, kind, files, around.scope)
    component = catalog.is_component(kind.name)
    launch = catalog.launch_of(_with(node, bound), kind, connected)
    return Ingredients(
        scope=scope,
        kind={"name": kind.name, "version": kind.version},
        script=script,
        hash_paths=hash_paths,
        # a component's command line is made of its settings: those say it better
        arguments=[] if component else list(launch.arguments),
        parameters=parameters_of(node, kind, around.parameters or {}),
        settings=_settings(bound, kind) if component else {},
        environment=around.environment,
        outputs={port.name: around.datastore for port in outputs_of(node, kind)},
    )


def parameters_of(
    node: Node, kind: StepKind, values: Mapping[str, ParameterValue]
) -> dict[str, Json]:
    """The pipeline parameters a step gets to see: those its own settings are bound to.

    Settings of the group Run say how a step is run, not what it does.
    """
    run = {setting.name for setting in kind.settings if setting.group == "Run"}
    return {
        found.name: values[found.name]
        for field, found in references(node.settings)
        if found.to == PARAMETER and field not in run and found.name in values
    }


def uncounted(files: Mapping[str, str], ingredients: Ingredients) -> dict[str, str]:
    """Of a step's files (path → digest) those its fingerprint does not see."""
    if WHOLE_FOLDER in ingredients.script:
        return {}
    seen = {*ingredients.script, *ingredients.hash_paths}
    return {path: digest for path, digest in files.items() if path not in seen}


def own_hash(ingredients: Ingredients) -> str:
    """Over everything but the inputs: known before anything runs. Only steps that agree in it can
    stand for one another."""
    parts = {name: getattr(ingredients, name) for name in COMPONENTS if name != "inputs"}
    return digest_of("step", {name: digest_of(name, value) for name, value in parts.items()})


def fingerprint(own: str, inputs: Mapping[str, Json]) -> str:
    """The key of reuse: an own hash and the identity of each input."""
    return digest_of("fingerprint", {"step": own, "inputs": digest_of("inputs", inputs)})


def output_digest(kind: str, files: Collection[tuple[str, int, str]]) -> str:
    """The identity of what a step made: `file` or `folder`, and (path, size, SHA-256) of each."""
    return digest_of("output", {"kind": kind, "files": [list(file) for file in sorted(files)]})


def digest_of(name: str, value: object) -> str:
    """SHA-256 in hex; `name` says what is hashed, so that two things never share a hash."""
    text = json.dumps(_tagged(value), separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(f"{name}/{_RECIPE}\0{text}".encode()).hexdigest()


def _tagged(value: object) -> object:
    """Every scalar as text with its type in front: 1, 1.0, "1" and true are four things."""
    if isinstance(value, str):
        return f"s{value}"
    if isinstance(value, Mapping):
        return {str(key): _tagged(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_tagged(item) for item in value]
    if isinstance(value, bool) or value is None:
        return f"b{value}"
    if isinstance(value, int):
        return f"i{value}"
    if isinstance(value, float):
        return f"f{value!r}"
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _own_files(
    node: Node, kind: StepKind, files: Mapping[str, SourceFile], workspace_scope: str
) -> tuple[dict[str, Json], dict[str, Json], str]:
    """What counts as the step's script, what besides it, and the scope that says so."""
    named = {setting.name for setting in kind.settings}
    scope = str(node.settings.get("reuse_scope") or workspace_scope)
    if "hash_paths" not in named or scope == SOURCE_DIRECTORY:
        # components and commands have no main script: whatever they carry counts
        return {WHOLE_FOLDER: tree_digest(files)}, {}, SOURCE_DIRECTORY
    main = str(node.settings["script_name"])
    listed = node.settings.get("hash_paths")
    paths = [str(path) for path in listed] if isinstance(listed, (list, tuple)) else []
    counted = {path: digest for wanted in paths for path, digest in _below(wanted, files).items()}
    return (
        {main: files[main].sha256 if main in files else None},
        {path: digest for path, digest in counted.items() if path != main},
        SCRIPT,
    )


def _below(wanted: str, files: Mapping[str, SourceFile]) -> dict[str, Json]:
    """The files a hash path names; itself with None when it names nothing, so that its coming
    into being is a change."""
    path = wanted.removeprefix("./").rstrip("/")
    if path in ("", "."):
        return {name: file.sha256 for name, file in files.items()}
    found: dict[str, Json] = {
        name: file.sha256
        for name, file in files.items()
        if name == path or name.startswith(path + "/")
    }
    return found or {path: None}


def _settings(bound: Mapping[str, Json], kind: StepKind) -> dict[str, Json]:
    """A component's settings as they count: chosen or by default, those that matter."""
    return {
        setting.name: value_of(setting, bound)
        for setting in kind.settings
        if setting.group != "Run" and applies(setting, bound, kind)
    }


def _with(node: Node, settings: Mapping[str, Json]) -> Node:
    return Node(node.id, node.kind, settings=settings)
