"""Where the gold and the quotes of one question stand: the articles, with both marked in their text."""

from collections.abc import Iterator, Mapping

from eval.html.marks import Mark, Piece, Source, Stretch, stretches
from eval.html.markup import Markup, element, join
from eval.html.numbers import counted
from eval.rows import Row
from index.article import Article


def articles_of(row: Row, articles: Mapping[str, Article]) -> Markup:
    """Every article that the gold or the answer names, those of the answer first; a line of words where there is none."""
    marks = _marks(row)
    if not marks:
        return element("p", "No gold and no quote, so there is nothing to mark.", class_="quiet")
    return join([_legend(marks), *(_article(articles[article_id], found) for article_id, found in marks.items())])


def label(mark: Mark) -> str:
    """What a mark is called wherever it is named."""
    return f"{mark.source} {mark.number}"


def _marks(row: Row) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for source, spans in ((Source.QUOTE, row.said_spans), (Source.GOLD, row.gold_spans)):
        for number, span in enumerate(spans, start=1):
            found.setdefault(span.article_id, []).append(Mark(source, number, span.start, span.end))
    return found


def _legend(marks: Mapping[str, list[Mark]]) -> Markup:
    used = {mark.source for found in marks.values() for mark in found}
    return element("p", *(_sample(source) for source in Source if source in used), class_="legend")


def _sample(source: Source) -> Markup:
    meaning = {Source.GOLD: "should be quoted", Source.QUOTE: "was quoted"}[source]
    return element("span", element("mark", source, class_=source), f" {meaning}")


def _article(article: Article, marks: list[Mark]) -> Markup:
    about = [article.publisher, article.published_at.text if article.published_at else "no date stated", article.id]
    return element(
        "section",
        element("h3", article.title, lang=article.language),
        element("p", " · ".join(part for part in about if part), class_="quiet"),
        element("div", *_text(article.text, marks), class_="text", lang=article.language),
        class_="article",
    )


def _text(text: str, marks: list[Mark]) -> Iterator[Markup]:
    before = 0
    for stretch in stretches(text, marks):
        yield from _gap(stretch.start - before)
        yield _stretch(stretch)
        before = stretch.end
    yield from _gap(len(text) - before)


def _gap(chars: int) -> Iterator[Markup]:
    if chars:
        yield element("p", f"… {counted(chars, 'character')} …", class_="gap", lang="en")


def _stretch(stretch: Stretch) -> Markup:
    where = f"{stretch.start}-{stretch.end}"
    return element("div", *(_piece(piece) for piece in stretch.pieces), class_="stretch", data_range=where)


def _piece(piece: Piece) -> Markup | str:
    """Its marks are named in front of their first words; by the stylesheet, so that the text stays the article's own."""
    if not piece.marks:
        return piece.text
    named = {str(source): _numbers(piece.marks, source) for source in Source}
    return element(
        "mark",
        piece.text,
        class_=" ".join(source for source, numbers in named.items() if numbers),
        data_gold=named["gold"],
        data_quote=named["quote"],
        data_begins=", ".join(map(label, piece.begins)) or None,
    )


def _numbers(marks: tuple[Mark, ...], source: Source) -> str | None:
    return " ".join(str(mark.number) for mark in marks if mark.source is source) or None
