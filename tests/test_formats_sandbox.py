"""What the child that reads files may not do, tried from inside it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

TRIED = """
import ctypes, json, os, resource, socket, subprocess, sys
from index.formats import sandbox
address, inside, outside, new = sys.argv[1:]
libc = ctypes.CDLL(None, use_errno=True)
libc_socket, libc_connect = libc.socket, libc.connect
found = {"apart": sandbox.limit_process(int(3e8)), "landlock": sandbox.seal()}
port = int(address)
there = b"\\x02\\x00" + port.to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
def tried(action):
    try:
        action()
    except (PermissionError, MemoryError, OSError) as error:
        return type(error).__name__
    return "done"
def in_c(path, flags):
    handle = libc.open(path.encode(), flags, 0o600)
    return "done" if handle >= 0 else "refused"
found["socket"] = tried(lambda: socket.create_connection(("127.0.0.1", port), 2))
found["program"] = tried(lambda: subprocess.run(["true"]))
found["shell"] = tried(lambda: os.system("true"))
found["fork"] = tried(os.fork)
found["write"] = tried(lambda: open(new, "w"))
found["remove"] = tried(lambda: os.remove(outside))
found["read outside"] = tried(lambda: open(outside))
# Where a clone may have a home, with its keys and articles.
beside = os.path.join(os.path.dirname(sandbox.__file__), "..", "..", "pyproject.toml")
found["read beside the packages"] = tried(lambda: open(beside))
found["read inside"] = tried(lambda: open(inside))
found["memory"] = tried(lambda: bytearray(int(4e8)))
found["write in C"] = in_c(new, os.O_WRONLY | os.O_CREAT)
found["read in C"] = in_c(outside, os.O_RDONLY)
found["socket in C"] = "done" if libc_connect(libc_socket(2, 1, 0), there, 16) == 0 else "refused"
found["processor"] = (sandbox.limit_processor(5), resource.getrlimit(resource.RLIMIT_CPU)[0])[1]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What came of each attempt."""
    import socket

    folder = tmp_path_factory.mktemp("outside")
    (folder / "secret").write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = str(listening.getsockname()[1])
        names = (port, os.__file__, str(folder / "secret"), str(folder / "new"))
        run = subprocess.run(
            (sys.executable, "-B", "-c", TRIED, *names),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    assert not (folder / "new").exists()
    assert (folder / "secret").exists()
    return dict(json.loads(run.stdout))


@pytest.mark.parametrize(
    "attempt",
    ["socket", "program", "shell", "fork", "write", "remove", "read outside", "read beside the packages"],
)
def test_python_code_may_not(found: dict[str, object], attempt: str) -> None:
    assert found[attempt] == "PermissionError"


def test_a_module_may_still_be_read(found: dict[str, object]) -> None:
    assert found["read inside"] == "done"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps this limit")
def test_memory_ends_at_the_limit(found: dict[str, object]) -> None:
    assert found["memory"] == "MemoryError"


def test_processor_time_ends_so_many_seconds_after_now(found: dict[str, object]) -> None:
    assert found["processor"] in (6, 7)  # 5, and what was used so far rounded up


def test_code_in_c_may_not_either_where_the_kernel_helps(found: dict[str, object]) -> None:
    landlock = found["landlock"]
    assert isinstance(landlock, int)
    if landlock == 0 and not found["apart"]:
        pytest.skip("this system has neither Landlock nor namespaces for users")
    if landlock > 0:
        assert (found["write in C"], found["read in C"]) == ("refused", "refused")
    if landlock > 3 or found["apart"]:
        assert found["socket in C"] == "refused"
