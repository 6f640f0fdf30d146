"""Reads numbers and what they count in marked words."""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from rag.values.addresses import is_address
from rag.values.bounds import Bound, bound_at
from rag.values.composite import more_of, with_one_in_digits
from rag.values.counted import PERCENT, unit_of
from rag.values.currencies import CURRENCIES, currency_of, set_apart, sign_before
from rag.values.directions import direction_of
from rag.values.measures import (
    BELOW_ZERO,
    FACTORS,
    MEASURES,
    TIMES,
    is_a_measure,
    with_areas_in_words,
    with_warmth_in_words,
)
from rag.values.named_numbers import is_also_a_verb, is_in_a_name
from rag.values.number_words import in_digits
from rag.values.numbered import says_which
from rag.values.numbers import NUMBER, digits_in, large_in_digits, scale_of
from rag.values.plain_digits import plain_digits
from rag.values.rates import rate_of
from rag.values.scales import is_scaled_range, is_scaled_roughly, set_off
from rag.values.unclear import (
    goes_on_to_another,
    holds_several,
    holds_time_of_day,
    is_numerator,
    is_ordinal,
    is_telephone,
    says_how_many,
    states_no_value,
)

_MINUS = re.compile(r"(?:(?:^|[\s(])[-−\u2013]|\bminus\s|^(?:moins|menos|meno)\s)$", re.IGNORECASE)
_BELOW_ZERO = re.compile(rf"\s*(?:\w+\s+)?{BELOW_ZERO}", re.IGNORECASE)
# Negative tests are as many as any, and so are five points of them.
_DEGREES = frozenset({"degree", "celsius", "fahrenheit"})
# "135,– Euro"
_NO_CENTS = re.compile(r"(?<=\d),[-–—]+")
# How far from each other two numbers may lie that are about the same, and lengths in miles and kilometres.
_ABOUT, _CONVERTED = Decimal("0.1"), Decimal("0.05")
# Two measures in other units that are further from each other are of other things: 15 years and 15 months, 3 hours and 2 years.
_OF_ONE_THING = Decimal("0.9")
# What is equal though one says nothing of what it counts, from this number on.
_SELDOM_BY_CHANCE = 1000
# "Six hundred places" in words are less exact than 600.
_ROUND_IN_WORDS = 100


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts: a measure, a currency, else the folded beginning of a word; `%`, or nothing.

    `step` is the worth of the last digit that is stated, `direction` says of a time from when it counts, or that it is an age,
    and `per` of what it is a rate, as in "a month".
    """

    number: Decimal
    unit: str
    step: Decimal = Decimal(1)
    bound: Bound = Bound.EXACT
    direction: str = ""
    per: str = ""

    @property
    def kind(self) -> str:
        """`amount` for money and shares, `count` for anything else."""
        return "amount" if self.unit == "%" or self.unit in CURRENCIES else "count"

    @property
    def measures(self) -> bool:
        """Whether it is a time, a length or a weight."""
        return self.unit in MEASURES

    def __str__(self) -> str:
        """The number in digits."""
        return f"{self.number.normalize():f}" + (" %" if self.unit == "%" else "")

    def in_full(self) -> str:
        """The number with what it counts, to tell 3 weeks and 3 months apart."""
        return str(self) if self.unit in ("", "%") else f"{self} {self.unit}"

    def is_finer(self, other: "Quantity") -> bool:
        """Whether it states more digits of what both count; not beside bounds, which say less than a number does."""
        exact = self.bound is other.bound is Bound.EXACT
        return exact and (self.unit, self.per) == (other.unit, other.per) and self.step < other.step

    def agrees(self, other: "Quantity") -> bool | None:
        """Whether the numbers are the same, or one is the other rounded; None where they may be, or count different things.

        "More than 300" and 312 may be the same, and so may "about 300" and 312; dollars and euros are different things, and so
        are 5 euros a month and 60 a year.
        """
        agree = self._agrees(other)
        if self.per == other.per:
            return agree
        return True if agree and "" in (self.per, other.per) else None

    def differs(self, other: "Quantity") -> bool:
        """Whether not both can answer one question: the numbers differ, and what they count may be one thing under two names.

        14 people and 17 patients, 91 employees and 97, 52 million euros and 38 million. Of other measures and currencies, of a
        share and a number, of "twice as many" nothing is said.
        """
        agree = self.agrees(other)
        if agree is None and self._may_count_what(other):
            agree = replace(self, unit=other.unit).agrees(other)
        return agree is False

    def _may_count_what(self, other: "Quantity") -> bool:
        """Whether the units may be two names of one thing: the words differ, or one of them is not stated."""
        if any(quantity.unit == "%" or is_a_measure(quantity.unit) for quantity in (self, other)):
            return False
        if "amount" not in (self.kind, other.kind):
            return True
        # 500 seats and three million dollars are no two prices.
        return "" in (self.unit, other.unit) and min(self.number, other.number) >= _SELDOM_BY_CHANCE

    def _agrees(self, other: "Quantity") -> bool | None:
        # "6 million euros" and "those 6 million".
        if "" in (self.unit, other.unit) and self.number == other.number >= _SELDOM_BY_CHANCE:
            return True
        of, times = FACTORS.get(self.unit, (self.unit, Decimal(1)))
        other_of, other_times = FACTORS.get(other.unit, (other.unit, Decimal(1)))
        if of != other_of or (self.direction and other.direction and self.direction != other.direction):
            return None
        one, two = (q.number * f for q, f in ((self, times), (other, other_times)))
        if one == two:
            # More than 300, and fewer.
            return None if {self.bound, other.bound} == {Bound.OVER, Bound.UNDER} else True
        apart = abs(one - two) / max(abs(one), abs(two))
        if _is_rounded(one, self.step * times, two, other.step * other_times):
            return True if apart <= _ABOUT else None
        # Of degrees nobody says whether they are Celsius, and an age in months is about somebody else than one in years.
        unlike = self.unit != other.unit
        told_apart = _CONVERTED < apart < _OF_ONE_THING and self.direction == other.direction
        # Who is two years and eleven months old is two.
        cut = of == "time" and _is_rounded(one, self.step * times, two, other.step * other_times, ROUND_DOWN)
        if self.unit == "degree" or cut or (unlike and not told_apart):
            return None
        (low, high), (other_low, other_high) = _reach(one, self.bound), _reach(two, other.bound)
        return None if max(low, other_low) <= min(high, other_high) else False


def read_quantity(words: str, language: str) -> Quantity | None:
    """The first number of `words` and what it counts; None where there is none, or where it is a part or a range of the value."""
    words = plain_digits(words)
    is_rough = is_scaled_range(words, language) or is_scaled_roughly(words)
    if states_no_value(words, language) or is_vague(words, language) or is_rough:
        return None
    plain = _NO_CENTS.sub("", set_apart(with_areas_in_words(with_warmth_in_words(set_off(words, language)))))
    text = large_in_digits(in_digits(PERCENT.sub(" % ", plain), language), language)
    text = with_one_in_digits(text, language)
    found = NUMBER.search(text)
    if found is None or holds_several(text, language) or _is_of_no_quantity(text, found.start(), language):
        return None
    after, before = text[found.end() :], text[: found.start()]
    sign = sign_before(before)
    scale, rest = scale_of(after, sign, language, decimals=re.search("[.,]", found[1]) is not None)
    read = digits_in(found[1], language, scale)
    if read is None or is_ordinal(after, language) or is_numerator(after) or goes_on_to_another(rest, sign, language):
        return None
    unit = currency_of(sign) or unit_of(rest, language)
    in_words = found[1] not in words
    if says_which(before, unit) or is_in_a_name(
        before,
        words if in_words else "",
        rest if scale > 1 else after,
        unit,
        language,
        scaled=read.number >= _SELDOM_BY_CHANCE,
    ):
        return None
    if in_words and not rest.strip() and is_also_a_verb(words, language):
        return None
    unsigned = before.rstrip().removesuffix(sign) if sign else before
    # "-$10bn" is negative, and in "a record – $10bn" the dash is the sentence's.
    more = more_of(rest, unit, language)
    number, step = read.number + more, Decimal("0.01") if more else read.step
    is_below = unit in _DEGREES and _BELOW_ZERO.match(rest) is not None
    number = -number if is_below or _MINUS.search(unsigned) else number
    # "Aged 87"
    if not unit and direction_of(before, "", "year") == "age":
        unit = "year"
    direction = direction_of(before, rest, unit) if unit in TIMES else ""
    bound = bound_at(unsigned, found[1], rest)
    if bound is Bound.EXACT and in_words and number % _ROUND_IN_WORDS == 0:
        bound = Bound.ABOUT
    return Quantity(number, unit, step, bound, direction, rate_of(rest))


def holds_number(words: str, language: str) -> bool:
    """Whether there is a number in `words`, in digits or in words, whatever it is of."""
    return any(c.isdigit() for c in in_digits(words, language))


def is_several(words: str, language: str) -> bool:
    """Whether the numbers in `words` are a range, a share such as "nine in ten", or a score."""
    return holds_several(in_digits(words, language), language) or is_scaled_range(words, language)


def is_vague(words: str, language: str) -> bool:
    """Whether words say "hundreds" or "millions", of which nobody knows how many they are."""
    return not says_how_many(words, language, lambda said: in_digits(said, language))


def is_time_of_day(words: str, language: str) -> bool:
    """Whether `words` say what time it is, as "um 3 Uhr" does."""
    return holds_time_of_day(in_digits(words, language), language)


def _is_of_no_quantity(text: str, start: int, language: str) -> bool:
    """Whether the number at `start` of `text` begins a telephone number or an address."""
    return is_telephone(text, start) or is_address(text, start, language)


def _is_rounded(one: Decimal, step: Decimal, two: Decimal, other_step: Decimal, rounding: str = ROUND_HALF_UP) -> bool:
    """Whether one of the numbers is the other rounded to the digits that it states."""
    if step == other_step:
        return False
    fine, coarse, rough = (one, two, other_step) if step < other_step else (two, one, step)
    return (fine / rough).to_integral_value(rounding) * rough == coarse


def _reach(number: Decimal, bound: Bound) -> tuple[Decimal, Decimal]:
    """From where to where the value may lie."""
    if bound is Bound.EXACT:
        return number, number
    if bound is Bound.ABOUT:
        slack = abs(number) * _ABOUT
        return number - slack, number + slack
    return (number, Decimal("Infinity")) if bound is Bound.OVER else (Decimal("-Infinity"), number)
