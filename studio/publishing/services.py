"""Publishing, switching on and off, and taking calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from studio.accounts.models import User
from studio.graph.checks import has_errors
from studio.graph.document import parse_document
from studio.graph.model import Problem
from studio.pipelines.models import Draft
from studio.pipelines.queries import problems_of
from studio.publishing.errors import NotPublishable, PipelineDisabled
from studio.publishing.events import announce
from studio.publishing.models import Invocation, Outcome, PublishedPipeline, Status
from studio.runs.errors import InvalidParameters, InvalidPipeline, UnknownBlob
from studio.runs.models import Run
from studio.runs.submit import Prepared, Submission, prepare_run, store_run
from studio.workspaces import blobs
from studio.workspaces.models import ApiToken, Workspace


def publish_draft(
    draft: Draft, *, user: User, name: str, description: str, version: str
) -> PublishedPipeline:
    """A frozen copy of the draft as it is now; raises NotPublishable."""
    _refuse_problems(draft.workspace, draft.document)
    origin = {"source_draft": draft, "source_revision": draft.revision}
    return _publish(draft.workspace, user, name, description, version, draft.document, origin)


def publish_run(
    run: Run, *, user: User, name: str, description: str, version: str
) -> PublishedPipeline:
    """The document the run froze, with the way it treats failed steps; raises NotPublishable."""
    _refuse_problems(run.workspace, run.document)
    origin = {"source_run": run, "continue_on_step_failure": run.continue_on_step_failure}
    return _publish(run.workspace, user, name, description, version, run.document, origin)


def _refuse_problems(workspace: Workspace, document: object) -> None:
    problems = [
        *problems_of(workspace, document),
        *_missing_files(workspace, document),
    ]
    if has_errors(problems):
        titles = {node.id: node.title for node in parse_document(document).nodes}
        raise NotPublishable(problems, titles)


def _publish(
    workspace: Workspace,
    user: User,
    name: str,
    description: str,
    version: str,
    document: Any,
    origin: dict[str, Any],
) -> PublishedPipeline:
    published = PublishedPipeline.objects.create(
        workspace=workspace,
        name=name,
        description=description,
        version=version,
        document=document,
        status_changed_at=timezone.now(),
        created_by=user,
        **origin,
    )
    announce(workspace.pk, published.pk)
    return published


def _missing_files(workspace: Workspace, document: object) -> list[Problem]:
    nodes = parse_document(document).nodes
    missing = blobs.missing(
        workspace, (file.sha256 for node in nodes for file in (node.source or {}).values())
    )
    return [
        Problem("file_missing", node=node.id, field=path)
        for node in nodes
        for path, file in (node.source or {}).items()
        if file.sha256 in missing
    ]


def enable(published: PublishedPipeline) -> None:
    _switch(published, Status.ACTIVE)


def disable(published: PublishedPipeline) -> None:
    """When this returns, no call that comes later makes a run."""
    _switch(published, Status.DISABLED)


def _switch(published: PublishedPipeline, status: Status) -> None:
    with transaction.atomic():
        row = PublishedPipeline.objects.select_for_update().get(pk=published.pk)
        if row.status != status:
            row.status, row.status_changed_at = status, timezone.now()
            row.save(update_fields=["status", "status_changed_at"])
        announce(row.workspace_id, row.pk)


@dataclass(frozen=True)
class Call:
    """One call of an endpoint, as it was read at the door. Numbers and booleans may come as text."""

    user: User
    token: ApiToken | None
    experiment: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    continue_on_step_failure: bool | None = None
    idempotency_key: str | None = None


def submit_published(published: PublishedPipeline, call: Call) -> Run:
    """A run of the published pipeline, and the call in its books.

    Raises PipelineDisabled, InvalidParameters, InvalidPipeline or UnknownBlob; then there is no run,
    and the call counts as refused.
    """
    try:
        _refuse_disabled(published)
        return _take(published, call, prepare_run(_submission(published, call)))
    except PipelineDisabled:
        _record(published, call, Outcome.DISABLED)
        raise
    except (InvalidParameters, InvalidPipeline, UnknownBlob):
        _record(published, call, Outcome.INVALID)
        raise


def _take(published: PublishedPipeline, call: Call, prepared: Prepared) -> Run:
    """The row stays locked until the run is committed: a disable comes wholly before or wholly after."""
    with transaction.atomic():
        _refuse_disabled(PublishedPipeline.objects.select_for_update().get(pk=published.pk))
        submitted = store_run(prepared)
        if submitted.is_new:
            _record(published, call, Outcome.ACCEPTED, submitted.run)
        announce(published.workspace_id, published.pk)
    return submitted.run


def _refuse_disabled(published: PublishedPipeline) -> None:
    if published.status == Status.DISABLED:
        raise PipelineDisabled


def _submission(published: PublishedPipeline, call: Call) -> Submission:
    follows = call.continue_on_step_failure
    return Submission(
        workspace=published.workspace,
        user=call.user,
        document=published.document,
        experiment=call.experiment,
        parameters=call.parameters,
        parameters_as_text=True,
        continue_on_step_failure=published.continue_on_step_failure if follows is None else follows,
        name=published.name,
        description=call.description,
        tags=call.tags,
        source=Run.Source.ENDPOINT,
        idempotency_key=call.idempotency_key,
    )


def _record(
    published: PublishedPipeline, call: Call, outcome: Outcome, run: Run | None = None
) -> None:
    Invocation.objects.create(
        published=published,
        run=run,
        user=call.user,
        token=call.token,
        outcome=outcome,
        at=timezone.now(),
    )
