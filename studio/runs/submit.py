"""From a document to a run: checked and prepared first, then stored in one transaction."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from studio import catalog
from studio.accounts.models import User
from studio.engine.parts import Part
from studio.engine.plan import Known
from studio.graph.checks import has_errors
from studio.graph.document import content_hash, dump_document, parse_document
from studio.graph.model import Document
from studio.graph.parameters import resolve_parameters, with_defaults
from studio.pipelines.checks import problems_in
from studio.runs import extensions, origins
from studio.runs.advance import advance_locked
from studio.runs.drawn import Drawn, draw, facilities_of, files_of
from studio.runs.errors import InvalidParameters, InvalidPipeline, KeyReused, UnknownBlob
from studio.runs.events import RUN_SUBMITTED, Journal
from studio.runs.foresight import Asked, Foresight, foresee, refuse_unknown_step
from studio.runs.history import Past
from studio.runs.models import Experiment, Run, StepRun
from studio.snapshots.select import refuse_too_much
from studio.workspaces import blobs
from studio.workspaces.models import Workspace


@dataclass(frozen=True)
class Submission:
    """What a caller asks for. `parameters_as_text`: numbers and booleans may come as text."""

    workspace: Workspace
    user: User
    document: object
    experiment: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    parameters_as_text: bool = False
    continue_on_step_failure: bool = False
    name: str = ""
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    source: str = Run.Source.DRAFT
    draft_id: UUID | None = None
    draft_name: str = ""
    draft_revision: int | None = None
    rerun_of: Run | None = None
    """The run this one builds on: its results stand outside of `part`."""
    part: Part | None = None
    regenerate_outputs: bool = False
    idempotency_key: str | None = None

    @property
    def asked(self) -> Asked:
        base = self.rerun_of
        past = Past(self.draft_id, self.experiment, base.pk if base else None)
        return Asked(past, self.part, base, self.regenerate_outputs)


@dataclass(frozen=True)
class Prepared:
    """A submission that was checked and whose files are all stored."""

    submission: Submission
    drawn: Drawn
    foresight: Foresight

    @property
    def digest(self) -> str:
        """Of everything the caller asked for, to know a repeat from another request."""
        asked = self.submission
        request = [
            content_hash(self.drawn.document), self.drawn.values, asked.experiment,
            asked.description, dict(asked.tags), asked.continue_on_step_failure,
            str(asked.draft_id), _part_json(asked.part), asked.regenerate_outputs,
            str(asked.rerun_of and asked.rerun_of.pk),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Submitted:
    """`is_new` is False when this request was stored before, under the same idempotency key."""

    run: Run
    is_new: bool


def submit(submission: Submission) -> Submitted:
    return store_run(prepare_run(submission))


def prepare_run(submission: Submission) -> Prepared:
    """Everything that needs no transaction; it may touch the datastores.

    Raises DocumentError, InvalidPipeline, InvalidParameters, UnknownStep, SnapshotRefused or
    UnknownBlob.
    """
    document = parse_document(submission.document)
    resolved = resolve_parameters(
        document, submission.parameters, from_text=submission.parameters_as_text
    )
    if resolved.problems:
        raise InvalidParameters(resolved.problems, [p.name for p in document.parameters])
    facilities = facilities_of(submission.workspace)
    problems = problems_in(
        submission.workspace,
        with_defaults(document, resolved.values),
        compute_targets=facilities.targets,
        datastores=facilities.stores,
    )
    if has_errors(problems):
        raise InvalidPipeline(problems)
    refuse_unknown_step(submission.part, document)
    document = origins.as_submitted(document)
    _keep_files(submission.workspace, document)
    drawn = draw(facilities, document, resolved.values)
    return Prepared(submission, drawn, foresee(submission.workspace, drawn, submission.asked))


def store_run(prepared: Prepared) -> Submitted:
    """The run with its steps, its first orders and its events, in one transaction.

    Raises KeyReused when the idempotency key belongs to another request of the same user.
    """
    asked, now = prepared.submission, timezone.now()
    with transaction.atomic():
        # the row lock makes numbers unique and lets only one of two equal requests pass
        Workspace.objects.select_for_update().get(pk=asked.workspace.pk)
        repeated = _repeated(prepared)
        if repeated:
            return Submitted(repeated, is_new=False)
        run = Run.objects.create(
            workspace=asked.workspace,
            experiment=_experiment(asked),
            number=_next_number(asked.workspace),
            name=asked.name or asked.draft_name,
            description=asked.description,
            tags=dict(asked.tags),
            properties=origins.properties_of(prepared.drawn.document),
            document=dump_document(prepared.drawn.document),
            pipeline_hash=content_hash(prepared.drawn.document),
            parameters=dict(prepared.drawn.values),
            continue_on_step_failure=asked.continue_on_step_failure,
            source=asked.source,
            draft_id=asked.draft_id,
            draft_name=asked.draft_name,
            draft_revision=asked.draft_revision,
            rerun_of=asked.rerun_of,
            part=_part_json(asked.part),
            regenerate_outputs=asked.regenerate_outputs,
            created_by=asked.user,
            created_at=now,
            idempotency_key=asked.idempotency_key,
            request_digest=prepared.digest,
        )
        _create_steps(run, prepared)
        _start(run, prepared.foresight.known, now)
    return Submitted(run, is_new=True)


def _start(run: Run, known: Known, now: datetime) -> None:
    journal = Journal(run, now)
    journal.note(RUN_SUBMITTED, state=run.state)
    advance_locked(run, journal, known=known)


def _part_json(part: Part | None) -> dict[str, str] | None:
    return {"kind": part.kind.value, "node_id": part.node} if part else None


def _repeated(prepared: Prepared) -> Run | None:
    asked = prepared.submission
    if not asked.idempotency_key:
        return None
    earlier = Run.objects.filter(
        workspace=asked.workspace, created_by=asked.user, idempotency_key=asked.idempotency_key
    ).first()
    if earlier and earlier.request_digest != prepared.digest:
        raise KeyReused
    return earlier


def _experiment(asked: Submission) -> Experiment:
    return Experiment.objects.get_or_create(workspace=asked.workspace, name=asked.experiment)[0]


def _next_number(workspace: Workspace) -> int:
    return (Run.objects.filter(workspace=workspace).aggregate(last=Max("number"))["last"] or 0) + 1


def _create_steps(run: Run, prepared: Prepared) -> None:
    nodes = {node.id: node for node in prepared.drawn.document.nodes}
    steps = StepRun.objects.bulk_create(
        StepRun(
            run=run,
            node_id=node,
            position=position,
            name=nodes[node].title or nodes[node].kind,
            kind=nodes[node].kind,
            work=prepared.drawn.work[node],
            **_reuse_of(node, prepared),
        )
        for position, node in enumerate(prepared.drawn.graph.order)
    )
    for stored in extensions.on_stored:
        stored(steps)


def _reuse_of(node: str, prepared: Prepared) -> dict[str, object]:
    """What is known of the step's past and of its own reasons before anything runs."""
    foresight, drawn = prepared.foresight, prepared.drawn.steps.get(node)
    step = foresight.plan.steps[node]
    return {
        "reused_from_id": step.source.step_run if step.source else None,
        "own_hash": drawn.own if drawn else "",
        "fingerprint": step.fingerprint,
        "ingredients": drawn.ingredients.to_json() if drawn else {},
        "why": foresight.whys[node].to_json(),
        "may_reuse": foresight.may_be_reused(node),
    }


def _keep_files(workspace: Workspace, document: Document) -> None:
    """Sees that every source file is stored; those of components are, as if they were uploaded.

    Raises UnknownBlob.
    """
    kinds = catalog.kinds()
    for kind in {node.kind for node in document.nodes}:
        for content in catalog.component_files(kind).values():
            blobs.put(workspace, io.BytesIO(content))
    files = files_of(document, kinds)
    for node in document.nodes:
        if kinds[node.kind].has_source:
            sizes = {path: file.size for path, file in files[node.id].items()}
            refuse_too_much(sizes, settings.SNAPSHOT_LIMITS, node.title or node.id)
    digests = {file.sha256 for carried in files.values() for file in carried.values()}
    unknown = blobs.missing(workspace, digests)
    if unknown:
        raise UnknownBlob(sorted(unknown))
