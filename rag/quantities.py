"""Reads numbers and what they count in marked words. The only module that uses text2num."""

import re
from dataclasses import dataclass
from decimal import Decimal

from index.words import fold, terms
from rag.currencies import CURRENCIES, SIGN, currency_in_words, currency_of, set_apart, sign_before
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
_RANGE = re.compile(rf"{_DIGITS}(?:\s*%)?\s*(?:{_TO})\s*(?:{SIGN})?\s*\d", re.IGNORECASE)
# What stands between the first number of a range, behind its scale, and the second: what it counts, and "to". Without the Dutch
# "en" and "of", which say something else in French and English.
_TO_OTHER = r"to|and|or|à|et|ou|a|y|o|e|bis|und|oder|tot|hasta|até|până la|și"
_TO_ANOTHER = re.compile(
    rf"(?P<counted>(?:\s*(?:%|{SIGN})|(?:\s*[^\W\d_]+['’]?){{1,3}})??)\s*(?:[-−–—/]|(?<!\w)(?:{_TO_OTHER})\s)\s*(?=[^\W\d_]*[$€£¥]?\s*\d)",
    re.IGNORECASE,
)
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
_SCALE = re.compile(r"\s*(1(?:000){1,6})\b")
_WORD_SCALE = re.compile(
    r"\s?(?:(bn|mrds?|mds?|mdr|miliard[oie])|(mio|mln|mn|milion[ei]|milioane)|(tn|trn)|(k|mila|mii))(?![^\W\d_])\.?",
    re.IGNORECASE,
)
_WORD_SCALES = (10**9, 10**6, 10**12, 10**3)
_MILLION = re.compile(r"\s?m(?![^\W\d_])", re.IGNORECASE)
# Those above, of which text2num knows few. By language: a trillion is 10^12 in English and 10^18 in French. Behind a number or
# "one"; of "trillions of dollars" nobody says how many.
_LARGE = {
    "de": ((r"billion(?:en)?|bio\.", 10**12), (r"billiarden?", 10**15), (r"trillion(?:en)?", 10**18)),
    "en": ((r"trillions?", 10**12), (r"quadrillions?", 10**15)),
    "es": ((r"bill[oó]n(?:es)?", 10**12), (r"trill[oó]n(?:es)?", 10**18)),
    "fr": ((r"billions?", 10**12), (r"billiards?", 10**15), (r"trillions?", 10**18)),
    "it": ((r"bilion[ei]", 10**12),),
    "pt": ((r"trilh(?:ão|ões)|bili(?:ão|ões)", 10**12),),
    "ro": ((r"trili(?:on|oane)", 10**12),),
}
_ONE = r"one|an?|une?|ein(?:e[rn]?)?|uno?|uma?"
_PERCENT = re.compile(
    r"%|\b(?:per\s?cent|pour\s?cent|pourcent|por\s?ciento|per\s?cento|prozent|procente?|la sută)\b", re.IGNORECASE
)
_WORD = re.compile(rf"%|{SIGN}|[^\W\d_]+")
# A unit is compared by its first letters: "dollars" and "Dollar", "employés" and "employees".
_UNIT_LETTERS = 4
# Time, length and weight by all their words, folded: 15 "ans" and 15 "years" are the same, 15 "mois" are not.
_MEASURES = {
    "year": r"years?|yrs?|ans?|annees?|jahre?[ns]?|anos?|ann[io]|jaar|jaren|ani",
    "month": r"months?|mois|monate?[ns]?|mes(?:es)?|mes[ei]|maand(?:en)?|lun[ia]",
    "week": r"weeks?|semaines?|wochen?|semanas?|settiman[ae]|weken|saptaman[ai]",
    "day": r"days?|jours?|journees?|tage?[ns]?|dias?|giorn[io]|dag(?:en)?|zile",
    "hour": r"hours?|hrs?|h|heures?|stunden?|std|horas?|or[ae]|uur|uren",
    "minute": r"minut(?:es?|en?|os?|i)|mins?",
    "second": r"seconde?s?|secondi|sekunden?|segundos?",
    "kilometre": r"km|kilomet(?:re|er|ro)s?n?|chilometri",
    "metre": r"m|met(?:re|er|ro)s?n?|metri",
    "centimetre": r"cm|(?:c|z)entimet(?:re|er|ro)s?n?",
    "mile": r"miles?|meilen?|millas?",
    "foot": r"foot|feet|ft",
    "kilogram": r"kg|kilos?|kilogramm?e?[ns]?|kilogramos?",
    "gram": r"g|gramm?e?[ns]?|gramos?",
    "tonne": r"tonn?e?[ns]?|toneladas?",
    "pound-weight": r"lbs?",
}
_MEASURE = tuple((unit, re.compile(words)) for unit, words in _MEASURES.items())
# Words between a number and what it counts.
_LINKING = frozenset(
    {"de", "d", "des", "du", "of", "the", "von", "der", "al", "la", "los", "les", "us", "american", "americains"}
    | {"di", "dei", "degli", "delle", "swiss", "schweizer"}
)
# A time of day, which is not compared: 6 h 30, 6h30, 6:30, 6.30 Uhr, 6.30 am.
_CLOCK = re.compile(
    r"\b\d{1,2}(?:\s?h\s?\d{2}\b|:\d{2}\b|\.\d{2}\s?(?:uhr|[ap]\.?m\b))|\ba las? \d{1,2}\.\d{2}\b", re.IGNORECASE
)
# 0191 555 0142 and +44 191 555 0142: no number begins with a nought before another digit, and few so long with a plus.
_TELEPHONE = re.compile(r"0\d|(?<=\+)\d(?:[\s()./-]{0,2}\d){8}")
_GROUP = 3
# A word behind a number, of which so many may say what it counts.
_NEXT = re.compile(rf"[\s-]*(?P<word>mio\.|mrd\.|%|{SIGN}|[^\W_]+)", re.IGNORECASE)
_WORDS_BEHIND = 3


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts: a measure, a currency, else the folded beginning of a word; `%`, or nothing."""

    number: Decimal
    unit: str

    @property
    def kind(self) -> str:
        """`amount` for money and shares, `count` for anything else."""
        return "amount" if self.unit == "%" or self.unit in CURRENCIES else "count"

    @property
    def measures(self) -> bool:
        """Whether it is a time, a length or a weight."""
        return self.unit in _MEASURES

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
    text = _PERCENT.sub(" % ", set_apart(words))
    if language in _NUMBER_WORDS:
        text = alpha2digit(text, language, threshold=_LEAST_IN_WORDS)
    text = _large_in_digits(text, language)
    found = _NUMBER.search(text)
    if found is None or _RANGE.search(text) or _TELEPHONE.match(text, found.start()):
        return None
    after, before = text[found.end() :], text[: found.start()]
    sign = sign_before(before)
    scale, after = _scale(after, sign)
    number = _decimal(found[1], language, scaled=scale > 1)
    if number is None or _goes_on_to_another(after, sign):
        return None
    # "-$10bn" is negative, and in "a record – $10bn" the dash is the sentence's.
    negative = _MINUS.search(before.rstrip().removesuffix(sign) if sign else before)
    return Quantity(-number * scale if negative else number * scale, currency_of(sign) or _unit(after))


def counted_behind(text: str, language: str) -> str:
    """The beginning of `text`, which follows a number in its sentence, that may say what is counted.

    Not the "in" of "27 in May", nor what stands behind it.
    """
    share = re.match(rf"\s*(?:{_PERCENT.pattern})", text, re.IGNORECASE)
    if share:
        return share[0]
    end = words = 0
    while words < _WORDS_BEHIND and (found := _NEXT.match(text, end)):
        word = found["word"]
        links, says = fold(word) in _LINKING, terms(word, language) or currency_of(word) or word == "%"
        if (not end and word.isdecimal()) or not (links or says):
            break
        end, words = found.end(), words + (not links)
    return text[:end]


def _large_in_digits(text: str, language: str) -> str:
    """`text` with "3 trillion" as "3 1000000000000", as text2num leaves "3 million", and "one trillion" without its one."""
    for word, times in _LARGE.get(language, ()):
        text = re.sub(rf"(?<!\w)(?:{_ONE})\s+(?:{word})(?!\w)", str(times), text, flags=re.IGNORECASE)
        text = re.sub(rf"(?<=\d)(\s*)(?:{word})(?!\w)", rf" {times}", text, flags=re.IGNORECASE)
    return text


def _goes_on_to_another(after: str, sign: str) -> bool:
    """Whether a number that counts the same follows, as in "5 euros to 10 euros"; 3 men and 2 women are no range."""
    to = _TO_ANOTHER.match(after)
    if to is None:
        return False
    counted, unit = _unit(to["counted"]), currency_of(sign)
    second = _NUMBER.search(after, to.end())
    if second is None or (unit and counted not in ("", unit)):
        return False
    other_sign = sign_before(after[to.end() : second.start()])
    other = currency_of(other_sign) or _unit(_scale(after[second.end() :], other_sign)[1])
    # "Four votes to three" is no range of votes, and "$86bn to 157bn" is one of dollars.
    return other == (unit or counted) or (not counted and "" in (unit, other))


def _scale(after: str, sign: str) -> tuple[int, str]:
    """What the digits are to be taken times, and what stands behind that."""
    in_full, word, million = _SCALE.match(after), _WORD_SCALE.match(after), _MILLION.match(after)
    if in_full:
        return int(in_full[1]), after[in_full.end() :]
    if word:
        times = next(times for times, letters in zip(_WORD_SCALES, word.groups(), strict=True) if letters)
        return times, after[word.end() :]
    if million and (sign or _unit(after[million.end() :]) in CURRENCIES):
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
        if piece == "%" or currency_of(piece):
            return currency_of(piece) or piece
        word = fold(piece)
        measure = next((unit for unit, words in _MEASURE if words.fullmatch(word)), None)
        if measure is not None:
            return measure
        if word not in _LINKING:
            return currency_in_words(word[:_UNIT_LETTERS]) or word[:_UNIT_LETTERS]
    return ""
