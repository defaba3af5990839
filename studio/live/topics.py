"""What can be subscribed, and who may: asked of the database each time, for a user."""

from dataclasses import dataclass
from uuid import UUID

from studio.accounts.models import User
from studio.runs.files import log_of
from studio.runs.models import Attempt, Run
from studio.workspaces.files import StoredBytes
from studio.workspaces.queries import role_of

KINDS = ("workspace", "run", "log")


@dataclass(frozen=True)
class Topic:
    """`workspace:<id>`, `run:<id>` or `log:<attempt id>`."""

    kind: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def group(self) -> str:
        """Its group in the channel layer."""
        return f"{self.kind}.{self.id}"


@dataclass(frozen=True)
class Seen:
    """A topic its subscriber may see: its workspace, the newest event of a run, a log's bytes."""

    workspace: UUID
    seq: int | None = None
    log: StoredBytes | None = None


def parse_topic(text: object) -> Topic | None:
    if not isinstance(text, str):
        return None
    kind, _, identity = text.partition(":")
    try:
        found = Topic(kind, UUID(identity))
    except ValueError:
        return None
    # one spelling for one topic: UUID() also reads braces and upper case
    return found if kind in KINDS and str(found) == text else None


def look(user: User, topic: Topic) -> Seen | None:
    """None for what is not there and for what is not the user's to see, alike."""
    seen = _LOOKS[topic.kind](topic.id)
    return seen if seen and role_of(user, seen.workspace) else None


def still_allowed(user: User, workspaces: set[UUID]) -> set[UUID]:
    """Those of the workspaces the user is a member of now."""
    return {workspace for workspace in workspaces if role_of(user, workspace)}


def newest_events(runs: set[UUID]) -> dict[UUID, int]:
    """The newest event's number of each run."""
    rows = Run.objects.filter(pk__in=runs).values_list("pk", "next_seq")
    return {run: next_seq - 1 for run, next_seq in rows}


def end_state(attempt: UUID) -> str | None:
    """The state an attempt ended in; None while it has not."""
    return next(iter(ended_attempts({attempt}).values()), None)


def ended_attempts(attempts: set[UUID]) -> dict[UUID, str]:
    """Those of the attempts whose log gets no more bytes, with the states they ended in."""
    rows = Attempt.objects.filter(pk__in=attempts, ended_at__isnull=False)
    return dict(rows.values_list("pk", "state"))


def _workspace(workspace: UUID) -> Seen:
    return Seen(workspace)


def _run(run: UUID) -> Seen | None:
    row = Run.objects.filter(pk=run).values_list("workspace_id", "next_seq").first()
    return Seen(row[0], seq=row[1] - 1) if row else None


def _log(attempt: UUID) -> Seen | None:
    attempts = Attempt.objects.select_related("step_run__run__workspace")
    found = attempts.defer("step_run__run__document").filter(pk=attempt).first()
    if found is None:
        return None
    workspace = found.step_run.run.workspace
    return Seen(workspace.pk, log=log_of(workspace, found))


_LOOKS = {"workspace": _workspace, "run": _run, "log": _log}
