"""Draws training pairs from stories: their questions with the passages that the product itself would read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from index.article import Article, Span
from index.chunks import ChunkingSettings, cut_article
from index.words import question_terms, terms
from rag.reader.guessed import times_asked
from rag.reader.lengths import Lengths
from rag.reader.lexicon import Lexicon
from rag.reader.pairs import Numbers, Pair, Tokens, tokenise
from rag.reader.shown import ShownPassage, show
from rag.reader.stories import Story, StoryQuestion
from rag.reader.turns import in_turns
from rag.reader.written_pairs import PairMaker

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# Of the questions with an answer, how many are shown a passage that holds it; the others one that does not. Fewer than half of
# what is drawn has one.
_ANSWERED = 0.65
# Of passages without the answer, how many are of another story, and how many of its own are among the closest to the question.
_OTHER_STORY, _CLOSE = 0.12, 0.6
_CLOSEST = 4
# So many of them at least are shown whole, since whole ones are what is read in the end.
_WHOLE = 0.5
_ENCODER_TOKENS = 512


@dataclass(frozen=True, slots=True)
class _Passage:
    shown: ShownPassage
    tokens: Tokens
    language: str

    def place(self, span: Span) -> tuple[int, int] | None:
        """The tokens of a range of the article, where the passage shows all of it."""
        origins = self.shown.origins
        if span.article_id != self.shown.article_id:
            return None
        # Of a space and the word behind it that stand for one place the word is meant.
        first, last = (int(np.searchsorted(origins, at, side="right")) - 1 for at in (span.start, span.end - 1))
        if first < 0 or origins[first] != span.start or origins[last] != span.end - 1:
            return None
        return self.tokens.covering(first, last + 1)

    def touches(self, span: Span) -> bool:
        """Whether any of the range is shown."""
        inside = (self.shown.origins >= span.start) & (self.shown.origins < span.end)
        return span.article_id == self.shown.article_id and bool(inside.any())


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question and its tokens; the passages of its story that answer, each with the tokens to mark, and those that do not."""

    story: int
    question: StoryQuestion
    tokens: Numbers
    answering: tuple[tuple[int, tuple[int, int]], ...]
    silent: tuple[int, ...]


class StoryPairs:
    """Pairs of some stories; draws are the same in every run with the same seed and stories.

    `share` is their part of all that is drawn. Teachers are not asked about them: what they take for an answer there is what the
    stories are for.
    """

    def __init__(
        self,
        stories: Sequence[Story],
        tokenizer: "PreTrainedTokenizerBase",
        lengths: Lengths,
        seed: int,
        lexicons: Mapping[str, tuple[Lexicon, ...]] | None = None,
        share: float = 0.5,
    ) -> None:
        self.share = share
        shown = replace(lengths, long_share=max(lengths.long_share, _WHOLE))
        self._make = PairMaker(tokenizer, shown, lexicons)
        self._seed = seed
        self._passages: list[_Passage] = []
        self._stories: list[range] = []
        for story in stories:
            begin = len(self._passages)
            self._passages += [p for article in story.articles for p in _passages(article, tokenizer)]
            self._stories.append(range(begin, len(self._passages)))
        self._terms = [frozenset(terms(p.shown.text, p.language)) for p in self._passages]
        questions = [question for story in stories for question in story.questions]
        numbers = [number for number, story in enumerate(stories) for _ in story.questions]
        tokens = tokenise(tokenizer, [question.question for question in questions])
        asked = [self._ask(*each) for each in zip(numbers, questions, tokens, strict=True)]
        times = times_asked(questions, [bool(question.evidence) for question in questions], numbers)
        self._round = [one for one, count in zip(asked, times, strict=True) for _ in range(count)]

    def draw(self, first: int, count: int, generator: np.random.Generator) -> list[Pair]:
        """The draws `first` to `first + count`: in each round every question, those several times that mislead who guesses."""
        return [self._pair(asked, generator) for asked in in_turns(self._round, first, count, [self._seed])]

    def _ask(self, story: int, question: StoryQuestion, tokens: Tokens) -> _Asked:
        own = [(number, self._passages[number]) for number in self._stories[story]]
        places = ((number, passage.place(mark)) for number, passage in own for mark in question.marks)
        silent = [n for n, passage in own if not any(passage.touches(span) for span in question.evidence)]
        wanted = set(question_terms(question.question, question.language, (self._passages[own[0][0]].language,)))
        closest_first = sorted(silent, key=lambda n: -len(wanted & self._terms[n]))
        answering = tuple((number, place) for number, place in places if place is not None)
        return _Asked(story, question, tokens.ids, answering, tuple(closest_first))

    def _pair(self, asked: _Asked, generator: np.random.Generator) -> Pair:
        question = self._make.question(asked.question.question, asked.question.language, asked.tokens, generator)
        if asked.answering and (not asked.silent or generator.random() < _ANSWERED):
            number, place = asked.answering[int(generator.integers(len(asked.answering)))]
            passage = self._passages[number]
            text, language = passage.shown.text, passage.language
            return self._make.answered(question, passage.tokens, text, language, place, generator)
        passage = self._passages[self._silent(asked, generator)]
        return self._make.silent(question, passage.tokens, passage.shown.text, passage.language, generator)

    def _silent(self, asked: _Asked, generator: np.random.Generator) -> int:
        """A passage that does not answer: mostly of the same story, and mostly one that shares the question's words."""
        others = len(self._passages) - len(self._stories[asked.story])
        if others and (not asked.silent or generator.random() < _OTHER_STORY):
            drawn = int(generator.integers(others))
            return drawn if drawn < self._stories[asked.story].start else drawn + len(self._stories[asked.story])
        close = asked.silent[:_CLOSEST] if generator.random() < _CLOSE else asked.silent
        return close[int(generator.integers(len(close)))]


def _passages(article: Article, tokenizer: "PreTrainedTokenizerBase") -> list[_Passage]:
    def count_tokens(texts: Sequence[str]) -> list[int]:
        return [len(tokens) + 2 for tokens in tokenise(tokenizer, texts)]

    chunks = cut_article(article, (), count_tokens, _ENCODER_TOKENS, ChunkingSettings())
    shown = [show(article, chunk) for chunk in chunks]
    read = tokenise(tokenizer, [passage.text for passage in shown])
    return [_Passage(passage, tokens, article.language) for passage, tokens in zip(shown, read, strict=True)]
