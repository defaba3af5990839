"""Which names may exist in a datastore or a snapshot: the one path module.

A path here is a relative POSIX name. Whatever could mean something else to another
file system, a decoder or a reader's eye is refused, never repaired. The only change
made is Unicode NFC, so that one name has one spelling.
"""

import re
import unicodedata

from studio.data.errors import InvalidPath

INCOMING = ".incoming"
"""A datastore's own folder of half-written objects; nobody else's names begin there."""
MAX_PATH_BYTES = 1024
MAX_SEGMENT_BYTES = 255
MAX_SEGMENTS = 64

_ENCODED = re.compile(r"%(?:2e|2f|5c|00|25)", re.IGNORECASE)
_DRIVE_OR_STREAM = ":"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.IGNORECASE)


def safe_path(text: str) -> str:
    """The path in its one spelling, or InvalidPath."""
    path = unicodedata.normalize("NFC", text)
    why = _whole_problem(path) or next(filter(None, map(_segment_problem, path.split("/"))), None)
    if why:
        raise InvalidPath(text, why)
    return path


def own_path(text: str) -> str:
    """A checked path that is not among a datastore's half-written objects."""
    path = safe_path(text)
    if path.split("/", 1)[0] == INCOMING:
        raise InvalidPath(text, "that folder is the datastore's own")
    return path


def safe_prefix(text: str) -> str:
    """Like `safe_path` for a folder: the empty text is the root, one trailing slash is dropped."""
    return "" if text == "" else safe_path(text.removesuffix("/"))


def join(*parts: str) -> str:
    """Joins names that may be empty and checks the result as a whole."""
    return safe_path("/".join(part for part in parts if part))


def _whole_problem(path: str) -> str | None:
    if not path:
        return "it is empty"
    try:
        size = len(path.encode())
    except UnicodeEncodeError:
        return "it is not valid Unicode"
    if size > MAX_PATH_BYTES:
        return f"it is longer than {MAX_PATH_BYTES} bytes"
    if path.startswith("/"):
        return "it is absolute"
    if path.count("/") >= MAX_SEGMENTS:
        return f"it is deeper than {MAX_SEGMENTS} folders"
    if "\\" in path:
        return "it has a backslash"
    if _DRIVE_OR_STREAM in path:
        return "it has a colon"
    if _ENCODED.search(path):
        return "it has an encoded separator"
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") for letter in path):
        return "it has an invisible character"
    return None


def _segment_problem(segment: str) -> str | None:
    if not segment:
        return "a part of it is empty"
    # NFKC also unmasks look-alikes such as one-dot leaders and full-width slashes.
    seen = unicodedata.normalize("NFKC", segment)
    if seen.strip(". ") == "" or "/" in seen or "\\" in seen:
        return "a part of it climbs or is nameless"
    if segment != segment.strip(" ") or segment.endswith("."):
        return "a part of it begins or ends with a space or ends with a dot"
    if segment.startswith("~"):
        return "a part of it begins with a tilde"
    if len(segment.encode()) > MAX_SEGMENT_BYTES:
        return f"a part of it is longer than {MAX_SEGMENT_BYTES} bytes"
    if _RESERVED.fullmatch(segment):
        return "a part of it is a device name"
    return None
