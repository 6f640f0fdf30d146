"""What a chat message shows of an answer, before any platform's own form: short enough to fit, with every citation kept."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from api.links import marked_at
from rag.contract import AnswerOut, CitationOut, ConflictOut
from rag.harmless import harmless
from rag.shown_dates import shown_date

T = TypeVar("T")

# Where words of a quote are left out. In brackets, since articles have ellipses of their own.
OMISSION = "[…]"
# Of a quote, the longest that each form of a message is tried with, in code points.
_LENGTHS = (2_500, 1_500, 1_000, 700, 500, 350, 250, 170, 110, 70, 40, 20)
# Of the other articles that have a quote's words, as many are named.
_NAMED_ELSEWHERE = 3
_LEAD_CHARS, _TITLE_CHARS, _PUBLISHER_CHARS, _SIDE_CHARS, _QUESTION_CHARS = 500, 150, 60, 100, 200
# A cut moves this far to stand between two words.
_WORD_CHARS = 20

_REASONS = {
    "no_evidence": "Nothing in the articles bears on this question.",
    "low_confidence": "Some passages come near, but none says it clearly enough to be called an answer.",
    "empty_index": "There are no articles here yet.",
}
REFUSAL = "The articles do not say."


@dataclass(frozen=True, slots=True)
class Link:
    """Where links to marked articles begin (None: there are none), and how long a link may be in UTF-16 units."""

    public_url: str | None
    max_chars: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """One citation: its number from 1, the lines of its quote, and whose words they are. `link` leads to the marked article.

    `elsewhere` names the other articles that have the words, and is empty where there are none.
    """

    number: int
    lines: tuple[str, ...]
    title: str
    origin: str
    elsewhere: str
    link: str | None

    @property
    def source(self) -> str:
        """The line below the quote."""
        elsewhere = f" · {self.elsewhere}" if self.elsewhere else ""
        return f"{self.number} · {self.title} · {self.origin}{elsewhere}"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that articles give, and who gives it: `[1] 2024-05, [3] no date stated`."""

    text: str
    sources: str

    @property
    def line(self) -> str:
        """Both on one line."""
        return f"{self.text} – {self.sources}"


@dataclass(frozen=True, slots=True)
class Dispute:
    """What the articles disagree on."""

    heading: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer or a refusal. `lead` is None where it would only repeat the first quote; `note` says how sure, or why not."""

    lead: str | None
    note: str
    disputes: tuple[Dispute, ...]
    quotes: tuple[Quoted, ...]


def show(answer: AnswerOut, link: Link, chars: int) -> Shown:
    """What is shown of `answer` where no quote may have more than `chars` code points."""
    if not answer.answerable:
        return Shown(REFUSAL, _REASONS[answer.reason or "no_evidence"], (), ())
    short = one_line(answer.short_answer or "", min(chars, _LEAD_CHARS))
    repeats = bool(answer.citations) and one_line(answer.citations[0].quote, len(answer.citations[0].quote)) == short
    return Shown(
        lead=None if repeats or not short else short,
        note=" · ".join([f"{answer.confidence:.0%} likely to be right", *_unsaid(answer, chars)]),
        disputes=tuple(_dispute(conflict, answer, chars) for conflict in answer.conflicts),
        quotes=tuple(_quoted(citation, link, chars) for citation in answer.citations),
    )


def _unsaid(answer: AnswerOut, chars: int) -> list[str]:
    """Of two questions in one, the one that the articles do not answer."""
    most = min(chars, _QUESTION_CHARS)
    return [f"{one_line(part.question, most)} {REFUSAL}" for part in answer.parts if not part.answerable]


def fitted(render: Callable[[int], T], fits: Callable[[T], bool]) -> T:
    """The first of what `render` makes of ever shorter quotes that fits; raises ValueError where none does."""
    for chars in _LENGTHS:
        rendered = render(chars)
        if fits(rendered):
            return rendered
    raise ValueError(f"even quotes of {_LENGTHS[-1]} characters do not fit")


def utf16_units(text: str) -> int:
    """The length of a text as JavaScript counts it; never less than its code points, whichever of the two a platform counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def one_line(text: str, chars: int) -> str:
    """The text on one line, cut after at most `chars` code points."""
    line = harmless(" ".join(text.split()))
    return line if len(line) <= chars else f"{line[: chars - 1].rstrip()}…"


def excerpt(quote: str, start: int, end: int, chars: int) -> tuple[str, ...]:
    """The lines of a quote, cut to at most `chars` code points around its `[start:end]`; each is a part of the quote.

    Where words are left out, OMISSION stands on that end, and harmful characters are replaced one by one.
    """
    first, last = 0, len(quote)
    if last > chars:
        first, last = _window(quote, start, end, chars)
    lines = [line.strip() for line in quote[first:last].splitlines()]
    kept = [harmless(line) for line in lines if line] or [OMISSION]
    if first > 0 and kept[0] != OMISSION:
        kept[0] = f"{OMISSION} {kept[0]}"
    if last < len(quote) and kept[-1] != OMISSION:
        kept[-1] = f"{kept[-1]} {OMISSION}"
    return tuple(kept)


def _window(quote: str, start: int, end: int, chars: int) -> tuple[int, int]:
    """A range of `chars` code points at most, around `[start:end]` or, where that is longer, from its beginning."""
    spare = max(0, chars - (end - start))
    first = max(0, min(start - spare // 2, len(quote) - chars))
    last = first + chars
    if first > 0:
        space = quote.find(" ", first - 1, min(first + _WORD_CHARS, start))
        first = space + 1 if space >= 0 else first
    if last < len(quote):
        space = quote.rfind(" ", max(last - _WORD_CHARS, min(end, last)), last + 1)
        last = space if space > first else last
    # An accent that stands apart is not cut from its letter.
    while first + 1 < last < len(quote) and unicodedata.category(quote[last]) in {"Mn", "Me", "Cf"}:
        last -= 1
    return first, last


def _quoted(citation: CitationOut, link: Link, chars: int) -> Quoted:
    start, end = citation.answer_start - citation.start, citation.answer_end - citation.start
    publisher = one_line(citation.publisher or "", min(chars, _PUBLISHER_CHARS))
    return Quoted(
        number=citation.index + 1,
        lines=excerpt(citation.quote, start, end, chars),
        title=one_line(citation.title, min(chars, _TITLE_CHARS)),
        origin=" · ".join(part for part in (publisher, _date(citation)) if part),
        elsewhere=_elsewhere(citation, chars),
        link=_link(citation, link),
    )


def _elsewhere(citation: CitationOut, chars: int) -> str:
    most = min(chars, _PUBLISHER_CHARS)
    # An article may have a title of white space.
    names = [one_line(a.publisher or a.title, most) or one_line(a.article_id, most) for a in citation.also_in]
    further = len(names) - _NAMED_ELSEWHERE
    told = [*names[:_NAMED_ELSEWHERE], f"{further} more"] if further > 0 else names
    return f"also in {', '.join(told)}" if told else ""


def _date(citation: CitationOut) -> str:
    return shown_date(citation.published_at) if citation.published_at else "no date stated"


def _link(citation: CitationOut, link: Link) -> str | None:
    if link.public_url is None:
        return None
    url = marked_at(link.public_url, citation)
    return url if utf16_units(url) <= link.max_chars else None


def _dispute(conflict: ConflictOut, answer: AnswerOut, chars: int) -> Dispute:
    sides = []
    for value in conflict.values:
        said = [f"[{number + 1}] {_date(answer.citations[number])}" for number in value.citations]
        sources = ", ".join([*said, "the newest"] if value.newest else said)
        sides.append(Side(one_line(value.text, min(chars, _SIDE_CHARS)), sources))
    return Dispute(f"The articles disagree ({one_line(conflict.kind, _SIDE_CHARS)}):", tuple(sides))
