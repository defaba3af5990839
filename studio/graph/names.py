"""What ids, names and file paths may look like, before anything is done with them."""

from __future__ import annotations

import re
import unicodedata

_ID = re.compile(r"[a-z0-9]{1,32}")
_PORT = re.compile(r"[A-Za-z0-9_]{1,100}")
_PARAMETER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_FORBIDDEN = set('\\:*?"<>|')


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def is_port_name(text: str) -> bool:
    """Letters, digits and underscores: the name becomes part of a path and of a variable."""
    return _PORT.fullmatch(text) is not None


def is_parameter_name(text: str) -> bool:
    return _PARAMETER.fullmatch(text) is not None


def is_file_path(text: str) -> bool:
    """Whether `text` is a relative POSIX path that means the same on every system.

    Refused: absolute paths, `.` and `..` parts, empty parts, control characters, names a
    Windows node could not write, text that is not in Unicode's composed form.
    """
    if not text or len(text.encode()) > 1024 or unicodedata.normalize("NFC", text) != text:
        return False
    return all(_is_part(part) for part in text.split("/"))


def _is_part(part: str) -> bool:
    return (
        part not in ("", ".", "..")
        and len(part.encode()) <= 255
        and part[-1] not in ". "
        and not part.startswith(("~", " "))
        and not _RESERVED.match(part)
        and not any(char in _FORBIDDEN or not char.isprintable() for char in part)
    )
