"""A folder's digest changes exactly when the folder does."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.graph.model import SourceFile
from studio.snapshots import tree_digest

A, B = SourceFile("a" * 64, 1), SourceFile("b" * 64, 2)

names = st.text("abc", min_size=1, max_size=2)
paths = st.lists(names, min_size=1, max_size=3).map("/".join)
trees = st.dictionaries(paths, st.sampled_from([A, B]), max_size=6)


def can_be_laid_out(tree: dict[str, SourceFile]) -> bool:
    return not any(path.startswith(f"{other}/") for path in tree for other in tree)


@settings(deadline=None)
@given(trees.filter(can_be_laid_out), st.randoms())
def test_the_order_in_which_files_are_listed_does_not_matter(
    tree: dict[str, SourceFile], random: Random
) -> None:
    shuffled = list(tree.items())
    random.shuffle(shuffled)
    assert tree_digest(dict(shuffled)) == tree_digest(tree)


@settings(deadline=None)
@given(trees.filter(can_be_laid_out), trees.filter(can_be_laid_out))
def test_different_folders_have_different_digests(
    one: dict[str, SourceFile], other: dict[str, SourceFile]
) -> None:
    assert (tree_digest(one) == tree_digest(other)) == (one == other)


def test_the_digest_of_a_folder_never_changes_between_releases() -> None:
    tree = {"train.py": A, "lib/model.py": B}
    assert tree_digest(tree) == ("45e9b1776b2d9da6ca343bd10e247688424ac00114394a14dfe65fe0ceab62de")


def test_a_size_is_part_of_what_a_file_is() -> None:
    assert tree_digest({"x": A}) != tree_digest({"x": SourceFile(A.sha256, 9)})
