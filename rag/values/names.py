"""Reads proper names in marked words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from index.words import fold
from rag.questions.subjects import is_function_word
from rag.values.addresses import holds_address
from rag.values.named_numbers import is_capitalised, may_be_in_a_name, number_of, with_numbers_apart
from rag.values.time_words import says_when

_CAPITALISED = re.compile(r"[^\W\d_]\S*")
_LONGEST_NAME = 5
# "de", "van", "von" are parts of names.
_LONGEST_PARTICLE = 3
# "Altam" is like "Altman": of the letters of both words this share is common, in order. So is "Iran" like "Iraq".
_ALIKE, _SHORT_WORD = 0.7, 4
# What stands before a name and is none of it, folded: "Mr. Altman", "Bundeskanzler Scholz". A "King" alone stays.
_TITLES = {
    "de": re.compile(
        r"ehemalige[rn]?|fruhere[rn]?"
        r"|herrn?|frau|dr|prof|(?:bundes|vize)?(?:kanzler|prasident|minister)(?:in)?|ministerprasident(?:in)?"
        r"|(?:aussen|innen|finanz|justiz|verteidigungs|wirtschafts)minister(?:in)?|konig(?:in)?|papst"
    ),
    "en": re.compile(
        r"former"
        r"|mr|mrs|ms|miss|dr|prof|professor|sir|dame|lord|lady|president|vice-president|chancellor|prime|minister|secretary"
        r"|senator|sen|rep|gov|governor|mayor|judge|king|queen|prince|princess|pope"
    ),
    "es": re.compile(
        r"ex|ex-?president[ea]|primer"
        r"|sr|sra|srta|senor|senora|don|dona|dr|dra|prof|president[ea]|vicepresident[ea]|ministr[oa]|canciller|senador|senadora"
        r"|gobernador|gobernadora|alcalde|alcaldesa|rey|reina|papa"
    ),
    "fr": re.compile(
        r"ancien|ancienne|ex|ex-presidente?"
        r"|m|mm|mme|mlle|monsieur|madame|dr|pr|maitre|president|presidente|ministre|chancelier|chanceliere"
        r"|senateur|senatrice|maire|roi|reine|prince|princesse|pape"
    ),
    "it": re.compile(
        r"ex|sig|signora?|dott|dottoressa|prof|president[ea]|premier|ministr[oa]|cancellier[ea]|senator[ei]"
        r"|senatrice|sindaco|sindaca|re|regina|papa"
    ),
    "nl": re.compile(
        r"voormalig|oud-(?:premier|president|minister)|meneer|mevrouw|dhr|mevr|dr|prof|president|premier|minister|kanselier"
        r"|burgemeester|koning|koningin|prins|prinses|paus"
    ),
    "pt": re.compile(
        r"ex|ex-president[ea]|sr|sra|senhora?|dom|dona|dr|dra|prof|president[ea]|ministr[oa]|chanceler|senadora?"
        r"|governadora?|prefeit[oa]|rei|rainha|papa"
    ),
}
# "Premier ministre Attal"; the Premier League is another.
_FIRST_OF_TITLE = re.compile(
    r"(?<!\w)(?:premi(?:er|ère)[\s-]|primer[oa]?\s|prim[oa]\s|primeir[oa]-)(?=minist)", re.IGNORECASE
)
# "l’Allemagne", "dell’Italia", and the "’s" of "Microsoft’s".
_ELISION = re.compile(r"^(?:l|d|qu|un|all|dall|dell|nell|sull)['’](?=\w)", re.IGNORECASE)
_WITH_ELISIONS = frozenset({"ca", "fr", "it"})
_GENITIVE = re.compile(r"['’]s$")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
# "Microsoft Corp" and "Microsoft Corporation"
_OF_COMPANIES = frozenset({"corp", "corporation", "inc", "ltd", "llc", "plc", "gmbh", "ag", "spa", "nv", "bv"})
_UNITED_STATES = re.compile(
    r"usa?|u\.s\.?(?:a\.?)?|america|united states|ee ?\.?uu|etats[- ]unis(?: amerique)?"
    r"|vereinigten? staaten|stati uniti|estados unidos|verenigde staten"
)
_BRITAIN = re.compile(
    r"uk|(?:great )?britain|united kingdom|gro(?:ss|ß)britannien|royaume[- ]uni|reino unido|regno unito"
)
_APART = str.maketrans("", "", " -‐‑")
_INITIAL = re.compile(r"[^\W\d_]\.")
# Of so many letters are the initials of a name: EU, NATO, UNESCO.
_FEWEST_INITIALS, _MOST_INITIALS = 2, 6
# Function words that begin names as well: Will Smith, Don Lemon, Son Heung-min, Estados Unidos.
_ALSO_NAMES = frozenset({"will", "don", "son", "estados"})
_ONE = "one"


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, as its folded words."""

    words: tuple[str, ...]
    # Whether the first of them is one letter with its full stop.
    begins_in_initial: bool = field(default=False, compare=False)

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
        family: Sam and Jack Altman; but S. Altman is Sam. One may be written as its initials: EU and European Union.
        Boeing 737 and 747 are two, and so are World War I and II.
        """
        fewer, more = sorted((with_numbers_apart(name.words) for name in (self, other)), key=len)
        strange = [word for word in fewer if word not in more]
        if not strange or _are_initials(fewer, more) or _are_spelt_apart(self, other):
            return True
        if _may_be_initials(fewer, more):
            return None
        if fewer[-1] == more[-1]:
            return True if _is_shortened(self, other) or _is_shortened(other, self) else None
        same_first = len(fewer) == len(more) > 1 and fewer[:-1] == more[:-1]
        in_digits = [words[-1][0].isdigit() for words in (fewer, more)]
        if same_first and any(in_digits):
            numbers = number_of(fewer[-1]), number_of(more[-1])
            # "World War 2" and "World War Two", "GPT-4" and "GPT-4o".
            unsure = None in numbers or (all(in_digits) and numbers[0] == numbers[1])
            return None if unsure else numbers[0] == numbers[1]
        if not all(any(_alike(word, known) for known in more) for word in strange):
            return False
        return True if same_first else None


def read_name(words: str, language: str) -> Name | None:
    """The name that `words` are, without articles and titles around it; None where they are none, or weekdays and months."""
    # "At 12 Elm Road, London" and "at 48 Elm Road, London" are two, and no name says so.
    if holds_address(words, language):
        return None
    parts = _untitled(_FIRST_OF_TITLE.sub("", _without_elision(words, language)), language).split()
    parts = [_without_elision(part, language) for part in parts]
    # "5 Euro und 10 Euro" are two numbers.
    if not 1 <= len(parts) <= _LONGEST_NAME or parts[0][0].isdigit():
        return None
    capitals = [p for p in parts if _CAPITALISED.match(p) and is_capitalised(p)]
    numbers = [p for before, p in pairwise(parts) if before in capitals and may_be_in_a_name(_folded(p))]
    named = [p for p in parts if p in capitals or p in numbers]
    small = [p for p in parts if p not in named and len(p) > _LONGEST_PARTICLE]
    if not capitals or small or says_when(" ".join(capitals), language):
        return None
    bare = _bare([_folded(p) for p in named], language)
    if _is_small_word(bare, parts, named, language):
        return None
    return Name(bare, any(_INITIAL.fullmatch(p) and _folded(p) == bare[0] for p in named[:-1]))


def _is_small_word(bare: Sequence[str], parts: Sequence[str], named: Sequence[str], language: str) -> bool:
    """Whether no more than a function word has a capital beside a noun as short as a particle: "The car", "One man".

    "The Who" and "US aid" are written as names are.
    """
    if len(bare) > 1 or bare[0] in _ALSO_NAMES or not (bare[0] == _ONE or is_function_word(bare[0], language)):
        return False
    in_capitals = any(len(part) > 1 and part.isupper() for part in named)
    return not in_capitals and any(
        part not in named and not is_function_word(_folded(part), language) for part in parts
    )


def _without_elision(part: str, language: str) -> str:
    return _ELISION.sub("", part) if language in _WITH_ELISIONS else part


def _folded(part: str) -> str:
    """A word of a name without what ends a sentence, the dots of "U.S." and the "’s" of "Trump’s"."""
    word = _GENITIVE.sub("", fold(part).strip(".,;:()«»“”'’"))
    return word.replace(".", "") if _DOTTED.fullmatch(word) else word


def _untitled(words: str, language: str) -> str:
    """Without a title in small letters before the name: "le président Macron", "le maire de Lyon, Grégory Doucet".

    The "président de la République" has no name, and "nach Rostock" no title.
    """
    left = words.split()
    titles = 0
    while left and left[0][0].islower():
        if _is_title(_folded(left[0]), language):
            titles += 1
        elif titles or len(left[0]) > _LONGEST_PARTICLE:
            break
        left = left[1:]
    if not titles:
        return words
    if left and left[0][0].isupper():
        return " ".join(left)
    return words.rpartition(",")[2]


def _bare(words: Sequence[str], language: str) -> tuple[str, ...]:
    """A name without function words at its ends and titles before it; the last word stays, whatever it is."""
    left = list(words)
    while len(left) > 1 and (_is_title(left[0], language) or _is_no_name(left[0], language)):
        left = left[1:]
    while len(left) > 1 and (_is_no_name(left[-1], language) or left[-1] in _OF_COMPANIES):
        left = left[:-1]
    return tuple(left)


def _is_title(word: str, language: str) -> bool:
    return language in _TITLES and _TITLES[language].fullmatch(word) is not None


def _is_no_name(word: str, language: str) -> bool:
    # A single letter is an initial.
    return len(word) > 1 and word not in _ALSO_NAMES and is_function_word(word, language)


def _is_shortened(one: Name, other: Name) -> bool:
    """Whether one begins with the initial of the other's first name: S. Altman, S. H. Altman and Sam Altman."""
    (first, *rest), (known, *more) = one.words, other.words
    held = set(rest) <= set(more) or set(more) <= set(rest)
    return one.begins_in_initial and known.startswith(first) and bool(rest and more) and held


def _are_spelt_apart(one: Name, other: Name) -> bool:
    """Whether names differ in spaces and hyphens alone, or both are the United States, or Britain: Saint-Denis, JP Morgan."""
    if str(one).translate(_APART) == str(other).translate(_APART):
        return True
    return any(all(each.fullmatch(str(name)) for name in (one, other)) for each in (_UNITED_STATES, _BRITAIN))


def _are_initials(fewer: Sequence[str], more: Sequence[str]) -> bool:
    """Whether one is a word of the initials of the other; the "of" of a name is none of its words."""
    return len(fewer) == 1 and _FEWEST_INITIALS <= len(fewer[0]) <= _MOST_INITIALS and fewer[0] == _initials(more)


def _may_be_initials(fewer: Sequence[str], more: Sequence[str]) -> bool:
    """Whether initials begin as the others do: US beside USA, and beside United States of America."""
    if len(fewer) > 1 or not _FEWEST_INITIALS <= len(fewer[0]) <= _MOST_INITIALS:
        return False
    if len(more) > 1:
        return _initials(more).startswith(fewer[0])
    short, long = sorted((fewer[0], more[0]), key=len)
    return len(short) >= _FEWEST_INITIALS and len(long) <= _LONGEST_PARTICLE and long.startswith(short)


def _initials(words: Sequence[str]) -> str:
    return "".join(word[:1] for word in words)


def _alike(one: str, other: str) -> bool:
    """Whether words are equal, spelt like each other, or one is the initial of the other; numbers are equal or none of it."""
    numbers = number_of(one), number_of(other)
    if one == other or None not in numbers or one[0].isdigit() or other[0].isdigit():
        return one == other or (numbers[0] is not None and numbers[0] == numbers[1])
    if min(len(one), len(other)) == 1:
        return one[:1] == other[:1]
    return min(len(one), len(other)) >= _SHORT_WORD and SequenceMatcher(None, one, other).ratio() >= _ALIKE
