"""A warning for what should not be shared, silence for the rest."""

import pytest

from studio.snapshots.secret_like import is_secret_like


@pytest.mark.parametrize(
    "path",
    [".env", "app/.env", ".env.production", "id_rsa", "keys/server.pem", "a.pfx", ".aws/credentials",
     "home/.kube/config", "credentials.json", "Service-Account-prod.JSON", ".git-credentials"],
)  # fmt: skip
def test_a_name_of_a_secret_is_noticed(path: str):
    assert is_secret_like(path)


@pytest.mark.parametrize(
    "path",
    ["train.py", ".env.example", "environment.yml", "config", "kube/config.yaml", "keys.py", "monkey",
     "id_rsa.pub", "settings.json", "notes/secrets.md"],
)  # fmt: skip
def test_an_ordinary_name_is_not(path: str):
    assert not is_secret_like(path)
