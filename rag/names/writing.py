"""The scripts of names: how each writes vowels, what it puts before and behind a name, and whether names have capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Writing:
    """How one script writes names.

    `letters` is the inside of a character class. `unwritten` is what it costs that a vowel of the name is not written where a
    consonant would cost 1, and `written` what one costs that is and does not belong there. `prefixes` are words written together
    with the next one; `ending` is how many sounds may stand behind a name in its word, None any number.
    """

    name: str
    letters: str
    unwritten: float = 0.3
    written: float = 0.3
    has_capitals: bool = False
    prefixes: tuple[str, ...] = ()
    ending: int | None = 0


# Accents that stand behind their letter, as in decomposed text and in Russian stress.
_MARKS = "\u0300-\u036f"
LATIN = Writing("Latin", f"A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff{_MARKS}", has_capitals=True, ending=4)
GREEK = Writing("Greek", f"\u0370-\u03ff\u1f00-\u1fff{_MARKS}", has_capitals=True, ending=4)
_CYRILLIC = Writing("Cyrillic", f"\u0400-\u052f{_MARKS}", has_capitals=True, ending=4)
_ARMENIAN = Writing("Armenian", "\u0530-\u058f", has_capitals=True, ending=4)
_GEORGIAN = Writing("Georgian", "\u10a0-\u10ff", ending=4)
# One or two words of a letter each: "and", "that", "in", "to", "from", "the".
_HEBREW_PREFIXES = (*(first + second for first in ("", "ו", "ש", "כש") for second in "הבלמכ"), "ו", "ש")
_HEBREW = Writing("Hebrew", "\u05d0-\u05f2", 0.06, 0.06, prefixes=_HEBREW_PREFIXES, ending=1)
_ARABIC = Writing(
    "Arabic",
    "\u0620-\u0652\u0670-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\u200c",
    0.06,
    0.15,
    prefixes=("ال", "وال", "بال", "كال", "فال", "لل", "و", "ب", "ل", "ف", "ک"),
    ending=1,
)
_INDIC = Writing("Indic", "\u0900-\u0963\u0970-\u0de5\u0df2-\u0dff\u200c\u200d", 0.12, 0.25)
HANGUL = Writing("Hangul", "\uac00-\ud7a3", ending=None)
KATAKANA = Writing("Katakana", "\u30a1-\u30fa\u30fc\u30fd\u30fe", 0.2, 0.1)
# No spaces between words, and most vowels are signs that anyascii leaves out.
UNSPACED = Writing(
    "Thai and its neighbours", "\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u103f\u1780-\u17d3", 0.06, 0.25, ending=None
)
HAN = Writing(
    "Han", "\u3005-\u3007\u30f6\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", 0.2, 0.2, ending=None
)
WRITINGS = (
    LATIN, GREEK, _CYRILLIC, _ARMENIAN, _GEORGIAN, _HEBREW, _ARABIC, _INDIC, HANGUL, KATAKANA, UNSPACED, HAN
)  # fmt: skip
NASAL_IN_ONE = (HANGUL, UNSPACED)
_SPACED = [writing for writing in WRITINGS if writing not in (UNSPACED, HAN)]
# Joined by an apostrophe they are one word, "O'Brien"; an Arabic article is one with its noun, "al-Zoubi".
_WORD = re.compile(
    rf"(?P<al>(?:[Aa]l|[Ee]l)-[{LATIN.letters}'’]+|Al [A-Z][{LATIN.letters}'’]+)|"
    + "|".join(rf"([{w.letters}]+(?:['’][{w.letters}]+)*)" for w in _SPACED)
)
_JOINED = "\u200c"
# Japanese is told by its Hiragana too.
_LETTERS = [re.compile(f"[{w.letters}\u3041-\u309f]" if w is HAN else f"[{w.letters}]") for w in WRITINGS]
_RUN = {writing: re.compile(f"[{writing.letters}]+") for writing in (UNSPACED, HAN)}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, or what stands there in one script without spaces; `start` counts code points."""

    start: int
    text: str
    writing: Writing

    @property
    def end(self) -> int:
        """Where it ends in its text."""
        return self.start + len(self.text)


def words(text: str) -> Iterator[Word]:
    """The words of `text`, in their order, each of one script; none of what is written without spaces."""
    for match in _WORD.finditer(text):
        # What Persian joins without a space is one word, and may be two of a name.
        if _JOINED in match[0] and _SPACED[(match.lastindex or 2) - 2] is _ARABIC:
            for part in re.finditer(f"[^{_JOINED}]+", match[0]):
                yield Word(match.start() + part.start(), part[0], _ARABIC)
        yield Word(match.start(), match[0], LATIN if match["al"] else _SPACED[(match.lastindex or 2) - 2])


def runs(text: str, writing: Writing) -> Iterator[Word]:
    """What stands together in `writing`, one of those without spaces."""
    for match in _RUN[writing].finditer(text):
        yield Word(match.start(), match[0], writing)


def main_writing(text: str) -> Writing | None:
    """The script that most letters of `text` are in; None where they are in none of these."""
    counts = [(len(letters.findall(text)), -n) for n, letters in enumerate(_LETTERS)]
    most, place = max(counts)
    return WRITINGS[-place] if most else None
