"""One question as it is listed and as it opens: what was said, what should have been, and both in the articles."""

import json
from collections.abc import Iterator, Mapping

from eval.differences import Flip
from eval.html.article import articles_of
from eval.html.badges import flip_badge, verdict_badge
from eval.html.markup import Markup, element
from eval.html.numbers import NOTHING, duration, percent, whole_percent
from eval.html.outcome import gold_rank, outcome, quote_languages, said
from eval.metrics import METRICS
from eval.rows import Row
from index.article import Article

_SECONDS_TO_MS = 1_000


def entry(number: int, row: Row, flip: Flip | None, articles: Mapping[str, Article]) -> Markup:
    """A line that opens; it says all that the filters ask for."""
    return element(
        "li",
        element("details", _summary(row, flip), _opened(row, flip, articles), id=anchor(number)),
        class_="row",
        data_outcome=row.verdict,
        data_language=row.language,
        data_kind=row.kind,
        data_tags=json.dumps(row.tags) if row.tags else None,
        data_changed=flip.direction if flip else None,
    )


def anchor(number: int) -> str:
    """The name of the row that is the `number`th of the report."""
    return f"q{number}"


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
            *(element("span", tag, class_="tag") for tag in row.tags),
            class_="facts",
        ),
    )


def _opened(row: Row, flip: Flip | None, articles: Mapping[str, Article]) -> Markup:
    before = outcome("Before", flip.old, articles) if flip else None
    return element(
        "div",
        element(
            "div", *_said(row, articles), before, *_wanted(row, articles), _measures(row), _scores(row), class_="said"
        ),
        element("div", articles_of(row, articles), class_="read"),
        class_="opened",
    )


def _said(row: Row, articles: Mapping[str, Article]) -> Iterator[Markup]:
    yield element("h3", "Answer", class_="label")
    yield from said(row, articles, "searched")
    if row.said:
        languages = quote_languages(row, articles)
        quotes = (element("span", q, class_="searched", lang=languages.get(n)) for n, q in enumerate(row.said))
        yield element("h3", "Quotes", class_="label")
        yield element("ol", *(element("li", quote) for quote in quotes), class_="quotes")


def _wanted(row: Row, articles: Mapping[str, Article]) -> Iterator[Markup]:
    yield element("h3", "Accepted answers", class_="label")
    if not row.answerable:
        yield element("p", "None: no article answers this, so it should be refused.", class_="quiet")
        return
    # Of wordings for articles in several languages nothing says which is in which.
    languages = {articles[span.article_id].language for span in row.gold_spans}
    language = row.language if languages == {row.language} else None
    listed = (element("li", words, class_="searched", lang=language) for words in row.answers)
    yield element("ul", *listed, class_="accepted")


def _measures(row: Row) -> Markup:
    stages = ", ".join(f"{stage} {duration(ms)}" for stage, ms in row.timings_ms.items() if stage != "total")
    measures = {
        "Confidence": percent(row.confidence),
        "First gold passage": gold_rank(row) if row.answerable else NOTHING,
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
