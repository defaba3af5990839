"""What a script asked to be registered, held against what its step left."""

from collections.abc import Iterator, Mapping, Sequence

from studio.engine.states import State

Asked = dict[str, object]


def sort_out(
    asked: Sequence[Asked], kept: Sequence[Mapping[str, object]], state: State
) -> tuple[list[Asked], list[str]]:
    """Those that can be registered, and of the others why not. A step that did not complete
    registers nothing: it leaves nothing either, and a retry would register once more."""
    if state is not State.COMPLETED:
        return [], [f"{_name(one)}: the step did not complete" for one in asked]
    paths = [str(file["path"]) for file in kept]
    reasons = list(_missing(asked, paths))
    return [one for one in asked if _is_there(one, paths)], reasons


def _missing(asked: Sequence[Asked], paths: Sequence[str]) -> Iterator[str]:
    for one in asked:
        if not _is_there(one, paths):
            yield f"{_name(one)}: there is no file or folder {one.get('path')!r} among the run's files"


def _is_there(one: Asked, paths: Sequence[str]) -> bool:
    """Only models name files of the run."""
    wanted = str(one.get("path")).strip("/")
    return one.get("kind") != "model" or any(
        path == wanted or path.startswith(f"{wanted}/") for path in paths
    )


def _name(one: Asked) -> str:
    return f"{one.get('kind')} {one.get('name')!r}"
