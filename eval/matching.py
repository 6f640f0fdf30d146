"""When one wording stands in another: white space, case, accents and kinds of apostrophe make no difference."""

import re

from index.words import UNSPACED, fold, has_unspaced

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
# A number with its groups of three digits and its decimals, whichever marks they have; normalised, every white space between
# groups is a space. The parts of a date written 17.11.2023 are numbers of their own.
_DATE = r"(?<![\d.,])\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?![.,]?\d)"
_NUMBER = r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_NUMBERS = re.compile(rf"(?P<date>{_DATE})|{_NUMBER}")
# In Hebrew and Arabic "and", "in", "to" and the like are the first letters of the word behind them.
_HEBREW, _ARABIC = "[\u0590-\u05ff]", "[\u0600-\u06ff]"
_WITH_PREFIXES = ((re.compile(_HEBREW), "(?:[והבלכמש]{1,3})?"), (re.compile(_ARABIC), "(?:[وفبلك]{1,2})?"))
# Korean particles stand behind the word that they belong to; folding takes syllables apart.
_KOREAN = re.compile("[\u1100-\u11ff]")
_BEGIN, _END = rf"(?<![^\W{UNSPACED}])", rf"(?![^\W{UNSPACED}])"


def normalised(text: str) -> str:
    """`text` folded (`index.words.fold`), with one kind of apostrophe, each run of white space as one space."""
    return " ".join(fold(text.translate(_APOSTROPHES)).split())


def contains(text: str, wording: str) -> bool:
    """Whether `wording` stands in `text` as whole words and numbers.

    `Meta` does not stand in `metadata`, nor `24` in `2024`, `5 milliard` in `1,5 milliard`, or `500` in `1 500`. In a script
    without spaces nobody knows where a word ends, so there it stands wherever its letters do, and beside such letters words and
    numbers of others end. `원` stands in `원을`, and `الرواتب` in `والرواتب`.
    """
    wanted, searched = normalised(wording), normalised(text)
    if not wanted:
        return False
    pattern = f"{_before(wanted[0])}(?P<wording>{re.escape(wanted)}){_behind(wanted[-1])}"
    inside = _inside_numbers(searched)
    return any(inside.isdisjoint(found.span("wording")) for found in re.finditer(pattern, searched))


def _before(first: str) -> str:
    """What has to stand before a wording that begins with `first`, as a pattern."""
    if not first.isalnum() or has_unspaced(first):
        return ""
    return _BEGIN + next((prefixes for script, prefixes in _WITH_PREFIXES if script.match(first)), "")


def _behind(last: str) -> str:
    """What has to stand behind a wording that ends with `last`, as a pattern."""
    return "" if not last.isalnum() or has_unspaced(last) or _KOREAN.match(last) else _END


def _inside_numbers(text: str) -> frozenset[int]:
    """The offsets in `text`, normalised, that have one and the same number before and behind them."""
    numbers = (found.span() for found in _NUMBERS.finditer(text) if found["date"] is None)
    return frozenset(offset for start, end in numbers for offset in range(start + 1, end))
