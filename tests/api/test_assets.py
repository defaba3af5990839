"""Datasets and models over our own API."""

import io
import zipfile
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from rest_framework.test import APIClient

from studio.runs.models import Run
from studio.workspaces.models import Workspace
from studio.workspaces.queries import default_store
from tests.api.world import World, new_world

pytestmark = pytest.mark.django_db
STORE = "workspaceblobstore"


@pytest.fixture
def world(db: None) -> World:
    return new_world()


@pytest.fixture
def workspace(world: World) -> Workspace:
    store = default_store(world.workspace)
    store.write("iris/part-0.csv", b"a,b\n1,x\n2,y\n")
    store.write("bert/sub/vocab.txt", b"words")
    store.write("bert/weights.bin", b"\0" * 1000)
    return world.workspace


@pytest.fixture
def client(world: World, workspace: Workspace) -> APIClient:
    return world.actors["owner"]


@pytest.fixture
def base(workspace: Workspace) -> str:
    return f"/api/workspaces/{workspace.pk}"


def codes(answer: Any) -> tuple[int, list[str]]:
    return answer.status_code, [error["code"] for error in answer.json()["errors"]]


def content(answer: Any) -> bytes:
    async def collect() -> bytes:
        return b"".join([piece async for piece in answer.streaming_content])

    return async_to_sync(collect)()


def dataset(**changes: Any) -> dict[str, Any]:
    paths = [{"datastore": STORE, "path": "iris/"}]
    return {"name": "iris", "kind": "tabular", "paths": paths, **changes}


def test_a_dataset_is_registered_versioned_listed_and_unregistered(client: APIClient, base: str):
    made = client.post(f"{base}/datasets/", dataset(tags={"from": "r"}), format="json").json()
    assert made["versions"][0]["paths"] == [{"datastore": STORE, "path": "iris"}]
    more = {"paths": [{"datastore": STORE, "path": "iris/part-0.csv"}], "description": "one file"}
    second = client.post(f"{base}/datasets/iris/versions/", more, format="json")
    assert (second.status_code, second.json()["version"]) == (201, 2)
    row = client.get(f"{base}/datasets/?search=iri").json()["results"][0]
    assert {name: row[name] for name in ("name", "kind", "version", "version_count")} == {
        "name": "iris", "kind": "tabular", "version": 2, "version_count": 2,
    }  # fmt: skip
    assert (row["description"], row["tags"]) == ("one file", {})
    assert client.delete(f"{base}/datasets/iris/").status_code == 204
    assert client.get(f"{base}/datasets/iris/").status_code == 404


def test_a_tabular_dataset_shows_its_first_rows(client: APIClient, base: str):
    client.post(f"{base}/datasets/", dataset(), format="json")
    seen = client.get(f"{base}/datasets/iris/versions/1/preview/").json()
    assert seen["kind"] == "table"
    assert seen["rows"] == [[1, "x"], [2, "y"]]


def test_a_file_dataset_of_a_folder_shows_its_files(client: APIClient, base: str):
    client.post(f"{base}/datasets/", dataset(kind="file"), format="json")
    seen = client.get(f"{base}/datasets/iris/versions/1/preview/").json()
    assert [file["path"] for file in seen["files"]] == ["part-0.csv"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "a/b"}, "bad_name"),
        ({"name": "lab-iris"}, "name_taken"),
        ({"kind": "image"}, "invalid_choice"),
        ({"paths": []}, "empty"),
        ({"paths": [{"datastore": STORE, "path": "../etc"}]}, "invalid_path"),
        ({"paths": [{"datastore": "other", "path": "a"}]}, "unknown_datastore"),
        ({"paths": [{"datastore": STORE, "path": "nothing.csv"}]}, "nothing_there"),
        ({"colour": "red"}, "unknown_field"),
        ({"tags": {"a": {}}}, "invalid"),
    ],
)
def test_what_cannot_be_a_dataset_is_refused_by_name(
    changes: dict[str, Any], code: str, client: APIClient, base: str
):
    status, found = codes(client.post(f"{base}/datasets/", dataset(**changes), format="json"))
    assert status in (400, 409)
    assert found == [code]


def test_a_model_is_registered_from_a_folder_and_downloaded(client: APIClient, base: str):
    body = {"name": "bert", "path": {"datastore": STORE, "path": "bert"}, "tags": {"t": "1"}}
    made = client.post(f"{base}/models/", body, format="json").json()
    assert (made["version"], made["size"], made["file_count"]) == (1, 1005, 2)
    version = f"{base}/models/bert/versions/1"
    files = client.get(f"{version}/files/").json()
    assert [file["path"] for file in files] == ["sub/vocab.txt", "weights.bin"]
    one = client.get(f"{version}/content/?path=sub/vocab.txt", headers={"Range": "bytes=1-3"})
    assert (one.status_code, content(one)) == (206, b"ord")
    archive = client.get(f"{version}/archive/")
    with zipfile.ZipFile(io.BytesIO(content(archive))) as unpacked:
        assert unpacked.testzip() is None
        assert {name: unpacked.read(name) for name in unpacked.namelist()} == {
            "sub/vocab.txt": b"words", "weights.bin": b"\0" * 1000,
        }  # fmt: skip
    assert "bert-1.zip" in archive.headers["Content-Disposition"]
    assert client.get(f"{version}/content/?path=../../x").status_code == 404


@pytest.mark.parametrize("source", [{"output": "out"}, {"path": "notes.txt"}])
def test_a_model_is_what_a_step_left_and_says_which_run_made_it(
    source: dict[str, str], client: APIClient, base: str, world: World
):
    of_run = {"run_id": str(world.names["run"]), "step_id": str(world.names["step"]), **source}
    made = client.post(f"{base}/models/", {"name": "m", "run": of_run}, format="json").json()
    version = made["versions"][0]
    run = Run.objects.get(pk=world.names["run"])
    assert (version["run"]["id"], version["run"]["number"]) == (str(run.pk), run.number)
    answer = client.get(f"{base}/models/m/versions/1/content/")
    assert content(answer) == (b"result" if "output" in source else b"note")


@pytest.mark.parametrize("source", [{"output": "none"}, {"path": "none.txt"}, {"path": "/"}])
def test_what_a_step_did_not_leave_is_no_model(
    source: dict[str, str], client: APIClient, base: str, world: World
):
    of_run = {"run_id": str(world.names["run"]), "step_id": str(world.names["step"]), **source}
    answer = client.post(f"{base}/models/", {"name": "m", "run": of_run}, format="json")
    assert codes(answer) == (400, ["unknown_source"])


def test_the_run_of_another_workspace_leaves_nothing_here(
    client: APIClient, base: str, world: World
):
    theirs = new_world("second").names
    of_run = {"run_id": str(theirs["run"]), "step_id": str(theirs["step"]), "output": "out"}
    answer = client.post(f"{base}/models/", {"name": "m", "run": of_run}, format="json")
    assert codes(answer) == (400, ["unknown_source"])


def test_a_version_changes_its_words_and_goes(client: APIClient, base: str):
    version = f"{base}/models/lab-forest/versions/1/"
    changed = client.patch(version, {"tags": {"stage": "live"}}, format="json").json()
    assert changed["tags"] == {"stage": "live"}
    assert client.delete(version).status_code == 204
    assert codes(client.get(version)) == (404, ["unknown_asset"])
    assert client.get(f"{base}/models/").json()["results"] == []


def test_lists_go_on_where_a_page_ended(client: APIClient, base: str):
    for name in ("a", "b"):
        client.post(f"{base}/datasets/", dataset(name=name), format="json")
    first = client.get(f"{base}/datasets/?limit=2").json()
    assert [row["name"] for row in first["results"]] == ["b", "a"]
    rest = client.get(first["next"]).json()
    assert [row["name"] for row in rest["results"]] == ["lab-iris"]


def test_lineage_is_asked_for_one_thing_of_this_workspace(
    client: APIClient, base: str, world: World
):
    shown = client.get(f"{base}/lineage/?dataset=lab-iris").json()
    assert {(node["type"], node["title"]) for node in shown["nodes"]} == {
        ("output", "out"), ("dataset", "lab-iris"),
    }  # fmt: skip
    assert [edge["target"] for edge in shown["edges"]] == [shown["focus"]]
    of_file = client.get(f"{base}/lineage/?datastore={STORE}&path=out/file.txt").json()
    assert {node["type"] for node in of_file["nodes"]} >= {"dataset", "model"}
    of_run = client.get(f"{base}/lineage/?run={world.names['run']}").json()
    assert of_run["focus"] == f"run:{world.names['run']}"
    for query in ("", "?path=x", "?dataset=a&model=b", "?run=x"):
        assert client.get(f"{base}/lineage/{query}").status_code == 400
    theirs = new_world("second").names
    for query in (f"run={theirs['run']}", "dataset=second-iris", "model=second-forest"):
        assert client.get(f"{base}/lineage/?{query}").status_code == 404
