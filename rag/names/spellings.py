"""How a name of one or more words is spelled in a text: the place that sounds most like it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.names.places import READ_BY_CHARACTERS, Place, Spoken, places, spoken

# Less than so much in common tells nothing: two consonants alone, or three nearly so. One word of several wants more, but not in
# Chinese and Japanese, where it was read to the last letter; what has a capital and sounds the same wants less.
_LEAST, _LEAST_OF_PART, _LEAST_OF_VAGUE_PART, _LEAST_OF_SURE = 2.0, 2.5, 3.2, 1.6
# What a difference of one takes away, and what it adds that two words of a name stand together.
_PENALTY = 2.0
_TOGETHER = 0.5
# What may stand between two words of a name.
_BETWEEN = re.compile("[ \u00a0\u200c·・‧•=־-]?")
_AROUND = 40
# The words of a name are written together, so that none but the first begins where a word does.
_WRITTEN_TOGETHER = ("ja", "km", "ko", "lo", "my", "th", "zh")
# There the family name comes first, and in the letters of others often last.
_FAMILY_NAME_FIRST = ("ja", "ko", "zh")
_KOREAN_FAMILIES = {
    "lee": "i",
    "rhee": "i",
    "yi": "i",
    "park": "bak",
    "roh": "no",
    "lim": "im",
    "yoo": "yu",
    "woo": "u",
}
_LONGEST_TOGETHER = 40
# In another order than they are given in, too short a name is found anywhere.
_FEWEST_TURNED = 3


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words `first` to `last` of a name, as they stand in a text from `start` to `end`; the higher `likeness`, the surer."""

    first: int
    last: int
    start: int
    end: int
    likeness: float


def spelling(
    name: Sequence[str], text: str, language: str, *, least_of_part: float = _LEAST_OF_PART
) -> Spelling | None:
    """How the words of `name` are spelled in `text`, the likest place, the first of several; None where none is like it.

    One word of several must be as like as `least_of_part`.
    """
    said = [spoken(word) for word in name]
    best: Spelling | None = None
    for piece, place in _pieces(name, said, text, language):
        whole = _with_neighbours(piece, said, text, language)
        alone = whole == piece and piece.first == piece.last
        if alone and said[piece.first].is_short and not place.is_sure:
            continue
        least = _LEAST_OF_SURE if place.is_sure else _LEAST
        if alone and len(name) > 1 and language not in READ_BY_CHARACTERS:
            least = max(least_of_part, _LEAST_OF_VAGUE_PART if place.is_vague else 0.0)
        if whole.likeness >= least and (best is None or whole.likeness > best.likeness):
            best = whole
    return best


def _pieces(name: Sequence[str], said: Sequence[Spoken], text: str, language: str) -> Iterator[tuple[Spelling, Place]]:
    for number, word in enumerate(said):
        for place in places(word, text, language):
            yield _piece(number, number, place), place
    if len(name) > 1 and language in _WRITTEN_TOGETHER:
        for order in _orders(name, language):
            together = spoken(" ".join(order))
            if len(together.text) > _LONGEST_TOGETHER:
                continue
            if order[0] == name[-1] and together.weight < _FEWEST_TURNED:
                continue
            for place in places(together, text, language):
                yield _piece(0, len(name) - 1, place), place


def _orders(name: Sequence[str], language: str) -> Iterator[Sequence[str]]:
    """The name as it is, with its last word first, and a Korean family name as it is said and not as it is mostly written."""
    yield name
    yield (name[-1], *name[:-1])
    said = _KOREAN_FAMILIES.get(name[0].casefold()) if language == "ko" else None
    if said is not None:
        yield (said, *name[1:])


def _piece(first: int, last: int, place: Place) -> Spelling:
    likeness = place.weight * (1 - _PENALTY * place.cost) + _TOGETHER * (last - first)
    return Spelling(first, last, place.start, place.end, likeness)


def _with_neighbours(piece: Spelling, said: Sequence[Spoken], text: str, language: str) -> Spelling:
    """`piece` with the other words of the name that stand beside it, in whatever order."""
    left = [n for n in range(len(said)) if not piece.first <= n <= piece.last]
    while left:
        since = max(0, piece.start - _AROUND)
        near = text[since : piece.end + _AROUND]
        grown = None
        for number in left:
            for place in places(said[number], near, language, beside=True):
                moved = replace(place, start=place.start + since, end=place.end + since)
                first, second = sorted(((piece.start, piece.end), (moved.start, moved.end)))
                in_order = (moved.start > piece.start) == (number > piece.first)
                if not in_order and language not in _FAMILY_NAME_FIRST:
                    continue
                if first[1] <= second[0] and _BETWEEN.fullmatch(text, first[1], second[0]):
                    more = _joined(piece, _piece(number, number, moved))
                    grown = more if grown is None or more.likeness > grown.likeness else grown
        if grown is None or grown.likeness <= piece.likeness:
            return piece
        piece = grown
        left = [n for n in left if not piece.first <= n <= piece.last]
    return piece


def _joined(piece: Spelling, other: Spelling) -> Spelling:
    return Spelling(
        min(piece.first, other.first),
        max(piece.last, other.last),
        min(piece.start, other.start),
        max(piece.end, other.end),
        piece.likeness + other.likeness + _TOGETHER,
    )
