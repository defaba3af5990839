"""Whatever happens in whatever order: the promises hold. Messages are dropped, doubled and late,
nodes fall silent and come back, time passes, people cancel."""

import io
import itertools
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from studio.engine.messages import Answer, Report, WorkOrder
from studio.engine.states import CLAIMED, SUCCEEDED, TERMINAL, State
from studio.runs.models import Attempt, Output, Run
from studio.runs.services import Submission, cancel_run, submit, sweep
from studio.workspaces import blobs
from studio.workspaces.models import Workspace
from studio.workspaces.services import create_workspace
from tests.drawing import Drawing
from tests.runs.fakes import Broker, answer_to

names = itertools.count()


@dataclass
class Held:
    """An attempt as its node sees it."""

    order: WorkOrder
    token: str
    started: bool = False


@dataclass
class World:
    """A run, a broker that loses things, two nodes, and what must never happen."""

    broker: Broker
    run: Run
    now_s: float = 0.0
    claims: dict[str, Held] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    sent: list[Report] = field(default_factory=list)

    def tell(self, node: str, kind: Any, held: Held | None, **body: object) -> Answer | None:
        attempt, fence = (held.order.attempt, held.order.fence) if held else ("", 0)
        report = Report(kind, attempt, fence, node, time.time(), body)
        self.sent.append(report)
        return answer_to(report)

    # What may happen. `pick` is a number hypothesis chose; each takes what it needs of it.

    def claim(self, pick: int) -> None:
        if not self.broker.orders:
            return
        order = self.broker.orders[pick % len(self.broker.orders)]
        if pick % 3:  # else the message is delivered once more later
            self.broker.orders.remove(order)
        node, ready = f"node-{pick % 2}", pick % 5 > 0
        held = Held(order, token=f"t{next(names)}")
        answer = self.tell(node, "claim", held, ready=ready, token=held.token)
        if answer and answer.kind == "grant":
            self.claims[node + held.token] = held
            if ready:
                self.open_gate(held)

    def start(self, pick: int) -> None:
        for key in self.some(pick):
            held = self.claims[key]
            answer = self.tell(key[:6], "start", held, pid=1, token=held.token)
            if answer and answer.kind == "grant" and not held.started:
                self.open_gate(held)

    def open_gate(self, held: Held) -> None:
        held.started = True
        self.starts[held.order.attempt] = self.starts.get(held.order.attempt, 0) + 1

    def finish(self, pick: int) -> None:
        for key in self.some(pick):
            held = self.claims.pop(key)
            if held.started:
                state, reason = [("Completed", ""), ("Completed", ""), ("Failed", "ExitCode"),
                                 ("Canceled", "UserCanceled")][pick % 4]  # fmt: skip
                files = [{"path": "", "size": 1, "sha256": "00" * 32}]
                manifest = [
                    {"output": o.name, "kind": "file", "files": files} for o in held.order.outputs
                ]
                self.tell(
                    key[:6],
                    "finished",
                    held,
                    state=state,
                    reason=reason,
                    log_size=1,
                    manifest=manifest,
                )

    def give_back(self, pick: int) -> None:
        for key in self.some(pick):
            if not self.claims[key].started:
                self.tell(key[:6], "returned", self.claims.pop(key))

    def beat(self, pick: int) -> None:
        node = f"node-{pick % 2}"
        mine = {
            h.order.attempt: h.order.fence for k, h in self.claims.items() if k.startswith(node)
        }
        answer = self.tell(node, "heartbeat", None, attempts=mine, slots=1, target="local")
        assert answer is not None
        for key, held in list(self.claims.items()):
            if held.order.attempt in answer.body["kill"] and key.startswith(node):  # type: ignore[operator]
                del self.claims[key]

    def forget(self, pick: int) -> None:
        """A node dies with what it holds."""
        for key in self.some(pick):
            del self.claims[key]

    def repeat(self, pick: int) -> None:
        """A message of the past arrives once more."""
        if self.sent:
            report = self.sent[pick % len(self.sent)]
            answer = answer_to(report)
            if (
                answer
                and answer.kind == "grant"
                and report.kind == "claim"
                and report.body["ready"]
            ):
                token = str(report.body["token"])
                assert (
                    any(key.endswith(token) for key in self.claims) or report.attempt in self.starts
                )

    def lose_orders(self, pick: int) -> None:
        self.broker.empty()

    def break_broker(self, pick: int) -> None:
        self.broker.away = not self.broker.away

    def cancel(self, pick: int) -> None:
        if pick % 4 == 0 and self.run.state not in TERMINAL:
            assert self.run.created_by
            cancel_run(self.run.pk, self.run.created_by)

    def pass_time(self, pick: int) -> None:
        """Time passes by moving all leases into the past; then somebody sweeps."""
        seconds = (1, settings.TIMING.not_responding + 1, settings.TIMING.lease + 1)[pick % 3]
        self.shift(seconds)
        sweep(timezone.now())

    def shift(self, seconds: float) -> None:
        for attempt in Attempt.objects.filter(lease_until__isnull=False):
            Attempt.objects.filter(pk=attempt.pk).update(
                lease_until=attempt.lease_until - timedelta(seconds=seconds)  # type: ignore[operator]
            )
        for attempt in Attempt.objects.all():
            Attempt.objects.filter(pk=attempt.pk).update(
                sent_at=attempt.sent_at - timedelta(seconds=seconds)
            )

    def some(self, pick: int) -> list[str]:
        keys = sorted(self.claims)
        return [keys[pick % len(keys)]] if keys else []

    # What must hold after each of them.

    def check(self) -> None:
        self.run.refresh_from_db()
        attempts = list(Attempt.objects.filter(step_run__run=self.run))
        for attempt in attempts:
            key = str(attempt.pk)
            assert self.ended.get(key, attempt.state) == attempt.state, "I3: terminal is final"
            if attempt.state in TERMINAL:
                self.ended[key] = attempt.state
            assert attempt.state not in CLAIMED or attempt.lease_until, "I2: a lease"
            assert self.starts.get(key, 0) <= 1, "I5: started once"
        self.check_outputs()
        self.check_events()

    def check_outputs(self) -> None:
        for output in Output.objects.filter(step_run__run=self.run).select_related("step_run"):
            assert output.step_run.state == State.COMPLETED, "I4: outputs of completed steps only"
            last = output.step_run.attempts.get()
            assert f"/{last.fence}/" in output.path, "I4: of the newest fence"
        steps = {step.node_id: step for step in self.run.steps.all()}
        for early, late in (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")):
            if late in steps and steps[late].attempt_count:
                assert steps[early].state in SUCCEEDED, "I8: after what it needs"

    def check_events(self) -> None:
        events = list(self.run.events.all())
        assert [event.seq for event in events] == list(range(1, len(events) + 1)), "I10: no gap"
        told = {e.step_run_id: e.data["state"] for e in events if e.kind == "StepChanged"}
        rows = dict(self.run.steps.exclude(state="NotStarted").values_list("pk", "state"))
        assert told == rows, "I10: events add up to the rows"

    def settle(self) -> None:
        """All is well again for long enough: the run must end."""
        self.broker.away = False
        self.claims.clear()
        for _ in range(12):
            self.shift(settings.TIMING.lease + 1)
            sweep(timezone.now())
            while self.broker.orders:
                self.claim(1)
                for pick in range(len(self.claims)):
                    self.start(pick)
                while self.claims:
                    self.finish(0)
            self.check()
        assert self.run.state in TERMINAL, "P1: what was accepted ends"
        assert all(state in TERMINAL for state in self.run.steps.values_list("state", flat=True))


MOVES = ["claim", "claim", "start", "finish", "finish", "give_back", "beat", "forget", "repeat",
         "lose_orders", "break_broker", "cancel", "pass_time", "pass_time"]  # fmt: skip


def diamond() -> Drawing:
    drawing = Drawing().script("a", "", outputs=["x"])
    drawing.script("b", "", inputs={"x": ("a", "x")}).script("c", "", after=["a"])
    return drawing.script("d", "", after=["b", "c"])


@pytest.fixture
def lab(transactional_db: None) -> Workspace:
    owner = get_user_model().objects.create_user("ada")
    workspace = create_workspace("lab", owner)
    for content in diamond().files.values():
        blobs.put(workspace, io.BytesIO(content))
    return workspace


@pytest.mark.slow
@pytest.mark.timeout(300)
@effort(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 59)), max_size=25),
    go_on=st.booleans(),
)
def test_the_promises_hold_whatever_happens(
    lab: Workspace, broker: Broker, moves: list[tuple[str, int]], go_on: bool
) -> None:
    broker.away = False
    broker.empty()
    owner = lab.memberships.get().user
    asked = Submission(lab, owner, diamond().document, "e", continue_on_step_failure=go_on)
    world = World(broker, submit(asked).run)
    for move, pick in moves:
        getattr(world, move)(pick)
        world.check()
    world.settle()
