"""Questions about workspaces, their members, places for bytes and places to run."""

import json
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from studio.accounts.models import User
from studio.data.kinds import KINDS, DatastoreKind
from studio.data.spec import Credentials, DatastoreSpec
from studio.data.store import Datastore, open_store
from studio.workspaces.models import (
    ApiToken,
    ComputeTarget,
    DatastoreRecord,
    Membership,
    Role,
    Workspace,
)
from studio.workspaces.secrets import unseal


def workspaces_of(user: User) -> list[tuple[Workspace, Role]]:
    """With the user's role in each, by name."""
    memberships = (
        Membership.objects.filter(user=user).select_related("workspace").order_by("workspace__name")
    )
    return [(membership.workspace, Role(membership.role)) for membership in memberships]


def role_of(user: User, workspace: UUID) -> Role | None:
    """None for a workspace the user is no member of, also when there is none with this id."""
    role = (
        Membership.objects.filter(user=user, workspace=workspace)
        .values_list("role", flat=True)
        .first()
    )
    return Role(role) if role else None


def membership_of(user: User, workspace: UUID) -> Membership | None:
    """The user's membership together with its workspace, in one query."""
    return (
        Membership.objects.filter(user=user, workspace=workspace)
        .select_related("workspace")
        .first()
    )


def members_of(workspace: Workspace) -> QuerySet[Membership]:
    return workspace.memberships.select_related("user").order_by("user__username")


def tokens_of(workspace: Workspace, *, user: User | None = None) -> QuerySet[ApiToken]:
    """All tokens of the workspace that were not revoked, or one user's."""
    tokens = workspace.tokens.filter(revoked_at=None).select_related("user")
    return tokens.filter(user=user) if user else tokens


def datastores_of(workspace: Workspace) -> list[DatastoreRecord]:
    return list(workspace.datastores.all())


def datastore_of(workspace: Workspace, name: str) -> DatastoreRecord | None:
    return workspace.datastores.select_related("workspace").filter(name=name).first()


def datastore_kinds() -> list[DatastoreKind]:
    """What can be registered, and what has to be said about each."""
    return list(KINDS.values())


def owns_a_workspace(user: User) -> bool:
    return Membership.objects.filter(user=user, role=Role.OWNER).exists()


def spec_of(record: DatastoreRecord) -> DatastoreSpec:
    """With its credentials unsealed. Raises SecretUnreadable."""
    opened = json.loads(unseal(record.secret)) if record.secret else {}
    hosts = settings.DATASTORE_HOSTS
    return DatastoreSpec(record.name, record.kind, record.settings, Credentials(opened), hosts)


def default_spec(workspace: Workspace) -> DatastoreSpec:
    return spec_of(workspace.datastores.get(is_default=True))


def default_store(workspace: Workspace) -> Datastore:
    return open_store(default_spec(workspace))


class Specs(Mapping[str, DatastoreSpec]):
    """By name. Credentials are unsealed when somebody asks for the datastore, which may raise
    SecretUnreadable: one that no key opens troubles only those who need it."""

    def __init__(self, records: Iterable[DatastoreRecord]) -> None:
        self._records = {record.name: record for record in records}

    def __getitem__(self, name: str) -> DatastoreSpec:
        return spec_of(self._records[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def specs_of(workspace: Workspace, names: Iterable[str] | None = None) -> Specs:
    """Datastores by name; names that are not registered are left out."""
    records = workspace.datastores.all()
    if names is not None:
        records = records.filter(name__in=list(names))
    return Specs(records)


def compute_targets_of(workspace: Workspace) -> list[ComputeTarget]:
    return list(workspace.compute_targets.all())
