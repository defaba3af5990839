"""See `studio.sdk.core.model`."""

from studio.sdk.core.model import Model

__all__ = ["Model"]
