"""Tells numbers that are parts of names, and count nothing: Boeing 737, World War Two, 50 Cent, Otto Dix."""

import re
from collections.abc import Iterable

from index.locales import days_and_months
from index.words import fold, terms
from rag.values.bounds import bound_before
from rag.values.counted import counted_behind
from rag.values.currencies import CURRENCIES, is_conference, sign_before
from rag.values.measures import MEASURES

_WORD = re.compile(r"[^\W_][\w'’.-]*")
# In German every noun is capitalised.
_ALL_NOUNS = frozenset({"de"})
# What stands at the beginning of a sentence before a count; and people by their country, who have no "s".
_BEFORE_COUNTS = frozenset(
    {"insgesamt", "genau", "exactly", "only", "just", "total", "allein", "nur", "of", "all", "aged"}
)
_PLURAL = re.compile(r".*(?:s|ese|ish|ch|men|people)")
_COUNTED = re.compile(r"\s[^\W\d_A-Z]*(?:[sx]|people|men|women|children)\b")
# How far before a number its name may stand.
_REACH = 60
# A name has no more digits, and a year is none.
_PLAIN = re.compile(r"\d{1,3}")
# What follows a name and is part of it: "737", the 3.5 of "GPT 3.5", the 5c of "iPhone 5c".
_IN_NAME = re.compile(r"\d{1,3}(?:\.\d{1,3}|[^\W\d_]{1,3})?")
# "737-800", "747-8", "ATR 72-600": aircraft, and no range of two numbers.
_JETS, _OTHER_AIRCRAFT = r"7[0-8]7-(?:\d|10|[1-9]00)", r"(?:[47]2-[1-9]00|3[0-8]0-(?:[1-9]00|1000))"
_MODEL = re.compile(rf"(?:{_JETS}|{_OTHER_AIRCRAFT})[^\W\d_]{{0,3}}")
_MODELS_IN = re.compile(
    rf"(?<![\w.,-])(?:{_JETS}|(?:(?<=ATR\s)|(?<=Airbus\s)){_OTHER_AIRCRAFT})[^\W\d_]{{0,3}}(?![\w%])", re.IGNORECASE
)
_DIGITS_OR_LETTERS = re.compile(r"\d+(?:[.,]\d+)?[^\W\d_]*|[^\W\d_]+")
_BEGINS_IN_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
# "L" and "LI" alone are more often a first and a last name.
_ROMAN = re.compile(r"(?:l(?=..))?x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
_BEGINS = re.compile(r"(?:^|[.!?:]\s+)\w+\s*$")
# A first name, and "Lei sei" is "you are".
_ALSO_NAMES = {"it": frozenset({"otto"})}
_ALSO_VERBS = {"it": frozenset({"sei"})}


def is_in_a_name(before: str, said: str, after: str, unit: str, language: str, *, scaled: bool) -> bool:
    """Whether a number belongs to a name; `said` are the words where the number is one of them, and empty where it is in digits.

    `before` and `after` are what stands around the number, and `unit` what is read of that; `scaled`: thousands and more.
    """
    # "5G", "3M"
    if re.match(r"[A-Z](?![^\W\d_])", after):
        return True
    behind, first, last = _WORD.findall(after), said.strip()[:1], said.split()[-1:]
    # "737 MAX 8"
    named = all(w[0].isupper() or (place and w[0].isdigit()) for place, w in enumerate(behind))
    if unit == "%" or unit in CURRENCIES or unit in MEASURES or not named:
        return False
    if not scaled and names_what_follows(before, language) and (not behind or language not in _ALL_NOUNS):
        # "Murieron diecinueve" begins a sentence.
        return bool(behind) or not last or last[0][0].isupper()
    counts = language in _ALL_NOUNS or (len(behind) == 1 and _PLURAL.fullmatch(fold(behind[0])))
    if said and not before.strip():
        return fold(last[0]) in _ALSO_NAMES.get(language, ()) if not behind else first.isupper() and not counts
    return language == "en" and len(behind) == 1 and not counts


def names_what_follows(before: str, language: str) -> bool:
    """Whether the last word of `before` is capitalised and says something, as in "the Boeing"."""
    words = _WORD.findall(before)
    if not words or re.search(r"[^\w\s-]\s*$", before) or not is_capitalised(words[-1]) or bound_before(before):
        return False
    word = fold(words[-1])
    return bool(terms(word, language)) and word not in _BEFORE_COUNTS and word not in days_and_months(language)


def is_capitalised(word: str) -> bool:
    """Whether a word begins as names do: "Boeing", "iPhone"."""
    return any(c.isupper() for c in word[:2])


def may_be_in_a_name(word: str) -> bool:
    """Whether a folded word is a number that may be part of the name before it."""
    return (_IN_NAME.fullmatch(word) or _MODEL.fullmatch(word)) is not None


def without_models(text: str) -> str:
    """`text` without the numbers of aircraft that look like a range: "747-8", the "737-800" of "Boeing 737-800"."""
    return _MODELS_IN.sub("", text)


def with_numbers_apart(words: Iterable[str]) -> tuple[str, ...]:
    """Folded words with "gpt" and "4" for "gpt-4", so that it is "GPT 4"."""
    return tuple(
        part
        for word in words
        for part in (_DIGITS_OR_LETTERS.findall(word) if any(c.isdigit() for c in word) else [word])
    )


def number_of(word: str) -> str | None:
    """The number that a folded word of a name begins with, or is in Roman digits; None where it is none."""
    if digits := _BEGINS_IN_DIGITS.match(word):
        return digits[0]
    if not _ROMAN.fullmatch(word):
        return None
    worth = [_ROMAN_DIGITS[letter] for letter in word]
    return str(sum(-one if one < after else one for one, after in zip(worth, [*worth[1:], 0], strict=True)))


def is_in_a_name_begun(said: str, words: str, rest: str, unit: str, language: str) -> bool:
    """Whether a number that is marked `words` goes on with a name before them: "737" of "Boeing 737".

    `said` and `rest` are what stands before and behind the words in their sentence. Where a unit is marked too, it counts that.
    """
    if is_conference(said, words + rest):
        return True
    if unit or sign_before(said[-_REACH:]) or not _PLAIN.fullmatch(words.strip()):
        return False
    line = said.rpartition("\n")[2][-_REACH:]
    # "Yesterday 27 people died." begins with no name.
    counted = counted_behind(rest, language)
    if language in _ALL_NOUNS:
        counts = any(word[0].isupper() for word in _WORD.findall(counted))
    else:
        # "In Gaza 27 people died."
        counts = bool(_COUNTED.match(counted) or (counted.strip() and _BEGINS.search(line)))
    return names_what_follows(line, language) and not counts


def is_also_a_verb(words: str, language: str) -> bool:
    """Whether a number in words says something else where it counts nothing."""
    return any(fold(word) in _ALSO_VERBS.get(language, ()) for word in words.split()[-1:])
