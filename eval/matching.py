"""When one wording stands in another: white space, case, accents and kinds of apostrophe make no difference."""

import re

from index.words import fold, has_unspaced

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
# A number with its groups of three digits and its decimals, whichever marks they have; normalised, every white space between
# groups is a space. The parts of a date written 17.11.2023 are numbers of their own.
_DATE = r"(?<![\d.,])\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?![.,]?\d)"
_NUMBER = r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_NUMBERS = re.compile(rf"(?P<date>{_DATE})|{_NUMBER}")


def normalised(text: str) -> str:
    """`text` folded (`index.words.fold`), with one kind of apostrophe, each run of white space as one space."""
    return " ".join(fold(text.translate(_APOSTROPHES)).split())


def contains(text: str, wording: str) -> bool:
    """Whether `wording` stands in `text` as whole words and numbers.

    `Meta` does not stand in `metadata`, nor `24` in `2024`, `5 milliard` in `1,5 milliard`, or `500` in `1 500`. In a script
    without spaces nobody knows where a word ends, so there it stands wherever its letters do.
    """
    wanted, searched = normalised(wording), normalised(text)
    if not wanted:
        return False
    begins, ends = (wanted[end].isalnum() and not has_unspaced(wanted[end]) for end in (0, -1))
    pattern = (r"(?<!\w)" if begins else "") + re.escape(wanted) + (r"(?!\w)" if ends else "")
    inside = _inside_numbers(searched)
    return any(inside.isdisjoint(found.span()) for found in re.finditer(pattern, searched))


def _inside_numbers(text: str) -> frozenset[int]:
    """The offsets in `text`, normalised, that have one and the same number before and behind them."""
    numbers = (found.span() for found in _NUMBERS.finditer(text) if found["date"] is None)
    return frozenset(offset for start, end in numbers for offset in range(start + 1, end))
