"""Asks a practice set in several ways, over an index in which each paragraph is an article, and notes what came of it."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eval.errors import PracticeError
from eval.practice import PracticeSet
from index.article import Span
from index.encoder.embedder import TextVectors
from index.homes import database_path
from index.language import detect_language
from index.library import Library
from index.metadata import SIDECAR_NAME
from index.search import Filters, Query
from index.sqlite_store import SqliteStore
from rag.finder import Reading
from rag.pipeline import Pipeline
from rag.questions.question import DEFAULT_TOP_K
from rag.wire import Engine

# Fewer paragraphs than this are no subject of their own.
_SUBJECT_PARAGRAPHS = 4


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
class Observation:
    """One question asked in one way: what confidence sees, and what was true.

    `right`: the best sentence, which is the first quote, holds a marked answer in the paragraph the question belongs to, or its
    words where the set guessed the place; in a story it is right as in the gold.
    """

    set_name: str
    title: str
    trial: Trial
    signals: Mapping[str, float]
    right: bool


def observe(practice: PracticeSet, engine: Engine) -> Iterator[Observation]:
    """Ask every question of the set in every way there is, through the product's own index, search and finder.

    Raises PracticeError where a paragraph cannot be indexed.
    """
    ids = [f"{number:04}" for number in range(len(practice.paragraphs))]
    with tempfile.TemporaryDirectory() as home:
        pipeline = index_paragraphs(practice, ids, engine, Path(home))
        for article_id, paragraph, asked in zip(ids, practice.paragraphs, practice.asked, strict=True):
            siblings = frozenset(i for i, p in zip(ids, practice.paragraphs, strict=True) if p.title == paragraph.title)
            ways = _ways(frozenset(ids), siblings, article_id)
            embedded = pipeline.embedder.embed_questions([question.text for question in asked])
            for question, vectors in zip(asked, embedded, strict=True):
                answers = [Span(article_id, *place) for place in question.places_in(paragraph.text)]
                for trial, signals, best in ask_each(pipeline, question.text, vectors, ways):
                    right = any(best.holds(answer) for answer in answers)
                    yield Observation(practice.name, paragraph.title, trial, signals, right)


def ask_each(
    pipeline: Pipeline, text: str, vectors: TextVectors, ways: Mapping[Trial, Filters]
) -> Iterator[tuple[Trial, Mapping[str, float], Span]]:
    """What confidence sees and the best sentence in each of the `ways` a question is asked, where anything can be quoted."""
    readings = _read_each(pipeline, text, vectors, ways)
    # All at once: the same passages come in several trials, and a reader reads each of them once.
    found = pipeline.evidence(list(readings.values()), list(ways.values()))
    for (trial, reading), evidence in zip(readings.items(), found, strict=True):
        if evidence:
            yield trial, pipeline.finder.signals(reading, evidence), evidence[0].span


def index_paragraphs(practice: PracticeSet, ids: list[str], engine: Engine, home: Path) -> Pipeline:
    """A pipeline over the paragraphs of `practice`, called `ids`, in the empty folder `home`.

    Each becomes a file and goes the way of every article, so masks, cuts and vectors are the product's own. Raises
    PracticeError where one cannot be indexed.
    """
    folder = home / "articles"
    folder.mkdir()
    sidecar = []
    for article_id, paragraph in zip(ids, practice.paragraphs, strict=True):
        (folder / f"{article_id}.txt").write_bytes(paragraph.text.encode())
        title = json.dumps(paragraph.title.replace("_", " "), ensure_ascii=False)  # a JSON string is a TOML string too
        sidecar.append(f'["{article_id}"]\ntitle = {title}\nlanguage = "{practice.language}"\n')
    (folder / SIDECAR_NAME).write_text("".join(sidecar), "utf-8")
    return index_folders((folder,), practice.name, engine, home)


def index_folders(folders: Sequence[Path], name: str, engine: Engine, home: Path) -> Pipeline:
    """A pipeline over the articles in `folders`, kept in `home`; raises PracticeError, which says `name`, where one fails."""
    library = Library(SqliteStore(database_path(home)), engine.embedder, engine.settings.chunking())
    failures = library.sync(folders, lambda _done, _total: None).failures
    if failures:
        raise PracticeError(f"{name}: {failures[0].reason}")
    return engine.over(library.open())


def _ways(everything: frozenset[str], siblings: frozenset[str], own: str) -> dict[Trial, Filters]:
    """What to search in each trial; those on one subject need other paragraphs on it."""
    searched = {Trial.ANSWER_AMONG_ALL: everything, Trial.OFF_TOPIC: everything - siblings}
    if len(siblings) >= _SUBJECT_PARAGRAPHS:
        searched[Trial.ANSWER_ON_SUBJECT] = siblings
        searched[Trial.MISS_AMONG_ALL] = everything - {own}
        searched[Trial.MISS_ON_SUBJECT] = siblings - {own}
    return {trial: Filters(article_ids=ids) for trial, ids in searched.items()}


def _read_each(
    pipeline: Pipeline, text: str, vectors: TextVectors, ways: Mapping[Trial, Filters]
) -> dict[Trial, Reading]:
    """What the product would read for a question in each of the `ways` it is asked."""
    language = detect_language(text, pipeline.searcher.languages)
    queries = [Query(text, language, vectors, filters, DEFAULT_TOP_K) for filters in ways.values()]
    return dict(zip(ways, pipeline.read(queries), strict=True))
