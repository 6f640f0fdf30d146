"""What the child that reads files may not do. docs/formats.md says what of this holds on which system.

This module is run before any parser is loaded, so it imports nothing but Landlock and the standard library.
"""

import ctypes
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from index.formats.landlock import only_read_below

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_OPEN_FILES = 64
# Where the libraries lie that a module of Python may load when it is first needed.
_SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
_INSTALLED = ("site-packages", "dist-packages")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# What Python tells its auditors of before it does it: https://docs.python.org/3/library/audit_events.html
_REFUSED = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "os.kill",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "os.putenv", "shutil.", "tempfile.", "ftplib.", "smtplib.", "http.client.", "urllib.", "webbrowser.", "ctypes.dlopen",
    "sqlite3.", "mmap.",
)  # fmt: skip


def limit_process(memory_bytes: int) -> bool:
    """Bound this process for good, and take it off the network; gives whether it is off by the kernel's doing.

    Address space is bounded where the system does that (Linux; macOS takes the limit and does not keep it).
    """
    apart = _without_network()
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)  # pipes have no size, so answers still go out
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _lower(resource.RLIMIT_NPROC, 0)
    _lower(resource.RLIMIT_AS, memory_bytes)
    return apart


def limit_processor(seconds: int) -> None:
    """Let this process use so many more seconds of processor time, rounded up; the kernel ends it after them."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def seal() -> int:
    """Refuse, from now on, what no parser needs: sockets, other programs, writing, and reading beside the libraries.

    Landlock does it where the kernel has it; gives its version, or 0. An audit hook does it everywhere, for what Python code
    does and not for what a library in C does by itself. Neither can be taken off again.
    """
    folders = _library_folders()
    version = only_read_below((*folders, *_SYSTEM_LIBRARIES))
    sys.addaudithook(_refuser(folders))
    return version


def _refuser(folders: tuple[str, ...]) -> Callable[[str, tuple[object, ...]], None]:
    def refuse(event: str, args: tuple[object, ...]) -> None:
        if event.startswith(_REFUSED):
            raise PermissionError(f"a file that is read may not do this: {event}")
        if event == "open":
            path, _, flags = args
            if isinstance(flags, int) and flags & _WRITING:
                raise PermissionError("a file that is read may not write")
            if isinstance(path, str | bytes) and not os.path.abspath(os.fsdecode(path)).startswith(folders):  # noqa: PTH100
                raise PermissionError("a file that is read may not open another")

    return refuse


def _library_folders() -> tuple[str, ...]:
    """Where Python's own files lie; a module or a table may still be loaded when it is first needed."""
    named = {sys.prefix, sys.base_prefix, *filter(None, sys.path)}
    real = {str(Path(folder).resolve()) for folder in named} | {os.path.abspath(folder) for folder in named}  # noqa: PTH100
    ours = Path(__file__).resolve().parents[1]
    if ours.parent.name not in _INSTALLED:
        # In a clone what lies beside the packages may be a home, with its keys and articles.
        real = {str(ours) if Path(folder).resolve() == ours.parent else folder for folder in real}
    return tuple(sorted(folder.rstrip("/") + "/" for folder in real))


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    bounded = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (bounded, bounded))


def _without_network() -> bool:
    """Move into a network namespace of its own, which has no way out, not even to this machine; False where that is refused."""
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)
