"""Which published pipelines need a datastore."""

from collections.abc import Iterator

from studio.pipelines.datastore_users import names_datastore
from studio.publishing.models import PublishedPipeline
from studio.workspaces.models import Workspace
from studio.workspaces.users import DatastoreUser


def published_naming(workspace: Workspace, datastore: str) -> Iterator[DatastoreUser]:
    """Disabled ones too: they may be enabled again."""
    published = PublishedPipeline.objects.filter(workspace=workspace).order_by("name")
    for row in published.only("name", "document").iterator():
        if names_datastore(row.document, datastore):
            yield DatastoreUser("published", str(row.pk), row.name)
