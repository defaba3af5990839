"""Registering places for bytes: made, changed, checked, made the default, taken away."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from studio.data import addresses
from studio.data.errors import DataError, DatastoreUnavailable
from studio.data.kinds import KINDS, DatastoreKind, problems_of
from studio.data.spec import Credentials, DatastoreSpec
from studio.data.store import open_store
from studio.workspaces.errors import (
    DatastoreBuiltIn,
    DatastoreInUse,
    DatastoreIsDefault,
    FieldProblem,
    InvalidDatastore,
    NameTaken,
    SecretUnreadable,
)
from studio.workspaces.models import DatastoreRecord, Workspace
from studio.workspaces.queries import spec_of
from studio.workspaces.secrets import seal
from studio.workspaces.uploads import discard_all
from studio.workspaces.users import users_of

Words = Mapping[str, str]


@dataclass(frozen=True)
class Health:
    """What trying a connection told. `code` is one of `data.errors.Problem`, "" when all is well."""

    code: str
    message: str
    checked_at: datetime

    @property
    def state(self) -> str:
        return "failing" if self.code else "ok"


@dataclass(frozen=True)
class Connection:
    """What somebody asks to be registered; `data.kinds` says which fields a kind has."""

    kind: str
    settings: Words
    credentials: Words = field(repr=False)


def register(
    workspace: Workspace, name: str, asked: Connection, *, is_default: bool = False
) -> DatastoreRecord:
    """Nothing is contacted. Raises InvalidDatastore, NameTaken."""
    spec = checked(name, asked)
    try:
        with transaction.atomic():
            record = DatastoreRecord.objects.create(
                workspace=workspace, name=name, kind=spec.kind, settings=dict(spec.settings),
                secret=_sealed(spec.credentials),
            )  # fmt: skip
            if is_default:
                make_default(record)
    except IntegrityError as problem:
        raise NameTaken from problem
    return record


def change(
    record: DatastoreRecord, *, given: Words | None = None, credentials: Words | None = None
) -> DatastoreRecord:
    """What is not given is kept. Raises DatastoreBuiltIn, InvalidDatastore, SecretUnreadable."""
    if record.is_builtin:
        raise DatastoreBuiltIn
    _keep_keys_from_strangers(record, given, credentials)
    keys = spec_of(record).credentials if credentials is None else credentials
    asked = Connection(record.kind, record.settings if given is None else given, keys)
    spec = checked(record.name, asked)
    record.settings = dict(spec.settings)
    record.secret = _sealed(spec.credentials)
    record.checked_at, record.problem, record.problem_message = None, "", ""
    record.save(update_fields=["settings", "secret", "checked_at", "problem", "problem_message"])
    return record


def _keep_keys_from_strangers(
    record: DatastoreRecord, given: Words | None, credentials: Words | None
) -> None:
    """Whoever moves a datastore to another address shows that they have the keys: else the old
    ones, which nobody can read, would be sent wherever somebody likes."""
    moved = given is not None and given.get("endpoint") != record.settings.get("endpoint")
    if moved and credentials is None and record.secret:
        raise InvalidDatastore(
            [
                FieldProblem(
                    "credentials",
                    "credentials_needed",
                    "Give the credentials again when the address changes.",
                )
            ]
        )


def make_default(record: DatastoreRecord) -> DatastoreRecord:
    """Runs that were submitted before keep the datastore they were submitted with."""
    with transaction.atomic():
        others = record.workspace.datastores.select_for_update().filter(is_default=True)
        others.update(is_default=False)
        DatastoreRecord.objects.filter(pk=record.pk).update(is_default=True)
    record.is_default = True
    return record


def unregister(record: DatastoreRecord) -> None:
    """The data stays where it is. Raises DatastoreBuiltIn, DatastoreIsDefault, DatastoreInUse."""
    if record.is_builtin:
        raise DatastoreBuiltIn
    with transaction.atomic():
        locked = DatastoreRecord.objects.select_for_update().get(pk=record.pk)
        if locked.is_default:
            raise DatastoreIsDefault
        if users := users_of(record.workspace, record.name):
            raise DatastoreInUse(users)
        uploads = list(record.uploads.filter(completed_at=None).select_related("datastore"))
        locked.delete()
    discard_all(uploads)


def check(record: DatastoreRecord) -> Health:
    """Tries the connection and keeps what it told with the record."""
    try:
        health = _tried(spec_of(record))
    except SecretUnreadable as problem:
        health = Health("auth", str(problem), timezone.now())
    DatastoreRecord.objects.filter(pk=record.pk).update(
        checked_at=health.checked_at, problem=health.code, problem_message=health.message
    )
    return health


def check_unregistered(asked: Connection) -> Health:
    """Tries a connection before it is registered. Raises InvalidDatastore."""
    return _tried(checked("", asked))


def health_of(record: DatastoreRecord) -> Health | None:
    """What the last check told; None when there was none since the settings changed."""
    if record.checked_at is None:
        return None
    return Health(record.problem, record.problem_message, record.checked_at)


def _tried(spec: DatastoreSpec) -> Health:
    try:
        open_store(spec).check()
    except DatastoreUnavailable as problem:
        return Health(problem.code, str(problem), timezone.now())
    except DataError as problem:
        return Health("failing", str(problem), timezone.now())
    return Health("", "", timezone.now())


def checked(name: str, asked: Connection) -> DatastoreSpec:
    """As it may be opened. Raises InvalidDatastore."""
    kind = KINDS.get(asked.kind)
    if kind is None:
        said = f"There is no kind {asked.kind!r}. Kinds are: {', '.join(KINDS)}."
        raise InvalidDatastore([FieldProblem("kind", "unknown_kind", said)])
    hosts = settings.DATASTORE_HOSTS
    problems = [
        FieldProblem(_attr(kind, asked, name), _code(asked, name), message)
        for name, message in problems_of(kind, asked.settings, asked.credentials, hosts)
    ]
    if problems:
        raise InvalidDatastore(problems)
    given = dict(asked.settings)
    if kind.name == "local":
        given["root"] = _allowed_folder(given["root"])
    return DatastoreSpec(name, kind.name, given, Credentials(asked.credentials), hosts)


def _attr(kind: DatastoreKind, asked: Connection, name: str) -> str:
    known = kind.field(name)
    is_credential = known.group if known else name in asked.credentials
    return f"{'credentials' if is_credential else 'settings'}.{name}"


def _code(asked: Connection, name: str) -> str:
    if name != "endpoint" or not asked.settings.get(name):
        return "invalid"
    try:
        addresses.check_url(asked.settings[name], settings.DATASTORE_HOSTS)
    except addresses.AddressNotAllowed:
        return "address_not_allowed"
    return "invalid"


def _allowed_folder(text: str) -> str:
    """Resolved once, so that no link made later leads elsewhere. The studio's own folder holds
    the files of every workspace and the keys: no datastore may show it."""
    folder, home = Path(text).resolve(), Path(settings.STUDIO_HOME).resolve()
    inside = any(folder.is_relative_to(allowed) for allowed in settings.LOCAL_FOLDERS)
    if not inside or folder.is_relative_to(home) or home.is_relative_to(folder):
        said = "This folder is not one that whoever runs the studio allows (STUDIO_LOCAL_FOLDERS)."
        raise InvalidDatastore([FieldProblem("settings.root", "folder_not_allowed", said)])
    return str(folder)


def _sealed(credentials: Words) -> str:
    given = {name: value for name, value in credentials.items() if value}
    return seal(json.dumps(given)) if given else ""
