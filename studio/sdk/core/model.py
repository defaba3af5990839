"""Models as scripts know them: registered by a step, kept once the step has completed."""

import os
import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from studio.sdk.exceptions import UserErrorException

if TYPE_CHECKING:
    from studio.sdk.core.run import Run

FOLDER = "models"
"""Where among a run's files those end up that `Model.register` is given as a path of the node."""


class Model:
    """A registered model: the version asked for, or the newest.

    What `register` gives back has no version until its step has completed.
    """

    def __init__(self, workspace: Any, name: str, version: Optional[int] = None) -> None:
        """Raises UserErrorException when there is no such model."""
        found = _asked(name, version)
        self.workspace = workspace
        self.name = name
        self.version: Optional[int] = int(str(found["version"]))
        self.tags = dict(found.get("tags") or {})  # type: ignore[call-overload]
        self.properties = dict(found.get("properties") or {})  # type: ignore[call-overload]
        self.description = str(found.get("description") or "")

    @classmethod
    def _to_be(
        cls, workspace: Any, name: str, tags: Any, properties: Any, description: str
    ) -> "Model":
        model = cls.__new__(cls)
        model.workspace, model.name, model.version = workspace, name, None
        model.tags, model.properties = texts(tags), texts(properties)
        model.description = description
        return model

    @staticmethod
    def get_model_path(
        model_name: str, version: Optional[int] = None, _workspace: Any = None
    ) -> str:
        """Where the file or folder of a registered model is on this node."""
        return str(_asked(model_name, version)["path"])

    def download(self, target_dir: str = ".", exist_ok: bool = False, **kwargs: Any) -> str:
        """A copy of the file or folder below `target_dir`; its path."""
        return copied(Model.get_model_path(self.name, self.version), target_dir, exist_ok)

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
    workspace = run.experiment.workspace
    model = Model._to_be(workspace, checked_name(name), tags, properties, description or "")
    run.register(
        {
            "kind": "model", "name": name, "path": wanted, "tags": model.tags,
            "properties": model.properties, "description": model.description,
        }
    )  # fmt: skip
    return model


def _asked(name: str, version: Optional[int]) -> dict[str, object]:
    from studio.sdk.core.run import Run  # which needs this module

    asked: dict[str, object] = {"what": "model", "name": checked_name(name)}
    if version is not None:
        asked["version"] = str(version)
    return Run.get_context().ask(asked)


def copied(source: str, target_dir: str, exist_ok: bool) -> str:
    """A copy of a file or folder below a folder; raises UserErrorException when it is there."""
    target = os.path.join(target_dir, os.path.basename(source))
    if os.path.exists(target) and not exist_ok:
        raise UserErrorException(f"{target!r} is there already; give exist_ok=True to replace it")
    os.makedirs(target_dir, exist_ok=True)
    if os.path.isdir(source):
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)
    return target


def checked_name(name: Any) -> str:
    if not isinstance(name, str) or not name or "/" in name or len(name) > 255:
        raise UserErrorException(f"{name!r} cannot be the name of a model or dataset")
    return name


def texts(values: Optional[Mapping[str, Any]]) -> dict[str, str]:
    return {str(key): str(value) for key, value in (values or {}).items()}
