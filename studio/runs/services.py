"""Everything that changes runs; each function is one transaction, or says that it is not."""

from studio.runs.advance import advance
from studio.runs.cancel import cancel_run
from studio.runs.record import record_reports
from studio.runs.resubmit import resubmit_run
from studio.runs.submit import (
    Prepared,
    Submission,
    Submitted,
    prepare_run,
    store_run,
    submit,
)
from studio.runs.sweep import sweep

__all__ = [
    "Prepared",
    "Submission",
    "Submitted",
    "advance",
    "cancel_run",
    "prepare_run",
    "record_reports",
    "resubmit_run",
    "store_run",
    "submit",
    "sweep",
]
