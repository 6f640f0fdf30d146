"""Finds where article text begins again behind a call or a link that no full stop closes."""

import re

from index.noise.lexicon import Hit
from index.noise.page import Page
from index.noise.ranges import NoiseReason
from index.noise.starters import GERMAN_STARTERS, LEADING_TO_NAME, POLITE, starts_sentence
from index.noise.trait_words import NARRATIVE, PAST

_CLOSED = '.!?…»”"'
_TURN = re.compile(r"(\S+)\s+(?=([A-ZÀ-Ý«“„\"][\w'’]*))|\s(?=[—–]\s?[A-Z])")
_GLUED_TURN = re.compile(r"[a-zß-ÿ](?=([A-ZÀ-Ý][a-zà-ÿ]*)\s)")
_LOOSE_TURN = re.compile(r"[a-zß-ÿ0-9]\s+(?=[A-ZÀ-Ý][a-zà-ÿ]+\s+[a-zà-ÿ])")
_NAME_TURN = re.compile(r"(?<!\S)[a-zß-ÿ0-9][\w'’-]*[%€)]?\s+(?=[A-ZÀ-Ý][\w'’-]+)")
# A German title may end with its verb, and the sentence after it has its own in the second place.
_GERMAN_TURN = re.compile(
    r"(?<!\S)[a-zäöüß]{2,}(?:en|ern|eln|t|ab|an|auf|aus|ein|zu)\s+"
    r"(?=[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?\s(?:[a-zäöüß]{2,}(?:t|en|te|ten)|ist|war|hat|sind|sei(?:en)?|haben?|werden?|kann|darf|soll|will|muss)\b)"
)
_QUOTED_TITLE = re.compile(r"[ :|>›»→\r\n]{1,4}[«„“\"][^«»„“”\"\n]{8,150}[»“”\"][.!?]?\s+(?=[A-ZÀ-Ý])")
_WITHIN_NAMES = frozenset(
    ["at", "que", "comme", "como", "as", "than", "chez", "sobre", "under", "over", "near", "against"]
)
_MOST_TITLE_WORDS, _FEWEST_PLAIN_WORDS = 3, 3
_SHORTEST_TITLE_CHARS, _LONGEST_TITLE_CHARS, _SHORTEST_BODY_CHARS, _LONGEST_CALL_CHARS = 12, 150, 20, 600
# Titles have no full stop: what follows "read also" without a colon and ends with one is a title only if short.
_LONGEST_PLAIN_TITLE_CHARS = 100


def article_turn(page: Page, opener: Hit, end: int) -> int | None:
    """Where article text begins again after a call that no full stop closes, or None."""
    related = opener.reason is NoiseReason.RELATED
    if related and (quoted := _QUOTED_TITLE.match(page.text, opener.end, end)) is not None:
        return quoted.end()
    first = opener.end + (_SHORTEST_TITLE_CHARS if related else 0)
    while first < end and not page.text[first - 1].isspace():
        first -= 1
    first = max(first, opener.start + 1)
    end = min(end, first + _LONGEST_CALL_CHARS)
    for found in _GLUED_TURN.finditer(page.text, min(first, end), end):
        if starts_sentence(found.group(1)) and not page.quoted[found.start()]:
            end = found.end()
            glued: int | None = end
            break
    else:
        glued = None
    for found in _TURN.finditer(page.text, min(first, end), end):
        named = related and found.end() < opener.end + _SHORTEST_TITLE_CHARS  # the title itself is in quotation marks
        if page.quoted[found.start()] or found.end() <= opener.end or named:
            continue
        if found.group(1) is None:
            turns = related
        else:
            turns = _turns(found.group(1), found.group(2), related=related) and (
                related or end - found.end() > _SHORTEST_BODY_CHARS
            )
        if turns:
            return found.end()
    return _guess(page, opener, first, end, glued)


def _guess(page: Page, opener: Hit, first: int, end: int, glued: int | None) -> int | None:
    """Where no word tells that a sentence begins, its build may: who said it, or where its verb stands."""
    related = opener.reason is NoiseReason.RELATED
    stopped = page.text[end - 8 : end].rstrip().endswith(".")
    if (told := _told(page, first, end)) is not None:
        return told
    bare = related and page.text[opener.end - 1].isalnum() and page.text[opener.end : opener.end + 1].isspace()
    if bare and glued is None and end - opener.end > _LONGEST_PLAIN_TITLE_CHARS and stopped:
        return opener.end
    if related and not page.german and stopped and glued is None:
        for found in _NAME_TURN.finditer(page.text, first, end):
            if (
                not page.quoted[found.start()]
                and not _within_name(found.group())
                and _is_sentence(page, found.end(), end)
            ):
                return found.end()
    if related and page.german and stopped:
        turns_here = [found.end() for found in _GERMAN_TURN.finditer(page.text, min(first, end), end)]
        if turns_here:
            return turns_here[-1]
    if related and end - opener.end > _LONGEST_TITLE_CHARS:
        loose = _LOOSE_TURN.search(page.text, opener.end + 25, end)
        return loose.end() if loose else glued
    return glued


def _told(page: Page, first: int, end: int) -> int | None:
    """Where somebody is named who then says or did something: "… right now Doctor Ray said that …"."""
    verbs = [verb for verb in (NARRATIVE.search(page.folded, first, end), PAST.search(page.text, first, end)) if verb]
    if not verbs or page.german or page.text[end - 8 : end].rstrip()[-1:] not in _CLOSED:
        return None
    turn = None
    for found in _NAME_TURN.finditer(page.text, first, min(verb.start() for verb in verbs)):
        if page.quoted[found.start()] or _within_name(found.group()):
            continue
        # "… deals Chief executive Moira Tansley said": a name with its title before it
        if turn is None or len(page.text[turn : found.end()].split()) > _MOST_TITLE_WORDS:
            turn = found.end()
    return turn


def _within_name(word: str) -> bool:
    """Whether this word leads on to a name, so that no title ends with it."""
    word = word.strip().lower()
    return word in LEADING_TO_NAME or word in _WITHIN_NAMES


def _is_sentence(page: Page, start: int, end: int) -> bool:
    """Whether enough words without a capital stand here."""
    rest = page.text[start:end].split()[1:]
    return sum(word[0].islower() for word in rest) >= _FEWEST_PLAIN_WORDS


def _turns(before: str, word: str, *, related: bool) -> bool:
    """Whether a new sentence begins between these two words, the second with a capital or a quotation mark."""
    if not (before[-1].isalnum() or before[-1] in "%€$£)'’"):
        return False
    if before.lower() in LEADING_TO_NAME:
        return False
    if word[0] in '«“„"':
        return related
    if not starts_sentence(word):
        return False
    if related:
        return not before[0].isupper() or word in GERMAN_STARTERS
    return word not in POLITE
