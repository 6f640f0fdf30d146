"""Reads proper names in marked words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.words import fold
from rag.locales import days_and_months
from rag.subjects import is_function_word

_CAPITALISED = re.compile(r"[^\W\d_]\S*")
_LONGEST_NAME = 5
# "de", "van", "von" are parts of names.
_LONGEST_PARTICLE = 3
# "Altam" is like "Altman": of the letters of both words this share is common, in order. So is "Iran" like "Iraq".
_ALIKE, _SHORT_WORD = 0.7, 4
# What stands before a name and is none of it, folded: "Mr. Altman", "Bundeskanzler Scholz". A "King" alone stays.
_TITLES = {
    "de": re.compile(
        r"herrn?|frau|dr|prof|(?:bundes|vize)?(?:kanzler|prasident|minister)(?:in)?|ministerprasident(?:in)?"
        r"|(?:aussen|innen|finanz|justiz|verteidigungs|wirtschafts)minister(?:in)?|konig(?:in)?|papst"
    ),
    "en": re.compile(
        r"mr|mrs|ms|miss|dr|prof|professor|sir|dame|lord|lady|president|vice-president|chancellor|prime|minister|secretary"
        r"|senator|sen|rep|gov|governor|mayor|judge|king|queen|prince|princess|pope"
    ),
    "es": re.compile(
        r"sr|sra|srta|senor|senora|don|dona|dr|dra|prof|president[ea]|vicepresident[ea]|ministr[oa]|canciller|senador|senadora"
        r"|gobernador|gobernadora|alcalde|alcaldesa|rey|reina|papa"
    ),
    "fr": re.compile(
        r"m|mm|mme|mlle|monsieur|madame|dr|pr|maitre|president|presidente|ministre|chancelier|chanceliere"
        r"|senateur|senatrice|maire|roi|reine|prince|princesse|pape"
    ),
}
# Function words that begin names as well: Will Smith, Don Lemon, Son Heung-min, Estados Unidos.
_ALSO_NAMES = frozenset({"will", "don", "son", "estados"})


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
        so of words that are only alike nothing is said. Nor is it of two with one last word, who may be one person or two of a
        family: S. Altman and Sam Altman, Sam and Jack Altman.
        """
        fewer, more = sorted((self.words, other.words), key=len)
        strange = [word for word in fewer if word not in more]
        if not strange:
            return True
        if fewer[-1] == more[-1]:
            return None
        if not all(any(_alike(word, known) for known in more) for word in strange):
            return False
        same_first = len(fewer) == len(more) > 1 and fewer[:-1] == more[:-1]
        return True if same_first else None


def read_name(words: str, language: str) -> Name | None:
    """The name that `words` are, without articles and titles around it; None where they are none, or weekdays and months."""
    parts = words.split()
    if not 1 <= len(parts) <= _LONGEST_NAME:
        return None
    capitals = [p for p in parts if _CAPITALISED.match(p) and p[0].isupper()]
    small = [p for p in parts if p not in capitals and len(p) > _LONGEST_PARTICLE]
    if not capitals or small:
        return None
    folded = [fold(p).strip(".,;:()«»“”'’") for p in capitals]
    if all(word in days_and_months(language) for word in folded):
        return None
    return Name(_bare(folded, language))


def _bare(words: Sequence[str], language: str) -> tuple[str, ...]:
    """A name without function words at its ends and titles before it; the last word stays, whatever it is."""
    left = list(words)
    while len(left) > 1 and (_is_title(left[0], language) or _is_no_name(left[0], language)):
        left = left[1:]
    while len(left) > 1 and _is_no_name(left[-1], language):
        left = left[:-1]
    return tuple(left)


def _is_title(word: str, language: str) -> bool:
    return language in _TITLES and _TITLES[language].fullmatch(word) is not None


def _is_no_name(word: str, language: str) -> bool:
    # A single letter is an initial.
    return len(word) > 1 and word not in _ALSO_NAMES and is_function_word(word, language)


def _alike(one: str, other: str) -> bool:
    """Whether words are equal, spelt like each other, or one is the initial of the other."""
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[:1] == other[:1]
    return min(len(one), len(other)) >= _SHORT_WORD and SequenceMatcher(None, one, other).ratio() >= _ALIKE
