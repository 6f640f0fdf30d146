"""Judges each piece on its own: on its cues, and on how often it stands."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from index.noise.lexicon import Hit, Kind
from index.noise.page import Page
from index.noise.pieces import Piece
from index.noise.ranges import NoiseReason
from index.noise.repeats import REPEATED_AT_LEAST, Repeats
from index.noise.trait_words import NARRATIVE, PAST
from index.noise.traits import sells

OFFER_WHY = "built like an offer to the reader"
_TWEET = re.compile(r"[—–-]\s?[^—–()\n]{1,60}\(@\w{1,30}\)")
CALLS = frozenset({NoiseReason.SUBSCRIBE, NoiseReason.SHARE})


@dataclass(slots=True)
class Judged:
    """One piece with the evidence found on it; `reason` is None while it counts as article, as a table always does."""

    piece: Piece
    reason: NoiseReason | None = None
    why: str = ""
    weak: list[NoiseReason] = field(default_factory=list)
    narrative: bool = False
    tabled: bool = False

    def take(self, reason: NoiseReason, why: str) -> None:
        """Call this piece noise; the first reason stays."""
        if self.reason is None and not self.tabled:
            self.reason, self.why = reason, why


def judge(page: Page, pieces: list[Piece], hits: list[Hit], openers: set[Hit], repeats: Repeats) -> list[Judged]:
    """Judge every piece by what stands on it alone, and by how often it stands."""
    ordered = sorted(hits, key=lambda hit: hit.start)
    starts = [hit.start for hit in ordered]
    judged = []
    for piece in pieces:
        own = ordered[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
        judged.append(_judged(page, piece, own, openers))
    _repetition(page, judged, repeats)
    return judged


def ends_a_sentence(page: Page, one: Judged, shortest_chars: int) -> bool:
    """Whether a piece is so long at least, and ends as a sentence does."""
    return one.piece.end - one.piece.start >= shortest_chars and page.text[one.piece.end - 1] in '.!?…»”"'


def tells(page: Page, start: int, end: int) -> bool:
    """Whether a verb reports or tells of the past here."""
    return NARRATIVE.search(page.folded, start, end) is not None or PAST.search(page.text, start, end) is not None


def _judged(page: Page, piece: Piece, own: list[Hit], openers: set[Hit]) -> Judged:
    folded = page.folded[piece.start : piece.end]
    narrative = tells(page, piece.start, piece.start + len(folded[:2_000]))
    one = Judged(piece, narrative=narrative, tabled=bool(page.tabled[piece.start]))
    for hit in own:
        if hit in openers and not _is_prose(page, one, hit):
            one.take(hit.reason, _cue(page, hit))
    for hit in own:
        if hit.kind is Kind.STRONG and not one.narrative and not _is_tweet(page, piece, hit):
            one.take(hit.reason, _cue(page, hit))
    tweeted = _TWEET.search(page.text, piece.start, min(len(page.text), piece.end + 90)) is not None
    if one.reason is None and not one.narrative and not tweeted:
        reason = sells(page, piece.start, piece.end)
        if reason is not None:
            one.take(reason, OFFER_WHY)
    weak = {(hit.start, hit.reason) for hit in own if hit.kind is Kind.WEAK}
    one.weak = [reason for _, reason in sorted(weak)]
    return one


def _is_prose(page: Page, one: Judged, hit: Hit) -> bool:
    """Tell a sentence that reports: with a reporting or past verb."""
    if hit.reason in {NoiseReason.RELATED, NoiseReason.ADVERTISING, NoiseReason.NAVIGATION}:
        return False
    if _is_tweet(page, one.piece, hit):
        return True
    if not one.narrative:
        return False
    end = min(one.piece.end, hit.end + 2_000)
    return (
        NARRATIVE.search(page.folded, hit.end, end) is not None
        or PAST.search(page.text, one.piece.start, end) is not None
    )


def _is_tweet(page: Page, piece: Piece, hit: Hit) -> bool:
    return hit.reason in CALLS and _TWEET.search(page.text, hit.end, min(len(page.text), piece.end + 90)) is not None


def _repetition(page: Page, judged: list[Judged], repeats: Repeats) -> None:
    """Judge repetition: a piece with half a cue that stands three times here, or in three articles, is noise."""
    times: dict[str, int] = {}
    keys = [" ".join(page.folded[one.piece.start : one.piece.end].split()) if one.weak else "" for one in judged]
    for key in keys:
        times[key] = times.get(key, 0) + 1
    for one, key in zip(judged, keys, strict=True):
        if not key or one.reason is not None or one.narrative or page.quoted[one.piece.start]:
            continue
        if times[key] >= REPEATED_AT_LEAST:
            one.take(NoiseReason.REPEATED, f"stands {times[key]} times in this article")
        elif (known := repeats.articles(page.as_written(one.piece.start, one.piece.end))) >= REPEATED_AT_LEAST:
            one.take(NoiseReason.REPEATED, f"stands in {known} articles")


def _cue(page: Page, hit: Hit) -> str:
    words = " ".join(page.text[hit.start : hit.end].split()).lower()
    return f"cue «{words if len(words) <= 40 else words[:39] + '…'}»"  # noqa: PLR2004
