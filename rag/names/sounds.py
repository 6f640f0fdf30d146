"""How names sound, by their Latin letters, and how far two sounds are from each other.

A name of another script is spelled in Latin letters in more than one way: Tzadok, Tsadok and Zadok are one. So what is compared
are sounds, a letter each: the vowels, the glides h, w and y, and the consonants, `S` for those of "sh", "ch" and "zh".
"""

import re
from functools import cache, lru_cache
from math import inf

from index.words import fold

_VOWELS = frozenset("aeiou")
_GLIDES = frozenset("hwy")
# Longer ones first: what is written with several letters and is one sound, and what is two sounds and written with one.
_LETTERS = (
    ("tch", "S"), ("sch", "S"), ("sz", "S"), ("cz", "S"), ("sh", "S"), ("ch", "S"), ("zh", "S"), ("ts", "S"), ("tz", "S"),
    ("dz", "S"), ("dj", "S"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("kh", "k"), ("gh", "g"), ("bh", "b"), ("jh", "j"),
    ("rh", "r"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("dS", "j"), ("ee", "i"), ("oo", "u"), ("ou", "u"), ("eo", "o"),
    ("eu", "u"), ("ae", "e"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_NO_LETTER = re.compile("[^a-zS]")
_DOUBLED = re.compile(r"(.)\1+")
# What is the same sound in one script and two in another, or is written with either letter, and what that costs where a
# consonant too many costs 1.
_NEAR = {
    "vw": 0.1, "iy": 0.05, "uw": 0.05, "ow": 0.05, "pb": 0.2, "bv": 0.05, "fv": 0.2, "pf": 0.1, "td": 0.2, "kg": 0.2, "kq": 0.1,
    "gq": 0.2, "sz": 0.2, "sS": 0.1, "zS": 0.2, "zj": 0.2, "sj": 0.3, "jS": 0.2, "lr": 0.25, "mn": 0.5, "hk": 0.3, "hg": 0.3,
    "hq": 0.3, "yj": 0.3, "jh": 0.4, "gj": 0.3, "gS": 0.3, "tS": 0.4, "dS": 0.4, "dj": 0.4, "ts": 0.4, "dz": 0.4, "kS": 0.3,
    "hS": 0.3, "hw": 0.3, "hy": 0.3, "wy": 0.3,
}  # fmt: skip
_SIMILAR = {frozenset(pair): cost for pair, cost in _NEAR.items()}
# What another vowel costs where one too many costs 1.
_OTHER_VOWEL = 0.8
# A vowel that counts less is hardly written; there v and the glides stand for some.
HARDLY_WRITTEN = 0.1


@lru_cache(maxsize=0x10000)
def sounds(latin: str) -> str:
    """What is heard of a word in Latin letters, a letter a sound: "Tzadok" and "Tsadok" are "Sadok"."""
    heard = fold(latin.replace("ç", "s").replace("Ç", "s"))
    for letters, sound in _LETTERS:
        heard = heard.replace(letters, sound)
    heard = _SOFT_C.sub("s", heard).replace("c", "k")
    return _DOUBLED.sub(r"\1", _NO_LETTER.sub("", heard))


@lru_cache(maxsize=0x10000)
def consonants(heard: str) -> int:
    """How many of these sounds are consonants."""
    return sum(sound not in _VOWELS and sound not in _GLIDES for sound in heard)


@lru_cache(maxsize=0x10000)
def syllables(heard: str) -> int:
    """How many runs of vowels there are in these sounds."""
    return len(re.findall("[aeiouy]+", heard))


def begins_with_vowel(heard: str) -> bool:
    """Whether the first of these sounds is a vowel, or the y that stands for one."""
    return heard[:1] == "y" or heard[:1] in _VOWELS


@lru_cache(maxsize=0x10000)
def begin_alike(name: str, heard: str, unwritten: float) -> bool:
    """Whether the first consonants of both may be one, which most words rules out at once."""
    ones, others = first_consonant(name, unwritten), first_consonant(heard, unwritten)
    if not ones or not others:
        return True
    return any(difference(one, other, 1.0) is not None for one in ones for other in others)


@lru_cache(maxsize=0x10000)
def first_consonant(heard: str, unwritten: float) -> str:
    """The first sounds up to a consonant that counts whole, without vowels: a glide may stand for one, or for none."""
    found = ""
    for sound in heard:
        if sound not in _VOWELS:
            found += sound
        if weight(sound, unwritten) == 1.0 and sound not in _VOWELS:
            break
    return found


@cache
def weight(sound: str, vowel_weight: float) -> float:
    """What it costs to leave `sound` out: 1 for a consonant, less for a glide, `vowel_weight` for a vowel."""
    if sound in _VOWELS:
        return vowel_weight
    if vowel_weight < HARDLY_WRITTEN and sound in _GLIDES | {"v"}:
        return 0.3 if sound == "v" else 0.05
    return 0.2 if sound in _GLIDES else 1.0


@cache
def difference(one: str, other: str, vowel_weight: float) -> float | None:
    """What it costs that `other` stands where `one` is expected; None where they are not alike at all."""
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return _OTHER_VOWEL * vowel_weight
    pair = frozenset((one, other))
    if vowel_weight < HARDLY_WRITTEN and pair in ({"u", "v"}, {"o", "v"}):
        return 0.05
    return _SIMILAR.get(pair)


def costs(name: str, heard: str, unwritten: float, written: float, most: float) -> list[float] | None:
    """For each beginning of `heard`, the empty one first, what it costs to take it for `name`; None where all cost over `most`.

    A vowel of `name` that is not heard costs `unwritten`, one that is heard and is not in `name` costs `written`. The
    weighted edit distance of Wagner and Fischer (1974), https://doi.org/10.1145/321796.321811, row by row.
    """
    before = [0.0]
    for sound in heard:
        before.append(before[-1] + weight(sound, written))
    for expected in name:
        left_out = weight(expected, unwritten)
        row = [before[0] + left_out]
        for place, sound in enumerate(heard):
            above, left, corner = before[place + 1], row[place], before[place]
            # What costs too much already is not followed: nearly all of it.
            if above > most and left > most and corner > most:
                row.append(inf)
                continue
            cost = min(above + left_out, left + weight(sound, written))
            differs = difference(expected, sound, written) if corner <= most else None
            row.append(cost if differs is None else min(cost, corner + differs))
        if min(row) > most:
            return None
        before = row
    return before
