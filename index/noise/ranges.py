"""What a piece of noise is: a range, the kind of page furniture it is, and why it was taken for that."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class NoiseReason(StrEnum):
    """The kind of page furniture."""

    CONSENT = "consent"
    SUBSCRIBE = "subscribe"
    SHARE = "share"
    AUTHOR_BOX = "author_box"
    RELATED = "related"
    ADVERTISING = "advertising"
    LEGAL = "legal"
    NAVIGATION = "navigation"
    MARKUP = "markup"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class NoiseRange:
    """A half-open range in code points, from its first non-space character to after its last; `why` is for people."""

    start: int
    end: int
    reason: NoiseReason
    why: str


def merged(text: str, found: list[NoiseRange]) -> tuple[NoiseRange, ...]:
    """Sort the ranges, cut overlaps (the earlier start wins) and join same-reason neighbours across white space."""
    joined: list[NoiseRange] = []
    for item in sorted(found, key=lambda one: (one.start, -one.end)):
        start, end = item.start, item.end
        if joined:
            start = max(start, joined[-1].end)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start >= end:
            continue
        before = joined[-1] if joined else None
        if before and before.reason is item.reason and not text[before.end : start].strip():
            joined[-1] = NoiseRange(before.start, end, before.reason, before.why)
        else:
            joined.append(NoiseRange(start, end, item.reason, item.why))
    return tuple(joined)


def beside(found: Sequence[NoiseRange], more: Sequence[NoiseRange]) -> list[NoiseRange]:
    """`found`, which is in order and disjoint, with those of `more` that meet none of it; neighbours are not joined."""
    starts = [item.start for item in found]
    alone = []
    for item in more:
        at = bisect_left(starts, item.end)
        if at == 0 or found[at - 1].end <= item.start:
            alone.append(item)
    return sorted([*found, *alone], key=lambda item: item.start)
