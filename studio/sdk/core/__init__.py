"""Names of `azureml.core` that a script in a step uses."""

from studio.sdk.core.dataset import Dataset
from studio.sdk.core.datastore import Datastore
from studio.sdk.core.experiment import Experiment, Workspace
from studio.sdk.core.model import Model
from studio.sdk.core.run import Run

__all__ = ["Dataset", "Datastore", "Experiment", "Model", "Run", "Workspace"]
