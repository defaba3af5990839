"""Control's door for messages: one task that takes a node's report, and the sweeper's thread."""

import logging

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down
from django.db import InterfaceError, OperationalError, close_old_connections

from studio.engine.messages import MessageError, Report
from studio.runs import outgoing
from studio.runs.record import record_report
from studio.runs.sweep import Sweeper

log = logging.getLogger(__name__)
_sweeper = Sweeper()


@shared_task(name="studio.report")
def report(message: object) -> None:
    """A report that is not one of ours is dropped: whoever needs an answer asks again."""
    close_old_connections()
    try:
        told = Report.from_json(message)
        answer = record_report(told)
    except MessageError as problem:
        log.warning("a report was not understood: %s", problem)
        return
    except (OperationalError, InterfaceError):
        log.exception("the database did not answer; the node reports again")
        return
    if answer:
        outgoing.send(answers=[(told.node, answer)])


@worker_ready.connect
def start_sweeping(**_: object) -> None:
    _sweeper.start()


@worker_shutting_down.connect
def stop_sweeping(**_: object) -> None:
    _sweeper.stop()
