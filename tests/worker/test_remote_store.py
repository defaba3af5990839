"""A node whose default datastore is not a file system, but a container of Azure's Blob service."""

import base64
import dataclasses
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from studio.data import Credentials, Datastore, DatastoreSpec, open_store
from studio.data.sealing import seal_for_node
from studio.engine.messages import StoreSpec, WorkOrder
from tests.azurite.server import KEY, Azurite
from tests.waiting import wait_until
from tests.worker.control import Broker, Control, NodeProcess, Workspace, running


@dataclass
class Remote:
    """Orders whose data, logs and outputs are in a container; their sources stay in a folder."""

    workspace: Workspace
    spec: DatastoreSpec
    node_key: str

    @property
    def store(self) -> Datastore:
        return open_store(self.spec)

    def order(self, script: str, **changes: Any) -> WorkOrder:
        order = self.workspace.order(script, **changes)
        sealed = seal_for_node(self.spec, [self.node_key])
        stores = {
            "default": StoreSpec(self.spec.kind, self.spec.settings, sealed),
            "sources": order.datastores["default"],
        }
        blobs = dataclasses.replace(order.blobs, datastore="sources")
        return dataclasses.replace(order, datastores=stores, blobs=blobs)

    def log(self, order: WorkOrder) -> bytes:
        return self.store.open(order.log.path).read()


NODE_KEY = Fernet.generate_key().decode()


@pytest.fixture(scope="module")
def node(
    broker: Broker, azurite: Azurite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NodeProcess]:
    folder = tmp_path_factory.mktemp("remote")
    (folder / "node.key").write_text(NODE_KEY)
    known = {
        "STUDIO_NODE_KEY_FILE": str(folder / "node.key"),
        "STUDIO_DATASTORE_HOSTS": azurite.host,
    }
    with running(broker, folder / "cache", **known) as node:
        yield node


@pytest.fixture
def remote(node: NodeProcess, azurite: Azurite, tmp_path: Path) -> Remote:
    return Remote(Workspace(tmp_path / "store"), azurite.spec(azurite.new_container()), NODE_KEY)


def test_inputs_are_fetched_and_outputs_artifacts_and_log_are_uploaded(
    control: Control, remote: Remote
) -> None:
    remote.store.write("raw/data.csv", b"a,b\n1,2\n")
    for number in range(9):
        remote.store.write(f"parts/p{number}/x.txt", str(number).encode())
    order = remote.order(
        "raw, parts, clean, folder = sys.argv[1:]\n"
        "open(clean, 'w').write(open(raw).read().upper())\n"
        "for n in range(9):\n"
        "    os.makedirs(f'{folder}/{n}')\n"
        "    open(f'{folder}/{n}/copy', 'w').write(open(f'{parts}/p{n}/x.txt').read())\n"
        "open('outputs/model.txt', 'w').write('m')\n"
        "print('done')\n",
        arguments=({"$input": "raw"}, {"$input": "parts"}, {"$output": "clean"}, {"$output": "folder"}),
        inputs={"raw": "raw/data.csv", "parts": "parts"},
        outputs=("clean", "folder"),
    )  # fmt: skip
    control.order(order)
    ended = control.finished(order)
    assert ended["state"] == "Completed", remote.log(order)
    clean, folder = ended["manifest"]
    path = order.outputs[0].path
    assert remote.store.open(path).read() == b"A,B\n1,2\n"
    assert clean["files"] == [
        {"path": "", "size": 8, "sha256": hashlib.sha256(b"A,B\n1,2\n").hexdigest(),
         "etag": remote.store.stat(path).etag}
    ]  # fmt: skip
    assert [file["path"] for file in folder["files"]] == [f"{n}/copy" for n in range(9)]
    assert remote.store.open(f"{order.outputs[1].path}/7/copy").read() == b"7"
    assert remote.store.open(f"{order.artifacts.prefix}outputs/model.txt").read() == b"m"
    log = remote.log(order)
    assert log.endswith(b"done\n")
    assert ended["log_size"] == len(log)
    assert b"input 'raw' was downloaded: datastore 'default' is no file system" in log


def test_what_a_step_prints_can_be_read_while_it_runs(
    control: Control, remote: Remote, tmp_path: Path
) -> None:
    go_on = tmp_path / "go on"
    order = remote.order(
        f"print('first', flush=True)\n"
        f"while not os.path.exists({str(go_on)!r}): time.sleep(0.01)\n"
        "print('last')\n"
    )
    control.order(order)
    wait_until(lambda: control.log_reaches(order) == 6, what="the first line to be reported")
    assert remote.log(order) == b"first\n"
    go_on.touch()
    assert control.finished(order)["state"] == "Completed"
    assert remote.log(order) == b"first\nlast\n"


def test_neither_broker_nor_step_sees_the_key(
    control: Control, remote: Remote, broker: Broker
) -> None:
    order = remote.order("print(dict(os.environ), sys.argv, open('/proc/self/environ').read())\n")
    control.order(order)
    assert control.finished(order)["state"] == "Completed"
    files = [file for file in broker.socket.parent.rglob("*") if file.is_file()]
    kept = b"".join(file.read_bytes() for file in files)
    kept += b"".join(map(base64.b64decode, re.findall(rb'"body": ?"([A-Za-z0-9+/=]+)"', kept)))
    assert order.attempt.encode() in kept, "the broker's file holds the order"
    for secret in (KEY, NODE_KEY):
        assert secret.encode() not in kept
        assert secret.encode() not in remote.log(order)


def test_a_node_with_another_key_says_so(control: Control, remote: Remote) -> None:
    remote.node_key = Fernet.generate_key().decode()
    order = remote.order("print('never')\n")
    control.order(order)
    ended = control.finished(order)
    assert (ended["state"], ended["reason"]) == ("Failed", "DatastoreUnavailable")
    assert ended["detail"]["code"] == "auth"


def test_keys_that_open_nothing_are_named_at_the_step(control: Control, remote: Remote) -> None:
    wrong = Credentials({"account_key": "d3Jvbmcta2V5LTEyMzQ1Njc4OTA="})
    remote.spec = dataclasses.replace(remote.spec, credentials=wrong)
    order = remote.order("print('never')\n", arguments=({"$input": "x"},), inputs={"x": "x"})
    control.order(order)
    ended = control.finished(order)
    assert (ended["reason"], ended["detail"]["code"]) == ("DatastoreUnavailable", "auth")
    assert wrong["account_key"] not in str(ended)


def test_a_container_that_goes_while_a_step_runs_fails_that_step(
    control: Control, remote: Remote, azurite: Azurite, tmp_path: Path
) -> None:
    go_on = tmp_path / "go on"
    order = remote.order(
        "print('running', flush=True)\n"
        f"while not os.path.exists({str(go_on)!r}): time.sleep(0.01)\n"
        "open(sys.argv[1], 'w').write('made')\n",
        arguments=({"$output": "made"},),
        outputs=("made",),
        cancel_grace_s=0.1,
    )
    control.order(order)
    wait_until(lambda: control.log_reaches(order) > 0, what="the step to run")
    azurite.service.delete_container(remote.spec.settings["container"])
    go_on.touch()
    ended = control.finished(order, within_s=30)
    assert (ended["state"], ended["reason"]) == ("Failed", "DatastoreUnavailable")
    assert ended["detail"]["code"] == "missing"
