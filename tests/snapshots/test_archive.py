"""A zip is taken as it says it is, or refused whole: every trick of the trade."""

import io
import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.snapshots import SnapshotRefused
from studio.snapshots.archive import content_of, entries_of
from tests.snapshots.test_select import BAD_NAMES

FILES = {"main.py": b"print('hello')\n" * 50, "lib/model.py": b"", "data.bin": bytes(range(256))}
CLIMBING = ["../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a/.", "C:/x", "a\\b", "..\\x"]


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def with_entry(name: str, mode: int = 0, content: bytes = b"x") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = name  # as it is, where the constructor would clean it
        entry.external_attr = mode << 16
        entry.create_system = 3
        archive.writestr(entry, content)
    return target.getvalue()


def read(data: bytes) -> dict[str, bytes]:
    archive = io.BytesIO(data)
    return {
        entry.path: b"".join(content_of(archive, entry))
        for entry in entries_of(archive)
        if entry.kind == "file"
    }


def refusal(data: bytes) -> SnapshotRefused:
    with pytest.raises(SnapshotRefused) as refused:
        read(data)
    return refused.value


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_honest_archive_is_read(method: int):
    assert read(packed(FILES, method)) == FILES


def test_an_archive_written_as_a_stream_is_read():
    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.data += data
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    assert read(bytes(stream.data)) == FILES


def test_an_empty_archive_holds_nothing():
    assert read(packed({})) == {}


names = st.text("abc", min_size=1, max_size=3)


@given(st.dictionaries(names, st.binary(max_size=200), max_size=5), st.booleans())
def test_whatever_is_packed_comes_out(files: dict[str, bytes], deflated: bool):
    assert read(packed(files, zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED)) == files


@given(st.data())
def test_no_flipped_byte_ever_gives_other_bytes(data: st.DataObject):
    """Either it is refused, or what comes out is what went in (or has another time, say)."""
    archive = bytearray(packed(FILES))
    at = data.draw(st.integers(0, len(archive) - 1))
    archive[at] ^= data.draw(st.integers(1, 255))
    try:
        found = read(bytes(archive))
    except SnapshotRefused:
        return
    assert set(found.values()) <= set(FILES.values())


@given(st.binary(max_size=300))
def test_no_bytes_whatsoever_break_anything(data: bytes):
    for tried in (data, data + b"PK\5\6" + bytes(18), b"PK\3\4" + data):
        try:
            read(tried)
        except SnapshotRefused as refused:
            assert refused.code in ("not_a_zip", "bad_archive", "bad_path", "archive_bomb")


@pytest.mark.parametrize("name", CLIMBING)
def test_a_name_that_climbs_refuses_the_archive(name: str):
    assert refusal(with_entry(name)).code == "bad_path"


@pytest.mark.parametrize("name", [n for n in BAD_NAMES if n and "\0" not in n])
def test_no_bad_name_becomes_another_name(name: str):
    try:
        assert set(read(with_entry(name))) == {name}
    except SnapshotRefused as refused:
        assert refused.code == "bad_path"


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (stat.S_IFLNK | 0o777, "link"),
        (stat.S_IFIFO, "other"),
        (stat.S_IFCHR, "other"),
        (stat.S_IFBLK, "other"),
        (stat.S_IFSOCK, "other"),
        (stat.S_IFREG | 0o644, "file"),
        (0, "file"),
    ],
)
def test_what_is_no_file_is_never_taken_for_one(mode: int, kind: str):
    (entry,) = entries_of(io.BytesIO(with_entry("x", mode)))
    assert entry.kind == kind


def test_a_folder_with_content_is_refused():
    assert "folder" in str(refusal(with_entry("x/", 0, b"content")))


def central(archive: bytes, offset: int) -> int:
    """Where a field of the first entry of the directory is."""
    return archive.index(b"PK\1\2") + offset


def put(archive: bytes, at: int, form: str, value: int) -> bytes:
    changed = bytearray(archive)
    struct.pack_into(form, changed, at, value)
    return bytes(changed)


def both(archive: bytes, central_at: int, local_at: int, form: str, value: int) -> bytes:
    """A field of the first entry, in both places."""
    return put(put(archive, central(archive, central_at), form, value), local_at, form, value)


def twice() -> bytes:
    archive = packed({"a": b"1", "b": b"2"})
    return archive.replace(b"b", b"a")


def overlapping() -> bytes:
    """Both entries of the directory are the same bytes: the quoted-overlap bomb in small."""
    archive = packed({"a": b"1" * 99, "a2": b"1" * 99})
    second = archive.index(b"PK\1\2", central(archive, 4))
    return put(archive, second + 42, "<L", 0)


def hidden() -> bytes:
    """An entry that is in the file but not in the directory."""
    archive, other = packed({"a": b"1"}), packed({"evil": b"2"})
    body = other[: other.index(b"PK\1\2")]
    at = archive.index(b"PK\1\2")
    whole = archive[:at] + body + archive[at:]
    end = whole.index(b"PK\5\6")
    return put(whole, end + 16, "<L", at + len(body))


TRICKS: dict[str, Callable[[], bytes]] = {
    "encrypted": lambda: both(packed(FILES), 8, 6, "<H", 1),
    "strongly encrypted": lambda: both(packed(FILES), 8, 6, "<H", 0x40),
    "masked headers": lambda: both(packed(FILES), 8, 6, "<H", 0x2000),
    "another method": lambda: both(packed(FILES), 10, 8, "<H", 12),
    "a method of its own in the entry": lambda: put(packed(FILES), 8, "<H", 0),
    "another size in the entry": lambda: put(packed(FILES), 22, "<L", 7),
    "another name in the entry": lambda: put(packed(FILES), 30, "<B", ord("x")),
    "a smaller size than it has": lambda: both(packed(FILES), 24, 22, "<L", 7),
    "a larger size than it has": lambda: both(packed(FILES), 24, 22, "<L", 10**6),
    "another checksum": lambda: both(packed(FILES), 16, 14, "<L", 7),
    "an entry elsewhere": lambda: put(packed(FILES), central(packed(FILES), 42), "<L", 5),
    "a name twice": twice,
    "entries that overlap": overlapping,
    "an entry that is hidden": hidden,
    "bytes before it": lambda: b"MZ" + packed(FILES),
    "bytes behind it": lambda: packed(FILES) + b"x",
    "a wrong count": lambda: put(packed(FILES), packed(FILES).index(b"PK\5\6") + 10, "<H", 9),
    "several disks": lambda: put(packed(FILES), packed(FILES).index(b"PK\5\6") + 4, "<H", 1),
    "zip64": lambda: put(packed(FILES), packed(FILES).index(b"PK\5\6") + 16, "<L", 0xFFFFFFFF),
    "half of it": lambda: packed(FILES)[:80],
    "nothing": lambda: b"",
    "a tar": lambda: b"main.py".ljust(512, b"\0"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_refuses_the_archive(trick: str):
    assert refusal(TRICKS[trick]()).code in ("bad_archive", "not_a_zip")


def test_an_extra_field_that_renames_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("good.py")
        new = b"../evil.py"
        field = struct.pack("<BL", 1, zlib.crc32(b"good.py")) + new
        entry.extra = struct.pack("<2H", 0x7075, len(field)) + field
        archive.writestr(entry, b"x")
    assert "twice" in str(refusal(target.getvalue()))


def test_a_name_in_an_unknown_encoding_is_refused():
    archive = packed({"cafe": b"x"})
    assert "encoding" in str(refusal(archive.replace(b"cafe", b"caf\x82")))


def test_a_bomb_is_refused_before_it_unpacks():
    bomb = packed({"zeros": bytes(200 * 1024 * 1024)})
    assert len(bomb) < 250_000
    tracemalloc.start()
    found = refusal(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.code, found.entry) == ("archive_bomb", "zeros")
    assert peak < 2_000_000


def test_a_bomb_that_lies_about_its_size_is_stopped_at_it():
    bomb = packed({"zeros": bytes(50 * 1024 * 1024)})
    lying = both(bomb, 24, 22, "<L", 1000)
    tracemalloc.start()
    assert "larger than it says" in str(refusal(lying))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_an_archive_of_too_many_entries_is_refused_by_its_count_alone():
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 60_000, 60_000, 46 * 60_000, 0, 0)
    assert "10,000 entries" in str(refusal(bytes(46 * 60_000) + end))
