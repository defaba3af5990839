"""See `studio.sdk.core.experiment`."""

from studio.sdk.core.experiment import Workspace

__all__ = ["Workspace"]
