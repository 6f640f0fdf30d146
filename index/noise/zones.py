"""Settles what only its place tells: lists under headers, author boxes, the menu, the tail of the page."""

import re
from itertools import pairwise

from index.noise.authors import settle_authors
from index.noise.blocks import Block, is_kept, is_title_like, paragraph_blocks, reports, tail_start, text_of
from index.noise.boxes import settle_boxes
from index.noise.lexicon import Hit, Kind
from index.noise.lists import settle_list
from index.noise.page import Page
from index.noise.ranges import NoiseReason
from index.noise.traits import turns_to_reader
from index.noise.verdicts import Judged

_LONGEST_ADVERT_CHARS, _LONGEST_CALL_TITLE_CHARS = 130, 70
_MENU_ENDS_BY, _LONGEST_MENU = 12, 30
_DATE = re.compile(
    r"(?:\w{2,10},? )?(?:\d{1,2}[./ -]{1,2}\w{2,10}\.?,?|\w{3,9} \d{1,2},?)(?:[./ -]{1,2}\d{2,4})?(?:[ ,-]{1,3}\d{1,2}[:.h]\d\d)?"
)
_LONGEST_APPEAL_CHARS, _LONGEST_TAG_CHARS, _LONGEST_TAGS_CHARS, _FEWEST_TAGS = 700, 40, 400, 3
# One piece of noise at the end proves no tail; two do.
_TAIL_NOISE_AT_LEAST = 2


def settle_zones(page: Page, judged: list[Judged], hits: list[Hit]) -> None:
    """Decide in this order: the menu, lists under headers, adverts, boxes, author boxes, the tail."""
    blocks = paragraph_blocks(page, judged)
    headers = {hit.start: hit for hit in hits if hit.kind is Kind.HEADER}
    sections = {hit.start: hit.end for hit in hits if hit.kind in {Kind.SECTION, Kind.BUTTON}}
    _settle_menu(page, blocks, sections)
    _settle_networks(blocks, {hit.start: hit.end for hit in hits if hit.reason is NoiseReason.SHARE})
    body = next((at for at, block in enumerate(blocks) if not block.noise and reports(page, block)), len(blocks))
    for at, block in enumerate(blocks):
        header = headers.get(block.line.start)
        if at and {one.items[-1].reason for one in blocks[at - 1 : at + 1]} == {NoiseReason.NAVIGATION}:
            continue  # an item of a menu, not a header
        if header is not None and not page.text[header.end : block.line.end].strip(" :…>›»→▶►.-–—|+\r\n\t"):
            settle_list(page, blocks, at, header, begun=at > body)
    _settle_adverts(page, blocks)
    _settle_hanging(page, blocks, hits)
    settle_boxes(page, blocks)
    first = tail_start(page, blocks)
    settle_authors(page, blocks, first)
    _settle_paragraphs(page, blocks)
    _settle_tags(page, blocks)
    _settle_tail(page, blocks, tail_start(page, blocks))


def _settle_menu(page: Page, blocks: list[Block], sections: dict[int, int]) -> None:
    """Lines of one section name each that follow a menu without an empty line; the kicker after them stays."""
    for at, block in enumerate(blocks[: max(_MENU_ENDS_BY, len(blocks) // 3)]):
        if not block.noise or block.items[-1].reason is not NoiseReason.NAVIGATION:
            continue
        run: list[Block] = []
        for following in blocks[at + 1 : at + _LONGEST_MENU]:
            if following.gap or following.noise or sections.get(following.line.start) != following.line.end:
                break
            run.append(following)
        if run and at + 1 + len(run) < len(blocks) and not blocks[at + 1 + len(run)].noise:
            names = [text_of(page, one).lower() for one in run]
            shouted = text_of(page, run[-1]).isupper() and not all(text_of(page, one).isupper() for one in run)
            if names[-1] in names[:-1] or shouted or len(run) == 1 or blocks[at + 1 + len(run)].gap is False:
                run.pop()
        for one in run:
            one.take(NoiseReason.NAVIGATION, "in the menu")


def _settle_paragraphs(page: Page, blocks: list[Block]) -> None:
    """Take the rest of a paragraph that asks for support: a call in it, and nothing that reports or quotes."""
    for block in blocks:
        kept = [one for one in block.items if one.reason is None]
        ends = {block.items[0].reason, block.items[-1].reason}
        if not kept or NoiseReason.SUBSCRIBE not in ends or block.line.end - block.line.start > _LONGEST_APPEAL_CHARS:
            continue
        if any(one.narrative or page.quoted[one.piece.start] for one in kept) or is_kept(page, block):
            continue
        turned = sum(
            one.piece.end - one.piece.start for one in kept if turns_to_reader(page, one.piece.start, one.piece.end)
        )
        if turned * 2 >= sum(one.piece.end - one.piece.start for one in kept):
            block.take(NoiseReason.SUBSCRIBE, "in one paragraph with a call")


def _settle_tags(page: Page, blocks: list[Block]) -> None:
    """Take a line of names between signs behind the body: topics, or links of the site; what has a figure is a value."""
    last = max((at for at, block in enumerate(blocks) if not block.noise and reports(page, block)), default=len(blocks))
    for block in blocks[last + 1 :]:
        items = re.split(r"\s+[•·|/–—›]\s+", text_of(page, block))
        named = all(len(item) <= _LONGEST_TAG_CHARS and not any(map(str.isdigit, item)) for item in items)
        if (
            len(items) >= _FEWEST_TAGS
            and named
            and not is_kept(page, block)
            and is_title_like(page, block, _LONGEST_TAGS_CHARS)
        ):
            block.take(NoiseReason.NAVIGATION, "a line of names")


def _settle_networks(blocks: list[Block], names: dict[int, int]) -> None:
    """Names of networks on lines of their own are buttons, where two of them or another button touch."""
    lone = [names.get(block.line.start) == block.line.end for block in blocks]
    for at, block in enumerate(blocks):
        beside = [other for other in (at - 1, at + 1) if 0 <= other < len(blocks)]
        if lone[at] and any(lone[other] or blocks[other].items[0].reason is NoiseReason.SHARE for other in beside):
            block.take(NoiseReason.SHARE, "name of a network")


def _settle_adverts(page: Page, blocks: list[Block]) -> None:
    """Take the line under an advertising mark, where it advertises or another mark follows."""
    for before, block, behind in zip(blocks, blocks[1:], [*blocks[2:], blocks[-1]], strict=False):
        if block.noise or block.gap or not before.noise or before.items[-1].reason is not NoiseReason.ADVERTISING:
            continue
        sells = any(NoiseReason.ADVERTISING in one.weak for one in block.items)
        closed = behind.noise and behind.items[0].reason is NoiseReason.ADVERTISING and not behind.gap
        if is_title_like(page, block, _LONGEST_ADVERT_CHARS) and (sells or closed):
            block.take(NoiseReason.ADVERTISING, "under an advertising mark")


def _settle_hanging(page: Page, blocks: list[Block], hits: list[Hit]) -> None:
    """Take the title on the line after a paragraph that ends with "read also" and the like."""
    ends = {hit.end for hit in hits if hit.reason is NoiseReason.RELATED and hit.kind in {Kind.HEADER, Kind.OPENER}}
    for block, behind in pairwise(blocks):
        last = block.items[-1]
        end = block.line.start + len(text_of(page, block).rstrip(" :|>›→▶►"))
        hangs = last.reason is NoiseReason.RELATED and end in ends and not behind.gap and not behind.noise
        if hangs and is_title_like(page, behind, _LONGEST_ADVERT_CHARS):
            behind.take(NoiseReason.RELATED, "title under a related header")


def _settle_tail(page: Page, blocks: list[Block], first: int) -> None:
    """In the tail take what stands between noise, a title right before a call, and a line after the last noise."""
    noisy = [at for at in range(first, len(blocks)) if blocks[at].noise]
    if not noisy:
        return
    calls = {NoiseReason.SUBSCRIBE, NoiseReason.AUTHOR_BOX}
    for at in range(first, len(blocks)):
        block = blocks[at]
        if not block.noise and at > noisy[0] and _DATE.fullmatch(text_of(page, block)) and blocks[at - 1].noise:
            block.take(_nearest(blocks, at), "date of a link")
        if block.noise or is_kept(page, block):
            continue
        if noisy[0] < at < noisy[-1]:
            block.take(_nearest(blocks, at), "between two pieces of noise")
        elif at < noisy[0]:
            heads_call = at + 1 == noisy[0] and blocks[noisy[0]].items[0].reason in calls
            if (
                heads_call
                and is_title_like(page, block, _LONGEST_CALL_TITLE_CHARS)
                and len(noisy) >= _TAIL_NOISE_AT_LEAST
                and any(map(str.isalnum, text_of(page, block)))
            ):
                block.take(blocks[noisy[0]].items[0].reason or NoiseReason.SUBSCRIBE, "title of the call below it")
        elif len(noisy) >= _TAIL_NOISE_AT_LEAST and not reports(page, block):
            block.take(_nearest(blocks, at), "after the last piece of noise")


def _nearest(blocks: list[Block], at: int) -> NoiseReason:
    for other in (*blocks[at + 1 : at + 2], *reversed(blocks[:at])):
        for one in other.items:
            if one.reason is not None and one.reason is not NoiseReason.MARKUP:
                return one.reason
    return NoiseReason.NAVIGATION
