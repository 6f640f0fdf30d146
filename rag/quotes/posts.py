"""Tells posts from names where both have capitals: "Prime Minister", "CEO" and "Ministerpräsident" are no names."""

import re

from index.words import fold

_POST = re.compile(
    r"(?:co-?|vice-?|ex-?)?(?:ceo|cfo|cto|coo|mps?|pm|pdg|president[ea]?|minist(?:er|re|r[oa])|secretary(?:-general)?|chancell?or"
    r"|chanceli(?:er|ere)|canciller|cancellier[ea]|premier|mayor|maire|alcalde(?:sa)?|sindac[oa]|governor|senator|king|queen"
    r"|prince(?:ss)?|pope|general|marshal|admiral|colonel|captain|chief|chef(?:in)?|boss|heads?|leader|chair(?:(?:wo)?man|person)?"
    r"|direct(?:or|eur|rice)|executive|officer|official|founders?|owner|manager|coach|ambassador|envoy|commissioner|speaker|judge"
    r"|justice|professor|spokes(?:(?:wo)?man|person)|patron(?:ne)?|\w*(?:kanzler|minister|prasident|sprecher)(?:in)?)"
)
_BEFORE_POST = re.compile(
    r"prime|premier|primer|vice|deputy|foreign|finance|defen[cs]e|home|interior|health|first|former|attorney|crown|press"
)


def is_post(word: str) -> bool:
    """Whether the word is one of those that posts end in, in capitals or small letters."""
    return _POST.fullmatch(fold(word)) is not None


def are_post(words: str) -> bool:
    """Whether nothing but a post is told: "CEO", "Foreign Minister", and not "President Zelensky"."""
    *before, last = words.split() or [""]
    return is_post(last) and all(is_post(word) or _BEFORE_POST.fullmatch(fold(word)) for word in before)
