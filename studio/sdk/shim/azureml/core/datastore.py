"""See `studio.sdk.core.datastore`."""

from studio.sdk.core.datastore import Datastore

__all__ = ["Datastore"]
