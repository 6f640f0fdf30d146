"""Reads what a number counts in the words that stand behind it."""

import re
from collections.abc import Iterator

from index.words import fold, terms
from rag.values.currencies import CURRENCIES, SIGN, currency_in_words, currency_of
from rag.values.measures import measure_of

PERCENT = re.compile(
    r"%|(?<=\d)pc\b|\b(?:per\s?cent|pour\s?cent|pourcent|por\s?ciento|por\s?cento|per\s?cento|prozent|procente?|la sută)\b",
    re.IGNORECASE,
)
# A unit is compared by its first letters: "dollars" and "Dollar", "employés" and "employees".
_UNIT_LETTERS = 4
# Words between a number and what it counts.
_LINKING = frozenset(
    {"de", "d", "des", "du", "of", "the", "von", "der", "al", "la", "los", "les", "us", "american", "americains"}
    | {"di", "dei", "degli", "delle", "swiss", "schweizer"}
)
# "31 d’entre eux" says nothing of what they are.
_NOT_COUNTED = frozenset({"entre"})
# A word behind a number, of which so many may say what it counts.
_NEXT = re.compile(rf"[\s'’-]*(?P<word>mio\.|mrd\.|%|{SIGN}|[^\W_]+)", re.IGNORECASE)
_WORDS_BEHIND = 3


def counted_behind(text: str, language: str) -> str:
    """The beginning of `text`, which follows a number in its sentence, that may say what is counted.

    Not the "in" of "27 in May", nor what stands behind it.
    """
    share = re.match(rf"\s*(?:{PERCENT.pattern})", text, re.IGNORECASE)
    if share:
        return share[0]
    end = words = 0
    for word, at in _words_behind(text, language):
        if not end and word.isdecimal():
            break
        end, words = at, words + (fold(word) not in _LINKING)
        if words == _WORDS_BEHIND:
            break
    return text[:end]


def unit_of(text: str, language: str) -> str:
    """What is counted: the first word after the number that says it; empty where the next words are about something else."""
    for word, _ in _words_behind(text, language):
        if word == "%" or currency_of(word):
            return currency_of(word) or word
        # "Four of the 11 masts"
        if word.isdecimal():
            continue
        folded = fold(word)
        # "5G" and "3M" are no grams and metres.
        measure = None if len(word) == 1 and word.isupper() else measure_of(folded)
        if measure is not None:
            return measure
        if folded not in _LINKING:
            beginning = folded[:_UNIT_LETTERS]
            # Europeans are no euros.
            return currency_in_words(folded) or (folded[: _UNIT_LETTERS + 1] if beginning in CURRENCIES else beginning)
    return ""


def _words_behind(text: str, language: str) -> Iterator[tuple[str, int]]:
    """The words from the left with where they end, up to one that says nothing or a sign that ends what is counted."""
    end = 0
    while found := _NEXT.match(text, end):
        word, end = found["word"], found.end()
        folded = fold(word)
        says = folded in _LINKING or measure_of(folded) or currency_of(word) or word == "%" or terms(word, language)
        if not says or folded in _NOT_COUNTED:
            return
        yield word, end
