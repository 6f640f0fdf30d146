"""The wire form of an answer: one pure function from Answer to the contract's object, for every door to the product."""

import uuid
from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote as quote_url

from pydantic import BaseModel, ConfigDict, Field

from index.article import Article
from index.generation import Generation
from index.homes import DEFAULT_COLLECTION
from index.search import Passage
from rag.answer import Answer, Citation, Conflict, Elsewhere, Part
from rag.offsets import Offsets
from rag.pipeline import Pipeline
from rag.places import PlaceOut, place_out

NEAREST_PASSAGES = 3


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
    reason: Literal["no_evidence", "low_confidence", "empty_index"] | None
    statements: list[int]


class AnswerOut(Wire):
    """An answer with its quotes, or a plain statement that the articles do not say."""

    id: str
    question: str
    question_language: str
    answerable: bool
    confidence: float = Field(ge=0, le=1, description="calibrated probability that the answer is right")
    reason: Literal["no_evidence", "low_confidence", "empty_index"] | None
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


def new_answer_id() -> str:
    """A name for one answer that no other has."""
    return f"ask_{uuid.uuid4().hex}"


def answer_out(answer: Answer, pipeline: Pipeline, collection: str, *, with_passages: bool = False) -> AnswerOut:
    """The contract's object for an answer of `pipeline`, which is over `collection`, under a new id."""

    def shown(passages: Sequence[Passage]) -> list[PassageOut]:
        return [passage_out(p, pipeline.searcher.article(p.chunk.span.article_id)) for p in passages]

    generation = pipeline.searcher.generation
    contents = generation.contents
    return AnswerOut(
        id=new_answer_id(),
        question=answer.question,
        question_language=answer.question_language,
        answerable=answer.answerable,
        confidence=round(answer.confidence, 4),
        reason=answer.abstention.value if answer.abstention else None,
        answer=answer.text if answer.answerable else None,
        answer_language=answer.language,
        short_answer=answer.short_answer if answer.answerable else None,
        statements=[StatementOut(start=s.start, end=s.end, citations=list(s.citations)) for s in answer.statements],
        citations=[
            citation_out(n, citation, collection, _place(citation, generation))
            for n, citation in enumerate(answer.citations)
        ],
        conflicts=[_conflict_out(conflict) for conflict in answer.conflicts],
        nearest=[] if answer.answerable else shown(answer.passages[:NEAREST_PASSAGES]),
        passages=shown(answer.passages) if with_passages else None,
        models=ModelsOut(encoder=generation.manifest.encoder.name, reader=pipeline.finder.name, generator=None),
        index=IndexOut(generation=generation.name, articles=len(contents.articles), passages=len(contents.chunks)),
        timings_ms={stage: round(value, 3) for stage, value in answer.timings_ms.items()},
        parts=[_part_out(part) for part in answer.parts],
    )


def citation_out(number: int, citation: Citation, collection: str, place: PlaceOut | None = None) -> CitationOut:
    """One citation of `collection` under its number, and where in its article's file it begins."""
    article, offsets = citation.article, citation.offsets
    return CitationOut(
        index=number,
        span_id=citation.id,
        article_id=article.id,
        article_sha256=article.sha256,
        title=article.title,
        publisher=article.publisher,
        url=article.url,
        published_at=article.published_at.text if article.published_at else None,
        language=article.language,
        quote=citation.quote,
        start=offsets.start,
        end=offsets.end,
        utf16_start=offsets.utf16_start,
        utf16_end=offsets.utf16_end,
        byte_start=offsets.byte_start,
        byte_end=offsets.byte_end,
        answer_start=citation.answer_span.start,
        answer_end=citation.answer_span.end,
        score=round(citation.score, 4),
        permalink=_permalink(citation.id, collection),
        original=place,
        also_in=[_also_in_out(elsewhere) for elsewhere in citation.also_in],
    )


def _permalink(span_id: str, collection: str) -> str:
    """Where the quote is found again; `default` is meant where no collection is named."""
    address = f"/v1/spans/{quote_url(span_id, safe='')}"
    return address if collection == DEFAULT_COLLECTION else f"{address}?collection={collection}"


def _also_in_out(elsewhere: Elsewhere) -> AlsoInOut:
    article, offsets = elsewhere.article, elsewhere.offsets
    return AlsoInOut(
        article_id=article.id,
        article_sha256=article.sha256,
        title=article.title,
        publisher=article.publisher,
        url=article.url,
        published_at=article.published_at.text if article.published_at else None,
        language=article.language,
        start=offsets.start,
        end=offsets.end,
        utf16_start=offsets.utf16_start,
        utf16_end=offsets.utf16_end,
    )


def _place(citation: Citation, generation: Generation) -> PlaceOut | None:
    return place_out(generation.places(citation.article.id, citation.offsets.start, citation.offsets.end))


def _part_out(part: Part) -> PartOut:
    return PartOut(
        question=part.question,
        understood=part.understood,
        answerable=part.abstention is None,
        confidence=round(part.confidence, 4),
        reason=part.abstention.value if part.abstention else None,
        statements=list(part.statements),
    )


def _conflict_out(conflict: Conflict) -> ConflictOut:
    values = [
        ConflictValueOut(value=side.value, text=side.text, citations=list(side.citations), newest=side.newest)
        for side in conflict.sides
    ]
    return ConflictOut(kind=conflict.kind, values=values)


def passage_out(passage: Passage, article: Article) -> PassageOut:
    """One passage of `article`."""
    span = passage.chunk.span
    offsets = Offsets.of(article.text, span.start, span.end)
    return PassageOut(
        rank=passage.rank,
        score=round(passage.score, 4),
        article_id=article.id,
        article_sha256=article.sha256,
        title=article.title,
        publisher=article.publisher,
        url=article.url,
        published_at=article.published_at.text if article.published_at else None,
        language=article.language,
        start=span.start,
        end=span.end,
        utf16_start=offsets.utf16_start,
        utf16_end=offsets.utf16_end,
        text=passage.text,
    )
