"""Questions about published pipelines and their calls."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import TruncDate

from studio.publishing.models import Invocation, Outcome, PublishedPipeline, Status
from studio.runs.models import Run
from studio.workspaces.models import Workspace

DAYS_SHOWN = 30


def published_in(
    workspace: Workspace, *, search: str = "", active_only: bool = False
) -> QuerySet[PublishedPipeline]:
    """Newest first, each with the id of its newest run as `last_run_id`, without documents."""
    newest = Invocation.objects.filter(published=OuterRef("pk"), outcome=Outcome.ACCEPTED).order_by(
        "-at"
    )
    found = PublishedPipeline.objects.filter(workspace=workspace)
    for word in search.split():
        found = found.filter(
            Q(name__icontains=word) | Q(description__icontains=word) | Q(version__icontains=word)
        )
    if active_only:
        found = found.filter(status=Status.ACTIVE)
    return found.select_related("created_by").annotate(
        last_run_id=Subquery(newest.values("run_id")[:1], output_field=UUIDField())
    )


def published_of(workspace: Workspace, published: UUID) -> PublishedPipeline | None:
    return published_in(workspace).filter(pk=published).first()


def last_runs(published: Iterable[PublishedPipeline]) -> dict[UUID, Run]:
    """By id of the published pipeline, in one query for all."""
    wanted = {row.last_run_id: row.pk for row in published if row.last_run_id}  # type: ignore[attr-defined]
    runs = Run.objects.filter(pk__in=wanted).defer("document")
    return {wanted[run.pk]: run for run in runs}


def call_counts(published: Iterable[UUID], *, now: datetime) -> dict[UUID, list[int]]:
    """Calls of each of the last 30 days (UTC), oldest first, refused ones included."""
    ids = list(published)
    today = now.date()
    first = today - timedelta(days=DAYS_SHOWN - 1)
    rows = (
        Invocation.objects.filter(published__in=ids, at__date__gte=first)
        .annotate(day=TruncDate("at"))
        .values_list("published", "day")
        .annotate(calls=Count("pk"))
    )
    found: dict[tuple[UUID, date], int] = {(row[0], row[1]): row[2] for row in rows}
    days = [first + timedelta(days=offset) for offset in range(DAYS_SHOWN)]
    return {pk: [found.get((pk, day), 0) for day in days] for pk in ids}


def refused_counts(published: Iterable[PublishedPipeline]) -> dict[UUID, int]:
    """Calls refused since each was disabled; 0 for an active one."""
    disabled = [row for row in published if row.status == Status.DISABLED]
    since = Q(pk__in=[])
    for row in disabled:
        since |= Q(published=row.pk, at__gte=row.status_changed_at)
    rows = (
        Invocation.objects.filter(since, outcome=Outcome.DISABLED)
        .values_list("published")
        .annotate(calls=Count("pk"))
    )
    return dict(rows)


def run_ids_of(published: UUID) -> QuerySet[Invocation, UUID]:
    """Ids of the runs that calls of this pipeline made; usable inside another query."""
    return Invocation.objects.filter(published=published, run__isnull=False).values_list(
        "run_id", flat=True
    )


def published_behind(runs: Iterable[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Run id → id and name of the published pipeline whose call made it."""
    rows = Invocation.objects.filter(run__in=list(runs)).values_list(
        "run_id", "published_id", "published__name"
    )
    return {run: (published, name) for run, published, name in rows}
