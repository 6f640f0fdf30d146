"""When an index is exact and when it is cut into cells; why these numbers: docs/decisions/0012-dense-index.md."""

from collections.abc import Callable
from dataclasses import dataclass

# Up to so many passages every vector is looked at.
EXACT_UP_TO = 50_000
# Up to so many rows that a filter admits, looking at each of them costs less than looking for the cells they are in.
GATHERED_UP_TO = 1_000
# Cells that a question opens.
OPENED = 192
# Cells are drawn anew once there are so many times the rows they were drawn for: their sizes have grown as much.
OUTGROWN = 2
# Rows of each cell that the drawing of cells looks at, and how often it goes over them.
SAMPLED_PER_CELL = 40
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Cells:
    """Into how many cells an index is cut, and how many of average size are opened for a question.

    A filter that admits at most `gathered` rows has each of those looked at instead.
    """

    count: int
    opened: int
    gathered: int


# For a number of passages the cells, or None where the search is to be exact.
Rule = Callable[[int], Cells | None]


def cells_for(passages: int) -> Cells | None:
    """The cells for so many passages; None where the search is to be exact."""
    return None if passages <= EXACT_UP_TO else cells_of(passages)


def cells_of(passages: int) -> Cells:
    """Cells for so many passages, however few.

    Up to eight times the square root of the passages, a power of two, so that ranking the cells costs no more than opening
    some of them.
    """
    return Cells(1 << round(8 * passages**0.5).bit_length() - 1, OPENED, GATHERED_UP_TO)
