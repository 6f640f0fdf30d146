"""Finds the noise of one article as a mask over its text; the text itself is never edited."""

from bisect import bisect_right
from dataclasses import replace

from index.layout import Line
from index.noise.doubts import settle_doubts
from index.noise.instructions import settle_instructions
from index.noise.lexicon import Hit, Kind, find_hits
from index.noise.mail_footers import find_mail_footers
from index.noise.markup import find_markup, find_rules
from index.noise.meters import find_meters
from index.noise.neighbours import spread
from index.noise.page import Page
from index.noise.pieces import cut, label_stands_alone, opens_here, title_follows
from index.noise.ranges import NoiseRange, NoiseReason, beside, merged
from index.noise.repeats import Repeats
from index.noise.runs import find_runs, index_buttons
from index.noise.trait_words import IMPERATIVE
from index.noise.traits import resumes, sells
from index.noise.verdicts import CALLS, Judged, judge
from index.noise.zones import settle_zones

__all__ = ["NoiseRange", "NoiseReason", "Repeats", "find_noise"]


def find_noise(text: str, repeats: Repeats) -> tuple[NoiseRange, ...]:
    """All noise of one text: sorted, disjoint half-open ranges in code points, each with its reason."""
    page = Page.of(text)
    if not page.paragraphs:
        return ()
    hits = find_hits(page)
    places = _Places(page.paragraphs)
    openers = [hit for hit in hits if hit.kind is Kind.OPENER and opens_here(page, places.of(hit), hit)]
    bare = [
        replace(hit, kind=Kind.OPENER)
        for hit in hits
        if hit.kind is Kind.BARE and opens_here(page, places.of(hit), hit) and title_follows(page, places.of(hit), hit)
    ]
    openers += bare
    titled = {hit.start for hit in bare}
    labels = [
        NoiseRange(hit.start, hit.end, hit.reason, "advertising mark")
        for hit in hits
        if hit.kind is Kind.LABEL and label_stands_alone(page, places.of(hit), hit)
    ]
    marked = {item.start: item.end for item in labels}
    openers = [hit for hit in openers if marked.get(hit.start, hit.start) < hit.end]
    markup = find_markup(page)
    buttons = index_buttons(hit for hit in hits if hit.start not in titled)
    fixed = [*markup, *labels, *find_meters(page), *find_runs(page, buttons)]
    pieces = cut(page, openers, fixed)
    judged = judge(page, pieces, [*hits, *openers], set(openers), repeats)
    if resumed := _resumptions(page, judged, {hit.start for hit in openers if hit.reason in CALLS}):
        fixed += [NoiseRange(at, at, NoiseReason.REPEATED, "") for at in resumed]  # empty: they only cut
        judged = judge(page, cut(page, openers, fixed), [*hits, *openers], set(openers), repeats)
    settle_instructions(page, judged)
    settle_doubts(page, judged)
    _apply(judged, fixed)
    spread(page, judged, buttons)
    settle_zones(page, judged, hits)
    found = [
        NoiseRange(one.piece.start, one.piece.end, one.reason, one.why) for one in judged if one.reason is not None
    ]
    furniture = merged(page.text, [*found, *find_mail_footers(page)])
    return tuple(
        replace(item, start=page.places[item.start], end=page.places[item.end])
        for item in beside(furniture, find_rules(page))
    )


def _resumptions(page: Page, judged: list[Judged], calls: set[int]) -> list[int]:
    """Where article text begins again inside a piece that a call begins."""
    found = []
    for one in judged:
        start, end = one.piece.start, one.piece.end
        offered = one.reason in CALLS or one.reason is NoiseReason.ADVERTISING
        if offered or (one.narrative and one.reason is None):
            at = resumes(page, start, end)
            if at is not None and (
                offered or start in calls or (IMPERATIVE.match(page.folded, start, at) and sells(page, start, at))
            ):
                found.append(at)
    return found


class _Places:
    """Looks up the paragraph that a hit stands in."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self._starts = [line.start for line in lines]

    def of(self, hit: Hit) -> Line:
        return self._lines[bisect_right(self._starts, hit.start) - 1]


def _apply(judged: list[Judged], fixed: list[NoiseRange]) -> None:
    """Give every piece inside a fixed range (buttons, labels, markup) that range's reason."""
    ordered = sorted(fixed, key=lambda item: (item.start, item.end))
    active: list[NoiseRange] = []
    upcoming = 0
    for one in judged:
        while upcoming < len(ordered) and ordered[upcoming].start <= one.piece.start:
            active.append(ordered[upcoming])
            upcoming += 1
        active = [item for item in active if item.end >= one.piece.end]
        # In a table only what is left of HTML is noise.
        found = next((item for item in active if not one.tabled or item.reason is NoiseReason.MARKUP), None)
        if found is not None:
            one.reason, one.why = found.reason, found.why
