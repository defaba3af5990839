"""A folder on disk is read as it would be uploaded, and git is asked without running anything."""

import os
from pathlib import Path

import pytest
from dulwich import porcelain
from dulwich.repo import Repo

from studio.graph.model import Git, SourceFile
from studio.snapshots import Limits, SnapshotRefused, tree_digest
from studio.snapshots.folder import Folder, read_folder

HELLO = SourceFile("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", 6)


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, newline="")


def read(root: Path) -> Folder:
    return read_folder(root, Limits())


def stage(root: Path, **files: str) -> None:
    write(root, **files)
    porcelain.add(str(root))


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A checkout with one commit: a.py and lib/b.py."""
    root = tmp_path / "repo"
    with Repo.init(root, mkdir=True, default_branch=b"main") as made:
        config = made.get_config()
        config.set((b"remote", b"origin"), b"url", b"https://ada:pass@example.com/x.git")
        config.write_to_path()
    write(root, a_py="print('a')\n", lib__b_py="print('b')\n")
    commit(root)
    return root


def commit(root: Path) -> str:
    porcelain.add(str(root))
    who = b"Ada <ada@example.com>"
    return porcelain.commit(str(root), message=b"x", author=who, committer=who).decode()


def git_of(root: Path) -> Git:
    found = read(root).git
    assert found is not None
    return found


def test_files_are_listed_with_digest_and_size(tmp_path: Path):
    write(tmp_path, a_py="hello\n", lib__b_py="hello\n")
    assert read(tmp_path) == Folder({"a.py": HELLO, "lib/b.py": HELLO}, None, [], None, [])


def test_the_ignore_file_at_the_root_counts_and_no_other(tmp_path: Path):
    write(tmp_path, a_py="", lib__x="", data__x="")
    (tmp_path / ".amlignore").write_text("data/\n")
    (tmp_path / ".gitignore").write_text("a.py\n")
    (tmp_path / "lib" / ".amlignore").write_text("x\n")
    found = read(tmp_path)
    assert set(found.files) == {".amlignore", ".gitignore", "a.py", "lib/.amlignore", "lib/x"}
    assert (found.ignored_by, found.ignored) == (".amlignore", [])


def test_a_link_refuses_the_folder_by_name(tmp_path: Path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "passwd").symlink_to("/etc/passwd")
    with pytest.raises(SnapshotRefused) as refused:
        read(tmp_path)
    assert (refused.value.code, refused.value.entry) == ("symlink", "lib/passwd")


def test_a_link_to_a_folder_is_no_folder(tmp_path: Path):
    (tmp_path / "etc").symlink_to("/etc")
    with pytest.raises(SnapshotRefused, match="symbolic link"):
        read(tmp_path)


def test_a_pipe_refuses_the_folder_without_hanging(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SnapshotRefused) as refused:
        read(tmp_path)
    assert (refused.value.code, refused.value.entry) == ("not_a_file", "pipe")


def test_links_and_pipes_that_are_ignored_do_no_harm(tmp_path: Path):
    (tmp_path / ".gitignore").write_text("pipe\nlinks/\n")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "x").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe")
    assert set(read(tmp_path).files) == {".gitignore"}


def test_too_much_is_refused_before_a_byte_of_it_is_read(tmp_path: Path):
    (tmp_path / "big").touch()
    os.truncate(tmp_path / "big", 10**12)
    with pytest.raises(SnapshotRefused, match=f"The folder '{tmp_path.name}'"):
        read(tmp_path)


def test_secrets_are_named(tmp_path: Path):
    write(tmp_path, a_py="")
    (tmp_path / ".env").write_text("KEY=1")
    assert read(tmp_path).secret_like == [".env"]


def test_a_clean_checkout_says_where_it_stands(repo: Path):
    write(repo, a_py="print('again')\n")
    head = commit(repo)
    found = read(repo)
    assert found.git == Git(
        "https://example.com/x.git", "main", head, False, tree_digest(found.files)
    )
    assert not any(path.startswith(".git") for path in found.files)


def test_a_folder_of_a_checkout_is_a_checkout(repo: Path):
    write(repo, a_py="changed elsewhere\n")
    found = git_of(repo / "lib")
    assert (found.branch, found.dirty) == ("main", False)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: write(root, a_py="print('changed')\n"),
        lambda root: write(root, new_py=""),
        lambda root: (root / "lib" / "b.py").unlink(),
        lambda root: stage(root, a_py="staged\n"),
    ],
    ids=["edited", "added", "deleted", "staged"],
)
def test_a_checkout_with_a_change_is_dirty(repo: Path, change):
    change(repo)
    assert git_of(repo).dirty is True


def test_ignored_files_make_nothing_dirty(repo: Path):
    (repo / ".gitignore").write_text("*.log\n")
    commit(repo)
    write(repo, x="")
    (repo / "x").rename(repo / "x.log")
    assert git_of(repo).dirty is False


def test_line_ends_that_git_converted_make_nothing_dirty(repo: Path):
    write(repo, a_py="print('a')\r\n")
    assert git_of(repo).dirty is False


def test_a_detached_head_has_no_branch(repo: Path):
    head = git_of(repo).commit
    (repo / ".git" / "HEAD").write_text(head + "\n")
    assert (git_of(repo).branch, git_of(repo).commit) == ("", head)


def test_a_repository_without_a_commit_is_dirty(tmp_path: Path):
    Repo.init(tmp_path, default_branch=b"main").close()
    write(tmp_path, a_py="")
    found = git_of(tmp_path)
    assert (found.branch, found.commit, found.dirty) == ("main", "", True)


def test_programs_named_in_a_checkout_are_not_started(repo: Path, tmp_path: Path):
    mark = tmp_path / "owned"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    program.chmod(0o755)
    with (repo / ".git" / "config").open("a") as config:
        config.write(f"[core]\nfsmonitor = {program}\nhooksPath = {tmp_path}\n")
        config.write(f'[filter "x"]\nclean = {program}\nprocess = {program}\n')
    (repo / ".gitattributes").write_text("* filter=x\n")
    write(repo, a_py="changed\r\n")
    assert git_of(repo).dirty is True
    assert not mark.exists()
