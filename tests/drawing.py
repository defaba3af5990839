"""Pipelines for tests: a few script steps and the edges between them, as a document."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

Value = str | int | float | bool | dict[str, str]


class Drawing:
    """A document under construction, with the files its steps carry."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []
        self.parameters: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}  # by sha256

    def script(
        self,
        name: str,
        code: str,
        arguments: Sequence[Value] = (),
        inputs: Mapping[str, tuple[str, str]] | None = None,
        outputs: Sequence[str] = (),
        after: Sequence[str] = (),
        **settings: Any,
    ) -> "Drawing":
        """A Python script step; `inputs` maps a port to (step, output) it takes its data from."""
        body = code.encode()
        digest = hashlib.sha256(body).hexdigest()
        self.files[digest] = body
        source = {"main.py": {"sha256": digest, "size": len(body)}}
        run = {"compute_target": "local", "allow_reuse": False, **settings}
        self.nodes.append(
            {
                **self._node(name, "PythonScriptStep"),
                "settings": {
                    "script_name": "main.py",
                    "arguments": list(arguments),
                    **run,
                },
                "source": source,
                "inputs": [{"name": p, "type": "any", "optional": False} for p in inputs or {}],
                "outputs": [{"name": port, "type": "any"} for port in outputs],
            }
        )
        for port, origin in (inputs or {}).items():
            self._edge("data", origin, (name, port))
        for earlier in after:
            self._edge("run_after", (earlier, ""), (name, ""))
        return self

    def node(self, name: str, kind: str, **settings: Any) -> "Drawing":
        """A node without work, such as one that names data."""
        own: dict[str, Any] = {"settings": settings, "source": None, "inputs": [], "outputs": []}
        self.nodes.append({**self._node(name, kind), **own})
        return self

    def data(self, name: str, path: str, **settings: Any) -> "Drawing":
        """A file or folder of the default datastore; its output is called `data`."""
        self.nodes.append(
            {**self._node(name, "Data"), "settings": {"path": path, **settings}, "source": None}
        )
        return self

    def add_file(self, step: str, path: str, text: str) -> "Drawing":
        """One more file in the folder of a step."""
        body = text.encode()
        digest = hashlib.sha256(body).hexdigest()
        self.files[digest] = body
        node = next(node for node in self.nodes if node["id"] == step)
        node["source"][path] = {"sha256": digest, "size": len(body)}
        return self

    def parameter(self, name: str, kind: str, default: Value) -> "Drawing":
        """A parameter of the pipeline."""
        made = {"name": name, "type": kind, "default": default, "description": ""}
        self.parameters.append(made)
        return self

    @property
    def document(self) -> dict[str, Any]:
        """The drawing as the API takes it."""
        parts = {
            "nodes": self.nodes,
            "edges": self.edges,
            "parameters": self.parameters,
        }
        return {"schema": 1, **parts, "notes": []}

    def _node(self, name: str, kind: str) -> dict[str, Any]:
        position = {"x": 0, "y": 120 * len(self.nodes)}
        return {
            "id": name,
            "kind": kind,
            "kind_version": "1",
            "title": name,
            "position": position,
            "comment": "",
        }

    def _edge(self, kind: str, source: tuple[str, str], target: tuple[str, str]) -> None:
        ends = [{"node": node, "port": port} for node, port in (source, target)]
        made = {
            "id": f"e{len(self.edges)}",
            "kind": kind,
            "source": ends[0],
            "target": ends[1],
        }
        self.edges.append(made)
