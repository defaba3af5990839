"""See `studio.sdk.core`."""

from studio.sdk.core import Experiment, Run, Workspace

__all__ = ["Experiment", "Run", "Workspace"]
