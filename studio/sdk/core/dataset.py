"""Datasets as scripts know them: places of datastores, under a name once they are registered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional

from studio.sdk.core.datastore import Datastore
from studio.sdk.core.model import checked_name, texts
from studio.sdk.exceptions import UserErrorException


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


class TabularDataset(AbstractDataset):
    kind = "tabular"


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
    """The way in: `Dataset.File`, `Dataset.Tabular`."""

    File = FileDatasetFactory
    Tabular = TabularDatasetFactory


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
