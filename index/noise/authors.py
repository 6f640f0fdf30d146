"""Finds portraits of the author after the body of an article."""

import re

from index.noise.blocks import Block, is_kept, reads_as_body, text_of
from index.noise.page import Page
from index.noise.ranges import NoiseReason

_NAME_PART = r"(?:[A-ZÀ-Ý][\w'’.-]{0,24}|de|la|du|von|van|der|den|di|le|y|del|bin|al)"
_NAME = re.compile(rf"{_NAME_PART}(?: {_NAME_PART}){{0,5}}$")
_LEAD = re.compile(r"[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’.-]+){1,3}")
_LONGEST_PORTRAIT_CHARS, _LONGEST_NAME_CHARS, _CUES_AT_LEAST = 700, 60, 2
# A byline stands in the first part of a text.
_SHARE_OF_HEAD, _HEAD_AT_LEAST_CHARS = 0.3, 1_500


def settle_authors(page: Page, blocks: list[Block], first: int) -> None:
    """Take portraits; half a cue counts with a name of the byline or of the line above. `first` begins the tail."""
    head = page.text[: max(_HEAD_AT_LEAST_CHARS, int(len(page.text) * _SHARE_OF_HEAD))]
    for at in range(len(blocks) - 1, max(0, len(blocks) // 3), -1):
        block, above = blocks[at], blocks[at - 1]
        if block.noise:
            continue
        name_above = not above.noise and _is_name(text_of(page, above))
        if _is_portrait(page, block):
            lead = _LEAD.match(text_of(page, block))
            cues = _cues(block)
            bylined = lead is not None and lead.group() in head and at > len(blocks) // 2
            boxed = any(one.reason is NoiseReason.AUTHOR_BOX for one in block.items)
            sure = cues >= _CUES_AT_LEAST and (above.noise or lead is not None)
            if boxed or name_above or (bylined and cues) or sure:
                block.take(NoiseReason.AUTHOR_BOX, "portrait of the author after the body")
                if name_above:
                    above.take(NoiseReason.AUTHOR_BOX, "name above a portrait")
                continue
        if at < first and not is_kept(page, block) and reads_as_body(page, block):
            break


def _is_name(line: str) -> bool:
    return len(line) < _LONGEST_NAME_CHARS and _NAME.match(line) is not None


def _is_portrait(page: Page, block: Block) -> bool:
    too_long = block.line.end - block.line.start > _LONGEST_PORTRAIT_CHARS
    if too_long or page.quoted[block.line.start] or is_kept(page, block):
        return False
    return _cues(block) > 0 or any(one.reason is NoiseReason.AUTHOR_BOX for one in block.items)


def _cues(block: Block) -> int:
    return sum(one.weak.count(NoiseReason.AUTHOR_BOX) for one in block.items if one.reason is None)
