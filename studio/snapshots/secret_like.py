"""Files that usually hold secrets, known by their names: a snapshot shows them to a workspace."""

from __future__ import annotations

from fnmatch import fnmatchcase

NAMES = (
    ".env", ".env.*", "*.env", ".netrc", "_netrc", ".pypirc", ".npmrc", ".git-credentials", ".htpasswd",
    ".pgpass", ".my.cnf", ".dockercfg", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "*.pem", "*.key", "*.p12",
    "*.pfx", "*.jks", "*.keystore", "*.kdbx", "*.ppk", "*.publishsettings", "credentials.json",
    "credentials.yml", "credentials.yaml", "client_secret*.json", "service-account*.json",
    "service_account*.json", "secrets.json", "secrets.yml", "secrets.yaml", "secrets.toml", "kubeconfig",
    "terraform.tfstate",
)  # fmt: skip
PLACES = (".aws/credentials", ".azure/accesstokens.json", ".docker/config.json", ".kube/config")
HARMLESS = (".example", ".sample", ".template", ".dist")


def is_secret_like(path: str) -> bool:
    """Whether the name alone says: look before you share this."""
    lower = path.lower()
    name = lower.rpartition("/")[2]
    if name.endswith(HARMLESS):
        return False
    return any(fnmatchcase(name, pattern) for pattern in NAMES) or any(
        lower == place or lower.endswith("/" + place) for place in PLACES
    )
