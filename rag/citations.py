"""The one place where citations are made, and where they are found again."""

import base64
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from index.article import Article, Span
from index.surrogates import half_surrogate
from rag.answer import Citation, Elsewhere, Evidence
from rag.errors import CitationError, SpanNotFoundError
from rag.offsets import Offsets

# Enough of a quote's beginning to look for it in a changed article without trying every place.
_ANCHOR_CHARS = 12
_DIGEST_CHARS = 24
# An id may come from a stranger: looking for what it names must end soon. Nothing longer is cited, though a sentence may be:
# the white space in it is without limit.
LONGEST_QUOTE_CHARS = 50_000
_MOST_CHARS_COMPARED = 25_000_000
# A try costs what so many characters do, however few it compares.
_LEAST_CHARS_A_TRY = 250


def is_citable(span: Span) -> bool:
    """Whether the words at `span` are few enough for a citation."""
    return span.end - span.start <= LONGEST_QUOTE_CHARS


def cite(article: Article, evidence: Evidence, quote: str, also_in: tuple[Elsewhere, ...] = ()) -> Citation:
    """Make a citation of `quote` at `evidence.span`, with the other prints that have it.

    Raises CitationError where the quote is empty, does not stand there, or the answer's words are not inside it.
    """
    span, answer = evidence.span, evidence.answer_span
    if article.id != span.article_id:
        raise CitationError(f"a quote of {span.article_id!r} cannot be cited from {article.id!r}")
    if not 0 <= span.start < span.end <= len(article.text):
        raise CitationError(f"{article.id}: {span.start}-{span.end} is no range of its {len(article.text)} code points")
    if not is_citable(span):
        raise CitationError(
            f"{article.id}: a quote of {span.end - span.start} characters; quote {LONGEST_QUOTE_CHARS} at most"
        )
    if article.text[span.start : span.end] != quote:
        raise CitationError(f"{article.id}: {quote!r} does not stand at {span.start}-{span.end}")
    if not span.start <= answer.start < answer.end <= span.end:
        raise CitationError(
            f"{article.id}: the answer {answer.start}-{answer.end} is not inside {span.start}-{span.end}"
        )
    return Citation(
        id=span_id(article, span),
        article=article,
        quote=quote,
        offsets=Offsets.of(article.text, span.start, span.end),
        answer_span=answer,
        score=evidence.score,
        also_in=also_in,
    )


def span_id(article: Article, span: Span) -> str:
    """A URL-safe name for a range of an article that holds all that is needed to find its words again."""
    quote = article.text[span.start : span.end]
    parts = [article.id, article.sha256[:_DIGEST_CHARS], span.start, span.end, quote[:_ANCHOR_CHARS], _digest(quote)]
    packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def _digest(quote: str) -> str:
    return hashlib.sha256(quote.encode()).hexdigest()[:_DIGEST_CHARS]


class SpanState(StrEnum):
    """What became of a quote."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ParsedSpanId:
    """What a span id says: where the quote stood, in which version of the article, and how to know it again."""

    article_id: str
    article_digest: str
    start: int
    end: int
    anchor: str
    quote_digest: str


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """A quote found again; `span` is where it stands now, and None where it is gone."""

    state: SpanState
    span: Span | None


def parse_span_id(text: str) -> ParsedSpanId:
    """Read a span id; raises SpanNotFoundError where `text` is none."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        article_id, article_digest, start, end, anchor, quote_digest = json.loads(packed.decode("utf-8"))
        parsed = ParsedSpanId(article_id, article_digest, start, end, anchor, quote_digest)
    except (ValueError, TypeError, RecursionError) as error:
        raise SpanNotFoundError(f"{text!r} is not a span id") from error
    strings = (parsed.article_id, parsed.article_digest, parsed.anchor, parsed.quote_digest)
    numbers = (parsed.start, parsed.end)
    well_typed = all(type(s) is str for s in strings) and all(type(n) is int for n in numbers)
    # Half a surrogate pair is in no article, and no store takes it.
    is_text = well_typed and all(half_surrogate(string) is None for string in strings)
    # Looking backwards for a long anchor takes the product of both lengths.
    in_bounds = is_text and 0 < len(anchor) <= _ANCHOR_CHARS and 0 <= start < end <= start + LONGEST_QUOTE_CHARS
    if not in_bounds:
        raise SpanNotFoundError(f"{text!r} is not a span id")
    return parsed


def find_again(parsed: ParsedSpanId, article: Article, quote: str | None = None) -> FoundSpan:
    """Where the quote stands in `article` as it is now; of several places the one nearest to where it was, of two the first.

    With the quote's own words, from the revision it was cited from, the state is right for every text. Without them places are
    told by their digest, and looking ends where that would cost too much: a quote among many thousand places that begin like
    it may then count as gone.
    """
    if _stands_at(parsed, article.text, parsed.start):
        return FoundSpan(SpanState.UNCHANGED, Span(article.id, parsed.start, parsed.end))
    places = _places(parsed, article.text) if quote is None else _places_of(quote, article.text, parsed.start)
    if not places:
        return FoundSpan(SpanState.GONE, None)
    nearest = min(places, key=lambda place: (abs(place - parsed.start), place))
    return FoundSpan(SpanState.MOVED, Span(article.id, nearest, nearest + parsed.end - parsed.start))


def _places_of(quote: str, text: str, start: int) -> list[int]:
    """The last place of `quote` that begins before `start`, and the first one from there on."""
    places = [text.find(quote, start)]
    # Python looks backwards in quadratic time and forwards in linear time, so the text is turned round.
    head = text[: start + len(quote) - 1][::-1]
    behind = head.find(quote[::-1])
    if behind >= 0:
        places.append(len(head) - behind - len(quote))
    return [place for place in places if place >= 0]


def _places(parsed: ParsedSpanId, text: str) -> list[int]:
    """The same, told by beginning and digest."""
    length = parsed.end - parsed.start
    tries = _MOST_CHARS_COMPARED // (2 * max(length, _LEAST_CHARS_A_TRY))
    places = []
    at = text.find(parsed.anchor, parsed.start)
    for _ in range(tries):
        if at < 0:
            break
        if _stands_at(parsed, text, at):
            places.append(at)
            break
        at = text.find(parsed.anchor, at + 1)
    at = text.rfind(parsed.anchor, 0, max(0, parsed.start + len(parsed.anchor) - 1))
    for _ in range(tries):
        if at < 0:
            break
        if _stands_at(parsed, text, at):
            places.append(at)
            break
        at = text.rfind(parsed.anchor, 0, at + len(parsed.anchor) - 1)
    return places


def _stands_at(parsed: ParsedSpanId, text: str, start: int) -> bool:
    quote = text[start : start + parsed.end - parsed.start]
    return len(quote) == parsed.end - parsed.start and _digest(quote) == parsed.quote_digest


def words_at(parsed: ParsedSpanId, text: str) -> str | None:
    """The quote itself, cut out of the text it was cited from; None where `text` is another one."""
    return text[parsed.start : parsed.end] if _stands_at(parsed, text, parsed.start) else None
