"""Landlock: Linux keeps this process, its C libraries included, from files and from TCP.

Any user may do this, in most containers too; it cannot be taken back. https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import os
import sys
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on every machine
_ASK_VERSION, _BENEATH = 1, 1
_NO_NEW_PRIVILEGES = 38
_READ = 0b1100  # files, and lists of them
_FILES = (1 << 13) - 1  # everything that the first version knows: running, writing, reading, removing, making
_TRUNCATE, _TRUNCATE_SINCE = 1 << 14, 3
_TCP, _TCP_SINCE = 0b11, 4  # binding, connecting


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def only_read_below(folders: Iterable[str]) -> int:
    """Leave this process nothing but reading below `folders`; gives the version of Landlock that does, 0 where there is none.

    From version 4 on there is no TCP either.
    """
    if sys.platform != "linux":
        return 0
    libc = ctypes.CDLL(None)
    version = max(0, _call(libc, _CREATE, None, 0, _ASK_VERSION))
    if version == 0:
        return 0
    rules = _Ruleset(_FILES | (_TRUNCATE if version >= _TRUNCATE_SINCE else 0), _TCP if version >= _TCP_SINCE else 0)
    size = ctypes.sizeof(rules) if version >= _TCP_SINCE else ctypes.sizeof(ctypes.c_uint64)
    ruleset = _call(libc, _CREATE, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return 0
    for folder in folders:
        _allow(libc, ruleset, folder)
    held = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and _call(libc, _RESTRICT, ruleset, 0) == 0
    os.close(ruleset)
    return version if held else 0


def _allow(libc: ctypes.CDLL, ruleset: int, folder: str) -> None:
    """Allow reading below one folder; one that is not there needs no rule, and one that gets none stays closed."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return
    rule = _Beneath(_READ, handle)
    _call(libc, _ADD, ruleset, _BENEATH, ctypes.byref(rule), 0)
    os.close(handle)


def _call(libc: ctypes.CDLL, number: int, *values: object) -> int:
    """One call of the kernel; -1 where it refuses."""
    wide = (ctypes.c_long(value) if isinstance(value, int) else value for value in values)
    return int(libc.syscall(ctypes.c_long(number), *wide))
