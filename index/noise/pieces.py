"""Cuts a page into pieces: sentences, and what a cue shows to begin or end inside one."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from index.layout import Line, trimmed
from index.noise.lexicon import Hit, Kind
from index.noise.page import Page, is_imprint, near_after, near_before
from index.noise.ranges import NoiseRange, NoiseReason
from index.noise.starters import LEADING_TO_NAME, ONLY_FIRST
from index.noise.turns import article_turn

_END = re.compile(r"[.!?…]+[»”\"’')\]]{0,3}(?:\s+|(?=[A-ZÀ-Ý][a-zà-ÿ]))|[»”]\s+(?=[A-ZÀ-Ý])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[.])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sr|Sra|MM|Mme|Nr|No|Art|bzw|ca|Co|vs|etc|Inc|z|B|u|a|d|h)$"
)
_CLOSED = '.!?…»”"):*>|·•]©×'
_NEVER_INSIDE = frozenset({NoiseReason.NAVIGATION, NoiseReason.AUTHOR_BOX, NoiseReason.ADVERTISING, NoiseReason.LEGAL})
# Words on which a call ends although no full stop follows.
_CALL_END = re.compile(
    r"\b(?i:testen|abonnieren|anmelden|bestellen|herunterladen|registrieren|sichern|weiterlesen|s.inscrire|je m.abonne"
    r"|je m.inscris|s.abonner|sign up|subscribe|read more|learn more|donate|suscribirme|suscr[ií]bete|ap[uú]ntate|click here"
    r"|haz clic aqu[ií]|cliquez ici|hier klicken)\s+(?!(?:Sie|Ihre|Unsere|Unseren)\b)(?=[A-ZÀ-Ý«„“\"¿¡])"
)


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
    if not before.strip(" -–—*+|>»•·[(=_"):
        return True
    if text[at].islower() or (text[at] == "©" and not is_imprint(page, at, line)):
        return False
    if before[-1] in _CLOSED or (not before[-1].isalpha() and before[-1] not in ",;([-–&'’"):
        return True
    if (
        hit.kind is Kind.LABEL
        or hit.reason in _NEVER_INSIDE
        or page.folded[at : hit.end].split()[0] in ONLY_FIRST
        or not text[at - 1].isspace()
    ):
        return False
    last = before.rsplit(None, 1)[-1]
    if last.lower() in LEADING_TO_NAME:
        return False  # "the first issue of Subscribe Now"
    return hit.reason is NoiseReason.RELATED or not last[0].isupper()


def title_follows(page: Page, line: Line, hit: Hit) -> bool:
    """Whether a title begins right behind "related stories" and the like: with a capital, a figure or a quotation."""
    rest = near_after(page.text, line, hit.end)
    after = rest.lstrip(" |:>›»→▶►–—-\r\n\t")
    return bool(after) and not rest[0].isalnum() and rest[0] not in ",;.)" and not after[0].islower()


def label_stands_alone(page: Page, line: Line, hit: Hit) -> bool:
    """Whether nothing but a new sentence follows an advertising mark."""
    rest = near_after(page.text, line, hit.end)
    after = rest.lstrip(" .:-–—\r\n\t]*)+|=_")
    return opens_here(page, line, hit) and (not after or (rest[0] in " \r\n\t.:-–—]*)+|=_" and not after[0].islower()))


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
        cuts.update(found.end() for found in _CALL_END.finditer(page.text, line.start, line.end))
        ordered = sorted(cuts)
        for at in inside:
            following = ordered[bisect_left(ordered, at + 1)] if at + 1 <= line.end else line.end
            if (turn := article_turn(page, by_start[at], following)) is not None:
                cuts.add(turn)
        ordered = sorted(cuts)
        for start, end in pairwise(ordered):
            piece = trimmed(page.text, start, end)
            if piece.end > piece.start:
                pieces.append(Piece(piece.start, piece.end, number))
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
