"""What a chat message shows of an answer, before any platform's own form: short enough to fit, with every citation kept."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from api.chat.cuts import WHOLE, Cut
from api.doors.phrases import Phrases, language_of_ours, phrases_in
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
_ASKED_CHARS, _LEAD_CHARS, _TITLE_CHARS, _PUBLISHER_CHARS, _SIDE_CHARS, _QUESTION_CHARS = 500, 500, 150, 60, 100, 200
# A cut moves this far to stand between two words.
_WORD_CHARS = 20


@dataclass(frozen=True, slots=True)
class Link:
    """Where links to marked articles begin (None: there are none), and how long a link may be in UTF-16 units."""

    public_url: str | None
    max_chars: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """One citation: its number from 1, the lines of its quote, and whose words they are. `link` leads to the marked article.

    `elsewhere` names the other articles that have the words, and is empty where there are none. `read` is what the link says, and
    `read_it` the same where it stands beside the quote.
    """

    number: int
    lines: tuple[str, ...]
    title: str
    origin: str
    elsewhere: str
    link: str | None
    read: str
    read_it: str

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
    """An answer or a refusal, in the words of the question's language.

    `asked` is the question, on one line. `lead` is None where it would only repeat the first quote; `note` says how sure, or why
    not.
    """

    asked: str
    lead: str | None
    note: str
    disputes: tuple[Dispute, ...]
    quotes: tuple[Quoted, ...]


def show(answer: AnswerOut, link: Link, chars: int, cuts: Sequence[Cut] = ()) -> Shown:
    """What is shown of `answer` where no quote may have more than `chars` code points; `cuts` are those of its citations."""
    phrases = phrases_in(language_of_ours(answer.question, answer.question_language))
    asked = one_line(answer.question, min(chars, _ASKED_CHARS))
    if not answer.answerable:
        return Shown(asked, phrases.not_said, _why_not(answer, phrases), (), ())
    of_each = [*cuts, *[WHOLE] * len(answer.citations)]
    short = answer.short_answer or ""
    # Compared before it is cut: the first quote may be shown with more words than a lead has.
    repeats = bool(answer.citations) and _whole(answer.citations[0].quote) == _whole(short)
    return Shown(
        asked=asked,
        lead=None if repeats else one_line(short, min(chars, _LEAD_CHARS)) or None,
        note=" · ".join([_likely(answer, phrases), *_unsaid(answer, chars, phrases)]),
        disputes=tuple(_dispute(conflict, answer, chars, phrases) for conflict in answer.conflicts),
        quotes=tuple(
            _quoted(citation, link, chars, cut, phrases)
            for citation, cut in zip(answer.citations, of_each, strict=False)
        ),
    )


def _why_not(answer: AnswerOut, phrases: Phrases) -> str:
    if answer.reason == "empty_index":
        return phrases.no_articles
    return phrases.low_confidence if answer.reason == "low_confidence" else phrases.no_evidence


def _likely(answer: AnswerOut, phrases: Phrases) -> str:
    return phrases.likely.format(percent=f"{answer.confidence:.0%}".removesuffix("%"))


def _unsaid(answer: AnswerOut, chars: int, phrases: Phrases) -> list[str]:
    """Of two questions in one, the one that the articles do not answer."""
    most = min(chars, _QUESTION_CHARS)
    return [f"{one_line(part.question, most)} {phrases.not_said}" for part in answer.parts if not part.answerable]


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


def _whole(text: str) -> str:
    return one_line(text, len(text))


def excerpt(quote: str, start: int, end: int, chars: int, cut: Cut = WHOLE) -> tuple[str, ...]:
    """The lines of a quote, cut to at most `chars` code points around its `[start:end]`; each is a part of the quote.

    Where words are left out, here or by the quote itself, OMISSION stands on that end, and harmful characters are replaced one
    by one.
    """
    first, last = 0, len(quote)
    if last > chars:
        first, last = _window(quote, start, end, chars)
    lines = [line.strip() for line in quote[first:last].splitlines()]
    kept = [harmless(line) for line in lines if line] or [OMISSION]
    if (first > 0 or cut.before) and kept[0] != OMISSION:
        kept[0] = f"{OMISSION} {kept[0]}"
    if (last < len(quote) or cut.behind) and kept[-1] != OMISSION:
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


def _quoted(citation: CitationOut, link: Link, chars: int, cut: Cut, phrases: Phrases) -> Quoted:
    start, end = citation.answer_start - citation.start, citation.answer_end - citation.start
    publisher = one_line(citation.publisher or "", min(chars, _PUBLISHER_CHARS))
    return Quoted(
        number=citation.index + 1,
        lines=excerpt(citation.quote, start, end, chars, cut),
        title=one_line(citation.title, min(chars, _TITLE_CHARS)),
        origin=" · ".join(part for part in (publisher, _date(citation, phrases)) if part),
        elsewhere=_elsewhere(citation, chars, phrases),
        link=_link(citation, link),
        read=phrases.read.format(number=citation.index + 1),
        read_it=phrases.read_it,
    )


def _elsewhere(citation: CitationOut, chars: int, phrases: Phrases) -> str:
    most = min(chars, _PUBLISHER_CHARS)
    # An article may have a title of white space.
    names = [one_line(a.publisher or a.title, most) or one_line(a.article_id, most) for a in citation.also_in]
    further = len(names) - _NAMED_ELSEWHERE
    if further > 0:
        more = phrases.one_more if further == 1 else phrases.more.format(number=further)
        names = [*names[:_NAMED_ELSEWHERE], more]
    return f"{phrases.also_in} {', '.join(names)}" if names else ""


def _date(citation: CitationOut, phrases: Phrases) -> str:
    return shown_date(citation.published_at, phrases.week) if citation.published_at else phrases.undated


def _link(citation: CitationOut, link: Link) -> str | None:
    if link.public_url is None:
        return None
    url = marked_at(link.public_url, citation)
    return url if utf16_units(url) <= link.max_chars else None


def _dispute(conflict: ConflictOut, answer: AnswerOut, chars: int, phrases: Phrases) -> Dispute:
    sides = []
    for value in conflict.values:
        said = [f"[{number + 1}] {_date(answer.citations[number], phrases)}" for number in value.citations]
        sources = ", ".join([*said, phrases.newest] if value.newest else said)
        sides.append(Side(one_line(value.text, min(chars, _SIDE_CHARS)), sources))
    return Dispute(phrases.disagree_on.get(conflict.kind, phrases.disagree), tuple(sides))
