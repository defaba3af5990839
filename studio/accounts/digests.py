"""Keyed digests: what is kept of a secret that was shown once."""

import hashlib
import hmac
import secrets

from django.conf import settings


def new_secret() -> str:
    """256 random bits, safe in URLs and headers."""
    return secrets.token_urlsafe(32)


def keyed_digest(purpose: str, secret: str) -> str:
    """HMAC-SHA256 in hex. Without the key file, a copy of the database cannot be tried against guesses."""
    key = hashlib.sha256(f"studio.{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, secret.encode(), hashlib.sha256).hexdigest()
