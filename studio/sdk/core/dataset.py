"""Datasets as scripts know them: places of datastores, under a name once they are registered."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional

from studio.sdk.core.datastore import Datastore
from studio.sdk.core.model import checked_name, copied, texts
from studio.sdk.exceptions import UserErrorException

ENV = "STUDIO_DATASETS"
"""Which of the step's inputs are registered datasets: {input: {name, version, kind}}."""
PREFIX = "AZUREML_DATAREFERENCE_"


class AbstractDataset:
    """Places that hold data; nothing is read before a script asks for it."""

    kind = ""

    def __init__(self, places: Sequence[tuple[str, str]]) -> None:
        self.places = list(places)
        """(name of the datastore, path)"""
        self.name = ""
        self.version: Optional[int] = None
        self.description = ""
        self.tags: dict[str, str] = {}
        self._path = ""

    def local_path(self) -> str:
        """The file, or the folder that holds all its files, on this node."""
        if not self._path:
            from studio.sdk.core.run import Run  # which needs this package

            places = [list(place) for place in self.places]
            answer = Run.get_context().ask({"what": "places", "paths": places})
            self._path = str(answer["path"])
        return self._path

    def to_path(self) -> list[str]:
        """All its files on this node, in order."""
        path = self.local_path()
        if not os.path.isdir(path):
            return [path]
        return sorted(
            os.path.join(folder, file) for folder, _, files in os.walk(path) for file in files
        )

    def register(
        self,
        workspace: Any,
        name: str,
        description: Optional[str] = None,
        tags: Optional[Mapping[str, Any]] = None,
        create_new_version: bool = False,
    ) -> "AbstractDataset":
        """Under this name once the step has completed. Where the name is taken by other data, only
        with `create_new_version`; the log of the studio says when it was refused."""
        from studio.sdk.core.run import Run  # which needs this package

        self.name, self.description, self.tags = checked_name(name), description or "", texts(tags)
        Run.get_context().register(
            {
                "kind": "dataset", "name": name, "dataset_kind": self.kind,
                "paths": [list(place) for place in self.places], "tags": self.tags,
                "description": self.description, "create_new_version": bool(create_new_version),
            }
        )  # fmt: skip
        return self

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={self.name!r}, version={self.version!r})"


class FileDataset(AbstractDataset):
    kind = "file"

    def download(
        self, target_path: Optional[str] = None, overwrite: bool = False, **kwargs: Any
    ) -> list[str]:
        """Copies of its files below a folder; their paths."""
        root = self.local_path()
        target = target_path or tempfile.mkdtemp()
        for path in self.to_path():
            inside = os.path.relpath(path, root if os.path.isdir(root) else os.path.dirname(root))
            copied(path, os.path.join(target, os.path.dirname(inside)), overwrite)
        return sorted(
            os.path.join(folder, file) for folder, _, files in os.walk(target) for file in files
        )

    def mount(self, mount_point: Optional[str] = None, **kwargs: Any) -> "_Mounted":
        """Its files where they are; `mount_point` of the answer says where that is."""
        return _Mounted(self.local_path())


class TabularDataset(AbstractDataset):
    kind = "tabular"

    def to_pandas_dataframe(self, **kwargs: Any) -> Any:
        """All its files as one frame: CSV, TSV, Parquet and JSON lines, by the end of their names."""
        import pandas  # only steps that read tables need it

        frames = [_frame(pandas, path) for path in self.to_path() if not _is_marker(path)]
        if not frames:
            raise UserErrorException(f"{self!r} holds no file")
        return frames[0] if len(frames) == 1 else pandas.concat(frames, ignore_index=True)


class _Mounted:
    """Also a context manager, as scripts use it."""

    def __init__(self, path: str) -> None:
        self.mount_point = path

    def start(self) -> None:
        """Nothing: it is there."""

    def stop(self) -> None:
        """Nothing: it stays until the step ends."""

    def __enter__(self) -> "_Mounted":
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()


class FileDatasetFactory:
    @staticmethod
    def from_files(path: Any, validate: bool = True, **kwargs: Any) -> FileDataset:
        """`path`: (datastore, path), or a list of them; a folder may end in `/**`."""
        return FileDataset(list(_places(path)))


class TabularDatasetFactory:
    @staticmethod
    def from_delimited_files(path: Any, validate: bool = True, **kwargs: Any) -> TabularDataset:
        return TabularDataset(list(_places(path)))

    @staticmethod
    def from_parquet_files(path: Any, validate: bool = True, **kwargs: Any) -> TabularDataset:
        return TabularDataset(list(_places(path)))

    @staticmethod
    def from_json_lines_files(path: Any, validate: bool = True, **kwargs: Any) -> TabularDataset:
        return TabularDataset(list(_places(path)))


class Dataset:
    """The way in: `Dataset.File`, `Dataset.Tabular`, `Dataset.get_by_name`."""

    File = FileDatasetFactory
    Tabular = TabularDatasetFactory

    @staticmethod
    def get_by_name(workspace: Any, name: str, version: Any = "latest") -> AbstractDataset:
        """Raises UserErrorException when there is none. What a step reads this way is no input of
        it: only a Dataset step in the pipeline makes reuse look at it."""
        from studio.sdk.core.run import Run  # which needs this package

        asked: dict[str, object] = {"what": "dataset", "name": name, "version": str(version)}
        return _registered(Run.get_context().ask(asked))


def inputs_of(env: Mapping[str, str]) -> dict[str, Any]:
    """A step's inputs and outputs by name: tabular datasets as such, all others as paths."""
    named = json.loads(env.get(ENV, "{}"))
    found: dict[str, Any] = {
        key[len(PREFIX) :]: value for key, value in env.items() if key.startswith(PREFIX)
    }
    for name, facts in named.items():
        if facts.get("kind") == TabularDataset.kind and name in found:
            found[name] = _registered({**facts, "path": found[name]})
    return found


def _registered(facts: Mapping[str, Any]) -> AbstractDataset:
    made = (TabularDataset if facts["kind"] == TabularDataset.kind else FileDataset)([])
    made.name, made.version = str(facts["name"]), int(facts["version"])
    made.description, made.tags = str(facts.get("description", "")), texts(facts.get("tags"))
    made._path = str(facts["path"])
    return made


def _frame(pandas: Any, path: str) -> Any:
    name = path.lower()
    if name.endswith((".parquet", ".pq")):
        return pandas.read_parquet(path)
    if name.endswith((".jsonl", ".ndjson", ".json")):
        return pandas.read_json(path, lines=True)
    return pandas.read_csv(path, sep="\t" if name.endswith(".tsv") else ",")


def _is_marker(path: str) -> bool:
    """Files that engines put beside their results, such as _SUCCESS."""
    return os.path.basename(path).startswith(("_", "."))


def _places(path: Any) -> Iterator[tuple[str, str]]:
    if isinstance(path, list):
        for one in path:
            yield from _places(one)
        return
    if isinstance(path, tuple) and len(path) == 2 and isinstance(path[0], Datastore):
        for one in path[1] if isinstance(path[1], (list, tuple)) else [path[1]]:
            yield path[0].name, str(one)
        return
    raise UserErrorException(
        f"{path!r}: a dataset is made of (datastore, path); web addresses and files of this "
        "machine have to be stored on a datastore first"
    )
