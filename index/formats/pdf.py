"""PDF to text, line by line with its page and box; the only module that loads pypdfium2."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import FormatError
from index.formats.extracted import PARAGRAPH, Extracted, PageBox, TextBuilder, one_line
from index.metadata import Metadata

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

# A book has some hundred pages; a page tree that claims more than this is a trap or an archive.
MAX_PAGES = 5_000
# PDFium puts this where a word was broken at the end of a line, in place of its hyphen and the line break.
_BROKEN_WORD = "\ufffe"
# Lines of one paragraph stand a fifth to a half of their height apart.
_GAP_OF_PARAGRAPHS = 0.8
# What a program writes as title when nobody gave one.
_NO_TITLE = re.compile(
    r"(?i)untitled.*|microsoft (word|powerpoint) - .*|.*\.(docx?|pdf|indd|odt|tex|dvi|pptx?|qxp)|\W*"
)
_PASSWORD = "password"  # noqa: S105  # a word of PDFium's message


def read_pdf(data: bytes) -> Extracted:
    """The text of every page in order; a word broken at the end of a line is put together. Raises FormatError."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with PdfDocument(data) as document:
            pages = len(document)
            if pages > MAX_PAGES:
                raise FormatError(f"it claims {pages} pages; at most {MAX_PAGES} are read, so split it")
            builder = TextBuilder()
            for number in range(pages):
                try:
                    _add_page(builder, document[number], number + 1)
                except PdfiumError as error:
                    raise FormatError(
                        f"page {number + 1} is damaged; save the PDF anew with another program"
                    ) from error
            return builder.built(Metadata(title=_title(document)))
    except PdfiumError as error:
        if _PASSWORD in str(error).lower():
            raise FormatError("it is locked with a password; save it without one") from error
        raise FormatError(f"it is damaged or no PDF ({error}); save it anew with another program") from error


def _title(document: "PdfDocument") -> str | None:
    title = one_line(document.get_metadata_dict().get("Title"))
    return None if title is None or _NO_TITLE.fullmatch(title) else title


def _add_page(builder: TextBuilder, page: "PdfPage", number: int) -> None:
    left, bottom, *_ = page.get_bbox()
    textpage = page.get_textpage()
    above: PageBox | None = None
    for start, words, joined in _pieces(textpage.get_text_range()):
        box = _box(textpage, start, words)
        place = None if box is None else PageBox(number, box[0] - left, box[1] - bottom, box[2] - left, box[3] - bottom)
        builder.add(words, place, before="" if joined else _separator(above, place))
        above = place or above
    textpage.close()
    page.close()


def _pieces(text: str) -> Iterator[tuple[int, str, bool]]:
    """Each printed line: where it begins in UTF-16 units, its words, and whether a word of the line before goes on in it."""
    start = 0
    joined = False
    for part in re.split(f"(\r\n|{_BROKEN_WORD})", text):
        if part not in ("\r\n", _BROKEN_WORD) and part.strip():
            yield start, part, joined
        joined = part == _BROKEN_WORD
        start += len(part.encode("utf-16-le")) // 2


def _separator(above: PageBox | None, line: PageBox | None) -> str:
    """An empty line where there is one on the page too; a new page alone is no reason, for sentences run on."""
    if above is None or line is None:
        return "\n"
    gap = above.bottom - line.top
    return PARAGRAPH if gap > _GAP_OF_PARAGRAPHS * min(above.top - above.bottom, line.top - line.bottom) else "\n"


def _box(textpage: "PdfTextPage", start: int, words: str) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top around a run of text, in the page's own coordinates; None where nothing of it is drawn."""
    from pypdfium2 import raw

    units = len(words.encode("utf-16-le")) // 2
    first = raw.FPDFText_GetCharIndexFromTextIndex(textpage, start)
    last = raw.FPDFText_GetCharIndexFromTextIndex(textpage, start + units - 1)
    if not 0 <= first <= last:
        return None
    count = raw.FPDFText_CountRects(textpage, first, last - first + 1)
    boxes = [textpage.get_rect(index) for index in range(count)]
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return round(min(lefts), 2), round(min(bottoms), 2), round(max(rights), 2), round(max(tops), 2)
