"""A web page to its article, each line with the element it stood in; the only module that loads trafilatura."""

import re
from bisect import bisect_right
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.errors import FormatError, NoTextError
from index.formats.charset import decoded
from index.formats.extracted import (
    PARAGRAPH,
    Element,
    Extracted,
    TextBuilder,
    language_code,
    lines_of,
    one_line,
    web_address,
    without_accidents,
)
from index.formats.html_dates import published_at
from index.formats.html_tree import letters, with_all_its_words
from index.metadata import Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.metadata import Document

_NO_ARTICLE = "there is no article in the page (one drawn by a script, perhaps); save its text as .txt"
# What the extractor draws below the header cells of a table; the page has nothing there.
_RULE = re.compile(r"\|(?:---\|)+")
_UNSEEN = {"script", "style", "template", "noscript", "head"}
# Its dates are not used, and this way it does not look for them in the text.
_DATES = {"extensive_search": False}


def read_html(data: bytes, declared: str | None = None) -> Extracted:
    """The article of a page, without what surrounds it, and what the page states; `declared` is a charset told elsewhere.

    Raises FormatError, which is NoTextError where there is no article in it.
    """
    page = without_accidents(decoded(data, declared))
    document = _extracted(page)
    text = getattr(document, "text", None)
    if document is None or not text:
        raise NoTextError(_NO_ARTICLE)
    tree = _tree(page)
    stood, roots = _Elements(tree), tree.getroottree()
    builder = TextBuilder()
    elements: list[HtmlElement] = []
    for line in lines_of(text):
        if _RULE.fullmatch(line):
            continue
        element = stood.of(line)
        elements += [] if element is None else [element]
        words = _own_words(line)
        empty = "\t" * (len(words) - len(words.lstrip("\t")))
        builder.add(words, None if element is None else Element(str(roots.getpath(element))), before=PARAGRAPH + empty)
    return builder.built(_stated(document, tree, elements))


def _extracted(page: str) -> "Document | None":
    """What the extractor finds.

    Of an article of less than 250 letters it takes the words of the whole page instead, in one line and with the captions and
    buttons; then the article by itself, unless that is the smaller part of the words.
    """
    document = _extracted_by(page)
    text = document.text if document is not None else None
    if not text or "\n" in text.strip():
        return document
    own = _extracted_by(page, links=False, MIN_EXTRACTED_SIZE="1")
    is_most = own is not None and own.text and len(letters(text)) <= 2 * len(letters(own.text))
    return own if is_most else document


def _extracted_by(page: str, *, links: bool = True, **settings: str) -> "Document | None":
    """What the extractor finds with these settings in place of its own; without `links` it drops no list for having many."""
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG
    from trafilatura.xpaths import BODY_XPATH

    tree = _tree(page)
    config = DEFAULT_CONFIG
    if settings:
        config = deepcopy(config)
        config["DEFAULT"].update(settings)
    document = bare_extraction(
        with_all_its_words(tree, framed=any(find(tree) for find in BODY_XPATH), links=links),
        with_metadata=True,
        include_comments=False,
        include_formatting=False,
        date_extraction_params=_DATES,
        config=config,
    )
    return None if isinstance(document, dict) else document


def _own_words(line: str) -> str:
    """A row of a table without the bars that the extractor draws; a list keeps its marks, which a browser draws too."""
    is_row = line.startswith("| ") and line.endswith(" |")
    # The extractor writes a bar of the page's own behind a backslash.
    return "\t".join(cell.strip().replace("\\|", "|") for cell in line[2:-2].split(" | ")) if is_row else line


def _tree(page: str) -> "HtmlElement":
    from lxml.etree import LxmlError, ParserError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        return document_fromstring(page.encode("utf-8"), parser=parser)
    except ParserError as error:  # which it is only where there is nothing in it
        raise NoTextError(_NO_ARTICLE) from error
    except LxmlError as error:
        raise FormatError(f"it is not HTML ({error}); save its text as .txt") from error


def _stated(document: "Document", tree: "HtmlElement", lines: "list[HtmlElement]") -> Metadata:
    url = web_address(document.url)
    host = urlsplit(url).hostname if url else None
    lang = tree.get("lang") or tree.get("xml:lang")  # the parser of HTML knows no namespaces
    return Metadata(
        title=one_line(document.title),
        publisher=one_line(document.sitename) or host or one_line(document.author),
        published_at=published_at(tree, lines, url),
        language=language_code(lang),
        url=url,
    )


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the page: where its letters begin among those of the whole page, and the element that holds it."""

    start: int
    holder: "HtmlElement"


class _Elements:
    """Finds the element that a line of the article stood in: the smallest around all its letters and digits.

    The extractor gives text only. Spaces, list marks and table bars are its own, so letters and digits alone are compared.
    """

    def __init__(self, tree: "HtmlElement") -> None:
        self._texts: list[_Text] = []
        found_letters: list[str] = []
        length = 0
        skipped = 0
        for event, element in _walk(tree):
            unseen = element.tag in _UNSEEN
            if event == "start":
                skipped += unseen
                text, holder = element.text, element
            else:
                skipped -= unseen
                text, holder = element.tail, element.getparent()
            found = letters(text) if text and not skipped else ""
            if found and holder is not None:
                self._texts.append(_Text(length, holder))
                found_letters.append(found)
                length += len(found)
        self._letters = "".join(found_letters)
        self._starts = [text.start for text in self._texts]
        self._cursor = 0

    def of(self, line: str) -> "HtmlElement | None":
        """The line's element, or None where the page does not hold its letters in a row."""
        wanted = letters(line)
        if not wanted:
            return None
        start = self._letters.find(wanted, self._cursor)
        if start < 0:  # the extractor may put a heading or a table elsewhere
            start = self._letters.find(wanted)
        if start < 0:
            return None
        self._cursor = start + len(wanted)
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, self._cursor - 1) - 1
        common = _path(self._texts[first].holder)
        for text in self._texts[first + 1 : last + 1]:
            common = [mine for mine, other in zip(common, _path(text.holder), strict=False) if mine is other]
        return common[-1]


def _walk(tree: "HtmlElement") -> "HtmlElement":
    from lxml.etree import iterwalk

    return iterwalk(tree, events=("start", "end"))


def _path(element: "HtmlElement") -> "list[HtmlElement]":
    """The elements around an element, from the root down to itself."""
    return [*reversed(list(element.iterancestors())), element]
