"""Reads measures and prices that are said in two units: "3 years and 6 months", "5ft 10in", "7 Euro 50", "1 m 88"."""

import re
from collections.abc import Callable
from decimal import Decimal

from index.words import fold, terms
from rag.values.bounds import bound_before
from rag.values.counted import counted_behind
from rag.values.currencies import CURRENCIES, currency_in_words, currency_of
from rag.values.directions import SAID_BEFORE
from rag.values.measures import FACTORS, TIMES, measure_of

_AND = r"(?:(?:and|et|und|y|e|en|con|și)\s+)?"
# Nobody counts a part in more digits, of which there may be more than can be reckoned with.
_DIGITS = r"\d{1,9}(?!\d)"
_LARGER, _NUMBER, _SMALLER = (
    r"(?P<larger>[^\W\d_]+|[€$£])",
    rf"(?P<number>{_DIGITS}|[^\W\d_]+(?:-[^\W\d_]+)*?)",
    r"(?P<smaller>[^\W\d_]+)(?!\w)",
)
_REST = re.compile(rf"[\s-]*{_LARGER}\s+{_AND}(?P<number>{_DIGITS})[\s-]?{_SMALLER}", re.IGNORECASE)
_BEHIND = re.compile(rf"\s+{_AND}{_NUMBER}[\s-]?{_SMALLER}", re.IGNORECASE)
_LARGER_AT_THE_END = re.compile(rf"{_NUMBER}[\s-]?{_LARGER}$")
_BEFORE = re.compile(rf"(?:^|[\s(]){_NUMBER}[\s-]?{_LARGER}\s+{_AND}$", re.IGNORECASE)
_BEGINS = re.compile(rf"{_NUMBER}[\s-]?{_SMALLER}")
# Beside hours and feet these are no metres and no "in".
_SHORT = {("hour", "m"): 60, ("hour", "mn"): 60, ("foot", "in"): 12, ("foot", "ins"): 12, ("foot", "inches"): 12}
_CENT = Decimal("0.01")
_CENTS = re.compile(r"cents?|centimes?|centimos?|centesimi|centavos?|pence|rappen")
# The 50 of "7 Euro 50" and the 88 of "1 m 88", where nothing is said that they count.
_BARE = re.compile(r"\s+(?:(?:con|e|y)\s+)?(?P<number>\d\d)(?![\w%]|[.,]\d|\s?%)")
_OF_BARE = dict.fromkeys(CURRENCIES, _CENT) | {"metre": _CENT, "hour": 1 / Decimal(60)}
_UNIT_BEHIND = re.compile(rf"\s*{_LARGER}")
# "An hour and 20 minutes"
_ONE = r"(?:one|an?|une?|uno|una|uma?|een|ein(?:e[rmn]?)?)"
_ONE_BEFORE = re.compile(rf"(?<!\w){_ONE}\s+(?={_LARGER}\s+{_AND}\d+[\s-]?{_SMALLER})", re.IGNORECASE)
# "A year or two" is a range, as "one or two years" is.
_OR = r"(?:or|ou|oder|o)"
_OR_MORE = re.compile(
    rf"(?<!\w)(?:{_ONE}\s+|un['’])(?:{_OR}|(?P<unit>[^\W\d_]+)\s+(?:{_OR}|of))\s+(?=\d)", re.IGNORECASE
)
_ONE_TIME = re.compile(rf"(?P<before>\D*?)(?<!\w)(?:{_ONE}\s+|un['’])(?P<unit>[^\W\d_]+)(?!\w)", re.IGNORECASE)
_COUNTED = re.compile(r"\d\W*(?P<unit>[^\W\d_]+)")
# "A second" is mostly another one, and "once a year" says how often.
_LONG_TIMES = TIMES - {"second"}
_SAID = re.compile(rf"(?<!\w)(?:{SAID_BEFORE})\s+$", re.IGNORECASE)
_OFTEN = re.compile(r"\b(?:once|twice)\s*$", re.IGNORECASE)
# "150 000 euros, puis 200 000"
_BEFORE_THEN = re.compile(
    rf"{_LARGER},?\s+(?:(?:and|et|und|y|e|en)\s+)?(?:then|puis|ensuite|dann|luego|después|poi|depois|daarna)\s+$",
    re.IGNORECASE,
)


def more_of(rest: str, unit: str, language: str) -> Decimal:
    """What a smaller unit adds to a number of `unit` with `rest` behind it: a half to the 3 of "3 years and 6 months"."""
    found = _REST.match(rest)
    if found and _unit_of(found["larger"]) == unit and (share := _share(unit, found["smaller"])):
        return (int(found["number"]) * share).quantize(_CENT)
    larger = _UNIT_BEHIND.match(rest)
    bare = larger and _unit_of(larger["larger"]) == unit and _bare_behind(unit, rest[larger.end() :], language)
    return (int(bare["number"]) * _OF_BARE[unit]).quantize(_CENT) if bare else Decimal(0)


def with_one_in_digits(text: str, language: str) -> str:
    """`text` with a 1 for the "an" of "an hour and 20 minutes", of "for a year", which elsewhere is no number."""
    text = _OR_MORE.sub(
        lambda one: "1 or " if one["unit"] is None or measure_of(fold(one["unit"])) in TIMES else one[0], text
    )
    first = _ONE_TIME.match(text)
    unit = measure_of(fold(first["unit"])) if first else None
    if first and unit in _LONG_TIMES:
        said, other = first["before"], _COUNTED.search(text, first.end())
        nothing = not terms(_SAID.sub("", said.removesuffix(bound_before(said))), language) and not _OFTEN.search(said)
        # "A day later 27 people" are 27, and "a year there and 18 years here" one.
        if nothing and (other is None or measure_of(fold(other["unit"])) == unit):
            return f"{said}1 {text[first.start('unit') :]}"
    return _ONE_BEFORE.sub(lambda one: "1 " if _share(_unit_of(one["larger"]), one["smaller"]) else one[0], text)


def begins_with_one(words: str) -> bool:
    """Whether `words` begin with one measure of time, as "an hour" does."""
    first = _ONE_TIME.match(words)
    return first is not None and not first["before"].strip() and measure_of(fold(first["unit"])) in _LONG_TIMES


def smaller_behind(words: str, text: str, language: str, is_number: Callable[[str], bool]) -> str:
    """The beginning of `text` that says more of the measure with which `words` end: " and six months" behind "three years"."""
    larger, more = _LARGER_AT_THE_END.search(words), _BEHIND.match(text)
    if larger is None:
        return ""
    unit = _unit_of(larger["larger"])
    if more and is_number(more["number"]) and _share(unit, more["smaller"]):
        return more[0]
    bare = _bare_behind(unit, text, language)
    return bare[0] if bare else ""


def currency_before_then(said: str) -> str:
    """The currency of the amount that `said` ends with and "then", which a number behind is of too; empty of anything else."""
    before = _BEFORE_THEN.search(said)
    unit = _unit_of(before["larger"]) if before else ""
    return unit if unit in CURRENCIES else ""


def is_smaller_part(said: str, words: str, is_number: Callable[[str], bool]) -> bool:
    """Whether `words` are the smaller part of a measure begun before them: the "six months" of "three years and six months"."""
    larger, own = _BEFORE.search(said), _BEGINS.match(words)
    if larger is None or own is None:
        return False
    if not is_number(larger["number"]) and not re.fullmatch(_ONE, larger["number"], re.IGNORECASE):
        return False
    return _share(_unit_of(larger["larger"]), own["smaller"]) != 0


def _unit_of(word: str) -> str:
    said = fold(word)
    return measure_of(said) or currency_of(word) or currency_in_words(said)


def _bare_behind(unit: str, text: str, language: str) -> re.Match[str] | None:
    """The cents, centimetres or minutes that are said without a word for them at the beginning of `text`."""
    found = _BARE.match(text) if unit in _OF_BARE else None
    return None if found is None or counted_behind(text[found.end() :], language).strip() else found


def _share(unit: str, word: str) -> Decimal:
    """How much of `unit` one of what `word` names is; nothing where it is no smaller one of the same kind."""
    short = fold(word)
    if unit in CURRENCIES:
        return _CENT if _CENTS.fullmatch(short) else Decimal(0)
    if (unit, short) in _SHORT:
        return 1 / Decimal(_SHORT[unit, short])
    known, smaller = FACTORS.get(unit), FACTORS.get(measure_of(short) or "")
    if known is None or smaller is None or known[0] != smaller[0] or smaller[1] >= known[1]:
        return Decimal(0)
    return smaller[1] / known[1]
