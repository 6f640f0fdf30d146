"""Tells words that hold a number and state no value: ranges, halves, shares, ordinals, scores, times of day, telephones."""

import re
from collections.abc import Callable
from decimal import Decimal

from index.words import fold
from rag.values.counted import PERCENT, unit_of
from rag.values.currencies import CURRENCIES, SIGN, currency_of, sign_before
from rag.values.named_numbers import without_models
from rag.values.number_words import in_digits
from rag.values.numbers import DIGITS, NO_WORD_BEFORE, NUMBER, large_in_digits, scale_of

# From one number to another: of two, neither is the value. The "320-200" of "A320-200" is one name's.
_TO = r"[-−–—/]|to|and|or|à|et|ou|a|y|o|e|bis|auf|und|oder|tot|naar|en|of|hasta|até|până la|și"
_RANGE = re.compile(
    rf"{NO_WORD_BEFORE}{DIGITS}(?P<share>\s*%)?\s*(?:{_TO})\s*(?P<other>(?:{SIGN})?\s*\d)", re.IGNORECASE
)
# How far behind the beginning of an amount it says what it is of.
_AMOUNT_REACH = 40
# What stands between the first number of a range, behind its scale, and the second: what it counts, and "to". Without the Dutch
# "en" and "of", which say something else in French and English.
_TO_OTHER = r"to|and|or|à|et|ou|a|y|o|e|bis|auf|und|oder|tot|naar|hasta|até|până la|și"
_TO_ANOTHER = re.compile(
    rf"(?P<counted>(?:\s*(?:%|{SIGN})|(?:\s*[^\W\d_]+['’]?){{1,3}})??)\s*(?:[-−–—/]"
    rf"|(?<!\w)(?:{_TO_OTHER})\s)\s*(?=[^\W\d_]*[$€£¥]?\s*\d)",
    re.IGNORECASE,
)
# Half a million is no million, and two thirds are no two. By language, folded: "media" are the press in English.
_FRACTIONS = {
    "de": re.compile(
        r"\b(?:\w*halb\w*|halfte|\w*drittel\w*|viertel\w*|(?:funf|sechs|sieb|ach|neun|zehn|hunderts|tausends)tel)\b"
    ),
    "en": re.compile(r"\b(?:half|halves|thirds?|quarters?)\b"),
    "es": re.compile(r"\b(?:medi[oa]s?|mitad|tercios?|cuartos?)\b"),
    "fr": re.compile(r"\b(?:demie?s?|moitie|tiers|quarts?)\b"),
    "it": re.compile(r"\b(?:mezz[oa]|meta|terz[oi]|quart[oi])\b"),
    "nl": re.compile(r"\b(?:half|halve|anderhal(?:f|ve)|helft|derde|kwart)\b"),
    "pt": re.compile(r"\b(?:mei[oa]|metade|tercos?|quartos?)\b"),
}
_FRACTION_SIGNS = re.compile(r"[¼½¾⅐-⅞]")
# A time of day, which is not compared: 6 h 30, 6h30, 6:30, 6.30 Uhr, 6.30 am, "las 6.30".
_CLOCK = re.compile(
    r"\b\d{1,2}(?:\s?h\s?\d{2}\b|:\d{2}\b|\.\d{2}\s?(?:uhr|uur|[ap]\.?m\b))"
    r"|\b(?:a la|las|alle|dalle|ore|às|om) \d{1,2}\.[0-5]\d\b(?!\s?[%€$])",
    re.IGNORECASE,
)
# At 8 pm, "um 20 Uhr", "13 uur", in lower case.
_AT_CLOCK = re.compile(r"(?<![\w.,])(?:\d{1,2}\s?(?:[ap]\.?m\b|[o0]['’]clock|uhr\b)|(?:1?\d|2[0-3])\s?uur\b)")
# By language "à 20 heures", "a las 20" and "alle 20". Without an "at", 18 hours are a time that passes, and so are 35 hours,
# "à dix heures de route", "a diez horas de viaje".
_HOUR = r"\s(?:1?\d|2[0-4])"
_HOURS = rf"{_HOUR}(?:(?![.,]?\d|\s?\w)|\s?(?:h|horas?|ore)\b|\sd[ae]\b)"
_FOR_HOURS = r"\s(?:d['’]|de\s)(?!(?:l['’]après|la\s(?:matinée|soirée|nuit))\b)|\spar\b"
_AT_HOUR = {
    "es": re.compile(rf"(?<!\w)(?:a|sobre|hacia) las?{_HOURS}"),
    "fr": re.compile(rf"(?<!\w)(?:à|a|vers|dès){_HOUR}\s?(?:h|heures?)\b(?!{_FOR_HOURS})"),
    "it": re.compile(rf"(?<!\w)(?:alle|dalle|ore){_HOURS}"),
    "pt": re.compile(rf"(?<!\w)(?:(?:às|pelas){_HOURS}|à\s1\s?(?:h|hora)\b)"),
    # Where no half of the day is named 3点 are three points, and 3시 may be three cities.
    **dict.fromkeys(
        ("ja", "ko", "zh"),
        re.compile(
            r"(?:[上下]午|午[前後]|凌晨|清晨|早上|中午|傍晚|晚上|深夜|오전|오후|새벽|아침|저녁|밤)\s?\d{1,2}\s?[时時点點시](?![間间])"
        ),
    ),
}
# 0191 555 0142 and +44 191 555 0142: no number begins with a nought before another digit, and few so long with a plus.
_TELEPHONE = re.compile(r"0\d|(?<=\+)\d(?:[\s()./-]{0,2}\d){8}")
# One in five, "un Français sur cinq", 9 out of 10, 2:1.
_OF_HOW_MANY = re.compile(
    r"(?<!\d[\s.,])\b(?P<part>one|\d+)\s(?:\w+\s)?(?:in|out of)\s(?:every\s)?(?P<all>1?\d|20|100)\b(?![\s.,:]?\d)"
    r"|(?<!\d[\s.,])\b(?P<some>\d+|une?|uno|um|uma|een|ein\w*|unul|una)\s"
    r"(?:von|din|(?:\w+\s)?(?:sur|su|de cada|em cada|op de|op))"
    r"\s(?P<of>1?\d|20|100)\b(?![\s.,:]?\d)"
    r"|\bjede\w*\s\d|\d\s?:\s?\d"
)
# The third, "le 3e", "3º": what text2num makes of ordinals, too.
_ORDINAL = re.compile(r"(?:st|nd|rd|th|[eè]me|er|[eè]re|e|de|ste|[ºª])(?!\w)", re.IGNORECASE)
# Of "three fifths" text2num makes 3 5ths; "two second-hand cars" are two.
_DENOMINATOR = re.compile(r"\s+\d+(?:ths?|rds?|emes?|[eoa]s?)(?![\w-])")
_ORDINAL_POINT = re.compile(r"\.(?:\s+\w|\s*$)")
# Hundreds of people may be 200 and 900. Folded.
_MANY = re.compile(
    r"(?<!\w)(?:hundreds|thousands|dozens|tens of|scores of|centaines|milliers|dizaines|vingtaines|hunderten?|tausenden?"
    r"|tausende"
    r"|zehntausende\w?|hunderttausende\w?|dutzende\w?|cientos|centenares|decenas|decine|centinaia|migliaia|centenas|dezenas"
    r"|milhares|honderden|duizenden|tientallen|zeci de|sute de|mii de)(?!\w)"
)
_MILLIONS = (
    r"millions|billions|trillions|milliards|millionen|milliarden|billionen|millones|billones|milioni|miliardi"
    r"|milh[oõ]es|bilh[oõ]es"
    r"|trilh[oõ]es|miljoenen|miljarden|milioane|miliarde"
)
_NOT_COUNTED, _WITH_MILES = (re.compile(rf"(?<!\w)(?:{_MILLIONS}{more})(?!\w)") for more in ("", "|miles"))
# "A few" and "several", folded.
FEW = (
    r"a few|several|a couple of|quelques|plusieurs|einige[nr]?|mehrere[nr]?|ein paar|wenige[nr]?|algun[oa]s|vari[oae]s?"
    r"|poc(?:[oa]s|hi|he)|alcun[ei]|qualche|divers[ei]|parecchie?|alguns|algumas|poucos|poucas|enkele|een paar|meerdere"
    r"|verscheidene|cateva|cativa"
)
_FEW_OF = re.compile(
    rf"(?<!\w)(?:{FEW}|many|des|viele|muchos)\s(?:hundred|thousand|million|billion|dozen|cents?|mille|hundert|tausend|dutzend"
    r"|cien|mil|mila|cento|honderd|duizend|miljoen|miljard)\b"
)
_ENDS_IN_DIGITS = re.compile(r"(\d\S*)?\s*\b(\w+)$")
_ALONE = re.compile(r"1(?:000)+|\D+")


def states_no_value(words: str, language: str) -> bool:
    """Whether words are a time of day, or a part of a number; before their numbers are put in digits."""
    return _CLOCK.search(words) is not None or holds_fraction(words, language)


def holds_fraction(words: str, language: str) -> bool:
    """Whether there is a half, a third or a quarter in words, or a sign for one."""
    fraction = _FRACTIONS.get(language)
    return bool(_FRACTION_SIGNS.search(words) or (fraction is not None and fraction.search(fold(words))))


def says_how_many(words: str, language: str, in_digits: Callable[[str], str]) -> bool:
    """Whether words say how many, and not "hundreds", "several thousand" or "millions"; `in_digits` puts numbers in digits."""
    said, lower = fold(words), words.casefold()
    if _MANY.search(said) or _FEW_OF.search(said):
        return False
    for found in (_WITH_MILES if language == "es" else _NOT_COUNTED).finditer(lower):
        # "Two millions" are 2000000 then, and "millions" alone are 1000000.
        last = _ENDS_IN_DIGITS.search(in_digits(lower[: found.end()]))
        if last is None or (last[1] is None and _ALONE.fullmatch(last[2])):
            return False
    return True


def holds_several(text: str, language: str) -> bool:
    """Whether numbers in digits are a range, a share, a score or a time of day."""
    plain = without_models(text)
    ranges = _RANGE.finditer(plain)
    if any(not (found["share"] and begins_with_money(plain[found.start("other") :], language)) for found in ranges):
        return True
    if holds_time_of_day(text, language):
        return True
    share = _OF_HOW_MANY.search(fold(text))
    if share is None:
        return False
    # 27 in 10 days are no share of ten.
    part, of = share["part"] or share["some"] or "", share["all"] or share["of"]
    return not part.isdecimal() or Decimal(part) <= Decimal(of)


def begins_with_money(text: str, language: str) -> bool:
    """Whether `text` begins with money or with thousands and more of something: of what fell 12 % to $3.4bn 12 % is no range."""
    near = large_in_digits(in_digits(PERCENT.sub(" % ", text[:_AMOUNT_REACH]), language), language)
    number = NUMBER.search(near)
    if number is None or (before := near[: number.start()]).strip() != (sign := sign_before(before)):
        return False
    scale, rest = scale_of(near[number.end() :], sign, language, decimals=re.search("[.,]", number[1]) is not None)
    unit = unit_of(rest, language)
    return unit != "%" and (sign != "" or scale > 1 or unit in CURRENCIES)


def holds_time_of_day(text: str, language: str) -> bool:
    """Whether one of the numbers in digits is a time of day."""
    lower, hour = text.casefold(), _AT_HOUR.get(language)
    return bool(_CLOCK.search(text) or _AT_CLOCK.search(lower) or (hour and hour.search(lower)))


def is_ordinal(after: str, language: str) -> bool:
    """Whether what stands behind digits makes them an ordinal number."""
    return bool(_ORDINAL.match(after) or (language == "de" and _ORDINAL_POINT.match(after)))


def is_numerator(after: str) -> bool:
    """Whether an ordinal number stands behind digits, in digits too, and makes a part of them: "three fifths"."""
    return _DENOMINATOR.match(fold(after)) is not None


def is_telephone(text: str, start: int) -> bool:
    """Whether a telephone number begins there."""
    return _TELEPHONE.match(text, start) is not None


def goes_on_to_another(after: str, sign: str, language: str) -> bool:
    """Whether a number that counts the same follows, as in "5 euros to 10 euros"; 3 men and 2 women are no range."""
    to = _TO_ANOTHER.match(after)
    if to is None:
        return False
    counted, unit = unit_of(to["counted"], language), currency_of(sign)
    # The "in" of "$10bn in 2022 and $20bn in 2023".
    if to["counted"].strip() and not counted:
        return False
    second = NUMBER.search(after, to.end())
    if second is None or (unit and counted not in ("", unit)):
        return False
    other_sign = sign_before(after[to.end() : second.start()])
    other = currency_of(other_sign) or unit_of(scale_of(after[second.end() :], other_sign, language)[1], language)
    # "Four votes to three" is no range of votes, and "$86bn to 157bn" is one of dollars.
    return other == (unit or counted) or (not counted and "" in (unit, other))
