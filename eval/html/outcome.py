"""What came of one question in one run, short enough to stand beside what came of it in another."""

import re
from collections.abc import Iterator, Mapping

from eval.differences import Flip
from eval.html.badges import verdict_badge
from eval.html.markup import Markup, element
from eval.html.numbers import whole_percent
from eval.rows import Row, Verdict
from index.article import Article
from rag.answer import Statement

# With what stands behind it and is no word; of a longer word a line may end within.
_LAST_WORD = re.compile(r"\S{1,16}(?:\s[^\s\w]{1,2})*$")
_LOOKED_AT_CHARS = 40


def beside(flip: Flip, articles: Mapping[str, Article]) -> Markup:
    """Before and now in two columns, one below the other where there is no room."""
    before, now = outcome("Before", flip.old, articles), outcome("Now", flip.new, articles)
    return element("div", before, now, class_="beside")


def outcome(when: str, row: Row, articles: Mapping[str, Article]) -> Markup:
    """The verdict, how sure the answer was and where the gold ranked; then what was said, the first quote first."""
    return element(
        "div",
        element("p", element("b", when), verdict_badge(row.verdict), *_facts(row), class_="facts"),
        *said(row, articles),
        class_="outcome",
    )


def said(row: Row, articles: Mapping[str, Article], class_: str | None = None) -> Iterator[Markup]:
    """The words of the answer, of the refusal or of the error; `class_` is that of the words of an answer."""
    languages = quote_languages(row, articles)
    match row.verdict:
        case Verdict.FAILED:
            yield element("p", row.error or "no message", class_="error")
        case Verdict.MISSED | Verdict.REFUSED:
            yield element("p", "Refused: the articles do not say, or not surely enough.", class_="silence")
        case _:
            yield from (_statement(row, statement, languages, class_) for statement in row.statements)


def quote_languages(row: Row, articles: Mapping[str, Article]) -> Mapping[int, str]:
    """The language of each quote by its number, from 0; without those of articles that a baseline had and that are gone."""
    spans = enumerate(row.said_spans)
    return {n: articles[span.article_id].language for n, span in spans if span.article_id in articles}


def gold_rank(row: Row) -> str:
    """Where the first gold passage stood among those read."""
    return "not among those read" if row.gold_rank is None else f"rank {row.gold_rank}"


def _facts(row: Row) -> Iterator[Markup]:
    if row.confidence is not None:
        yield element("span", f"confidence {whole_percent(row.confidence)}")
    if row.answerable and row.error is None:
        yield element("span", f"gold passage {gold_rank(row)}")


def _statement(row: Row, statement: Statement, languages: Mapping[int, str], class_: str | None) -> Markup:
    """Its words in the language of its first quote, and behind them the numbers of the quotes that carry it."""
    language = languages.get(statement.citations[0]) if statement.citations else None
    said = row.answer[statement.start : statement.end]
    # No closing guillemet begins a line.
    last = _LAST_WORD.search(said, max(0, len(said) - _LOOKED_AT_CHARS))
    kept = last.start() if last else len(said)
    words = element("span", said[:kept], element("span", said[kept:], class_="kept"), class_=class_, lang=language)
    numbers = (element("span", f"quote {n + 1}", class_="number") for n in statement.citations)
    return element("p", words, *numbers, class_="answer")
