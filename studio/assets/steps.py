"""Datasets and models as steps meet them: named in a document, registered by a script."""

from collections.abc import Iterator, Mapping, Sequence

from studio.assets.errors import AssetError, UnknownAsset
from studio.assets.models import DatasetKind, DatasetVersion, ModelVersion, Use
from studio.assets.places import Place, checked_places
from studio.assets.queries import LATEST, dataset_version, model_version
from studio.assets.services import (
    Author,
    Words,
    add_dataset_version,
    register_dataset,
    register_model,
)
from studio.assets.sources import from_attempt
from studio.graph.model import Document, Json, Node, Problem
from studio.graph.parameters import bind
from studio.runs import extensions
from studio.runs.errors import InvalidPipeline
from studio.runs.extensions import Answered, Named, QuestionRefused, RegistrationRefused
from studio.runs.models import Attempt, StepRun
from studio.workspaces.models import Workspace

NODE = "Dataset"
"""The kind of node that stands for a dataset."""


def sign_up() -> None:
    """Tells runs what it may ask of this room."""
    extensions.resolvers[NODE] = resolve_node
    extensions.registrars["dataset"] = register_dataset_of
    extensions.registrars["model"] = register_model_of
    extensions.answerers["dataset"] = tell_dataset
    extensions.answerers["model"] = tell_model
    extensions.answerers["places"] = tell_places
    if note_uses not in extensions.on_stored:
        extensions.on_stored.append(note_uses)


def dataset_problems(workspace: Workspace, document: Document) -> Iterator[Problem]:
    """Nodes that name no dataset of the workspace, parameters taken at their defaults."""
    values = {parameter.name: parameter.default for parameter in document.parameters}
    for node in document.nodes:
        if node.kind != NODE:
            continue
        try:
            settings = bind(node.settings, values)
        except KeyError:
            continue  # unknown_parameter is said already
        if isinstance(settings.get("dataset"), str):
            yield from _unknown(workspace, node, settings)


def _unknown(workspace: Workspace, node: Node, settings: Mapping[str, Json]) -> Iterator[Problem]:
    try:
        _version_of(workspace, settings)
    except UnknownAsset:
        yield _unknown_dataset(node, settings)


def resolve_node(workspace: Workspace, node: Node) -> Named:
    """The places of the version that a Dataset node means now. Raises InvalidPipeline."""
    try:
        version = _version_of(workspace, node.settings)
    except UnknownAsset:
        raise InvalidPipeline([_unknown_dataset(node, node.settings)]) from None
    return Named(
        tuple(Place(place.datastore, place.path) for place in version.paths.all()),
        {
            "id": str(version.pk),
            "name": version.dataset.name,
            "version": version.number,
            "kind": version.dataset.kind,
        },
    )


def _version_of(workspace: Workspace, settings: Mapping[str, Json]) -> DatasetVersion:
    version = settings.get("version") or LATEST
    return dataset_version(workspace, str(settings.get("dataset")), str(version))


def _unknown_dataset(node: Node, settings: Mapping[str, Json]) -> Problem:
    name, version = str(settings.get("dataset")), str(settings.get("version") or LATEST)
    return Problem(
        "unknown_dataset", node=node.id, field="dataset", detail={"name": name, "version": version}
    )


def note_uses(steps: Sequence[StepRun]) -> None:
    """Which versions the steps of a new run read."""
    read = {
        (step.pk, given["dataset"]["id"])
        for step in steps
        for given in step.work.get("inputs", [])
        if "dataset" in given
    }
    if read:
        Use.objects.bulk_create(
            Use(step_run_id=step, dataset_id=dataset) for step, dataset in sorted(read)
        )


def tell_dataset(attempt: Attempt, asked: Mapping[str, object]) -> Answered:
    """A version by name, and that this step read it. Raises QuestionRefused."""
    try:
        found = dataset_version(_workspace_of(attempt), _text(asked, "name"), _version(asked))
    except UnknownAsset as problem:
        raise _unanswered("dataset", asked) from problem
    Use.objects.get_or_create(step_run=attempt.step_run, dataset=found)
    facts = {**_facts(found), "name": found.dataset.name, "kind": found.dataset.kind}
    return Answered(facts, tuple(Place(at.datastore, at.path) for at in found.paths.all()))


def tell_model(attempt: Attempt, asked: Mapping[str, object]) -> Answered:
    """Like `tell_dataset`."""
    try:
        found = model_version(_workspace_of(attempt), _text(asked, "name"), _version(asked))
    except UnknownAsset as problem:
        raise _unanswered("model", asked) from problem
    Use.objects.get_or_create(step_run=attempt.step_run, model=found)
    facts = {**_facts(found), "name": found.model.name, "properties": found.properties}
    return Answered(facts, (Place(found.datastore, found.path),))


def tell_places(attempt: Attempt, asked: Mapping[str, object]) -> Answered:
    """Places a script names itself. Raises QuestionRefused."""
    try:
        return Answered({}, tuple(checked_places(_workspace_of(attempt), _places(asked))))
    except AssetError as problem:
        raise QuestionRefused(str(problem)) from problem


def _facts(version: DatasetVersion | ModelVersion) -> dict[str, object]:
    return {
        "version": version.number, "description": version.description, "tags": version.tags,
    }  # fmt: skip


def _unanswered(what: str, asked: Mapping[str, object]) -> QuestionRefused:
    return QuestionRefused(
        f"there is no {what} {_text(asked, 'name')!r}, version {_version(asked)}"
    )


def _version(asked: Mapping[str, object]) -> str:
    return str(asked.get("version") or LATEST)


def _workspace_of(attempt: Attempt) -> Workspace:
    return attempt.step_run.run.workspace


def register_model_of(attempt: Attempt, asked: Mapping[str, object]) -> None:
    """A file or folder among the attempt's files, as the next version. Raises RegistrationRefused."""
    try:
        source = from_attempt(attempt, attempt.step_run, _text(asked, "path"))
        register_model(
            attempt.step_run.run.workspace,
            _author(attempt),
            _text(asked, "name"),
            source,
            _words(asked),
        )
    except AssetError as problem:
        raise _refused(problem) from problem


def register_dataset_of(attempt: Attempt, asked: Mapping[str, object]) -> None:
    """Places of datastores, under a name that is new or may get a new version. The very places
    that the newest version names are no new version. Raises RegistrationRefused."""
    workspace = attempt.step_run.run.workspace
    name, kind = _text(asked, "name"), _text(asked, "dataset_kind")
    if kind not in DatasetKind:
        raise RegistrationRefused(f"a dataset is no {kind!r}")
    try:
        places = checked_places(workspace, _places(asked))
        known = _newest(workspace, name)
        if known is None:
            register_dataset(workspace, _author(attempt), name, kind, places, _words(asked))
        elif [Place(at.datastore, at.path) for at in known.paths.all()] != places:
            if not asked.get("create_new_version"):
                raise RegistrationRefused(
                    f"dataset {name!r} names other data; create_new_version was not asked for"
                )
            add_dataset_version(known.dataset, _author(attempt), places, _words(asked), kind=kind)
    except AssetError as problem:
        raise _refused(problem) from problem


def _newest(workspace: Workspace, name: str) -> DatasetVersion | None:
    try:
        return dataset_version(workspace, name)
    except UnknownAsset:
        return None


def _author(attempt: Attempt) -> Author:
    return Author(attempt.step_run.run.created_by, attempt.step_run)


def _words(asked: Mapping[str, object]) -> Words:
    description = str(asked.get("description") or "")[:10_000]
    return Words(description, _texts(asked, "tags"), _texts(asked, "properties"))


def _places(asked: Mapping[str, object]) -> list[Place]:
    listed = asked.get("paths")
    return [
        Place(str(place[0]), str(place[1]))
        for place in (listed if isinstance(listed, list) else [])
        if isinstance(place, list) and len(place) == 2
    ]


def _text(asked: Mapping[str, object], name: str) -> str:
    value = asked.get(name)
    return value if isinstance(value, str) else ""


def _texts(asked: Mapping[str, object], name: str) -> dict[str, str]:
    value = asked.get(name)
    pairs = value.items() if isinstance(value, dict) else ()
    return {str(key)[:255]: str(text)[:5_000] for key, text in list(pairs)[:100]}


def _refused(problem: AssetError) -> RegistrationRefused:
    return RegistrationRefused(str(problem) or str(type(problem).__doc__))
