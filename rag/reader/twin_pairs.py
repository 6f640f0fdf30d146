"""Draws training pairs from twins: each question with its own paragraph, whether that answers or not, or with a strange one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rag.reader.corpus import article_of
from rag.reader.guessed import times_asked
from rag.reader.lengths import Lengths
from rag.reader.lexicon import Lexicon
from rag.reader.pairs import Numbers, Pair, Tokens, tokenise
from rag.reader.sampling import SOURCES
from rag.reader.turns import in_turns
from rag.reader.twins import Twin
from rag.reader.written_pairs import PairMaker
from rag.reader.wrong_passages import WrongPassages

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# A near miss is one only beside what tempts, and which part does is not marked: so many paragraphs at least are shown whole.
_WHOLE = 0.8
# How many are shown a paragraph of another article, and how many of these one of the closest to the question: what is asked in
# vain is off topic more often than it is a near miss.
_ELSEWHERE, _CLOSE = 0.15, 0.6
_CLOSEST, _DEPTH = 3, 12
# Twins on invented news come so often in a round where those on the public sets come once: news is what is asked about, and of
# three twins one is on it.
_NEWS_DRAWS = 2


@dataclass(frozen=True, slots=True)
class _Asked:
    """A twin, the tokens of its question, the number of its paragraph, and first and last token of each place that answers."""

    twin: Twin
    tokens: Numbers
    paragraph: int
    places: tuple[tuple[int, int], ...]


class TwinPairs:
    """Pairs of twins; draws are the same in every run with the same seed and twins.

    `share` is their part of all that is drawn. Teachers are not asked about them, as about stories.
    """

    def __init__(
        self,
        twins: Sequence[Twin],
        tokenizer: "PreTrainedTokenizerBase",
        lengths: Lengths,
        seed: int,
        lexicons: Mapping[str, tuple[Lexicon, ...]] | None = None,
        share: float = 0.25,
    ) -> None:
        self.share = share
        shown = replace(lengths, long_share=max(lengths.long_share, _WHOLE))
        self._make, self._seed = PairMaker(tokenizer, shown, lexicons), seed
        numbers = {p: n for n, p in enumerate(dict.fromkeys(twin.paragraph for twin in twins))}
        self._passages: tuple[Tokens, ...] = tuple(tokenise(tokenizer, [p.text for p in numbers]))
        self._paragraphs, self._wrong = tuple(numbers), WrongPassages(tuple(numbers))
        questions = tokenise(tokenizer, [twin.question for twin in twins])
        asked = [self._ask(t, q.ids, numbers[t.paragraph]) for t, q in zip(twins, questions, strict=True)]
        articles = [article_of(twin.paragraph) for twin in twins]
        times = times_asked(twins, [bool(twin.answers) for twin in twins], articles)
        self._round = [
            one
            for one, count in zip(asked, times, strict=True)
            for _ in range(count if one.twin.paragraph.source in SOURCES else count * _NEWS_DRAWS)
        ]

    def draw(self, first: int, count: int, generator: np.random.Generator) -> list[Pair]:
        """The draws `first` to `first + count`: in each round every question, news and what misleads several times."""
        return [self._pair(asked, generator) for asked in in_turns(self._round, first, count, [self._seed])]

    def _ask(self, twin: Twin, question: Numbers, number: int) -> _Asked:
        places = tuple(self._passages[number].covering(*answer) for answer in twin.answers)
        return _Asked(twin, question, number, places)

    def _pair(self, asked: _Asked, generator: np.random.Generator) -> Pair:
        twin, passage = asked.twin, self._passages[asked.paragraph]
        question = self._make.question(twin.question, twin.language, asked.tokens, generator)
        text, language = twin.paragraph.text, twin.paragraph.language
        other = self._elsewhere(twin, generator) if generator.random() < _ELSEWHERE else None
        if other is not None:
            passage, text = self._passages[other], self._paragraphs[other].text
        if other is not None or not asked.places:
            return self._make.silent(question, passage, text, language, generator)
        place = asked.places[int(generator.integers(len(asked.places)))]
        return self._make.answered(question, passage, text, language, place, generator)

    def _elsewhere(self, twin: Twin, generator: np.random.Generator) -> int | None:
        """The number of a paragraph, close to the question or any; None where the one drawn is of the twin's own article."""
        own = twin.paragraph
        members = self._wrong.by_language[own.language]
        if generator.random() < _CLOSE:
            members = self._wrong.closest(twin.question, twin.language, own, _DEPTH)[:_CLOSEST] or members
        number = members[int(generator.integers(len(members)))]
        return number if article_of(self._paragraphs[number]) != article_of(own) else None
