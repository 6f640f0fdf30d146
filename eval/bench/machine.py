"""The machine that figures are measured on."""

import os
from pathlib import Path


def processor_name() -> str:
    """What the system calls the processor; "unknown" where it does not tell."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return "unknown"
    return next((text.split(":", 1)[1].strip() for text in lines if text.startswith("model name")), "unknown")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_per_core() -> float:
    """The load of the last minute over the cores; 0 where the system does not tell."""
    return round(os.getloadavg()[0] / (os.cpu_count() or 1), 2) if hasattr(os, "getloadavg") else 0.0
