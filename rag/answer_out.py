"""Puts an answer in the shapes of the contract: one pure function from Answer, for every door to the product."""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote as quote_url

from index.article import Article
from index.generation import Generation
from index.homes import DEFAULT_COLLECTION
from index.search import Passage
from rag.answer import Answer, Citation, Conflict, Part
from rag.contract import (
    AlsoInOut,
    AnswerOut,
    CitationOut,
    ConflictOut,
    ConflictValueOut,
    IndexOut,
    ModelsOut,
    PartOut,
    PassageOut,
    StatementOut,
)
from rag.offsets import Offsets
from rag.pipeline import Pipeline
from rag.places import PlaceOut, place_out

NEAREST_PASSAGES = 3


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
        **_where(article, offsets),
        quote=citation.quote,
        byte_start=offsets.byte_start,
        byte_end=offsets.byte_end,
        answer_start=citation.answer_span.start,
        answer_end=citation.answer_span.end,
        score=round(citation.score, 4),
        permalink=_permalink(citation.id, collection),
        original=place,
        also_in=[AlsoInOut(**_where(other.article, other.offsets)) for other in citation.also_in],
    )


def _permalink(span_id: str, collection: str) -> str:
    """Where the quote is found again; `default` is meant where no collection is named."""
    address = f"/v1/spans/{quote_url(span_id, safe='')}"
    return address if collection == DEFAULT_COLLECTION else f"{address}?collection={collection}"


def _where(article: Article, offsets: Offsets) -> dict[str, Any]:
    """What everything that stands in an article says of it, and of its place there."""
    return {
        "article_id": article.id,
        "article_sha256": article.sha256,
        "title": article.title,
        "publisher": article.publisher,
        "url": article.url,
        "published_at": article.published_at.text if article.published_at else None,
        "language": article.language,
        "start": offsets.start,
        "end": offsets.end,
        "utf16_start": offsets.utf16_start,
        "utf16_end": offsets.utf16_end,
    }


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
    where = _where(article, Offsets.of(article.text, span.start, span.end))
    return PassageOut(rank=passage.rank, score=round(passage.score, 4), **where, text=passage.text)
