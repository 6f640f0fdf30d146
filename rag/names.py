"""Reads proper names in marked words."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.words import fold

_CAPITALISED = re.compile(r"[^\W\d_]\S*")
_LONGEST_NAME = 5
# "de", "van", "von" are parts of names.
_LONGEST_PARTICLE = 3
# "Altam" is like "Altman": of the letters of both words this share is common, in order. So is "Iran" like "Iraq".
_ALIKE, _SHORT_WORD = 0.7, 4


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, as its folded words."""

    words: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What the contract calls it."""
        return "name"

    def __str__(self) -> str:
        """The folded words."""
        return " ".join(self.words)

    def agrees(self, other: "Name") -> bool | None:
        """Whether both are one name; None where their spelling alone does not say it.

        They are where the words of one all stand in the other: Altman and Sam Altman. A last word may be spelt a little otherwise
        where the first is the same: Sam Altam and Sam Altman. Iran and Iraq, Martin and Martina are spelt like each other, too,
        so of words that are only alike nothing is said.
        """
        fewer, more = sorted((self.words, other.words), key=len)
        strange = [word for word in fewer if word not in more]
        if not strange:
            return True
        if not all(any(_alike(word, known) for known in more) for word in strange):
            return False
        same_first = len(fewer) == len(more) > 1 and fewer[:-1] == more[:-1]
        return True if same_first else None


def read_name(words: str) -> Name | None:
    """The name that `words` are, None where they are none."""
    parts = words.split()
    if not 1 <= len(parts) <= _LONGEST_NAME:
        return None
    capitals = [p for p in parts if _CAPITALISED.match(p) and p[0].isupper()]
    small = [p for p in parts if p not in capitals and len(p) > _LONGEST_PARTICLE]
    if not capitals or small:
        return None
    return Name(tuple(fold(p).strip(".,;:()«»“”'’") for p in capitals))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= _SHORT_WORD and SequenceMatcher(None, one, other).ratio() >= _ALIKE
