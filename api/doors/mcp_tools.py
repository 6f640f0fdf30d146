"""The tools and resources of the MCP door: what they take, and the wire form of what they give. Everything here is pure."""

from collections.abc import Iterable
from urllib.parse import quote, unquote

import mcp_types as types
from pydantic import BaseModel, Field, ValidationError

from api.doors.markdown import readable
from api.doors.message import publisher_and_date, write_message
from api.errors import ArticleNotFoundError
from api.said import said
from api.schemas import ArticleOut, AskIn, Request, SearchIn, SearchOut, Whole
from index.article import Article
from rag.contract import AnswerOut, PassageOut, Wire
from rag.shown_dates import shown_date

URI_PREFIX = "pourquoi://articles/"
URI_TEMPLATE = URI_PREFIX + "{article_id}"
TEXT = "text/plain"
_PART_CHARS, _MOST_PART_CHARS = 20_000, 100_000
_READS = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


class GetArticleIn(Request):
    """An article, or a part of a long one."""

    article_id: str = Field(min_length=1, description="as answers and `search` give it")
    start: Whole = Field(default=0, ge=0, description="first code point to give")
    characters: Whole = Field(default=_PART_CHARS, ge=1, le=_MOST_PART_CHARS, description="code points to give at most")


class ArticleTextOut(Wire):
    """An article and its text from `start` to `end` (code points); `next_start` leads on, and is null at the end."""

    article: ArticleOut
    start: int
    end: int
    next_start: int | None
    text: str


def _tool(name: str, title: str, description: str, takes: type[BaseModel], gives: type[BaseModel]) -> types.Tool:
    return types.Tool(
        name=name,
        title=title,
        description=description,
        input_schema=takes.model_json_schema(),
        output_schema=gives.model_json_schema(mode="serialization"),
        annotations=_READS,
    )


def tools() -> list[types.Tool]:
    """What can be called."""
    return [
        _tool(
            "ask",
            "Ask the articles",
            "Answer a question from the articles with exact quotes, each with its article, date and place. Where the articles "
            "do not say, `answerable` is false: then say so, and do not answer from elsewhere. Ask one complete question, "
            "with names instead of pronouns, in any language.",
            AskIn,
            AnswerOut,
        ),
        _tool(
            "search",
            "Search the articles",
            "Find the passages nearest to a question, best first, without judging whether they answer it.",
            SearchIn,
            SearchOut,
        ),
        _tool(
            "get_article",
            "Read an article",
            "Give an article's date, source and text; a long text in parts, of which `next_start` leads to the next.",
            GetArticleIn,
            ArticleTextOut,
        ),
    ]


def ask_result(answer: AnswerOut) -> types.CallToolResult:
    """The message with its quotes, a link to each cited article, and the contract's object."""
    links = [
        _link(c.article_id, c.title, f"quoted at {c.start}–{c.end}: {readable(c.quote)}") for c in answer.citations
    ]
    return _result(write_message(answer).text, links, answer)


def search_result(found: SearchOut) -> types.CallToolResult:
    """The passages, a link to each article, and the contract's object."""
    text = "\n\n".join(_passage(passage) for passage in found.passages) or "No passage was found."
    links = [_link(p.article_id, p.title, f"found at {p.start}–{p.end}") for p in found.passages]
    return _result(text, links, found)


def article_result(described: ArticleOut, text: str, wanted: GetArticleIn) -> types.CallToolResult:
    """The wanted part of the text, a link to the article, and both as an object; a failure where it begins behind the end."""
    if wanted.start > len(text):
        return failed(f"start is {wanted.start}, and the article has {len(text)} characters; begin before that")
    start, end = wanted.start, min(wanted.start + wanted.characters, len(text))
    part = ArticleTextOut(
        article=described, start=start, end=end, next_start=end if end < len(text) else None, text=text[start:end]
    )
    return _result(part.text, [_link(described.id, described.title, f"characters {start}–{end}")], part)


def failed(message: str) -> types.CallToolResult:
    """A call that could not be done, and why."""
    return types.CallToolResult(content=[types.TextContent(text=message)], is_error=True)


def unfit(tool: str, error: ValidationError) -> types.CallToolResult:
    """A call whose arguments do not fit: each with its reason."""
    reasons = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'arguments'}: {said(one)}" for one in error.errors())
    return failed(f"the arguments of {tool} do not fit: {reasons[:1_000]}")


def resource(article: Article) -> types.Resource:
    """An article that can be read."""
    stated = shown_date(article.published_at.text) if article.published_at else "not stated"
    return types.Resource(
        uri=article_uri(article.id),
        name=article.id,
        title=readable(article.title),
        description=readable(f"{article.publisher or 'an article'}, published: {stated}, language: {article.language}"),
        mime_type=TEXT,
        annotations=_annotations(article),
    )


def contents(article: Article) -> types.ReadResourceResult:
    """The text of an article, the one that offsets point into."""
    text = types.TextResourceContents(uri=article_uri(article.id), mime_type=TEXT, text=article.text)
    return types.ReadResourceResult(contents=[text])


def template() -> types.ResourceTemplate:
    """How the address of an article is made."""
    return types.ResourceTemplate(
        uri_template=URI_TEMPLATE, name="article", title="An article", description="its whole text", mime_type=TEXT
    )


def article_uri(article_id: str) -> str:
    """The address of an article; slashes in its id are escaped too."""
    return URI_PREFIX + quote(article_id, safe="")


def article_id_of(uri: str) -> str:
    """The id in an address; raises ArticleNotFoundError where it is none of ours."""
    if not uri.startswith(URI_PREFIX):
        raise ArticleNotFoundError(f"an article's address begins with {URI_PREFIX}; resources/list gives them")
    return unquote(uri.removeprefix(URI_PREFIX))


def _annotations(article: Article) -> types.Annotations | None:
    """`lastModified` is the last day that a date can mean, since it must be a point in time: 2024-05 gives 31 May."""
    if article.published_at is None:
        return None
    return types.Annotations(last_modified=f"{article.published_at.last.isoformat()}T00:00:00Z")


def _link(article_id: str, title: str, description: str) -> types.ResourceLink:
    return types.ResourceLink(
        uri=article_uri(article_id),
        name=article_id,
        title=readable(title),
        description=description,
        mime_type=TEXT,
    )


def _passage(passage: PassageOut) -> str:
    about = publisher_and_date(passage) or "undated"
    place = f"{passage.article_id}, characters {passage.start}–{passage.end}"
    return readable(f"{passage.rank}. {passage.title} ({about}; {place}): ") + readable(passage.text)


def _result(text: str, links: Iterable[types.ResourceLink], given: BaseModel) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(text=text), *links], structured_content=given.model_dump(mode="json")
    )
