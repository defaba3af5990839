"""Keys are made once, for our eyes only, and a bad one stops the start."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studio.config.keys import KeyProblem, encryption_keys, node_keys, secret_key


def test_a_key_is_made_once_and_readable_by_us_only(tmp_path: Path):
    folder = tmp_path / "keys"
    key = secret_key(folder)
    assert len(key) >= 50
    assert secret_key(folder) == key
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path):
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: secret_key(tmp_path / "keys"), range(64)))
    assert len(keys) == 1
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["secret.key"]


def test_a_key_others_can_read_is_refused(tmp_path: Path):
    secret_key(tmp_path)
    (tmp_path / "secret.key").chmod(0o640)
    with pytest.raises(KeyProblem, match="chmod 600"):
        secret_key(tmp_path)


@pytest.mark.parametrize("text", ["", "django-insecure-short"])
def test_a_short_key_is_refused(tmp_path: Path, text: str):
    (tmp_path / "secret.key").write_text(text)
    (tmp_path / "secret.key").chmod(0o600)
    with pytest.raises(KeyProblem, match=r"secret\.key"):
        secret_key(tmp_path)


def test_an_encryption_key_that_is_none_is_refused(tmp_path: Path):
    (tmp_path / "encryption.key").write_text("not a key")
    (tmp_path / "encryption.key").chmod(0o600)
    with pytest.raises(KeyProblem, match="Fernet"):
        encryption_keys(tmp_path)


def test_nodes_have_a_key_of_their_own(tmp_path: Path):
    """So that a node which gives its key away does not give the database's secrets away."""
    assert node_keys(tmp_path) == node_keys(tmp_path)
    assert set(node_keys(tmp_path)).isdisjoint(encryption_keys(tmp_path))
    assert (tmp_path / "node.key").stat().st_mode & 0o777 == 0o600


def test_a_new_encryption_key_is_known_at_once_and_the_old_one_until_it_is_dropped(tmp_path: Path):
    running, command = encryption_keys(tmp_path), encryption_keys(tmp_path)
    (old,) = running
    command.add_new()
    new, kept = running
    assert (new != old, kept) == (True, old)
    assert (tmp_path / "encryption.key").stat().st_mode & 0o777 == 0o600
    assert command.keep_newest() == 1
    assert list(running) == [new]


@pytest.mark.parametrize("text", [None, "", "not a key"])
def test_a_key_file_that_goes_bad_while_running_leaves_the_keys_that_fit(
    tmp_path: Path, text: str | None
):
    keys = encryption_keys(tmp_path)
    before, path = list(keys), tmp_path / "encryption.key"
    path.unlink()
    if text is not None:
        path.write_text(text)
        path.chmod(0o600)
    assert list(keys) == before
