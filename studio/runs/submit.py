"""From a document to a run: checked and prepared first, then stored in one transaction."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from studio import catalog
from studio.accounts.models import User
from studio.data.errors import DataError, ObjectNotFound
from studio.data.spec import DatastoreSpec
from studio.data.store import open_store
from studio.graph.checks import has_errors
from studio.graph.document import content_hash, dump_document, parse_document
from studio.graph.model import Document, Node, SourceFile, StepKind
from studio.graph.order import order
from studio.graph.parameters import ParameterValue, bind, resolve_parameters, with_defaults
from studio.pipelines.checks import problems_in
from studio.runs import extensions, orders
from studio.runs.advance import advance_locked
from studio.runs.errors import InvalidParameters, InvalidPipeline, KeyReused, UnknownBlob
from studio.runs.events import RUN_SUBMITTED, Journal
from studio.runs.models import Experiment, Run, StepRun
from studio.workspaces import blobs
from studio.workspaces.models import Workspace
from studio.workspaces.queries import compute_targets_of, datastores_of, spec_of


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
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Prepared:
    """A submission that was checked and whose files are all stored."""

    submission: Submission
    document: Document
    values: Mapping[str, ParameterValue]
    work: Mapping[str, orders.Work | orders.Found]

    @property
    def digest(self) -> str:
        """Of everything the caller asked for, to know a repeat from another request."""
        asked = self.submission
        request = [
            content_hash(self.document), self.values, asked.experiment, asked.description,
            dict(asked.tags), asked.continue_on_step_failure, str(asked.draft_id),
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

    Raises DocumentError, InvalidPipeline, InvalidParameters or UnknownBlob.
    """
    kinds = catalog.kinds()
    document = parse_document(submission.document)
    resolved = resolve_parameters(
        document, submission.parameters, from_text=submission.parameters_as_text
    )
    if resolved.problems:
        raise InvalidParameters(resolved.problems, [p.name for p in document.parameters])
    targets = {target.name: target for target in compute_targets_of(submission.workspace)}
    records = datastores_of(submission.workspace)
    problems = problems_in(
        submission.workspace,
        with_defaults(document, resolved.values),
        compute_targets=targets,
        datastores=(record.name for record in records),
    )
    if has_errors(problems):
        raise InvalidPipeline(problems)
    bound = replace(
        document,
        nodes=tuple(replace(n, settings=bind(n.settings, resolved.values)) for n in document.nodes),
    )
    known = orders.Places(
        default_datastore=next(record.name for record in records if record.is_default),
        default_target=next(name for name, target in targets.items() if target.is_default),
        queues={name: target.queue for name, target in targets.items()},
    )
    files = _files(submission.workspace, document, kinds)
    specs = {record.name: spec_of(record) for record in records}
    found = {
        node.id: _found(
            kinds[node.kind].outputs[0].name,
            _named(submission.workspace, node, kinds[node.kind], known.default_datastore),
            specs,
        )
        for node in bound.nodes
        if not kinds[node.kind].executes
    }
    work = orders.prepare(bound, kinds, files, found, known)
    return Prepared(submission, document, resolved.values, {**work, **found})


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
            document=dump_document(prepared.document),
            pipeline_hash=content_hash(prepared.document),
            parameters=dict(prepared.values),
            continue_on_step_failure=asked.continue_on_step_failure,
            source=asked.source,
            draft_id=asked.draft_id,
            draft_name=asked.draft_name,
            draft_revision=asked.draft_revision,
            rerun_of=asked.rerun_of,
            created_by=asked.user,
            created_at=now,
            idempotency_key=asked.idempotency_key,
            request_digest=prepared.digest,
        )
        _create_steps(run, prepared)
        _start(run, now)
    return Submitted(run, is_new=True)


def _start(run: Run, now: datetime) -> None:
    journal = Journal(run, now)
    journal.note(RUN_SUBMITTED, state=run.state)
    advance_locked(run, journal)


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
    nodes = {node.id: node for node in prepared.document.nodes}
    steps = StepRun.objects.bulk_create(
        StepRun(
            run=run,
            node_id=node,
            position=position,
            name=nodes[node].title or nodes[node].kind,
            kind=nodes[node].kind,
            work=prepared.work[node],
        )
        for position, node in enumerate(order(prepared.document))
    )
    for stored in extensions.on_stored:
        stored(steps)


def _files(
    workspace: Workspace, document: Document, kinds: Mapping[str, StepKind]
) -> dict[str, Mapping[str, SourceFile]]:
    """The source files of every node; those of components are stored as if they were uploaded."""
    files: dict[str, Mapping[str, SourceFile]] = {}
    components: dict[str, dict[str, SourceFile]] = {}
    for node in document.nodes:
        if kinds[node.kind].has_source:
            files[node.id] = node.source or {}
        else:
            if node.kind not in components:
                components[node.kind] = _component_files(workspace, node.kind)
            files[node.id] = components[node.kind]
    digests = {file.sha256 for node in document.nodes for file in files[node.id].values()}
    unknown = blobs.missing(workspace, digests)
    if unknown:
        raise UnknownBlob(sorted(unknown))
    return files


def _component_files(workspace: Workspace, kind: str) -> dict[str, SourceFile]:
    return {
        path: SourceFile(*blobs.put(workspace, io.BytesIO(content)))
        for path, content in catalog.component_files(kind).items()
    }


def _named(
    workspace: Workspace, node: Node, kind: StepKind, default_datastore: str
) -> extensions.Named:
    """What a node without work stands for. Raises InvalidPipeline."""
    resolve = extensions.resolvers.get(kind.name)
    if resolve is not None:
        return resolve(workspace, node)
    place = orders.data_place(node, kind, default_datastore)
    return extensions.Named((extensions.Place(*place),))


def _found(
    output: str, named: extensions.Named, specs: Mapping[str, DatastoreSpec]
) -> orders.Found:
    """What a node names, as it looks now."""
    first = named.places[0]
    found = orders.Found(
        output=output, datastore=first.datastore, path=first.path,
        kind="folder", size=0, file_count=0,
    )  # fmt: skip
    if named.dataset:
        found["dataset"] = named.dataset
    if len(named.places) > 1:
        found["places"] = [
            orders.PlaceWork(datastore=place.datastore, path=place.path) for place in named.places
        ]
        return found
    try:
        size = open_store(specs[first.datastore]).stat(first.path).size
        found |= {"kind": "file", "size": size, "file_count": 1}
    except ObjectNotFound:
        pass  # a folder, or not there: whoever reads it finds out
    except DataError as problem:
        found["problem"] = str(problem)
    return found
