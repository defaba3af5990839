"""Errors under the names scripts know."""


class AzureMLException(Exception):
    """Root of what the SDK raises."""


class RunEnvironmentException(AzureMLException):
    """There is no active run here."""


class UserErrorException(AzureMLException, ValueError):
    """A value that cannot be recorded."""
