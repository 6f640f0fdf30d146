"""Writers that are killed, run out of disk or meet each other: the articles are the old ones or the new ones, never a mixture."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep

import pytest

from index.homes import database_path
from tests.gate_results import Results
from tests.indexed_home import index, texts, write_articles

ROOT = Path(__file__).resolve().parents[1]

# A process that imports the product once, and for each line that it reads forks a child that indexes. `statement` makes the child
# kill itself with signal 9 right before its n-th statement in SQL, or its n-th step on the disk outside of the database.
# `size` lets no file grow beyond n bytes, nor be written to behind them: with `kill` the system kills the child that tries, in
# the middle of the database's own writing; with `fail` the write fails, as on a full disk.
HOST = """
import os, resource, signal, sqlite3, sys
from pathlib import Path
from index.errors import GenerationError
from index.language import detect_language
from index.noise.mask import find_noise
from index.noise.repeats import Repeats
from index.words import terms
from tests.indexed_home import index
import bm25s, faiss, filelock, yaml

# What is made at first use is made once here, and not in every child. FAISS is not used: its threads do not survive a fork.
text = "Un article. C'est la version 0 de ce texte.\\n"
terms(text, detect_language(text))
find_noise(text, Repeats.of([text]))

STEPS = {"open", "os.mkdir", "os.rename", "os.remove"}

def child(home, corpus, how, limit):
    steps = 0
    def step(*_):
        nonlocal steps
        steps += 1
        if steps == limit:
            os.kill(os.getpid(), signal.SIGKILL)
    def watch(event, arguments):
        if event in STEPS and home in str(arguments[0] if arguments else ""):
            step()
    if how == "statement":
        sys.addaudithook(watch)
        connect = sqlite3.connect
        def connect_and_watch(*arguments, **more):
            opened = connect(*arguments, **more)
            opened.set_trace_callback(step)
            return opened
        sqlite3.connect = connect_and_watch
    if how in ("kill", "fail"):
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if how == "kill" else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    index(Path(home), Path(corpus))
    return 0

sys.stdout.write("ready\\n")
sys.stdout.flush()
while line := sys.stdin.readline():
    home, corpus, how, limit = line.rstrip("\\n").split("\\t")
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            status = child(home, corpus, how, int(limit))
        except (OSError, GenerationError):  # the first where it is a lock's file that cannot be made
            status = 28
        finally:
            os._exit(status)
    sys.stdout.write(f"{pid}\\n")
    sys.stdout.flush()
    sys.stdin.readline()  # a dead child keeps its number until it is waited for
    sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\\n")
    sys.stdout.flush()
"""


class Host:
    """The process above; `start` gives the child's pid, `wait` its exit code (-9: killed)."""

    def __init__(self) -> None:
        command, environment = [sys.executable, "-c", HOST], os.environ | {"PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        if self._read() != "ready":
            self.close()
            pytest.fail("the process that indexes did not start; its own words are above")

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def start(self, home: Path, corpus: Path, how: str = "", limit: int = 0) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{home}\t{corpus}\t{how}\t{limit}\n")
        self._process.stdin.flush()
        return int(self._read())

    def wait(self) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._read())

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


def write_version(folder: Path, version: int) -> dict[str, str]:
    """Three articles that all say which version they are of; gives their texts by id."""
    folder.mkdir(exist_ok=True)
    contents = {name: f"Article {name}. C'est la version {version} de ce texte.\n" for name in "abc"}
    for name, text in contents.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return contents


def see_what_is_kept(code: int, old: dict[str, str], new: dict[str, str], found: dict[str, str]) -> None:
    """After a writer that was to be killed: never a mixture, and what it acknowledged by ending with 0 is there."""
    assert code in (0, -signal.SIGKILL)
    assert found in (old, new)
    assert code != 0 or found == new


@pytest.mark.parametrize(
    ("code", "found"), [(0, "the old"), (1, "the new"), (28, "the old"), (-signal.SIGKILL, "half of both")]
)
def test_a_writer_that_acknowledges_what_is_not_there_or_fails_by_itself_is_noticed(code: int, found: str) -> None:
    with pytest.raises(AssertionError):
        see_what_is_kept(code, {"a": "the old"}, {"a": "the new"}, {"a": found})


def kill_at_random(tmp_path: Path, host: Host, times: int) -> int:
    """Kill an indexing process so often, and see after each what is kept; how many were killed in time."""
    home, corpus = tmp_path / "home", tmp_path / "corpus"
    old = write_version(corpus, 0)
    index(home, corpus)
    begun = perf_counter()
    host.start(home, corpus)
    assert host.wait() == 0
    longest = 1.1 * (perf_counter() - begun)  # one in eleven may finish first
    chance = random.Random(0)  # noqa: S311  (moments, not secrets)
    killed = 0
    for version in range(1, times + 1):
        new = write_version(corpus, version)
        pid = host.start(home, corpus)
        sleep(chance.uniform(0, longest))
        os.kill(pid, signal.SIGKILL)
        code = host.wait()
        killed += code == -signal.SIGKILL
        found = texts(home)
        see_what_is_kept(code, old, new, found)
        old = found
    assert killed > 0
    index(home, corpus)
    assert texts(home) == new
    return killed


def test_a_writer_killed_at_any_moment_leaves_the_old_index_or_the_new_one(tmp_path: Path, host: Host) -> None:
    kill_at_random(tmp_path, host, 10)


@pytest.mark.soak
def test_a_writer_killed_two_hundred_times_leaves_the_old_index_or_the_new_one(
    tmp_path: Path, host: Host, results: Results
) -> None:
    with results.gate("1", 200) as told:
        killed = kill_at_random(tmp_path, host, 200)
        told.measured = (
            f"{killed} killed in the middle; none unreadable, none mixed, "
            f"and all of the {200 - killed} that had finished was there"
        )
        assert killed >= 100


def kill_at_steps(tmp_path: Path, host: Host, stride: int) -> int:
    """Kill an indexing process before each of its first 16 steps and every `stride`-th behind them; how often it was killed."""
    home, corpus = tmp_path / "home", tmp_path / "corpus"
    old: dict[str, str] = {}
    seen = []
    # A first time from nothing, and then with articles that are there.
    step = 0
    for round_ in range(2):
        step, code = 0, -signal.SIGKILL
        while code == -signal.SIGKILL:
            step += 1 if step < 16 else stride
            new = write_version(corpus, 1_000 * round_ + step)
            host.start(home, corpus, "statement", step)
            code = host.wait()
            found = texts(home)
            see_what_is_kept(code, old, new, found)
            seen.append(found == new)
            old = found
        assert (code, found) == (0, new)
        assert step > 50
    # Most statements come before the end of the transaction and leave the old articles, the last ones leave the new ones.
    assert seen.count(False) > 20
    assert seen.count(True) > 2
    return len(seen) - 2


def test_a_writer_killed_before_a_statement_leaves_the_old_articles_or_the_new_ones(tmp_path: Path, host: Host) -> None:
    kill_at_steps(tmp_path, host, 7)


@pytest.mark.soak
def test_a_writer_killed_before_each_statement_leaves_the_old_articles_or_the_new_ones(
    tmp_path: Path, host: Host, results: Results
) -> None:
    with results.gate("2") as told:
        killed = kill_at_steps(tmp_path, host, 1)
        told.measured = f"killed before each of {killed} statements and steps on the disk; none unreadable, none mixed"


@pytest.mark.parametrize("how", ["kill", "fail"])
def test_a_writer_stopped_within_any_write_to_the_disk_leaves_the_old_articles_or_the_new_ones(
    tmp_path: Path, host: Host, how: str
) -> None:
    home, corpus = tmp_path / "home", tmp_path / "corpus"
    old = write_version(corpus, 0)
    index(home, corpus)
    seen = []
    # Up to the size of the database: beyond it nothing is written.
    for limit in range(0, 2 * database_path(home).stat().st_size, 5_000):
        new = write_version(corpus, limit + 1)
        host.start(home, corpus, how, limit)
        code = host.wait()
        found = texts(home)
        assert found in (old, new)
        if code == 0:
            assert found == new  # what is acknowledged is there
            break
        assert code == (-signal.SIGXFSZ if how == "kill" else 28)
        assert how == "kill" or found == old  # of what is refused nothing is kept
        seen.append(found == new)
        old = found
    assert code == 0
    assert seen.count(False) > 5
    index(home, corpus)
    assert texts(home) == new


def write_at_once(tmp_path: Path, host: Host, times: int) -> None:
    one, two = write_articles(tmp_path / "one", "a"), write_articles(tmp_path / "two", "b")
    home = tmp_path / "home"
    other = Host()
    try:
        for sentences in range(3, 3 + times):
            write_articles(one, "a", sentences=sentences)
            write_articles(two, "b", sentences=sentences)
            host.start(home, one)
            other.start(home, two)
            assert (host.wait(), other.wait()) == (0, 0)
            expected = {name: (folder / f"{name}.md").read_text("utf-8") for name, folder in (("a", one), ("b", two))}
            assert texts(home) == expected
    finally:
        other.close()


def test_two_writers_at_once_both_finish_and_nothing_of_either_is_lost(tmp_path: Path, host: Host) -> None:
    write_at_once(tmp_path, host, 3)


@pytest.mark.soak
def test_two_writers_at_once_a_hundred_times(tmp_path: Path, host: Host, results: Results) -> None:
    with results.gate("6", 100) as told:
        write_at_once(tmp_path, host, 100)
        told.measured = "both finished each time, and nothing of either was lost"


def test_a_writer_that_was_killed_holds_nobody_up(tmp_path: Path, host: Host) -> None:
    home, corpus = tmp_path / "home", tmp_path / "corpus"
    new = write_version(corpus, 0)
    index(home, corpus)
    new = write_version(corpus, 1)
    host.start(home, corpus, "statement", 40)
    assert host.wait() == -signal.SIGKILL
    assert list(database_path(home).parent.glob("*-wal"))  # it had begun to write
    index(home, corpus)
    assert texts(home) == new
