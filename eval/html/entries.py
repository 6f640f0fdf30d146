"""One question as it is listed and as it opens: what was said, what should have been, and both in the articles."""

from collections.abc import Iterator, Mapping

from eval.differences import Direction, Flip
from eval.html.article import articles_of
from eval.html.markup import Markup, element
from eval.html.numbers import NOTHING, duration, percent, whole_percent
from eval.metrics import METRICS
from eval.rows import GOOD, Row, Verdict
from index.article import Article
from rag.answer import Statement

_SECONDS_TO_MS = 1_000
# Shapes as well as colours; what each verdict means stands beside its filter.
SIGNS: Mapping[Verdict, str] = {
    Verdict.RIGHT: "✓",
    Verdict.WRONG: "✗",
    Verdict.MISSED: "○",
    Verdict.REFUSED: "✓",
    Verdict.UNFOUNDED: "✗",
    Verdict.FAILED: "!",
}
MEANINGS: Mapping[Verdict, str] = {
    Verdict.RIGHT: "answered, and the first quote is gold",
    Verdict.WRONG: "answered, with another first quote",
    Verdict.MISSED: "refused, though the articles answer it",
    Verdict.REFUSED: "refused, and rightly",
    Verdict.UNFOUNDED: "answered, though the articles do not",
    Verdict.FAILED: "no answer, but an error",
}
DIRECTION_SIGNS: Mapping[Direction, str] = {Direction.WORSE: "▼", Direction.BETTER: "▲", Direction.OTHERWISE: "◆"}


def entry(number: int, row: Row, flip: Flip | None, articles: Mapping[str, Article]) -> Markup:
    """A line that opens; it says all that the filters ask for."""
    return element(
        "li",
        element("details", _summary(row, flip), _opened(row, articles), id=anchor(number)),
        class_="row",
        data_outcome=row.verdict,
        data_language=row.language,
        data_kind=row.kind,
        data_changed=flip.direction if flip else None,
    )


def anchor(number: int) -> str:
    """The name of the row that is the `number`th of the report."""
    return f"q{number}"


def verdict_badge(verdict: Verdict) -> Markup:
    """The verdict as a sign and a word."""
    tone = "good" if verdict in GOOD else "bad"
    return element("span", element("span", SIGNS[verdict], aria_hidden="true"), f" {verdict}", class_=f"badge {tone}")


def flip_badge(flip: Flip) -> Markup:
    """What the question was before, and whether that was better."""
    sign = element("span", DIRECTION_SIGNS[flip.direction], aria_hidden="true")
    return element("span", sign, f" was {flip.before}", class_=f"flip {flip.direction}")


def _summary(row: Row, flip: Flip | None) -> Markup:
    stated = "no confidence" if row.confidence is None else f"confidence {whole_percent(row.confidence)}"
    return element(
        "summary",
        verdict_badge(row.verdict),
        element("span", row.question, class_="asked searched", lang=row.language),
        element(
            "span",
            flip_badge(flip) if flip else None,
            element("span", row.id, class_="searched"),
            element("span", row.language),
            element("span", row.kind.replace("_", " ")),
            element("span", stated),
            class_="facts",
        ),
    )


def _opened(row: Row, articles: Mapping[str, Article]) -> Markup:
    return element(
        "div",
        element("div", *_said(row), *_wanted(row), _measures(row), _scores(row), class_="said"),
        element("div", articles_of(row, articles), class_="read"),
        class_="opened",
    )


def _said(row: Row) -> Iterator[Markup]:
    yield element("h4", "Answer", class_="label")
    match row.verdict:
        case Verdict.FAILED:
            yield element("p", row.error or "no message", class_="error")
        case Verdict.MISSED | Verdict.REFUSED:
            yield element("p", "Refused: the articles do not say, or not surely enough.", class_="silence")
        case _:
            yield from (_statement(row, statement) for statement in row.statements)
    if row.said:
        yield element("h4", "Quotes", class_="label")
        yield element(
            "ol", *(element("li", element("span", quote, class_="searched")) for quote in row.said), class_="quotes"
        )


def _statement(row: Row, statement: Statement) -> Markup:
    """Its words, and behind them the numbers of the quotes that carry it."""
    words = element("span", row.answer[statement.start : statement.end], class_="searched")
    numbers = (element("span", f"quote {n + 1}", class_="number") for n in statement.citations)
    return element("p", words, *numbers, class_="answer")


def _wanted(row: Row) -> Iterator[Markup]:
    yield element("h4", "Accepted answers", class_="label")
    if not row.answerable:
        yield element("p", "None: no article answers this, so it should be refused.", class_="quiet")
        return
    yield element("ul", *(element("li", words, class_="searched") for words in row.answers), class_="accepted")


def _measures(row: Row) -> Markup:
    rank = (
        NOTHING if not row.answerable else "not among those read" if row.gold_rank is None else f"rank {row.gold_rank}"
    )
    stages = ", ".join(f"{stage} {duration(ms)}" for stage, ms in row.timings_ms.items() if stage != "total")
    measures = {
        "Confidence": percent(row.confidence),
        "First gold passage": rank,
        "Gold lost at indexing": f"{row.lost} of {len(row.gold_quotes)}" if row.lost else None,
        "Time": f"{duration(row.seconds * _SECONDS_TO_MS)}{f' ({stages})' if stages else ''}",
    }
    pairs = ((element("dt", name), element("dd", value)) for name, value in measures.items() if value is not None)
    return element("dl", *(part for pair in pairs for part in pair))


def _scores(row: Row) -> Markup:
    """Only those that apply."""
    applied = [(metric.name, row.scores[metric.name]) for metric in METRICS if row.scores[metric.name] is not None]
    pairs = ((element("dt", name), element("dd", percent(score))) for name, score in applied)
    listed = element("dl", *(part for pair in pairs for part in pair))
    return element("details", element("summary", f"{len(applied)} scores"), listed, class_="more")
