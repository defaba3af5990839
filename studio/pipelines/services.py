"""Making, saving, copying and deleting drafts."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from studio import catalog
from studio.accounts.models import User
from studio.graph.document import dump_document, parse_document
from studio.pipelines.errors import StaleRevision, UnknownExample
from studio.pipelines.events import announce
from studio.pipelines.models import Draft
from studio.workspaces import blobs
from studio.workspaces.files import said_plainly
from studio.workspaces.models import Workspace
from studio.workspaces.queries import default_store

EMPTY: dict[str, Any] = {"schema": 1, "nodes": [], "edges": [], "parameters": [], "notes": []}


def create_draft(
    *, workspace: Workspace, user: User, name: str, description: str = "", document: object = None
) -> Draft:
    """Without a document it begins empty; raises DocumentError for one of the wrong shape."""
    parsed = parse_document(EMPTY if document is None else document)
    draft = Draft.objects.create(
        workspace=workspace,
        name=name,
        description=description,
        document=dump_document(parsed),
        step_count=len(parsed.nodes),
        created_by=user,
        updated_by=user,
        updated_at=timezone.now(),
    )
    announce(workspace.id, draft.id)
    return draft


def save_draft(draft: Draft, *, user: User, document: object, expected_revision: int) -> Draft:
    """The draft with its next revision.

    Raises StaleRevision when it is not at `expected_revision`, DocumentError for a wrong shape.
    """
    parsed = parse_document(document)
    saved = Draft.objects.filter(pk=draft.pk, revision=expected_revision, deleted_at=None).update(
        document=dump_document(parsed),
        step_count=len(parsed.nodes),
        revision=expected_revision + 1,
        updated_by=user,
        updated_at=timezone.now(),
    )
    current = Draft.objects.select_related("created_by", "updated_by").get(pk=draft.pk)
    if not saved:
        raise StaleRevision(current)
    announce(draft.workspace_id, draft.id)
    return current


def rename_draft(
    draft: Draft, *, user: User, name: str | None = None, description: str | None = None
) -> Draft:
    """Name and description have no revision: the last one to type wins."""
    changed: dict[str, Any] = {"updated_by": user, "updated_at": timezone.now()}
    if name is not None:
        changed["name"] = name
    if description is not None:
        changed["description"] = description
    Draft.objects.filter(pk=draft.pk).update(**changed)
    announce(draft.workspace_id, draft.id)
    return Draft.objects.select_related("created_by", "updated_by").get(pk=draft.pk)


def duplicate_draft(draft: Draft, *, user: User, name: str = "") -> Draft:
    return create_draft(
        workspace=draft.workspace,
        user=user,
        name=name or f"Copy of {draft.name}"[:200],
        description=draft.description,
        document=draft.document,
    )


def delete_draft(draft: Draft) -> None:
    """It leaves the list and can be restored; runs keep their own copy of the document."""
    Draft.objects.filter(pk=draft.pk, deleted_at=None).update(deleted_at=timezone.now())
    announce(draft.workspace_id, draft.id)


def restore_draft(draft: Draft) -> Draft:
    Draft.objects.filter(pk=draft.pk).update(deleted_at=None)
    announce(draft.workspace_id, draft.id)
    return Draft.objects.select_related("created_by", "updated_by").get(pk=draft.pk)


def create_from_example(*, workspace: Workspace, user: User, example: str, name: str = "") -> Draft:
    """With the files and the data that the example needs; raises UnknownExample."""
    examples = catalog.examples()
    if example not in examples:
        raise UnknownExample(example, sorted(examples))
    chosen = examples[example]
    for content in chosen.files.values():
        blobs.put(workspace, io.BytesIO(content))
    _write_missing(workspace, chosen.data)
    return create_draft(
        workspace=workspace,
        user=user,
        name=name or chosen.title,
        description=chosen.description,
        document=chosen.document,
    )


def _write_missing(workspace: Workspace, data: Mapping[str, bytes | Callable[[], bytes]]) -> None:
    """Raises StorageFull, StoreUnavailable."""
    with said_plainly():
        store = default_store(workspace)
        for path, content in data.items():
            if not store.list(path, limit=1):
                store.write(path, content() if callable(content) else content)
