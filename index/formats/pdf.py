"""PDF to text, line by line with its page and box; the only module that loads pypdfium2."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from index.errors import FormatError
from index.formats.extracted import Extracted, PageBox, TextBuilder, one_line
from index.formats.pdf_lines import Printed, are_even, is_divided, justified, separators, without_running_heads
from index.metadata import Metadata

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

# A book has some hundred pages; a page tree that claims more than this is a trap or an archive.
MAX_PAGES = 5_000
# PDFium puts this where a word was broken at the end of a line, in place of its hyphen and the line break.
_BROKEN_WORD = "\ufffe"
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
            printed: list[list[Printed]] = []
            for number in range(pages):
                try:
                    printed.append(_with_own_hyphens([*_lines(document[number], number + 1)]))
                except PdfiumError as error:
                    raise FormatError(
                        f"page {number + 1} is damaged; save the PDF anew with another program"
                    ) from error
            builder = TextBuilder()
            kept = without_running_heads([*map(justified, printed)])
            for line, before in zip((line for page in kept for line in page), separators(kept), strict=True):
                builder.add(line.words, line.box, before=before)
            return builder.built(Metadata(title=_title(document)))
    except PdfiumError as error:
        if _PASSWORD in str(error).lower():
            raise FormatError("it is locked with a password; save it without one") from error
        raise FormatError(f"it is damaged or no PDF ({error}); save it anew with another program") from error


def _title(document: "PdfDocument") -> str | None:
    title = one_line(document.get_metadata_dict().get("Title"))
    return None if title is None or _NO_TITLE.fullmatch(title) else title


def _lines(page: "PdfPage", number: int) -> Iterator[Printed]:
    left, bottom, *_ = page.get_bbox()
    textpage = page.get_textpage()
    for start, words, joined in _pieces(textpage.get_text_range()):
        boxes = _boxes(textpage, start, words)
        gaps = [*_gaps(textpage, start, words)] if is_divided(boxes) else []
        divided = _with_tabs(words, gaps)
        plain = words if divided != words and are_even([gap.sides for gap in gaps]) else None
        yield Printed(divided, _around(boxes, number, left, bottom), joined, divided != words, plain)
    textpage.close()
    page.close()


def _with_own_hyphens(lines: Sequence[Printed]) -> list[Printed]:
    """The lines of a page, with the hyphen of each compound that was broken at its own: "Rhein-/Main", "COVID-/19"."""
    return [
        replace(line, words=line.words + "-", plain=None if line.plain is None else line.plain + "-")
        if behind.joined and _is_own_hyphen(line.words, behind.words)
        else line
        for line, behind in pairwise(lines)
    ] + [*lines[-1:]]


def _is_own_hyphen(before: str, behind: str) -> bool:
    """Whether a word that a line ends with goes on as no broken one does: its letters change their case, or a figure follows.

    In "GOVERN-/MENT" all are capitals, and that is a word broken; "EU-/Kommission" goes on in small ones.
    """
    if before[-1:].isupper():
        return behind[:1].isdigit() or behind[:1].islower() or behind[1:2].islower()
    return behind[:1].isdigit() or (before[-1:].islower() and behind[:1].isupper())


def _pieces(text: str) -> Iterator[tuple[int, str, bool]]:
    """Each printed line: where it begins in UTF-16 units, its words, and whether a word of the line before goes on in it."""
    start = 0
    joined = False
    for part in re.split(f"(\r\n|{_BROKEN_WORD})", text):
        if part not in ("\r\n", _BROKEN_WORD) and part.strip():
            yield start, part, joined
        joined = part == _BROKEN_WORD
        start += len(part.encode("utf-16-le")) // 2


def _boxes(textpage: "PdfTextPage", start: int, words: str) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of the pieces of a run of text, in the page's own coordinates; none where nothing is drawn."""
    from pypdfium2 import raw

    units = len(words.encode("utf-16-le")) // 2
    first = raw.FPDFText_GetCharIndexFromTextIndex(textpage, start)
    last = raw.FPDFText_GetCharIndexFromTextIndex(textpage, start + units - 1)
    if not 0 <= first <= last:
        return []
    count = raw.FPDFText_CountRects(textpage, first, last - first + 1)
    return [textpage.get_rect(index) for index in range(count)]


@dataclass(frozen=True, slots=True)
class _Gap:
    """A space of a line by its place in the words, and the boxes of the characters on both of its sides."""

    at: int
    sides: tuple[tuple[float, float, float, float], tuple[float, float, float, float]]


def _gaps(textpage: "PdfTextPage", start: int, words: str) -> Iterator[_Gap]:
    """The spaces between the words of a line that are drawn."""
    from pypdfium2 import raw

    at = start
    for number, char in enumerate(words):
        if char == " " and 0 < number < len(words) - 1:
            before, behind = (raw.FPDFText_GetCharIndexFromTextIndex(textpage, at + step) for step in (-1, 1))
            if before >= 0 and behind >= 0:
                yield _Gap(number, (textpage.get_charbox(before), textpage.get_charbox(behind)))
        at += 1 + (ord(char) > 0xFFFF)  # noqa: PLR2004  # in UTF-16


def _with_tabs(words: str, gaps: Sequence[_Gap]) -> str:
    """The words of a line with a tab for each space as wide as between the cells of a table."""
    written = list(words)
    for gap in gaps:
        if is_divided(gap.sides):
            written[gap.at] = "\t"
    return "".join(written)


def _around(boxes: list[tuple[float, float, float, float]], page: int, left: float, bottom: float) -> PageBox | None:
    """The box around `boxes`, counted from the corner of the page."""
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    sides = round(min(lefts), 2), round(min(bottoms), 2), round(max(rights), 2), round(max(tops), 2)
    return PageBox(page, sides[0] - left, sides[1] - bottom, sides[2] - left, sides[3] - bottom)
