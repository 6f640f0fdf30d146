"""Tells the numbers of houses: the 10 of "10 Downing Street" counts no streets."""

import re

# In English a capital and the end of the words, or what sets them apart: "20 Wall Street banks" are counted.
_ENGLISH = (
    r"\d{1,5}[a-zA-Z]?\s+(?:[A-Z][\w'’-]*\s+){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Boulevard|Blvd|Drive|Square|Terrace|Crescent)\b\.?(?=\s*(?:$|[,;)]|in\b))"
)
# In French the name behind it: "1 place de parking" is counted.
_FRENCH = (
    r"\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|quai|impasse|allée|chemin|place|square)\s+"
    r"(?:d(?:e|u|es)\s+|d['’])?(?:la\s+|l['’])?[A-ZÀ-ÖØ-Þ]"
)
_ADDRESSES = {"en": re.compile(rf"(?<![\w.,]){_ENGLISH}"), "fr": re.compile(rf"(?<![\w.,]){_FRENCH}")}


def is_address(text: str, start: int, language: str) -> bool:
    """Whether the number at `start` of `text` is that of a house in a street that is named behind it."""
    address = _ADDRESSES.get(language)
    return address is not None and address.match(text, start) is not None


def holds_address(words: str, language: str) -> bool:
    """Whether `words` name a street behind the number of a house."""
    address = _ADDRESSES.get(language)
    return address is not None and address.search(words) is not None
