"""Names of `azureml.core` that a script in a step uses."""

from studio.sdk.core.experiment import Experiment, Workspace
from studio.sdk.core.run import Run

__all__ = ["Experiment", "Run", "Workspace"]
