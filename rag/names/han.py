"""Names in Chinese characters, by the ways each character is read.

Which of its readings a character has in a name nobody sees. So a name in Latin letters stands where the characters can be read
so, one by one to the last letter, and nearly so is not at all.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from rag.names.romanised import latin
from rag.names.writing import HAN

_READINGS = "han_readings.tsv"
_IS_HAN = re.compile(f"[{HAN.letters}]")
_NO_LETTER = re.compile("[^a-z]")
_REPEATED = "々"
# Long vowels are written with a second vowel, an h, a bar, or not at all: Endo, Endou, Endoh and Endō.
_LONG = ((re.compile("o[uoh](?![aiueo])|ou|oo"), "o"), (re.compile("uu"), "u"))
_DOUBLED = re.compile(r"(.)\1+")
# Behind another word its first sound is often voiced, kirikoe to kirigoe; so voiced and unvoiced ones are taken for the same.
_VOICELESS = (
    ("sh", "s"), ("ch", "s"), ("ts", "s"), ("dz", "s"), ("j", "s"), ("f", "h"), ("mb", "nb"), ("mp", "np"), ("mm", "nm")
)  # fmt: skip
_VOICED = str.maketrans("gzdbp", "ksthh")
_CONTRACTED = (("sy", "s"), ("ty", "t"))
# How verbs and adjectives end in the dictionary, and how in a name: koeru in Torigoe, ookii in Ohtani.
_STEMS = (
    ("kii", ("",)), ("eru", ("e", "")), ("iru", ("i", "")), ("shii", ("shi", "")), ("tsu", ("chi",)), ("su", ("shi",)),
    ("ku", ("ki",)), ("gu", ("gi",)), ("mu", ("mi",)), ("bu", ("bi",)), ("nu", ("ni",)), ("ru", ("ri", "")), ("u", ("i",)),
    ("ai", ("a",)), ("oi", ("o",)),
)  # fmt: skip
# "Ittō" is ichi and tō: what ends so may lose its last syllable and double the next consonant.
_DOUBLING = ("tsu", "chi", "ku", "ki")
_SHORTEST_DOUBLING = 3
_FEWEST_CHARACTERS = 2


def read_as(name: str, text: str, language: str) -> list[tuple[int, int]]:
    """Where at least two characters of `text`, which is Japanese ("ja") or Chinese, can be read as `name`: starts and ends."""
    wanted = _syllables(name) if language == "ja" else _NO_LETTER.sub("", latin(name))
    found = []
    for start in _openings(text, language).get(wanted[:1], ()):
        end = _read(wanted, text, start, language)
        if end is not None:
            found.append((start, end))
    return found


@lru_cache(maxsize=256)
def _openings(text: str, language: str) -> Mapping[str, Sequence[int]]:
    """Where characters stand that are read so that the first letter is this: remembered, since each name is looked for there."""
    places: dict[str, list[int]] = {}
    for match in _IS_HAN.finditer(text):
        for letter in {reading[0] for reading in _readings(match[0], language)}:
            places.setdefault(letter, []).append(match.start())
    return places


def _read(wanted: str, text: str, start: int, language: str) -> int | None:
    """Where characters from `start` on, two at least, have been read as all of `wanted`, the first place; None where none have.

    The first, since 一 is "ichi" and "i", and in 健一氏 the last is "shi" and no part of Kenichi.
    """
    reached, end = {0}, start
    while reached and end < len(text):
        char = text[end - 1] if text[end] == _REPEATED and end else text[end]
        readings = _readings(char, language)
        reached = {at + len(reading) for at in reached for reading in readings if wanted.startswith(reading, at)}
        end += 1
        if len(wanted) in reached and end - start >= _FEWEST_CHARACTERS:
            return end
    return None


@cache
def _readings(char: str, language: str) -> tuple[str, ...]:
    listed = _listed().get(char, {})
    if language != "ja":
        return tuple({_NO_LETTER.sub("", reading) for reading in (latin(char), *listed.get("zh", ()))} - {""})
    if char in "ヶケヵ":
        return ("ka", "ko")
    if char == "の":
        return ("no",)
    whole = {_syllables(form) for reading in listed.get("ja", ()) for form in (reading, *_stems(reading))}
    doubling = {
        _syllables(reading.removesuffix(ending))
        for reading in listed.get("ja", ())
        for ending in _DOUBLING
        if reading.endswith(ending) and len(reading) > _SHORTEST_DOUBLING
    }
    return tuple((whole | doubling) - {""})


def _stems(reading: str) -> list[str]:
    for ending, others in _STEMS:
        if reading.endswith(ending):
            stem = reading.removesuffix(ending)
            return [stem + other for other in others if len(stem + other) > 1]
    return []


def _syllables(romaji: str) -> str:
    """Japanese in Latin letters without what is written in more than one way."""
    plain = _NO_LETTER.sub("", latin(romaji))
    for long, vowel in _LONG:
        plain = long.sub(vowel, plain)
    for letters, voiceless in _VOICELESS:
        plain = plain.replace(letters, voiceless)
    plain = _DOUBLED.sub(r"\1", plain.translate(_VOICED))
    for letters, short in _CONTRACTED:
        plain = plain.replace(letters, short)
    return plain


@cache
def _listed() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each character its readings by language, as they stand in the file beside this module."""
    lines = files("rag.names").joinpath(_READINGS).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {char: {"ja": tuple(ja.split()), "zh": tuple(zh.split())} for char, ja, zh in rows}
