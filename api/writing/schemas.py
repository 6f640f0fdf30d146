"""What writing requests say and what they are told."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from api.schemas import ArticleOut, Language, Request
from api.trimmed import Trimmed
from api.writing.journal import JobState
from api.writing.names import checked_id
from index.article import PartialDate
from index.errors import SettingError
from rag.contract import Wire

_SHORT, _URL_CHARS = 1_000, 4_000


def _date(value: str) -> str:
    try:
        return PartialDate.parse(value).text
    except SettingError as error:
        raise ValueError(str(error)) from error


def _plain(value: str) -> str:
    if any(ord(c) < ord(" ") or c == "\x7f" for c in value):
        raise ValueError("a line break or another control character is not taken")
    return value


def _web(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("an address begins with http:// or https://")
    return value


Line = Annotated[str, Trimmed(_SHORT), AfterValidator(_plain)]
Address = Annotated[str, Trimmed(_URL_CHARS), AfterValidator(_plain), AfterValidator(_web)]
ArticleId = Annotated[str, AfterValidator(checked_id)]


class ArticleIn(Request):
    """An article; what is null is read from its text: the title, the language, and what front matter says."""

    text: str = Field(min_length=1)
    title: Line | None = None
    publisher: Line | None = None
    language: Language | None = None
    published_at: Annotated[str, AfterValidator(_date)] | None = Field(
        default=None, description="2024, 2024-05, 2024-05-15 or 2024-W20"
    )
    url: Address | None = None


class NamedArticleIn(ArticleIn):
    """A line of a batch: an article and its id."""

    id: ArticleId


class UrlIn(Request):
    """A page to fetch, or a feed or sitemap of pages; `id`, for a page alone, is by default its address without the scheme."""

    url: Address
    id: ArticleId | None = None

    @model_validator(mode="before")
    @classmethod
    def _no_text(cls, sent: object) -> object:
        if isinstance(sent, dict) and "text" in sent:
            raise ValueError(
                'an article\'s text is sent with PUT /v1/articles/{id}; POST takes {"url": …}, files or a batch'
            )
        return sent


class PutOut(ArticleOut):
    """An article as it is stored now."""

    unchanged: bool = Field(description="true where it was stored like this already, so that nothing was done")
    warning: str | None = Field(
        default=None,
        exclude_if=lambda warning: warning is None,
        description="only where the article is stored and no answer can quote it: why, and what to do",
    )


class RefusalOut(Wire):
    """Why one article was not taken in: the type, title, status and detail that a problem of its own would have."""

    type: str
    title: str
    # The results of a job may have been kept by a version that told none.
    status: int = Field(default=422, description="of such a problem; 500 where the fault is the service's")
    detail: str
    request_id: str | None = Field(
        default=None, description="where the fault is the service's: what the lines in its log bear"
    )


class ResultOut(Wire):
    """What came of one article of several; `error` where it was not taken in."""

    source: str = Field(description="the file, the address or the id, as it was sent")
    id: str | None = Field(
        description="the article's; where it was not taken in, the id that it was sent with, or null"
    )
    state: Literal["created", "replaced", "unchanged", "failed"]
    sha256: str | None
    error: RefusalOut | None


class UploadOut(Wire):
    """What came of each article, in the order in which they were sent."""

    results: list[ResultOut]


class JobOut(Wire):
    """A job; `results` are those of the first `done` articles of `total`, which grows when a feed or a sitemap is read."""

    id: str
    state: JobState = Field(
        description="`waiting` until its first turn and after a restart, from which it goes on; `running` between its turns too"
    )
    done: int
    total: int
    created_at: str
    updated_at: str
    results: list[ResultOut]


class ProgressOut(Wire):
    """How far a job is."""

    id: str
    state: JobState
    done: int
    total: int


class RevisionOut(Wire):
    """One text that an article had; `valid_until` is null for the one it has now."""

    sha256: str
    characters: int
    valid_from: str
    valid_until: str | None


class RevisionsOut(Wire):
    """The texts of an article that are kept, newest first."""

    id: str
    revisions: list[RevisionOut]
