"""Which kinds of datastore there are and what has to be said about each, as data.

The API checks what it is given against these fields and the page draws its form from them; the
code that speaks to a kind is loaded only when one is opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from studio.data import addresses, connection_strings
from studio.data.errors import DatastoreUnavailable, InvalidPath
from studio.data.paths import safe_prefix


@dataclass(frozen=True)
class DatastoreField:
    """One thing to fill in. Fields of the same `group` are alternatives: one group, or none."""

    name: str
    title: str
    help: str = ""
    secret: bool = False
    required: bool = False
    group: str = ""


@dataclass(frozen=True)
class DatastoreKind:
    """`needs_credentials`: one group of credentials has to be given; else the machine's own
    identity is used where none is."""

    name: str
    title: str
    description: str
    fields: tuple[DatastoreField, ...]
    needs_credentials: bool = False

    def field(self, name: str) -> DatastoreField | None:
        return next((field for field in self.fields if field.name == name), None)


ENDPOINT_HELP = "Also the address of an emulator, when this studio's administrator allows it."
PREFIX = DatastoreField("prefix", "Folder", "Everything is kept below it. Empty: the whole of it.")
ACCOUNT_KEY = DatastoreField(
    "account_key", "Account key", "One of the account's two keys.", secret=True, group="account key"
)
SAS_TOKEN = DatastoreField(
    "sas_token", "SAS token", "Needs read, add, create, write, delete and list.",
    secret=True, group="SAS token",
)  # fmt: skip
CONNECTION_STRING = DatastoreField(
    "connection_string", "Connection string", "As the Azure portal shows it.",
    secret=True, group="connection string",
)  # fmt: skip

KINDS: Mapping[str, DatastoreKind] = {
    kind.name: kind
    for kind in (
        DatastoreKind(
            "local", "Folder", "A folder of the machines that run the studio.",
            (DatastoreField("root", "Folder", "Absolute; it has to exist.", required=True),),
        ),
        DatastoreKind(
            "azure_blob", "Azure Blob container", "A container of an Azure storage account.",
            (
                DatastoreField("endpoint", "Endpoint",
                               f"https://account.blob.core.windows.net. {ENDPOINT_HELP}", required=True),
                DatastoreField("container", "Container", required=True),
                PREFIX, ACCOUNT_KEY, SAS_TOKEN, CONNECTION_STRING,
            ),
        ),
        DatastoreKind(
            "azure_file", "Azure file share", "A file share of an Azure storage account.",
            (
                DatastoreField("endpoint", "Endpoint",
                               f"https://account.file.core.windows.net. {ENDPOINT_HELP}", required=True),
                DatastoreField("share", "Share", required=True),
                PREFIX, ACCOUNT_KEY, SAS_TOKEN, CONNECTION_STRING,
            ),
            needs_credentials=True,
        ),
        DatastoreKind(
            "adls_gen2", "Azure Data Lake Storage Gen2",
            "A file system of a storage account with a hierarchical namespace.",
            (
                DatastoreField("endpoint", "Endpoint",
                               f"https://account.dfs.core.windows.net. {ENDPOINT_HELP}", required=True),
                DatastoreField("filesystem", "File system", required=True),
                PREFIX, ACCOUNT_KEY, SAS_TOKEN,
                DatastoreField("tenant_id", "Tenant", "Directory (tenant) id.", group="service principal"),
                DatastoreField("client_id", "Application", "Application (client) id.", group="service principal"),
                DatastoreField("client_secret", "Client secret", secret=True, group="service principal"),
            ),
            needs_credentials=True,
        ),
    )
}  # fmt: skip


def problems_of(
    kind: DatastoreKind,
    settings: Mapping[str, str],
    credentials: Mapping[str, str],
    private_hosts: frozenset[str] = frozenset(),
) -> list[tuple[str, str]]:
    """What is wrong with them, as (field, sentence); nothing is contacted.

    Members of a credential group that are not secret (a tenant's id) are credentials as well.
    """
    wrong = [
        (name, "There is no such field.")
        for given, is_credential in ((settings, False), (credentials, True))
        for name in given
        if (field := kind.field(name)) is None or bool(field.group) != is_credential
    ]
    wrong += [
        (field.name, "Fill this in.")
        for field in kind.fields
        if field.required and not settings.get(field.name)
    ]
    wrong += _credential_problems(kind, credentials)
    if not wrong and "endpoint" in settings:
        wrong += _address_problems(settings["endpoint"], private_hosts)
    if settings.get("prefix"):
        wrong += _prefix_problems(settings["prefix"])
    if kind.name == "local" and not settings.get("root", "/").startswith("/"):
        wrong.append(("root", "Give the whole path, beginning with /."))
    return wrong


def _credential_problems(
    kind: DatastoreKind, credentials: Mapping[str, str]
) -> list[tuple[str, str]]:
    given = {field.group for field in kind.fields if field.group and credentials.get(field.name)}
    if not given and kind.needs_credentials:
        first = next(field for field in kind.fields if field.group)
        return [(first.name, "Give one kind of credentials.")]
    if len(given) > 1:
        name = [field.name for field in kind.fields if field.group in given][-1]
        return [(name, f"Give only one of: {', '.join(sorted(given))}.")]
    wrong = [
        (field.name, "Fill this in.")
        for field in kind.fields
        if field.group in given and not credentials.get(field.name)
    ]
    if not wrong and credentials.get("connection_string"):
        try:
            connection_strings.parse(credentials["connection_string"])
        except DatastoreUnavailable as problem:
            wrong.append(("connection_string", str(problem)))
    return wrong


def _address_problems(endpoint: str, private_hosts: frozenset[str]) -> list[tuple[str, str]]:
    try:
        addresses.check_url(endpoint, private_hosts)
    except addresses.AddressNotAllowed as problem:
        return [("endpoint", str(problem))]
    return []


def _prefix_problems(prefix: str) -> list[tuple[str, str]]:
    try:
        safe_prefix(prefix)
    except InvalidPath as problem:
        return [("prefix", f"This cannot be a folder: {problem.why}.")]
    return []
