"""Takes what stands in one box with noise: a sign-up form, an advert, the menu at the top."""

from collections.abc import Sequence

from index.noise.blocks import Block, is_kept, is_title_like, reports, text_of
from index.noise.page import Page
from index.noise.ranges import NoiseReason
from index.noise.traits import is_furniture

_LONGEST_LINE_CHARS, _LONGEST_SENTENCE_CHARS, _LONGEST_ADVERT_CHARS = 130, 320, 320
_LONGEST_MENU_ITEM_CHARS, _MOST_MENU_WORDS, _SHORTEST_MENU, _LONGEST_BOX = 28, 4, 4, 14
# In a text whose paragraphs no empty lines part, lines that touch say nothing.
_PARTED_SHARE = 0.2


def settle_boxes(page: Page, blocks: list[Block]) -> None:
    """Take the lines that touch a line of noise and are short or turn to the reader, where empty lines part boxes."""
    if sum(block.gap for block in blocks) < max(2, len(blocks) * _PARTED_SHARE):
        return
    groups: list[list[Block]] = []
    for block in blocks:
        if block.gap or not groups:
            groups.append([])
        groups[-1].append(block)
    top = next((at for at, group in enumerate(groups) if not all(block.noise for block in group)), len(groups) - 1)
    _settle_top(page, groups[top], last=top == len(groups) - 1)
    seen_report = False
    for group in groups:
        advert = group[0].noise and group[0].items[0].reason is NoiseReason.ADVERTISING
        if (seen_report or advert) and 1 < len(group) <= _LONGEST_BOX:
            _settle_group(page, group)
        seen_report = seen_report or any(_tells(page, block) for block in group if not block.noise)


def _tells(page: Page, block: Block) -> bool:
    """Whether the body has begun: a standfirst may be long too, but quotes and narrates less."""
    quotes = page.quoted.find(1, block.line.start, block.line.end) >= 0
    return reports(page, block) and (quotes or any(one.narrative for one in block.items))


def _settle_top(page: Page, group: Sequence[Block], *, last: bool) -> None:
    """A group of nothing but short lines at the very top, or below a banner, is the menu."""
    short = all(
        is_title_like(page, block, _LONGEST_MENU_ITEM_CHARS) and len(text_of(page, block).split()) <= _MOST_MENU_WORDS
        for block in group
        if not block.noise
    )
    known = sum(block.noise for block in group)
    if short and not last and len(group) >= _SHORTEST_MENU - min(known, 2):
        for block in group:
            block.take(NoiseReason.NAVIGATION, "in the menu")


def _settle_group(page: Page, group: Sequence[Block]) -> None:
    reason = next((block.items[0].reason for block in (group[0], group[-1]) if block.noise), None)
    if reason is None or reason is NoiseReason.MARKUP or all(block.noise for block in group):
        return
    advert = group[0].noise and reason is NoiseReason.ADVERTISING
    for block in group:
        if not block.noise and not _fits(page, block, advert=advert):
            return
    for block in group:
        block.take(reason, "in one box with noise")


def _fits(page: Page, block: Block, *, advert: bool) -> bool:
    if is_kept(page, block) or page.quoted[block.line.start] or any(one.narrative for one in block.items):
        return False
    if is_title_like(page, block, _LONGEST_LINE_CHARS):
        return True
    length = block.line.end - block.line.start
    if advert and length <= _LONGEST_ADVERT_CHARS:
        return True
    return length <= _LONGEST_SENTENCE_CHARS and any(
        is_furniture(page, one.piece.start, one.piece.end) for one in block.items if one.reason is None
    )
