"""When one wording stands in another: white space, case, accents and kinds of apostrophe make no difference."""

import re

from index.words import fold, has_unspaced

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
# A number with its groups of three digits and its decimals, whichever marks they have; normalised, every white space between
# groups is a space. The parts of a date written 17.11.2023 are numbers of their own.
_DATE = r"(?<![\d.,])\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?![.,]?\d)"
_NUMBER = r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_NUMBERS = re.compile(rf"(?P<date>{_DATE})|{_NUMBER}")
# In Hebrew and Arabic "and", "in", "to" and the like are the first letters of the word behind them. Before a short word they may
# make another one: بدون is "without".
_LEAST_BEHIND_PREFIX = 4
_WITH_PREFIXES = (
    (re.compile("[\u0590-\u05ff]"), re.compile(r"(?<!\w)[והבלכמש]{1,3}\Z")),
    (re.compile("[\u0600-\u06ff]"), re.compile(r"(?<!\w)[وفبلك]{1,2}\Z")),
)
_LONGEST_PREFIX = 3
# Korean particles and what is counted stand behind words and numbers at once. Folding takes syllables apart; what ends one is no
# particle.
_KOREAN, _ENDS_SYLLABLE = re.compile("[\u1100-\u11ff]"), re.compile("[\u11a8-\u11ff]")


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
    inside: frozenset[int] | None = None
    for found in re.finditer(re.escape(wanted), searched):
        start, end = found.span()
        if _begins(searched, start, wanted) and _ends(searched[end : end + 1], wanted[-1]):
            inside = _inside_numbers(searched) if inside is None else inside
            if inside.isdisjoint((start, end)):
                return True
    return False


def _begins(text: str, start: int, wording: str) -> bool:
    """Whether a wording that stands at `start` begins there as a word or number, or where words are written together."""
    before, first = text[start - 1 : start] if start else "", wording[0]
    if not first.isalnum() or has_unspaced(first) or not _is_of_word(before):
        return True
    if len(wording.split(maxsplit=1)[0]) < _LEAST_BEHIND_PREFIX:
        return False
    back = text[max(0, start - _LONGEST_PREFIX - 1) : start]
    return any(script.match(first) and prefix.search(back) for script, prefix in _WITH_PREFIXES)


def _ends(behind: str, last: str) -> bool:
    """Whether a wording that ends with `last` ends before `behind` as a word or number."""
    if _KOREAN.match(last):
        return _ENDS_SYLLABLE.match(behind) is None
    is_joined = has_unspaced(last) or (last.isdigit() and _KOREAN.match(behind) is not None)
    return not last.isalnum() or is_joined or not _is_of_word(behind)


def _is_of_word(char: str) -> bool:
    """Whether a character, or nothing, goes on with a word that ends somewhere."""
    return (char.isalnum() or char == "_") and not has_unspaced(char)


def _inside_numbers(text: str) -> frozenset[int]:
    """The offsets in `text`, normalised, that have one and the same number before and behind them."""
    numbers = (found.span() for found in _NUMBERS.finditer(text) if found["date"] is None)
    return frozenset(offset for start, end in numbers for offset in range(start + 1, end))
