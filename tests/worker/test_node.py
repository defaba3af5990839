"""A node among messages that are late, doubled, lost or false, and in its last moments."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from studio.compute.broker import Publisher
from studio.engine.messages import Answer, WorkOrder
from tests.waiting import wait_until
from tests.worker.control import Broker, Control, NodeProcess, Workspace, running
from tests.worker.steps import with_cookie

SLEEPER = (
    "open(sys.argv[1] + '/up', 'w').write('x')\n"
    "import subprocess; subprocess.Popen(['sleep', '60']); time.sleep(60)"
)


def _sleeper(workspace: Workspace, **changes: Any) -> WorkOrder:
    workspace.write("signal/here", "")
    return workspace.order(SLEEPER, arguments=({"$input": "d"},), inputs={"d": "signal"}, **changes)


def _started(workspace: Workspace) -> None:
    wait_until((workspace.root / "signal/up").exists, 20, "the script")
    (workspace.root / "signal/up").unlink()


def test_cancel_ends_the_whole_tree(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = _sleeper(workspace)
    control.order(order)
    _started(workspace)
    control.cancel(order, 0.3)
    ended = control.finished(order, 10)
    assert (ended["state"], ended["reason"]) == ("Canceled", "UserCanceled")
    assert with_cookie(order.attempt) == []


def test_a_refused_claim_leaves_nothing(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = _sleeper(workspace)
    control.refuses.add(order.attempt)
    control.order(order)
    control.heard("claim", order.attempt)
    wait_until(
        lambda: not list((node.cache / "nodes/n1/attempts").iterdir()), what="its folder to go"
    )
    assert not (workspace.root / "signal/up").exists()
    assert control.of("finished", order.attempt) == []


def test_nothing_runs_before_the_grant_and_the_claim_is_sent_again(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = _sleeper(workspace)
    control.answers_claims = False
    try:
        control.order(order)
        wait_until(lambda: len(control.of("claim", order.attempt)) >= 2, what="a second claim")
        assert not (workspace.root / "signal/up").exists()
    finally:
        control.answers_claims = True
    assert len({json.dumps(report.body) for report in control.of("claim", order.attempt)}) == 1
    _started(workspace)
    control.cancel(order, 0.0)
    control.finished(order)


def test_an_order_that_comes_three_times_runs_once(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    workspace.write("count/here", "")
    script = "open(sys.argv[1] + '/starts', 'a').write('x'); time.sleep(0.3)"
    order = workspace.order(script, arguments=({"$input": "d"},), inputs={"d": "count"})
    for _ in range(3):
        control.order(order)
    control.finished(order)
    assert (workspace.root / "count/starts").read_text() == "x"
    assert len({report.body["token"] for report in control.of("claim", order.attempt)}) == 1


def test_what_is_not_an_order_is_dropped(
    broker: Broker, control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    publisher = Publisher(broker.url)
    bodies: tuple[Any, ...] = (([{"v": 99}], {}, {}), ([None], {}, {}), ({"odd": 1}, {}, {}))
    for body in bodies:
        publisher._publish(
            body,
            "target.local",
            headers={"task": "studio.execute", "id": "x", "lang": "py"},
            durable=True,
        )
    publisher._publish(
        ([], {}, {}),
        "target.local",
        headers={"task": "os.system", "id": "y", "lang": "py"},
        durable=True,
    )
    publisher.close()
    control.answer("n1", Answer("grant", "unknown", 1))
    order = workspace.order("print('still here')")
    control.order(order)
    assert control.finished(order)["state"] == "Completed"


def test_a_heartbeat_that_disowns_an_attempt_ends_it_without_a_word(
    control: Control, node: NodeProcess, workspace: Workspace
) -> None:
    order = _sleeper(workspace)
    control.order(order)
    _started(workspace)
    control.heard("heartbeat")
    control.answer("n1", Answer("ack", body={"kill": [order.attempt]}))
    wait_until(lambda: with_cookie(order.attempt) == [], what="the tree to end")
    wait_until(
        lambda: not list((node.cache / "nodes/n1/attempts").iterdir()), what="its folder to go"
    )
    assert control.of("finished", order.attempt) == []


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_a_result_is_told_until_it_is_acknowledged_also_by_the_next_life(
    broker: Broker, control: Control, workspace: Workspace, own: Path
) -> None:
    order = workspace.order("pass")
    control.acknowledges = False
    try:
        with running(broker, own, name="n2", target="own") as node:
            control.order(order, "own")
            control.finished(order)
            assert list((own / "nodes/n2/results").glob("*.json"))
            node.kill()
        told = len(control.of("finished", order.attempt))
    finally:
        control.acknowledges = True
    with running(broker, own, name="n2", target="own"):
        wait_until(
            lambda: len(control.of("finished", order.attempt)) > told, what="the result again"
        )
        wait_until(lambda: not list((own / "nodes/n2/results").iterdir()), what="the file to go")


def test_a_node_without_contact_stops_its_steps_by_itself(
    broker: Broker, control: Control, workspace: Workspace, own: Path
) -> None:
    order = _sleeper(workspace)
    with running(broker, own, name="n3", target="own", STUDIO_LEASE_S="1.5"):
        control.order(order, "own")
        _started(workspace)
        control.answers_heartbeats = False
        try:
            ended = control.finished(order)
        finally:
            control.answers_heartbeats = True
        assert (ended["state"], ended["reason"]) == ("Failed", "WorkerLost")
        assert with_cookie(order.attempt) == []


def test_a_killed_node_takes_its_steps_along(
    broker: Broker, control: Control, workspace: Workspace, own: Path
) -> None:
    order = _sleeper(workspace)
    with running(broker, own, name="n4", target="own") as node:
        control.order(order, "own")
        _started(workspace)
        node.kill()
        wait_until(lambda: with_cookie(order.attempt) == [], 5, "the tree to end")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_node_told_to_stop_ends_its_steps_tells_so_and_goes(
    broker: Broker, control: Control, workspace: Workspace, own: Path, number: signal.Signals
) -> None:
    order = _sleeper(workspace)
    with running(broker, own, name="n5", target="own") as node:
        control.order(order, "own")
        _started(workspace)
        for _ in range(3):  # an impatient user
            node.process.send_signal(number)
        assert node.process.wait(8) == 0
    ended = control.finished(order)
    assert (ended["state"], ended["reason"]) == ("Failed", "WorkerLost")
    assert with_cookie(order.attempt) == []


def test_a_claim_that_never_started_is_given_back_by_a_node_that_stops(
    broker: Broker, control: Control, workspace: Workspace, own: Path
) -> None:
    order = _sleeper(workspace)
    order = WorkOrder.from_json(
        {
            **order.to_json(),
            "inputs": [{**item.__dict__, "mode": "download"} for item in order.inputs],
        }
    )
    with running(broker, own, name="n6", target="own") as node:
        control.answers_claims = False  # the claim is granted by hand, the start is not answered
        try:
            control.order(order, "own")
            control.heard("claim", order.attempt)
            control.answer("n6", Answer("grant", order.attempt, order.fence))
            control.heard("start", order.attempt)
            assert node.terminate() == 0
        finally:
            control.answers_claims = True
    assert control.heard("returned", order.attempt)
    assert not (workspace.root / "signal/up").exists()


def test_a_broker_that_goes_away_and_comes_back_does_not_disturb_a_step(
    tmp_path: Path, workspace: Workspace
) -> None:
    import tempfile

    workspace.write("signal/here", "")
    script = (
        "print('a')\nwhile not os.path.exists(sys.argv[1] + '/go'): time.sleep(0.01)\nprint('b')"
    )
    order = workspace.order(script, arguments=({"$input": "d"},), inputs={"d": "signal"})
    with tempfile.TemporaryDirectory(prefix="broker-") as folder:
        broker = Broker(Path(folder))
        broker.start()
        control = Control(broker.url)
        with running(broker, tmp_path / "cache", name="n1"):
            control.order(order)
            wait_until(lambda: control.log_reaches(order), 20, "the first line")
            broker.stop()
            workspace.write("signal/go", "")
            wait_until(lambda: workspace.log(order) == b"a\nb\n", what="the step to go on")
            broker.start()
            assert control.finished(order, 30)["state"] == "Completed"
        control.close()
        broker.stop()
