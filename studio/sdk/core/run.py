"""`Run.get_context()` and what scripts do with it."""

import os
import shutil
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, Optional, Union

from studio.sdk.core import values
from studio.sdk.core.channel import Channel
from studio.sdk.core.dataset import inputs_of
from studio.sdk.core.experiment import Experiment, Workspace
from studio.sdk.core.model import Model, register_model
from studio.sdk.exceptions import RunEnvironmentException, UserErrorException

HANDED = "STUDIO_HANDED"
"""Folder in which files are handed to the node."""


class Run:
    """The run a script is part of. Metrics go to the node as they are logged."""

    _current: "Optional[Run]" = None

    def __init__(
        self, experiment: Experiment, run_id: str, *, number: int = 0, name: str = ""
    ) -> None:
        self.experiment = experiment
        self.id = run_id
        self.number = number
        self.name = self.display_name = name
        self.status = "Running"
        self.type = "azureml.StepRun"
        self.tags: dict[str, str] = {}
        self.properties: dict[str, str] = {}
        self.parent: Optional[Run] = None
        self._logged: dict[str, list[object]] = {}
        self._uploaded: list[str] = []

    @staticmethod
    def get_context(
        allow_offline: bool = True, used_for_context_manager: bool = False, **kwargs: Any
    ) -> "Run":
        """The active run, or an offline one that prints; with `allow_offline=False` then raises
        RunEnvironmentException."""
        if Run._current is None:
            channel = Channel.inherited()
            Run._current = _OfflineRun() if channel is None else _SubmittedRun(channel)
        if isinstance(Run._current, _OfflineRun) and not allow_offline:
            raise RunEnvironmentException("no run is active here")
        return Run._current

    # metrics

    def log(self, name: str, value: Any, description: str = "", step: Optional[int] = None) -> None:
        """A number, text or truth value; several of one name make a series, `step` numbers it."""
        message = {"kind": "scalar", "name": name, "value": values.scalar(name, value)}
        self._record(name, message if step is None else {**message, "step": int(step)})

    def log_list(self, name: str, value: Any, description: str = "") -> None:
        self._record(name, {"kind": "list", "name": name, "value": values.items(name, value)})

    def log_row(self, name: str, description: Optional[str] = None, **kwargs: Any) -> None:
        """Appends one row to the table of that name."""
        self._record(name, {"kind": "row", "name": name, "value": values.columns(name, kwargs)})

    def log_table(self, name: str, value: Any, description: str = "") -> None:
        self._record(name, {"kind": "table", "name": name, "value": values.columns(name, value)})

    def log_image(
        self, name: str, path: Optional[str] = None, plot: Any = None, description: str = ""
    ) -> None:
        """A picture from a file, or a matplotlib figure (or pyplot itself)."""
        if (path is None) == (plot is None):
            raise UserErrorException(f"{name!r}: give either a path or a plot")
        handed = self._hand_over(name, path, plot)
        self._record(name, {"kind": "image", "name": name, "value": handed})

    def get_metrics(self, name: Optional[str] = None, **kwargs: Any) -> dict[str, object]:
        """What this process has logged: a value, or the list of them when logged several times."""
        found = {
            key: kept[0] if len(kept) == 1 else list(kept) for key, kept in self._logged.items()
        }
        return (
            found if name is None else {key: value for key, value in found.items() if key == name}
        )

    # files

    def upload_file(
        self, name: str, path_or_stream: Union[str, BinaryIO], datastore_name: Optional[str] = None
    ) -> None:
        """Kept under that name with the run's files when the step ends."""
        self._upload(name, path_or_stream)
        self._uploaded.append(name)

    def upload_files(self, names: Sequence[str], paths: Sequence[str], **kwargs: Any) -> None:
        if len(names) != len(paths):
            raise UserErrorException("as many names as paths are needed")
        for name, path in zip(names, paths):
            self.upload_file(name, path)

    def upload_folder(self, name: str, path: str, datastore_name: Optional[str] = None) -> None:
        for folder, _, files in os.walk(path):
            for file in sorted(files):
                whole = os.path.join(folder, file)
                self.upload_file(
                    f"{name}/{os.path.relpath(whole, path)}".replace(os.sep, "/"), whole
                )

    def get_file_names(self) -> list[str]:
        """What this process uploaded, and what lies in ./outputs."""
        lying = (
            os.path.join(folder, file) for folder, _, files in os.walk("outputs") for file in files
        )
        return sorted({*self._uploaded, *(path.replace(os.sep, "/") for path in lying)})

    @property
    def input_datasets(self) -> dict[str, Any]:
        """The step's inputs and outputs by name: a tabular dataset as such, all others as paths."""
        return inputs_of(os.environ)

    # what outlives the run

    def register_model(
        self,
        model_name: str,
        model_path: Optional[str] = None,
        tags: Optional[Mapping[str, Any]] = None,
        properties: Optional[Mapping[str, Any]] = None,
        description: Optional[str] = None,
        **kwargs: Any,
    ) -> Model:
        """A file or folder of the run's own, such as outputs/model.pkl, as a model's next version
        once the step has completed; `version` of the answer is not known before that."""
        return register_model(
            self, model_name, model_path or model_name, tags, properties, description
        )

    def register(self, asked: dict[str, object]) -> None:
        """Hands a registration to the node, for the step's end."""
        self._send({"kind": "register", "name": asked["name"], "value": asked})

    def ask(self, value: dict[str, object]) -> dict[str, object]:
        """What the studio knows of a dataset or model, with a path to its bytes on this node.
        Raises UserErrorException when it knows nothing, RunEnvironmentException outside a run."""
        raise RunEnvironmentException("no run is active here, so there is nobody to ask")

    # state

    def start(self) -> None:
        """Nothing: a step's run has started."""

    def flush(self, timeout_seconds: float = 300) -> None:
        """Nothing: every value has left this process when `log` returns."""

    def complete(self, _set_status: bool = True) -> None:
        """The step itself completes when its script ends well."""

    def fail(
        self, error_details: Any = None, error_code: Optional[str] = None, _set_status: bool = True
    ) -> None:
        """The step ends as Failed with these details, also when its script ends well."""
        self._send(
            {
                "kind": "fail",
                "value": " ".join(str(part) for part in (error_code, error_details) if part),
            }
        )

    def get_status(self) -> str:
        return self.status

    def get_details(self) -> dict[str, object]:
        return {
            "runId": self.id,
            "status": self.status,
            "properties": self.properties,
            "logFiles": {},
        }

    # tags live as long as this process

    def tag(self, key: str, value: Optional[str] = None) -> None:
        self.tags[key] = "" if value is None else str(value)

    def set_tags(self, tags: dict[str, str]) -> None:
        self.tags.update({key: str(value) for key, value in tags.items()})

    def get_tags(self) -> dict[str, str]:
        return dict(self.tags)

    def remove_tags(self, tags: Sequence[str]) -> None:
        for key in tags:
            self.tags.pop(key, None)

    def __repr__(self) -> str:
        return f"Run(experiment={self.experiment.name!r}, id={self.id!r})"

    def _record(self, name: str, message: dict[str, object]) -> None:
        if not isinstance(name, str) or not name:
            raise UserErrorException("a metric needs a name")
        self._logged.setdefault(name, []).append(message["value"])
        self._send(message)

    def _send(self, message: dict[str, object]) -> None:
        raise NotImplementedError

    def _hand_over(self, name: str, path: Optional[str], plot: Any) -> str:
        raise NotImplementedError

    def _upload(self, name: str, source: Union[str, BinaryIO]) -> None:
        raise NotImplementedError


class _SubmittedRun(Run):
    """Inside a step."""

    def __init__(self, channel: Channel) -> None:
        env = os.environ
        workspace = Workspace(env.get("AZUREML_ARM_WORKSPACE_NAME", ""))
        experiment = Experiment(workspace, env.get("AZUREML_ARM_PROJECT_NAME", ""))
        super().__init__(
            experiment, env.get("AZUREML_RUN_ID", ""), name=env.get("STUDIO_STEP_NAME", "")
        )
        self._channel = channel
        self._handed = 0
        number = int(env.get("STUDIO_RUN_NUMBER") or 0)
        self.parent = _ParentRun(self, env.get("AZUREML_ROOT_RUN_ID", ""), number)

    def _send(self, message: dict[str, object]) -> None:
        self._channel.send(message)

    def ask(self, value: dict[str, object]) -> dict[str, object]:
        answer = self._channel.ask(value, os.environ[HANDED])
        if "error" in answer:
            raise UserErrorException(str(answer["error"]))
        return answer

    def _hand_over(self, name: str, path: Optional[str], plot: Any) -> str:
        target = self._free_name(os.path.splitext(path)[1] if path else ".png")
        if path is not None:
            shutil.copyfile(path, target)
        else:
            plot.savefig(target)
        return os.path.basename(target)

    def _upload(self, name: str, source: Union[str, BinaryIO]) -> None:
        target = self._free_name("")
        if isinstance(source, (str, os.PathLike)):
            shutil.copyfile(source, target)
        else:
            with open(target, "wb") as copy:
                shutil.copyfileobj(source, copy)
        self._send({"kind": "upload", "name": name, "value": os.path.basename(target)})

    def _free_name(self, suffix: str) -> str:
        folder = os.environ[HANDED]
        os.makedirs(folder, exist_ok=True)
        self._handed += 1
        return os.path.join(folder, f"{os.getpid()}-{self._handed}{suffix}")


class _ParentRun(Run):
    """The pipeline's run as a step sees it. What is logged on it is shown with the step."""

    def __init__(self, step: Run, run_id: str, number: int) -> None:
        super().__init__(step.experiment, run_id, number=number)
        self.type = "azureml.PipelineRun"
        self._step = step
        self._uploaded = step._uploaded

    def _send(self, message: dict[str, object]) -> None:
        self._step._send(message)

    def ask(self, value: dict[str, object]) -> dict[str, object]:
        return self._step.ask(value)

    def _hand_over(self, name: str, path: Optional[str], plot: Any) -> str:
        return self._step._hand_over(name, path, plot)

    def _upload(self, name: str, source: Union[str, BinaryIO]) -> None:
        self._step._upload(name, source)


class _OfflineRun(Run):
    """Outside a run: says what it would have recorded."""

    def __init__(self) -> None:
        super().__init__(Experiment(Workspace("offline"), "offline"), f"OfflineRun_{os.getpid()}")
        self.type = "OfflineRun"

    def _send(self, message: dict[str, object]) -> None:
        what, name, value = message["kind"], message.get("name", ""), message.get("value")
        if what == "register":
            print(f"Attempted to register {name} (no run is active)")  # noqa: T201
            return
        print(f"Attempted to log {what} {name}: {value} (no run is active)")  # noqa: T201

    def _hand_over(self, name: str, path: Optional[str], plot: Any) -> str:
        return path or "a plot"

    def _upload(self, name: str, source: Union[str, BinaryIO]) -> None:
        print(f"Attempted to upload {name} (no run is active)")  # noqa: T201
