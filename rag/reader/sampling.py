"""Draws training pairs: most of them answerable, the others with a passage, a part of one or a name that is wrong."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.words import fold
from rag.errors import TrainingDataError
from rag.reader.corpus import Corpus, Item, article_of, asks_for_a_reason, sentence_around
from rag.reader.examples import Paragraph
from rag.reader.lengths import Lengths
from rag.reader.lexicon import Lexicon
from rag.reader.mixing import Mixer
from rag.reader.pairs import Numbers, Pair, Tokens, pair_of, tokenise
from rag.reader.turns import in_turns
from rag.reader.wrong_passages import WrongPassages

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# Questions that one draw takes; batches are cut out of it by length, so that little of them is padding.
POOL = 3072
_MAX_QUESTION_TOKENS = 64
_WORD, _SMALL_WORD = re.compile(r"\w+"), 3


class Kind(StrEnum):
    """What is put before the reader."""

    ANSWERED = "answered"  # the passage, or a part of it with the answer
    OTHER_PART = "other_part"  # a part of the right passage without the answer
    WITHOUT_SENTENCE = "without_sentence"  # the right passage, all but the sentence with the answer: a near miss
    SAME_ARTICLE = "same_article"  # another passage of the article, close to the question
    OTHER_ARTICLE = "other_article"  # the closest passages of other articles
    RANDOM = "random"  # any passage of the language
    OTHER_NAME = "other_name"  # the right passage, with a name or year of the question replaced: a false premise


SHARES: Mapping[Kind, float] = {
    Kind.ANSWERED: 0.62,
    Kind.OTHER_PART: 0.03,
    Kind.WITHOUT_SENTENCE: 0.08,
    Kind.SAME_ARTICLE: 0.10,
    Kind.OTHER_ARTICLE: 0.06,
    Kind.RANDOM: 0.02,
    Kind.OTHER_NAME: 0.09,
}
# Questions for reasons are rare, and asked more often of the articles that people read.
_REASON_DRAWS = 3
# French is more than a quarter of what is drawn and a twelfth of what there is.
SOURCES: Mapping[str, float] = {"squad": 0.72, "piaf": 0.26, "afriqa": 0.02}


class WrittenPairs(Protocol):
    """Pairs of questions written for this, of which `share` of all that is drawn are: stories, twins."""

    share: float

    def draw(self, first: int, count: int, generator: np.random.Generator) -> list[Pair]:
        """The draws `first` to `first + count` of endless rounds."""


@dataclass(frozen=True, slots=True)
class _Unanswered:
    """A question and the part of a paragraph that does not answer it."""

    question: str
    paragraph: Paragraph
    part: Tokens


class Sampler:
    """Draws pools of pairs, of which what is `written` has its shares and the public sets the rest.

    Questions whose answer is marked by a guess are not drawn; that their paragraphs answer them is known all the same.
    Pool i is the same in every run with the same seed and data, whatever was drawn before.
    """

    def __init__(
        self,
        corpus: Corpus,
        tokenizer: "PreTrainedTokenizerBase",
        lengths: Lengths,
        seed: int,
        lexicons: Mapping[str, tuple[Lexicon, ...]] | None = None,
        written: Sequence[WrittenPairs] = (),
    ) -> None:
        self._corpus, self._tokenizer, self._lengths, self.seed = corpus, tokenizer, lengths, seed
        self._wrong, self._mixer = WrongPassages(corpus.paragraphs), Mixer(tokenizer, lexicons or {})
        self._drawn = {source: _drawn_of(items) for source, items in corpus.items.items()}
        self._asked: dict[int, set[str]] = defaultdict(set)
        for items in corpus.items.values():
            for item in items:
                self._asked[item.passage].add(fold(item.example.question))
        present = {source: share for source, share in SOURCES.items() if self._drawn.get(source)}
        self._written = [(each, round(POOL * each.share)) for each in written]
        rest, total = POOL - sum(count for _, count in self._written), sum(present.values())
        if rest < 0:
            raise TrainingDataError(
                "stories and twins are more than all there is; give shares that add up to 1 at most"
            )
        self._counts = {source: round(rest * share / total) for source, share in present.items()}
        # So that a pool has as many pairs as batches are made for, however the shares are rounded.
        largest = max(self._counts, key=lambda source: self._counts[source])
        self._counts[largest] += rest - sum(self._counts.values())
        self._by_language: dict[str, npt.NDArray[np.int64]] = {
            language: np.array([i for i, p in enumerate(corpus.paragraphs) if p.language == language])
            for language in {p.language for p in corpus.paragraphs}
        }

    @property
    def pool_size(self) -> int:
        """How many pairs each pool has, about POOL."""
        return sum(self._counts.values()) + sum(count for _, count in self._written)

    def pool(self, number: int) -> list[Pair]:
        """`pool_size` pairs: every question drawn of a set comes before any comes again, one for a reason three times."""
        generator = np.random.default_rng([self.seed, number])
        kinds, chances = list(SHARES), np.array(list(SHARES.values()))
        pairs = []
        for source, count in self._counts.items():
            drawn = generator.choice(len(kinds), size=count, p=chances / chances.sum())
            items = in_turns(self._drawn[source], number * count, count, [self.seed, *source.encode()])
            for item, kind in zip(items, drawn, strict=True):
                pairs.append(self._pair(item, kinds[kind], generator))
        for written, count in self._written:
            pairs += written.draw(number * count, count, generator)
        return pairs

    def _pair(self, item: Item, kind: Kind, generator: np.random.Generator) -> Pair:
        """The pair of that kind; an answered one where this question has none of it."""
        wrong = self._unanswered(item, kind, generator)
        if wrong is not None:
            part = self._mixer.passage(wrong.part, wrong.paragraph.text, wrong.paragraph.language, generator)
            question = self._question(item, wrong.question, generator)
            return pair_of(question, part.ids, self._corpus.special, None)
        passage, paragraph = self._corpus.passages[item.passage], item.example.paragraph
        part, answer = self._lengths.around(passage, item.answer, generator)
        part, answer = self._mixer.answering(part, paragraph.text, answer, paragraph.language, generator)
        question = self._question(item, item.example.question, generator)
        return pair_of(question, part.ids, self._corpus.special, answer)

    def _question(self, item: Item, asked: str, generator: np.random.Generator) -> Numbers:
        """The item's question, or that with another name, as it is `asked` or mixed."""
        ids = self._mixer.question(asked, item.example.question_language, generator)
        if ids is None and asked == item.example.question:
            ids = item.question.ids
        if ids is None:
            (tokens,) = tokenise(self._tokenizer, [asked])
            ids = tokens.ids
        return ids[:_MAX_QUESTION_TOKENS]

    def _unanswered(self, item: Item, kind: Kind, generator: np.random.Generator) -> "_Unanswered | None":
        """A question and the part of a passage that does not answer it."""
        asked, paragraph = item.example.question, item.example.paragraph
        own = self._corpus.passages[item.passage]
        part: Tokens | None = None
        match kind:
            case Kind.SAME_ARTICLE:
                return self._one_of(asked, self._wrong.of_same_article(item), generator)
            case Kind.OTHER_ARTICLE:
                return self._one_of(asked, self._wrong.of_other_articles(item), generator)
            case Kind.RANDOM:
                drawn = int(generator.choice(self._by_language[paragraph.language]))
                same = article_of(self._corpus.paragraphs[drawn]) == article_of(paragraph)
                return self._one_of(asked, [] if same else [drawn], generator)
            case Kind.OTHER_PART:
                part = self._beside(own, item, generator)
            case Kind.WITHOUT_SENTENCE:
                part = self._without_sentence(item, generator)
            case Kind.OTHER_NAME:
                # The question with a name or year replaced, and the part of its passage that answered it before.
                misnamed = replace_name(item, self._corpus.names[article_of(paragraph)], generator)
                # Which may be what is asked about the very paragraph elsewhere, and answered there.
                if misnamed is not None and fold(misnamed) not in self._asked[item.passage]:
                    asked, part = misnamed, own.part(*self._lengths.draw(len(own), item.answer, generator))
            case Kind.ANSWERED:
                pass
        return None if part is None else _Unanswered(asked, paragraph, part)

    def _beside(self, passage: Tokens, item: Item, generator: np.random.Generator) -> Tokens | None:
        """Of the longer part of the passage before or after the answer what is shown.

        None where that part is too short to be read, and where the answer stands in what is shown once more.
        """
        answer, text = item.answer, item.example.paragraph.text
        begin, end = max((0, answer[0]), (answer[1] + 1, len(passage)), key=lambda part: part[1] - part[0])
        if end - begin < self._lengths.shortest:
            return None
        part = passage.part(begin, end)
        part = part.part(*self._lengths.draw(len(part), None, generator))
        return None if item.example.is_answered_by(part.words(text)) else part

    def _without_sentence(self, item: Item, generator: np.random.Generator) -> Tokens | None:
        """The passage around the sentence that answers, without it; None where the rest still says the answer."""
        text, passage = item.example.paragraph.text, self._corpus.passages[item.passage]
        start, end = sentence_around(text, *item.example.answers[0])
        kept = passage.without(start, end)
        if len(kept) < self._lengths.shortest or item.example.is_answered_by(text[:start] + text[end:]):
            return None
        near = min(int(np.searchsorted(kept.starts, start)), len(kept) - 1)
        return kept.part(*self._lengths.draw(len(kept), (near, near), generator))

    def _one_of(self, asked: str, numbers: Sequence[int], generator: np.random.Generator) -> "_Unanswered | None":
        if not numbers:
            return None
        number = numbers[int(generator.integers(len(numbers)))]
        passage = self._corpus.passages[number]
        part = passage.part(*self._lengths.draw(len(passage), None, generator))
        return _Unanswered(asked, self._corpus.paragraphs[number], part)


def _drawn_of(items: Sequence[Item]) -> tuple[Item, ...]:
    """Those whose answer is marked for sure, and of these what asks for a reason again."""
    sure = [item for item in items if not item.example.guessed]
    reasons = [item for item in sure if asks_for_a_reason(item.example.question)]
    return (*sure, *(reasons * (_REASON_DRAWS - 1)))


def replace_name(item: Item, names: Sequence[str], generator: np.random.Generator) -> str | None:
    """The question with one of its names or years replaced by another of `names`; None where there is nothing to replace."""
    if not item.names:
        return None
    text = item.example.question
    start, end = item.names[int(generator.integers(len(item.names)))]
    # Another spelling of a name is no other name, nor may be what shares a word with it.
    known = _name_words(text)
    others = [
        name
        for name in names
        if name[0].isdigit() == text[start].isdigit() and name not in text and not known.intersection(_name_words(name))
    ]
    return text[:start] + others[int(generator.integers(len(others)))] + text[end:] if others else None


def _name_words(text: str) -> set[str]:
    """The words of a name, folded, without genitives and small words, which say nothing of whose name it is."""
    return {word.removesuffix("s") for word in _WORD.findall(fold(text)) if len(word) > _SMALL_WORD}
