"""One attempt on this node, from the order to the finished report."""

import logging
import os
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.engine.messages import WorkOrder
from studio.engine.states import Reason, State
from studio.worker.attempts import Attempts, Mailbox
from studio.worker.cache import BlobCache
from studio.worker.collect import LARGE_BYTES, Artifacts, manifests, outputs_size
from studio.worker.failures import StepFailed
from studio.worker.handover import Handover
from studio.worker.janitor import Janitor
from studio.worker.launch.launcher import Launcher, StartFailed, StepProcess
from studio.worker.launch.wire import METRICS_FD, Exit
from studio.worker.logs import Log, LogWriter
from studio.worker.metrics import MetricsReader, Told
from studio.worker.prepare import Place, Prepared, is_cheap, prepare
from studio.worker.questions import Questions
from studio.worker.registrations import sort_out
from studio.worker.reports import LogBeacon, Reporter
from studio.worker.results import Results
from studio.worker.returned import Returned
from studio.worker.shipping import ShippedLog
from studio.worker.stores import Stores
from studio.worker.verdict import verdict
from studio.worker.watch import Pipes, Stopped, Watch

ASK_AGAIN_S = 1.0
"""A claim or start that got no answer is sent again, word for word."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Node:
    """What all attempts on this machine share."""

    reporter: Reporter
    beacon: LogBeacon
    attempts: Attempts
    results: Results
    janitor: Janitor
    launcher: Launcher
    handover: Handover
    returned: Returned
    queue: str
    """Where its orders come from."""
    life: str
    """Since this start; greater than those before."""
    cache: BlobCache
    stores: Stores
    folder: Path
    """Where attempts live while they run."""
    lease_s: float

    def token(self) -> str:
        """For one claim of this life."""
        return f"{self.life}.{uuid.uuid4().hex}"


class NotOurs(Exception):
    """Control refused, or this node gives the attempt back: leave no trace, report no end."""


def execute(node: Node, order: WorkOrder) -> None:
    """Runs the attempt, and those that control hands over one after another to the same slot."""
    following: WorkOrder | None = order
    while following is not None:
        following = _execute(node, following, is_ours=following is not order)


def _execute(node: Node, order: WorkOrder, *, is_ours: bool) -> WorkOrder | None:
    mailbox = node.attempts.open(order.attempt, order.fence)
    if mailbox is None:  # in hand already, or draining
        if is_ours and not node.attempts.knows(order.attempt, order.fence):
            node.returned.give(order.attempt, order.fence)
        return None  # else control sends it again when it is still wanted
    if is_ours:
        mailbox.grant()
    try:
        Execution(node, order, mailbox).run()
    finally:
        node.attempts.close(mailbox)
    told = mailbox.told
    return None if told is None else node.handover.next_after(order.attempt, told)


class Execution:
    def __init__(self, node: Node, order: WorkOrder, mailbox: Mailbox) -> None:
        self._node = node
        self._order = order
        self._mailbox = mailbox
        self._token = node.token()
        self._place = Place.below(node.folder / f"{order.attempt}.{order.fence}")
        self._began = time.monotonic()
        self._timings: dict[str, float] = {}
        self._told = Told()
        self._canceled = False
        self._prepared: Prepared | None = None
        self._told.on_question = Questions(
            order, mailbox, self._place, node.stores, lambda body: self._report("ask", body)
        ).take

    def run(self) -> None:
        pipes = Pipes.open()
        process: StepProcess | None = None
        try:
            process = self._until_gate(pipes)
            self._finish(*self._through_gate(process, pipes))
        except NotOurs:
            pass
        except StepFailed as failed:
            self._fail_before_start(failed)
        finally:
            if process is not None:
                process.close()
            pipes.close_readers()
            if hasattr(self, "_log"):
                self._log.abandon()
            self._node.beacon.forget(self._order.attempt)
            self._node.janitor.remove(self._place.folder)

    # before the gate

    def _until_gate(self, pipes: Pipes) -> StepProcess:
        """A step that waits, ready, and is ours to start. Raises NotOurs, StepFailed."""
        try:
            ours = self._mailbox.granted_at is not None
            cheap = is_cheap(self._order, self._node.cache, self._node.stores)
            if ours and not cheap:
                self._give_back("costly")
            if not cheap:
                self._ask("claim", {"ready": False})
            process = self._launch(pipes)
        finally:
            pipes.close_writers()
        try:
            if cheap and not ours:
                self._ask("claim", {"ready": True})
            process.wait_ready()
            if not cheap:
                self._ask("start", {"pid": process.pid})
            elif ours:
                self._read_letters(0)
            if self._canceled:
                raise StepFailed(Reason.USER_CANCELED, "canceled before it started")
        except StartFailed as error:
            process.close()
            raise StepFailed(Reason.START_FAILED, str(error)) from error
        except (NotOurs, StepFailed):
            process.close()
            raise
        return process

    def _launch(self, pipes: Pipes) -> StepProcess:
        self._prepared = prepare(self._order, self._place, self._node.cache, self._node.stores)
        self._prepared.launch.env["STUDIO_METRICS"] = (
            f"{METRICS_FD}:{os.fstat(pipes.metrics_write).st_ino}"
        )
        try:
            process = self._node.launcher.take(self._prepared.groups)
            process.launch(self._prepared.launch, pipes.log_write, pipes.metrics_write)
        except StartFailed as error:
            raise StepFailed(Reason.START_FAILED, str(error)) from error
        return process

    def _ask(self, kind: Literal["claim", "start"], body: dict[str, object]) -> None:
        """Returns when granted. Raises NotOurs."""
        give_up = time.monotonic() + self._node.lease_s
        while time.monotonic() < give_up:
            self._report(kind, {**body, "token": self._token})
            if self._granted_within(ASK_AGAIN_S):
                self._mailbox.grant()
                return
        raise NotOurs  # nobody answers; whoever hears of the order next may have it

    def _granted_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._read_letters(left):
                return True
        return False

    def _read_letters(self, wait_s: float) -> bool:
        """Whether one of them grants. Raises NotOurs."""
        granted = False
        for letter in self._mailbox.wait(wait_s):
            if letter.word == "grant":
                granted = True
            elif letter.word == "cancel":
                self._canceled = True
            else:
                self._give_back(letter.word)
        return granted

    def _give_back(self, why: str) -> None:
        """Raises NotOurs. What was handed over but takes long to prepare is claimed anew: until
        it is prepared it counts as starting, and nothing is lost should the node go."""
        if why in ("drain", "costly") and self._mailbox.granted_at is not None:
            self._node.returned.give(self._order.attempt, self._order.fence)
        raise NotOurs

    # beyond the gate

    def _through_gate(
        self, process: StepProcess, pipes: Pipes
    ) -> tuple[Exit | None, Stopped | None, Watch]:
        order = self._order
        self._mailbox.started = True
        log = self._open_log()
        self._artifacts = Artifacts(
            self._node.stores.of(order, order.artifacts.datastore), order.artifacts.prefix
        )
        self._metrics = MetricsReader(
            lambda body: self._report("metrics", body), self._keep_image, self._told
        )
        self._log = log
        watch = Watch(
            process, pipes, self._mailbox, log, self._metrics,
            timeout_s=order.timeout_s, grace_s=order.cancel_grace_s,
        )  # fmt: skip
        for note in self._prepared.notes if self._prepared else ():
            log.note(note)
        self._clock("prepare_s")
        process.open_gate()
        ended = watch.run()
        self._clock("run_s")
        return ended, watch.stopped, watch

    def _open_log(self) -> Log:
        order = self._order
        store = self._node.stores.of(order, order.log.datastore)

        def reached(size: int) -> None:
            self._node.beacon.reached(order.attempt, size)

        if store.local_path(order.log.path) is not None:
            return LogWriter(store, order.log.path, reached)
        return ShippedLog(store, order.log.path, self._place.folder / "spool", reached)

    def _keep_image(self, name: str, handed: str) -> str | None:
        """Where the picture is among the run's files; None when it could not be kept."""
        suffix = Path(handed).suffix or ".png"
        path = f"images/{len(self._artifacts.kept):04d}-{_file_name(name)}{suffix}"
        before = len(self._artifacts.kept)
        self._artifacts.add(self._place.private / os.path.basename(handed), path)
        return path if len(self._artifacts.kept) > before else None

    def _finish(self, ended: Exit | None, stopped: Stopped | None, watch: Watch) -> None:
        if stopped == "refuse":
            return  # it was taken from us; our word counts no more
        state, reason, detail = verdict(
            ended, stopped, self._told, self._place, self._order.timeout_s
        )
        manifest: list[dict[str, object]] = []
        if state is State.COMPLETED:
            try:
                manifest = self._manifests()
            except StepFailed as failed:
                state, reason, detail = State.FAILED, failed.reason, {**detail, **failed.detail}
        self._collect_artifacts()
        for note in self._artifacts.notes:
            self._log.note(f"not kept: {note}")
        if self._metrics.dropped:
            self._log.note(f"{self._metrics.dropped} metrics were not understood")
        asked = self._registrations(state)
        self._log.close()
        if self._log.lost:
            detail = {**detail, "log_bytes_lost": self._log.lost}
        self._clock("finalize_s")
        self._tell(
            state, reason, detail,
            log_size=self._log.size,
            manifest=manifest,
            artifacts=self._artifacts.kept,
            registrations=asked,
            max_rss_bytes=ended.max_rss_bytes if ended else None,
        )  # fmt: skip

    def _registrations(self, state: State) -> list[dict[str, object]]:
        """What can be registered of what the script asked for; the log says what cannot."""
        wanted, reasons = sort_out(self._told.registrations, self._artifacts.kept, state)
        for reason in reasons:
            self._log.note(f"not registered: {reason}")
        return wanted

    def _manifests(self) -> list[dict[str, object]]:
        assert self._prepared is not None  # a step that ran was prepared
        if not self._order.outputs:
            return []
        if outputs_size(self._prepared.outputs) > LARGE_BYTES:
            self._report("finalizing", {})
        return manifests(self._order, self._prepared.outputs, self._node.stores)

    def _collect_artifacts(self) -> None:
        for name in ("outputs", "logs"):
            folder = self._place.work / name
            if folder.is_dir() and not folder.is_symlink():
                self._artifacts.add_folder(folder, name)
        for name, handed in self._told.uploads:
            self._artifacts.add(self._place.private / os.path.basename(handed), name)

    def _fail_before_start(self, failed: StepFailed) -> None:
        """Control hears of it from the owner only: so it is claimed first, when it is not ours yet."""
        try:
            if self._mailbox.granted_at is None:
                self._ask("claim", {"ready": False})
        except NotOurs:
            return
        self._clock("prepare_s")
        canceled = self._canceled or failed.reason is Reason.USER_CANCELED
        state = State.CANCELED if canceled else State.FAILED
        self._tell(
            state, Reason.USER_CANCELED if canceled else failed.reason, failed.detail, log_size=0
        )

    # telling

    def _report(
        self,
        kind: Literal["claim", "start", "metrics", "finalizing", "ask"],
        body: dict[str, object],
    ) -> bool:
        return self._node.reporter.send(kind, self._order.attempt, self._order.fence, body)

    def _tell(
        self,
        state: State,
        reason: Reason | None,
        detail: dict[str, object],
        *,
        log_size: int,
        manifest: list[dict[str, object]] | None = None,
        artifacts: list[dict[str, object]] | None = None,
        registrations: list[dict[str, object]] | None = None,
        max_rss_bytes: int | None = None,
    ) -> None:
        body: dict[str, object] = {
            "state": str(state),
            "reason": str(reason) if reason else None,
            "detail": detail,
            "log_size": log_size,
            "timings": self._timings,
            "manifest": manifest or [],
            "artifacts": artifacts or [],
            "registrations": registrations or [],
            "max_rss_bytes": max_rss_bytes,
            "arguments": list(self._prepared.launch.argv) if self._prepared else [],
        }
        unsent = self._metrics.unsent() if hasattr(self, "_metrics") else []
        if not self._node.attempts.draining:
            body["takes"] = {"queue": self._node.queue, "token": self._node.token()}
        self._mailbox.told = self._node.handover.expect(self._order.attempt)
        self._node.results.add(self._order.attempt, self._order.fence, body, unsent)

    def _clock(self, phase: str) -> None:
        now = time.monotonic()
        self._timings[phase] = round(now - self._began, 6)
        self._began = now


def _file_name(name: str) -> str:
    return (
        "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in name)[:80]
        or "image"
    )
