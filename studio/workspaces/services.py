"""Making workspaces and deciding who is in them."""

from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from studio.accounts.models import User
from studio.workspaces.errors import AlreadyMember, LastOwner, NameTaken
from studio.workspaces.models import (
    DEFAULT_DATASTORE,
    SECOND_DATASTORE,
    ComputeTarget,
    DatastoreRecord,
    Membership,
    Role,
    Workspace,
)

DEFAULT_TARGET = "local"


def create_workspace(name: str, owner: User) -> Workspace:
    """With its two datastores and the target "local"; raises NameTaken, or ValidationError for a bad name."""
    workspace = Workspace(name=name)
    workspace.clean_fields()
    try:
        with transaction.atomic():
            workspace.save(force_insert=True)
            Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
            for datastore in (DEFAULT_DATASTORE, SECOND_DATASTORE):
                _register_folder(workspace, datastore)
            ComputeTarget.objects.create(
                workspace=workspace, name=DEFAULT_TARGET, queue=DEFAULT_TARGET, is_default=True
            )
    except IntegrityError as problem:
        raise NameTaken from problem
    return workspace


def _register_folder(workspace: Workspace, name: str) -> None:
    folder: Path = settings.STUDIO_HOME / "datastores" / str(workspace.id) / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    DatastoreRecord.objects.create(
        workspace=workspace,
        name=name,
        kind="local",
        settings={"root": str(folder)},
        is_default=name == DEFAULT_DATASTORE,
    )


def change_workspace(workspace: Workspace, *, reuse_scope: str) -> Workspace:
    """Steps that are submitted from now on go by it."""
    workspace.reuse_scope = reuse_scope
    workspace.save(update_fields=["reuse_scope"])
    return workspace


def add_member(workspace: Workspace, user: User, role: Role) -> Membership:
    """Raises AlreadyMember."""
    membership, made = Membership.objects.get_or_create(
        workspace=workspace, user=user, defaults={"role": role}
    )
    if not made:
        raise AlreadyMember
    return membership


def change_role(membership: Membership, role: Role) -> Membership:
    """Raises LastOwner rather than leave a workspace without one."""
    with transaction.atomic():
        _keep_an_owner(membership, unless=role == Role.OWNER)
        membership.role = role
        membership.save(update_fields=["role"])
    return membership


def remove_member(membership: Membership) -> None:
    """The member's tokens of this workspace end with the membership; raises LastOwner."""
    with transaction.atomic():
        _keep_an_owner(membership)
        living = membership.workspace.tokens.filter(user=membership.user, revoked_at=None)
        living.update(revoked_at=timezone.now())
        membership.delete()


def _keep_an_owner(membership: Membership, *, unless: bool = False) -> None:
    """Call inside a transaction: the owners' rows are locked so that two removals cannot pass together."""
    owners = membership.workspace.memberships.select_for_update().filter(role=Role.OWNER)
    others = [owner for owner in owners if owner.pk != membership.pk]
    if not others and not unless and membership.role == Role.OWNER:
        raise LastOwner
