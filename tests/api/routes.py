"""Every address of the studio with its methods, read from the URLconf itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    """One address and one method it answers."""

    name: str
    method: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.name}"


def all_routes() -> list[Route]:
    return sorted(_walk(get_resolver().url_patterns, ()), key=str)


def _walk(patterns: list[URLPattern | URLResolver], outer: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        arguments = outer + tuple(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, arguments)
            continue
        view = getattr(pattern.callback, "view_class", None) or getattr(
            pattern.callback, "cls", None
        )
        methods = [m for m in METHODS if hasattr(view, m)] if view else ["get"]
        for method in methods or ["get"]:
            yield Route(str(pattern.name), method, arguments)
