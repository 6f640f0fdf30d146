"""Finds runs of buttons, site links and section names: lines that hold nothing else, and such words glued to text."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from index.layout import Line
from index.noise.lexicon import Hit, Kind
from index.noise.page import Page, near_after, near_before
from index.noise.ranges import NoiseRange, NoiseReason
from index.noise.starters import starts_sentence

_BETWEEN = re.compile(
    r"[\s|·•∙●/>›»,;:.\-–—+*_→▶►▸▼↓↑()]*(?:\(?\d{1,6}\)?(?![\w.,]))?[\s|·•∙●/>›»,;:.\-–—+*_→▶►▸▼↓↑)]*"
)
_SEPARATOR = re.compile(r"\s*[|·•∙>›»]\s*|\s+/\s+|\s+[-–—]\s+")
_CRUMBS = re.compile(r"\s*[>›»→]\s*|\s+/\s+")
_LONGEST_ITEM_CHARS = 42
_HOME = re.compile(r"(?:accueil|home|startseite|inicio|portada)\b")
_ARROWS = re.compile(r"\s[>›»→]\s")
_LONGEST_WAY_WORDS = 7
_ENDS = '.!?…»”")]>:'
_HEAD_PARAGRAPHS = 8
_HALF_FIGURE = re.compile(r"\d[.,']$")
BUTTON_WHY = "button «"


def index_buttons(hits: Iterable[Hit]) -> dict[int, Hit]:
    """Keep the longest button or section name beginning at each place; at equal length a section name."""
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.kind not in {Kind.BUTTON, Kind.SECTION}:
            continue
        known = best.get(hit.start)
        if known is None or hit.end > known.end or (hit.end == known.end and hit.kind is Kind.SECTION):
            best[hit.start] = hit
    return best


def find_runs(page: Page, buttons: dict[int, Hit]) -> list[NoiseRange]:
    """Find the runs of every paragraph; a lone section name is a kicker and not found here."""
    found: list[NoiseRange] = []
    starts = sorted(buttons)
    for number, line in enumerate(page.paragraphs):
        whole = _breadcrumb(page, line, buttons) if number < _HEAD_PARAGRAPHS else None
        whole = whole or (_way_home(page, line) if number == 0 else None)
        whole = whole or _whole_line(page, line, buttons) or _listed(page, line, buttons)
        inside = starts[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
        found.extend([whole] if whole else _glued(page, line, buttons, inside))
    return found


def run_at(page: Page, at: int, end: int, buttons: dict[int, Hit]) -> list[Hit]:
    """List the buttons standing one after another from here; each begins with a capital, a digit or a sign."""
    run: list[Hit] = []
    while at < end and (hit := buttons.get(at)) is not None and not page.text[at].islower():
        run.append(hit)
        at = _skip(page, hit.end, end)
    return run


def _skip(page: Page, at: int, end: int) -> int:
    found = _BETWEEN.match(page.text, at, end)
    return found.end() if found else at


def _whole_line(page: Page, line: Line, buttons: dict[int, Hit]) -> NoiseRange | None:
    at = _skip(page, line.start, line.end) if line.start not in buttons else line.start
    run: list[Hit] = []
    while at < line.end and (hit := buttons.get(at)) is not None:
        run.append(hit)
        at = _skip(page, hit.end, line.end)
    if at < line.end or not run:
        return None
    if len(run) == 1 and run[0].reason is NoiseReason.LEGAL and line.start * 2 < len(page.text):
        return None  # "Data protection" over a title is its kicker
    if any(hit.kind is Kind.BUTTON for hit in run) or len(run) >= 3:  # noqa: PLR2004 two section names may be a kicker
        return _noise(line.start, line.end, run, page)
    return None


def _listed(page: Page, line: Line, buttons: dict[int, Hit]) -> NoiseRange | None:
    """Site links between separators, of which we know at least half."""
    if line.end - line.start > 1_500:  # noqa: PLR2004 no footer is longer
        return None
    items: list[tuple[int, int]] = []
    at = line.start
    for found in _SEPARATOR.finditer(page.text, line.start, line.end):
        items.append((at, found.start()))
        at = found.end()
    items.append((at, line.end))
    items = [item for item in items if item[1] > item[0]]
    if len(items) < 3 or any(end - start > _LONGEST_ITEM_CHARS for start, end in items):  # noqa: PLR2004 two may be a credit
        return None
    known = [buttons[start] for start, _ in items if start in buttons]
    if len(known) * 2 >= len(items) and any(hit.kind is Kind.BUTTON for hit in known):
        return _noise(line.start, line.end, known, page)
    return None


def _breadcrumb(page: Page, line: Line, buttons: dict[int, Hit]) -> NoiseRange | None:
    """`Home > Business > Retail`, up to a kicker that repeats one of its items."""
    text = page.text[line.start : line.end]
    items = [item.strip() for item in _CRUMBS.split(text[:300])]
    first = buttons.get(line.start)
    known = first is not None and (first.kind is Kind.BUTTON or _ARROWS.search(text) is not None)
    enough = len(items) >= 3 or (len(items) == 2 and known)  # noqa: PLR2004
    if len(text) > 300 or not enough or any(len(item) > _LONGEST_ITEM_CHARS for item in items[:-1]):  # noqa: PLR2004
        return None
    if text.rstrip()[-1:] in ".!?":
        return None
    cut = len(text)
    for item in items[:-1]:
        if len(items[-1]) > len(item) and items[-1].lower().endswith(" " + item.lower()):
            cut = len(text) - len(item)
    return NoiseRange(line.start, line.start + cut, NoiseReason.NAVIGATION, "the way to this page")


def _way_home(page: Page, line: Line) -> NoiseRange | None:
    """A first line such as "Home Sussex Lewes": the way to this page, its signs lost."""
    words = page.text[line.start : line.end].split()
    if not 2 <= len(words) <= _LONGEST_WAY_WORDS or not _HOME.match(page.folded, line.start, line.end):  # noqa: PLR2004
        return None
    if not all(word[0].isupper() or len(word) <= 3 for word in words) or words[-1][-1] in ".!?":  # noqa: PLR2004
        return None
    return NoiseRange(line.start, line.end, NoiseReason.NAVIGATION, "the way to this page")


def _glued(page: Page, line: Line, buttons: dict[int, Hit], starts: list[int]) -> list[NoiseRange]:
    """Find runs inside a paragraph: two buttons in a row, or one of several words, after the end of a sentence."""
    found: list[NoiseRange] = []
    at = line.start
    for start in starts:
        if start < at or page.text[start].islower():
            continue
        run = run_at(page, start, line.end, buttons)
        if not run or not _stands_apart(page, line, start, run):
            continue
        found.append(_noise(start, run[-1].end, run, page))
        at = run[-1].end
    return found


def _stands_apart(page: Page, line: Line, start: int, run: list[Hit]) -> bool:
    text = page.text
    end = run[-1].end
    rest = near_after(text, line, end).lstrip()
    glued_on = end < line.end and text[end].isalnum()
    figure = text[start].isdigit() and _HALF_FIGURE.search(text, max(line.start, start - 2), start) is not None
    if glued_on or figure or (rest and (rest[0].islower() or rest[0] in ",;:")):
        return False
    strong = [hit for hit in run if hit.kind is Kind.BUTTON]
    words = len(text[run[0].start : end].split())
    before = near_before(text, line, start)[-1:]
    after_end = not before or before in _ENDS
    if not strong:
        return False
    if len(run) >= 2 and words >= 2:  # noqa: PLR2004
        return after_end or len(strong) >= 2  # noqa: PLR2004
    if words == 1 and not rest and before and before in "|·•":
        return True
    if words == 1 and rest and after_end and before:
        following = re.split(r"[\s,]", rest, maxsplit=1)[0]
        return starts_sentence(following) and following not in {"Sie", "Ihre"}
    return bool(before) and words >= 2 and (after_end or strong[0].reason is NoiseReason.CONSENT)  # noqa: PLR2004


def _noise(start: int, end: int, run: list[Hit], page: Page) -> NoiseRange:
    reason = Counter(hit.reason for hit in run).most_common(1)[0][0]
    words = " ".join(page.text[run[0].start : run[0].end].split())
    return NoiseRange(start, end, reason, f"{BUTTON_WHY}{words.lower()}»")
