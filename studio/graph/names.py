"""What ids and names may look like, before anything is done with them."""

from __future__ import annotations

import re

_ID = re.compile(r"[a-z0-9]{1,32}")
_PORT = re.compile(r"[A-Za-z0-9_]{1,100}")
_PARAMETER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}")


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def is_port_name(text: str) -> bool:
    """Letters, digits and underscores: the name becomes part of a path and of a variable."""
    return _PORT.fullmatch(text) is not None


def is_parameter_name(text: str) -> bool:
    return _PARAMETER.fullmatch(text) is not None
