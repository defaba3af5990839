"""Who may run an attempt: one node, once, whatever messages do."""

from collections.abc import Callable

from studio.runs.models import Attempt, Run
from studio.runs.services import cancel_run
from tests.drawing import Drawing
from tests.runs.fakes import Broker, Node

Start = Callable[..., Run]


def one() -> Drawing:
    return Drawing().script("a", "")


def test_of_two_nodes_with_the_same_order_one_runs_it(start: Start, broker: Broker) -> None:
    start(one())
    order = broker.orders[0]
    first, second = Node("first", broker), Node("second", broker)
    assert [first.claim(order), second.claim(order)] == ["grant", "refuse"]
    assert second.finish(order) == "refuse"
    assert Attempt.objects.get().node == "first"


def test_a_claim_repeated_because_its_answer_was_lost_is_granted_again(
    start: Start, node: Node
) -> None:
    start(one())
    order = node.take()
    assert node.claim(order, token="t1") == "grant"
    assert node.claim(order, token="t1") == "grant"


def test_a_restarted_node_of_the_same_name_cannot_start_the_script_again(
    start: Start, node: Node
) -> None:
    start(one())
    order = node.take()
    node.claim(order, token="before the restart")
    assert node.claim(order, token="after the restart") == "refuse"


def test_a_start_is_granted_once_for_one_process(start: Start, node: Node) -> None:
    start(one())
    order = node.take()
    node.claim(order, ready=False)
    assert node.start(order, pid=1) == "grant"
    assert node.start(order, pid=1) == "grant"
    assert node.start(order, pid=2) == "refuse"


def test_an_order_of_a_canceled_run_is_refused(start: Start, node: Node) -> None:
    run = start(one())
    order = node.take()
    assert run.created_by
    cancel_run(run.pk, run.created_by)
    assert node.claim(order) == "refuse"


def test_a_finish_told_twice_is_acknowledged_and_changes_nothing(start: Start, node: Node) -> None:
    run = start(one())
    order = node.take()
    node.claim(order)
    assert node.finish(order) == "ack"
    events = run.events.count()
    assert node.finish(order, "Failed", "ExitCode") == "ack"
    run.refresh_from_db()
    assert (run.state, run.events.count()) == ("Completed", events)


def test_an_order_for_nobody_we_know_is_refused(start: Start, node: Node) -> None:
    start(one())
    order = node.take()
    Attempt.objects.all().delete()
    assert node.claim(order) == "refuse"
    assert node.finish(order) == "refuse"


def test_a_claim_given_back_goes_out_again_under_a_new_fence(start: Start, node: Node) -> None:
    start(one())
    first = node.take()
    node.claim(first, ready=False)
    node.report("returned", first)
    second = node.take()
    assert second.fence == first.fence + 1
    assert node.start(first) == "refuse"
    assert node.claim(second) == "grant"
    assert node.finish(first) == "refuse"
    assert node.finish(second) == "ack"
    assert second.outputs == first.outputs == ()
