"""What a new installation begins with."""

from studio import catalog
from studio.accounts.models import User
from studio.accounts.services import create_user
from studio.pipelines.models import Draft
from studio.pipelines.services import create_from_example
from studio.workspaces.models import Membership, Role, Workspace
from studio.workspaces.services import create_workspace

OWNER = "owner"
WORKSPACE = "main"


def prepare_first_workspace() -> User:
    """An owner of the oldest workspace; user, workspace and examples are made where none are."""
    workspace = Workspace.objects.order_by("created_at").first()
    if workspace is None:
        user = User.objects.filter(username=OWNER).first() or create_user(
            OWNER, display_name="Owner"
        )
        workspace = create_workspace(WORKSPACE, user)
    owner = _owner_of(workspace)
    if not Draft.objects.filter(workspace=workspace).exists():
        for name in catalog.examples():
            create_from_example(workspace=workspace, user=owner, example=name)
    return owner


def _owner_of(workspace: Workspace) -> User:
    owners = Membership.objects.filter(workspace=workspace, role=Role.OWNER, user__is_active=True)
    return owners.select_related("user").order_by("created_at")[0].user
