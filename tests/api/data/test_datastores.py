"""Datastores over HTTP: registered, changed, checked, unregistered."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from studio.pipelines.services import create_draft, delete_draft
from studio.publishing.services import disable, publish_draft
from studio.workspaces.models import DatastoreRecord, Role, Workspace
from studio.workspaces.secrets import unseal
from tests.drawing import Drawing
from tests.people import drawn, member, owner_of, signed_in

pytestmark = pytest.mark.django_db
KEY = "c2VjcmV0LWFjY291bnQta2V5"
BLOB: dict[str, Any] = {
    "name": "training",
    "kind": "azure_blob",
    "settings": {"endpoint": "https://acme.blob.core.windows.net", "container": "data"},
    "credentials": {"account_key": KEY},
}


def errors(answer: Any) -> list[tuple[str, str | None]]:
    return [(error["code"], error["attr"]) for error in answer.json()["errors"]]


@pytest.fixture
def folder(tmp_path: Path) -> dict[str, Any]:
    """What registers a folder of this machine."""
    return {"name": "shared", "kind": "local", "settings": {"root": str(tmp_path)}}


def test_the_built_in_ones_say_nothing_of_where_they_lie(client: APIClient, url: Any) -> None:
    rows = client.get(url("datastores")).json()
    assert [(row["name"], row["is_default"]) for row in rows] == [
        ("workspaceblobstore", True),
        ("workspacefilestore", False),
    ]
    assert all(row["is_builtin"] and row["settings"] == {} for row in rows)


def test_the_kinds_say_what_their_form_asks_for(client: APIClient, url: Any) -> None:
    kinds = {kind["kind"]: kind for kind in client.get(url("datastore-kinds")).json()}
    assert set(kinds) == {"local", "azure_blob", "azure_file", "adls_gen2"}
    secret = {f["name"] for f in kinds["azure_blob"]["fields"] if f["secret"]}
    assert secret == {"account_key", "sas_token", "connection_string"}


def test_what_is_registered_is_shown_without_its_keys(client: APIClient, url: Any) -> None:
    made = client.post(url("datastores"), BLOB)
    assert made.status_code == 201
    shown = client.get(url("datastores", "training"))
    assert shown.json() == made.json()
    assert shown.json()["settings"] == BLOB["settings"]
    assert (shown.json()["has_credentials"], shown.json()["health"]) == (True, None)
    assert KEY not in shown.content.decode()


def test_keys_are_sealed_in_the_database(client: APIClient, url: Any) -> None:
    client.post(url("datastores"), BLOB)
    secret = DatastoreRecord.objects.get(name="training").secret
    assert KEY not in secret
    assert KEY in unseal(secret)


@pytest.mark.parametrize("name", ["training", "TRAINING", "WorkspaceBlobStore"])
def test_a_name_is_used_once_whatever_its_case(client: APIClient, url: Any, name: str) -> None:
    client.post(url("datastores"), BLOB)
    answer = client.post(url("datastores"), {**BLOB, "name": name})
    assert (answer.status_code, errors(answer)) == (409, [("name_taken", "name")])


@pytest.mark.parametrize("name", ["", "a-b", "a/b", "..", "check", "x" * 61, "é"])
def test_a_name_is_letters_digits_and_underscores(client: APIClient, url: Any, name: str) -> None:
    answer = client.post(url("datastores"), {**BLOB, "name": name})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "name")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/acme",
        "https://localhost/acme",
        "https://acme.blob.core.windows.net.evil.example",
        "http://acme.blob.core.windows.net",
        "https://acme.blob.core.windows.net@evil.example",
        "https://[::1]/acme",
        "https://0x7f000001/acme",
        "file:///etc/passwd",
        "redis://127.0.0.1:6379",
    ],
)
@pytest.mark.parametrize("where", ["datastores", "check"])
def test_a_datastore_is_on_azure_or_where_the_administrator_allows(
    client: APIClient, url: Any, endpoint: str, where: str
) -> None:
    body = {**BLOB, "settings": {"endpoint": endpoint, "container": "data"}}
    address = url("datastores")
    if where == "check":
        del body["name"]
        address = url("datastores", "check")
    answer = client.post(address, body)
    assert answer.status_code == 400
    assert errors(answer) == [("address_not_allowed", "settings.endpoint")]
    assert not DatastoreRecord.objects.filter(name="training").exists()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": "s3"}, ("unknown_kind", "kind")),
        ({"settings": {"container": "data"}}, ("invalid", "settings.endpoint")),
        ({"settings": {**BLOB["settings"], "nope": "x"}}, ("invalid", "settings.nope")),
        ({"settings": {**BLOB["settings"], "prefix": "../up"}}, ("invalid", "settings.prefix")),
        ({"settings": {**BLOB["settings"], "account_key": KEY}}, ("invalid", "credentials.account_key")),
        ({"credentials": {"password": "x"}}, ("invalid", "credentials.password")),
        ({"credentials": {"connection_string": "x"}}, ("invalid", "credentials.connection_string")),
        ({"secret": "x"}, ("unknown_field", "secret")),
    ],
)  # fmt: skip
def test_what_does_not_fit_its_kind_is_named(
    client: APIClient, url: Any, change: dict[str, Any], error: tuple[str, str]
) -> None:
    answer = client.post(url("datastores"), {**BLOB, **change})
    assert answer.status_code == 400
    assert error in errors(answer)


def test_credentials_are_of_one_kind(client: APIClient, url: Any) -> None:
    two = {"account_key": KEY, "sas_token": "sv=1"}
    answer = client.post(url("datastores"), {**BLOB, "credentials": two})
    ((code, attr),) = errors(answer)
    assert (answer.status_code, code) == (400, "invalid")
    assert attr in ("credentials.account_key", "credentials.sas_token")


def test_a_folder_is_registered_where_folders_are_allowed(
    client: APIClient, url: Any, folder: dict[str, Any], settings: Any, tmp_path: Path
) -> None:
    assert client.post(url("datastores"), folder).status_code == 201
    settings.LOCAL_FOLDERS = (tmp_path / "inside",)
    answer = client.post(url("datastores"), {**folder, "name": "other"})
    assert errors(answer) == [("folder_not_allowed", "settings.root")]


@pytest.mark.parametrize("of", ["home", "keys", "above", "link"])
def test_no_datastore_shows_the_folder_of_the_studio(
    client: APIClient, url: Any, settings: Any, tmp_path: Path, of: str
) -> None:
    home = Path(settings.STUDIO_HOME)
    (tmp_path / "link").symlink_to(home)
    root = {"home": home, "keys": home / "keys", "above": home.parent, "link": tmp_path / "link"}
    body = {"name": "insider", "kind": "local", "settings": {"root": str(root[of])}}
    answer = client.post(url("datastores"), body)
    assert errors(answer) == [("folder_not_allowed", "settings.root")]


def test_keys_that_are_not_given_are_kept(client: APIClient, url: Any) -> None:
    client.post(url("datastores"), BLOB)
    moved = {**BLOB["settings"], "container": "other"}
    answer = client.patch(url("datastores", "training"), {"settings": moved})
    assert (answer.status_code, answer.json()["settings"]["container"]) == (200, "other")
    assert KEY in unseal(DatastoreRecord.objects.get(name="training").secret)


def test_keys_are_given_again_when_the_address_changes(client: APIClient, url: Any) -> None:
    """Else whoever may edit it could have the keys sent to a host of theirs."""
    client.post(url("datastores"), BLOB)
    moved = {"endpoint": "https://other.blob.core.windows.net", "container": "data"}
    answer = client.patch(url("datastores", "training"), {"settings": moved})
    assert errors(answer) == [("credentials_needed", "credentials")]
    with_keys = {"settings": moved, "credentials": {"account_key": "bmV3"}}
    assert client.patch(url("datastores", "training"), with_keys).status_code == 200


def test_there_is_one_default(client: APIClient, url: Any, folder: dict[str, Any]) -> None:
    client.post(url("datastores"), {**folder, "is_default": True})
    defaults = [row["name"] for row in client.get(url("datastores")).json() if row["is_default"]]
    assert defaults == ["shared"]
    client.patch(url("datastores", "workspaceblobstore"), {"is_default": True})
    defaults = [row["name"] for row in client.get(url("datastores")).json() if row["is_default"]]
    assert defaults == ["workspaceblobstore"]
    answer = client.patch(url("datastores", "shared"), {"is_default": False})
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "is_default")


def test_the_built_in_ones_stay_as_they_are(client: APIClient, url: Any) -> None:
    address = url("datastores", "workspaceblobstore")
    for answer in (client.delete(address), client.patch(address, {"settings": {"root": "/tmp"}})):
        assert (answer.status_code, errors(answer)[0][0]) == (409, "datastore_builtin")


def test_a_check_tells_and_is_remembered_until_something_changes(
    client: APIClient, url: Any, folder: dict[str, Any], tmp_path: Path
) -> None:
    client.post(url("datastores"), folder)
    health = client.post(url("datastores", "shared", "check")).json()
    assert (health["state"], health["code"]) == ("ok", "")
    assert client.get(url("datastores", "shared")).json()["health"] == health
    shutil.rmtree(tmp_path)
    health = client.post(url("datastores", "shared", "check")).json()
    assert (health["state"], bool(health["message"])) == ("failing", True)
    tmp_path.mkdir()
    client.patch(url("datastores", "shared"), {"settings": folder["settings"]})
    assert client.get(url("datastores", "shared")).json()["health"] is None


def test_a_check_before_registering_keeps_nothing(
    client: APIClient, url: Any, folder: dict[str, Any]
) -> None:
    body = {"kind": "local", "settings": folder["settings"]}
    assert client.post(url("datastores", "check"), body).json()["state"] == "ok"
    assert len(client.get(url("datastores")).json()) == 2


def test_a_secret_that_no_key_opens_is_said_and_no_failure_of_ours(
    client: APIClient, url: Any, settings: Any
) -> None:
    client.post(url("datastores"), BLOB)
    settings.ENCRYPTION_KEYS = ["dGVzdGluZy10ZXN0aW5nLXRlc3RpbmctdGVzdGluZy0="]
    health = client.post(url("datastores", "training", "check")).json()
    assert (health["state"], health["code"]) == ("failing", "auth")
    client.raise_request_exception = False
    answer = client.get(url("datastores", "training", "files"))
    assert (answer.status_code, errors(answer)) == (503, [("store_unavailable", None)])
    again = client.patch(url("datastores", "training"), {"credentials": {"account_key": "bmV3"}})
    assert again.status_code == 200


def test_what_nobody_needs_is_forgotten(
    client: APIClient, url: Any, folder: dict[str, Any], tmp_path: Path
) -> None:
    client.post(url("datastores"), folder)
    (tmp_path / "kept.txt").write_text("kept")
    assert client.delete(url("datastores", "shared")).status_code == 204
    assert client.get(url("datastores", "shared")).status_code == 404
    assert (tmp_path / "kept.txt").read_text() == "kept"


def test_the_default_is_not_unregistered(
    client: APIClient, url: Any, folder: dict[str, Any]
) -> None:
    client.post(url("datastores"), {**folder, "is_default": True})
    answer = client.delete(url("datastores", "shared"))
    assert (answer.status_code, errors(answer)[0][0]) == (409, "datastore_is_default")


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_only_owners_change_datastores(
    workspace: Workspace, url: Any, folder: dict[str, Any], role: Role
) -> None:
    colleague = signed_in(member(workspace, role, "carl"))
    assert colleague.post(url("datastores"), folder).status_code == 403
    assert colleague.patch(url("datastores", "workspacefilestore"), {}).status_code == 403
    assert colleague.delete(url("datastores", "workspacefilestore")).status_code == 403


@pytest.fixture
def drawing(client: APIClient, url: Any, folder: dict[str, Any]) -> Drawing:
    """A pipeline that reads a file of the datastore "shared"."""
    client.post(url("datastores"), folder)
    drawing = Drawing().node("d", "Data", datastore="shared", path="a.csv")
    return drawing.script("s", "pass", inputs={"data": ("d", "data")})


def users(answer: Any) -> list[tuple[str, str]]:
    assert (answer.status_code, errors(answer)) == (409, [("datastore_in_use", None)])
    return [(user["type"], user["name"]) for user in answer.json()["extra"]["users"]]


def test_a_datastore_that_a_draft_names_is_kept_until_the_draft_is_gone(
    client: APIClient, url: Any, workspace: Workspace, drawing: Drawing
) -> None:
    document, owner = drawn(workspace, drawing), owner_of(workspace)
    draft = create_draft(workspace=workspace, user=owner, name="churn", document=document)
    create_draft(workspace=workspace, user=owner, name="other", document=drawn(workspace))
    assert users(client.delete(url("datastores", "shared"))) == [("draft", "churn")]
    delete_draft(draft)
    assert client.delete(url("datastores", "shared")).status_code == 204


def test_a_datastore_that_a_published_pipeline_or_a_run_needs_is_kept(
    client: APIClient, url: Any, workspace: Workspace, drawing: Drawing
) -> None:
    document, owner = drawn(workspace, drawing), owner_of(workspace)
    draft = create_draft(workspace=workspace, user=owner, name="churn", document=document)
    published = publish_draft(draft, user=owner, name="churn", description="", version="1")
    disable(published)
    run = client.post(url("runs"), {"draft": str(draft.pk), "experiment": "e"}).json()
    delete_draft(draft)
    needing = users(client.delete(url("datastores", "shared")))
    assert needing == [("run", f"Run {run['number']}"), ("published", "churn")]
    client.post(url("runs", run["id"], "cancel"))
    assert users(client.delete(url("datastores", "shared"))) == [("published", "churn")]
