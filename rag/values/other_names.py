"""Tells words of which no name was read, and that name others: "Anna Roth, head of the team" and "Ben Kuhn, head of the team"."""

import re
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from index.words import fold
from rag.questions.subjects import is_function_word
from rag.values.names import Name, read_name

# Words that share this part of their letters may be two spellings of one, as in `names`.
_ALIKE = 0.7
_MARKS = "«»‹›“”„\"'’()[]–—.,;:!?"
_ENDS_NAME = re.compile(r"[,;:!?)\]»”]\Z|(?:['’]s)\W*\Z")
_ELISION = re.compile(r"^(?:l|d|qu)['’](?=\w)", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def name_others(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether words, each with their language, name each somebody by two words or more whom the other does not name at all.

    Not in two languages, where names are spelt otherwise, nor in German, which writes nouns with capitals.
    """
    if one[1] != other[1] or one[1] == "de":
        return False
    found, known = _names_in(*one), _names_in(*other)
    return _has_its_own(found, known, one[1]) and _has_its_own(known, found, one[1])


def _names_in(words: str, language: str) -> list[str]:
    """What stands with capitals side by side, without function words."""
    found: list[list[str]] = [[]]
    for part in words.split():
        bare = _ELISION.sub("", part.strip(_MARKS))
        if bare[:1].isupper() and not is_function_word(bare, language):
            found[-1].append(bare)
        else:
            found.append([])
        if _ENDS_NAME.search(part):
            found.append([])
    return [" ".join(run) for run in found if run]


def _has_its_own(names: Sequence[str], others: Sequence[str], language: str) -> bool:
    """Whether one of `names`, without its title, is of several words of which none may be one of the `others`."""
    known = {word for name in others for word in _words(name)} | {_initials(_words(name)) for name in others}
    full: list[Name | None] = [read_name(name, language) for name in names]
    return any(name is not None and len(name.words) > 1 and not _may_be_named(name, known) for name in full)


def _may_be_named(name: Name, known: Collection[str]) -> bool:
    own = _words(str(name))
    return any(_may_be(word, other) for word in (*own, _initials(own)) for other in known)


def _may_be(one: str, other: str) -> bool:
    """Whether two words are spelt alike, or one begins the other: "Sam" and "Samuel", "S" and "Sam", "NY" and "NYC"."""
    if one.startswith(other) or other.startswith(one):
        return True
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(name).replace(".", ""))


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)
