"""A folder becomes a snapshot whole, or not at all and the entry is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.snapshots import Limits, SnapshotRefused
from studio.snapshots.ignore import rules_of
from studio.snapshots.select import MIB, select

NO_RULES = ""


def chosen(*paths: str, rules: str = NO_RULES):
    return select(dict.fromkeys(paths, 1), rules_of(rules, None), Limits(), "train")


def refusal(*paths: str, rules: str = NO_RULES) -> SnapshotRefused:
    with pytest.raises(SnapshotRefused) as refused:
        chosen(*paths, rules=rules)
    return refused.value


BAD_NAMES = [
    "../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a/.", "C:/x", "C:\\x", "\\\\srv\\x", "a\\b", "~root/x",
    "%2e%2e%2fx", "a%00b", "a\0b", "a\nb", "a.", "a ", "con", "nul.txt", "a:stream", "․․/x", "a／b", "x" * 256,
    "a/" * 64 + "b", "", "cafe\u0301.py", "a\u202eb",
]  # fmt: skip


@pytest.mark.parametrize("path", BAD_NAMES)
def test_a_name_that_is_not_safe_everywhere_refuses_the_whole_folder(path: str):
    found = refusal("train.py", path)
    assert (found.code, found.entry) == ("bad_path", path)
    assert repr(path) in str(found)


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (("a.py", "A.py"), "case_collision"),
        (("lib/a.py", "LIB/b.py"), "case_collision"),
        (("straße", "STRASSE"), "case_collision"),
        (("a", "a/b"), "file_and_folder"),
        (("A", "a/b"), "file_and_folder"),
    ],
)
def test_two_names_that_become_one_refuse_the_whole_folder(paths: tuple[str, ...], code: str):
    found = refusal(*paths)
    assert found.code == code
    assert found.entry in paths


def test_what_is_ignored_may_be_called_anything():
    assert set(chosen("a.py", "out/12:30:00.log", rules="out/").kept) == {"a.py"}


def test_ignored_folders_are_one_line_each():
    found = chosen("a.py", "x/1", "x/y/2", "lib/b.py", "lib/b.log", rules="x/\n*.log")
    assert found.ignored == ["lib/b.log", "x/"]


names = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map("/".join)


@given(st.sets(names, max_size=12), st.lists(st.sampled_from(["a", "/b/", "c/a", "!a", "*/c"])))
def test_every_file_is_either_kept_or_said_to_be_ignored(paths: set[str], lines: list[str]):
    laid_out = {p for p in paths if not any(other.startswith(p + "/") for other in paths)}
    found = chosen(*laid_out, rules="\n".join(lines))
    for path in laid_out:
        told = path in found.ignored or any(
            line.endswith("/") and path.startswith(line) for line in found.ignored
        )
        assert told is (path not in found.kept)


def test_exactly_the_limit_is_not_too_much():
    sizes = {f"{n}.bin": 3 * MIB for n in range(100)}
    assert len(select(sizes, rules_of("", None), Limits(), "train").kept) == 100


def test_too_many_bytes_name_the_folder_what_is_large_and_both_ways_out():
    sizes = {"train.py": 10, "data/a.csv": 200 * MIB, "data/b.csv": 150 * MIB, "big.bin": MIB}
    with pytest.raises(SnapshotRefused) as refused:
        select(sizes, rules_of("", None), Limits(), "train")
    said = str(refused.value)
    assert refused.value.code == "too_large"
    assert "The folder 'train' would carry 351 MB in 4 files, most of it in data/, big.bin" in said
    assert ".amlignore" in said
    assert "STUDIO_SNAPSHOT_BYTES" in said
    assert refused.value.detail["largest"] == ["data/", "big.bin", "train.py"]


def test_too_many_files_are_refused_and_a_setting_raises_the_limit():
    sizes = {f"{n}.py": 1 for n in range(2_001)}
    with pytest.raises(SnapshotRefused, match="2,001 files"):
        select(sizes, rules_of("", None), Limits(), "train")
    assert len(select(sizes, rules_of("", None), Limits(files=3_000), "train").kept) == 2_001


def test_what_is_ignored_does_not_count():
    sizes = {"a.py": 1, **{f"data/{n}": 10 * MIB for n in range(3_000)}}
    assert set(select(sizes, rules_of("data/", None), Limits(), "train").kept) == {"a.py"}
