"""Traits of a sentence that sells a service of the site: what it names, and how it turns to the reader.

A cue knows a phrase; this knows that "open the app", "scan the code for our podcast" and "two months for 3 €" have
the same build, so that a call in words which no table holds is found too.
"""

import re
from dataclasses import dataclass

from index.noise import trait_words as words
from index.noise.page import Page
from index.noise.ranges import NoiseReason
from index.noise.starters import LEADING_TO_NAME

_LONGEST_SCORED_CHARS = 500
_RESUMES = re.compile(r"(?<!\S)([\w'’-]+)[%€)]?\s+(?=[A-ZÀ-Ý])")
_THIRD_PERSON = re.compile(r"(?:it|he|she|they|its|his|her|their|ils?|elles?|leurs?|ellos|ellas?|er|es) ")
_SHORTEST_CALL_CHARS, _SHORTEST_REST_CHARS, _LONGEST_QUOTED_NAME_CHARS = 25, 25, 40
_ENOUGH, _LONGEST_PLAIN_CALL_CHARS, _LONGEST_CALL_CHARS = 3, 170, 800


@dataclass(frozen=True, slots=True)
class _Traits:
    """What one sentence has of an offer."""

    services: int
    asks: bool
    priced: bool
    timed: bool
    reader: bool
    site: bool
    owned: bool

    @classmethod
    def of(cls, page: Page, start: int, end: int) -> "_Traits":
        named = {one.group() for one in words.SERVICE.finditer(page.folded, start, end) if not page.quoted[one.start()]}
        priced = _has(words.PRICE, page, start, end)
        return cls(
            services=len(named),
            asks=words.IMPERATIVE.match(page.folded, start, end) is not None,
            priced=priced,
            timed=priced and _has(words.PERIOD, page, start, end),
            reader=_has(words.READER, page, start, end),
            site=_has(words.SITE, page, start, end),
            owned=_has(words.OWN, page, start, end),
        )

    def enough(self) -> bool:
        """Whether it turns to the reader, names a service, and three of its traits are those of an offer."""
        points = min(self.services, 2) + self.asks + self.priced + self.timed + self.reader + self.site
        about = self.services > 0 or (self.asks and self.site)
        spoken = self.reader or self.site or (self.asks and self.services > 1) or self.owned
        return about and (self.asks or self.reader) and spoken and points >= _ENOUGH


def sells(page: Page, start: int, end: int) -> NoiseReason | None:
    """Which service a whole sentence offers to the reader, by its build alone; None where it does not clearly."""
    if end - start > _LONGEST_SCORED_CHARS or page.quoted[start]:
        return None
    if _THIRD_PERSON.match(page.folded, start, end):
        return None
    if page.quoted.count(1, start, end) > _LONGEST_QUOTED_NAME_CHARS:
        return None
    traits = _Traits.of(page, start, end)
    plain = end - start <= _LONGEST_PLAIN_CALL_CHARS and words.ASKS.match(page.folded, start, end) is not None
    regular = traits.site and traits.services > 0 and _has(words.REGULAR, page, start, end)
    found = {
        NoiseReason.CONSENT: (traits.reader or traits.site) and _has(words.CONSENT, page, start, end),
        NoiseReason.SUBSCRIBE: regular or traits.enough() or (plain and _has(words.OWN, page, start, end)),
        NoiseReason.SHARE: plain and _has(words.CONTACT, page, start, end),
        NoiseReason.ADVERTISING: (traits.asks and traits.priced and (traits.timed or traits.reader))
        or _has(words.GAMBLING, page, start, end),
    }
    return next((reason for reason, holds in found.items() if holds), None)


def resumes(page: Page, start: int, end: int) -> int | None:
    """Where, in a call that no full stop ends, a sentence of the article begins that offers nothing to the reader."""
    if page.text[end - 1] not in ".!?…»”":
        return None
    end = min(end, start + _LONGEST_CALL_CHARS)  # so that a page without full stops is still read once
    for found in _RESUMES.finditer(page.text, start + _SHORTEST_CALL_CHARS, end - _SHORTEST_REST_CHARS):
        at = found.end()
        # German nouns have capitals: there only the infinitive that ends a call tells.
        if page.german and not found.group(1).endswith("en"):
            continue
        if found.group(1).lower() in LEADING_TO_NAME or found.group(1)[0].isupper() or page.quoted[at]:
            continue
        if not any(_has(trait, page, at, end) for trait in (words.SERVICE, words.READER, words.SITE)):
            return at
    return None


def turns_to_reader(page: Page, start: int, end: int) -> bool:
    """Whether it speaks to the reader, or of the site as "we"."""
    return _has(words.READER, page, start, end) or _has(words.SITE, page, start, end)


def is_furniture(page: Page, start: int, end: int) -> bool:
    """Whether a sentence may be furniture where its place says so: it names a service, a price or turns to the reader."""
    if page.quoted[start]:
        return False
    end = min(end, start + _LONGEST_SCORED_CHARS)
    offered = any(_has(trait, page, start, end) for trait in (words.CONTACT, words.PRICE, words.SERVICE))
    return offered or turns_to_reader(page, start, end)


def _has(trait: re.Pattern[str], page: Page, start: int, end: int) -> bool:
    return trait.search(page.folded, start, end) is not None
