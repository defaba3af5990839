"""Workspaces, their members and what is registered with them."""

import pytest
from django.core.exceptions import ValidationError

from studio.workspaces.errors import AlreadyMember, LastOwner, NameTaken
from studio.workspaces.models import Role, TokenScope
from studio.workspaces.queries import (
    compute_targets_of,
    datastores_of,
    default_store,
    role_of,
    workspaces_of,
)
from studio.workspaces.services import (
    add_member,
    change_role,
    create_workspace,
    remove_member,
)
from studio.workspaces.tokens import create_token
from tests.people import a_user, member, new_workspace, owner_of

pytestmark = pytest.mark.django_db


def test_a_new_workspace_has_an_owner_two_datastores_and_a_place_to_run():
    workspace = new_workspace("research", "olga")
    assert role_of(a_user("olga"), workspace.pk) == Role.OWNER
    stores = {store.name: store.is_default for store in datastores_of(workspace)}
    assert stores == {"workspaceblobstore": True, "workspacefilestore": False}
    assert [(t.name, t.queue) for t in compute_targets_of(workspace)] == [("local", "local")]


def test_its_default_datastore_takes_bytes():
    store = default_store(new_workspace())
    store.write("a/b.txt", b"hello")
    assert store.open("a/b.txt").read() == b"hello"


def test_a_name_is_used_once():
    new_workspace("research")
    with pytest.raises(NameTaken):
        new_workspace("research")


@pytest.mark.parametrize("name", ["", "Research", "-x", "a b", "../x", "a" * 61, "é"])
def test_a_name_must_fit_in_an_address(name: str):
    with pytest.raises(ValidationError):
        create_workspace(name, a_user("olga"))


def test_people_see_the_workspaces_they_are_members_of_and_no_others():
    mine, theirs = new_workspace("mine", "olga"), new_workspace("theirs", "peter")
    assert [workspace for workspace, _ in workspaces_of(a_user("olga"))] == [mine]
    assert role_of(a_user("olga"), theirs.pk) is None


def test_nobody_is_a_member_twice():
    workspace = new_workspace()
    rita = member(workspace, Role.READER, "rita")
    with pytest.raises(AlreadyMember):
        add_member(workspace, rita, Role.OWNER)


def test_the_last_owner_can_neither_leave_nor_step_down():
    workspace = new_workspace()
    only = workspace.memberships.get()
    with pytest.raises(LastOwner):
        remove_member(only)
    with pytest.raises(LastOwner):
        change_role(only, Role.READER)
    add_member(workspace, a_user("second"), Role.OWNER)
    remove_member(only)
    assert role_of(owner_of(workspace), workspace.pk) == Role.OWNER


def test_whoever_leaves_loses_their_tokens_of_the_workspace():
    workspace = new_workspace()
    rita = member(workspace, Role.READER, "rita")
    token, _ = create_token(workspace=workspace, user=rita, name="t", scope=TokenScope.READ)
    remove_member(workspace.memberships.get(user=rita))
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize(
    ("role", "covered"),
    [
        (Role.READER, {Role.READER}),
        (Role.CONTRIBUTOR, {Role.READER, Role.CONTRIBUTOR}),
        (Role.OWNER, {Role.READER, Role.CONTRIBUTOR, Role.OWNER}),
    ],
)
def test_each_role_may_do_what_the_ones_below_it_may(role: Role, covered: set[Role]):
    assert {needed for needed in Role if role.covers(needed)} == covered
