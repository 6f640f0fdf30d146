"""Takes a header such as "Read more" or "Topics" with the titles, names or portrait under it."""

from collections.abc import Sequence

from index.noise.blocks import Block, is_title_like, text_of
from index.noise.lexicon import Hit
from index.noise.page import Page
from index.noise.ranges import NoiseReason

# One word is often a heading of the article; these never are.
_SURE_HEADERS = frozenset(
    ["tags", "etiquetas", "schlagworte", "schlagworter", "stichworte", "meistgelesen", "newsletter", "newsletters"]
)
_LONGEST_TITLE_CHARS, _LONGEST_TOPIC_CHARS, _LONGEST_NAME_CHARS, _LONGEST_PORTRAIT_CHARS = 130, 45, 60, 600
_MOST_TITLES, _MOST_TOPICS, _MOST_PORTRAIT_LINES = 12, 15, 3
_LONGEST_WHY_CHARS = 40


def settle_list(page: Page, blocks: Sequence[Block], at: int, header: Hit, *, begun: bool) -> None:
    """Take the header at `at` and its list; a last title-like line before the body is left, it may be a heading.

    `begun` says whether the body has begun.
    """
    following = _items(page, blocks, at, header.reason)
    if following and following[0].gap and not begun and header.reason is NoiseReason.RELATED:
        following.clear()  # the title of the article follows
    after = at + 1 + len(following)
    ends_page = after >= len(blocks) or blocks[after].noise
    if len(following) > 1 and following[0].gap and not ends_page and header.reason is not NoiseReason.AUTHOR_BOX:
        following.pop()
    words = page.folded[header.start : header.end]
    sure = blocks[at].noise or " " in words or words in _SURE_HEADERS
    if not following and (header.reason is NoiseReason.AUTHOR_BOX or not (ends_page or sure)):
        return
    why = f"under «{text_of(page, blocks[at]).strip(' :').lower()[:_LONGEST_WHY_CHARS]}»"
    for block in (blocks[at], *following):
        block.take(header.reason, why)


def _items(page: Page, blocks: Sequence[Block], at: int, reason: NoiseReason) -> list[Block]:
    """List the blocks under a header; an empty line ends them unless one stands after the header too."""
    most = {NoiseReason.NAVIGATION: _MOST_TOPICS, NoiseReason.AUTHOR_BOX: _MOST_PORTRAIT_LINES}.get(
        reason, _MOST_TITLES
    )
    following: list[Block] = []
    for block in blocks[at + 1 : at + 1 + most]:
        if following and (block.noise or (block.gap and not following[0].gap)):
            break
        if not block.noise and not _fits(page, block, reason):
            break
        following.append(block)
    return following


def _fits(page: Page, block: Block, reason: NoiseReason) -> bool:
    if reason is NoiseReason.AUTHOR_BOX:
        portrait = any(NoiseReason.AUTHOR_BOX in one.weak for one in block.items)
        short = block.line.end - block.line.start <= _LONGEST_PORTRAIT_CHARS
        plain = (
            not block.gap and short and not any(one.narrative or page.quoted[one.piece.start] for one in block.items)
        )
        return (portrait and short) or plain or is_title_like(page, block, _LONGEST_NAME_CHARS)
    longest = _LONGEST_TOPIC_CHARS if reason is NoiseReason.NAVIGATION else _LONGEST_TITLE_CHARS
    return is_title_like(page, block, longest)
