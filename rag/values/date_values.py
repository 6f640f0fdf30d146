"""A date as far as it is known, and whether two agree."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rag.values.date_bounds import Bound
from rag.values.periods import Part

_TWELFTHS = 12
# "around 2030" may be so many years off; with a month or a day it is near that.
_YEARS_ABOUT = 5


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
    # "by 2030", "before 17 November": what is meant lies on one side of it.
    bound: Bound | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        """What the contract calls it."""
        return "date"

    def __str__(self) -> str:
        """ISO 8601, as far as it is known, without parts of years; `--11-17` for a day of an unknown year."""
        year = "-" if self.year is None else f"{self.year:04}"
        known = () if self.either_order else (self.month, self.day)
        return "-".join([year, *(f"{part:02}" for part in known if part is not None)])

    def in_full(self) -> str:
        """ISO 8601 that tells parts of a year or a month apart, by their first and last month or day, and seasons by numbers.

        Of a day and a month of which either may be the one, both dates of which it is one.
        """
        if self.either_order:
            return f"[{','.join(sorted(str(replace(one, either_order=False)) for one in self.readings()))}]"
        if self.part is None:
            return str(self)
        if self.part.twelfths is None:
            return f"{self}-{self.part.season}"
        first, last = self.part.twelfths
        if self.month is not None:
            days = _days_of(self)
            first, last = (first - 1) * days // _TWELFTHS + 1, last * days // _TWELFTHS
        return f"{self}-{first:02}/{self}-{last:02}"

    def agrees(self, other: "DateValue") -> bool | None:
        """Whether what both state is equal: 2023 and 17 November 2023 agree. None where they may, as early and mid 2023.

        A day whose year is not stated is also that of the year before or after. What comes by 2030 may come in 2028, and what
        came before 2023 did not come in it.
        """
        found = [_agree(one, two) for one in self.readings() for two in other.readings()]
        agree = True if True in found else None if None in found else False
        if self.bound is other.bound in (None, Bound.BY):
            return agree
        if agree:
            return None if {self.bound, other.bound} & {Bound.BEFORE, Bound.AFTER} else True
        return None if _may_be(self, other) or _may_be(other, self) else agree

    def exactness(self) -> tuple[int, bool]:
        """How much of it is known, and whether the year is stated: the more exact of two dates has the greater."""
        known = sum(part is not None for part in (self.year, self.month, self.day))
        return 2 * known + (self.part is not None) - self.either_order, self.year_stated and self.bound is None

    def readings(self) -> Iterator["DateValue"]:
        """The dates that it may be."""
        yield self
        if self.either_order:
            yield replace(self, month=self.day, day=self.month)


def _may_be(bounded: DateValue, other: DateValue) -> bool:
    """Whether the other lies on the side of the one that is meant; so does one whose year nobody states."""
    if bounded.bound is None or bounded.year is None or other.year is None:
        return bounded.bound is not None
    if bounded.bound is Bound.ABOUT:
        return abs(bounded.year - other.year) <= (_YEARS_ABOUT if bounded.month is None else 1)
    if not (bounded.year_stated and other.year_stated):
        return True
    if bounded.bound is Bound.AFTER:
        return _last(other) >= _first(bounded)
    return _first(other) <= _last(bounded)


def _first(found: DateValue) -> tuple[int, int, int]:
    return found.year or 0, found.month or 1, found.day or 1


def _last(found: DateValue) -> tuple[int, int, int]:
    return found.year or 0, found.month or 12, found.day or 31


def _days_of(found: DateValue) -> int:
    return monthrange(found.year or 1, found.month or 1)[1]


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
        return one.part.holds(-(-other.day * _TWELFTHS // _days_of(one)))
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
