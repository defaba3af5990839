"""Everything a step finds when it starts: its files, its inputs, where its outputs go, its words."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from studio.data import DataError, Datastore, Entry, InvalidPath, StorageFull, safe_path
from studio.engine.messages import InputOrder, OutputOrder, WorkOrder
from studio.engine.states import Reason
from studio.worker.cache import BlobCache
from studio.worker.failures import StepFailed, unavailable
from studio.worker.farm import link_into
from studio.worker.launch import preload
from studio.worker.launch.launcher import SDK_PATH
from studio.worker.launch.wire import Launch
from studio.worker.parallel import AT_ONCE, in_order
from studio.worker.snapshot import lay_out
from studio.worker.stores import Stores

INHERITED = (
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES",
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
)  # fmt: skip
"""What a step may know of this machine's environment; everything else is given by name."""

SMALL_BYTES = 1024 * 1024
"""So much is copied from a disk of this machine while one would ask whether to."""

_WORD = re.compile(r"\W")


@dataclass(frozen=True)
class Place:
    """Where an attempt lives on this node while it lives."""

    folder: Path
    work: Path
    private: Path
    """Files the SDK hands over: pictures, uploads."""

    @classmethod
    def below(cls, folder: Path) -> "Place":
        return cls(folder, folder / "work", folder / "handed")


@dataclass(frozen=True)
class Prepared:
    launch: Launch
    groups: frozenset[str]
    """Heavy libraries its sources import."""
    outputs: dict[str, Path]
    notes: list[str]
    """What the log should say of them first."""


@cache
def _of_this_machine() -> dict[str, str]:
    env = {name: os.environ[name] for name in INHERITED if name in os.environ}
    env["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), env.get("PATH", os.defpath)])
    return {"LANG": "C.UTF-8", **env}


def base_environment() -> dict[str, str]:
    """Of this machine: for launchers, and the ground of each step's."""
    return dict(_of_this_machine())


def is_cheap(order: WorkOrder, cache: BlobCache, stores: Stores) -> bool:
    """Nothing much has to be fetched: preparing takes a few milliseconds."""
    here = cache.holds(order.files) or _is_small_and_near(order, stores)
    return here and all(
        item.mode == "mount"
        and not item.parts
        and stores.of(order, item.datastore).local_path(item.path)
        for item in order.inputs
    )


def _is_small_and_near(order: WorkOrder, stores: Stores) -> bool:
    near = (
        stores.of(order, order.blobs.datastore).local_path(order.blobs.prefix.rstrip("/"))
        is not None
    )
    return near and sum(file.size for file in order.files.values()) <= SMALL_BYTES


def prepare(order: WorkOrder, place: Place, cache: BlobCache, stores: Stores) -> Prepared:
    """Raises StepFailed."""
    try:
        sources = lay_out(order, place.work, cache, stores.of(order, order.blobs.datastore))
        notes: list[str] = []
        inputs = {item.name: _given(item, order, place, stores, notes) for item in order.inputs}
        outputs = {
            item.name: _output(item, place, stores.of(order, item.datastore))
            for item in order.outputs
        }
    except (InvalidPath, UnicodeError) as error:
        raise StepFailed(Reason.START_FAILED, str(error)) from error
    except StorageFull as error:
        raise StepFailed(Reason.STORAGE_FULL, str(error)) from error
    except DataError as error:
        raise unavailable(error) from error
    except OSError as error:
        full = error.errno in (28, 122)  # ENOSPC, EDQUOT
        raise StepFailed(
            Reason.STORAGE_FULL if full else Reason.START_FAILED, str(error)
        ) from error
    paths = {**{("$input", name): path for name, path in inputs.items()},
             **{("$output", name): path for name, path in outputs.items()}}  # fmt: skip
    launch = Launch(
        kind=order.kind,
        script=_script(order, place),
        argv=tuple(_argument(argument, paths) for argument in order.arguments),
        cwd=str(place.work),
        env=_environment(order, place, {**inputs, **outputs}),
        path=SDK_PATH,
    )
    return Prepared(
        launch, preload.wanted(sources) if order.kind == "script" else frozenset(), outputs, notes
    )


def fetch(
    item: InputOrder, order: WorkOrder, place: Place, stores: Stores, notes: list[str]
) -> Path:
    """An input within the step's reach, also while the step runs. Raises StepFailed."""
    try:
        return _given(item, order, place, stores, notes)
    except (InvalidPath, UnicodeError, OSError) as error:
        raise StepFailed(Reason.START_FAILED, str(error)) from error
    except DataError as error:
        raise unavailable(error) from error


def _given(
    item: InputOrder, order: WorkOrder, place: Place, stores: Stores, notes: list[str]
) -> Path:
    if not item.parts:
        return _input(item, place, stores.of(order, item.datastore), notes)
    folder = place.folder / "inputs" / safe_path(item.name)
    folder.mkdir(parents=True)
    for number, part in enumerate(item.parts):
        alone = replace(
            item, name=f"{item.name}.{number}", datastore=part.datastore, path=part.path, parts=()
        )
        found = _input(alone, place, stores.of(order, part.datastore), notes)
        link_into(folder, found)
    return folder


def _input(item: InputOrder, place: Place, store: Datastore, notes: list[str]) -> Path:
    here = store.local_path(item.path) if item.mode == "mount" else None
    if here is not None:
        if not here.exists():
            raise StepFailed(
                Reason.DATASTORE_UNAVAILABLE,
                f"input {item.name!r}: nothing is stored at {item.path!r} of {item.datastore!r}",
                input=item.name,
            )
        return here
    if item.mode == "mount":
        notes.append(
            f"input {item.name!r} was downloaded: datastore {item.datastore!r} is no file system "
            "that could be mounted"
        )
    return _download(item, place.folder / "inputs" / safe_path(item.name), store)


def _download(item: InputOrder, folder: Path, store: Datastore) -> Path:
    """A single object keeps its name below the folder; a folder becomes the folder."""
    root = safe_path(item.path)
    alone = folder / root.rpartition("/")[2]

    def fetch(entry: Entry) -> None:
        target = alone if entry.path == root else folder / entry.path.removeprefix(root + "/")
        target.parent.mkdir(parents=True, exist_ok=True)
        with store.open(entry.path) as source, target.open("xb") as copy:
            shutil.copyfileobj(source, copy, 1024 * 1024)

    in_place = store.local_path(root) is not None
    count = sum(1 for _ in in_order(fetch, _below(store, root), at_once=1 if in_place else AT_ONCE))
    if not count:
        raise StepFailed(
            Reason.DATASTORE_UNAVAILABLE,
            f"input {item.name!r}: nothing is stored at {item.path!r} of {item.datastore!r}",
            input=item.name,
        )
    return alone if alone.is_file() and count == 1 else folder


def _below(store: Datastore, root: str) -> Iterator[Entry]:
    after: str | None = None
    while page := store.list(root, after=after):
        yield from page
        after = page[-1].path


def _output(item: OutputOrder, place: Place, store: Datastore) -> Path:
    """Its parent exists, itself not: scripts make it as a file or as a folder."""
    path = store.local_path(item.path) or place.folder / "made" / safe_path(item.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _script(order: WorkOrder, place: Place) -> str:
    if order.kind == "command":
        if not order.arguments:
            raise StepFailed(Reason.START_FAILED, "the command is empty")
        return ""
    try:
        name = safe_path(order.script)
    except InvalidPath as error:
        raise StepFailed(Reason.START_FAILED, f"the script's name {error}") from error
    if not (place.work / name).is_file():
        raise StepFailed(
            Reason.START_FAILED, f"the script {name!r} is not in the snapshot", script=name
        )
    return name


def _argument(argument: object, paths: dict[tuple[str, str], Path]) -> str:
    if isinstance(argument, str):
        text = argument
    else:
        ((kind, name),) = dict(argument).items()  # type: ignore[call-overload]  # WorkOrder has checked it
        if (kind, name) not in paths:
            raise StepFailed(
                Reason.START_FAILED,
                f"an argument names {name!r}, which is no {kind[1:]} of this step",
            )
        text = str(paths[kind, name])
    if "\0" in text:
        raise StepFailed(Reason.START_FAILED, "an argument has a NUL character")
    return text


def _environment(order: WorkOrder, place: Place, data: dict[str, Path]) -> dict[str, str]:
    env = base_environment()
    env |= {
        "AZUREML_RUN_ID": order.step_run,
        "AZUREML_ROOT_RUN_ID": order.run,
        "AZUREML_ARM_PROJECT_NAME": order.experiment,
        "AZUREML_ARM_WORKSPACE_NAME": order.workspace,
        "AZUREML_SCRIPT_DIRECTORY_NAME": str(place.work),
        "MPLBACKEND": "Agg",
        "PYTHONPATH": os.pathsep.join(SDK_PATH),  # for the Python a command or a script starts
        "STUDIO_ATTEMPT": order.attempt,
        "STUDIO_DATASTORE": order.artifacts.datastore,
        "STUDIO_HANDED": str(place.private),
        "STUDIO_RUN_NUMBER": str(order.run_number),
        "STUDIO_STEP_NAME": order.step_name,
    }
    datasets = {item.name: dict(item.dataset) for item in order.inputs if item.dataset}
    if datasets:
        env["STUDIO_DATASETS"] = json.dumps(datasets)
    env |= {
        f"AZUREML_DATAREFERENCE_{_WORD.sub('_', name)}": str(path) for name, path in data.items()
    }
    env |= {
        f"AML_PARAMETER_{_WORD.sub('_', name)}": _text(value)
        for name, value in order.parameters.items()
    }
    return {name: value for name, value in env.items() if "\0" not in value}


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value)
