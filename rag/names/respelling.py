"""A question with its names as the articles spell them, where those are written in other letters or with other accents.

A reader takes "Kenichi Sato" and 佐藤健一 for two people, and an encoder half so. Asked with the articles' own spelling both
understand a question in one language about articles in another: docs/decisions/0015-names.md.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from index.words import fold
from rag.names.mentions import MOST_WORDS, mentions
from rag.names.spellings import spelling
from rag.names.writing import LATIN, Word, main_writing
from rag.questions.subjects import is_function_word

# So many names of articles are looked for in a question, and in so many of its characters: it takes a while.
_MOST_NAMED, _LOOKED_AT = 200, 300
# At the beginning every word has a capital, and in German every noun.
_LEAST_AT_BEGINNING, _LEAST_OF_NOUN = 3.0, 3.2
_OPENINGS = " \u00a0¿¡«“„\"'("
# People are asked about by one of their names; in an article, which is longer, a word like one of them may be anything.
_LEAST_OF_PART_ASKED, _LEAST_ALONE = 2.0, 2.5
# Which script a text is in shows soon.
_SHOWS_SCRIPT = 200
_SHORTEST_NAME, _LONGEST_NAME, _SHORT_WORD = 2, 60, 3


@dataclass(frozen=True, slots=True)
class Told:
    """What an article says in one place, and its language, an ISO 639-1 code."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    words: str
    likeness: float


def respelled(question: str, language: str, told: Sequence[Told]) -> str:
    """`question`, which is in `language`, with its names as they stand in `told`, whose texts are all in one script.

    The question as it is where none is found, or where names in neither script have capitals, so that nobody sees them.
    """
    asked = main_writing(question)
    written = main_writing(" ".join(each.text[:_SHOWS_SCRIPT] for each in told))
    changes: Iterable[_Change] = ()
    if asked is None or written is None:
        return question
    if asked is written:
        changes = _with_accents(question, language, told) if asked is LATIN else ()
    elif asked.has_capitals:
        changes = _as_told(question, language, told)
    elif written.has_capitals:
        changes = _as_named(question, language, told)
    return _changed(question, changes)


def _as_told(question: str, language: str, told: Sequence[Told]) -> Iterator[_Change]:
    """The names of the question, as they sound in the texts."""
    for name in _first(mentions(question, language)):
        if any(_written(name, question) in each.text for each in told):
            continue
        found = [(each, spelling([word.text for word in name], each.text, each.language)) for each in told]
        likest = max(((each, s) for each, s in found if s is not None), key=lambda pair: pair[1].likeness, default=None)
        if likest is None:
            continue
        each, spelled = likest
        if len(name) > 1 or spelled.likeness >= _least_alone(question, name[0], language):
            start, end = name[spelled.first].start, name[spelled.last].end
            yield _Change(start, end, each.text[spelled.start : spelled.end], spelled.likeness)


def _least_alone(question: str, word: Word, language: str) -> float:
    """How like a word must be that is alone, and may have its capital for another reason."""
    begins = not question[: word.start].strip(_OPENINGS)
    return max(_LEAST_AT_BEGINNING if begins else 0.0, _LEAST_OF_NOUN if language == "de" else 0.0)


def _as_named(question: str, language: str, told: Sequence[Told]) -> Iterator[_Change]:
    """The names of the texts, as they sound in the question."""
    named = {_written(name, each.text): name for each in told for name in mentions(each.text, each.language)}
    asked = question[:_LOOKED_AT]
    for written, name in islice(named.items(), _MOST_NAMED):
        spelled = spelling([word.text for word in name], asked, language, least_of_part=_LEAST_OF_PART_ASKED)
        # At the beginning every word has a capital, and what sounds a little like it is soon found.
        if spelled is not None and (spelled.first < spelled.last or spelled.likeness >= _LEAST_ALONE):
            begins = name[0].start
            words_ = written[name[spelled.first].start - begins : name[spelled.last].end - begins]
            yield _Change(spelled.start, spelled.end, words_, spelled.likeness)


def _with_accents(question: str, language: str, told: Sequence[Told]) -> Iterator[_Change]:
    """The names of the question that stand in the texts with accents alone, as many words of each together as can be.

    Who writes one accent writes all: in "Việt Nam" the second word has none. A German noun alone is no name.
    """
    for name in _first(mentions(question, language)):
        if not _written(name, question).isascii() or (language == "de" and len(name) == 1):
            continue
        left = 0
        while left < len(name):
            ends = range(len(name), left + _may_be_any(name, left, language), -1)
            spelled = ((end, _accented(_written(name[left:end], question), told)) for end in ends)
            end, text = next(((end, text) for end, text in spelled if text is not None), (left + 1, None))
            if text is not None:
                yield _Change(name[left].start, name[end - 1].end, text, 0.0)
            left = end


def _may_be_any(name: Sequence[Word], at: int, language: str) -> bool:
    """Whether a word of a longer name is too small to stand for itself: "von" in Ursula von der Leyen, and Vietnamese "vốn"."""
    word = name[at].text
    is_small = word[0].islower() or len(word) <= _SHORT_WORD or is_function_word(word, language)
    return len(name) > 1 and (is_small or language == "de")


def _accented(plain: str, told: Sequence[Told]) -> str | None:
    """How `plain` is most often written in the texts; as it is where they have that too, and None where they have neither."""
    if not _SHORTEST_NAME <= len(plain) <= _LONGEST_NAME:
        return None
    spelled = _in_any_accents(plain)
    found = Counter(
        # "Más" and "Über" begin sentences.
        match
        for each in told
        for match in spelled.findall(each.text)
        if not is_function_word(match, each.language)
    )
    return plain if plain in found else next((text for text, _ in found.most_common(1)), None)


def _first(names: Iterable[list[Word]]) -> Iterator[list[Word]]:
    """The first of them, up to so many words: a question of more is a list, and looking for each takes a while."""
    left = MOST_WORDS
    for name in names:
        if left <= 0:
            return
        yield name[:left]
        left -= len(name)


def _written(name: Sequence[Word], text: str) -> str:
    return text[name[0].start : name[-1].end]


@lru_cache(maxsize=256)
def _in_any_accents(plain: str) -> re.Pattern[str]:
    """Letter by letter what folds to the same, composed or not."""
    letters = "".join(f"[{re.escape(char)}{_with_marks().get(char, '')}][\u0300-\u036f]*" for char in plain)
    return re.compile(rf"(?<!\w){letters}(?!\w)")


@cache
def _with_marks() -> Mapping[str, str]:
    """For each ASCII letter, small or capital, the Latin ones that fold to it."""
    found: dict[str, str] = {}
    for char in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))):
        plain = fold(char)
        if len(plain) == 1 and plain.isascii():
            key = plain.upper() if char.isupper() else plain
            found[key] = found.get(key, "") + char
    return found


def _changed(question: str, changes: Iterable[_Change]) -> str:
    """With the surest of the changes that are at one place."""
    done: list[_Change] = []
    for change in sorted(changes, key=lambda change: (-change.likeness, change.start)):
        if all(change.end <= other.start or change.start >= other.end for other in done):
            done.append(change)
    for change in sorted(done, key=lambda change: -change.start):
        question = question[: change.start] + change.words + question[change.end :]
    return question
