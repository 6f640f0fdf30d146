"""A date as far as it is known, and whether two agree."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rag.periods import Part

_TWELFTHS = 12


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date as far as it is stated or its article's date settles it; what is not known is None.

    The year of a day in an article without a date is not known.
    """

    year: int | None
    month: int | None
    day: int | None
    # Not where the article's date settles the year: "1 January" may be the last or, in what is announced, the next.
    year_stated: bool = field(default=True, compare=False)
    # The part of the year, or of the month where that is known: "early 2027", "late in March 2027".
    part: Part | None = None
    # Of 03/04/2025 nobody can say which is the month: in English either order is written.
    either_order: bool = False

    @property
    def kind(self) -> str:
        """What the contract calls it."""
        return "date"

    def __str__(self) -> str:
        """ISO 8601, as far as it is known, which has no parts of years; `--11-17` for a day of an unknown year."""
        year = "-" if self.year is None else f"{self.year:04}"
        known = () if self.either_order else (self.month, self.day)
        return "-".join([year, *(f"{part:02}" for part in known if part is not None)])

    def agrees(self, other: "DateValue") -> bool | None:
        """Whether what both state is equal: 2023 and 17 November 2023 agree. None where they may, as early and mid 2023.

        A day whose year is not stated is also that of the year before or after.
        """
        found = [_agree(one, two) for one in self.readings() for two in other.readings()]
        return True if True in found else None if None in found else False

    def exactness(self) -> tuple[int, bool]:
        """How much of it is known, and whether the year is stated: the more exact of two dates has the greater."""
        known = sum(part is not None for part in (self.year, self.month, self.day))
        return 2 * known + (self.part is not None) - self.either_order, self.year_stated

    def readings(self) -> Iterator["DateValue"]:
        """The dates that it may be."""
        yield self
        if self.either_order:
            yield replace(self, month=self.day, day=self.month)


def _agree(one: DateValue, other: DateValue) -> bool | None:
    if _is_day_of_a_year_near(one, other):
        return True
    if _is_winter_beside(one, other) or _is_winter_beside(other, one):
        return None
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    if any(a != b for a, b in pairs if a is not None and b is not None):
        return False
    within = (_part_holds(one, other), _part_holds(other, one))
    return False if False in within else None if None in within else True


def _part_holds(one: DateValue, other: DateValue) -> bool | None:
    """Whether the other, of the same year and month as far as both are known, lies in the part of the one."""
    if one.part is None or (one.month is not None and other.month is None):
        return True
    if one.month is None and other.month is not None:
        return one.part.holds(other.month)
    if one.month is not None and other.day is not None:
        days = monthrange(one.year or 1, one.month)[1]
        return one.part.holds(-(-other.day * _TWELFTHS // days))
    return other.part is None or one.part.agrees(other.part)


def _is_winter_beside(one: DateValue, other: DateValue) -> bool:
    """Whether one is a winter of the year before or after: it begins in one year and ends in the next."""
    if one.part is None or one.part.name != "winter" or one.year is None or other.year is None:
        return False
    return abs(one.year - other.year) == 1


def _is_day_of_a_year_near(one: DateValue, other: DateValue) -> bool:
    if (one.year_stated and other.year_stated) or one.year is None or other.year is None or one.day is None:
        return False
    return (one.month, one.day) == (other.month, other.day) and abs(one.year - other.year) <= 1
