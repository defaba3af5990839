"""See `studio.sdk.exceptions`."""

from studio.sdk.exceptions import AzureMLException, RunEnvironmentException, UserErrorException

__all__ = ["AzureMLException", "RunEnvironmentException", "UserErrorException"]
