"""An answer as one Markdown message: the quotes with their numbers, where articles disagree, and the sources with their dates."""

from dataclasses import dataclass

from api.doors.markdown import inert, link, readable
from api.doors.phrases import Phrases, language_of_ours, phrases_in
from rag.contract import AlsoInOut, AnswerOut, CitationOut, ConflictOut, PassageOut
from rag.shown_dates import shown_date

# Of the other articles that have a quote's words, as many are named in a message.
NAMED_ELSEWHERE = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """The words of a message that a citation carries, a half-open range of code points; `citation` is its number from 0."""

    start: int
    end: int
    citation: int


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is `pieces` one behind the other; each piece ends where it may be shown."""

    pieces: tuple[str, ...]
    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        """The whole message."""
        return "".join(self.pieces)


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.marks: list[Mark] = []
        self.length = 0

    def write(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def write_marked(self, words: str, citations: list[int], before: str, after: str) -> None:
        """Write `before`, `words` and `after`; `words` are carried by `citations`."""
        start = self.length + len(before)
        self.marks += [Mark(start, start + len(words), number) for number in citations]
        self.write(before + words + after)


def write_message(
    answer: AnswerOut, asked: str | None = None, language: str | None = None, *, asks_nothing: bool = False
) -> Message:
    """The message for `answer`. Where `asked` is given and the answer is to another question, the message says to which.

    Our own words are in `language`, or else in the question's. What `asks_nothing` and has no answer is told how to ask.
    """
    phrases = phrases_in(language or language_of_ours(answer.question, answer.question_language))
    writer = _Writer()
    if asked is not None and asked.strip() != answer.question:
        writer.write(f"*{phrases.understood} {inert(answer.question)}*\n\n")
    if not answer.answerable:
        unanswered = phrases.how_to_ask if asks_nothing else phrases.not_said
        writer.write(phrases.no_articles if answer.reason == "empty_index" else unanswered)
        return Message(tuple(writer.pieces), ())
    text = answer.answer or ""
    for statement in answer.statements:
        words = inert(text[statement.start : statement.end])
        writer.write_marked(words, statement.citations, "> ", f" {_numbers(statement.citations)}\n\n")
    for part in answer.parts:
        if not part.answerable:
            writer.write(f"*{inert(part.question)}* {phrases.not_said}\n\n")
    for conflict in answer.conflicts:
        _write_conflict(writer, conflict, phrases)
    quoted = {statement.citations[0] for statement in answer.statements if statement.citations}
    for citation in answer.citations:
        own = "" if citation.index in quoted else f": {inert(' '.join(citation.quote.split()))}"
        writer.write(f"- [{citation.index + 1}] {source_line(citation, phrases)}{_elsewhere(citation, phrases)}{own}\n")
    return Message(tuple(writer.pieces), tuple(writer.marks))


def source_line(citation: CitationOut | AlsoInOut, phrases: Phrases) -> str:
    """Title, publisher and date of a cited article, as Markdown; the title leads to the article where it has an address."""
    known = [link(_one_line(citation.title) or citation.article_id, citation.url)]
    if citation.publisher:
        known.append(inert(citation.publisher))
    date = shown_date(citation.published_at, phrases.week) if citation.published_at else phrases.undated
    return " · ".join([*known, inert(date)])


def _elsewhere(citation: CitationOut, phrases: Phrases) -> str:
    """The other articles that have the words, in brackets behind the one that is cited."""
    named = [source_line(other, phrases) for other in citation.also_in[:NAMED_ELSEWHERE]]
    if further := len(citation.also_in) - len(named):
        named.append(f"+ {further}")
    return f" ({phrases.also_in} {'; '.join(named)})" if named else ""


def source_name(citation: CitationOut) -> str:
    """Title, publisher and date of a cited article, as plain text on one line."""
    about = publisher_and_date(citation)
    title = _one_line(citation.title) or citation.article_id
    return readable(f"{title} ({about})" if about else title)


def publisher_and_date(stated: CitationOut | PassageOut) -> str:
    """What is known of both, as plain text; empty where neither is."""
    return ", ".join(part for part in (stated.publisher, shown_date(stated.published_at or "")) if part)


def _write_conflict(writer: _Writer, conflict: ConflictOut, phrases: Phrases) -> None:
    carried = {mark.citation for mark in writer.marks}
    writer.write(f"{phrases.disagree}\n\n")
    for side in conflict.values:
        after = f" {_numbers(side.citations)}{f' ({phrases.newest})' if side.newest else ''}\n"
        only_here = [number for number in side.citations if number not in carried]
        writer.write_marked(inert(_one_line(side.text)), only_here, "- ", after)
    writer.write("\n")


def _numbers(citations: list[int]) -> str:
    return " ".join(f"[{number + 1}]" for number in citations)


def _one_line(text: str) -> str:
    return " ".join(text.split())
