"""The names in a text whose script has capitals, as words with their places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.locales import days_and_months
from index.words import fold
from rag.names.writing import Word, words
from rag.questions.subjects import is_function_word

# Longer than any name.
MOST_WORDS = 16
# Between two words of one name.
_WITHIN = re.compile("[ \u00a0‑-]")
# Before the first word of a sentence.
_OPENINGS, _ENDS = " \u00a0\n¿¡«»“”„\"'([", ".!?:…"
_LOOKED_BACK = 8
_WITH_ARTICLE = re.compile("[ae]l-")
_GENITIVE = re.compile("['’][sS]$")
# "d'Altman", and at the beginning "Qu'Altman".
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|dell|all|nell|sull)['’](?=\w)", re.IGNORECASE)
# Turkish puts what others have as a word of its own behind an apostrophe: "Altman'ın".
_SUFFIX = re.compile(r"['’]\w+$")
# What stands with a small letter within a name, "Mohammed bin Salman", and what does behind one of those, "Ursula von der Leyen".
_PARTICLES = frozenset(
    word
    for words_ in ("bin ibn bint abu", "van von zu ter af av", "de del della di da do dos du", "фон ван бин ибн")
    for word in words_.split()
)
_ARTICLES = frozenset(["der", "den", "la", "las", "los", "le", "дер"])
# Who has one is not called so: in an article of another language the name may stand without it, or it in other words.
_TITLES_BY_LANGUAGE = {
    "de": "prasident prasidentin minister ministerin kanzler kanzlerin burgermeister richter richterin doktor konig konigin papst"
    " herr frau",
    "en": "president minister premier chancellor senator governor general judge justice mayor professor doctor captain colonel"
    " king queen prince princess pope cardinal bishop sir lord lady director chairman chairwoman ambassador secretary",
    "es": "presidente presidenta ministro ministra senador gobernador juez alcalde alcaldesa profesor rey reina papa obispo"
    " senor senora",
    "fr": "president presidente ministre senateur gouverneur juge maire professeur docteur capitaine roi reine pape eveque"
    " directeur",
    "ru": "президент министр губернатор мэр директор",
}
_TITLES = frozenset(title for titles in _TITLES_BY_LANGUAGE.values() for title in titles.split())


def mentions(text: str, language: str) -> Iterator[list[Word]]:
    """What stands together with capitals, in its order, small words between two of them included.

    A word at the beginning of a sentence that says nothing of its own is left out, and so are days and months.
    """
    name: list[Word] = []
    for word in words(text):
        bare = _bare(word, text, language)
        if name and (len(name) == MOST_WORDS or not _WITHIN.fullmatch(text, name[-1].end, bare.start)):
            yield from _trimmed(name)
            name = []
        if _may_belong(bare, name, text, language):
            name.append(bare)
        else:
            yield from _trimmed(name)
            name = []
    yield from _trimmed(name)


def _may_belong(word: Word, name: Sequence[Word], text: str, language: str) -> bool:
    folded = fold(word.text)
    if folded in days_and_months(language) or folded in _TITLES:
        return False
    if word.text[0].isupper() or _WITH_ARTICLE.match(word.text):
        return not (_begins(word, text) and is_function_word(word.text, language))
    if not name:
        return False
    is_particle = word.text in _PARTICLES or (word.text in _ARTICLES and name[-1].text in _PARTICLES)
    # "Do-yun" is one name.
    return is_particle or text[name[-1].end : word.start] not in (" ", "\u00a0")


def _begins(word: Word, text: str) -> bool:
    """Whether a sentence begins with it."""
    before = text[max(0, word.start - _LOOKED_BACK) : word.start].rstrip(_OPENINGS)
    return (not before and word.start <= _LOOKED_BACK) or before[-1:] in tuple(_ENDS)


def _bare(word: Word, text: str, language: str) -> Word:
    """Without the genitive and what is elided before it."""
    elided = _ELIDED.match(word.text)
    if elided and (word.text[0].islower() or _begins(word, text)):
        word = Word(word.start + elided.end(), word.text[elided.end() :], word.writing)
    return replace(word, text=(_SUFFIX if language == "tr" else _GENITIVE).sub("", word.text))


def _trimmed(name: Sequence[Word]) -> Iterator[list[Word]]:
    """The name without small words at its end that belong to nothing: "Leyen von" in "kam Leyen von dort"."""
    kept = list(name)
    while kept and kept[-1].text in _PARTICLES | _ARTICLES:
        kept.pop()
    if kept:
        yield kept
