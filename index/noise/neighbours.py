"""Lets pieces that are half noise by themselves follow their neighbours."""

import re
from itertools import pairwise

from index.noise.lexicon import Hit, Kind
from index.noise.page import Page, is_imprint
from index.noise.ranges import NoiseReason
from index.noise.runs import BUTTON_WHY
from index.noise.trait_words import PRICE
from index.noise.verdicts import CALLS, Judged

_ADDRESS = re.compile(
    r"\b(?:vous|votre|vos|nous|notre|nos|you|your|we|our|us|sie|ihre?[nmrs]?|wir|uns|unsere?[nmrs]?|du|dich|dein\w*"
    r"|tu|tus|te|usted|nuestr\w+|usamos|utilizamos|puedes?|ich|my|mes|mis)\b"
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b.{0,6}\d{1,2}[:.h]\d\d|^\d{1,2}\. \w{3,9} (?:19|20)\d\d$")
_LONGEST_FOLLOWER_CHARS, _LONGEST_QUESTION_CHARS, _LONGEST_BETWEEN_CHARS = 420, 90, 220
_LONGEST_IN_FORM_CHARS, _LONGEST_INTRODUCTION_CHARS, _LONGEST_PRICED_CHARS = 130, 40, 70
_BUTTONED = CALLS | {NoiseReason.LEGAL, NoiseReason.CONSENT, NoiseReason.ADVERTISING}


def spread(page: Page, judged: list[Judged], buttons: dict[int, Hit]) -> None:
    """Let neighbours decide on half cues, signs, a question before a call and the middle of a banner."""
    for order in (range(1, len(judged)), range(len(judged) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for at in order:
            neighbour = judged[at + step]
            if judged[at].reason is None and _follows(page, judged[at], neighbour, after=step == -1):
                judged[at].take(neighbour.reason or NoiseReason.REPEATED, "half a cue beside a piece of noise")
    _join_buttons(judged, buttons)
    _join_signs(page, judged)
    for before, one, behind in zip(judged, judged[1:], judged[2:], strict=False):
        if _inside_form(page, before, one, behind):
            one.take(behind.reason or NoiseReason.SUBSCRIBE, "between two parts of a form")
    for one, behind in pairwise(judged):
        if behind.reason is not None and behind.reason is not NoiseReason.MARKUP and _introduces(page, one, behind):
            one.take(behind.reason, "introduces a piece of noise")
    for one, behind in pairwise(judged):
        if behind.reason in CALLS and _asks_the_reader(page, one, behind):
            one.take(behind.reason, "question before a call")
    for before, one, behind in zip(judged, judged[1:], judged[2:], strict=False):
        if _inside_banner(page, before, one, behind):
            one.take(NoiseReason.CONSENT, "between two parts of a banner")


def _join_buttons(judged: list[Judged], buttons: dict[int, Hit]) -> None:
    """Take a button alone behind a call: "Sign up" and the like prove little by themselves."""
    for before, one in pairwise(judged):
        hit = buttons.get(one.piece.start)
        together = before.reason in _BUTTONED and before.piece.paragraph == one.piece.paragraph
        whole = hit is not None and hit.kind is Kind.BUTTON and hit.end >= one.piece.end - 1
        if before.reason is not None and together and whole:
            one.take(before.reason, f"{BUTTON_WHY}after a call»")


def _inside_form(page: Page, before: Judged, one: Judged, behind: Judged) -> bool:
    """Tell a short piece that reports nothing, in one paragraph between a call and its button or second call."""
    if one.reason is not None or one.narrative or page.quoted.find(1, one.piece.start, one.piece.end) >= 0:
        return False
    together = before.piece.paragraph == one.piece.paragraph == behind.piece.paragraph
    short = one.piece.end - one.piece.start < _LONGEST_IN_FORM_CHARS
    return together and short and before.reason is behind.reason is NoiseReason.SUBSCRIBE


def _introduces(page: Page, one: Judged, behind: Judged) -> bool:
    start, end = one.piece.start, one.piece.end
    if one.reason is not None or one.narrative or page.quoted[start] or one.piece.paragraph != behind.piece.paragraph:
        return False
    return page.text[end - 1] == ":" and end - start <= _LONGEST_INTRODUCTION_CHARS


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
    together = before.piece.paragraph == one.piece.paragraph and behind.piece.paragraph - one.piece.paragraph <= 1
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
    apart = page.quoted[one.piece.start] or length > _LONGEST_FOLLOWER_CHARS or distance > 1
    kin = [reason for reason in one.weak if _kin(reason, neighbour.reason)]
    if apart or not kin or _DATED.search(page.folded, one.piece.start, one.piece.end):
        return False
    sign = page.text.find("©", one.piece.start, one.piece.end)
    if sign >= 0 and not is_imprint(page, sign, page.paragraphs[one.piece.paragraph]):
        return False  # a caption
    addressed = _ADDRESS.search(page.folded, one.piece.start, one.piece.end) is not None
    short = length < 90 and page.text[one.piece.end - 1] not in '.»”"'  # noqa: PLR2004 a line, not a sentence
    if distance == 0 and after:
        priced = length < _LONGEST_PRICED_CHARS and bool(PRICE.search(page.folded, one.piece.start, one.piece.end))
        return sign == one.piece.start or addressed or short or priced
    touching = distance == 0 or not _gap(page, one, neighbour)
    return (addressed and len(kin) >= 2) or (short and touching)  # noqa: PLR2004


def _gap(page: Page, one: Judged, other: Judged) -> bool:
    """Whether an empty line parts them."""
    first, second = sorted((one.piece, other.piece), key=lambda piece: piece.start)
    return page.text.count("\n", first.end, second.start) >= 2  # noqa: PLR2004 an empty line


def _kin(weak: NoiseReason, reason: NoiseReason) -> bool:
    if weak is reason:
        return True
    families = (
        {NoiseReason.CONSENT, NoiseReason.LEGAL},
        {NoiseReason.SUBSCRIBE, NoiseReason.LEGAL},
        {NoiseReason.SUBSCRIBE, NoiseReason.SHARE},
    )
    return any(weak in family and reason in family for family in families)
