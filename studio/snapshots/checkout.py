"""What git says of a folder, read from the texts of its `.git` and never by running git.

A checkout's config and hooks name programs that git starts (fsmonitor, filters, pagers), so the
git binary must not be pointed at a folder that somebody sent. Nothing here opens a file.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LARGEST_TEXT = 1024 * 1024
"""Bytes of one file of `.git` that are looked at; more is taken for absent."""
LONGEST_URI = 1_024

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SCP_LIKE = re.compile(r"[\w.~-]+@[\w.-]+:\S+")
_GITLINK = 0o160000
_ENTRY = struct.Struct(">10I20sH")
_EXTENDED, _SKIP_WORKTREE = 0x4000, 0x4000
_CONFLICT = "conflict"


@dataclass(frozen=True)
class GitFolder:
    """Texts out of `.git`: `refs` by full name, `packed_refs` the file of that name, `index` the
    bytes of the index, None where it is not known."""

    head: str
    config: str = ""
    refs: Mapping[str, str] | None = None
    packed_refs: str = ""
    index: bytes | None = None


@dataclass(frozen=True)
class FileIdentity:
    """A file of the folder under three names: its bytes' SHA-256 and size, and git's own name of
    them as a blob (SHA-1 in hex), "" where nobody computed it."""

    sha256: str
    size: int
    git_blob: str = ""


@dataclass(frozen=True)
class Checkout:
    """Texts are "" where git has no answer: no remote, no branch (detached), no commit yet.
    `dirty` is None when it cannot be told."""

    repository_uri: str
    branch: str
    commit: str
    dirty: bool | None = None


def read_checkout(git: GitFolder) -> Checkout | None:
    """Where the folder stands, without `dirty`; None when `.git/HEAD` says nothing git would write."""
    head = git.head.strip()
    name = head[len("ref:") :].strip() if head.startswith("ref:") else ""
    if not name and not _COMMIT.fullmatch(head):
        return None
    commit = head if not name else _commit_of(name, git)
    branch = name[len("refs/heads/") :] if name.startswith("refs/heads/") else ""
    if not branch.isprintable() or len(branch) > 255:
        return None
    return Checkout(_remote(git.config, branch), branch, commit)


def _commit_of(name: str, git: GitFolder) -> str:
    loose = (git.refs or {}).get(name, "").strip()
    if _COMMIT.fullmatch(loose):
        return loose
    for line in git.packed_refs[:LARGEST_TEXT].splitlines():
        commit, _, packed = line.partition(" ")
        if packed == name and _COMMIT.fullmatch(commit):
            return commit
    return ""


def _remote(config: str, branch: str) -> str:
    from dulwich.config import ConfigFile  # at first use: most folders are no checkouts

    if len(config) > LARGEST_TEXT:
        return ""
    try:
        read = ConfigFile.from_file(io.BytesIO(config.encode()), expand_includes=False)
    except (ValueError, UnicodeError):
        return ""
    return remote_of({section: dict(read.items(section)) for section in read.sections()}, branch)


def remote_of(config: Mapping[tuple[bytes, ...], Mapping[bytes, bytes]], branch: str) -> str:
    """The address of the branch's remote, else of origin, else of the first there is."""
    urls = {
        section[1]: without_credentials(settings.get(b"url", b"").decode("utf-8", "replace"))
        for section, settings in config.items()
        if len(section) == 2 and section[0] == b"remote"
    }
    chosen = config.get((b"branch", branch.encode()), {}).get(b"remote", b"origin")
    return urls.get(chosen) or urls.get(b"origin") or next(filter(None, urls.values()), "")


def without_credentials(uri: str) -> str:
    """The address without user, password, query and fragment, any of which may be a token; the
    user of an SSH address stays, it is part of the address. "" for what is no address."""
    uri = uri.strip()
    if not uri.isprintable() or len(uri) > LONGEST_URI:
        return ""
    scheme, separator, rest = uri.partition("://")
    if not separator:
        # user@host:path of SSH, or a path on the machine it was cloned on
        return uri if _SCP_LIKE.fullmatch(uri) or "@" not in uri else ""
    host, slash, path = rest.partition("/")
    user, at, host = host.rpartition("@")
    if "@" in path and not _is_host(host):
        return ""  # a password with a slash in it: no telling where it ends
    if not _is_host(host):
        return ""
    path = re.split(r"[?#]", path, maxsplit=1)[0]
    keeps_user = at and scheme.lower() in ("ssh", "git+ssh")
    return f"{scheme}://{user.partition(':')[0] + '@' if keeps_user else ''}{host}{slash}{path}"


def _is_host(text: str) -> bool:
    """A name with, perhaps, a port; empty for file:///."""
    try:
        parts = urlsplit(f"//{text}")
        _ = parts.port
    except ValueError:
        return False
    return parts.username is None and not set("?#\\") & set(text)


def blob_name(size: int, read: Callable[[], bytes]) -> str:
    """Git's name for `size` bytes, which `read` gives piece by piece until it gives none."""
    digest = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    while piece := read():
        digest.update(piece)
    return digest.hexdigest()


@dataclass(frozen=True)
class Tracked:
    """What git holds of a folder: blob names by path, and the submodules, which are other checkouts."""

    blobs: Mapping[str, str]
    submodules: frozenset[str] = frozenset()


def read_index(data: bytes) -> Tracked | None:
    """The files of a git index of version 2 or 3, which is what git writes unless told otherwise;
    None for any other and for one that is damaged.

    Read here rather than by a library: an index of version 4 can be made to grow quadratically.
    """
    if len(data) > 16 * LARGEST_TEXT or data[:4] != b"DIRC" or len(data) < 12:
        return None
    version, count = struct.unpack(">II", data[4:12])
    if version not in (2, 3) or count > len(data) // _ENTRY.size:
        return None
    blobs: dict[str, str] = {}
    submodules: set[str] = set()
    at = 12
    for _ in range(count):
        if at + _ENTRY.size >= len(data):
            return None
        fields = _ENTRY.unpack_from(data, at)
        mode, blob, flags = fields[6], fields[10].hex(), fields[11]
        begin = at + _ENTRY.size
        skipped = False
        if flags & _EXTENDED:
            skipped = bool(int.from_bytes(data[begin : begin + 2], "big") & _SKIP_WORKTREE)
            begin += 2
        end = data.find(b"\0", begin)
        if end < 0:
            return None
        path = data[begin:end].decode("utf-8", "surrogateescape")
        at += (end - at + 8) & ~7
        if mode == _GITLINK:
            submodules.add(path)
        elif not skipped:
            blobs[path] = _CONFLICT if flags & 0x3000 else blob
    return Tracked(blobs, frozenset(submodules))


def is_dirty(
    kept: Mapping[str, FileIdentity], tracked: Tracked, ignores: Callable[[str], bool]
) -> bool | None:
    """Whether the files kept are not exactly what git holds of them; None when a file's blob name
    was needed and nobody computed it. What the ignore rules leave out does not count."""
    inside = tuple(f"{path}/" for path in tracked.submodules)
    own = {path: file for path, file in kept.items() if not path.startswith(inside)}
    expected = {path: blob for path, blob in tracked.blobs.items() if not ignores(path)}
    if set(own) != set(expected):
        return True
    unknown = False
    for path, file in own.items():
        if expected[path] not in (file.git_blob, _lfs_blob(file)):
            if file.git_blob:
                return True
            unknown = True
    return None if unknown else False


def _lfs_blob(file: FileIdentity) -> str:
    """What git holds in place of a file that Git LFS keeps: a pointer made of digest and size."""
    pointer = (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{file.sha256}\nsize {file.size}\n"
    ).encode()
    return blob_name(len(pointer), iter([pointer, b""]).__next__)
