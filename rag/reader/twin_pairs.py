"""Draws training pairs from twins: each question with its own paragraph, whether that answers or not, or with a strange one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.lexical import LexicalIndex
from index.words import question_terms, terms
from rag.reader.corpus import article_of
from rag.reader.examples import Paragraph
from rag.reader.guessed import times_asked
from rag.reader.lengths import Lengths
from rag.reader.lexicon import Lexicon
from rag.reader.pairs import Numbers, Pair, Tokens, tokenise
from rag.reader.turns import in_turns
from rag.reader.twins import Twin
from rag.reader.written_pairs import PairMaker

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# A near miss is one only beside what tempts, and which part does is not marked: most paragraphs are shown whole.
_WHOLE = 0.8
# How many are shown a paragraph of another article, and how many of these one of the closest to the question: what is asked in
# vain is off topic more often than it is a near miss.
_ELSEWHERE, _CLOSE = 0.15, 0.6
_CLOSEST, _DEPTH = 3, 12


@dataclass(frozen=True, slots=True)
class _Asked:
    """A twin, the tokens of its question, the number of its paragraph, and first and last token of each place that answers."""

    twin: Twin
    tokens: Numbers
    paragraph: int
    places: tuple[tuple[int, int], ...]


class _Elsewhere:
    """Finds paragraphs of other articles, in the language of a twin's own."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self._members: dict[str, list[int]] = defaultdict(list)
        for number, paragraph in enumerate(paragraphs):
            self._members[paragraph.language].append(number)
        self._indexes = {
            language: LexicalIndex.of([terms(paragraphs[n].text, language) for n in members])
            for language, members in self._members.items()
        }

    def draw(self, twin: Twin, generator: np.random.Generator) -> int | None:
        """The number of a paragraph, close to the question or any; None where the one drawn is of the twin's own article."""
        language = twin.paragraph.language
        members, close = self._members[language], generator.random() < _CLOSE
        if close:
            wanted = question_terms(twin.question, twin.language, (language,))
            ranked = (members[position] for position in self._indexes[language].rank(wanted, _DEPTH, None))
            members = [number for number in ranked if self._is_strange(number, twin)][:_CLOSEST] or members
        number = members[int(generator.integers(len(members)))]
        return number if self._is_strange(number, twin) else None

    def _is_strange(self, number: int, twin: Twin) -> bool:
        return article_of(self.paragraphs[number]) != article_of(twin.paragraph)


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
        shown = Lengths(lengths.shortest, lengths.short, lengths.longest, _WHOLE)
        self._make, self._seed = PairMaker(tokenizer, shown, lexicons), seed
        numbers = {p: n for n, p in enumerate(dict.fromkeys(twin.paragraph for twin in twins))}
        self._paragraphs: tuple[Tokens, ...] = tuple(tokenise(tokenizer, [p.text for p in numbers]))
        self._elsewhere = _Elsewhere(tuple(numbers))
        questions = tokenise(tokenizer, [twin.question for twin in twins])
        asked = [self._ask(t, q.ids, numbers[t.paragraph]) for t, q in zip(twins, questions, strict=True)]
        articles = [article_of(twin.paragraph) for twin in twins]
        times = times_asked(twins, [bool(twin.answers) for twin in twins], articles)
        self._round = [one for one, count in zip(asked, times, strict=True) for _ in range(count)]

    def draw(self, first: int, count: int, generator: np.random.Generator) -> list[Pair]:
        """The draws `first` to `first + count`: in each round every question, those several times that mislead who guesses."""
        return [self._pair(asked, generator) for asked in in_turns(self._round, first, count, [self._seed])]

    def _ask(self, twin: Twin, question: Numbers, number: int) -> _Asked:
        places = tuple(self._paragraphs[number].covering(*answer) for answer in twin.answers)
        return _Asked(twin, question, number, places)

    def _pair(self, asked: _Asked, generator: np.random.Generator) -> Pair:
        twin, passage = asked.twin, self._paragraphs[asked.paragraph]
        question = self._make.question(twin.question, twin.language, asked.tokens, generator)
        text, language = twin.paragraph.text, twin.paragraph.language
        other = self._elsewhere.draw(twin, generator) if generator.random() < _ELSEWHERE else None
        if other is not None:
            passage, text = self._paragraphs[other], self._elsewhere.paragraphs[other].text
        if other is not None or not asked.places:
            return self._make.silent(question, passage, text, language, generator)
        place = asked.places[int(generator.integers(len(asked.places)))]
        return self._make.answered(question, passage, text, language, place, generator)
