"""Regressions of the kind that happen, planted in the product one at a time, and how the gold is asked with each of them."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from eval.gold import GoldQuestion
from eval.report import Report
from eval.session import evaluate
from index.article import Article
from index.chunks import Chunk
from index.encoder.embedder import Embedder, EncoderIdentity, TextVectors
from index.search import Filters, Searcher
from rag.answer import Citation, Evidence
from rag.offsets import Offsets
from rag.pipeline import Pipeline
from rag.questions.question import Question
from rag.reader.reading import Pairing, Reader
from rag.reader.windows import Marked
from rag.settings import Settings
from rag.wire import Engine

ROOT = Path(__file__).parents[1]
SEEDS, GOLD = ROOT / "seeds", ROOT / "eval" / "gold" / "seeds.jsonl"
Patch = pytest.MonkeyPatch
Asked = TypeVar("Asked", bound=Hashable)
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Planted:
    """A regression: what it is called, what goes wrong, and how; `settings` differ from the product's own.

    `again` says that it takes part in indexing, so the articles are indexed anew with it. `cut` indexes only so much of each
    article, as if it had grown since. `unseen` is why no gate can be expected to notice, where none is.
    """

    name: str
    what: str
    plant: Callable[[Patch], None] = lambda _patch: None
    settings: Mapping[str, float | int | str] = field(default_factory=dict)
    again: bool = False
    cut: float = 1.0
    unseen: str = ""
    reading: Callable[[Reader], Reader | None] = lambda reader: reader


class RememberingEmbedder:
    """An embedder that embeds each text once, so that a regression costs only what it changes."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._questions: dict[str, TextVectors] = {}
        self._passages: dict[str, TextVectors] = {}

    @property
    def identity(self) -> EncoderIdentity:
        return self._embedder.identity

    @property
    def max_tokens(self) -> int:
        return self._embedder.max_tokens

    def embed_questions(self, texts: Sequence[str]) -> list[TextVectors]:
        return _remembered(texts, self._questions, self._embedder.embed_questions)

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        return _remembered(texts, self._passages, self._embedder.embed_passages)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)


class RememberingReader(Reader):
    """A reader that reads each question and passage once."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader._scorer)
        self._read: dict[Pairing, Marked] = {}

    def read(self, pairings: Sequence[Pairing]) -> list[Marked]:
        return _remembered(pairings, self._read, super().read)


class ConfusedReader(RememberingReader):
    """Hands out what it marked in each passage for the passage before it, where that is possible."""

    def __init__(self, reader: RememberingReader) -> None:
        super().__init__(reader)
        self._read = reader._read

    def read(self, pairings: Sequence[Pairing]) -> list[Marked]:
        marked = super().read(pairings)
        turned = [*marked[1:], *marked[:1]]
        return [_fitting(pairing, own, other) for pairing, own, other in zip(pairings, marked, turned, strict=True)]


def _fitting(pairing: Pairing, own: Marked, other: Marked) -> Marked:
    """The margins of another passage on the words of this one: the reader is as sure, but of the wrong passage."""
    spans = [
        span if span is None or strange is None else replace(span, margin=strange.margin)
        for span, strange in zip(own, (*other, *own), strict=False)
    ]
    assert len(spans) == len(pairing.ranges)
    return tuple(spans)


def _remembered(
    asked: Sequence[Asked], known: dict[Asked, Given], work: Callable[[Sequence[Asked]], list[Given]]
) -> list[Given]:
    new = [one for one in dict.fromkeys(asked) if one not in known]
    known.update(zip(new, work(new) if new else [], strict=True))
    return [known[one] for one in asked]


@dataclass(frozen=True, slots=True)
class Product:
    """The parts that are loaded once, and the folder that homes are made in; `settings` are those of every run."""

    embedder: Embedder
    reader: Reader | None
    folder: Path
    settings: Mapping[str, float | int | str] = field(default_factory=dict)

    def ask(self, gold: Sequence[GoldQuestion], planted: Planted | None = None) -> Report:
        """Ask `gold` with one regression, or as the product is; raises what the product raises."""
        wrong = planted or Planted("none", "nothing")
        with pytest.MonkeyPatch.context() as patch:
            wrong.plant(patch)
            home = self.folder / (wrong.name if wrong.again or wrong.cut < 1 else "home")
            reader = wrong.reading(self.reader) if self.reader else None
            settings = Settings(home=home, **{**self.settings, **wrong.settings})  # type: ignore[arg-type]
            engine = Engine(settings, self.embedder, reader)
            if not engine.library.store.exists():
                engine.index((self._articles(wrong.cut, home),), lambda _done, _total: None)
            return evaluate(engine, GOLD, gold)

    def _articles(self, cut: float, home: Path) -> Path:
        if cut == 1:
            return SEEDS
        folder = home / "articles"
        folder.mkdir(parents=True)
        for path in SEEDS.iterdir():
            text = path.read_bytes().decode()
            kept = int(cut * len(text)) if path.suffix == ".txt" else len(text)
            (folder / path.name).write_bytes(text[:kept].encode())
        return folder


# ---- the regressions -------------------------------------------------------------------------------------------------


def _every_second_chunk(patch: Patch) -> None:
    import index.draft

    cut = index.draft.cut_article

    def half(*arguments: object) -> tuple[Chunk, ...]:
        return cut(*arguments)[::2]  # type: ignore[arg-type]

    patch.setattr(index.draft, "cut_article", half)


def _own_language_only(patch: Patch) -> None:
    search = Searcher._search_one
    patch.setattr(
        Searcher,
        "_search_one",
        lambda self, query: search(self, replace(query, filters=Filters(languages=frozenset({query.language})))),
    )


def _offsets_by_one(patch: Patch) -> None:
    right = Offsets.of.__func__  # type: ignore[attr-defined]

    def wrong(cls: type[Offsets], text: str, start: int, end: int) -> Offsets:
        at = right(cls, text, start, end)
        return replace(at, byte_start=at.byte_start + 1, byte_end=at.byte_end + 1)

    patch.setattr(Offsets, "of", classmethod(wrong))


def _passages_behind(patch: Patch) -> None:
    from index.late import LateIndex

    closest = LateIndex.closest
    patch.setattr(
        LateIndex,
        "closest",
        lambda self, question, positions: closest(self, question, (positions + 1) % len(self)),
    )


def _no_late_interaction(patch: Patch) -> None:
    from index.late import LateIndex

    patch.setattr(
        LateIndex,
        "closest",
        lambda _self, question, positions: np.full((len(question.tokens), len(positions)), 0.5, dtype=np.float32),
    )


def _no_dense(patch: Patch) -> None:
    from index.dense import DenseIndex

    patch.setattr(
        DenseIndex, "rank", lambda _self, questions, _count, _allowed: [np.empty(0, dtype=np.int64)] * len(questions)
    )


def _no_lexical(patch: Patch) -> None:
    from index.lexical import LexicalIndex

    rank = LexicalIndex.rank
    patch.setattr(
        LexicalIndex,
        "rank",
        lambda self, terms, count, allowed: rank(self, terms, count, allowed)[: 1 if count == 1 else 0],
    )


def _no_mask(patch: Patch) -> None:
    import index.draft

    patch.setattr(index.draft, "mask_article", lambda _text, _matter_end, _repeats: ())


def _never_the_same(patch: Patch) -> None:
    import rag.facts

    patch.setattr(rag.facts, "says_same", lambda *_arguments: False)


def _one_quote(patch: Patch) -> None:
    import rag.pipeline

    compose = rag.pipeline.compose
    patch.setattr(
        rag.pipeline,
        "compose",
        lambda question, evidence, _most, *sources: compose(question, evidence[:1], 1, *sources),
    )


def _no_match_in_the_ranking(patch: Patch) -> None:
    import rag.reader_finder

    patch.setattr(rag.reader_finder, "_MATCH_WEIGHT", 0.0)


def _two_passages(patch: Patch) -> None:
    answer_all = Pipeline.answer_all
    patch.setattr(
        Pipeline,
        "answer_all",
        lambda self, questions: answer_all(
            self, [Question(q, top_k=2) if isinstance(q, str) else q for q in questions]
        ),
    )


def _words_only(patch: Patch) -> None:
    import rag.compose

    cite = rag.compose.cite_earliest

    def narrow(evidence: Evidence, source: Article, reprints: Sequence[Article]) -> Citation:
        return cite(replace(evidence, span=evidence.answer_span), source, reprints)

    patch.setattr(rag.compose, "cite_earliest", narrow)


def _curly_apostrophes_crash(patch: Patch) -> None:
    embed = RememberingEmbedder.embed_questions

    def fragile(self: RememberingEmbedder, texts: Sequence[str]) -> list[TextVectors]:
        for text in texts:
            text.encode("latin-1")
        return embed(self, texts)

    patch.setattr(RememberingEmbedder, "embed_questions", fragile)


def _without_reader(_reader: Reader) -> None:
    return None


_FEW_PASSAGES = "the other search proposes enough of so few passages, and late interaction orders them"

PLANTED: tuple[Planted, ...] = (
    Planted(
        "short_chunks",
        "chunks of at most 32 tokens in place of 180",
        settings={"chunk_tokens": 32, "chunk_overlap_tokens": 0},
        again=True,
    ),
    Planted("lost_chunks", "every second chunk is never written to the index", _every_second_chunk, again=True),
    Planted("dropped_language", "only articles in the language of the question are searched", _own_language_only),
    Planted("offsets_by_one", "byte offsets of citations are one too high", _offsets_by_one),
    Planted("threshold_up", "an answer is given only from a confidence of 0.9 on", settings={"min_confidence": 0.9}),
    Planted("threshold_zero", "every answer is given, however unsure", settings={"min_confidence": 0.0}),
    Planted("stale_articles", "the index holds the first half of each article, as if they had grown since", cut=0.5),
    Planted("stale_vectors", "token vectors are those of the passage before", _passages_behind),
    Planted("no_late_interaction", "passages stay in the order of the fusion, all equally close", _no_late_interaction),
    Planted("no_dense", "the dense search finds nothing", _no_dense, unseen=_FEW_PASSAGES),
    Planted("no_lexical", "BM25 finds nothing", _no_lexical, unseen=_FEW_PASSAGES),
    Planted("two_passages", "two passages are read in place of eight", _two_passages),
    Planted("reader_off", "no reader: whole sentences, chosen by the encoder", reading=_without_reader),
    Planted(
        "reader_confused",
        "the reader's margins are those of another passage",
        reading=lambda reader: ConfusedReader(reader) if isinstance(reader, RememberingReader) else reader,
    ),
    Planted(
        "no_match",
        "sentences are ranked by the reader alone, without the encoder's match",
        _no_match_in_the_ranking,
        unseen="with this reader it moves fewer answers than so many questions show",
    ),
    Planted("words_only", "the marked words are quoted in place of their sentence", _words_only),
    Planted("one_quote", "only the best sentence is quoted, nothing beside it", _one_quote),
    Planted(
        "not_merged",
        "the same fact from several sentences is told several times",
        _never_the_same,
        unseen="no metric counts how often a fact is told",
    ),
    Planted(
        "no_mask",
        "page noise is indexed with the articles",
        _no_mask,
        again=True,
        unseen="it costs less than so many questions show; tests/test_noise.py holds the mask itself",
    ),
    Planted(
        "crashes",
        "a question with a character outside Latin-1, such as ’, is not answered but fails",
        _curly_apostrophes_crash,
    ),
)
