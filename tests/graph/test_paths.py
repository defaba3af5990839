"""Names that could escape a folder, or fall together in one, are found before anything is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.data.errors import InvalidPath
from studio.data.paths import safe_prefix
from studio.graph.paths import PathProblem, is_data_path, is_file_path, path_problems


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "../up.py",
        "a/../../b",
        "/etc/passwd",
        "a//b",
        "a/",
        "./a",
        "C:\\x",
        "C:x",
        "a\\b",
        "~/x",
        "a\nb",
        "a\0b",
        "a\u202eb",
        "name.",
        "name ",
        " name",
        "nul",
        "aux.py",
        "x" * 256,
        "/".join(["x" * 100] * 11),
        "cafe\u0301",
        "%2e%2e/x",
        "\u2024\u2024/x",
        "a\uff0fb",
        "a/" * 64 + "b",
    ],
)
def test_a_path_that_means_something_else_somewhere_is_refused(path: str) -> None:
    assert path_problems([path]) == [PathProblem("bad_path", path)]


@pytest.mark.parametrize(
    "path",
    ["train.py", "lib/model.py", ".amlignore", "données/café.csv", "a b.txt", "-x", "nullable.py"],
)
def test_ordinary_names_are_fine(path: str) -> None:
    assert path_problems([path]) == []


def test_names_that_differ_in_case_only_collide() -> None:
    assert path_problems(["Lib/a.py", "lib/b.py"]) == [
        PathProblem("case_collision", "lib/b.py", "Lib")
    ]


def test_a_name_cannot_be_a_file_and_a_folder() -> None:
    assert path_problems(["lib", "lib/a.py"]) == [PathProblem("file_and_folder", "lib/a.py", "lib")]


def test_a_whole_folder_of_good_names_has_no_problems() -> None:
    assert path_problems(["lib/a.py", "lib/b.py", "lib/more/a.py", "run.py"]) == []


@pytest.mark.parametrize(
    "path", ["", "examples/data.csv", "folder/", "2026 (final)?.csv", "a/.hidden"]
)
def test_a_datastore_may_hold_odd_names(path: str) -> None:
    assert is_data_path(path)


@pytest.mark.parametrize("path", ["..", "a/../b", "/a", "a//b", ".", "a\\b", "C:/x", "/", "a/ /b"])
def test_a_path_on_a_datastore_never_climbs(path: str) -> None:
    assert not is_data_path(path)


names = st.text("ab./\\:~ %2e\u2024\u0301\u202e", max_size=8) | st.text(max_size=6)


def a_datastore_takes(path: str) -> bool:
    try:
        return safe_prefix(path) == path.removesuffix("/")
    except InvalidPath:
        return False


@given(names)
def test_every_file_a_step_may_carry_can_be_stored(path: str) -> None:
    if is_file_path(path):
        assert a_datastore_takes(path)


@given(names)
def test_every_path_a_datastore_takes_may_be_drawn(path: str) -> None:
    if a_datastore_takes(path):
        assert is_data_path(path)
