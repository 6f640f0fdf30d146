"""Which paragraphs of a Word file are items of a list, and which stand in a row of a table with others."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

# Styles are based on one another; Word's own chains are three or four long.
_LONGEST_CHAIN = 20


class Lists:
    """Tells items of lists by what the paragraph states, or its style; a numbered heading is none."""

    def __init__(self, styles: "_Element | None", word: str) -> None:
        """Read the part that holds the styles, where there is one; `word` is the namespace of its elements."""
        found = () if styles is None else styles.iter(f"{word}style")
        self._styles = {style.get(f"{word}styleId", ""): style for style in found}
        self._word = word

    def has(self, paragraph: "_Element") -> bool:
        """Whether it is an item."""
        word, number = self._word, None
        own: _Element | None = paragraph
        for _ in range(_LONGEST_CHAIN):
            if own is None:
                break
            stated = own.find(f"{word}pPr")
            if stated is not None:
                if stated.find(f"{word}outlineLvl") is not None:
                    return False
                of_own = stated.find(f"{word}numPr/{word}numId")
                number = of_own if number is None else number
            named = stated.find(f"{word}pStyle") if stated is not None and own is paragraph else None
            style = own.find(f"{word}basedOn") if named is None else named
            own = None if style is None else self._styles.get(style.get(f"{word}val", ""))
        return number is not None and number.get(f"{word}val") != "0"  # which takes a paragraph out of its style's list


class Rows:
    """Tells how many cells a paragraph stands behind the one before it, in rows whose cells have a paragraph each at most."""

    def __init__(self, word: str) -> None:
        """Begin before the first paragraph; `word` is the namespace of the elements."""
        self._word = word
        self._row: _Element | None = None
        self._cells: dict[_Element, int] = {}
        self._at = 0
        self.begins_line = True

    def step(self, paragraph: "_Element") -> int:
        """Call for each paragraph with words, in order; the first of a row counts from the first cell on.

        0 outside such rows. `begins_line` tells then whether the paragraph begins a line of its own.
        """
        word = self._word
        row = next(paragraph.iterancestors(f"{word}tr"), None)
        if row is None or row is not self._row:
            self._row = row
            cells = () if row is None or not self._is_plain(row) else row.iter(f"{word}tc")
            self._cells = {cell: number for number, cell in enumerate(cells)}
            self._at = self._number(paragraph)
            self.begins_line = True
            return self._at
        before, self._at = self._at, self._number(paragraph)
        self.begins_line = self._at == before
        return self._at - before

    @property
    def in_row(self) -> bool:
        """Whether the paragraph of the last step stands in such a row."""
        return len(self._cells) > 1

    def _number(self, paragraph: "_Element") -> int:
        cell = next(paragraph.iterancestors(f"{self._word}tc"), None)
        return 0 if cell is None else self._cells.get(cell, 0)

    def _is_plain(self, row: "_Element") -> bool:
        word = self._word
        if next(row.iter(f"{word}tbl"), None) is not None:
            return False
        return all(
            sum(next(paragraph.iter(f"{word}t"), None) is not None for paragraph in cell.iter(f"{word}p")) <= 1
            for cell in row.iter(f"{word}tc")
        )
