"""The article's section "Set up a datastore", with Azure's Blob service in its emulator: registered
over the API, made the default, and from then on the home of data, outputs, artifacts and logs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.azurite.server import KEY, Azurite
from tests.drawing import Drawing
from tests.harness import FAST, Studio


@pytest.fixture
def studio_with_azure(azurite: Azurite, tmp_path: Path) -> Iterator[Studio]:
    settings = {**FAST, "STUDIO_DATASTORE_HOSTS": azurite.host}
    with Studio(tmp_path / "home", settings) as running:
        yield running


def test_a_run_lives_in_a_blob_container(studio_with_azure: Studio, azurite: Azurite) -> None:
    client = studio_with_azure.client
    container = azurite.new_container()
    registered = client.post(
        "datastores/",
        {
            "name": "blobs",
            "kind": "azure_blob",
            "settings": {"endpoint": azurite.endpoint, "container": container},
            "credentials": {"account_key": KEY},
            "is_default": True,
        },
    )
    assert registered["is_default"]
    assert registered["has_credentials"]
    assert client.post("datastores/blobs/check/")["state"] == "ok"
    blobs = azurite.service.get_container_client(container)
    blobs.upload_blob("raw/a.csv", b"x\n1\n2\n")

    drawing = (
        Drawing()
        .node("raw", "Data", path="raw/a.csv")
        .script(
            "sum",
            "import sys\n"
            "numbers = open(sys.argv[1]).read().split()[1:]\n"
            "open(sys.argv[2], 'w').write(str(sum(map(int, numbers))))\n"
            "print('summed', len(numbers))\n",
            [{"$input": "data"}, {"$output": "total"}],
            {"data": ("raw", "data")},
            ["total"],
        )
        .script(
            "show",
            "import sys\nprint('total', open(sys.argv[1]).read())\n",
            [{"$input": "total"}],
            {"total": ("sum", "total")},
        )
    )
    run = client.wait(client.submit(drawing)["id"])
    assert run["state"] == "Completed", run
    steps = {step["name"]: step for step in run["steps"]}
    log = client.log(steps["show"]["attempts"][-1]["id"])
    assert log.endswith(b"total 3\n")
    assert b"was downloaded" in log
    total = client.call(
        "GET", f"runs/{run['id']}/steps/{steps['sum']['id']}/outputs/total/content/"
    )
    assert total.content == b"3"
    kept = [blob.name for blob in blobs.list_blobs()]
    assert sum(name.endswith("/logs/attempt-1.log") for name in kept) == 2
    assert f"azureml/{steps['sum']['id']}" in {"/".join(name.split("/")[:2]) for name in kept}

    again = client.wait(client.submit(drawing)["id"])
    assert again["state"] == "Completed"

    azurite.service.delete_container(container)
    broken = client.wait(client.submit(drawing)["id"])
    assert broken["state"] == "Failed"
    failed = next(step for step in broken["steps"] if step["state"] == "Failed")
    assert failed["reason"]["code"] == "DatastoreUnavailable"
    assert failed["reason"]["detail"]["code"] == "missing"
    assert KEY not in str(broken)
    assert client.post("datastores/blobs/check/")["code"] == "missing"
