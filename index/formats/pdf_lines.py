"""Tells which printed lines of a PDF go on in the next one: those that its first word would not have fitted into."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

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
_NUMBER = re.compile(r"\d+")
_LINES_AT_EDGE, _PAGES_WITH_HEAD = 2, 3
_DOTTED = re.compile(r"\.{4}|(?: \.){4}")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line; `joined` tells that a word of the line before goes on in it, `cells` that gaps divide it."""

    words: str
    box: PageBox | None
    joined: bool
    cells: bool


def is_divided(boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    """Whether there is a gap between two of the boxes of a line, from left to right, as between the cells of a table."""
    if not boxes:
        return False
    height = max(top for *_, top in boxes) - min(bottom for _, bottom, *_ in boxes)
    gaps = (after[0] - before[2] for before, after in pairwise(boxes))
    return any(gap > _GAP_OF_CELLS * height for gap in gaps)


def without_running_heads(pages: Sequence[Sequence[Printed]]) -> list[list[Printed]]:
    """The pages with each line that stands at the head or the foot of several of them once, and without page numbers."""
    at_edges: list[dict[Printed, tuple[str, int]]] = []
    for lines in pages:
        placed = sorted((line for line in lines if line.box), key=lambda line: line.box.top if line.box else 0)
        edges = {*placed[:_LINES_AT_EDGE], *placed[-_LINES_AT_EDGE:]}
        at_edges.append({line: (_NUMBER.sub("0", line.words), round(line.box.bottom)) for line in edges if line.box})
    often = Counter(key for edges in at_edges for key in set(edges.values()))
    heads = {key for key, pages_with in often.items() if pages_with >= _PAGES_WITH_HEAD}
    told: set[str] = set()
    kept: list[list[Printed]] = []
    for lines, keys in zip(pages, at_edges, strict=True):
        kept.append([])
        for line in lines:
            words, height = keys.get(line, ("", 0))
            if (words, height) not in heads or (words not in told and any(map(str.isalpha, words))):
                kept[-1].append(line)
            told.add(words)
    return kept


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
    # In another column or on another page there may be anything.
    may_go_on = may_go_on and (below or words[:1].islower())
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
