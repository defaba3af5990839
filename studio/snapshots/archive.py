"""A zip as it comes from a stranger: believed in nothing, extracted by nobody but the caller.

The standard library's `extractall` repairs what it finds odd (it renames entries that climb and
writes links as files). Here everything odd refuses the whole archive and names the entry: two
readers must never see two different folders in it. What is not needed below 300 MB is not taken:
zip64, encryption, several disks, bytes between entries, names in unknown encodings.

Source of the layout: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from studio.snapshots.errors import SnapshotRefused

MOST_ENTRIES = 10_000
LARGEST_DIRECTORY = 8 * 1024 * 1024
BOMB_BYTES, BOMB_RATIO = 10 * 1024 * 1024, 200
"""Nothing that unpacks to more than so many bytes may have shrunk more than so many times."""

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 0xFFFF
_LONGEST_DESCRIPTOR = 24
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x0001, 0x0008, 0x0800
_FLAGS_TAKEN = 0x0006 | _DESCRIPTOR | _UTF8
_STORED, _DEFLATED = 0, 8
_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_BLOCK = 256 * 1024


@dataclass(frozen=True)
class Entry:
    """`kind` is file, folder, link or other; `size` in bytes is kept to when it is read."""

    path: str
    kind: str
    size: int
    method: int
    crc: int
    flags: int
    offset: int
    data: int
    packed: int


def entries_of(archive: BinaryIO) -> list[Entry]:
    """Everything the archive holds. Raises SnapshotRefused."""
    begin, size, count = _end_of(archive)
    archive.seek(begin)
    directory = archive.read(size)
    entries: list[Entry] = []
    at = 0
    while at < size:
        entry, at = _central(archive, directory, at)
        entries.append(entry)
    if len(entries) != count:
        raise _refused("", "says it has another number of entries than it has")
    _refuse_twice(entries)
    _refuse_gaps(entries, begin)
    return entries


def content_of(archive: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """The bytes of a file, never more than it said. Raises SnapshotRefused when it lied."""
    archive.seek(entry.data)
    pieces = _inflated(archive, entry) if entry.method == _DEFLATED else _stored(archive, entry)
    size, crc = 0, 0
    for piece in pieces:
        size += len(piece)
        if size > entry.size:
            raise _refused(entry.path, "is larger than it says")
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != entry.size or crc != entry.crc:
        raise _refused(entry.path, "is damaged: its size or checksum is another one")


def _end_of(archive: BinaryIO) -> tuple[int, int, int]:
    """Where the directory begins, its size and how many entries it says it has."""
    length = archive.seek(0, 2)
    tail_at = max(0, length - _END.size - _LONGEST_COMMENT)
    archive.seek(tail_at)
    tail = archive.read()
    found = tail.rfind(b"PK\5\6")
    if found < 0 or len(tail) - found < _END.size:
        raise SnapshotRefused("not_a_zip", "This is not a zip archive.")
    _, disk, first, here, count, size, begin, comment = _END.unpack_from(tail, found)
    if len(tail) - found != _END.size + comment:
        raise _refused("", "goes on after its end")
    if disk or first or here != count:
        raise _refused("", "is one part of several")
    if count == 0xFFFF or size == 0xFFFFFFFF or begin == 0xFFFFFFFF:
        raise _refused("", "is a zip64, which no snapshot needs")
    if count > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise _refused("", f"has more than {MOST_ENTRIES:,} entries")
    if begin + size != tail_at + found:
        raise _refused("", "has something else in it than its entries")
    return begin, size, count


def _central(archive: BinaryIO, directory: bytes, at: int) -> tuple[Entry, int]:
    """The entry at a place of the directory, and where the next one is."""
    if len(directory) - at < _CENTRAL.size:
        raise _refused("", "has a directory that ends too early")
    (magic, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment, disk, _,
     attributes, offset) = _CENTRAL.unpack_from(directory, at)  # fmt: skip
    name_at = at + _CENTRAL.size
    extra_at = name_at + name_length
    after = extra_at + extra_length + comment
    if magic != b"PK\1\2" or after > len(directory) or disk:
        raise _refused("", "has a directory that is damaged")
    raw = directory[name_at:extra_at]
    name = _name(raw, flags)
    _refuse_extras(name, directory[extra_at : extra_at + extra_length])
    _refuse_features(name, flags, method)
    if size > BOMB_BYTES and size > BOMB_RATIO * packed:
        raise SnapshotRefused(
            "archive_bomb",
            f"{name!r} unpacks to more than {BOMB_RATIO} times its size.",
            entry=name,
        )
    data = _check_local(archive, name, raw, offset, (flags, method, crc, packed, size))
    entry = Entry(
        path=name.rstrip("/"),
        kind=_kind(name, attributes >> 16, size),
        size=size,
        method=method,
        crc=crc,
        flags=flags,
        offset=offset,
        data=data,
        packed=packed,
    )
    return entry, after


def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError as problem:
        shown = raw.decode("utf-8", "backslashreplace")
        raise _refused(shown, "has a name in an unknown encoding") from problem
    parts = name.rstrip("/").split("/")
    climbs = any(part in ("", ".", "..") for part in parts)
    if climbs or set(name) & {"\\", "\0"} or name[1:2] == ":" or len(raw) > 4096:
        raise SnapshotRefused("bad_path", f"{name!r} leads out of the archive.", entry=name)
    return name


def _kind(name: str, mode: int, size: int) -> str:
    form = stat.S_IFMT(mode)
    if name.endswith("/"):
        if size or form not in (0, stat.S_IFDIR):
            raise _refused(name, "is a folder and something else at once")
        return "folder"
    if form in (0, stat.S_IFREG):
        return "file"
    return "link" if form == stat.S_IFLNK else "other"


def _refuse_features(name: str, flags: int, method: int) -> None:
    if flags & _ENCRYPTED:
        raise _refused(name, "is encrypted")
    if flags & ~_FLAGS_TAKEN:
        raise _refused(name, "uses a feature of zip that is not taken")
    if method not in (_STORED, _DEFLATED):
        raise _refused(name, "is packed in a way that is not taken: use deflate")


def _refuse_extras(name: str, extras: bytes) -> None:
    """Fields that would change what the entry is called or how large it is."""
    at = 0
    while at + 4 <= len(extras):
        kind, length = struct.unpack_from("<2H", extras, at)
        if kind in (_ZIP64, _UNICODE_PATH):
            raise _refused(name, "says its size or its name twice")
        at += 4 + length


def _check_local(
    archive: BinaryIO, name: str, raw: bytes, offset: int, told: tuple[int, int, int, int, int]
) -> int:
    """Where its bytes begin, once the entry says of itself what the directory says of it."""
    archive.seek(offset)
    header = archive.read(_LOCAL.size)
    if len(header) < _LOCAL.size or header[:4] != b"PK\3\4":
        raise _refused(name, "is not where the directory says")
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack(header)
    own_name = archive.read(name_length)
    _refuse_extras(name, archive.read(extra_length))
    later = flags & _DESCRIPTOR and (crc, packed, size) == (0, 0, 0)
    own = (flags, method, *(told[2:] if later else (crc, packed, size)))
    if own_name != raw or own != told:
        raise _refused(name, "says another thing of itself than the directory does")
    if told[1] == _STORED and told[3] != told[4]:
        raise _refused(name, "says it is not packed, but has two sizes")
    return offset + _LOCAL.size + int(name_length) + int(extra_length)


def _refuse_twice(entries: list[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.path in seen:
            raise _refused(entry.path, "is in the archive twice")
        seen.add(entry.path)


def _refuse_gaps(entries: list[Entry], end: int) -> None:
    """Entries follow one another: none lies within another, nothing hides between them."""
    at, slack, before = 0, 0, ""
    for entry in sorted(entries, key=lambda entry: entry.offset):
        if not at <= entry.offset <= at + slack:
            raise _refused(entry.path, f"overlaps or does not follow {before or 'the beginning'!r}")
        at, before = entry.data + entry.packed, entry.path
        slack = _LONGEST_DESCRIPTOR if entry.flags & _DESCRIPTOR else 0
    if not at <= end <= at + slack:
        raise _refused(before, "does not reach up to the directory")


def _stored(archive: BinaryIO, entry: Entry) -> Iterator[bytes]:
    left = entry.packed
    while left and (piece := archive.read(min(_BLOCK, left))):
        left -= len(piece)
        yield piece


def _inflated(archive: BinaryIO, entry: Entry) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(archive, entry):
            waiting = packed
            while waiting and not inflate.eof:
                yield inflate.decompress(waiting, _BLOCK)
                waiting = inflate.unconsumed_tail
            if inflate.unused_data:
                raise _refused(entry.path, "has bytes behind its end")
        while not inflate.eof and (piece := inflate.decompress(b"", _BLOCK)):
            yield piece
    except zlib.error as problem:
        raise _refused(entry.path, "is damaged") from problem
    if not inflate.eof:
        raise _refused(entry.path, "ends too early")


def _refused(entry: str, why: str) -> SnapshotRefused:
    who = repr(entry) if entry else "The archive"
    return SnapshotRefused("bad_archive", f"{who} {why}.", entry=entry)
