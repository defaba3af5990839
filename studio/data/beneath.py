"""Opening files below a folder so that no link can lead out of it.

Linux checks the whole way in one call (openat2 with RESOLVE_BENEATH and NO_SYMLINKS); elsewhere
the way is walked one folder at a time with O_NOFOLLOW. Nothing is joined first and checked later.
"""

import ctypes
import errno
import os
import sys
import weakref
from contextlib import suppress
from pathlib import Path

_SYS_OPENAT2 = 437  # the same number on every architecture
_RESOLVE = 0x02 | 0x04 | 0x08  # no magic links, no symbolic links, beneath
_RENAME_NOREPLACE = 1
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_libc = ctypes.CDLL(None, use_errno=True)


class _OpenHow(ctypes.Structure):
    _fields_ = [("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64)]


def _openat2(folder: int, path: str, flags: int, mode: int) -> int:
    how = _OpenHow(flags, mode if flags & os.O_CREAT else 0, _RESOLVE)
    name = os.fsencode(path)
    while True:
        fd = int(_libc.syscall(_SYS_OPENAT2, folder, name, ctypes.byref(how), ctypes.sizeof(how)))
        if fd >= 0:
            return fd
        code = ctypes.get_errno()
        # EAGAIN: a rename raced with the walk and the kernel asks to try again.
        if code not in (errno.EINTR, errno.EAGAIN):
            raise OSError(code, os.strerror(code), path)


def _walk(folder: int, path: str, flags: int, mode: int) -> int:
    *folders, name = path.split("/")
    here = os.dup(folder)
    try:
        for part in folders:
            deeper = os.open(part, _FOLDER, dir_fd=here)
            os.close(here)
            here = deeper
        return os.open(name, flags | os.O_NOFOLLOW, mode, dir_fd=here)
    finally:
        os.close(here)


def _has_openat2() -> bool:
    if sys.platform != "linux":
        return False
    probe = os.open("/", _FOLDER)
    try:
        os.close(_openat2(probe, ".", _FOLDER, 0))
    except OSError:
        return False  # an old kernel, or a sandbox that filters the call
    finally:
        os.close(probe)
    return True


_open_beneath = _openat2 if _has_openat2() else _walk


class Root:
    """A folder held open; paths given to it are already `safe_path`s."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self.fd)

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        return _open_beneath(self.fd, path, flags | os.O_CLOEXEC | os.O_NONBLOCK, mode)

    def open_folder(self, path: str, *, create: bool = False) -> int:
        """A descriptor of the folder; "" is the root itself. The caller closes it."""
        if not path:
            return os.dup(self.fd)
        try:
            return _open_beneath(self.fd, path, _FOLDER, 0)
        except FileNotFoundError:
            if not create:
                raise
        return self._make_folders(path)

    def _make_folders(self, path: str) -> int:
        here = os.dup(self.fd)
        for part in path.split("/"):
            above = here
            try:
                # Made before, or by someone else just now; opening decides what it is.
                with suppress(FileExistsError):
                    os.mkdir(part, 0o700, dir_fd=above)
                here = os.open(part, _FOLDER, dir_fd=above)
            finally:
                os.close(above)
        return here


def rename_new(source: str, source_fd: int, target: str, target_fd: int) -> None:
    """Renames without replacing: FileExistsError when the target is there."""
    if hasattr(_libc, "renameat2"):
        if (
            _libc.renameat2(
                source_fd, os.fsencode(source), target_fd, os.fsencode(target), _RENAME_NOREPLACE
            )
            == 0
        ):
            return
        code = ctypes.get_errno()
        if code not in (errno.ENOSYS, errno.EINVAL):  # EINVAL: this file system cannot
            raise OSError(code, os.strerror(code), target)
    os.link(source, target, src_dir_fd=source_fd, dst_dir_fd=target_fd, follow_symlinks=False)
    os.unlink(source, dir_fd=source_fd)
