"""Datastores as steps know them: by name."""

import os
from typing import Any

ENV = "STUDIO_DATASTORE"
"""Name of the datastore that was the workspace's default when the run was submitted."""


class Datastore:
    """A name for paths to hang on; the step holds no key to it."""

    def __init__(self, workspace: Any, name: str) -> None:
        self.workspace = workspace
        self.name = name

    @staticmethod
    def get(workspace: Any, datastore_name: str) -> "Datastore":
        return Datastore(workspace, datastore_name)

    @staticmethod
    def get_default(workspace: Any) -> "Datastore":
        return Datastore(workspace, os.environ.get(ENV, "workspaceblobstore"))

    def path(self, path: str) -> tuple["Datastore", str]:
        """A place, as datasets take it."""
        return self, path

    def __repr__(self) -> str:
        return f"Datastore({self.name!r})"
