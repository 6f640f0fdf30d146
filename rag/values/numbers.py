"""Reads numbers in digits: points, commas and spaces in them, and what scales them, such as "million" and "bn"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from index.locales import decimal_mark
from rag.values.counted import unit_of
from rag.values.currencies import CURRENCIES
from rag.values.scales import scale_behind

DIGITS = r"(?:\d{1,3}(?:[\s\u00a0\u202f.,’']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?|(?<!\.)\.\d+)"
# What stands before no number: not the 3.5 of GPT-3.5, the 320 of A320 and the 1000 of A350-1000.
NO_WORD_BEFORE = r"(?<![^\W_])(?<![^\W\d_][-.])(?<![^\W\d_]\d-)(?<![^\W\d_]\d\d-)(?<![^\W\d_]\d{3}-)(?<!\d[.,])"
NUMBER = re.compile(rf"{NO_WORD_BEFORE}({DIGITS})")
# What text2num makes of "million" and its like when digits stand before it, how they are shortened, and those of Italian and
# Romanian, of which it knows none behind digits.
_SCALE = re.compile(r"\s*(1(?:000){1,6})\b")
_WORD_SCALE = re.compile(
    r"\s?(?:(bn|mrds?|mds?|mdr|mld|miliard[oie])|(mio|mln|mn|mill|milion[ei]|milioane)|(tn|trn)|(k|mila|mii)"
    r"|(dozens?|dutzend|docenas?|douzaines?|dozzin[ae]|d[úu]zias?|dozijn))(?!\w)\.?",
    re.IGNORECASE,
)
_WORD_SCALES = (10**9, 10**6, 10**12, 10**3, 12)
# In English of India: "12 lakh people", "a ₹500-crore project".
_INDIAN = re.compile(r"\s*-?\s*(?:(?P<lakh>lakhs?)|crores?)(?!\w)", re.IGNORECASE)
_LAKH, _CRORE = 10**5, 10**7
# An "m" is a million beside a currency's sign, and a metre else; "2 M de personnes" and "1.5M users" are millions, and 3M is a
# company.
_LETTER = re.compile(r"\s?([mbt])(?![^\W\d_])", re.IGNORECASE)
_LETTERS = {"m": 10**6, "b": 10**9, "t": 10**12}
_MILLIONS_OF = re.compile(r"\s?M\s+(?:d['’]|d[eio]s?\s)")
_MILLIONS = re.compile(r"M\s+(?=[^\W\d_]{3})")
# British news write "3m people" and "1.5m new homes". Only of what has no length: "6m waves" are as high, and "the 100m women's
# final" is a race. "3m to 5m people" are millions both.
_IN_MILLIONS = (
    "people persons children adults babies pupils students teachers pensioners patients families households homes"
    " houses flats jobs workers employees staff voters votes members migrants refugees visitors tourists passengers"
    " travellers commuters drivers customers consumers clients borrowers taxpayers claimants users subscribers"
    " followers viewers listeners readers fans copies downloads streams accounts tickets doses vaccines jabs"
    " vaccinations tests cases deaths infections barrels tonnes tons acres hectares litres gallons shares businesses"
    " companies firms Britons Americans Ukrainians Syrians"
)
_SAID_OF_THEM = (
    "more new extra additional other fewer British UK US American European young older displaced affordable empty active daily"
    " monthly paying"
)
_MILLIONS_IN_ENGLISH = re.compile(
    rf"m(?:\s?(?:[-–—]|to|and|or)\s?{DIGITS}m)?\s+(?:(?:{_SAID_OF_THEM.replace(' ', '|')})\s+){{0,2}}"
    rf"(?:{_IN_MILLIONS.replace(' ', '|')})(?![\w'’-])",
    re.IGNORECASE,
)
# Those above, of which text2num knows few. By language: a trillion is 10^12 in English and 10^18 in French. Behind a number or
# "one"; of "trillions of dollars" nobody says how many.
_LARGE = {
    "de": ((r"billion(?:en)?|bio\.", 10**12), (r"billiarden?", 10**15), (r"trillion(?:en)?", 10**18)),
    "en": ((r"lakh\s+crores?", 10**12), (r"trillions?", 10**12), (r"quadrillions?", 10**15)),
    "es": ((r"bill[oó]n(?:es)?", 10**12), (r"trill[oó]n(?:es)?", 10**18)),
    "fr": ((r"billions?", 10**12), (r"billiards?", 10**15), (r"trillions?", 10**18)),
    "it": ((r"bilion[ei]", 10**12),),
    "pt": ((r"trilh(?:ão|ões)|bili(?:ão|ões)", 10**12),),
    "ro": ((r"trili(?:on|oane)", 10**12),),
}
_ONE = r"one|an?|une?|ein(?:e[rn]?)?|uno?|uma?"
_GROUP = 3


@dataclass(frozen=True, slots=True)
class Digits:
    """A number and the worth of its last digit that is stated: of "1.2" with a million behind it that is 100,000."""

    number: Decimal
    step: Decimal


def large_in_digits(text: str, language: str) -> str:
    """`text` with "3 trillion" as "3 1000000000000", as text2num leaves "3 million", and "one trillion" without its one."""
    for word, times in _LARGE.get(language, ()):
        text = re.sub(rf"(?<!\w)(?:{_ONE})\s+(?:{word})(?!\w)", str(times), text, flags=re.IGNORECASE)
        text = re.sub(rf"(?<=\d)(\s*)(?:{word})(?!\w)", rf" {times}", text, flags=re.IGNORECASE)
    return text


def millions_of(after: str, language: str) -> str:
    """The "m people" of "3m people": what there are millions of, where `after` begins with a small "m" directly behind digits.

    Empty where it makes none.
    """
    found = _MILLIONS_IN_ENGLISH.match(after) if language == "en" and after[:1] == "m" else None
    return found[0] if found else ""


def scale_of(after: str, sign: str, language: str, *, decimals: bool = False) -> tuple[int, str]:
    """What the digits before `after` are to be taken times, and what stands behind that; `decimals` where they have some."""
    if language == "en" and (indian := _INDIAN.match(after)):
        return _LAKH if indian["lakh"] else _CRORE, after[indian.end() :]
    if elsewhere := scale_behind(after, language):
        return elsewhere[0], after[elsewhere[1] :]
    in_full, word, letter = _SCALE.match(after), _WORD_SCALE.match(after), _LETTER.match(after)
    if in_full:
        return int(in_full[1]), after[in_full.end() :]
    if word:
        times = next(times for times, letters in zip(_WORD_SCALES, word.groups(), strict=True) if letters)
        return times, after[word.end() :]
    if letter:
        times, rest = _LETTERS[letter[1].lower()], after[letter.end() :]
        of_money = sign or (letter[1] in "mM" and unit_of(rest, language) in CURRENCIES)
        in_english = bool(millions_of(after, language))
        if of_money or in_english or _MILLIONS_OF.match(after) or (decimals and _MILLIONS.match(after)):
            return times, rest
    return 1, after


def digits_in(digits: str, language: str, scale: int) -> Digits | None:
    """The number that digits with points, commas and spaces are, times `scale`; None where they may be two.

    A single point or comma is a decimal mark whatever the language, unless three digits follow. "12,000" is twelve thousand,
    unless a comma is the language's decimal mark: then it may be either, and is one with decimals where a million stands behind.
    """
    number = _decimal(re.sub(r"[\s’']", "", digits), language, scaled=scale > 1)
    if number is None:
        return None
    exponent = number.as_tuple().exponent
    return Digits(number * scale, Decimal(10) ** int(exponent) * scale)


def _decimal(plain: str, language: str, *, scaled: bool) -> Decimal | None:
    marks = [c for c in plain if c in ".,"]
    if not marks:
        return Decimal(plain)
    whole, _, rest = plain.rpartition(marks[-1])
    if len(set(marks)) == 1 and len(marks) > 1:
        return Decimal(plain.replace(marks[0], ""))
    if len(marks) == 1 and len(rest) == _GROUP and whole not in ("", "0"):
        if marks[0] != decimal_mark(language):
            return Decimal(whole + rest)
        if not scaled:
            return None
    return Decimal(re.sub(r"[.,]", "", whole) + "." + rest)
