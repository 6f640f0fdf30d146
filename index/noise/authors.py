"""Finds portraits of the author after the body of an article."""

import re
from collections import Counter

from index.noise.blocks import Block, is_kept, reads_as_body, reports, text_of
from index.noise.page import Page
from index.noise.ranges import NoiseReason
from index.noise.starters import starts_sentence
from index.noise.trait_words import NARRATIVE

_NAME_PART = r"(?:[A-ZÀ-Ý][\w'’.-]{0,24}|de|la|du|von|van|der|den|di|le|y|del|bin|al)"
_NAME = re.compile(rf"{_NAME_PART}(?: {_NAME_PART}){{0,5}}$")
_LEAD = re.compile(r"[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’.-]+){1,3}")
_BYLINE = re.compile(
    r"(?:^|(?<=[|·•] ))(?P<by>(?:[Bb]y|BY|[Pp]ar|[Vv]on|[Pp]or|De|Texte? ?:?|Texto:?|Autor(?:in)?:|Auteur ?:) )?"
    r"(?P<name>[A-ZÀ-Ý][\w'’-]{1,24}(?: (?:de |la |von |van |der |del |y )?[A-ZÀ-Ý][\w'’.-]{0,24}){1,3})"
    r"(?=\s*(?:$|[,|·•–]| - | and | et | und | y | \())",
    re.MULTILINE,
)
# "Ann Lee (in Rome)" signs an article.
_SIGNED = re.compile(r"[ ,]{1,3}\([^()\n]{2,60}\)\.?$")
# "PRIME MINISTER: It is too early to say." is a turn of speech where more lines begin so.
_SPEAKER = re.compile(r"[A-ZÀ-Ý][^:.!?\n]{0,40}:\s")
_MOST_LINES_OF_BOX, _MOST_LINES_OF_HEAD, _LONGEST_BYLINE_CHARS = 5, 16, 160
# Without a word such as "by" a byline is a line of its own; a sentence may begin with a name too.
_LONGEST_BARE_BYLINE_CHARS = 60
_LONGEST_PORTRAIT_CHARS, _LONGEST_NAME_CHARS, _CUES_AT_LEAST = 700, 60, 2
# A byline stands in the first part of a text.
_SHARE_OF_HEAD, _HEAD_AT_LEAST_CHARS = 0.3, 1_500


def settle_authors(page: Page, blocks: list[Block], first: int) -> None:
    """Take portraits; half a cue counts with a name of the byline or of the line above. `first` begins the tail."""
    turns = _turns(page, blocks)
    _settle_bylined(page, blocks, first)
    head = page.text[: max(_HEAD_AT_LEAST_CHARS, int(len(page.text) * _SHARE_OF_HEAD))]
    for at in range(len(blocks) - 1, max(0, len(blocks) // 3), -1):
        block, above = blocks[at], blocks[at - 1]
        if block.noise or at in turns:
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


def _turns(page: Page, blocks: list[Block]) -> frozenset[int]:
    """The numbers of the blocks that begin with a speaker who has another turn."""
    speakers = {
        at: found[0] for at, block in enumerate(blocks) if (found := _SPEAKER.match(page.text, block.line.start))
    }
    turns_of = Counter(speakers.values())
    return frozenset(at for at, speaker in speakers.items() if turns_of[speaker] > 1)


def _settle_bylined(page: Page, blocks: list[Block], first: int) -> None:
    """Take what the name of the byline opens again behind the body: a portrait, or a name with a portrait under it."""
    names = _bylines(page)
    after = max(len(blocks) // 2, min(first, _last_report(page, blocks) + 1))
    for at in range(after, len(blocks)):
        block = blocks[at]
        text = text_of(page, block)
        lead = _opening(names, text, block.line.start)
        if block.noise or lead is None or len(text) > _LONGEST_PORTRAIT_CHARS or is_kept(page, block):
            continue
        if _SIGNED.match(text, len(lead)):
            continue
        block.take(NoiseReason.AUTHOR_BOX, "the name of the byline again")
        for behind in blocks[at + 1 : at + 1 + _MOST_LINES_OF_BOX]:
            if behind.gap or behind.line.end - behind.line.start > _LONGEST_PORTRAIT_CHARS:
                break
            behind.take(NoiseReason.AUTHOR_BOX, "under the name of the byline")


def _last_report(page: Page, blocks: list[Block]) -> int:
    names = _bylines(page)
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if not block.noise and not is_kept(page, block) and reports(page, block):
            own = any(
                _opening(names, text_of(page, one), one.line.start) is not None
                for one in blocks[max(0, at - 1) : at + 1]
                if one is block or not block.gap
            )
            if not own and not _cues(block):
                return at
    return -1


def _opening(names: list[tuple[int, str]], text: str, start: int) -> str | None:
    """Find the name that begins this block at `start` and stands in a byline before it."""
    return next((name for at, name in names if at < start and text.startswith(name)), None)


def _bylines(page: Page) -> list[tuple[int, str]]:
    """Names, and where they stand, of the first lines that read as a byline; body text has long lines and tells."""
    names: list[tuple[int, str]] = []
    for line in page.paragraphs[:_MOST_LINES_OF_HEAD]:
        text = page.text[line.start : line.end]
        if len(text) <= _LONGEST_BYLINE_CHARS:
            own = len(text) <= _LONGEST_BARE_BYLINE_CHARS
            found = [one for one in _BYLINE.finditer(text) if own or one["by"] is not None]
            names.extend((line.start + one.start("name"), one["name"]) for one in found)
        elif NARRATIVE.search(page.folded, line.start, line.end) and names:
            break
    return [(at, name) for at, name in names if not starts_sentence(name.split()[0])]


def _is_name(line: str) -> bool:
    return len(line) < _LONGEST_NAME_CHARS and _NAME.match(line) is not None


def _is_portrait(page: Page, block: Block) -> bool:
    too_long = block.line.end - block.line.start > _LONGEST_PORTRAIT_CHARS
    if too_long or page.quoted[block.line.start] or is_kept(page, block):
        return False
    return _cues(block) > 0 or any(one.reason is NoiseReason.AUTHOR_BOX for one in block.items)


def _cues(block: Block) -> int:
    return sum(one.weak.count(NoiseReason.AUTHOR_BOX) for one in block.items if one.reason is None)
