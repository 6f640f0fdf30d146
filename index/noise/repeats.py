"""Counts in how many articles of a collection the same run of words stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

_WORD = re.compile(r"\w+")
# Eight words in a row are rarely the same by chance; shorter runs ("said on Monday that the") are.
_SHINGLE_WORDS = 8
# In this many articles, or places of one, a piece with half a cue is the page's and not the article's.
REPEATED_AT_LEAST = 3
_BASE = 1_000_003
_MODULUS = (1 << 61) - 1
_LEADING_POWER = pow(_BASE, _SHINGLE_WORDS, _MODULUS)


@dataclass(frozen=True, slots=True)
class Repeats:
    """How many articles hold each shingle of eight words; shingles of one article alone are not kept."""

    counts: dict[int, int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Repeats":
        """Count over all articles; a shingle counts once per article."""
        once: set[int] = set()
        counts: dict[int, int] = {}
        for text in texts:
            for shingle in set(shingles(text)):
                if shingle in counts:
                    counts[shingle] += 1
                elif shingle in once:
                    counts[shingle] = 2
                else:
                    once.add(shingle)
        return cls(counts)

    def articles(self, text: str) -> int:
        """In how many articles every shingle of this text stands; 0 where it is too short to tell, or in one only."""
        return min((self.counts.get(shingle, 0) for shingle in shingles(text)), default=0)


def shingles(text: str) -> Iterator[int]:
    """Hash every eight words in a row, rolling, to numbers from 0 to 2^61.

    With crc32, because `hash()` of a string differs from run to run.
    """
    window: list[int] = []
    rolling = 0
    for index, found in enumerate(_WORD.finditer(text.lower())):
        word = crc32(found.group().encode())
        rolling = (rolling * _BASE + word) % _MODULUS
        if index >= _SHINGLE_WORDS:
            rolling = (rolling - window[index % _SHINGLE_WORDS] * _LEADING_POWER) % _MODULUS
            window[index % _SHINGLE_WORDS] = word
        else:
            window.append(word)
        if index >= _SHINGLE_WORDS - 1:
            yield rolling
