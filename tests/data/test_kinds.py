"""What the form asks for, and what it has to say about what was filled in."""

import pytest

from studio.data.kinds import KINDS, problems_of

BLOB = {"endpoint": "https://acct.blob.core.windows.net", "container": "c"}
LAKE = {"endpoint": "https://acct.dfs.core.windows.net", "filesystem": "f"}
PRINCIPAL = {"tenant_id": "t", "client_id": "c", "client_secret": "s"}
TEXT = (
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=a2V5;EndpointSuffix=core.windows.net"
)


@pytest.mark.parametrize(
    ("kind", "settings", "credentials"),
    [
        ("local", {"root": "/data"}, {}),
        ("azure_blob", BLOB, {}),
        ("azure_blob", {**BLOB, "prefix": "a/b"}, {"account_key": "a2V5"}),
        ("azure_blob", BLOB, {"connection_string": TEXT}),
        ("azure_blob", BLOB, {"connection_string": "SharedAccessSignature=sv=1&sig=x"}),
        ("adls_gen2", LAKE, PRINCIPAL),
        ("adls_gen2", LAKE, {"sas_token": "sv=1"}),
    ],
)
def test_what_is_complete_is_accepted(
    kind: str, settings: dict[str, str], credentials: dict[str, str]
) -> None:
    assert problems_of(KINDS[kind], settings, credentials) == []


@pytest.mark.parametrize(
    ("kind", "settings", "credentials", "field"),
    [
        ("local", {}, {}, "root"),
        ("local", {"root": "data"}, {}, "root"),
        ("local", {"root": "/data", "container": "c"}, {}, "container"),
        ("azure_blob", {"container": "c"}, {}, "endpoint"),
        ("azure_blob", {**BLOB, "account_key": "a2V5"}, {}, "account_key"),
        ("azure_blob", BLOB, {"container": "c"}, "container"),
        ("azure_blob", {**BLOB, "endpoint": "http://10.0.0.1"}, {}, "endpoint"),
        ("azure_blob", {**BLOB, "prefix": "../up"}, {}, "prefix"),
        ("azure_blob", BLOB, {"account_key": "a2V5", "sas_token": "sv=1"}, "sas_token"),
        ("azure_blob", BLOB, {"connection_string": "nonsense"}, "connection_string"),
        ("azure_blob", BLOB, {"connection_string": "UseDevelopmentStorage=true"}, "connection_string"),
        ("azure_file", {"endpoint": "https://acct.file.core.windows.net", "share": "s"}, {}, "account_key"),
        ("adls_gen2", LAKE, {**PRINCIPAL, "client_id": ""}, "client_id"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    kind: str, settings: dict[str, str], credentials: dict[str, str], field: str
) -> None:
    assert field in [name for name, _ in problems_of(KINDS[kind], settings, credentials)]


def test_nothing_that_opens_anything_is_asked_for_in_clear() -> None:
    words = ("key", "secret", "token", "string")
    for kind in KINDS.values():
        for field in kind.fields:
            assert field.secret == field.name.endswith(words), field.name
            assert not (field.secret and not field.group)
