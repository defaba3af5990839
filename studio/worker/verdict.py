"""How an attempt ended, from everything that was seen of its step."""

import shutil
import signal

from studio.engine.states import Reason, State
from studio.worker.launch.wire import Exit
from studio.worker.metrics import Told
from studio.worker.prepare import Place
from studio.worker.watch import Stopped

NEARLY_FULL_BYTES = 4 * 1024 * 1024
"""A step that fails while less than this is free on its disk most likely failed of that."""


def verdict(
    ended: Exit | None,
    stopped: Stopped | None,
    told: Told,
    place: Place,
    timeout_s: float | None,
) -> tuple[State, Reason | None, dict[str, object]]:
    if stopped == "cancel":
        return State.CANCELED, Reason.USER_CANCELED, {}
    if stopped == "timeout":
        return State.FAILED, Reason.TIMED_OUT, {"timeout_s": timeout_s}
    if stopped == "fence":
        return (
            State.FAILED,
            Reason.WORKER_LOST,
            {"message": "the node had lost contact and stopped the step"},
        )
    if stopped == "drain":
        return State.FAILED, Reason.WORKER_LOST, {"message": "the node was shut down"}
    if ended is None:
        return State.FAILED, Reason.WORKER_LOST, {"message": "the step's supervisor was killed"}
    if ended.signal is not None:
        if ended.out_of_memory:
            return State.FAILED, Reason.OUT_OF_MEMORY, {"max_rss_bytes": ended.max_rss_bytes}
        name = signal.Signals(ended.signal).name if ended.signal in list(signal.Signals) else ""
        return State.FAILED, Reason.SIGNAL, {"signal": ended.signal, "signal_name": name}
    if ended.code != 0:
        full = place.folder.exists() and shutil.disk_usage(place.folder).free < NEARLY_FULL_BYTES
        return (
            State.FAILED,
            Reason.STORAGE_FULL if full else Reason.EXIT_CODE,
            {"exit_code": ended.code},
        )
    if told.failed is not None:
        return (
            State.FAILED,
            Reason.EXIT_CODE,
            {"exit_code": 0, "message": told.failed or "the script called run.fail()"},
        )
    return State.COMPLETED, None, {"exit_code": 0}
