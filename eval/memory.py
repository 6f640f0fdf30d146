"""How much memory this process has taken."""

import importlib
import sys

_BYTES_PER_KIB = 1024


def peak_memory_bytes() -> int | None:
    """The largest resident set so far, in bytes; None where the system does not tell (Windows).

    Linux counts it in KiB, macOS in bytes (getrusage(2), ru_maxrss).
    """
    try:
        resource = importlib.import_module("resource")
    except ModuleNotFoundError:
        return None
    peak = int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return peak if sys.platform == "darwin" else peak * _BYTES_PER_KIB
