"""See `studio.sdk.core.run`."""

from studio.sdk.core.run import Run, _OfflineRun, _SubmittedRun

__all__ = ["Run", "_OfflineRun", "_SubmittedRun"]
