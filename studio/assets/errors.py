"""What can go wrong with datasets and models."""


class AssetError(Exception):
    """Root of everything this room raises for a caller."""


class BadName(AssetError):
    """Use letters, digits, spaces and . _ - for a name, beginning with a letter or digit."""


class NameTaken(AssetError):
    """There is a dataset of this name already; add a version to it."""


class KindDiffers(AssetError):
    """A dataset stays of the kind it began with."""


class UnknownDatastore(AssetError):
    """The workspace has no such datastore."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no datastore {name!r}.")


class BadPath(AssetError):
    """The path cannot be one of a datastore."""


class NothingThere(AssetError):
    """Nothing is stored at the path."""

    def __init__(self, datastore: str, path: str) -> None:
        super().__init__(f"Nothing is stored at {path!r} of {datastore}.")


class TooManyFiles(AssetError):
    """A model may have at most so many files."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"A model may have at most {limit} files.")


class UnknownSource(AssetError):
    """The run has no such step, or the step left nothing of this name."""


class UnknownAsset(AssetError):
    """There is no dataset or model of this name and version."""
