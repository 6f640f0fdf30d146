"""Lets pieces that are half noise by themselves follow their neighbours."""

import re
from itertools import pairwise

from index.noise.page import Page
from index.noise.ranges import NoiseReason
from index.noise.runs import BUTTON_WHY
from index.noise.verdicts import CALLS, Judged

_ADDRESS = re.compile(
    r"\b(?:vous|votre|vos|nous|notre|nos|you|your|we|our|us|sie|ihre?[nmrs]?|wir|uns|unsere?[nmrs]?|du|dich|dein\w*"
    r"|tu|tus|te|usted|nuestr\w+|usamos|utilizamos|puedes?|ich|my|mes|mis)\b"
)
_LONGEST_FOLLOWER_CHARS, _LONGEST_QUESTION_CHARS, _LONGEST_BETWEEN_CHARS = 420, 90, 220


def spread(page: Page, judged: list[Judged]) -> None:
    """Let neighbours decide on half cues, signs, a question before a call and the middle of a banner."""
    for order in (range(1, len(judged)), range(len(judged) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for at in order:
            neighbour = judged[at + step]
            if judged[at].reason is None and _follows(page, judged[at], neighbour, after=step == -1):
                judged[at].take(neighbour.reason or NoiseReason.REPEATED, "half a cue beside a piece of noise")
    _join_signs(page, judged)
    for one, behind in pairwise(judged):
        if behind.reason in CALLS and _asks_the_reader(page, one, behind):
            one.take(behind.reason, "question before a call")
    for before, one, behind in zip(judged, judged[1:], judged[2:], strict=False):
        if _inside_banner(page, before, one, behind):
            one.take(NoiseReason.CONSENT, "between two parts of a banner")


def _asks_the_reader(page: Page, one: Judged, behind: Judged) -> bool:
    start, end, paragraph = one.piece.start, one.piece.end, one.piece.paragraph
    if page.text[end - 1] != "?" or end - start >= _LONGEST_QUESTION_CHARS or page.quoted[start]:
        return False
    opens = page.paragraphs[paragraph].start == start
    addressed = opens or bool(one.weak) or _ADDRESS.search(page.folded, start, end) is not None
    return paragraph == behind.piece.paragraph and addressed


def _inside_banner(page: Page, before: Judged, one: Judged, behind: Judged) -> bool:
    """Tell a short piece of the same paragraph between two of a banner; a button before it has ended the banner."""
    if one.reason is not None or page.quoted[one.piece.start] or before.why.startswith(BUTTON_WHY):
        return False
    together = before.piece.paragraph == one.piece.paragraph == behind.piece.paragraph
    short = one.piece.end - one.piece.start < _LONGEST_BETWEEN_CHARS
    return together and short and before.reason is behind.reason is NoiseReason.CONSENT


def _join_signs(page: Page, judged: list[Judged]) -> None:
    """Join signs: a piece of signs alone (a bullet, a star, a full stop) goes with the noise it touches."""
    for at, one in enumerate(judged):
        if one.reason is not None or any(map(str.isalnum, page.text[one.piece.start : one.piece.end])):
            continue
        for other in (*judged[max(0, at - 1) : at], *judged[at + 1 : at + 2]):
            if (
                other.reason is not None
                and other.reason is not NoiseReason.MARKUP
                and other.piece.paragraph == one.piece.paragraph
            ):
                one.take(other.reason, other.why)


def _follows(page: Page, one: Judged, neighbour: Judged, *, after: bool) -> bool:
    """Half a cue that fits the neighbour: its own kind, or any kind where the reader is spoken to."""
    if (
        neighbour.reason is None
        or neighbour.reason in {NoiseReason.MARKUP, NoiseReason.RELATED}
        or not one.weak
        or one.narrative
    ):
        return False
    length = one.piece.end - one.piece.start
    distance = abs(one.piece.paragraph - neighbour.piece.paragraph)
    if page.quoted[one.piece.start] or length > _LONGEST_FOLLOWER_CHARS or distance > 1:
        return False
    kin = [reason for reason in one.weak if _kin(reason, neighbour.reason)]
    if not kin:
        return False
    if page.text[one.piece.start] == "©":
        return True
    addressed = _ADDRESS.search(page.folded, one.piece.start, one.piece.end) is not None
    short = length < 90 and page.text[one.piece.end - 1] not in '.»”"'  # noqa: PLR2004 a line, not a sentence
    if distance == 0 and after:
        return addressed or short or len(kin) >= 2 or length < 70  # noqa: PLR2004
    return (addressed and len(kin) >= 2) or (short and len(kin) >= 1)  # noqa: PLR2004


def _kin(weak: NoiseReason, reason: NoiseReason) -> bool:
    if weak is reason:
        return True
    families = (
        {NoiseReason.CONSENT, NoiseReason.LEGAL},
        {NoiseReason.SUBSCRIBE, NoiseReason.LEGAL},
        {NoiseReason.SUBSCRIBE, NoiseReason.SHARE},
    )
    return any(weak in family and reason in family for family in families)
