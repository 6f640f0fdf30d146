"""The wire form of an answer: the shapes of the contract, for every door to the product."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rag.places import PlaceOut

# Why there is no answer.
Reason = Literal["no_evidence", "low_confidence", "empty_index"]


class Wire(BaseModel):
    """A value on the wire; fields that are not named are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StatementOut(Wire):
    """A range of `answer` and the citations that carry it."""

    start: int
    end: int
    citations: list[int]


class AlsoInOut(Wire):
    """Another print of a cited article: its text's `[start:end]` has the words of the quote, white space aside."""

    article_id: str
    article_sha256: str
    title: str
    publisher: str | None
    url: str | None
    published_at: str | None
    language: str
    start: int
    end: int
    utf16_start: int
    utf16_end: int


class CitationOut(Wire):
    """A quote and where it stands, in code points, UTF-16 units and bytes; half-open ranges."""

    index: int
    span_id: str
    article_id: str
    article_sha256: str
    title: str
    publisher: str | None
    url: str | None
    published_at: str | None
    language: str
    quote: str
    start: int
    end: int
    utf16_start: int
    utf16_end: int
    byte_start: int
    byte_end: int
    answer_start: int
    answer_end: int
    score: float
    permalink: str
    original: PlaceOut | None = Field(
        default=None,
        description="where in the file that the article was read from the quote begins; null for plain text",
    )
    also_in: list[AlsoInOut] = Field(
        default=[],
        description="other articles that are nearly the same and have these words too, the earliest first, 20 at most; "
        "the one cited is the earliest of all",
    )


class ConflictValueOut(Wire):
    """One side of a conflict: the value as it is compared, as it is written, who says so, and whether that is the newest."""

    value: str
    text: str
    citations: list[int]
    newest: bool


class ConflictOut(Wire):
    """Articles that disagree."""

    kind: str
    values: list[ConflictValueOut]


class PassageOut(Wire):
    """A passage that was found; its text is the article's `[start:end]`."""

    rank: int
    score: float
    article_id: str
    article_sha256: str
    title: str
    publisher: str | None
    url: str | None
    published_at: str | None
    language: str
    start: int
    end: int
    utf16_start: int
    utf16_end: int
    text: str


class ModelsOut(Wire):
    """Which models made the answer."""

    encoder: str
    reader: str
    generator: str | None


class IndexOut(Wire):
    """Which state of the index the answer comes from."""

    generation: str
    articles: int
    passages: int


class PartOut(Wire):
    """One of two questions that were asked in one, as it was asked and as it was understood, and its `statements`."""

    question: str
    understood: str
    answerable: bool
    confidence: float = Field(ge=0, le=1)
    reason: Reason | None
    statements: list[int]


class AnswerOut(Wire):
    """An answer with its quotes, or a plain statement that the articles do not say."""

    id: str
    question: str
    question_language: str
    answerable: bool
    confidence: float = Field(ge=0, le=1, description="calibrated probability that the answer is right")
    reason: Reason | None
    answer: str | None
    answer_language: str | None
    short_answer: str | None
    statements: list[StatementOut]
    citations: list[CitationOut]
    conflicts: list[ConflictOut]
    nearest: list[PassageOut] = Field(
        description="where there is no answer: the nearest passages, clearly not an answer"
    )
    passages: list[PassageOut] | None = Field(description="what was read, where it was asked for")
    models: ModelsOut
    index: IndexOut
    timings_ms: dict[str, float]
    parts: list[PartOut] = Field(
        default=[],
        description="where two questions were asked in one (why did she resign and who replaced her?): what became of each; "
        "`answerable` tells whether one of them is answered, and `confidence` is the lower of the answered ones. Else empty",
    )
