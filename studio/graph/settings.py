"""Whether the settings of one step are ones its kind can work with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from studio.graph.model import Json, Node, Parameter, Problem, Setting, StepKind
from studio.graph.parameters import fits_type
from studio.graph.paths import is_data_path
from studio.graph.ports import inputs_of, outputs_of
from studio.graph.references import INPUT, OUTPUT, PARAMETER, Reference, reference

_LISTS = ("list", "columns", "arguments")
_SCALARS = {"string": "string", "text": "string", "int": "int", "float": "float", "bool": "bool"}
_ITEMS = {"list": (str, int, float, bool), "columns": (str,), "arguments": (str, int, float, bool)}


@dataclass(frozen=True)
class Places:
    """What a setting may name: the document's parameters, the workspace's targets and stores."""

    parameters: Mapping[str, Parameter]
    compute_targets: Collection[str] | None
    datastores: Collection[str] | None


def check_settings(node: Node, kind: StepKind, places: Places) -> Iterator[Problem]:
    known = {setting.name for setting in kind.settings}
    for name in node.settings:
        if name not in known:
            yield _wrong(node, name, {"expected": "known_setting"})
    for setting in kind.settings:
        if node.settings.get(setting.name) is not None:
            yield from _check(node, kind, setting, places)
        elif setting.required and setting.default is None and applies(setting, node.settings, kind):
            yield _missing(node, setting)


def value_of(setting: Setting, settings: Mapping[str, Json]) -> Json:
    """What counts for a setting: what was chosen, else its default; null is no choice."""
    chosen = settings.get(setting.name)
    return setting.default if chosen is None else chosen


def applies(setting: Setting, settings: Mapping[str, Json], kind: StepKind) -> bool:
    """Whether the setting matters, given the value of the one it depends on."""
    if setting.when is None:
        return True
    other = next(s for s in kind.settings if s.name == setting.when.setting)
    value = value_of(other, settings)
    return reference(value) is not None or value in setting.when.values


def _check(node: Node, kind: StepKind, setting: Setting, places: Places) -> Iterator[Problem]:
    value = node.settings[setting.name]
    found = reference(value)
    if found:
        yield from _check_reference(node, setting, found, places)
    elif setting.type in _LISTS:
        yield from _check_list(node, kind, setting, places)
    elif not applies(setting, node.settings, kind):
        return
    else:
        detail = _misfit(value, setting)
        if detail:
            yield _wrong(node, setting.name, detail)
        else:
            yield from _check_place(node, setting, value, places)


def _check_reference(
    node: Node, setting: Setting, found: Reference, places: Places
) -> Iterator[Problem]:
    """A whole setting that is a reference: to a parameter whose type and default suit it."""
    if found.to != PARAMETER or not setting.bindable or setting.type not in _SCALARS:
        yield _wrong(node, setting.name, {"expected": setting.type, "bindable": False})
        return
    parameter = places.parameters.get(found.name)
    if parameter is None:
        yield _unknown_parameter(node, setting, found.name)
        return
    wanted = _SCALARS[setting.type]
    if parameter.type != wanted and (parameter.type, wanted) != ("int", "float"):
        detail: dict[str, Json] = {"name": parameter.name, "expected": wanted}
        yield Problem("parameter_type", node=node.id, field=setting.name, detail=detail)
    elif fits_type(parameter.default, parameter.type):
        misfit = _misfit(parameter.default, setting)
        if misfit:
            yield _wrong(node, setting.name, {**misfit, "parameter": parameter.name})


def _check_list(node: Node, kind: StepKind, setting: Setting, places: Places) -> Iterator[Problem]:
    value = node.settings[setting.name]
    if not isinstance(value, (list, tuple)):
        yield _wrong(node, setting.name, {"expected": setting.type})
        return
    if setting.required and not value:
        yield _missing(node, setting)
    for index, item in enumerate(value):
        found = reference(item)
        if found:
            yield from _check_item_reference(node, kind, setting, found, places)
        elif not isinstance(item, _ITEMS[setting.type]):
            yield _wrong(node, setting.name, {"expected": setting.type, "index": index})


def _check_item_reference(
    node: Node, kind: StepKind, setting: Setting, found: Reference, places: Places
) -> Iterator[Problem]:
    if found.to == PARAMETER:
        yield from _check_item_parameter(node, setting, found.name, places)
        return
    if setting.type != "arguments":
        yield _wrong(node, setting.name, {"expected": setting.type})
        return
    ports = {INPUT: inputs_of, OUTPUT: outputs_of}[found.to](node, kind)
    if all(port.name != found.name for port in ports):
        yield Problem(
            "unknown_port",
            node=node.id,
            port=found.name,
            field=setting.name,
            detail={"port": found.name},
        )


def _check_item_parameter(
    node: Node, setting: Setting, name: str, places: Places
) -> Iterator[Problem]:
    parameter = places.parameters.get(name)
    if parameter is None:
        yield _unknown_parameter(node, setting, name)
    elif setting.type == "columns" and parameter.type != "string":
        detail: dict[str, Json] = {"name": name, "expected": "string"}
        yield Problem("parameter_type", node=node.id, field=setting.name, detail=detail)


def _check_place(node: Node, setting: Setting, value: Json, places: Places) -> Iterator[Problem]:
    known = {"compute": places.compute_targets, "datastore": places.datastores}
    names = known.get(setting.format)
    if value and names is not None and value not in names:
        code = f"unknown_{setting.format}"
        yield Problem(code, node=node.id, field=setting.name, detail={"name": value})


def _misfit(value: Json, setting: Setting) -> dict[str, Json]:
    """Why a literal does not suit the setting, {} when it does."""
    if setting.type == "object":
        return {} if isinstance(value, Mapping) else {"expected": "object"}
    if not fits_type(value, _SCALARS[setting.type]):
        return {"expected": setting.type}
    if setting.choices and value not in [choice.value for choice in setting.choices]:
        return {"expected": "choice", "choices": [choice.value for choice in setting.choices]}
    if setting.format == "datapath" and isinstance(value, str) and not is_data_path(value):
        return {"expected": "path"}
    if isinstance(value, (int, float)):
        return _out_of_range(value, setting)
    return {}


def _out_of_range(value: float, setting: Setting) -> dict[str, Json]:
    if setting.minimum is not None and value < setting.minimum:
        return {"expected": "at_least", "minimum": setting.minimum}
    if setting.maximum is not None and value > setting.maximum:
        return {"expected": "at_most", "maximum": setting.maximum}
    return {}


def _wrong(node: Node, field: str, detail: Mapping[str, Json]) -> Problem:
    return Problem("wrong_setting", node=node.id, field=field, detail={"field": field, **detail})


def _missing(node: Node, setting: Setting) -> Problem:
    detail: dict[str, Json] = {"field": setting.name}
    return Problem("missing_setting", node=node.id, field=setting.name, detail=detail)


def _unknown_parameter(node: Node, setting: Setting, name: str) -> Problem:
    return Problem("unknown_parameter", node=node.id, field=setting.name, detail={"name": name})
