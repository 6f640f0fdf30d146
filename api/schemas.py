"""What requests may say and what responses other than an answer look like; the answer itself is `rag.contract`."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from itertools import islice
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from api.said import MOST_TOLD
from api.trimmed import Trimmed
from index.search import EVERYTHING, Filters
from rag.citations import SpanState
from rag.contract import PassageOut, Wire
from rag.places import PlaceOut
from rag.questions.question import (
    DEFAULT_MAX_CITATIONS,
    DEFAULT_TOP_K,
    EMPTY,
    MAX_MAX_CITATIONS,
    MAX_QUESTION_CHARS,
    MAX_TOP_K,
    Question,
)

MAX_PAGE_ARTICLES = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[a-z]{2}")


def _day_as_text(value: object) -> object:
    """Let pydantic read a date only from `YYYY-MM-DD`; by itself it takes seconds since 1970 and times too."""
    if value is not None and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("a day is written YYYY-MM-DD")
    return value


def _two_letters(value: object) -> object:
    if isinstance(value, str) and not _CODE.fullmatch(value):
        raise ValueError("a language is written as its two letters of ISO 639-1, in lower case: en, fr")
    return value


def _whole(value: object) -> object:
    """`8.0` as 8: to JSON they are the same number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole), Field(strict=True)]


def rfc_3339(time: datetime) -> str:
    """A time as it is told everywhere: in UTC, to the second."""
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


QuestionText = Annotated[str, Trimmed(MAX_QUESTION_CHARS, EMPTY)]
Day = Annotated[date | None, BeforeValidator(_day_as_text)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$"), BeforeValidator(_two_letters)]


class Request(BaseModel):
    """A part of a request; fields that are not named are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="wrap")
    @classmethod
    def _naming_the_known(cls, sent: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(_with_few_unknown(sent, cls.model_fields))
        except ValidationError as error:
            found = error.errors(include_url=False)
            if not any(map(_is_own_extra, found)):
                raise
            known = f"; known here: {', '.join(cls.model_fields)}"
            # Those of the parts of this one have theirs already.
            told = [
                InitErrorDetails(
                    type=PydanticCustomError(one["type"], one["msg"] + known * _is_own_extra(one)),
                    loc=one["loc"],
                    input=one["input"],
                )
                for one in found
            ]
            raise ValidationError.from_exception_data(error.title, told) from None


def _with_few_unknown(sent: object, known: Collection[str]) -> object:
    """What was sent, with one unknown field more than is told, if there are so many: each becomes an error of its own."""
    most = MOST_TOLD + 1
    if not isinstance(sent, dict) or len(sent) <= most:
        return sent
    kept = {*known, *islice((name for name in sent if name not in known), most)}
    return {name: value for name, value in sent.items() if name in kept}


def _is_own_extra(one: ErrorDetails) -> bool:
    return one["type"] == "extra_forbidden" and len(one["loc"]) == 1


def _in_order(after: date | None, before: date | None) -> None:
    """Raise ValueError where no day is after the first and before the second, both included."""
    if after is not None and before is not None and after > before:
        raise ValueError(
            f"published_after ({after}) is later than published_before ({before}), so no day lies between them; "
            "exchange the two, or leave one out"
        )


class FiltersIn(Request):
    """Which articles to look in; null is all. Both days are included, and the first is not the later one."""

    languages: list[Language] | None = Field(default=None, max_length=200, description="ISO 639-1 codes")
    published_after: Day = None
    published_before: Day = None
    article_ids: list[str] | None = Field(default=None, max_length=1_000)

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        _in_order(self.published_after, self.published_before)
        return self

    def filters(self) -> Filters:
        """The same for the search."""
        return Filters(
            languages=None if self.languages is None else frozenset(self.languages),
            published_after=self.published_after,
            published_before=self.published_before,
            article_ids=None if self.article_ids is None else frozenset(self.article_ids),
        )


class ListQuery(BaseModel):
    """Which articles to list, and from where on."""

    model_config = ConfigDict(frozen=True)

    cursor: str | None = Field(default=None, max_length=8_000, description="`next_cursor` of the page before")
    limit: int = Field(default=50, ge=1, le=MAX_PAGE_ARTICLES, description="articles on a page at most")
    language: Language | None = Field(default=None, description="ISO 639-1 code")
    published_after: Day = Field(
        default=None, description="YYYY-MM-DD, included; an article without a date is not listed"
    )
    published_before: Day = Field(default=None, description="YYYY-MM-DD, included")
    title: str = Field(
        default="", max_length=200, description="words that the title holds, in whatever case, with accents or without"
    )

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        _in_order(self.published_after, self.published_before)
        return self

    def filters(self) -> Filters:
        """The same for the search."""
        return Filters(
            languages=None if self.language is None else frozenset({self.language}),
            published_after=self.published_after,
            published_before=self.published_before,
        )


class SearchIn(Request):
    """A question to find passages for."""

    question: QuestionText
    top_k: Whole = Field(default=DEFAULT_TOP_K, ge=1, le=MAX_TOP_K, description="passages to find")
    filters: FiltersIn | None = None

    def as_question(self) -> Question:
        """The question for the pipeline; raises QuestionError."""
        return Question(self.question, top_k=self.top_k, filters=self.search_filters())

    def search_filters(self) -> Filters:
        """Which articles to look in."""
        return self.filters.filters() if self.filters else EVERYTHING


class AskIn(SearchIn):
    """A question to answer."""

    max_citations: Whole = Field(default=DEFAULT_MAX_CITATIONS, ge=1, le=MAX_MAX_CITATIONS)
    include_passages: bool = Field(
        default=False, strict=True, description="show the passages that were read; otherwise null"
    )

    def as_question(self) -> Question:
        """The question for the pipeline; raises QuestionError."""
        return Question(self.question, self.top_k, self.max_citations, self.search_filters())


class SearchOut(Wire):
    """Passages, best first; nothing was read for an answer."""

    passages: list[PassageOut]


class ArticleOut(Wire):
    """An article without its text; `sha256` is of the text's UTF-8 bytes, and `characters` counts code points."""

    id: str
    title: str
    publisher: str | None
    language: str
    published_at: str | None = Field(
        description="as precisely as the source states it: 2024, 2024-05, 2024-05-15 or 2024-W20"
    )
    url: str | None
    sha256: str
    characters: int
    passages: int
    indexed_at: str


class ArticlePageOut(Wire):
    """Articles in the order of their ids; `next_cursor` leads on, and is null on the last page."""

    articles: list[ArticleOut]
    next_cursor: str | None


class WasOut(Wire):
    """A quote as it stood in the text it was cited from, which the article had from `valid_from` until `valid_until` (UTC)."""

    quote: str
    before: str
    after: str
    start: int
    end: int
    article_sha256: str
    valid_from: str
    valid_until: str | None


class SpanOut(Wire):
    """A quote found again, or gone. Where it is gone its words, surroundings and offsets are null, and `was` has the old ones."""

    span_id: str
    state: SpanState
    article_id: str
    article_sha256: str | None = Field(description="of the article as it is now; null where it is deleted")
    title: str | None
    publisher: str | None
    published_at: str | None
    url: str | None
    language: str | None
    quote: str | None
    before: str | None = Field(description="up to 200 code points before the quote")
    after: str | None = Field(description="up to 200 code points after the quote")
    start: int | None
    end: int | None
    utf16_start: int | None
    utf16_end: int | None
    byte_start: int | None
    byte_end: int | None
    original: PlaceOut | None = Field(
        default=None,
        description="where in the file that the article was read from the quote begins; null for plain text",
    )
    was: WasOut | None = Field(description="where the article has changed since, as long as its old text is kept")


class AliveOut(Wire):
    """The process answers."""

    status: Literal["alive"] = "alive"


class ReadyOut(Wire):
    """The models are warm and the index is open."""

    status: Literal["ready"] = "ready"
    generation: str
    articles: int
