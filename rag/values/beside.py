"""Finds what stands beside marked words in their sentence and belongs to the number in them: "$" and "bn" of "$27bn", "12 to"."""

import re

from index.words import fold
from rag.values.bounds import bound_before
from rag.values.composite import begins_with_one, is_smaller_part, smaller_behind
from rag.values.counted import PERCENT, counted_behind
from rag.values.currencies import SCALES, SIGN
from rag.values.directions import SAID_BEFORE, SAID_BEHIND
from rag.values.measures import BELOW_ZERO
from rag.values.numbers import millions_of
from rag.values.quantities import holds_number
from rag.values.rates import rate_behind
from rag.values.scales import set_off
from rag.values.unclear import begins_with_money
from rag.values.years import YEAR

# How far before a mark is looked for what belongs to it.
_REACH = 60
_TO = r"(?:[-−–—/:]|\s(?:to|or|à|ou|a|o|bis|oder|tot|hasta|até|până la)\s+)"
_HOW_MANY = r"(?:in|out of|sur|su|de cada|em cada|op de|op)"
_AND = r"(?:and|et|y|e|und|en|și)"
_SIGN_BEFORE = re.compile(rf"{SIGN}\s*$")
_MINUS_BEFORE = re.compile(r"(?:(?:(?<=\s)|(?<=\()|^)[-−–]|(?<!\w)(?:minus|moins|menos|meno)\s+)$", re.IGNORECASE)
_FROM_BEFORE = re.compile(rf"(?P<number>[^\s(]*[^\s(),;])(?:\s?%)?(?:\s?{SCALES})?\s?{_TO}\Z", re.IGNORECASE)
_SHARE_AT_THE_END = re.compile(rf"(?:{PERCENT.pattern})\Z", re.IGNORECASE)
_SHARE_TO = re.compile(rf"(?:{PERCENT.pattern})\s?{_TO}\Z", re.IGNORECASE)
_BETWEEN_BEFORE = re.compile(
    rf"(?<!\w)(?:between|entre|zwischen|tra|fra|tussen|între)\s+(?:[^\s.;:]+(?:\s[^\s.;:]+){{0,3}}\s{_AND}\s+)?$",
    re.IGNORECASE,
)
_SHARE_BEFORE = re.compile(rf"(?P<before>[^\W_]+)\s(?:von|(?:(?P<number>[^\W_]+)\s)?{_HOW_MANY})\s+$", re.IGNORECASE)
# "Rose from 12 to 15" says that it is 15 now. Folded.
_MOVED = re.compile(
    r"\b(?:(?:up|down)(?= from)"
    r"|r[io]se|grew|grow|f[ae]ll|increas|cut|rais|drop|climb|jump|went|gone|lower|reduc|extend|chang|shr|pass|port|tomb|ramen|mont"
    r"|redui|augment|baiss|abaiss|chut|grimp|stieg|gestieg|sank|gesunk|erhoh|wuchs|gewachs|verlanger|subi|baj|pas[oa]|aument|crec|caid|cay)"
    r"\w*\b[^.;:]{0,40}$"
)
_ONES = frozenset({"one", "un", "une", "uno", "una", "um", "uma", "een", "ein", "eine", "einer", "eines"})
_TIME_BEFORE = re.compile(
    rf"(?<!\w)(?:à|vers|dès|(?:a )?las|a la|às|alle|dalle|ore|um|om|jede\w*|{SAID_BEFORE})\s+$",
    re.IGNORECASE,
)
# "GPT-4", "A320", and the 5 of "1.5".
_LETTERS_BEFORE = 4
_PART_OF_WORD = re.compile(r"[^\W_][-.,]?\Z")
_GROUPS_BEFORE, _GROUP = (
    re.compile(r"(?<![\w.,])\d{1,3}(?:[\s\u00a0\u202f]\d{3})*[\s\u00a0\u202f]\Z"),
    re.compile(r"\d{3}(?!\d)"),
)
# What a share may be of: one in five, 9 out of 10.
_OF_FEW, _LONG = re.compile(r"\W*(?:(?:1?\d|20|100)(?![\s.,]?\d)|[^\W\d_])"), re.compile(r"\d{3}")
_REST_OF_NUMBER = re.compile(r"\d*(?:[.,’'\s\u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+|,[-–—]+)?")
_SCALE_BEHIND = re.compile(rf"\s?{SCALES}(?!\w)", re.IGNORECASE)
_REST_BEHIND = re.compile(
    r"[¼½¾⅐-⅞]|:\d+|\s?[°º]\s?[CF](?!\w)|\s?°|(?:st|nd|rd|th|[eè]me|er|[eè]re|e|de|ste|[ºª])(?!\w)|\+"
    r"|\s(?:and|et|y|e)\s(?:(?:a|une?)\s)?(?:half|quarter|third|demie?|quart|tiers|medi[oa]|mei[oa]|mezz[oa])(?!\w)"
    r"|\s(?:carr[ée]s?|cuadrados?|quadrat[io]|quadrados?|cubes?|c[úu]bicos?|cubi)(?!\w)",
    re.IGNORECASE,
)
# "Die 5. Welle": a point within a sentence.
_ORDINAL_BEHIND = re.compile(r"\.\s+\w+")
# "à dix heures" is a time of day, and "à dix heures de route" none.
_HOURS = re.compile(r"(?:\d\s?h|heures?)\Z", re.IGNORECASE)
_OF_HOURS = re.compile(r"\s(?:d['’]|de\s(?:la\s)?|par\s)\S+", re.IGNORECASE)
# "to 15" of "12 to 15", "in five" of "one in five", where a number follows.
_TO_BEHIND = re.compile(
    rf"\s*(?:(?:[-−–—/]|(?<!\w)(?:to|or|à|ou|bis|auf|oder|a|o|hasta|até|tot|naar)\s)\s*(?P<sign>{SIGN})?|\s(?:von|(?:\w+\s)?{_HOW_MANY})\s(?:every\s)?)"
    r"(?P<number>\d[\d.,]*|[^\W\d_]+(?:-[^\W\d_]+|\s(?:et|y)\s[^\W\d_]+)*)",
    re.IGNORECASE,
)
_TIME_BEHIND = re.compile(
    rf"[\s-]*(?:[ap]\.?m\b\.?|o['’]clock|uhr|uur|h\d{{0,2}}|{SAID_BEHIND}|or so|or more|or less|ou plus|ou moins|oder mehr|o más"
    rf"|environ|circa|(?:celsius\s|[CF]\s)?{BELOW_ZERO}|celsius|fahrenheit|[CF])(?!\w)",
    re.IGNORECASE,
)


def before(words: str, text: str, language: str) -> str | None:
    """The end of `text`, which marked words follow, that belongs to their number; None where it is one of two, or of a name."""
    text = text[-_REACH:]
    first = re.match(rf"\W*{SIGN}?\s*(?P<word>\d|[^\W_]*)", words)
    if first is None or not (holds_number(first["word"], language) or begins_with_one(words)):
        return text[len(text) - len(bound_before(text)) :]
    start = len(text)
    sign = _SIGN_BEFORE.search(text)
    if sign:
        start = sign.start()
    if is_smaller_part(text, words, lambda word: holds_number(word, language)):
        return None
    of_word = _PART_OF_WORD.search(text) and not _is_apart(text, words, language)
    begun = of_word or (_GROUP.match(words) and _GROUPS_BEFORE.search(text))
    if (begun and sign is None) or _is_one_of_two(text[:start], text[start:], words, language):
        return None
    if not (bound := bound_before(text[:start])):
        for found in (_MINUS_BEFORE.search(text[:start]), _TIME_BEFORE.search(text[:start])):
            start = found.start() if found else start
        bound = bound_before(text[:start])
    return text[start - len(bound) :]


def _is_apart(text: str, words: str, language: str) -> bool:
    """Whether marked words are no part of the word before them, in a language that writes words together."""
    return set_off(text[-_LETTERS_BEFORE:] + words, language).endswith(f" {words}")


def behind(words: str, text: str, language: str, *, counts: bool) -> str:
    """The beginning of `text`, which follows marked words, that belongs to their number; `counts` where they name a unit."""
    end = 0
    if re.search(r"\d$", words) and (more := _REST_OF_NUMBER.match(text)):
        end = more.end()
    # Of "3m people" the "3m" alone would be metres.
    if re.search(r"\dm\Z", words) and (millions := millions_of("m" + text, language)):
        end = len(millions) - 1
        return text[:end] + rate_behind(text[end:])
    if part := _REST_BEHIND.match(text, end) or (language == "de" and _ORDINAL_BEHIND.match(text, end)):
        return text[: part.end()]
    to = _TO_BEHIND.match(text, end)
    if to and holds_number(to["number"], language) and not _is_share_to_money(words, text, to, language):
        return text[: to.end()]
    if re.search(r"\d$", words + text[:end]):
        scale = _SCALE_BEHIND.match(text, end)
        end = scale.end() if scale else end
    if not counts or end:
        end += len(counted_behind(text[end:], language))
    if time := _TIME_BEHIND.match(text, end):
        end = time.end()
    if _HOURS.search(words + text[:end]) and (of_hours := _OF_HOURS.match(text, end)):
        end = of_hours.end()
    end += len(smaller_behind(words + text[:end], text[end:], language, lambda word: holds_number(word, language)))
    return text[:end] + rate_behind(text[end:])


def _is_share_to_money(words: str, text: str, to: re.Match[str], language: str) -> bool:
    """Whether what `to` found in `text` goes on from a share to an amount: "fell 12% to $3.4 billion" is no range."""
    amount = text[to.start("number" if to["sign"] is None else "sign") :]
    return _SHARE_AT_THE_END.search(words) is not None and begins_with_money(amount, language)


def _is_one_of_two(said: str, sign: str, words: str, language: str) -> bool:
    """Whether the number of `words` behind `said` ends a range, or is all of a share, or the first of "between 12 and 15".

    `sign` stands between them.
    """
    share, other = _SHARE_BEFORE.search(said), _FROM_BEFORE.search(said)
    parts = [word for word in share.groups("") if word] if share and _OF_FEW.match(words) else []
    if any(fold(word) in _ONES or (holds_number(word, language) and not _LONG.match(word)) for word in parts):
        return True
    if other is None or not holds_number(other["number"], language):
        return _BETWEEN_BEFORE.search(said) is not None
    if _SHARE_TO.search(said) and begins_with_money(sign + words, language):
        return False
    # "Condemned in 1997 à vingt ans" is no range of years.
    after_year = YEAR.fullmatch(other["number"]) and not re.match(r"\d{4}", words)
    return not after_year and _MOVED.search(fold(said[: other.start()])) is None
