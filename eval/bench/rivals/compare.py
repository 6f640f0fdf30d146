"""Runs every system that is set up over the same articles and gold questions, one after the other, each beside ours.

    python -m eval.bench.rivals.compare [--from .pourquoi/rivals] [--out docs/rivals.json]

The file is written after each system. A system that is not set up, or that fails, is in it with the reason.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from eval.bench.machine import cores, load_per_core, processor_name
from eval.bench.rivals.measure import Pair, Task, measure, only_texts, read_task
from eval.bench.rivals.process import ROOT, Runner, peak_memory_bytes
from eval.bench.rivals.results import (
    Comparison,
    NotRun,
    Setting,
    SystemFigures,
    write_comparison,
)
from eval.bench.rivals.scoring import TOP_K, count_offsets
from eval.bench.rivals.setup import INTO, interpreter
from eval.bench.rivals.systems import OUR_SPEC, RIVALS, SystemSpec, version_of
from eval.errors import EvaluationError, RivalError
from eval.sampling import spread
from index.encoder.source import resolve
from rag.cli_shared import clear_errors
from rag.reader.weights import packaged_folder, read_identity
from rag.settings import load_settings

_GOLD = Path("eval/gold/seeds.jsonl")
_SEEDS = Path("seeds")
# Answers are a reader's work and take as long as all else; so many show whether quotes can be cut out again.
_ANSWERED = 40


def main(
    *,
    into: Annotated[Path, typer.Option("--from", help="Folder of the environments.")] = INTO,
    gold: Annotated[Path, typer.Option(help="Gold questions, JSON Lines.")] = _GOLD,
    articles: Annotated[Path, typer.Option(help="Folder of .txt files that they are about.")] = _SEEDS,
    out: Annotated[Path, typer.Option(help="File to write to.")] = Path("docs/rivals.json"),
) -> None:
    """Compare all systems."""
    with clear_errors("rivals", 1, (EvaluationError,)), tempfile.TemporaryDirectory() as scratch:
        encoder = resolve(load_settings().encoder, load_settings().cache)
        task = read_task(only_texts(articles, Path(scratch) / "articles"), gold, encoder.folder)
        setting = Setting(
            processor=processor_name(),
            cores=cores(),
            threads=int(os.environ.get("OMP_NUM_THREADS", cores())),
            load=0.0,
            encoder_sha256=encoder.checksum,
            reader_sha256=read_identity(packaged_folder()).sha256,
            gold_sha256=hashlib.sha256(gold.read_bytes()).hexdigest(),
            questions=len(task.questions),
        )
        found = _begin(task, setting, Path(scratch))
        for spec in RIVALS.values():
            found = _beside(found, _one(spec, into, task, Path(scratch)))
            write_comparison(out, found)
    typer.echo(f"{len(found.systems)} systems compared, {len(found.not_run)} not; written to {out}")


def _begin(task: Task, setting: Setting, scratch: Path) -> Comparison:
    """Ours alone: found passages, quotes of answers, and latencies in turns with itself, which show what noise alone does."""
    asked = spread(task.questions, _ANSWERED)
    with _ours(scratch) as ours:
        figures = measure(OUR_SPEC, Pair(ours, ours), task, scratch / "first")
        quotes = [quote for q in asked for quote in ours.find(q.question, TOP_K, "answer").citations]
    return Comparison(setting, (figures,), (), count_offsets(quotes, task.texts), len(asked))


def _beside(found: Comparison, more: SystemFigures | NotRun) -> Comparison:
    setting = replace(found.setting, load=max(found.setting.load, load_per_core()))
    if isinstance(more, NotRun):
        return replace(found, setting=setting, not_run=(*found.not_run, more))
    return replace(found, setting=setting, systems=(*found.systems, more))


def _one(spec: SystemSpec, into: Path, task: Task, scratch: Path) -> SystemFigures | NotRun:
    """A system in its own environment; what goes wrong there is a result."""
    version = version_of(spec)
    python = interpreter(into, spec)
    if not python.exists():
        return NotRun(spec.name, version, f"not set up: there is no {python}")
    try:
        with (
            _endpoint(wanted=spec.needs_endpoint) as endpoint,
            Runner([str(python), "-m", spec.runner], scratch / f"{spec.module}.log") as theirs,
            _ours(scratch) as ours,
        ):
            figures = measure(spec, Pair(theirs, ours), task, scratch / spec.module, endpoint.url if endpoint else None)
            helper = None if endpoint is None else peak_memory_bytes(endpoint.pid)
            return replace(figures, helper_memory_bytes=helper)
    except RivalError as error:
        return NotRun(spec.name, version, str(error))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that embeds: its URL, and its process."""

    url: str
    pid: int


@contextmanager
def _ours(scratch: Path) -> Iterator[Runner]:
    """Ours, to be started in a new process, so that it loads everything in the time it is given, as the other does."""
    with Runner([sys.executable, "-m", OUR_SPEC.runner], scratch / "ours.log") as runner:
        yield runner


@contextmanager
def _endpoint(*, wanted: bool) -> Iterator[Endpoint | None]:
    """The server that embeds, for as long as it is wanted."""
    if not wanted:
        yield None
        return
    command = [sys.executable, "-m", "eval.bench.rivals.endpoint"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, encoding="ascii") as server:  # noqa: S603 - ours
        try:
            port = server.stdout.readline().strip() if server.stdout else ""
            if not port:
                raise RivalError("the server that embeds did not start")
            yield Endpoint(f"http://127.0.0.1:{port}/v1", server.pid)
        finally:
            server.terminate()


if __name__ == "__main__":
    typer.run(main)
