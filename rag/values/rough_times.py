"""Reads how long something took, or how long ago it was, where no number says it: "a few hours", "quelques jours plus tard"."""

import re
from dataclasses import dataclass

from index.words import fold
from rag.values.directions import direction_of
from rag.values.measures import FACTORS, TIMES, measure_of
from rag.values.quantities import Quantity
from rag.values.unclear import FEW

# How many "a few" and "several" may be. So a few hours are never a few days, and a few days may be two weeks.
_FEWEST, _MOST = 2, 20
# Of the two words behind it one is the unit: "a few hours", "a few short weeks". "Unos mil" are about a thousand.
_ROUGH = re.compile(rf"(?<!\w)(?:{FEW}|un[oa]s)\s+(\w+)(?:\s+(\w+))?")


@dataclass(frozen=True, slots=True)
class RoughTime:
    """Some seconds, minutes, hours, days, weeks, months or years: `unit` is one of them, and `direction` from when they count."""

    unit: str
    direction: str = ""

    @property
    def kind(self) -> str:
        """`count`, as for numbers of days."""
        return "count"

    def __str__(self) -> str:
        """A value to compare by; what is shown beside it are the words as they stand."""
        return f"some {self.unit}s"

    def agrees(self, other: "RoughTime | Quantity") -> bool | None:
        """Whether both are said in the same unit; no where one cannot be as long as the other, None where it may be.

        A few days after something and two years ago are no lengths of one time.
        """
        if other.unit not in TIMES or self.direction != other.direction:
            return None
        own, (_, times) = FACTORS[self.unit][1], FACTORS[other.unit]
        if isinstance(other, RoughTime):
            if self.unit == other.unit:
                return True
            lowest, highest = _FEWEST * times, _MOST * times
        else:
            lowest = highest = other.number * times
        return False if highest < _FEWEST * own or lowest > _MOST * own else None


def read_rough_time(words: str) -> RoughTime | None:
    """The first such time in `words`, in whichever of several languages; None where there is none."""
    for found in _ROUGH.finditer(fold(words)):
        for number, word in enumerate(found.groups(""), 1):
            unit = measure_of(word)
            if unit in TIMES:
                before, behind = found.string[: found.start()], found.string[found.start(number) :]
                return RoughTime(unit, direction_of(before, behind, unit))
    return None
