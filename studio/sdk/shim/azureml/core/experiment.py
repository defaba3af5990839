"""See `studio.sdk.core.experiment`."""

from studio.sdk.core.experiment import Experiment

__all__ = ["Experiment"]
