"""Results nobody has acknowledged yet: kept in files, told again until control has them.

A file is written (by rename) before the first telling; a node that dies in between finds it in
its next life.
"""

import json
import logging
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from studio.worker.reports import Reporter

RESEND_S = 2.0
_log = logging.getLogger(__name__)


@dataclass
class _Result:
    attempt: str
    fence: int
    body: dict[str, object]
    metrics: list[dict[str, object]]
    """Bodies of metrics reports that could not be sent; harmless when sent twice."""
    sent_at: float = 0.0


class Results:
    def __init__(self, folder: Path, reporter: Reporter) -> None:
        self._folder = folder
        self._reporter = reporter
        self._lock = threading.Lock()
        self._pending: dict[str, _Result] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self._load()

    def add(
        self, attempt: str, fence: int, body: dict[str, object], metrics: list[dict[str, object]]
    ) -> None:
        """Kept, and told for the first time."""
        result = _Result(attempt, fence, body, metrics)
        with self._lock:
            self._pending[attempt] = result
        self._keep(result)
        self._tell(result)

    def acknowledge(self, attempt: str, fence: int) -> None:
        with self._lock:
            result = self._pending.get(attempt)
            if result is None or result.fence != fence:
                return
            del self._pending[attempt]
        self._file(attempt, fence).unlink(missing_ok=True)

    def tell_again(self) -> None:
        """Those not acknowledged for a while; called with each heartbeat."""
        with self._lock:
            due = [
                result
                for result in self._pending.values()
                if time.monotonic() - result.sent_at > RESEND_S
            ]
        for result in due:
            self._tell(result)

    def attempts(self) -> dict[str, int]:
        with self._lock:
            return {result.attempt: result.fence for result in self._pending.values()}

    def _tell(self, result: _Result) -> None:
        result.sent_at = time.monotonic()
        while result.metrics:
            if not self._reporter.send("metrics", result.attempt, result.fence, result.metrics[0]):
                return
            result.metrics.pop(0)
        self._reporter.send("finished", result.attempt, result.fence, result.body)

    def _keep(self, result: _Result) -> None:
        file = self._file(result.attempt, result.fence)
        part = file.with_suffix(".part")
        try:
            part.write_text(json.dumps([result.attempt, result.fence, result.body, result.metrics]))
            os.rename(part, file)
        except OSError as error:
            # Then only memory has it; the report still goes out.
            _log.error("cannot keep the result of %s: %s", result.attempt, error)

    def _load(self) -> None:
        for file in self._folder.glob("*.json"):
            try:
                result = _Result(*json.loads(file.read_text()))
            except (ValueError, TypeError) as error:
                _log.error("dropping an unreadable result %s: %s", file.name, error)
                file.unlink()
                continue
            self._pending[result.attempt] = result

    def _file(self, attempt: str, fence: int) -> Path:
        return self._folder / f"{attempt}.{fence}.json"
