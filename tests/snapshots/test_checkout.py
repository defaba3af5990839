"""Where a checkout stands is read from the texts of its `.git`, whatever they say."""

import hashlib
import struct
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.snapshots.checkout import (
    Checkout,
    FileIdentity,
    GitFolder,
    Tracked,
    blob_name,
    is_dirty,
    read_checkout,
    read_index,
    without_credentials,
)

COMMIT, OTHER = "c" * 40, "d" * 40
CONFIG = """
[core]
\tbare = false
[remote "backup"]
\turl = https://backup.example/x.git
[remote "origin"]
\turl = https://ada:hunter2@example.com/team/models.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
[branch "next"]
\tremote = backup
"""


def test_the_branch_and_its_commit_are_read_from_a_loose_ref():
    git = GitFolder("ref: refs/heads/main\n", CONFIG, {"refs/heads/main": f"{COMMIT}\n"})
    assert read_checkout(git) == Checkout("https://example.com/team/models.git", "main", COMMIT)


def test_a_packed_ref_counts_when_there_is_no_loose_one():
    packed = (
        f"# pack-refs with: peeled\n{OTHER} refs/heads/old\n{COMMIT} refs/heads/a/b\n^{OTHER}\n"
    )
    found = read_checkout(GitFolder("ref: refs/heads/a/b", packed_refs=packed))
    assert found == Checkout("", "a/b", COMMIT)


def test_a_detached_head_has_a_commit_and_no_branch():
    assert read_checkout(GitFolder(COMMIT)) == Checkout("", "", COMMIT)


def test_a_repository_without_a_commit_has_a_branch_only():
    assert read_checkout(GitFolder("ref: refs/heads/main")) == Checkout("", "main", "")


def test_the_remote_of_the_branch_goes_before_origin():
    git = GitFolder("ref: refs/heads/next", CONFIG, {"refs/heads/next": COMMIT})
    assert read_checkout(git) == Checkout("https://backup.example/x.git", "next", COMMIT)


@pytest.mark.parametrize(
    "head", ["", "hello", "ref:", "c" * 39, "C" * 40, "ref: refs/heads/\x1b[2J"]
)
def test_a_head_git_would_not_write_is_no_checkout(head: str):
    assert read_checkout(GitFolder(head)) is None


@pytest.mark.parametrize(
    "config",
    ["[", "url = x", '[remote "origin"\nurl=x', "\\", '[remote "a"]\nurl = "', "[include]\npath = /etc/passwd",
     "[core]\nfsmonitor = touch /tmp/owned", "x" * 2_000_000],
)  # fmt: skip
def test_a_config_that_makes_no_sense_gives_no_address(config: str):
    assert read_checkout(GitFolder(COMMIT, config)) == Checkout("", "", COMMIT)


@given(st.text(st.sampled_from('[]"=\\\n#; aremotiginul\t\r\0é'), max_size=60))
def test_no_config_whatsoever_breaks_anything(config: str):
    assert read_checkout(GitFolder(COMMIT, config)) is not None


@pytest.mark.parametrize(
    ("uri", "kept"),
    [
        ("https://github.com/org/repo.git", "https://github.com/org/repo.git"),
        ("https://ghp_abc@github.com/org/repo", "https://github.com/org/repo"),
        ("https://ada:pass@host:8443/x.git", "https://host:8443/x.git"),
        ("https://ada:p@ss@host/x.git", "https://host/x.git"),
        ("https://ada:p/ss@host/x.git", ""),
        ("https://ada:p#ss@host/x", "https://host/x"),
        ("https://ada:p?ss@host/x", "https://host/x"),
        ("https://host/@scope/x", "https://host/@scope/x"),
        ("https://host/x?private_token=abc#y", "https://host/x"),
        ("http://user:pass@[::1]:8080/x", "http://[::1]:8080/x"),
        ("ssh://git@host/x.git", "ssh://git@host/x.git"),
        ("ssh://git:pass@host:22/x.git", "ssh://git@host:22/x.git"),
        ("git@github.com:org/repo.git", "git@github.com:org/repo.git"),
        ("/srv/git/x.git", "/srv/git/x.git"),
        ("file:///srv/git/x.git", "file:///srv/git/x.git"),
        ("../x.git", "../x.git"),
        ("ada:pass@host/x", ""),
        ("https://host/x\r\nSet-Cookie: a", ""),
        ("https://" + "a" * 2_000, ""),
        ("", ""),
    ],
)
def test_an_address_loses_every_credential(uri: str, kept: str):
    assert without_credentials(uri) == kept


secrets = st.text(min_size=1, max_size=20).map(lambda text: f"S3CR3T{text}S3CR3T")


@given(
    st.sampled_from(["https", "http", "ssh", "git+ssh", "git", "ftp"]),
    st.sampled_from(["ada", "", "x-token-auth", "a%40b"]),
    secrets,
    st.booleans(),
)
def test_no_password_ever_stays(scheme: str, user: str, password: str, quoted: bool):
    shown = urllib.parse.quote(password) if quoted else password
    assert "S3CR3T" not in without_credentials(f"{scheme}://{user}:{shown}@example.com/x.git")


def git_hash(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def identity(content: bytes, *, blob: bool = True) -> FileIdentity:
    sha256 = hashlib.sha256(content).hexdigest()
    return FileIdentity(sha256, len(content), git_hash(content) if blob else "")


def entry(
    path: bytes, blob: str, *, mode: int = 0o100644, stage: int = 0, skip: bool = False
) -> bytes:
    flags = min(len(path), 0xFFF) | stage << 12 | (0x4000 if skip else 0)
    head = struct.pack(">10I20sH", 0, 0, 0, 0, 0, 0, mode, 0, 0, 0, bytes.fromhex(blob), flags)
    body = head + (b"\x40\x00" if skip else b"") + path
    return body + b"\0" * (8 - len(body) % 8)


def index(*entries: bytes, version: int = 3) -> bytes:
    return b"DIRC" + struct.pack(">II", version, len(entries)) + b"".join(entries) + b"\0" * 20


def test_an_index_says_what_git_holds():
    found = read_index(
        index(
            entry(b"a.py", "a" * 40),
            entry(b"lib/b.py", "b" * 40, skip=True),
            entry(b"lib/mine.py", "c" * 40, stage=2),
            entry("é.py".encode(), "e" * 40),
            entry(b"sub", "f" * 40, mode=0o160000),
        )
    )
    blobs = {"a.py": "a" * 40, "lib/mine.py": "conflict", "é.py": "e" * 40}
    assert found == Tracked(blobs, frozenset({"sub"}))


@given(st.binary(max_size=400), st.integers(0, 300), st.integers(0, 5))
def test_no_index_whatsoever_breaks_anything(data: bytes, count: int, version: int):
    whole = b"DIRC" + struct.pack(">II", version, count) + data
    for damaged in (data, whole, whole[:40]):
        found = read_index(damaged)
        assert found is None or len(found.blobs) <= count


A, B = b"print(1)\n", b"print(2)\n"
NOTHING_IGNORED = "".startswith


def dirty(files: dict[str, bytes], tracked: dict[str, bytes], *submodules: str) -> bool | None:
    kept = {path: identity(content) for path, content in files.items()}
    held = Tracked({p: git_hash(c) for p, c in tracked.items()}, frozenset(submodules))
    return is_dirty(kept, held, lambda path: path.endswith(".log"))


@pytest.mark.parametrize(
    ("files", "tracked", "expected"),
    [
        ({"a": A}, {"a": A}, False),
        ({"a": B}, {"a": A}, True),
        ({"a": A, "b": B}, {"a": A}, True),
        ({}, {"a": A}, True),
        ({"a": A}, {"a": A, "b.log": B}, False),
        ({}, {}, False),
    ],
)
def test_a_folder_is_dirty_when_its_files_are_not_the_commits(files, tracked, expected):
    assert dirty(files, tracked) is expected


def test_a_submodule_is_another_checkout():
    assert dirty({"a": A, "sub/x": B}, {"a": A}, "sub") is False


def test_a_file_that_lfs_keeps_is_known_by_its_pointer():
    sha256 = hashlib.sha256(B).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {len(B)}\n"
    assert dirty({"model.bin": B}, {"model.bin": pointer.encode()}) is False


def test_without_gits_name_of_a_file_nothing_is_said():
    held = Tracked({"a": git_hash(A)})
    assert is_dirty({"a": identity(A, blob=False)}, held, NOTHING_IGNORED) is None


def test_a_blob_is_named_as_git_names_it():
    assert blob_name(6, iter([b"hel", b"lo\n", b""]).__next__) == (
        "ce013625030ba8dba906f756967f9e9ca394464a"
    )
