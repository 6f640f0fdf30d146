"""What of a process lies in memory."""

import os
from pathlib import Path


def resident_bytes(process: Path = Path("/proc/self")) -> int:
    """Of the process with that folder, by default this one."""
    return int((process / "statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
