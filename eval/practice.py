"""Question sets to fit confidence on: read, indexed as articles of one paragraph each, and asked in three ways."""

import json
import random
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eval.squad import MarkedQuestion, Paragraph, read_squad
from index.article import Span
from index.build import IndexRequest, index_paths
from index.encoder.embedder import TextVectors
from index.language import detect_language
from index.metadata import SIDECAR_NAME
from index.search import Filters, Query
from index.store import Store
from rag.confidence import Signals, read_signals
from rag.finder import Reading
from rag.pipeline import DEFAULT_TOP_K, Pipeline
from rag.wire import Engine, assemble

_XQUAD_LANGUAGES = ("en", "es", "de", "ro")
# PIAF has 1,518 paragraphs; this many take about as long to embed as the four XQuAD languages together.
_PIAF_PARAGRAPHS = 250
# Fewer paragraphs than this are no subject of their own.
_SUBJECT_PARAGRAPHS = 4
_SEED = 20240601


class Trial(StrEnum):
    """What is searched when a question is asked.

    People index everything they have, or what they have on one subject, so both are tried; the signals differ.
    """

    ANSWER_AMONG_ALL = "answer_among_all"  # every paragraph
    ANSWER_ON_SUBJECT = "answer_on_subject"  # the paragraphs of its own article
    MISS_AMONG_ALL = "miss_among_all"  # every paragraph but its own: a near miss
    MISS_ON_SUBJECT = "miss_on_subject"  # the other paragraphs of its article: a near miss
    OFF_TOPIC = "off_topic"  # no paragraph of its article


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """Questions and the paragraphs they are asked of.

    `asked[i]` are the questions that paragraph i answers: its own, or the same ones in another language.
    """

    name: str
    language: str
    paragraphs: tuple[Paragraph, ...]
    asked: tuple[tuple[MarkedQuestion, ...], ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """One question asked in one way: what confidence sees, and what was true.

    `right`: the best sentence holds a marked answer, in the paragraph the question belongs to. `held`: a passage that was
    read holds one.
    """

    set_name: str
    title: str
    trial: Trial
    signals: Signals
    right: bool
    held: bool


def read_practice_sets(folder: Path) -> tuple[PracticeSet, ...]:
    """XQuAD in four languages, English questions on the other three, and PIAF; raises PracticeError."""
    xquad = {code: read_squad(folder / "xquad_dev" / f"xquad.{code}.json") for code in _XQUAD_LANGUAGES}
    english = {q.id: q.text for paragraph in xquad["en"] for q in paragraph.questions}
    sets = [_own(f"xquad {code}", code, paragraphs) for code, paragraphs in xquad.items()]
    for code in _XQUAD_LANGUAGES[1:]:
        asked = tuple(
            tuple(MarkedQuestion(q.id, english[q.id], q.answers) for q in paragraph.questions if q.id in english)
            for paragraph in xquad[code]
        )
        sets.append(PracticeSet(f"xquad en-{code}", code, xquad[code], asked))
    sets.append(_own("piaf fr", "fr", _sample(read_squad(folder / "piaf" / "piaf-v1.1.json"))))
    return tuple(sets)


def _own(name: str, language: str, paragraphs: tuple[Paragraph, ...]) -> PracticeSet:
    return PracticeSet(name, language, paragraphs, tuple(p.questions for p in paragraphs))


def _sample(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Whole articles, drawn with a fixed seed until there are enough paragraphs."""
    titles = sorted({p.title for p in paragraphs})
    random.Random(_SEED).shuffle(titles)  # noqa: S311 - a fixed sample, no secret
    drawn: list[Paragraph] = []
    for title in titles:
        if len(drawn) >= _PIAF_PARAGRAPHS:
            break
        drawn += [p for p in paragraphs if p.title == title]
    return tuple(drawn)


def observe(practice: PracticeSet, engine: Engine) -> Iterator[Observation]:
    """Ask every question of the set in its three ways, through the product's own index, search and finder."""
    ids = [f"{number:04}" for number in range(len(practice.paragraphs))]
    with tempfile.TemporaryDirectory() as home:
        pipeline = _index(practice, ids, engine, Path(home))
        for article_id, paragraph, asked in zip(ids, practice.paragraphs, practice.asked, strict=True):
            siblings = frozenset(i for i, p in zip(ids, practice.paragraphs, strict=True) if p.title == paragraph.title)
            ways = _ways(frozenset(ids), siblings, article_id)
            embedded = pipeline.embedder.embed_questions([question.text for question in asked])
            for question, vectors in zip(asked, embedded, strict=True):
                answers = [Span(article_id, a.start, a.end) for a in question.answers]
                for trial, reading in _read(pipeline, question.text, vectors, ways).items():
                    yield _observation((practice.name, paragraph.title, trial), reading, answers, pipeline)


def _ways(everything: frozenset[str], siblings: frozenset[str], own: str) -> dict[Trial, Filters]:
    """What to search in each trial; those on one subject need other paragraphs on it."""
    searched = {Trial.ANSWER_AMONG_ALL: everything, Trial.OFF_TOPIC: everything - siblings}
    if len(siblings) >= _SUBJECT_PARAGRAPHS:
        searched[Trial.ANSWER_ON_SUBJECT] = siblings
        searched[Trial.MISS_AMONG_ALL] = everything - {own}
        searched[Trial.MISS_ON_SUBJECT] = siblings - {own}
    return {trial: Filters(article_ids=ids) for trial, ids in searched.items()}


def _index(practice: PracticeSet, ids: list[str], engine: Engine, home: Path) -> Pipeline:
    """Each paragraph becomes a file and goes the way of every article, so masks, cuts and vectors are the product's own."""
    folder = home / "articles"
    folder.mkdir()
    sidecar = []
    for article_id, paragraph in zip(ids, practice.paragraphs, strict=True):
        (folder / f"{article_id}.txt").write_bytes(paragraph.text.encode())
        title = json.dumps(paragraph.title.replace("_", " "), ensure_ascii=False)  # a JSON string is a TOML string too
        sidecar.append(f'["{article_id}"]\ntitle = {title}\nlanguage = "{practice.language}"\n')
    (folder / SIDECAR_NAME).write_text("".join(sidecar), "utf-8")
    store = Store(home)
    index_paths(store, IndexRequest((folder,), engine.embedder, engine.settings.chunking()), lambda _done, _total: None)
    return assemble(engine.embedder, store.open(), engine.settings)


def _read(pipeline: Pipeline, text: str, vectors: TextVectors, ways: "dict[Trial, Filters]") -> dict[Trial, Reading]:
    language = detect_language(text)
    queries = [Query(text, language, vectors, filters, DEFAULT_TOP_K) for filters in ways.values()]
    found = pipeline.searcher.search(queries)
    return {
        trial: Reading(text, language, vectors, tuple(passages)) for trial, passages in zip(ways, found, strict=True)
    }


def _observation(
    named: "tuple[str, str, Trial]", reading: Reading, answers: list[Span], pipeline: Pipeline
) -> Observation:
    evidence = pipeline.finder.find([reading])[0]
    signals = read_signals(reading, evidence, pipeline.searcher.generation.contents.late)
    spans = (passage.chunk.span for passage in reading.passages)
    return Observation(*named, signals, right=_holds([evidence[0].span], answers), held=_holds(spans, answers))


def _holds(spans: Iterable[Span], answers: list[Span]) -> bool:
    """Whether one of `spans` holds one of `answers` wholly."""
    return any(
        span.article_id == answer.article_id and span.start <= answer.start and answer.end <= span.end
        for span in spans
        for answer in answers
    )
