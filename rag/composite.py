"""Reads measures that are said in two units: "3 years and 6 months", "2h 10m", "5ft 10in"."""

import re
from collections.abc import Callable
from decimal import Decimal

from index.words import fold
from rag.measures import FACTORS, measure_of

_AND = r"(?:(?:and|et|und|y|e|en|și)\s+)?"
_LARGER, _NUMBER, _SMALLER = (
    r"(?P<larger>[^\W\d_]+)",
    r"(?P<number>\d+|[^\W\d_]+(?:-[^\W\d_]+)*?)",
    r"(?P<smaller>[^\W\d_]+)(?!\w)",
)
_REST = re.compile(rf"[\s-]*{_LARGER}\s+{_AND}(?P<number>\d+)[\s-]?{_SMALLER}", re.IGNORECASE)
_BEHIND = re.compile(rf"\s+{_AND}{_NUMBER}[\s-]?{_SMALLER}", re.IGNORECASE)
_LARGER_AT_THE_END = re.compile(rf"{_NUMBER}[\s-]?{_LARGER}$")
_BEFORE = re.compile(rf"(?:^|[\s(]){_NUMBER}[\s-]?{_LARGER}\s+{_AND}$", re.IGNORECASE)
_BEGINS = re.compile(rf"{_NUMBER}[\s-]?{_SMALLER}")
# Beside hours and feet these are no metres and no "in".
_SHORT = {("hour", "m"): 60, ("hour", "mn"): 60, ("foot", "in"): 12, ("foot", "ins"): 12, ("foot", "inches"): 12}
_CENT = Decimal("0.01")


def more_of(rest: str, unit: str) -> Decimal:
    """What a smaller unit adds to a number of `unit` with `rest` behind it: a half to the 3 of "3 years and 6 months"."""
    found = _REST.match(rest)
    if found is None or measure_of(fold(found["larger"])) != unit:
        return Decimal(0)
    return (int(found["number"]) * _share(unit, found["smaller"])).quantize(_CENT)


def smaller_behind(words: str, text: str, is_number: Callable[[str], bool]) -> str:
    """The beginning of `text` that says more of the measure with which `words` end: " and six months" behind "three years"."""
    larger, more = _LARGER_AT_THE_END.search(words), _BEHIND.match(text)
    if larger is None or more is None or not is_number(more["number"]):
        return ""
    return more[0] if _share(measure_of(fold(larger["larger"])) or "", more["smaller"]) else ""


def is_smaller_part(said: str, words: str, is_number: Callable[[str], bool]) -> bool:
    """Whether `words` are the smaller part of a measure begun before them: the "six months" of "three years and six months"."""
    larger, own = _BEFORE.search(said), _BEGINS.match(words)
    if larger is None or own is None or not is_number(larger["number"]):
        return False
    return _share(measure_of(fold(larger["larger"])) or "", own["smaller"]) != 0


def _share(unit: str, word: str) -> Decimal:
    """How much of `unit` one of what `word` names is; nothing where it is no smaller one of the same kind."""
    short = fold(word)
    if (unit, short) in _SHORT:
        return 1 / Decimal(_SHORT[unit, short])
    known, smaller = FACTORS.get(unit), FACTORS.get(measure_of(short) or "")
    if known is None or smaller is None or known[0] != smaller[0] or smaller[1] >= known[1]:
        return Decimal(0)
    return smaller[1] / known[1]
