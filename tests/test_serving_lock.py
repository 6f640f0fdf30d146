"""A second server on a home is told of the first, and one that was killed stands in nobody's way."""

import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from api.serving_lock import NAME
from tests.running_server import ROOT, WRITTEN, RunningServer, pause

# Says `started` once it has asked for the lock, and ends when it is told to.
STARTS = """
import logging, sys
from pathlib import Path
from api.serving_lock import serve_alone
logging.basicConfig(format="%(message)s")
serve_alone(Path(sys.argv[1]), int(sys.argv[2]))
print("started", flush=True)
sys.stdin.read()
"""


@contextmanager
def started(home: Path, process_id: int) -> Iterator[subprocess.Popen[str]]:
    """A process that has asked for the lock of `home`; killed at the end."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [sys.executable, "-c", STARTS, str(home), str(process_id)],
        cwd=ROOT,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "started\n"
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str]) -> str:
    """All that it wrote to standard error, after its end."""
    process.kill()
    return process.communicate()[1]


def test_a_server_that_was_killed_stands_in_nobodys_way(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with started(home, 1111) as first:
        first.kill()
        first.wait()
        with started(home, 2222) as second:
            assert told(second) == ""
    assert stat.S_IMODE((home / NAME).stat().st_mode) == 0o600


def test_who_comes_second_is_told_of_the_first_and_who_comes_third_of_the_one_that_is_left(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with ExitStack() as processes:
        first = processes.enter_context(started(home, 1111))
        second = processes.enter_context(started(home, 2222))
        assert told(first) == ""
        while (home / NAME).read_text("ascii") != "2222\n":
            pause()
        third = processes.enter_context(started(home, 3333))
        for process, number in ((second, 1111), (third, 2222)):
            assert told(process).startswith(
                f"another server runs on the home {home} (process {number}); run one, since "
            )


def test_over_a_home_without_a_place_for_the_lock_it_starts_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "home" / NAME).mkdir(parents=True)
    (tmp_path / "file").touch()
    for home in (tmp_path / "home", tmp_path / "file" / "home"):
        with started(home, 1111) as process:
            assert told(process) == ""


def test_two_servers_on_a_home_are_both_ready_and_the_second_names_the_first(tmp_path: Path) -> None:
    with RunningServer(WRITTEN, tmp_path / "home") as first:
        # The log of each is beside its home, and the home is one.
        second_home = tmp_path / "link"
        second_home.symlink_to(first.home)
        with RunningServer(WRITTEN, second_home) as second, second.client() as client:
            assert client.get("/readyz").status_code == 200
            warning = f"[WARNING] another server runs on the home {second_home} (process {first.process.pid}); run one"
            assert warning in second.log()
        assert "another server" not in first.log()
