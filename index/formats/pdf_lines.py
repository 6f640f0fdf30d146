"""Tells which printed lines of a PDF go on in the next one: those that its first word would not have fitted into."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, product

from index.formats.extracted import PARAGRAPH, PageBox
from index.layout import LIST_MARK

# Lines of one paragraph stand a fifth to a half of their height apart, the words of one a gap of less than this.
_GAP_OF_PARAGRAPHS, _GAP_OF_CELLS = 0.8, 1.5
# Lines that begin within two such steps of each other are of one column: text, its first lines, the items of its lists.
_STEP_POINTS = 15.0
_COLUMN_LINES_AT_LEAST, _FULL_LINES_AT_LEAST = 4, 0.4
_FULL_LINE_SHARE = 0.75
# A title may reach beyond the column.
_REACHED_BY = 3
_SPACE_WIDTH = 0.25
# The width of a word is told from its letters, as if they were all as wide.
_SLACK = 0.03
# Longer ones are no page's.
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_LINES_AT_EDGE, _PAGES_WITH_HEAD, _LONGEST_HEAD_CHARS = 2, 3, 300
# "Day 2" names what the page is about, "Page 2" the page.
_LABEL = re.compile(r"([^\W\d_]+)\.? \d{1,4}[.:]?")
_PAGE_WORDS = {
    *("page", "p", "pp", "pg", "sheet", "slide", "print", "seite", "s", "blatt", "bl", "folie", "página", "pág"),
    *("pagina", "pag", "pagină", "bladzijde", "blz", "diapositive", "diapositiva", "folio"),
    *("sida", "side", "sivu", "strona", "stránka", "strana", "oldal", "sayfa", "страница", "стр", "σελίδα"),
}
# A line stretched to its column has gaps as wide as each other but for the shapes of letters, and ends within two such steps of
# others.
_EVEN_WITHIN, _FLUSH_POINTS = 0.3, 1.5
_FLUSH_LINES_AT_LEAST, _LABEL_AND_FIGURE = 3, 2
_DOTTED = re.compile(r"\.{4}|(?: \.){4}")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line; `joined` tells that a word of the line before goes on in it, `cells` that gaps divide it.

    `plain` is its words with spaces for these gaps, where all of its gaps are about as wide as each other.
    """

    words: str
    box: PageBox | None
    joined: bool
    cells: bool
    plain: str | None = None


def is_divided(boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    """Whether there is a gap between two of the boxes of a line, from left to right, as between the cells of a table."""
    if not boxes:
        return False
    height = max(top for *_, top in boxes) - min(bottom for _, bottom, *_ in boxes)
    gaps = (after[0] - before[2] for before, after in pairwise(boxes))
    return any(gap > _GAP_OF_CELLS * height for gap in gaps)


def are_even(gaps: Sequence[Sequence[tuple[float, float, float, float]]]) -> bool:
    """Whether the gaps of a line, each between two boxes, are about as wide as each other, as a single one is."""
    boxes = [box for gap in gaps for box in gap]
    height = max(top for *_, top in boxes) - min(bottom for _, bottom, *_ in boxes)
    widths = [behind[0] - before[2] for before, behind in gaps]
    return max(widths) - min(widths) <= _EVEN_WITHIN * height


def justified(lines: Sequence[Printed]) -> list[Printed]:
    """The lines of a page, without the tabs of those that were stretched to the edges of their column of running text."""
    edges = Counter(_edges(line.box) for line in lines if line.box and not line.cells)
    return [
        replace(line, words=line.plain, cells=False) if line.plain is not None and _is_stretched(line, edges) else line
        for line in lines
    ]


def _is_stretched(line: Printed, edges: Mapping[tuple[int, int], int]) -> bool:
    """Whether its words go on as prose does, and it begins and ends where undivided lines of its page do."""
    words = line.words.split()
    is_label_with_figure = len(words) == _LABEL_AND_FIGURE and any(map(str.isdigit, line.words))
    if line.box is None or is_label_with_figure or not any(word[0].islower() for word in words):
        return False
    left, right = _edges(line.box)
    near = product((left - 1, left, left + 1), (right - 1, right, right + 1))
    return sum(edges.get(both, 0) for both in near) >= _FLUSH_LINES_AT_LEAST


def _edges(box: PageBox) -> tuple[int, int]:
    return int(box.left // _FLUSH_POINTS), int(box.right // _FLUSH_POINTS)


def without_running_heads(pages: Sequence[Sequence[Printed]]) -> list[list[Printed]]:
    """The pages with each line that stands at the head or the foot of several of them once, and without page numbers."""
    at_edges: list[dict[Printed, list[tuple[str, int]]]] = []
    for lines in pages:
        placed = sorted((line for line in lines if line.box), key=lambda line: line.box.top if line.box else 0)
        head = {*placed[-_LINES_AT_EDGE:]}
        edges = {*placed[:_LINES_AT_EDGE], *head}
        at_edges.append({line: [*_forms(line.words, line.box, at_head=line in head)] for line in edges if line.box})
    often = Counter(form for edges in at_edges for form in {form for forms in edges.values() for form in forms})
    told: set[str] = set()
    kept: list[list[Printed]] = []
    for lines, edges_of in zip(pages, at_edges, strict=True):
        kept.append([])
        for line in lines:
            running = {words for words, height in edges_of.get(line, ()) if often[words, height] >= _PAGES_WITH_HEAD}
            if not running or (told.isdisjoint(running) and any(map(str.isalpha, line.words))):
                kept[-1].append(line)
            told |= running
    return kept


def _forms(words: str, box: PageBox, *, at_head: bool) -> Iterator[tuple[str, int]]:
    """What a line may be on other pages too, with its height: its words, and those with a number that grows with the page's.

    A word and a number alone at the head are a heading, unless the word says that it counts the pages.
    """
    height = round(box.bottom)
    yield words, height
    label = _LABEL.fullmatch(words.strip())
    if at_head and label is not None and label[1].casefold() not in _PAGE_WORDS:
        return
    for number in _NUMBER.finditer(words, 0, _LONGEST_HEAD_CHARS):
        yield f"{words[: number.start()]}\0{int(number[0]) - box.page}\0{words[number.end() :]}", height


def separators(pages: Sequence[Sequence[Printed]]) -> Iterator[str]:
    """What stands before each line: nothing, a space, a line break, or an empty line where there is one on the page too.

    A new page alone is no reason for one, for sentences run on.
    """
    above: Printed | None = None
    column: _Column | None = None
    for lines in pages:
        columns = _columns(lines)
        for line in lines:
            yield "" if line.joined else _separator(above, line, column)
            above = line if line.box or above is None else above
            column = columns.get(_step(line.box)) if line.box else column


def _separator(above: Printed | None, line: Printed, column: "_Column | None") -> str:
    if above is None or above.box is None or line.box is None:
        return "\n"
    own, other = above.box, line.box
    below = own.page == other.page and own.bottom > other.bottom
    # A line without letters that go below it looks lower than it is.
    height = (own.top - own.bottom + other.top - other.bottom) / 2
    if own.page == other.page and own.bottom - other.top > _GAP_OF_PARAGRAPHS * height:
        return PARAGRAPH
    words = line.words.lstrip()
    may_go_on = not (above.cells or line.cells or LIST_MARK.match(words) or _DOTTED.search(above.words))
    # Two lines of figures are rows of a table, though its cells stand close to each other.
    may_go_on = may_go_on and any(map(str.isalpha, above.words + words))
    # In another column or on another page there may be anything, but for what breaks off before a figure.
    broken_off = words[:1].isdigit() and any(map(str.isalpha, words)) and above.words.rstrip()[-1:].islower()
    may_go_on = may_go_on and (below or words[:1].islower() or broken_off)
    return " " if may_go_on and column is not None and column.breaks(own, line) else "\n"


@dataclass(frozen=True)
class _Column:
    boxes: tuple[PageBox, ...]

    @cached_property
    def right(self) -> float | None:
        """Where its lines end at most; None where they are no running text."""
        if len(self.boxes) < _COLUMN_LINES_AT_LEAST:
            return None
        right = sorted((box.right for box in self.boxes), reverse=True)[_REACHED_BY - 1]
        full = sum(box.right - box.left >= _FULL_LINE_SHARE * (right - box.left) for box in self.boxes)
        return right if full >= _FULL_LINES_AT_LEAST * len(self.boxes) else None

    def breaks(self, box: PageBox, following: Printed) -> bool:
        """Whether the first word of the line that follows would reach over the edge."""
        if self.right is None or following.box is None:
            return False
        words = following.words.split()
        share = len(words[0]) / len(" ".join(words))
        width = share * (following.box.right - following.box.left)
        slack = _SLACK * (self.right - box.left)
        return box.right + _SPACE_WIDTH * (box.top - box.bottom) + width > self.right - slack


def _columns(lines: Sequence[Printed]) -> dict[int, _Column]:
    """The column of each step from the left."""
    found: dict[int, list[PageBox]] = defaultdict(list)
    for line in lines:
        if line.box and not line.cells:
            found[_step(line.box)].append(line.box)
    around = {step: (found.get(near, ()) for near in (step - 1, step, step + 1)) for step in found}
    return {step: _Column(tuple(box for boxes in near for box in boxes)) for step, near in around.items()}


def _step(box: PageBox) -> int:
    return int(box.left // _STEP_POINTS)
