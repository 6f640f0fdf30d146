"""Reads the tables of cues and finds where each stands in a page.

A table holds one cue a line, folded (lower case, no accents). A space is white space, `*` after letters is any word
ending, `...` a gap within one sentence, `(a|b)` a choice, `!(a|b)` neither of these as the next words, `?` makes what precedes
optional.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from index.noise import calls, cues, legal_cues, more_cues, services
from index.noise.page import Page
from index.noise.ranges import NoiseReason

_TOKEN = re.compile(r"\w+|[©×✕✖☰⁝⬇▼▶►←→↑#@]")
_KEY_CHARS = 3
# A gap ends before a word, or after the apostrophe or bracket before one.
_GAP = r"(?:[\s,:][^.!?]{0,70}?)?[\s'(\"]\s*"


class Kind(Enum):
    """What a cue says about the words around it."""

    OPENER = auto()  # noise begins here and runs to the end of the sentence or line
    STRONG = auto()  # the sentence around it is noise
    WEAK = auto()  # the sentence around it is noise if something else says so too
    BUTTON = auto()  # these words alone are noise: a button or a site link
    SECTION = auto()  # the name of a section; noise in a run of such names
    LABEL = auto()  # an advertising mark or the like, noise where it stands between sentences
    BARE = auto()  # an opener of a related link, where a title begins right behind it
    HEADER = auto()  # alone on its line it heads a list of titles or names


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of a table."""

    kind: Kind
    reason: NoiseReason
    phrase: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue where it stands, as a half-open range."""

    start: int
    end: int
    kind: Kind
    reason: NoiseReason


def find_hits(page: Page) -> list[Hit]:
    """All hits outside quotation marks, in text order; at each place the longest hit of each kind."""
    index = _index()
    folded = page.folded
    found: list[Hit] = []
    for line in page.paragraphs:
        for token in _TOKEN.finditer(folded, line.start, line.end):
            at = token.start()
            if page.quoted[at]:
                continue
            cues_here = index.get(_key(token.group()))
            if cues_here:
                found.extend(_longest(cues_here, folded, at, line.end))
    return found


def _longest(cues_here: list[Cue], folded: str, at: int, end: int) -> Iterable[Hit]:
    best: dict[tuple[Kind, NoiseReason], Hit] = {}
    for cue in cues_here:
        match = _compiled(cue.phrase).match(folded, at, end)
        if match is None or match.end() == at:
            continue
        slot = (cue.kind, cue.reason)
        if slot not in best or best[slot].end < match.end():
            best[slot] = Hit(at, match.end(), cue.kind, cue.reason)
    return best.values()


def _key(word: str) -> str:
    return "0" if word[0].isdigit() else word[:_KEY_CHARS]


@cache
def _index() -> dict[str, list[Cue]]:
    """Every cue under the first letters of its first word, so that a page is matched in one pass."""
    index: dict[str, list[Cue]] = {}
    reason = NoiseReason
    tables: tuple[tuple[Kind, dict[NoiseReason, str]], ...] = (
        (Kind.OPENER, {reason.SUBSCRIBE: calls.SUBSCRIBE_OPENERS, reason.RELATED: cues.RELATED_OPENERS,
                       reason.SHARE: calls.SHARE_OPENERS, reason.CONSENT: legal_cues.CONSENT_OPENERS,
                       reason.LEGAL: legal_cues.LEGAL_OPENERS, reason.NAVIGATION: cues.NAVIGATION_OPENERS,
                       reason.AUTHOR_BOX: cues.AUTHOR_OPENERS, reason.ADVERTISING: cues.ADVERTISING_OPENERS}),
        (Kind.STRONG, {reason.SUBSCRIBE: calls.SUBSCRIBE_STRONG, reason.CONSENT: legal_cues.CONSENT_STRONG,
                       reason.LEGAL: legal_cues.LEGAL_STRONG, reason.ADVERTISING: cues.ADVERTISING_STRONG,
                       reason.SHARE: calls.SHARE_STRONG}),
        (Kind.WEAK, {reason.SUBSCRIBE: calls.SUBSCRIBE_WEAK, reason.CONSENT: legal_cues.CONSENT_WEAK,
                     reason.LEGAL: legal_cues.LEGAL_WEAK, reason.AUTHOR_BOX: cues.AUTHOR_WEAK,
                     reason.ADVERTISING: cues.ADVERTISING_WEAK}),
        (Kind.BUTTON, {reason.CONSENT: services.CONSENT_BUTTONS, reason.SUBSCRIBE: services.SUBSCRIBE_BUTTONS,
                       reason.SHARE: services.SHARE_BUTTONS, reason.NAVIGATION: services.NAVIGATION_BUTTONS,
                       reason.LEGAL: services.LEGAL_BUTTONS}),
        (Kind.SECTION, {reason.NAVIGATION: services.SECTIONS, reason.SHARE: services.NETWORKS}),
        (Kind.LABEL, {reason.ADVERTISING: cues.ADVERTISING_LABELS}),
        (Kind.HEADER, {reason.RELATED: cues.RELATED_HEADERS, reason.NAVIGATION: cues.TOPIC_HEADERS,
                       reason.AUTHOR_BOX: cues.AUTHOR_HEADERS}),
        (Kind.OPENER, {reason.RELATED: more_cues.RELATED_OPENERS,
                       reason.SUBSCRIBE: more_cues.SUBSCRIBE_OPENERS, reason.SHARE: more_cues.SHARE_OPENERS,
                       reason.CONSENT: more_cues.CONSENT_OPENERS, reason.LEGAL: more_cues.LEGAL_OPENERS,
                       reason.AUTHOR_BOX: more_cues.AUTHOR_OPENERS, reason.ADVERTISING: more_cues.ADVERTISING_OPENERS}),
        (Kind.STRONG, {reason.RELATED: more_cues.RELATED_STRONG, reason.LEGAL: more_cues.LEGAL_STRONG}),
        (Kind.WEAK, {reason.AUTHOR_BOX: more_cues.AUTHOR_WEAK}),
        (Kind.BARE, {reason.RELATED: more_cues.RELATED_BARE}),
        (Kind.BUTTON, {reason.SUBSCRIBE: more_cues.SUBSCRIBE_BUTTONS, reason.SHARE: more_cues.SHARE_BUTTONS,
                       reason.NAVIGATION: more_cues.NAVIGATION_BUTTONS}),
        (Kind.SECTION, {reason.NAVIGATION: more_cues.NAVIGATION_SECTIONS}),
        (Kind.LABEL, {reason.ADVERTISING: more_cues.ADVERTISING_LABELS}),
        (Kind.HEADER, {reason.RELATED: more_cues.RELATED_HEADERS, reason.AUTHOR_BOX: more_cues.AUTHOR_HEADERS}),
    )  # fmt: skip
    for kind, by_reason in tables:
        for why, table in by_reason.items():
            _add(index, kind, why, table.splitlines())
    # A related header or a topic list followed by a colon is an opener: the rest of its line belongs to it.
    for why, table in ((reason.RELATED, cues.RELATED_HEADERS), (reason.NAVIGATION, cues.TOPIC_HEADERS),
                       (reason.AUTHOR_BOX, cues.AUTHOR_HEADERS)):  # fmt: skip
        _add(index, Kind.OPENER, why, (f"({line}) ?[:|>›→▶►]" for line in table.splitlines() if line))
    return index


def _add(index: dict[str, list[Cue]], kind: Kind, reason: NoiseReason, lines: Iterable[str]) -> None:
    for line in filter(None, (raw.strip() for raw in lines)):
        for phrase in _expanded(line):
            first = _TOKEN.match(phrase)
            opening = "0" if phrase.startswith(r"\d") else first.group() if first else ""
            if not opening:
                raise ValueError(f"the cue {line!r} must begin with a letter, a digit class or a listed sign")
            index.setdefault(_key(opening), []).append(Cue(kind, reason, phrase))


def _expanded(phrase: str) -> Iterable[str]:
    """Write a choice at the beginning out, so that every phrase begins with letters."""
    if phrase.startswith("e-?mail"):
        yield from (f"email{phrase[7:]}", f"e-mail{phrase[7:]}")
    elif not phrase.startswith("("):
        yield phrase
    else:
        close = _closing(phrase, 0)
        optional = phrase[close + 1 : close + 2] == "?"
        rest = phrase[close + 1 + optional :]
        for option in _choices(phrase[1:close]):
            yield from _expanded(option + rest)
        if optional:
            yield from _expanded(rest.lstrip())


def _closing(phrase: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(phrase)):
        if phrase[at - 1 : at] == "\\":
            continue
        depth += (phrase[at] == "(") - (phrase[at] == ")")
        if depth == 0:
            return at
    raise ValueError(f"the cue {phrase!r} lacks a closing bracket")


def _choices(inner: str) -> list[str]:
    """List the alternatives of a choice, those of choices inside it left alone."""
    options = [""]
    at = 0
    while at < len(inner):
        if inner[at] == "(":
            close = _closing(inner, at)
            options[-1] += inner[at : close + 1]
            at = close
        elif inner[at] == "|":
            options.append("")
        else:
            options[-1] += inner[at]
        at += 1
    return options


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    """Compiled when a page first has a word that begins so: all six thousand take longer than most pages do."""
    ending = r"(?!\w)" if re.search(r"[\w)*?]$", phrase) else ""
    return re.compile(_regex(phrase) + ending)


def _regex(phrase: str) -> str:
    """Translate one phrase of a table into a regular expression; every gap is bounded."""
    out: list[str] = []
    at = 0
    while at < len(phrase):
        char = phrase[at]
        following = phrase[at + 1 : at + 2]
        if char == "\\":
            out.append(phrase[at : at + 2])
            at += 1
        elif phrase.startswith(" ... ", at):
            out.append(_GAP)
            at += 4
        elif char == "!" and following == "(":
            close = _closing(phrase, at + 1)
            others = "|".join(map(_regex, _choices(phrase[at + 2 : close])))
            out.append(rf"(?!\s+(?:{others})(?!\w))")
            at = close
        elif char == "(" or (char == " " and following == "("):
            opening = at + (char == " ")
            close = _closing(phrase, opening)
            optional = phrase[close + 1 : close + 2] == "?"
            space = r"\s+" if char == " " else ""
            if (
                space and optional and phrase[close - 1] == " "
            ):  # the group brings the space that follows it, not this one
                out.append(space)
                space = ""
            group = "|".join(map(_regex, _choices(phrase[opening + 1 : close])))
            out.append(f"(?:{space}(?:{group}))?" if optional else f"{space}(?:{group})")
            at = close + optional
        elif char == " " and following == "?":
            out.append(r"\s*")
            at += 1
        elif char == " ":
            out.append(r"\s+")
        elif char == "*" and out and out[-1][-1].isalnum():
            out.append(r"\w*")
        else:
            out.append(char)
        at += 1
    return "".join(out)
