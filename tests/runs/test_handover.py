"""The answer to a finished report brings the node its next order: to whom, in what turn, once."""

from collections.abc import Callable

from studio.engine.messages import Answer, WorkOrder
from studio.runs.models import Attempt, Run
from studio.runs.services import cancel_run, record_reports
from tests.drawing import Drawing
from tests.runs.fakes import Broker, Node

Start = Callable[..., Run]
TAKES = {"queue": "target.local", "token": "next"}


def chain() -> Drawing:
    return Drawing().script("a", "").script("b", "", after=["a"]).script("c", "", after=["b"])


def finish(node: Node, order: WorkOrder, **more: object) -> Answer:
    body = {"state": "Completed", "reason": "", "log_size": 0, "takes": TAKES, **more}
    answer = node.report("finished", order, **body)
    assert answer is not None and answer.kind == "ack"
    return answer


def handed(answer: Answer) -> WorkOrder:
    return WorkOrder.from_json(answer.body["order"])


def states(run: Run) -> dict[str, str]:
    return dict(run.steps.values_list("node_id", "state"))


def test_what_gets_ready_goes_to_the_slot_that_made_it_so(start: Start, node: Node) -> None:
    run = start(chain())
    first = node.take()
    node.claim(first)
    second = handed(finish(node, first))
    assert (second.node, len(node.broker.orders)) == ("b", 0)
    assert states(run) == {"a": "Completed", "b": "Running", "c": "NotStarted"}
    assert node.finish(second) == "ack"


def test_its_history_reads_as_if_it_had_been_queued(start: Start, node: Node) -> None:
    run = start(chain())
    first = node.take()
    node.claim(first)
    second = handed(finish(node, first))
    steps = run.events.filter(step_run__pk=second.step_run).values_list("data__state", flat=True)
    assert list(steps) == ["Queued", "Running"]


def test_who_takes_no_more_is_given_nothing(start: Start, node: Node) -> None:
    start(chain())
    first = node.take()
    node.claim(first)
    assert finish(node, first, takes=None).body == {}
    assert [order.node for order in node.broker.orders] == ["b"]


def test_a_slot_gets_work_of_its_own_queue_only(start: Start, node: Node) -> None:
    start(chain())
    first = node.take()
    node.claim(first)
    elsewhere = {"queue": "target.gpu", "token": "next"}
    assert finish(node, first, takes=elsewhere).body == {}
    assert len(node.broker.orders) == 1


def test_what_waits_is_not_overtaken_by_what_gets_ready(start: Start, node: Node) -> None:
    start(chain())
    other = start(Drawing().script("waiting", ""))
    first = node.take()
    node.claim(first)
    given = handed(finish(node, first))
    assert (given.node, given.run) == ("waiting", str(other.pk))
    assert [order.node for order in node.broker.orders] == ["waiting", "b"]
    other.refresh_from_db()
    assert other.state == "Running"


def test_an_order_handed_over_is_refused_to_whom_the_queue_brings_it(
    start: Start, node: Node, broker: Broker
) -> None:
    start(chain())
    start(Drawing().script("waiting", ""))
    first = node.take()
    node.claim(first)
    given = handed(finish(node, first))
    assert Node("second", broker).claim(broker.orders[0]) == "refuse"
    assert node.finish(given) == "ack"


def test_the_order_comes_again_when_the_answer_was_lost(start: Start, node: Node) -> None:
    start(chain())
    first = node.take()
    node.claim(first)
    lost = handed(finish(node, first))
    assert handed(finish(node, first)) == lost
    node.finish(lost)
    assert finish(node, first).body == {}


def test_what_came_too_late_goes_back_and_is_run_by_somebody_else(
    start: Start, node: Node, broker: Broker
) -> None:
    run = start(chain())
    first = node.take()
    node.claim(first)
    late = handed(finish(node, first))
    node.report("returned", late)
    assert states(run)["b"] == "Queued"
    again = broker.orders[0]
    assert (again.attempt, again.fence) == (late.attempt, late.fence + 1)
    assert node.finish(late) == "refuse"
    assert Node("second", broker).work() == ["b", "c"]


def test_a_step_of_a_canceled_run_is_handed_to_nobody(start: Start, node: Node) -> None:
    run = start(chain())
    first = node.take()
    node.claim(first)
    assert run.created_by
    cancel_run(run.pk, run.created_by)
    assert finish(node, first).body == {}
    run.refresh_from_db()
    assert run.state == "Canceled"


def test_reports_that_come_together_are_planned_together(start: Start, node: Node) -> None:
    drawing = Drawing().script("a", "").script("b", "").script("c", "", after=["a", "b"])
    run = start(drawing)
    orders = [node.take(), node.take()]
    for order in orders:
        node.claim(order)
    told = record_reports(
        [
            node.said("finished", order, state="Completed", log_size=0,
                      takes={"queue": "target.local", "token": order.node})
            for order in orders
        ]
    )  # fmt: skip
    given = [answer.body for _, answer in told if answer.body]
    assert len(told) == 2 and len(given) == 1
    assert Attempt.objects.get(step_run__node_id="c").claim_token in ("a", "b")
    assert states(run)["c"] == "Running"


def test_one_report_without_sense_does_not_disturb_the_others(start: Start, node: Node) -> None:
    start(Drawing().script("a", ""))
    order = node.take()
    senseless = node.said("finished", order, state="Perfect")
    told = record_reports([senseless, node.said("claim", order, ready=True, token="t")])
    assert [answer.kind for _, answer in told] == ["grant"]


def test_a_slot_that_took_its_order_from_the_queue_meanwhile_may_run_it(
    start: Start, node: Node
) -> None:
    start(chain())
    first = node.take()
    node.claim(first)
    takes = {**TAKES, "token": "0001.handed"}
    second = handed(finish(node, first, takes=takes))
    own, foreign = ({"ready": True, "token": token} for token in ("0001.queue", "0002.queue"))
    asked = node.report("claim", second, **foreign)
    assert asked is not None and asked.kind == "refuse", "another life may have run it already"
    asked = node.report("claim", second, **own)
    assert asked is not None and asked.kind == "grant"
    assert node.finish(second) == "ack"
