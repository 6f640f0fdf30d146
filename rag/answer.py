"""What an answer is made of. Every offset is a half-open range of code points."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from index.article import Article, Span
from index.search import Passage
from rag.offsets import Offsets


@dataclass(frozen=True, slots=True)
class Mark:
    """What is made of a sentence.

    `margin` is how far the logits of the words that the reader marks stand above those of "not in this passage", `match` how well
    the sentence matches the question, by late interaction.
    """

    margin: float
    match: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a passage that bears the answer.

    `answer_span` is the words in it that answer, the whole sentence where no reader marks words. `score` is the finder's
    own; higher is better, and only comparable within one question. `mark` is None where no reader has read the sentence.
    """

    passage: Passage
    span: Span
    answer_span: Span
    score: float
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where another print of a cited article has the words of the quote, white space aside."""

    article: Article
    offsets: Offsets


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that stands in its article: `quote == article.text[offsets.start:offsets.end]`, checked when it is made.

    Made only by `rag.citations.cite`. `id` finds the quote again later; `also_in` are other prints, of which the cited article is
    the earliest.
    """

    id: str
    article: Article
    quote: str
    offsets: Offsets
    answer_span: Span
    score: float
    also_in: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A range of Answer.text and the numbers of the citations that carry it, at least one."""

    start: int
    end: int
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of the values that articles give for the same thing: as it is compared, as it is written, and who says so.

    `newest`: an article that says so is later than every article of the other sides, by dates that leave no doubt: `2023` is not
    known to be later than `2023-11-20`, and nothing is known to be later than an article without a date.
    """

    value: str
    text: str
    citations: tuple[int, ...]
    newest: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Articles that disagree, two sides at least, that of the newest article first where its date tells which that is."""

    kind: str
    sides: tuple[ConflictSide, ...]


class Abstention(StrEnum):
    """Why there is no answer."""

    NO_EVIDENCE = "no_evidence"
    LOW_CONFIDENCE = "low_confidence"
    EMPTY_INDEX = "empty_index"


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one of two questions that were asked in one: as it was asked, and as it was understood.

    `statements` are the numbers of those in the answer that are to it, none where `abstention` says why there are none.
    """

    question: str
    understood: str
    confidence: float
    abstention: Abstention | None
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its quotes, or, where `abstention` says why, none: then text, statements and citations are empty.

    `confidence` is the probability that the answer is right, or would have been. `passages` are those that were read, best
    first. `timings_ms` gives milliseconds by stage, in the order they ran. `parts` is empty where one question was asked.
    """

    question: str
    question_language: str
    text: str
    language: str | None
    short_answer: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...]
    confidence: float
    abstention: Abstention | None
    passages: tuple[Passage, ...]
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the articles answer the question."""
        return self.abstention is None
