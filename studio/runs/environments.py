"""Which software steps run in, as one digest: part of what their results depend on."""

import sys
import sysconfig
from functools import lru_cache
from pathlib import Path

from studio.engine.fingerprint import digest_of

_INSTALLED = (".dist-info", ".egg-info")


def default_environment() -> str:
    """Of Python and the packages that control runs with: on one machine those of its node too.

    Read again when something was installed or removed.
    """
    folders = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    return _digest(tuple((folder, Path(folder).stat().st_mtime_ns) for folder in sorted(folders)))


@lru_cache(maxsize=4)
def _digest(folders: tuple[tuple[str, int], ...]) -> str:
    # pip names the folder it leaves for a package <name>-<version>.dist-info
    packages = sorted(
        entry.name
        for folder, _ in folders
        for entry in Path(folder).iterdir()
        if entry.name.endswith(_INSTALLED)
    )
    python = list(sys.version_info[:3])
    return digest_of("environment", {"python": python, "packages": packages})
