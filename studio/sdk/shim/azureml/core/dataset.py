"""See `studio.sdk.core.dataset`."""

from studio.sdk.core.dataset import Dataset

__all__ = ["Dataset"]
