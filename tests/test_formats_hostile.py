"""Files made to hurt: each is an article or a clear error, the parent lives, nothing is fetched, and the limits hold."""

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import pytest

from index.errors import ArticleError
from index.formats.extract import Extractor
from index.formats.extracted import Limits
from tests.gate_results import Results
from tests.hostile import FEW, Make, hostile_files

ROOT = Path(__file__).resolve().parents[1]
LIMITS = Limits()
SHORT = replace(LIMITS, wall_seconds=5.0, cpu_seconds=3)


class Canary:
    """Listens on loopback; who has come waits in the kernel's queue until `visits` counts it."""

    def __init__(self) -> None:
        self._counted = 0
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._socket.settimeout(0)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def visits(self) -> int:
        """How many have come since it listens."""
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.accept()[0].close()
                self._counted += 1
        return self._counted

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    listening = Canary()
    yield listening
    listening.close()


@pytest.fixture(scope="module")
def files(canary: Canary) -> dict[str, Make]:
    return hostile_files(canary.address)


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(SHORT) as shared:
        yield shared


class Told(NamedTuple):
    """What came of one file: how much text, or the error, which is short and names the file; and how long that took."""

    refused: bool
    words: str
    seconds: float


def read(extractor: Extractor, name: str, data: bytes) -> Told:
    begun = perf_counter()
    refused, words = _read(extractor, name, data)
    assert words.startswith(f"{name}: ")
    assert len(words) < 700
    return Told(refused, words, perf_counter() - begun)


def _read(extractor: Extractor, name: str, data: bytes) -> tuple[bool, str]:
    try:
        if name.endswith(".xml"):
            return False, f"{name}: {len(extractor.feed(data, name).entries)} entries"
        extracted = extractor.extract(data, name)
    except ArticleError as error:
        return True, str(error)
    extracted.text.encode()
    assert "\0" not in extracted.text
    return False, f"{name}: {len(extracted.text)} characters"


def test_the_canary_counts_a_visit() -> None:
    listening = Canary()
    host, port = listening.address.removeprefix("http://").split(":")
    assert listening.visits() == 0
    socket.create_connection((host, int(port))).close()
    assert listening.visits() == 1
    listening.close()


@pytest.mark.parametrize("name", FEW)
def test_a_hostile_file_costs_an_error_at_most(
    name: str, files: dict[str, Make], canary: Canary, extractor: Extractor
) -> None:
    assert read(extractor, name, files[name]())
    assert canary.visits() == 0
    assert "good" in extractor.extract(b"From: a@a.example\n\nA good letter.", "next.eml").text


def in_words(told: Sequence[Told]) -> str:
    """What came of so many files."""
    refused = sum(one.refused for one in told)
    slowest = max(told, key=lambda one: one.seconds)
    return (
        f"{refused} refused, each with an error, and {len(told) - refused} read; "
        f"{slowest.seconds:.1f} s at most ({slowest.words.partition(':')[0]})"
    )


def test_of_hostile_files_it_is_told_how_many_were_refused_and_what_the_slowest_took(extractor: Extractor) -> None:
    good = read(extractor, "good.eml", b"From: a@a.example\n\nA good letter.")
    bad = read(extractor, "bad.pdf", b"%PDF-1.7 and no more")
    assert (good.refused, bad.refused) == (False, True)
    slow = bad._replace(seconds=9.96)
    assert in_words([good, slow]) == "1 refused, each with an error, and 1 read; 10.0 s at most (bad.pdf)"


# A process of its own, and a small one: what a child of it is said to have taken counts what the parent had when it was made.
DRIVER = """
import json, resource, sys
from pathlib import Path
from tests.test_formats_hostile import LIMITS, read
from index.formats.extract import Extractor
told = {}
with Extractor(LIMITS) as extractor:
    for path in sorted(Path(sys.argv[1]).iterdir()):
        told[path.name] = read(extractor, path.name, path.read_bytes())
    good = extractor.extract(b"From: a@a.example\\n\\nA good letter.", "next.eml").text
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"told": told, "good": good, "peak_kilobytes": peak}))
"""


@pytest.mark.soak
def test_two_hundred_hostile_files_cost_an_error_each_at_most(
    files: dict[str, Make], canary: Canary, tmp_path: Path, results: Results
) -> None:
    with results.gate("28", len(files)) as told, results.gate("32", len(files)) as fetched:
        assert len(files) >= 200
        for name, make in files.items():
            (tmp_path / name).write_bytes(make())
        run = subprocess.run(
            (sys.executable, "-c", DRIVER, tmp_path), cwd=ROOT, capture_output=True, text=True, check=True
        )
        result = json.loads(run.stdout)
        outcomes = [Told(*one) for one in result["told"].values()]
        told.measured = (
            f"{in_words(outcomes)}; a child takes {result['peak_kilobytes'] // 1024} MB, {canary.visits()} visits"
        )
        fetched.measured = told.measured
        assert set(result["told"]) == set(files)
        # The limit is of what a child reads; sending the file to one, and starting the next, comes on top.
        assert max(one.seconds for one in outcomes) <= 2 * LIMITS.wall_seconds
        assert result["good"] == "A good letter."
        assert result["peak_kilobytes"] * 1024 <= LIMITS.memory_bytes
        assert canary.visits() == 0
