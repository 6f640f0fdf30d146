"""Where a word of a name stands in a text of another script."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from rag.names.han import read_as
from rag.names.romanised import heard, latin
from rag.names.sounds import (
    HARDLY_WRITTEN,
    begin_alike,
    begins_with_vowel,
    consonants,
    costs,
    first_consonant,
    sounds,
    syllables,
)
from rag.names.writing import HAN, HANGUL, KATAKANA, UNSPACED, Word, Writing, runs, words

# What a consonant of the name costs at most on average, for the place to be one. With few consonants much else sounds nearly so,
# and more where hardly a vowel is written.
_MOST = {True: ((2, 0.11), (inf, 0.26)), False: ((3, 0.08), (4, 0.13), (inf, 0.2))}
_FEWEST_CONSONANTS = 2
_FEWEST_SYLLABLES = 2
# Beside another word of the same name, less will do.
_MOST_BESIDE = ((1, 0.35), (2, 0.2), (inf, 0.3))
# Without spaces a name begins and ends anywhere.
_MOST_UNSPACED = 0.12
_FEWEST_UNSPACED = 4
# An ending behind the name is dearer than none.
_ENDING = 0.1
# So many times as many sounds as a name has are looked at.
_LONGER = 2
# Many words of two characters are read in as few letters as a short name.
_FEW_CHARACTERS, _LETTERS_ALONE = 2, 6
# "Mr", "Prime Minister", "city", "prefecture" and the like.
_BEHIND_NAMES = re.compile(
    "氏|さん|様|君|被告|容疑者|首相|大統領|知事|市長|社長|会長|議員|選手|監督|教授|市|県|府|都|区|町|村|島|駅|港|省|县|先生|女士|总统|总理"
)
# What costs no more sounds the same.
_SAME = 0.05
_ARTICLE = re.compile("^[AaEe]l[- ]")
# Two letters with their vowels and signs.
_OPENING = 6
# Vowels of Thai and Lao that stand before their consonant, and signs that go with the one before.
_PREPOSED = tuple("เแโใไເແໂໃໄ")
_BELONGS_BEFORE = re.compile("[\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b6-\u17d3]")
READ_BY_CHARACTERS = ("zh", "ja")
# What parts given name and family name of foreigners in Chinese and Japanese.
_DOTS = "·・‧•"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something that sounds like a name stands; `cost` is per consonant of the name, 0 where it sounds the same.

    `weight` is how much the name tells from other words; `is_sure` says that it sounds the same, and that words in general
    are not written so, `is_vague` that hardly a vowel is written there.
    """

    start: int
    end: int
    cost: float
    weight: int
    is_sure: bool = False
    is_vague: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word of a name as it is heard, in all the ways it may be."""

    text: str
    ways: tuple[str, ...]

    @property
    def consonants(self) -> int:
        """How many it has, the fewest of its ways."""
        return min(map(consonants, self.ways))

    @property
    def weight(self) -> int:
        """How much it tells from other words: its consonants or its syllables, whichever are more."""
        return max(self.consonants, syllables(self.ways[0]))

    @property
    def is_short(self) -> bool:
        """Whether it is a syllable of two consonants, like which there are many words."""
        return self.consonants <= _FEWEST_CONSONANTS and syllables(self.ways[0]) < _FEWEST_SYLLABLES


def spoken(name: str) -> Spoken:
    """A word of a name: "ng" is one sound in "Cheongnok" and two in "Bangalore", and an Arabic article may be left out."""
    ways = [sounds(latin(each)) for each in dict.fromkeys((name, _ARTICLE.sub("", name)))]
    return Spoken(name, tuple(dict.fromkeys(way for each in ways for way in (each, each.replace("ng", "n")))))


def places(name: Spoken, text: str, language: str, *, beside: bool = False) -> Iterator[Place]:
    """Where `name` stands in `text`; `beside` says that another word of the name stands next to it, so that less will do."""
    if not any(name.ways):
        return
    if language in READ_BY_CHARACTERS:
        for start, end in read_as(name.text, text, language):
            if beside or end - start > _FEW_CHARACTERS or _is_long(name.text) or _BEHIND_NAMES.match(text, end):
                yield Place(start, end, 0.0, max(name.weight, end - start))
    count = name.consonants
    if count < (1 if beside else _FEWEST_CONSONANTS) or not syllables(name.ways[0]):
        return
    for word in (*_words_of(text), *(_dotted(text) if language == "zh" else ())):
        if not word.writing.has_capitals or word.text[0].isupper():
            yield from _in_word(name, word, beside=beside)
    if beside or count >= _FEWEST_UNSPACED:
        for run in runs(text, UNSPACED):
            yield from _in_run(name, run, _most(count, _MOST_BESIDE) if beside else _MOST_UNSPACED)


def _is_long(name: str) -> bool:
    """Whether it has many letters, or is seen to be of several syllables: "He Man", "Xi'an"."""
    return len(name) >= _LETTERS_ALONE or any(mark in name for mark in " '’")


@lru_cache(maxsize=256)
def _words_of(text: str) -> tuple[Word, ...]:
    """The words of `text`, remembered: each name of a question is looked for in the same texts."""
    return tuple(words(text))


def _most(count: int, steps: Sequence[tuple[float, float]]) -> float:
    return next(most for up_to, most in steps if count <= up_to)


def _dotted(text: str) -> Iterator[Word]:
    if not any(dot in text for dot in _DOTS):
        return
    for run in runs(text, HAN):
        if text[run.start - 1 : run.start] in _DOTS or text[run.end : run.end + 1] in _DOTS:
            yield run


def _in_word(name: Spoken, word: Word, *, beside: bool) -> Iterator[Place]:
    best: tuple[float, int, int] | None = None
    for prefix in ("", *word.writing.prefixes):
        left = word.text.removeprefix(prefix)
        if prefix and (len(left) == len(word.text) or len(left) <= len(prefix)):
            continue
        for cost, length in _costs(name, heard(left, word.writing), word.writing, beside=beside):
            if best is None or cost < best[0]:
                best = cost, len(prefix), length
    if best is not None:
        cost, skipped, length = best
        end = word.end
        if word.writing in (HANGUL, HAN):
            end = word.start + skipped + _letters(word.text[skipped:], length, word.writing)
        writes_names = word.writing.has_capitals or word.writing is KATAKANA
        is_sure, is_vague = writes_names and cost <= _SAME, word.writing.unwritten < HARDLY_WRITTEN
        yield Place(word.start + skipped, end, cost, name.weight, is_sure, is_vague)


def _letters(word: str, length: int, writing: Writing) -> int:
    """How many letters of `word` have that many sounds."""
    return next((n for n in range(1, len(word)) if len(heard(word[:n], writing)) >= length), len(word))


def _costs(name: Spoken, found: str, writing: Writing, *, beside: bool) -> Iterator[tuple[float, int]]:
    """What it costs to take the first sounds of `found` for `name`, and how many they are, where that is little enough."""
    for way in name.ways:
        count = max(consonants(way), 1)
        most = _most(count, _MOST_BESIDE if beside else _MOST[writing.unwritten > HARDLY_WRITTEN])
        looked_at = found[: _LONGER * len(way) + 4]
        if not looked_at or not begin_alike(way, looked_at, writing.unwritten):
            continue
        row = costs(way, looked_at, writing.unwritten, writing.written, most * count)
        for length, cost in enumerate(row or ()):
            rest = found[length:]
            total = cost / count + (_ENDING if rest and writing.ending is not None else 0.0)
            if total <= most and _may_follow(rest, way, writing):
                yield total, length


def _may_follow(rest: str, name: str, writing: Writing) -> bool:
    """Whether these sounds may stand behind `name` in its word."""
    if not rest or writing.ending is None:
        return True
    if len(rest) > writing.ending:
        return False
    return not writing.has_capitals or begins_with_vowel(rest) or begins_with_vowel(name[-1])


def _in_run(name: Spoken, run: Word, most: float) -> Iterator[Place]:
    longest = _LONGER * max(map(len, name.ways))
    alike = [
        start
        for opening, starts in _openings(run.text).items()
        if any(begin_alike(way, opening, UNSPACED.unwritten) for way in name.ways)
        for start in starts
    ]
    for start in sorted(alike):
        found, ends = _sounded(run.text, start, longest)
        for way in name.ways:
            count = max(consonants(way), 1)
            row = costs(way, found, UNSPACED.unwritten, UNSPACED.written, most * count)
            within = [(row[length] / count, end) for length, end in ends] if row else []
            cost, end = min(within, default=(most + 1, 0))
            if cost <= most:
                yield Place(run.start + start, run.start + end, cost, name.weight)


@lru_cache(maxsize=512)
def _openings(text: str) -> Mapping[str, Sequence[int]]:
    """Where a name may begin, by its first consonant and what stands before it: remembered, as each name is looked for there."""
    found: dict[str, list[int]] = {}
    for start in range(len(text)):
        # It begins with a letter and its vowel, wherever that is written.
        if not _BELONGS_BEFORE.match(text, start) and text[start - 1 : start] not in _PREPOSED:
            opening = "".join(heard(char, UNSPACED) for char in text[start : start + _OPENING])
            found.setdefault(first_consonant(opening, UNSPACED.unwritten), []).append(start)
    return found


def _sounded(text: str, start: int, longest: int) -> tuple[str, list[tuple[int, int]]]:
    """What is heard from `start` on, and where it may end: after how many sounds, and where in `text`."""
    found, ends, held = "", [], ""
    for end in range(start, len(text)):
        char = text[end]
        more = heard(char, UNSPACED)
        if char in _PREPOSED:
            held = more
            continue
        more, held = more + held, ""
        found += more[1:] if found and more[:1] == found[-1] else more
        if len(found) > longest:
            break
        if not _BELONGS_BEFORE.match(text, end + 1):
            ends.append((len(found), end + 1))
    return found, ends
