"""What can go wrong with drafts."""

from studio.pipelines.models import Draft


class StaleRevision(Exception):
    """Somebody saved this draft since it was read; nothing was overwritten."""

    def __init__(self, current: Draft) -> None:
        super().__init__(f"The draft is at revision {current.revision} now.")
        self.current = current


class UnknownExample(Exception):
    """There is no example of this name."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"There is no example {name!r}. There are: {', '.join(known)}.")
