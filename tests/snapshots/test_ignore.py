"""What stays out of a snapshot is what git would leave out, from one ignore file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.snapshots.errors import SnapshotRefused
from studio.snapshots.ignore import rules_of

RULES = (
    r"""
# a comment
*.log
!important.log
/only-here.txt
build/
!build/keep.txt
cache/*
!cache/keep.txt
data/**/raw
doc/*.md
\#hash
**/deep/**
[ab].bin
"""
    "trailing\\ \n"
)


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("a.log", True),
        ("below/a.log", True),
        ("important.log", False),
        ("below/important.log", False),
        ("only-here.txt", True),
        ("below/only-here.txt", False),
        ("build/x.o", True),
        ("build/keep.txt", True),
        ("lib/build/x.o", True),
        ("build", False),
        ("cache/x", True),
        ("cache/keep.txt", False),
        ("data/raw", True),
        ("data/a/b/raw", True),
        ("data/a/b/raw/file", True),
        ("data/raw.txt", False),
        ("doc/a.md", True),
        ("doc/deep.md", True),
        ("doc/sub/a.md", False),
        ("#hash", True),
        ("trailing ", True),
        ("x/deep/y", True),
        ("deep", False),
        ("a.bin", True),
        ("c.bin", False),
        ("train.py", False),
        (".gitignore", False),
    ],
)
def test_a_rule_means_what_git_means_by_it(path: str, ignored: bool):
    assert rules_of(None, RULES).ignores(path) is ignored


def test_amlignore_alone_counts_when_it_is_there():
    rules = rules_of("*.csv", "*.log")
    assert rules.source == ".amlignore"
    assert rules.ignores("a.csv")
    assert not rules.ignores("a.log")


def test_an_empty_amlignore_still_wins():
    rules = rules_of("", "*.log")
    assert (rules.source, rules.ignores("a.log")) == (".amlignore", False)


def test_gitignore_counts_when_there_is_no_amlignore():
    rules = rules_of(None, "*.log")
    assert (rules.source, rules.ignores("a.log")) == (".gitignore", True)


@pytest.mark.parametrize(
    "path",
    ["__pycache__/a.pyc", "lib/__pycache__/a.pyc", ".venv/bin/python", "node_modules/x/y.js"],
)
def test_a_folder_without_ignore_file_leaves_out_what_nobody_means(path: str):
    rules = rules_of(None, None)
    assert (rules.source, rules.ignores(path)) == (None, True)
    assert not rules_of("", None).ignores(path)


@pytest.mark.parametrize("path", [".git/config", "sub/.git/HEAD", "worktree/.git"])
def test_a_repository_never_comes_along(path: str):
    assert rules_of("!.git\n!.git/**", None).ignores(path)


def test_files_like_those_of_git_do_come_along():
    assert not any(map(rules_of("", None).ignores, [".gitignore", ".github/x.yml", "a.git"]))


@pytest.mark.parametrize(
    "line", ["!", "/", "\\", "[", "[z-a]x", "***/", "\ufeff*.log", "a" * 5_000]
)
def test_a_line_that_is_no_pattern_is_passed_over(line: str):
    assert rules_of(f"{line}\n*.csv", None).ignores("a.csv")


def test_a_pattern_made_to_be_slow_is_not():
    rules = rules_of(None, "a*" * 100 + "b")
    assert not any(rules.ignores("a" * 250 + str(n)) for n in range(2_000))


@pytest.mark.filterwarnings("ignore::FutureWarning")  # the library compiles each pattern first
@given(st.text(st.sampled_from("ab*?[]!-\\/#^.() \n\t{}$|é"), max_size=30), st.text(max_size=20))
def test_no_ignore_file_whatsoever_breaks_anything(rules: str, path: str):
    try:
        assert rules_of(rules, None).ignores(path) in (True, False)
    except SnapshotRefused as refused:
        assert refused.code == "bad_ignore_file"


@pytest.mark.parametrize(
    "text", ["x\n" * 40_000, "\n".join("*a" * 40 + str(n) for n in range(700))]
)
def test_an_ignore_file_too_large_to_use_is_refused_by_name(text: str):
    with pytest.raises(SnapshotRefused) as refused:
        rules_of(text, None)
    assert (refused.value.code, refused.value.entry) == ("bad_ignore_file", ".amlignore")
