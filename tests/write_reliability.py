"""Writes the table of gates in docs/reliability.md from what the long tests measured last, which is in docs/soak.json.

python -m tests.write_reliability
"""

from dataclasses import dataclass
from pathlib import Path

from eval.markdown_text import table as markdown_table
from tests.gate_results import Result, read_results
from tests.write_gold_guide import with_section

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"


@dataclass(frozen=True, slots=True)
class Gate:
    """What a gate asks, and what of it each `make test` tries; `soak`: the file of the long test, empty where there is none."""

    number: str
    asked: str
    suite: str
    soak: str = ""


GATES = (
    Gate(
        "1",
        "kill -9 in the middle of ingestion, 200 times: 0 unreadable, 0 acknowledged lost, restart in 2 s",
        "an indexing process 10 times, the service 10 times",
        "test_store_crashes.py",
    ),
    Gate("1 (the service)", "the same while four clients write, 60 times", "10 times", "test_kill.py"),
    Gate(
        "2",
        "kill at each step of a write: 0 bad",
        "before each of the first 16 statements and steps on the disk and every seventh from there on, and in every 5,000 bytes "
        "that are written: `tests/test_store_crashes.py`",
        "test_store_crashes.py",
    ),
    Gate("3", "600 mutations of the index: all found before anything is served", "600 places: `tests/test_store.py`"),
    Gate("4", "the index cut at 50 places: refused, with what to do", "50 places: `tests/test_store.py`"),
    Gate(
        "5",
        "disk full, I/O error: the old articles serve, nothing is acknowledged",
        "at every 5,000 bytes that are written: `tests/test_store_crashes.py`; over HTTP: `tests/test_writing_meanwhile.py`",
    ),
    Gate("6", "two writers, 100 times: nothing lost; a killed one holds nobody up", "3 times", "test_store_crashes.py"),
    Gate(
        "7",
        "the same corpus 2 and 3 times: same ids, same ranks",
        "3 times: `tests/test_store.py`, `tests/test_library.py`",
    ),
    Gate(
        "8",
        "ten minutes of writing and asking: no 5xx, each answer from one generation, p99 at most twice idle",
        "8 ask while 50 articles come and go: `tests/test_writing_meanwhile.py`",
        "test_soak_load.py",
    ),
    Gate(
        "9",
        "1,000 articles deleted: none is found from its acknowledgement on, caches included",
        "20 articles",
        "test_deleted.py",
    ),
    Gate(
        "10", "wrong model, dimension, normalisation, chunker: refused with the reason", "each: `tests/test_store.py`"
    ),
    Gate(
        "11", "backup and restore: the same ten passages for 500 questions", "500 questions: `tests/test_cli_store.py`"
    ),
    Gate(
        "14",
        "the store locked or slow: 503 with Retry-After in 2 s, written again in 5 s",
        "10 writes at once, without the times: `tests/test_writing_meanwhile.py`",
        "test_soak_load.py",
    ),
    Gate(
        "17",
        "recall at least 0.95 with filters on 0.1, 1, 10 and 50 %, and k passages where there are k",
        "each share, exact and in cells, of generated vectors: `tests/test_dense.py`, `tests/test_dense_cells.py`",
    ),
    Gate("18", "10,000 malformed requests: no 5xx, at most 20 MB more", "1,000 requests", "test_schemathesis.py"),
    Gate(
        "19",
        "schemathesis, 1,000 cases an operation: 0 failures",
        "every operation, fewer cases",
        "test_schemathesis.py",
    ),
    Gate(
        "20",
        "900 half-open connections: health p99 under 100 ms, all closed in 35 s",
        "900 of them, closed after 1 s there: `tests/test_slow_clients.py`",
        "test_soak_load.py",
    ),
    Gate(
        "21",
        "a stream that is not read: a bounded buffer; a client that is gone: its question is not run",
        "each, without the times: `tests/test_slow_clients.py`",
    ),
    Gate(
        "22",
        "too large a body, URL, head or depth: 413, 414, 431, 400; at most 20 MB more",
        "each: `tests/test_api_errors.py`, `tests/test_server.py`, `tests/test_overload.py`",
        "test_soak_load.py",
    ),
    Gate(
        "23",
        "four times the load it can carry, 60 s: 429 or 503, at least 80 % of what it can, recovers in 10 s",
        "refusals, Retry-After and recovery, without the times: `tests/test_overload.py`",
        "test_soak_load.py",
    ),
    Gate("24", "SIGTERM with 60 in flight, 20 times: 0 dropped, not ready first", "once", "test_draining.py"),
    Gate(
        "26",
        "an hour at 20 questions a second, all articles replaced every 5 minutes: memory under 1 MB in 10 min, "
        "open files ±5, p99 drift under 20 %",
        "–",
        "test_soak_load.py",
    ),
    Gate(
        "28",
        "200 hostile files: 10 s and 512 MB each at most, an error for each",
        "some 30 files",
        "test_formats_hostile.py",
    ),
    Gate(
        "29",
        "encodings and 10,000 generated texts: every quote re-slices",
        "300 texts; encodings: `tests/test_formats.py`, `tests/test_reading.py`",
        "test_every_quote.py",
    ),
    Gate(
        "30",
        "60 path traversals, zip slips, links: 0 escapes",
        "more than 60 names, each as id, address, file and collection: `tests/test_escapes.py`; links: `tests/test_reading.py`; "
        "archives: `tests/test_formats_hostile.py`",
    ),
    Gate("31", "80 attempts to be fetched: 0 connections", "145 attempts, 12 redirects: `tests/test_fetch_ssrf.py`"),
    Gate(
        "32",
        "XXE and billion laughs: 0 fetches, 512 MB at most",
        "in some of the hostile files",
        "test_formats_hostile.py",
    ),
    Gate(
        "33",
        "instructions hidden in articles, 120 at 5 places: first in no answer, and beside the right one in 1 of 100 at most",
        "6 at 1 place: `tests/test_planted_words.py`",
        "test_planted_words.py",
    ),
    Gate(
        "34",
        "5 passages for each of 50 questions that tell a lie: at most 20 % of what was answered rightly has the lie alone",
        "6 questions: `tests/test_planted_words.py`",
        "test_planted_words.py",
    ),
    Gate("35", "10,000 answers: every span verbatim in the cited version", "300 answers", "test_every_quote.py"),
    Gate(
        "36",
        "3 tenants with 1,000 canaries each: 0 leaks",
        "every route asked for what is another's, some articles each",
        "test_tenants.py",
    ),
    Gate("38", "150 XSS payloads in Chromium: 0 dialogs, 0 reports of the policy", "10 payloads", "test_page.py"),
    Gate(
        "39",
        "200 mutated keys, every route without one: 0 pass",
        "200 keys, every route: `tests/test_access_routes.py`",
    ),
)


def table(results: list[Result]) -> str:
    """A line for each gate: what it asks, what `make test` tries, and what the last long run measured."""
    last = {result.gate: result for result in results}
    head = ("gate", "asks", "`make test`", "`make soak`, last run")
    rows = [(gate.number, gate.asked, gate.suite, _told(gate, last.get(gate.number))) for gate in GATES]
    return markdown_table(head, rows)


def _told(gate: Gate, result: Result | None) -> str:
    if not gate.soak:
        return "–"
    where = f"`tests/{gate.soak}`"
    if result is None:
        return f"{where}: not run yet"
    held = "held" if result.held else "**not held**"
    load = f", load {result.load:.1f}" if result.load is not None else ""
    return f"{where}: {held}, {result.measured} ({result.times:,} ×, {result.day}{load})"


if __name__ == "__main__":
    PAGE.write_text(with_section(PAGE.read_text("utf-8"), "gates", table(read_results())), "utf-8")
