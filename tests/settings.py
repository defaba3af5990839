"""The studio's own settings on a data folder that goes when the tests end."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="studio-tests-")
_maker = os.getpid()


def _remove() -> None:
    if os.getpid() == _maker:  # a forked child of a test must not take the folder away
        shutil.rmtree(_home, ignore_errors=True)


atexit.register(_remove)
os.environ["STUDIO_HOME"] = _home

from studio.config.environment import REPOSITORY  # noqa: E402
from studio.config.settings import *  # noqa: E402, F403

# Tests of the server need no built front end.
DJANGO_VITE["default"]["manifest_path"] = REPOSITORY / "tests/config/manifest.json"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
