"""Which drafts need a datastore."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from studio import catalog
from studio.pipelines.models import Draft
from studio.workspaces.models import Workspace
from studio.workspaces.users import DatastoreUser


def drafts_naming(workspace: Workspace, datastore: str) -> Iterator[DatastoreUser]:
    """Deleted drafts are left out: one that is restored says itself what it misses."""
    drafts = Draft.objects.filter(workspace=workspace, deleted_at=None).order_by("name")
    for draft in drafts.only("name", "document").iterator():
        if names_datastore(draft.document, datastore):
            yield DatastoreUser("draft", str(draft.pk), draft.name)


def names_datastore(document: Mapping[str, Any], datastore: str) -> bool:
    """Whether a step of the document has it in one of the settings that pick a datastore."""
    return any(
        node["settings"].get(setting) == datastore
        for node in document["nodes"]
        for setting in _pickers().get(node["kind"], ())
    )


@cache
def _pickers() -> Mapping[str, tuple[str, ...]]:
    """Names of those settings by kind of step."""
    return {
        name: tuple(s.name for s in kind.settings if s.format == "datastore")
        for name, kind in catalog.kinds().items()
    }
