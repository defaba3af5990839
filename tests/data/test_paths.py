"""Which names may exist: the attack list of paths, by table and by invention."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.data import InvalidPath, ObjectNotFound, safe_path, safe_prefix
from studio.data.local import LocalDatastore
from studio.data.paths import join

BAD = [
    "", "/", "/etc/passwd", "..", "../x", "a/../b", "a/..", ".", "a/./b", "a//b", "a/", "\\x", "a\\b", "..\\..\\x",
    "C:\\x", "C:x", "\\\\srv\\share", "a:stream", "~", "~/x", "a/~root", "%2e%2e%2fx", "%2E%2E/x", "..%2fx", "a%5cb",
    "%252e%252e", "a%00b", "a\0b", "a\nb", "a\rb", "a\tb", "a\x7fb", "a\x1b[31m", "name.", "name ", " name", "a/ /b",
    "․․/x", "．．/x", "a／b", "a＼b", "․", "…", "a\u202eb", "a\u200bb", "a\u2028b", "\ud800", "con", "a/NUL.txt",
    "x" * 256, "ä" * 128, "/".join("a" * 65), "a/" * 600 + "b",
]  # fmt: skip
GOOD = [
    "a",
    "a/b.txt",
    "..a",
    "a..b",
    ".hidden",
    "a b",
    "ä/ö.csv",
    "日本/表.csv",
    "x" * 255,
    "a+b=c,d@e",
    "100%",
    "-rf",
    "@x",
]


@pytest.mark.parametrize("path", BAD)
def test_what_could_mean_something_else_is_refused(path: str) -> None:
    with pytest.raises(InvalidPath):
        safe_path(path)


@pytest.mark.parametrize("path", GOOD)
def test_ordinary_names_stay_as_they_are(path: str) -> None:
    assert safe_path(path) == path


def test_one_name_has_one_spelling() -> None:
    assert safe_path("a\u0308") == "ä"


def test_a_prefix_may_be_the_root_and_may_end_in_a_slash() -> None:
    assert [safe_prefix(text) for text in ("", "a/", "a/b")] == ["", "a", "a/b"]


def test_joining_checks_the_whole() -> None:
    assert join("a", "", "b/c") == "a/b/c"
    with pytest.raises(InvalidPath):
        join("a", "../b")


pieces = st.sampled_from(
    ["..", ".", "", "a", "b", "%2e%2e", "․․", "~", "\\", "link", "etc", "C:", "\0", "ä"]
)


@given(st.lists(pieces, min_size=1, max_size=6).map("/".join) | st.text(max_size=40))
def test_no_accepted_path_leaves_its_root(path: str) -> None:
    try:
        safe = safe_path(path)
    except InvalidPath:
        return
    whole = os.path.normpath(os.path.join("/root", safe))
    assert whole == f"/root/{safe}"
    assert safe_path(safe) == safe


@given(
    path=st.lists(
        st.sampled_from(["..", "link", "a", "out", "secret", "."]), min_size=1, max_size=5
    ).map("/".join)
)
def test_no_path_reads_beyond_a_link(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    outside = tmp_path_factory.getbasetemp() / "outside"
    root = tmp_path_factory.getbasetemp() / "inside"
    if not root.exists():
        for folder in (outside, root / "a"):
            folder.mkdir(parents=True)
        (outside / "secret").write_text("canary")
        (root / "link").symlink_to(outside)
        (root / "a" / "out").symlink_to("../../outside/secret")
        (root / "secret").symlink_to(outside / "secret")
    try:
        read = LocalDatastore(root).open(path).read()
    except (InvalidPath, ObjectNotFound):
        return
    assert b"canary" not in read
