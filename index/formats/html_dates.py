"""When the article of a web page came out, as the page states it; the only module that calls htmldate."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from index.article import PartialDate
from index.formats.dates import stated_day
from index.formats.linked_data import published_of
from index.formats.shown_days import as_meant, in_figures, shown_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_OPEN_GRAPH = {"article:published_time"}
_OTHER_METAS = {
    *("date", "datepublished", "dc.date", "dc.date.created", "dc.date.issued", "dcterms.created", "dcterms.date"),
    *("dcterms.issued", "citation_date", "citation_publication_date", "og:article:published_time", "parsely-pub-date"),
    *("pubdate", "publication_date", "publish-date", "publish_date", "published_time", "sailthru.date"),
}
_PUBLISHED = re.compile(r"\b(?:entry-date|published|pubdate)\b", re.IGNORECASE)
_CHANGED = re.compile(r"updated|modified", re.IGNORECASE)
# What stands beside an article and is about others, unless a line of the article is in it.
_BESIDE = ("aside", "nav", "footer", "article")
_BESIDE_CALLED = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|recommend\w*|teasers?|sidebar|promo)(?:$|[\s_-])|(?:^|\s)widget(?:$|\s)",
    re.IGNORECASE,
)
# What a sentence of the page stands in.
PROSE = ("p", "li", "td", "dd", "blockquote", "figcaption")
# A byline is shorter, and a paragraph that has a day of history in it longer.
_BYLINE_CHARS = 150
# What htmldate would make a day of, that of the run or the first of the month, though none is stated.
_SHORT_OF_A_DAY = re.compile(r"\s*(?:\d{4}(?!\d|[-/. ]\w{1,12}[-/. ]\d{1,2}(?!\d))|\w{1,12}[-/. ]\d{4}\s*$)")
_HOLDING_DAYS = ("content", "datetime", "title")
# Without it nothing came out before 1995.
_EARLIEST = "1500-01-01"


def published_at(tree: "HtmlElement", lines: Sequence["HtmlElement"], url: str | None) -> PartialDate | None:
    """The date of the article whose lines stood in these elements of the page at `url`, as precisely as it is stated.

    Takes out of the tree what is about others, so that nothing else can be read from it afterwards.
    """
    return next((day for day in _stated(tree, lines, url) if day is not None), None)


def _stated(tree: "HtmlElement", lines: Sequence["HtmlElement"], url: str | None) -> Iterator[PartialDate | None]:
    """What the page states, the surest first; one after another, since most pages state the first."""
    yield from _metas(tree, _OPEN_GRAPH)
    scripts = (script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or ""))
    yield stated_day(published_of(scripts, url))
    article = _article(tree, lines)
    _clear_beside(tree, article, lines)
    for element in tree.xpath("//*[@itemprop]"):
        if "datePublished" in element.get("itemprop").split():
            yield _value(element)
    yield from _metas(tree, _OTHER_METAS)
    placed = [(time, around) for time, around in _out_of_prose(article.iter("time")) if not _is_change(time)]
    yield from (
        _value(time) for time, _ in placed if _PUBLISHED.search(_called(time)) or time.get("pubdate") is not None
    )
    times = _of_byline(placed)
    yield min(filter(None, map(_value, times)), key=lambda day: day.first, default=None)
    yield _searched(tree, times, url)


def _metas(tree: "HtmlElement", names: set[str]) -> Iterator[PartialDate | None]:
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").strip().lower() in names:
            yield stated_day(meta.get("content"))


def _value(element: "HtmlElement") -> PartialDate | None:
    """The date of an element: for a program, or else as it is shown."""
    stated = element.get("content") or element.get("datetime") or "".join(element.itertext())
    return stated_day(stated) or shown_day(stated[:_BYLINE_CHARS])


def _article(tree: "HtmlElement", lines: Sequence["HtmlElement"]) -> "HtmlElement":
    """The element of the article: the nearest around all of its lines that is meant as one, else the page."""
    common = [*reversed(list(lines[0].iterancestors())), lines[0]] if lines else [tree]
    for line in lines[1:]:
        path = [*reversed(list(line.iterancestors())), line]
        common = [mine for mine, other in zip(common, path, strict=False) if mine is other]
    return next((one for one in reversed(common) if one.tag in ("article", "main")), tree)


def _clear_beside(tree: "HtmlElement", article: "HtmlElement", lines: Sequence["HtmlElement"]) -> None:
    holding = {tree}
    for line in lines:
        for element in (line, *line.iterancestors()):
            if element in holding:
                break
            holding.add(element)
    for element in [one for one in tree.iter() if one not in holding and _is_beside(one)]:
        # An article's own footer may tell its date.
        if element.tag != "footer" or article is tree or article not in element.iterancestors():
            element.clear(keep_tail=True)


def _is_beside(element: "HtmlElement") -> bool:
    return element.tag in _BESIDE or _BESIDE_CALLED.search(_called(element)) is not None


def _called(element: "HtmlElement") -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_change(time: "HtmlElement") -> bool:
    named = f"{_called(time)} {time.get('itemprop') or ''}"
    return _CHANGED.search(named) is not None and _PUBLISHED.search(named) is None


def _out_of_prose(times: Iterable["HtmlElement"]) -> "Iterator[tuple[HtmlElement, HtmlElement | None]]":
    """The times that no paragraph goes around, or one as short as a byline, each with it; each paragraph is measured once."""
    lengths: dict[HtmlElement, int] = {}
    for time in times:
        around = next(time.iterancestors(PROSE), None)
        if around is not None and around not in lengths:
            lengths[around] = sum(map(len, around.itertext()))
        if around is None or lengths[around] <= _BYLINE_CHARS:
            yield time, around


def _of_byline(times: "Iterable[tuple[HtmlElement, HtmlElement | None]]") -> "list[HtmlElement]":
    """Of times and the paragraphs around them those outside of paragraphs, else those in the first of these.

    A short paragraph further down may tell a day of history.
    """
    placed = list(times)
    places = [around for _, around in placed]
    place = None if None in places else next(iter(places), None)
    return [time for time, around in placed if around is place]


def _searched(tree: "HtmlElement", times: Iterable["HtmlElement"], url: str | None) -> PartialDate | None:
    """What htmldate finds where the page states nothing for programs: a byline in words, an address with a day in it."""
    from htmldate import find_date

    own = set(times)
    for element in [one for one in tree.iter() if _misleads(one, own)]:
        element.clear(keep_tail=True)
    tag = tree.get("lang") or tree.get("xml:lang") or ""
    for element in tree.iter():
        element.text = None if _is_short(element.text) else _of_byline_length(element.text, tag)
        element.tail = _of_byline_length(element.tail, tag)
        for name in _HOLDING_DAYS:
            if stated := element.get(name):
                element.set(name, as_meant(stated, tag))
    return stated_day(find_date(tree, extensive_search=False, original_date=True, url=url, min_date=_EARLIEST))


def _of_byline_length(text: str | None, tag: str) -> str | None:
    """The text with its days in figures, since htmldate knows the months of few languages; nothing of a paragraph."""
    return in_figures(as_meant(text, tag)) if text and len(text) <= _BYLINE_CHARS else None


def _misleads(element: "HtmlElement", own: "set[HtmlElement]") -> bool:
    """Whether htmldate would read in this element what was read here already, or what has no day."""
    if element.tag in ("script", "time"):
        return element not in own
    return any(_is_short(element.get(name)) for name in _HOLDING_DAYS)


def _is_short(stated: str | None) -> bool:
    return _SHORT_OF_A_DAY.match(stated or "") is not None
