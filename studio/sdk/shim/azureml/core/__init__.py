"""See `studio.sdk.core`."""

from studio.sdk.core import Dataset, Datastore, Experiment, Model, Run, Workspace

__all__ = ["Dataset", "Datastore", "Experiment", "Model", "Run", "Workspace"]
