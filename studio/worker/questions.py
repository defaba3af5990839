"""What a running script asks for by name: control is asked, the bytes are fetched, the script told.

The script waits at a named pipe of its own; each question has a thread, so that neither its log nor
its cancel waits for a download.
"""

import json
import os
import queue
import stat
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from studio.engine.messages import InputOrder, MessageError, StoreSpec, WorkOrder
from studio.engine.messages import Place as StoredAt
from studio.engine.wire import Fields
from studio.worker.attempts import Mailbox
from studio.worker.failures import StepFailed
from studio.worker.prepare import Place, fetch
from studio.worker.stores import Stores

ASK_AGAIN_S = 1.0
GIVE_UP_S = 60.0
AT_ONCE = 8


class Questions:
    """Those of one attempt."""

    def __init__(
        self,
        order: WorkOrder,
        mailbox: Mailbox,
        place: Place,
        stores: Stores,
        send: Callable[[dict[str, object]], bool],
    ) -> None:
        self._order = order
        self._mailbox = mailbox
        self._place = place
        self._stores = stores
        self._send = send
        self._free = threading.BoundedSemaphore(AT_ONCE)

    def take(self, message: Mapping[str, object]) -> None:
        """A question from the private pipe; one too many is told so."""
        reply = os.path.basename(str(message.get("name")))
        asked = message.get("value")
        if not isinstance(asked, dict):
            return
        target = _Answering(self, reply, asked).run
        if self._free.acquire(blocking=False):
            threading.Thread(target=target, name="question", daemon=True).start()
        else:
            self.tell(reply, {"error": "too many questions at once"})

    def answer(self, reply: str, asked: dict[str, object]) -> None:
        try:
            self.tell(reply, self._found(reply, asked))
        finally:
            self._free.release()

    def tell(self, reply: str, answer: Mapping[str, object]) -> None:
        """To whoever waits at the pipe; the step may have ended by now."""
        with suppress(OSError):
            fd = os.open(
                self._place.private / reply, os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW
            )  # fmt: skip
            with os.fdopen(fd, "wb") as pipe:
                if stat.S_ISFIFO(os.fstat(fd).st_mode):
                    os.set_blocking(fd, True)
                    pipe.write(json.dumps(answer).encode())

    def _found(self, reply: str, asked: dict[str, object]) -> dict[str, object]:
        told = self._ask(reply, asked)
        if told is None:
            return {"error": "the studio did not answer"}
        if "error" in told:
            return {"error": str(told["error"])}
        try:
            return {**Fields(told, "told").mapping("facts"), "path": str(self._fetch(reply, told))}
        except StepFailed as failed:
            return {"error": str(failed)}
        except MessageError as error:
            return {"error": f"the answer was not understood: {error}"}

    def _ask(self, reply: str, asked: dict[str, object]) -> Mapping[str, object] | None:
        """Asks until there is an answer: messages may get lost."""
        answers: queue.SimpleQueue[Mapping[str, object]] = queue.SimpleQueue()
        self._mailbox.replies[reply] = answers
        until = time.monotonic() + GIVE_UP_S
        try:
            while time.monotonic() < until:
                self._send({"id": reply, "asked": asked})
                with suppress(queue.Empty):
                    return answers.get(timeout=ASK_AGAIN_S)
        finally:
            del self._mailbox.replies[reply]
        return None

    def _fetch(self, reply: str, told: Mapping[str, object]) -> Path:
        """Raises StepFailed, MessageError."""
        fields = Fields(told, "told")
        places = fields.items("places", StoredAt.from_json)
        if not places:
            raise MessageError("told.places: none")
        stores = fields.table("stores", StoreSpec.from_json)
        order = replace(self._order, datastores={**self._order.datastores, **stores})
        parts = places if len(places) > 1 else ()
        item = InputOrder(f"asked-{reply}", places[0].datastore, places[0].path, "mount", parts)
        return fetch(item, order, self._place, self._stores, [])


class _Answering:
    """One question's turn on its thread."""

    def __init__(self, questions: Questions, reply: str, asked: dict[str, object]) -> None:
        self._questions, self._reply, self._asked = questions, reply, asked

    def run(self) -> None:
        self._questions.answer(self._reply, self._asked)
