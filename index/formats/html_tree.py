"""Prepares the tree of a page for the extractor, which would leave out words of sentences, cells and quotations."""

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from index.formats.html_dates import PROSE
from index.formats.html_tables import HEADINGS, take_tables_apart, write_paragraphs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What the extractor cuts out (`q` it puts on a line of its own) though within prose it is part of a sentence.
_IN_SENTENCES = ("time", "label", "output", "q")
# A heading's link to itself, as generators of documentation write it, and to its editor, as wikis do.
_LINK_SIGNS = ("¶", "#", "🔗", "§")
_EDIT_LINK = "mw-editsection"
# It says again what stands in the text.
_PULL_QUOTE = re.compile("pull-?quote", re.IGNORECASE)
_NOTE = re.compile(r"\d{1,3}|[a-z]")
_NOTES_ALONE = re.compile(r"[\da-z\s,;]+")
# ", Berlin" beside the link of a name; a number of comments has none.
_FEWEST_LETTERS_BESIDE = 3
_POWER = re.compile(r"[-−]?\d+")


def with_all_its_words(tree: "HtmlElement", *, framed: bool, links: bool = True) -> "HtmlElement":
    """The tree, changed so that the extractor keeps what it would cut out of the article; no letter or digit is changed.

    `framed` tells whether the extractor sees an article in the page. Where it does not, it looks for paragraphs and tables alone.
    Without `links` it drops no list for having many.
    """
    _keep_quotations(tree)
    if take_tables_apart(tree) and not framed:
        _frame(tree)
    _keep_cells(tree)
    _keep_items_with_links(tree, _FEWEST_LETTERS_BESIDE if links else 0)
    _tidy_headings(tree)
    _tell_raised_figures(tree)
    _keep_sentences(tree)
    return tree


def letters(text: str) -> str:
    """The letters and digits of a text, composed."""
    return "".join(filter(str.isalnum, normalize("NFC", text)))


def _keep_quotations(tree: "HtmlElement") -> None:
    """Who is quoted becomes a paragraph, as does the caption of a table; a figure that is either is part of the page."""
    for element in [*tree.iter("footer")]:
        if next(element.iterancestors("blockquote"), None) is not None:
            element.tag = "p"
    for figure in [*tree.iter("figure")]:
        quotation = figure.find("blockquote")
        if quotation is None and figure.find("table") is None:
            continue
        if not any(_PULL_QUOTE.search(one.get("class", "")) for one in (figure, quotation) if one is not None):
            figure.tag = "div"
            for caption in figure.findall("figcaption"):
                caption.tag = "p"


def _keep_items_with_links(tree: "HtmlElement", fewest_letters_beside: int) -> None:
    """Items that are a link and words beside it become words alone: of a list of links the extractor keeps nothing.

    Where an item is nothing but a link it may be one of another article, and stays, unless none needs to have any beside it.
    """
    from lxml.etree import strip_tags

    for item in tree.xpath("//li[.//a][not(ancestor::nav or ancestor::header or ancestor::footer or ancestor::aside)]"):
        linked = sum(len(letters("".join(link.itertext()))) for link in item.iter("a"))
        if len(letters("".join(item.itertext()))) - linked >= fewest_letters_beside:
            strip_tags(item, "a")


def _frame(tree: "HtmlElement") -> None:
    """The whole page becomes an article, so that the headings and lists that stood in cells are read too."""
    body = tree.find("body")
    if body is not None:
        article = body.makeelement("article")
        article.text, body.text = body.text, None
        article.extend([*body])
        body.append(article)
        # Gmail writes its lines in divisions, and other programs without anything around them.
        write_paragraphs(article)


def _keep_cells(tree: "HtmlElement") -> None:
    """The items of a list in a cell become paragraphs of it, which the extractor keeps."""
    for element in [*tree.iter("ul", "ol")]:
        if next(element.iterancestors("td", "th"), None) is not None:
            element.tag = "div"
            for item in element.findall("li"):
                item.tag = "p"


def _tidy_headings(tree: "HtmlElement") -> None:
    """Signs that link a heading to itself or to its editor go, and the button that opens what is below it is its words."""
    for element in [*tree.iter("a", "span")]:
        if _is_sign(element) or _EDIT_LINK in element.get("class", "").split():
            element.drop_tree()
    for button in [*tree.iter("button")]:
        if next(button.iterancestors(*HEADINGS), None) is not None:
            _as_words(button)


def _is_sign(element: "HtmlElement") -> bool:
    """Whether it links to its own place; "§" and "#" are words where they link to another page."""
    if element.tag != "a" or element.text_content().strip() not in _LINK_SIGNS:
        return False
    return element.get("href", "").startswith("#") or next(element.iterancestors(*HEADINGS), None) is not None


def _tell_raised_figures(tree: "HtmlElement") -> None:
    """A linked footnote is put in brackets, and a power behind its sign: in a line, "1954" and "2" would be another number."""
    for raised in [*tree.iter("sup")]:
        notes = _notes(raised)
        for note in notes:
            note.text = f"[{note.text.strip()}]"
        words = raised.text_content().strip()
        if not notes and not len(raised) and _POWER.fullmatch(words) and _before(raised)[-1:].isdigit():
            raised.text = f"^{words}"


def _notes(raised: "HtmlElement") -> "list[HtmlElement]":
    """The linked footnotes that a raised text is: links within it, or itself within a link; none where it has other words."""
    words, parent = raised.text_content().strip(), raised.getparent()
    is_link = parent is not None and parent.tag == "a" and len(parent) == 1 and not len(raised)
    is_link = is_link and not (parent.text or "").strip() and not (raised.tail or "").strip()
    notes = [raised] if is_link else [*raised.iter("a")]
    if any(len(note) or not _NOTE.fullmatch((note.text or "").strip()) for note in notes):
        return []
    is_whole = letters("".join(note.text for note in notes)) == letters(words) and _NOTES_ALONE.fullmatch(words)
    return notes if is_whole else []


def _before(element: "HtmlElement") -> str:
    """The text right before an element."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return previous.tail or ""
    return (parent.text or "") if parent is not None else ""


def _keep_sentences(tree: "HtmlElement") -> None:
    """What the extractor would cut out of sentences becomes words of them.

    A paragraph that is nothing but a day, or a field of a form, is none of the article's words and stays what it is.
    """
    lengths: dict[HtmlElement, int] = {}
    for element in [*tree.iter(*_IN_SENTENCES)]:
        prose = next(element.iterancestors(*PROSE), None)
        if prose is None or next(element.iterancestors("form"), None) is not None:
            continue
        if prose not in lengths:
            lengths[prose] = _length(prose)
        if _length(element) < lengths[prose]:
            _as_words(element)


def _as_words(element: "HtmlElement") -> None:
    """Call it `data`, whose words the extractor keeps."""
    element.tag = "data"
    element.attrib.clear()


def _length(element: "HtmlElement") -> int:
    return len(letters("".join(element.itertext())))
