"""Measures one system beside ours, both on the same articles and questions and in the same minutes."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench.rivals.placing import Texts
from eval.bench.rivals.process import Reply, Runner
from eval.bench.rivals.results import SystemFigures
from eval.bench.rivals.scoring import TOP_K, count_offsets, score, summarise
from eval.bench.rivals.systems import SystemSpec, version_of
from eval.bench.rivals.timing import Latency, take_turns
from eval.gold import GoldQuestion, load_gold
from eval.sampling import spread

_TIMED, _ROUNDS = 16, 5


@dataclass(frozen=True, slots=True)
class Task:
    """What every system is given: articles, encoder, and answerable questions; `texts` are the files by name."""

    articles: Path
    encoder: Path
    questions: tuple[GoldQuestion, ...]
    texts: Texts


def only_texts(articles: Path, into: Path) -> Path:
    """A folder with the .txt files of `articles` and nothing else: what one system alone can read, such as titles, helps none."""
    into.mkdir()
    for path in articles.glob("*.txt"):
        (into / path.name).write_bytes(path.read_bytes())
    return into


def read_task(articles: Path, gold: Path, encoder: Path) -> Task:
    """The articles of a folder and the questions of a gold file that have evidence; raises GoldError."""
    questions = tuple(question for question in load_gold(gold) if question.evidence)
    texts = {path.stem: path.read_bytes().decode() for path in articles.glob("*.txt")}
    return Task(articles.resolve(), encoder, questions, texts)


@dataclass(frozen=True, slots=True)
class Pair:
    """A system and ours, neither started yet; ours twice where it is measured against itself."""

    theirs: Runner
    ours: Runner


def measure(spec: SystemSpec, pair: Pair, task: Task, scratch: Path, endpoint: str | None = None) -> SystemFigures:
    """Index, ask every question, then take turns with ours; raises RivalError.

    Both index into folders of their own below `scratch`, which is made, so that both times stem from the same minutes. Each is
    started by that, ours once theirs is done, so that neither loads anything in the other's time.
    """
    theirs, ours = pair.theirs, pair.ours
    own, other = scratch / "theirs", scratch / "ours"
    own.mkdir(parents=True)
    other.mkdir()
    passages, seconds = theirs.index(task.articles, task.encoder, own, endpoint)
    our_seconds = seconds if theirs is ours else ours.index(task.articles, task.encoder, other, None)[1]
    replies = [theirs.find(question.question, TOP_K) for question in task.questions]
    rows = [score(reply.passages, q, task.texts) for reply, q in zip(replies, task.questions, strict=True)]
    found = _unique(replies)
    timed = [question.question for question in spread(task.questions, _TIMED)]
    turns = take_turns(
        lambda text: theirs.find(text, TOP_K).seconds, lambda text: ours.find(text, TOP_K).seconds, timed, _ROUNDS
    )
    return SystemFigures(
        name=spec.name,
        version=version_of(spec),
        settings=spec.settings,
        passages=passages,
        median_passage_chars=int(statistics.median(map(len, found))) if found else 0,
        scores=summarise(rows, task.questions),
        offsets=count_offsets([piece for reply in replies for piece in reply.passages], task.texts),
        indexing_seconds=seconds,
        our_indexing_seconds=our_seconds,
        latencies=_each(turns, 0),
        our_latencies=_each(turns, 1),
        memory_bytes=theirs.peak_memory_bytes(),
        helper_memory_bytes=None,
    )


def _unique(replies: Sequence[Reply]) -> list[str]:
    return list(dict.fromkeys(piece.text for reply in replies for piece in reply.passages))


def _each(turns: Sequence[tuple[Latency, Latency]], side: int) -> tuple[Latency, ...]:
    return tuple(pair[side] for pair in turns)
