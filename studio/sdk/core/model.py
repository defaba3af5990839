"""Models as scripts know them: registered by a step, kept once the step has completed."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from studio.sdk.exceptions import UserErrorException

if TYPE_CHECKING:
    from studio.sdk.core.run import Run

FOLDER = "models"
"""Where among a run's files those end up that `Model.register` is given as a path of the node."""


class Model:
    """A name and a version. `version` is None until the step that registers it has completed."""

    def __init__(
        self,
        workspace: Any,
        name: str,
        tags: Optional[Mapping[str, Any]] = None,
        properties: Optional[Mapping[str, Any]] = None,
        version: Optional[int] = None,
        description: str = "",
    ) -> None:
        self.workspace = workspace
        self.name = name
        self.version = version
        self.tags = texts(tags)
        self.properties = texts(properties)
        self.description = description

    @property
    def id(self) -> str:
        return self.name if self.version is None else f"{self.name}:{self.version}"

    @staticmethod
    def register(
        workspace: Any,
        model_path: str,
        model_name: str,
        tags: Optional[Mapping[str, Any]] = None,
        properties: Optional[Mapping[str, Any]] = None,
        description: Optional[str] = None,
        **kwargs: Any,
    ) -> "Model":
        """Keeps a file or folder of this machine with the run's files, and registers it."""
        from studio.sdk.core.run import Run  # which needs this module

        run = Run.get_context()
        name = (
            f"{FOLDER}/{checked_name(model_name)}/{os.path.basename(os.path.abspath(model_path))}"
        )
        if os.path.isdir(model_path):
            run.upload_folder(name, model_path)
        elif os.path.isfile(model_path):
            run.upload_file(name, model_path)
        else:
            raise UserErrorException(f"there is no file or folder {model_path!r} to register")
        return run.register_model(
            model_name, name, tags=tags, properties=properties, description=description
        )

    def __repr__(self) -> str:
        return f"Model(name={self.name!r}, version={self.version!r})"


def register_model(
    run: "Run",
    name: str,
    path: str,
    tags: Optional[Mapping[str, Any]],
    properties: Optional[Mapping[str, Any]],
    description: Optional[str],
) -> Model:
    """Raises UserErrorException when the run has no such file by now."""
    wanted = path.strip("/")
    there = run.get_file_names()
    if not any(file == wanted or file.startswith(wanted + "/") for file in there):
        raise UserErrorException(
            f"{path!r} is not among the run's files; write it below ./outputs or upload it first. "
            f"There are: {', '.join(there[:20]) or 'none'}"
        )
    model = Model(
        run.experiment.workspace, checked_name(name), tags, properties, None, description or ""
    )
    run.register(
        {
            "kind": "model", "name": name, "path": wanted, "tags": model.tags,
            "properties": model.properties, "description": model.description,
        }
    )  # fmt: skip
    return model


def checked_name(name: Any) -> str:
    if not isinstance(name, str) or not name or "/" in name or len(name) > 255:
        raise UserErrorException(f"{name!r} cannot be the name of a model or dataset")
    return name


def texts(values: Optional[Mapping[str, Any]]) -> dict[str, str]:
    return {str(key): str(value) for key, value in (values or {}).items()}
