"""Control's door for messages: a thread that takes the nodes' reports, and the sweeper's thread."""

import logging
from collections.abc import Sequence

from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from studio import compute
from studio.engine.messages import MessageError, Report
from studio.runs import outgoing
from studio.runs.record import record_reports
from studio.runs.sweep import Sweeper

log = logging.getLogger(__name__)


def take_reports(messages: Sequence[object]) -> None:
    """Whoever needs an answer to a report that is lost here asks again."""
    close_old_connections()
    reports = [report for message in messages if (report := _read(message))]
    try:
        answers = record_reports(reports)
    except (OperationalError, InterfaceError):
        log.exception("the database did not answer; the nodes report again")
    except Exception:
        log.exception("%d reports cannot be recorded together", len(reports))
        if len(reports) > 1:  # one of them cannot be handled: the others are no part of that
            for message in messages:
                take_reports([message])
    else:
        outgoing.send(answers=answers)


def _read(message: object) -> Report | None:
    try:
        return Report.from_json(message)
    except MessageError as problem:
        log.warning("a message that is no report was dropped: %s", problem)
        return None


_sweeper = Sweeper()
_receiver = compute.Receiver(settings.CELERY_BROKER_URL, take_reports)


@worker_ready.connect
def start(**_: object) -> None:
    _receiver.start()
    _sweeper.start()


@worker_shutting_down.connect
def stop(**_: object) -> None:
    _receiver.close()
    _sweeper.stop()
