"""What is taken out of a file: its text, what it states of itself, and where in the file each part of the text stood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from index.article import PartialDate
from index.metadata import Metadata

# Control characters, half surrogate pairs and the two code points that are none: a parser's accidents, never words.
_ACCIDENTS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
PARAGRAPH = "\n\n"
# The longest novel has some 10 MB; a larger file is a dump or a mistake.
MAX_INPUT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost, and the child process that reads it.

    `memory_bytes` is all of the child's address space, the interpreter and its libraries (some 60 MB) included.
    `unpacked_bytes` is what the members of an archive may come to, `unpacked_ratio` how many times the file's own size.
    """

    input_bytes: int = MAX_INPUT_BYTES
    output_bytes: int = 40_000_000
    wall_seconds: float = 10.0
    cpu_seconds: int = 10
    memory_bytes: int = 512 * 2**20
    unpacked_bytes: int = 100_000_000
    unpacked_ratio: int = 200


@dataclass(frozen=True, slots=True)
class PageBox:
    """A box on a page of a PDF: the page's number from 1, and edges in points (1/72 inch).

    The origin is the lower left corner of the page as it is shown before any rotation (its crop box); y grows upwards.
    """

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Element:
    """An element of an HTML page, by its XPath in the tree that libxml2 makes of the page."""

    xpath: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a Word file, by its number from 1 over the whole body: empty ones and those in tables count."""

    number: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message, by its section number as IMAP counts: `1`, or `2.1` for the first part of the second."""

    section: str


Place = PageBox | Element | Paragraph | Part


@dataclass(frozen=True, slots=True)
class Anchor:
    """A half-open range of the extracted text, in code points, and where it stood in the file."""

    start: int
    end: int
    place: Place


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article of a file. `anchors` are in order, not empty, and do not overlap; plain text has none.

    `body_start` is where the article begins in `text`: behind the front matter of a text file, 0 in every other format.
    """

    text: str
    metadata: Metadata
    anchors: tuple[Anchor, ...] = ()
    body_start: int = 0


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article that a feed or a sitemap names; `url` is an http or https address, never fetched here.

    `page` is the article as the feed itself holds it, as an HTML page; None where there is a summary alone, or nothing.
    `changed_by` is a moment in UTC by which the page had changed for the last time, as a sitemap states it.
    """

    url: str
    title: str | None
    published: PartialDate | None
    author: str | None = None
    page: str | None = None
    changed_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a feed or sitemap in its order, each address once, and the sitemaps that an index of them names.

    `nameless` counts the entries that were left out because they have no address of http or https, `namesakes` those
    that were because one before them has their address, and another text.
    """

    entries: tuple[FeedEntry, ...]
    sitemaps: tuple[str, ...]
    nameless: int = 0
    namesakes: int = 0


class TextBuilder:
    """Puts the text of a file together piece by piece, and keeps where each piece stood."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._anchors: list[Anchor] = []

    def add(self, piece: str, place: Place | None, *, before: str = PARAGRAPH) -> None:
        """Append a piece without the white space around it, and `before` between it and what there is already.

        Of `before` the first piece has the tabs alone, which stand for empty cells.
        """
        words = without_accidents(piece).strip()
        if not words:
            return
        lead = before if self._pieces else "".join(char for char in before if char == "\t")
        self._pieces += [lead, words]
        start = self._length + len(lead)
        self._length = start + len(words)
        if place is not None:
            self._anchors.append(Anchor(start, self._length, place))

    def built(self, metadata: Metadata) -> Extracted:
        """What was put together."""
        return Extracted("".join(self._pieces), metadata, tuple(self._anchors))


def without_accidents(text: str) -> str:
    """The text with line ends as line feeds, and without characters that are no part of any text."""
    return _ACCIDENTS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str | None) -> str | None:
    """A value of metadata on one line, or None where there is nothing in it."""
    return " ".join(without_accidents(text or "").split()) or None


def language_code(tag: str | None) -> str | None:
    """The two letters that a language tag such as `en-GB` begins with, or None."""
    found = re.match(r"[A-Za-z]{2}(?=[-_,; ]|$)", (tag or "").strip())
    return found.group().lower() if found else None


def web_address(url: str | None) -> str | None:
    """The address where it is a whole one of http or https, or None."""
    line = without_accidents(url or "").strip()
    return line if re.fullmatch(r"https?://[^\s/?#]+\S*", line, re.IGNORECASE) and len(line) <= _URL_CHARS else None


_URL_CHARS = 2_000  # what browsers and servers take


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text that are not empty, trimmed."""
    return (line for line in map(str.strip, text.split("\n")) if line)
