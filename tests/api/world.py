"""Two workspaces with everything a route could name, and everybody who could ask."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.accounts.services import create_sign_in_link
from studio.assets.places import Place
from studio.assets.services import Author, register_dataset, register_model
from studio.assets.sources import from_output
from studio.data.store import open_store
from studio.pipelines.services import create_draft
from studio.publishing.services import Call, publish_draft, submit_published
from studio.runs.models import Artifact, Attempt, Output, Run
from studio.workspaces import uploads
from studio.workspaces.models import Role, TokenScope, Upload, Workspace
from studio.workspaces.queries import default_spec
from studio.workspaces.tokens import create_token, revoke_token
from tests.people import a_user, drawn, member, new_workspace, owner_of, signed_in, with_token


@dataclass(frozen=True)
class World:
    """`names` fills the arguments of addresses; `actors` are clients by who they are."""

    workspace: Workspace
    names: dict[str, Any]
    actors: dict[str, APIClient]

    @property
    def bearer(self) -> str:
        """The Authorization header of the owner's manage token."""
        client: Any = self.actors["manage token"]
        return str(client._credentials["HTTP_AUTHORIZATION"])


def new_world(name: str = "lab") -> World:
    workspace = new_workspace(name, f"{name}-owner")
    owner = owner_of(workspace)
    member(workspace, Role.CONTRIBUTOR, f"{name}-contributor")
    member(workspace, Role.READER, f"{name}-reader")
    return World(workspace, _things(workspace), _actors(workspace, owner))


def _things(workspace: Workspace) -> dict[str, Any]:
    owner = owner_of(workspace)
    document = drawn(workspace)
    draft = create_draft(workspace=workspace, user=owner, name="d", document=document)
    published = publish_draft(draft, user=owner, name="p", description="", version="1.0")
    run = submit_published(published, Call(user=owner, token=None, experiment="e"))
    token, _ = create_token(workspace=workspace, user=owner, name="t", scope=TokenScope.READ)
    step = run.steps.get()
    attempt = _ended_attempt(run, timezone.now())
    store = open_store(default_spec(workspace))
    store.write("out/file.txt", b"result")
    where = {"datastore": "workspaceblobstore", "path": "out/file.txt"}
    manifest = [{"path": "", "size": 6, "sha256": "0" * 64}]
    Output.objects.create(
        step_run=step, name="out", kind="file", size=6, file_count=1, manifest=manifest, **where
    )
    iris = register_dataset(
        workspace, Author(owner), f"{workspace.name}-iris", "tabular", [Place(**where)]
    ).dataset
    forest = register_model(
        workspace, Author(owner), f"{workspace.name}-forest", from_output(step, "out")
    ).model
    return {
        "dataset": iris.name,
        "model": forest.name,
        "version": 1,
        "workspace": workspace.pk,
        "draft": draft.pk,
        "published": published.pk,
        "run": run.pk,
        "step": step.pk,
        "attempt": attempt.pk,
        "member": workspace.memberships.get(role=Role.READER).pk,
        "token": token.pk,
        "sha256": document["nodes"][0]["source"]["main.py"]["sha256"],
        "datastore": "workspaceblobstore",
        "upload": _upload(workspace, owner).pk,
        "name": "out",
        "subscription": "s",
        "resource_group": "g",
        "workspace_name": workspace.name,
        "secret": create_sign_in_link(owner).rstrip("/").split("/")[-1],
    }


def _upload(workspace: Workspace, owner: User) -> Upload:
    """Begun, and nothing has arrived."""
    store = workspace.datastores.get(is_default=True)
    return uploads.begin(store, owner, "in/upload.bin", 5, overwrite=False)


def _ended_attempt(run: Run, now: datetime) -> Attempt:
    attempt = Attempt.objects.get(step_run__run=run)
    store = open_store(default_spec(run.workspace))
    store.append(attempt.log_path, b"hello\n")
    attempt.log_size = 6
    attempt.save()
    prefix = attempt.log_path.split("/logs/")[0]
    store.write(f"{prefix}/notes.txt", b"note")
    Artifact.objects.create(attempt=attempt, path="notes.txt", size=4, sha256="0" * 64)
    return attempt


def _actors(workspace: Workspace, owner: Any) -> dict[str, APIClient]:
    name = workspace.name
    elsewhere = new_workspace(f"{name}-elsewhere", f"{name}-outsider")
    own_elsewhere = new_workspace(f"{name}-second", f"{name}-owner")
    published = workspace.published.get().pk
    gone = member(workspace, Role.OWNER, f"{name}-gone")
    gone_client = signed_in(gone)
    gone_token = with_token(workspace, gone, TokenScope.MANAGE)
    gone.is_active = False
    gone.save()
    revoked_client, revoked = APIClient(), None
    revoked, secret = create_token(
        workspace=workspace, user=owner, name="r", scope=TokenScope.MANAGE
    )
    revoke_token(revoked)
    revoked_client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return {
        "anonymous": APIClient(),
        "switched off": gone_client,
        "token of one switched off": gone_token,
        "revoked token": revoked_client,
        "outsider": signed_in(a_user(f"{name}-outsider")),
        "outsider's token": with_token(elsewhere, a_user(f"{name}-outsider"), TokenScope.MANAGE),
        "owner's token of another workspace": with_token(own_elsewhere, owner, TokenScope.MANAGE),
        "reader": signed_in(a_user(f"{name}-reader")),
        "contributor": signed_in(a_user(f"{name}-contributor")),
        "owner": signed_in(owner),
        "endpoint token": with_token(workspace, owner, TokenScope.ENDPOINT, published=published),
        "read token": with_token(workspace, owner, TokenScope.READ),
        "run token": with_token(workspace, owner, TokenScope.RUN),
        "manage token": with_token(workspace, owner, TokenScope.MANAGE),
        "reader's manage token": with_token(workspace, a_user(f"{name}-reader"), TokenScope.MANAGE),
    }
