"""Cuts a page into pieces: sentences, and what a cue shows to begin or end inside one."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from index.layout import Line
from index.noise.lexicon import Hit, Kind
from index.noise.page import Page, near_after, near_before
from index.noise.ranges import NoiseRange, NoiseReason
from index.noise.starters import GERMAN_STARTERS, LEADING_TO_NAME, ONLY_FIRST, POLITE, starts_sentence

_END = re.compile(r"[.!?…]+[»”\"’')\]]{0,3}(?:\s+|(?=[A-ZÀ-Ý][a-zà-ÿ]))|[»”]\s+(?=[A-ZÀ-Ý])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[.])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sr|Sra|MM|Mme|Nr|No|Art|bzw|ca|Co|vs|etc|Inc|z|B|u|a|d|h)$"
)
_CLOSED = '.!?…»”"):*>|·•]©×'
_NEVER_INSIDE = frozenset({NoiseReason.NAVIGATION, NoiseReason.AUTHOR_BOX, NoiseReason.ADVERTISING})
_TURN = re.compile(r"(\S+)\s+(?=([A-ZÀ-Ý«“„\"][\w'’]*))|\s(?=[—–]\s?[A-Z])")
_GLUED_TURN = re.compile(r"[a-zß-ÿ](?=([A-ZÀ-Ý][a-zà-ÿ]*)\s)")
_LOOSE_TURN = re.compile(r"[a-zß-ÿ0-9]\s+(?=[A-ZÀ-Ý][a-zà-ÿ]+\s+[a-zà-ÿ])")
_SHORTEST_TITLE_CHARS, _LONGEST_TITLE_CHARS, _SHORTEST_BODY_CHARS, _LONGEST_CALL_CHARS = 12, 150, 30, 600
# Titles have no full stop: what follows "read also" without a colon and ends with one is a title only if short.
_LONGEST_PLAIN_TITLE_CHARS = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """A half-open range of the text without white space around it, and the number of its paragraph from 0."""

    start: int
    end: int
    paragraph: int


def opens_here(page: Page, line: Line, hit: Hit) -> bool:
    """Whether a call or a label truly begins here: at a line's start, after a sentence, or as a capital in one."""
    text, at = page.text, hit.start
    before = near_before(text, line, at)
    if not before:
        return True
    if text[at].islower():
        return False
    if before[-1] in _CLOSED:
        return True
    if not before[-1].isalpha() and before[-1] not in ",;([-–&'’":
        return True
    if (
        hit.kind is Kind.LABEL
        or hit.reason in _NEVER_INSIDE
        or page.folded[at : hit.end].split()[0] in ONLY_FIRST
        or not text[at - 1].isspace()
    ):
        return False
    last = before.rsplit(None, 1)[-1]
    return hit.reason is NoiseReason.RELATED or not last[0].isupper()


def label_stands_alone(page: Page, line: Line, hit: Hit) -> bool:
    """Whether nothing but a new sentence follows an advertising mark."""
    rest = near_after(page.text, line, hit.end)
    after = rest.lstrip(" .:-–—\r\n\t]*")
    return opens_here(page, line, hit) and (not after or (rest[0] in " \r\n\t.:-–—]*" and not after[0].islower()))


def cut(page: Page, openers: list[Hit], fixed: list[NoiseRange]) -> list[Piece]:
    """All pieces in text order; `fixed` are ranges whose edges always cut (buttons, labels, markup)."""
    starts = sorted(hit.start for hit in openers)
    by_start = {hit.start: hit for hit in openers}
    edges = sorted({edge for item in fixed for edge in (item.start, item.end)})
    pieces: list[Piece] = []
    for number, line in enumerate(page.paragraphs):
        cuts = {line.start, line.end, *_sentence_ends(page, line)}
        cuts.update(edges[bisect_left(edges, line.start) : bisect_left(edges, line.end)])
        inside = starts[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
        cuts.update(inside)
        ordered = sorted(cuts)
        for at in inside:
            following = ordered[bisect_left(ordered, at + 1)] if at + 1 <= line.end else line.end
            if (turn := _turn(page, by_start[at], following)) is not None:
                cuts.add(turn)
        ordered = sorted(cuts)
        for start, end in pairwise(ordered):
            trimmed = _trimmed(page.text, start, end)
            if trimmed.end > trimmed.start:
                pieces.append(Piece(trimmed.start, trimmed.end, number))
    return pieces


def _sentence_ends(page: Page, line: Line) -> list[int]:
    ends = []
    for found in _END.finditer(page.text, line.start, line.end):
        at = found.end()
        if at >= line.end or page.text[at].islower():
            continue
        inside = page.quoted[at - 1] and page.quoted[at] if not page.text[at - 1].isspace() else page.quoted[at - 1]
        if inside or (
            page.text[found.start()] == "."
            and _ABBREVIATION.search(page.text[max(line.start, found.start() - 6) : found.start()])
        ):
            continue
        ends.append(at)
    return ends


def _turn(page: Page, opener: Hit, end: int) -> int | None:
    """Where article text begins again after a call that no full stop closes, or None."""
    related = opener.reason is NoiseReason.RELATED
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
        if page.quoted[found.start()] or found.end() <= opener.end:
            continue
        if found.group(1) is None:
            turns = related
        else:
            turns = _turns(found.group(1), found.group(2), related=related) and (
                related or end - found.end() > _SHORTEST_BODY_CHARS
            )
        if turns:
            return found.end()
    bare = related and page.text[opener.end - 1].isalnum() and page.text[opener.end : opener.end + 1].isspace()
    if (
        bare
        and glued is None
        and end - opener.end > _LONGEST_PLAIN_TITLE_CHARS
        and page.text[end - 8 : end].rstrip().endswith(".")
    ):
        return opener.end
    if related and end - opener.end > _LONGEST_TITLE_CHARS:
        loose = _LOOSE_TURN.search(page.text, opener.end + 25, end)
        return loose.end() if loose else glued
    return glued


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


def _trimmed(text: str, start: int, end: int) -> Line:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Line(start, end)
