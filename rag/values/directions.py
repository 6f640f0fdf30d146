"""Reads from when a time counts by the words around it: "ago", "later", "earlier", or an age."""

import re

from index.words import fold

# Before a time, in lower case, since "há" and "ha" differ, and behind it.
_BEFORE = (
    ("ago", r"il y a|vor|hace|há"),
    ("later", r"after|nach|après|tras|después de|dopo|depois de|após"),
    ("age", r"âgée?s? de|aged?|im alter von|edad de|età di|leeftijd van|aos|âge de|age of"),
)
_BEHIND = (
    ("ago", r"ago|fa|geleden|atrás"),
    (
        "later",
        r"later|after|afterwards?|plus tard|après|später|danach|nach|más tarde|después|dopo|più tardi|depois|mais tarde|na",
    ),
    ("earlier", r"earlier|before|plus tôt|avant|auparavant|zuvor|früher|vorher|antes|prima|eerder|vor"),
    ("age", r"old|alt|oud|de edad|de idade|d['’]âge|d['’]età"),
)
SAID_BEFORE, SAID_BEHIND = ("|".join(words for _, words in lists) for lists in (_BEFORE, _BEHIND))
_WORDS_BEFORE = [
    (name, re.compile(rf"(?<!\w)(?:{words})\s+(?:(?:the|les|los|den|la|le|de)\s)?\W*$")) for name, words in _BEFORE
]
# Up to four words may say what time it is: "a few short weeks later".
_WORDS_BEHIND = [(name, re.compile(rf"\W*(?:\w+[\s-]+){{0,3}}?(?:{fold(words)})(?!\w)")) for name, words in _BEHIND]


def direction_of(before: str, after: str, unit: str) -> str:
    """`ago`, `later` and `earlier`, or of years `age`; empty where the words around a time say none of it."""
    said, behind = before.casefold(), fold(after)
    found = next((name for name, words in _WORDS_BEFORE if words.search(said)), "") or next(
        (name for name, words in _WORDS_BEHIND if words.match(behind)), ""
    )
    if re.match(r"\W*(?:jahrig|jarig|enn[ei]\b)", behind) or (unit == "year" and re.match(r"\W*year-?\s?old", behind)):
        return "age"
    return found
