"""Gives freed memory back to the system.

The GNU C library keeps what threads free between blocks that are in use. A process that answers for weeks grows by that alone.
"""

import ctypes


def give_back_freed() -> bool:
    """Give back the whole pages that are free; whether there were any. False where the C library has no `malloc_trim`.

    It takes a millisecond or so, and other threads go on, but for those that allocate in the same arena.
    """
    # Of the libraries that the process has loaded, the C library among them; musl and macOS have no such function.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and bool(trim(ctypes.c_size_t(0)))
