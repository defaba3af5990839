"""A step kind as JSON: the schema a form is drawn from, and the whole kind for the API."""

from __future__ import annotations

from studio.graph.model import Json, Port, Setting, StepKind

_SHAPES: dict[str, dict[str, Json]] = {
    "string": {"type": "string"},
    "text": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "string"}},
    "columns": {"type": "array", "items": {"type": "string"}},
    "arguments": {"type": "array", "items": {"type": ["string", "number", "boolean", "object"]}},
    "object": {"type": "object"},
}


def json_schema(kind: StepKind) -> dict[str, Json]:
    """The kind's settings as draft-07 JSON schema, properties in the order of the form.

    It describes literal values; a form shows a setting bound to a pipeline parameter by itself.
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": kind.title,
        "type": "object",
        "properties": {setting.name: _property(setting) for setting in kind.settings},
        "required": [s.name for s in kind.settings if s.required and s.when is None],
        "additionalProperties": False,
    }


def kind_json(kind: StepKind) -> dict[str, Json]:
    return {
        "name": kind.name,
        "version": kind.version,
        "title": kind.title,
        "summary": kind.summary,
        "group": kind.group,
        "icon": kind.icon,
        "inputs": [_port(port) for port in kind.inputs],
        "outputs": [_port(port) for port in kind.outputs],
        "dynamic_ports": kind.dynamic_ports,
        "has_source": kind.has_source,
        "executes": kind.executes,
        "launch": kind.launch,
        "schema": json_schema(kind),
    }


def _port(port: Port) -> dict[str, Json]:
    return {
        "name": port.name,
        "type": port.type,
        "optional": port.optional,
        "title": port.title or port.name,
        "description": port.description,
    }


def _property(setting: Setting) -> dict[str, Json]:
    schema: dict[str, Json] = {"title": setting.title, "description": setting.description}
    schema.update(_SHAPES[setting.type])
    if setting.default is None and not setting.required:
        schema["type"] = [schema["type"], "null"]
    if setting.default is not None:
        schema["default"] = setting.default
    if setting.choices:
        schema["oneOf"] = [{"const": c.value, "title": c.title} for c in setting.choices]
    if setting.minimum is not None:
        schema["minimum"] = setting.minimum
    if setting.maximum is not None:
        schema["maximum"] = setting.maximum
    schema["x-group"] = setting.group
    schema["x-type"] = setting.type
    schema["x-format"] = setting.format
    schema["x-bindable"] = setting.bindable
    if setting.when:
        schema["x-when"] = {"setting": setting.when.setting, "values": setting.when.values}
    return schema
