"""Draws training pairs: most of them answerable, the others with a passage, a part of one or a name that is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.reader.corpus import Corpus, Item, article_of
from rag.reader.lexicon import Lexicon
from rag.reader.pairs import Numbers, Tokens, join, passage_offset, tokenise
from rag.reader.wrong_passages import WrongPassages

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# Questions that one draw takes; batches are cut out of it by length, so that little of them is padding.
POOL = 768
_MAX_QUESTION_TOKENS = 64


class Kind(StrEnum):
    """What is put before the reader."""

    ANSWERED = "answered"  # the passage, or a part of it with the answer
    OTHER_PART = "other_part"  # a part of the right passage without the answer
    SAME_ARTICLE = "same_article"  # another passage of the article, close to the question
    OTHER_ARTICLE = "other_article"  # the closest passages of other articles
    RANDOM = "random"  # any passage of the language
    OTHER_NAME = "other_name"  # the right passage, with a name or year of the question replaced: a false premise


SHARES: Mapping[Kind, float] = {
    Kind.ANSWERED: 0.70,
    Kind.OTHER_PART: 0.05,
    Kind.SAME_ARTICLE: 0.09,
    Kind.OTHER_ARTICLE: 0.06,
    Kind.RANDOM: 0.03,
    Kind.OTHER_NAME: 0.07,
}
# How many pairs have words of another language in their question or in their passage, and how many words of those.
_MIXED_QUESTIONS, _MIXED_QUESTION_WORDS = 0.25, 0.85
_MIXED_PASSAGES, _MIXED_PASSAGE_WORDS = 0.15, 0.5
# French is a fifth of what is drawn and a twelfth of what there is.
SOURCES: Mapping[str, float] = {"squad": 0.80, "piaf": 0.18, "afriqa": 0.02}


@dataclass(frozen=True, slots=True)
class Pair:
    """One training pair: ids, where its passage begins, and the first and last token that answer; both 0 if none does."""

    ids: Numbers
    passage_at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """How much of a passage is shown, in tokens: `long_share` of them up to `longest`, the others `shortest` to `short`."""

    shortest: int
    short: int
    longest: int
    long_share: float


class Sampler:
    """Draws pools of pairs. Pool i is the same in every run with the same seed and data, whatever was drawn before."""

    def __init__(
        self,
        corpus: Corpus,
        tokenizer: "PreTrainedTokenizerBase",
        lengths: Lengths,
        seed: int,
        lexicons: Mapping[str, tuple[Lexicon, ...]] | None = None,
    ) -> None:
        self._corpus, self._tokenizer, self._lengths, self._seed = corpus, tokenizer, lengths, seed
        self._wrong = WrongPassages(corpus)
        self._lexicons = lexicons or {}
        present = {source: share for source, share in SOURCES.items() if corpus.items.get(source)}
        total = sum(present.values())
        self._counts = {source: round(POOL * share / total) for source, share in present.items()}
        self._by_language: dict[str, npt.NDArray[np.int64]] = {
            language: np.array([i for i, p in enumerate(corpus.paragraphs) if p.language == language])
            for language in {p.language for p in corpus.paragraphs}
        }

    def pool(self, number: int) -> list[Pair]:
        """About POOL pairs: every question of a set is drawn once before any is drawn again."""
        generator = np.random.default_rng([self._seed, number])
        kinds, chances = list(SHARES), np.array(list(SHARES.values()))
        pairs = []
        for source, count in self._counts.items():
            drawn = generator.choice(len(kinds), size=count, p=chances / chances.sum())
            for item, kind in zip(self._items(source, number * count, count), drawn, strict=True):
                pairs.append(self._pair(item, kinds[kind], generator))
        return pairs

    def _items(self, source: str, first: int, count: int) -> list[Item]:
        items = self._corpus.items[source]
        orders: dict[int, npt.NDArray[np.int64]] = {}
        found = []
        for place in range(first, first + count):
            epoch, at = divmod(place, len(items))
            if epoch not in orders:
                key = [self._seed, epoch, *source.encode()]
                orders[epoch] = np.random.default_rng(key).permutation(len(items))
            found.append(items[orders[epoch][at]])
        return found

    def _pair(self, item: Item, kind: Kind, generator: np.random.Generator) -> Pair:
        """The pair of that kind; an answered one where this question has none of it."""
        wrong = self._unanswered(item, kind, generator)
        if wrong is not None:
            question, part = wrong
            question = self._mixed_question(item, question, generator) if kind is not Kind.OTHER_NAME else question
            return Pair(join(question, part.ids, self._corpus.special), passage_offset(len(question)), 0, 0)
        passage = self._corpus.passages[item.passage]
        begin, end = self._window(len(passage), item.answer, generator)
        part, answer = passage.part(begin, end), (item.answer[0] - begin, min(item.answer[1], end - 1) - begin)
        part, (first, last) = self._mixed_passage(item, part, answer, generator)
        question = self._mixed_question(item, item.question.ids[:_MAX_QUESTION_TOKENS], generator)
        at = passage_offset(len(question))
        return Pair(join(question, part.ids, self._corpus.special), at, at + first, at + last)

    def _lexicon(self, language: str, share: float, generator: np.random.Generator) -> Lexicon | None:
        """A lexicon out of that language for `share` of the pairs."""
        lexicons = self._lexicons.get(language, ())
        if not lexicons or generator.random() >= share:
            return None
        return lexicons[int(generator.integers(len(lexicons)))]

    def _mixed_question(self, item: Item, asked: Numbers, generator: np.random.Generator) -> Numbers:
        lexicon = self._lexicon(item.example.question_language, _MIXED_QUESTIONS, generator)
        if lexicon is None:
            return asked
        text = item.example.question
        # The first word has a capital by position only.
        mixed = lexicon.translate(text[:1].lower() + text[1:], _MIXED_QUESTION_WORDS, generator)
        (question,) = tokenise(self._tokenizer, [mixed])
        return question.ids[:_MAX_QUESTION_TOKENS]

    def _mixed_passage(
        self, item: Item, part: Tokens, answer: tuple[int, int], generator: np.random.Generator
    ) -> tuple[Tokens, tuple[int, int]]:
        """The part with words around the answer in another language; the answer's own words stay."""
        paragraph = item.example.paragraph
        lexicon = self._lexicon(paragraph.language, _MIXED_PASSAGES, generator)
        if lexicon is None:
            return part, answer
        start, end = int(part.starts[0]), int(part.ends[-1])
        first, last = int(part.starts[answer[0]]), int(part.ends[answer[1]])
        before, words, after = paragraph.text[start:first], paragraph.text[first:last], paragraph.text[last:end]
        before = lexicon.translate(before, _MIXED_PASSAGE_WORDS, generator)
        text = before + words + lexicon.translate(after, _MIXED_PASSAGE_WORDS, generator)
        (mixed,) = tokenise(self._tokenizer, [text])
        return mixed, mixed.covering(len(before), len(before) + len(words))

    def _unanswered(self, item: Item, kind: Kind, generator: np.random.Generator) -> tuple[Numbers, Tokens] | None:
        """A question and the part of a passage that does not answer it."""
        corpus, asked = self._corpus, item.question.ids[:_MAX_QUESTION_TOKENS]
        own = corpus.passages[item.passage]
        match kind:
            case Kind.SAME_ARTICLE:
                return self._one_of(asked, self._wrong.of_same_article(item), generator)
            case Kind.OTHER_ARTICLE:
                return self._one_of(asked, self._wrong.of_other_articles(item), generator)
            case Kind.RANDOM:
                drawn = int(generator.choice(self._by_language[item.example.paragraph.language]))
                same = article_of(corpus.paragraphs[drawn]) == article_of(item.example.paragraph)
                return None if same else self._one_of(asked, [drawn], generator)
            case Kind.OTHER_PART:
                return self._beside(asked, own, item.answer, generator)
            case Kind.OTHER_NAME:
                return self._misnamed(item, own, generator)
            case Kind.ANSWERED:
                return None

    def _beside(
        self, asked: Numbers, passage: Tokens, answer: tuple[int, int], generator: np.random.Generator
    ) -> tuple[Numbers, Tokens] | None:
        """The question and the longer part of its passage before or after the answer, if that is long enough to be read."""
        begin, end = max((0, answer[0]), (answer[1] + 1, len(passage)), key=lambda part: part[1] - part[0])
        if end - begin < self._lengths.shortest:
            return None
        part = passage.part(begin, end)
        return asked, part.part(*self._window(len(part), None, generator))

    def _misnamed(self, item: Item, passage: Tokens, generator: np.random.Generator) -> tuple[Numbers, Tokens] | None:
        """The question with a name or year replaced, and the part of its passage that answered it before."""
        text = replace_name(item, self._corpus.names[article_of(item.example.paragraph)], generator)
        if text is None:
            return None
        (question,) = tokenise(self._tokenizer, [text])
        return question.ids[:_MAX_QUESTION_TOKENS], passage.part(*self._window(len(passage), item.answer, generator))

    def _one_of(
        self, asked: Numbers, numbers: Sequence[int], generator: np.random.Generator
    ) -> tuple[Numbers, Tokens] | None:
        if not numbers:
            return None
        passage = self._corpus.passages[numbers[int(generator.integers(len(numbers)))]]
        return asked, passage.part(*self._window(len(passage), None, generator))

    def _window(self, length: int, answer: tuple[int, int] | None, generator: np.random.Generator) -> tuple[int, int]:
        """Which tokens of a passage are shown: a range that holds the first token of the answer, if there is one."""
        lengths = self._lengths
        shown = lengths.longest
        if generator.random() >= lengths.long_share:
            shown = int(generator.integers(lengths.shortest, lengths.short + 1))
        if length <= shown:
            return 0, length
        if answer is None:
            begin = int(generator.integers(0, length - shown + 1))
            return begin, begin + shown
        first, last = answer
        lowest, highest = max(0, min(last, first + shown - 1) + 1 - shown), min(first, length - shown)
        begin = int(generator.integers(min(lowest, highest), highest + 1))
        return begin, begin + shown


def replace_name(item: Item, names: Sequence[str], generator: np.random.Generator) -> str | None:
    """The question with one of its names or years replaced by another of `names`; None where there is nothing to replace."""
    if not item.names:
        return None
    text = item.example.question
    start, end = item.names[int(generator.integers(len(item.names)))]
    others = [
        name
        for name in names
        if name[0].isdigit() == text[start].isdigit() and name not in text and text[start:end] not in name
    ]
    return text[:start] + others[int(generator.integers(len(others)))] + text[end:] if others else None
