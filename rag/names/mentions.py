"""The names in a text whose script has capitals, as words with their places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.locales import days_and_months
from index.words import fold
from rag.names.writing import Word, words
from rag.questions.subjects import is_function_word

# Longer than any name.
MOST_WORDS, _LONGEST_WORD = 16, 30
# Between two words of one name.
_WITHIN = re.compile("[ \u00a0]{1,2}|[‑-]")
# Before the first word of a sentence.
_OPENINGS, _ENDS = " \u00a0\n¿¡«»“”„\"'([", tuple(".!?:…")
_LOOKED_BACK = 8
_WITH_ARTICLE = re.compile("[ae]l-")
# "Al Madrid" is no name like "Al Jazeera" there.
_AL_IS_TO = ("es", "it")
_GENITIVE = re.compile("['’][sS]$")
# "d'Altman", and at the beginning "Qu'Altman".
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|dell|all|nell|sull)['’](?=\w)", re.IGNORECASE)
# Turkish puts what others have as a word of its own behind an apostrophe: "Altman'ın".
_SUFFIX = re.compile(r"['’]\w+$")
# What stands with a small letter within a name, "Mohammed bin Salman", and what does behind one of those, "Ursula von der Leyen".
_PARTICLES = frozenset(
    word
    for words_ in ("bin ibn ben bint abu", "van von zu ter af av", "de del della di da do dos du", "фон ван бин ибн")
    for word in words_.split()
)
_ARTICLES = frozenset(["der", "den", "la", "las", "los", "le", "дер"])
_SMALL = _PARTICLES | _ARTICLES
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

    A word at the beginning of a sentence that says nothing of its own is left out, and so are titles, days and months, but
    where they end a name: "Stephen King", "Theresa May".
    """
    name: list[Word] = []
    title: Word | None = None
    for each in words(text):
        word = _bare(each, text, language)
        last = title or (name[-1] if name else None)
        joined = (
            last is not None and len(name) < MOST_WORDS and _WITHIN.fullmatch(text, last.end, word.start) is not None
        )
        belongs = _may_belong(word, name if joined else [], text, language)
        if title is not None and not (joined and belongs):
            name.append(title)
        if not joined or title is not None or not belongs:
            yield from _trimmed(name)
            name = []
        title = None
        if belongs and _is_title(word, language):
            title = word if name else None
        elif belongs:
            name.append(word)
    yield from _trimmed([*name, title] if title is not None else name)


def _is_title(word: Word, language: str) -> bool:
    folded = fold(word.text)
    return folded in _TITLES or folded in days_and_months(language)


def _may_belong(word: Word, name: Sequence[Word], text: str, language: str) -> bool:
    """Whether `word` is of a name, which goes on behind `name`, or begins where that is empty."""
    if len(word.text) > _LONGEST_WORD:
        return False
    if word.text[0].isupper() or _WITH_ARTICLE.match(word.text):
        return not (_begins(word, text) and is_function_word(word.text, language))
    if not name:
        return False
    is_particle = word.text in _PARTICLES or (word.text in _ARTICLES and name[-1].text in _PARTICLES)
    # "Do-yun" is one name.
    return is_particle or text[name[-1].end : word.start] in ("-", "‑")


def _begins(word: Word, text: str) -> bool:
    """Whether a sentence begins with it."""
    before = text[max(0, word.start - _LOOKED_BACK) : word.start].rstrip(_OPENINGS)
    return (not before and word.start <= _LOOKED_BACK) or before[-1:] in _ENDS


def _bare(word: Word, text: str, language: str) -> Word:
    """Without the genitive and what is elided before it."""
    if language in _AL_IS_TO and word.text.startswith("Al "):
        word = Word(word.start + len("Al "), word.text[len("Al ") :], word.writing)
    elided = _ELIDED.match(word.text)
    if elided and (word.text[0].islower() or _begins(word, text)):
        word = Word(word.start + elided.end(), word.text[elided.end() :], word.writing)
    return replace(word, text=(_SUFFIX if language == "tr" else _GENITIVE).sub("", word.text) or word.text)


def _trimmed(name: Sequence[Word]) -> Iterator[list[Word]]:
    """The name without small words at its end that belong to nothing: "Leyen von" in "kam Leyen von dort"."""
    kept = list(name)
    while kept and kept[-1].text in _SMALL:
        kept.pop()
    if kept:
        yield kept
