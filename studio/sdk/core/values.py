"""What may be logged, as plain JSON values."""

from typing import Any

from studio.sdk.exceptions import UserErrorException


def scalar(name: str, value: Any) -> object:
    """A number, text or truth value; scalars of numpy and pandas become Python's own."""
    plain = _plain(value)
    if isinstance(plain, (bool, int, float, str)):
        return plain
    raise UserErrorException(
        f"{name!r}: {type(value).__name__} is not a number, text or truth value"
    )


def items(name: str, value: Any) -> list[object]:
    if isinstance(value, (str, bytes, dict)) or not hasattr(value, "__iter__"):
        raise UserErrorException(f"{name!r}: expected a list, got {type(value).__name__}")
    return [scalar(name, item) for item in value]


def columns(name: str, value: Any) -> dict[str, object]:
    """A table: column name to scalar or list; lists have one length."""
    if not isinstance(value, dict):
        raise UserErrorException(
            f"{name!r}: expected a dict of columns, got {type(value).__name__}"
        )
    table = {str(key): _column(name, cell) for key, cell in value.items()}
    lengths = {len(cell) for cell in table.values() if isinstance(cell, list)}
    if len(lengths) > 1:
        raise UserErrorException(f"{name!r}: its columns have different lengths: {sorted(lengths)}")
    return table


def _column(name: str, value: Any) -> object:
    plain = _plain(value)
    if isinstance(plain, str) or not hasattr(plain, "__iter__"):
        return scalar(name, plain)
    return items(name, plain)


def _plain(value: Any) -> Any:
    if isinstance(value, (bool, int, float, str)) and type(value).__module__ == "builtins":
        return value
    to_list = getattr(value, "tolist", None)  # numpy and pandas, scalars and arrays alike
    return to_list() if to_list is not None else value
