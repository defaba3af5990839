"""Pipeline parameters: the values a run gets, and putting them where settings ask for them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Union

from studio.graph.model import Document, Json, Parameter, Problem
from studio.graph.references import PARAMETER, reference

ParameterValue = Union[bool, int, float, str]


@dataclass(frozen=True)
class ParameterResult:
    """What a run would get. `values` is complete only when there are no problems."""

    values: Mapping[str, ParameterValue]
    problems: list[Problem]


def resolve_parameters(
    document: Document, given: Mapping[str, object], *, from_text: bool = False
) -> ParameterResult:
    """Defaults overlaid with what the caller gave; names and types are checked.

    `from_text` also reads numbers and true/false from strings, as callers over HTTP send them.
    """
    known = {parameter.name: parameter for parameter in document.parameters}
    values = {name: parameter.default for name, parameter in known.items()}
    problems = [
        Problem("unknown_parameter", field=name, detail={"name": name, "known": list(known)})
        for name in given
        if name not in known
    ]
    for name, raw in given.items():
        if name not in known:
            continue
        value = _read(known[name], raw) if from_text else raw
        if isinstance(value, (bool, int, float, str)) and fits_type(value, known[name].type):
            values[name] = _widen(value, known[name].type)
        else:
            problems.append(parameter_type(known[name]))
    return ParameterResult(values, problems)


def parameter_type(parameter: Parameter) -> Problem:
    detail: dict[str, Json] = {"name": parameter.name, "expected": parameter.type}
    return Problem("parameter_type", field=parameter.name, detail=detail)


def fits_type(value: object, type_name: str) -> bool:
    """Whether a literal is of a parameter or setting type; True is not an int here, and numbers
    are finite and of a size every reader knows."""
    if type_name == "string":
        return isinstance(value, str)
    if type_name == "bool":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if type_name == "int":
        return isinstance(value, int) and -(2**63) <= value < 2**63
    return isinstance(value, (int, float)) and abs(value) <= sys.float_info.max


def with_defaults(document: Document, values: Mapping[str, ParameterValue]) -> Document:
    """The document with `values` as its defaults: checking it checks a run with these values."""
    parameters = tuple(
        replace(parameter, default=values.get(parameter.name, parameter.default))
        for parameter in document.parameters
    )
    return replace(document, parameters=parameters)


def bind(settings: Mapping[str, Json], values: Mapping[str, ParameterValue]) -> dict[str, Json]:
    """Settings with every parameter reference replaced; KeyError names one without a value."""
    return {
        name: [_bound(item, values) for item in value]
        if isinstance(value, (list, tuple))
        else _bound(value, values)
        for name, value in settings.items()
    }


def _bound(value: Json, values: Mapping[str, ParameterValue]) -> Json:
    found = reference(value)
    return values[found.name] if found and found.to == PARAMETER else value


def _widen(value: ParameterValue, type_name: str) -> ParameterValue:
    return float(value) if type_name == "float" else value


def _read(parameter: Parameter, raw: object) -> object:
    if not isinstance(raw, str):
        return raw
    if parameter.type == "bool":
        return {"true": True, "false": False}.get(raw.strip().lower(), raw)
    try:
        return {"int": int, "float": float}[parameter.type](raw)
    except (KeyError, ValueError):
        return raw
