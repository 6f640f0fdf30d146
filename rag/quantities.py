"""Reads numbers and what they count in marked words. The only module that uses text2num."""

import re
from dataclasses import dataclass
from decimal import Decimal

from index.words import fold
from rag.locales import decimal_mark

# Languages in which text2num reads numbers in words.
_NUMBER_WORDS = frozenset({"de", "en", "es", "fr", "it", "nl", "pt"})
# Numbers in words from two on: "un", "eine" and "one" are articles more often than numbers.
_LEAST_IN_WORDS = 2
_DIGITS = r"(?:\d{1,3}(?:[\s\u00a0\u202f.,’']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?|(?<!\.)\.\d+)"
# Not the 3.5 of GPT-3.5, and not the 320 of A320.
_NUMBER = re.compile(rf"(?<![^\W_])(?<![^\W\d_][-.])(?<!\d[.,])({_DIGITS})")
_MINUS = re.compile(r"(?:(?:^|[\s(])[-−\u2013]|\bminus\s|^(?:moins|menos|meno)\s)$", re.IGNORECASE)
# From one number to another: of two, neither is the value.
_TO = r"[-−–—/]|to|and|or|à|et|ou|a|y|o|e|bis|und|oder|tot|en|of|hasta|até|până la|și"
_RANGE = re.compile(rf"{_DIGITS}(?:\s*%)?\s*(?:{_TO})\s*[$€£¥]?\s*\d", re.IGNORECASE)
# Half a million is no million, and two thirds are no two. By language, folded: "media" are the press in English.
_FRACTIONS = {
    "de": re.compile(r"\b(?:\w*halb\w*|halfte|\w*drittel\w*|viertel\w*)\b"),
    "en": re.compile(r"\b(?:half|halves|thirds?|quarters?)\b"),
    "es": re.compile(r"\b(?:medi[oa]s?|mitad|tercios?|cuartos?)\b"),
    "fr": re.compile(r"\b(?:demie?s?|moitie|tiers|quarts?)\b"),
    "it": re.compile(r"\b(?:mezz[oa]|meta|terz[oi]|quart[oi])\b"),
    "nl": re.compile(r"\b(?:half|halve|helft|derde|kwart)\b"),
    "pt": re.compile(r"\b(?:mei[oa]|metade|tercos?|quartos?)\b"),
}
# What text2num makes of "million" and its like when digits stand before it, how they are shortened, and those of Italian and
# Romanian, of which it knows none behind digits. An "m" is a million beside a currency's sign, and a metre else.
_SCALE = re.compile(r"\s*(1(?:000){1,4})\b")
_WORD_SCALE = re.compile(
    r"\s?(?:(bn|mrds?|mds?|mdr|miliard[oie])|(mio|mln|mn|milion[ei]|milioane)|(tn|trn)|(k|mila|mii))(?![^\W\d_])\.?",
    re.IGNORECASE,
)
_WORD_SCALES = (10**9, 10**6, 10**12, 10**3)
_MILLION = re.compile(r"\s?m(?![^\W\d_])", re.IGNORECASE)
_PERCENT = re.compile(
    r"%|\b(?:per\s?cent|pour\s?cent|pourcent|por\s?ciento|per\s?cento|prozent|procente?|la sută)\b", re.IGNORECASE
)
_WORD = re.compile(r"[%$€£¥]|[^\W\d_]+")
# A unit is compared by its first letters: "dollars" and "Dollar", "employés" and "employees".
_UNIT_LETTERS = 4
_MONEY = {
    "$": "doll",
    "€": "euro",
    "£": "poun",
    "¥": "yen",
    "dola": "doll",
    "livr": "poun",
    "libr": "poun",
    "pfun": "poun",
}
_CURRENCIES = frozenset({"doll", "euro", "poun", "yen", "fran", "peso"})
# Words between a number and what it counts.
_LINKING = frozenset(
    {"de", "d", "des", "du", "of", "the", "von", "der", "al", "la", "los", "les", "us", "american", "americains"}
    | {"di", "dei", "degli", "delle"}
)
# A time of day, which is not compared: 6 h 30, 6h30, 6:30, 6.30 Uhr, 6.30 am.
_CLOCK = re.compile(
    r"\b\d{1,2}(?:\s?h\s?\d{2}\b|:\d{2}\b|\.\d{2}\s?(?:uhr|[ap]\.?m\b))|\ba las? \d{1,2}\.\d{2}\b", re.IGNORECASE
)
_GROUP = 3


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts: the folded beginning of a word, `%`, or nothing."""

    number: Decimal
    unit: str

    @property
    def kind(self) -> str:
        """`amount` for money and shares, `count` for anything else."""
        return "amount" if self.unit == "%" or self.unit in _CURRENCIES else "count"

    def __str__(self) -> str:
        """The number in digits."""
        return f"{self.number.normalize():f}" + (" %" if self.unit == "%" else "")

    def agrees(self, other: "Quantity") -> bool | None:
        """Whether the numbers are equal; None where they count different things, such as dollars and euros."""
        return self.number == other.number if self.unit == other.unit else None


def read_quantity(words: str, language: str) -> Quantity | None:
    """The first number of `words` and what it counts; None where there is none, or where it is a part or a bound of the value."""
    from text_to_num import alpha2digit

    fraction = _FRACTIONS.get(language)
    if _CLOCK.search(words) or (fraction and fraction.search(fold(words))):
        return None
    text = _PERCENT.sub(" % ", words)
    if language in _NUMBER_WORDS:
        text = alpha2digit(text, language, threshold=_LEAST_IN_WORDS)
    found = _NUMBER.search(text)
    if found is None or _RANGE.search(text):
        return None
    after, before = text[found.end() :], text[: found.start()]
    last = before.rstrip()[-1:]
    sign = last if last in _MONEY else ""
    scale, after = _scale(after, sign)
    number = _decimal(found[1], language, scaled=scale > 1)
    if number is None:
        return None
    negative = _MINUS.search(before.rstrip(f" {sign}") if sign else before)
    return Quantity(-number * scale if negative else number * scale, _MONEY.get(sign) or _unit(after))


def _scale(after: str, sign: str) -> tuple[int, str]:
    """What the digits are to be taken times, and what stands behind that."""
    in_full, word, million = _SCALE.match(after), _WORD_SCALE.match(after), _MILLION.match(after)
    if in_full:
        return int(in_full[1]), after[in_full.end() :]
    if word:
        times = next(times for times, letters in zip(_WORD_SCALES, word.groups(), strict=True) if letters)
        return times, after[word.end() :]
    if million and (sign or _unit(after[million.end() :]) in _CURRENCIES):
        return 10**6, after[million.end() :]
    return 1, after


def _decimal(digits: str, language: str, *, scaled: bool) -> Decimal | None:
    """The number that digits with points, commas and spaces are; None where they may be two.

    A single point or comma is a decimal mark whatever the language, unless three digits follow. "12,000" is twelve thousand,
    unless a comma is the language's decimal mark: then it may be either, and is one with decimals where a million stands behind.
    """
    plain = re.sub(r"[\s’']", "", digits)
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


def _unit(text: str) -> str:
    """What is counted: the first word after the number that says it."""
    pieces: list[str] = _WORD.findall(text)
    for piece in pieces:
        if piece in {"%", *_MONEY}:
            return _MONEY.get(piece, piece)
        word = fold(piece)
        if word not in _LINKING:
            return _MONEY.get(word[:_UNIT_LETTERS], word[:_UNIT_LETTERS])
    return ""
