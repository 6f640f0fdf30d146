"""Sees a page as blocks, its paragraphs with their verdicts, and tells titles, notes and body text apart."""

import re
from dataclasses import dataclass

from index.layout import Line
from index.noise.page import Page
from index.noise.ranges import NoiseReason
from index.noise.traits import is_furniture
from index.noise.verdicts import Judged

_SENTENCE_END = re.compile(r"[.!…][»”\"’')]*$|[»”]$")
# Parts of an article that stand after its body: notes, captions with a credit, agency lines, bylines, dates.
_KEPT = re.compile(
    r"^(?:(?:editor|author|publisher)'?s'? note|correction|clarification|update|erratum|rectificatif|precision"
    r"|note de la redaction|ndlr|mise a jour|anmerkung|korrektur|hinweis der redaktion|transparenzhinweis|berichtigung"
    r"|nota de|correccion|aclaracion|fe de errat|an earlier version|this article was (?:amended|updated|corrected)"
    r"|(?:additional |with )?reporting by|additional reporting|with agenc|mit material|con informacion"
    r"|propos recueillis"
    r"|traduit de|traduccion|translat|(?:aus dem \w+ )?ubersetz|recherche:|mitarbeit:|mitarbeit |avec l'afp"
    r"|con agencias"
    r"|(?:par|by|von|por|texte?|text|texto|fotos?|photos?|mit|avec|with|con) )"
    r"|\b(?:photo|credit|photograph|foto|bild|picture|illustration|image|imagen|quelle|source|grafik)s? ?[:/©]"
    r"|[.!?»”)] ?(?:[•|] ?)?© ?[a-z][^0-9]{2,60}$"
    r"|/ ?(?:afp|ap|reuters|dpa|efe|getty|imago|epa|pa|sipa|maxppp|belga)\b|\((?:afp|ap|reuters|dpa|efe|epa|pa)\)"
    r"|^(?:afp|reuters|dpa|efe)\b|\(@\w{1,30}\)|\b(?:19|20)\d\d\b.{0,12}$|/ [a-z. ]{3,30}$"
)
_LONGEST_TAIL_CHARS, _SHORTEST_REPORT_CHARS, _LOOK_BACK_BLOCKS = 160, 90, 8
_END_REASONS = frozenset({NoiseReason.AUTHOR_BOX, NoiseReason.NAVIGATION, NoiseReason.LEGAL})


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its judged pieces; `gap` says whether an empty line stands before it."""

    line: Line
    items: tuple[Judged, ...]
    gap: bool

    @property
    def noise(self) -> bool:
        """Whether nothing of it counts as article."""
        return all(one.reason is not None for one in self.items)

    def take(self, reason: NoiseReason, why: str) -> None:
        """Call what is left of it noise."""
        for one in self.items:
            one.take(reason, why)


def paragraph_blocks(page: Page, judged: list[Judged]) -> list[Block]:
    """Group the pieces by paragraph, in text order."""
    grouped: dict[int, list[Judged]] = {}
    for one in judged:
        grouped.setdefault(one.piece.paragraph, []).append(one)
    blocks = []
    end = 0
    for number, items in sorted(grouped.items()):
        line = page.paragraphs[number]
        blocks.append(Block(line, tuple(items), page.text.count("\n", end, line.start) >= 2))  # noqa: PLR2004 an empty line
        end = line.end
    return blocks


def text_of(page: Page, block: Block) -> str:
    """Return the characters of a block."""
    return page.text[block.line.start : block.line.end]


def is_kept(page: Page, block: Block) -> bool:
    """Whether it is a note, a caption, a credit or a date: article wherever it stands."""
    return _KEPT.search(page.folded[block.line.start : min(block.line.end, block.line.start + 400)]) is not None


def is_title_like(page: Page, block: Block, longest: int) -> bool:
    """Whether it is one line of at most `longest` characters that no full stop ends."""
    text = text_of(page, block)
    return (
        len(text) <= longest
        and not text.endswith((".", "…", ",", ";", "!”", ".”", ".»", '."'))
        and not is_kept(page, block)
    )


def tail_start(page: Page, blocks: list[Block]) -> int:
    """Find the first block after the last one that reads as article."""
    at = len(blocks)
    while at > 0 and (
        blocks[at - 1].noise
        or is_kept(page, blocks[at - 1])
        or not reads_as_body(page, blocks[at - 1])
        or _is_offer(page, blocks, at - 1)
    ):
        at -= 1
    return min(at, _end_marker(page, blocks))


def reads_as_body(page: Page, block: Block) -> bool:
    """Whether what is left of it is long, or ends as a sentence does."""
    kept = [one for one in block.items if one.reason is None]
    length = sum(one.piece.end - one.piece.start for one in kept)
    return (
        length > _LONGEST_TAIL_CHARS
        or _SENTENCE_END.search(page.text[max(0, kept[-1].piece.end - 8) : kept[-1].piece.end]) is not None
    )


def reports(page: Page, block: Block) -> bool:
    """Whether it tells something as articles do: at length, or with a reporting verb or a quotation."""
    kept = [one for one in block.items if one.reason is None]
    length = sum(one.piece.end - one.piece.start for one in kept)
    if length < _SHORTEST_REPORT_CHARS or not reads_as_body(page, block):
        return False
    return (
        any(one.narrative or page.quoted[one.piece.start] for one in kept)
        or page.quoted.find(1, block.line.start, block.line.end) >= 0
        or not any(is_furniture(page, one.piece.start, one.piece.end) for one in kept)
    )


def _is_offer(page: Page, blocks: list[Block], at: int) -> bool:
    """Tell sentences of a box in the tail: they turn to the reader, report nothing, and noise stands before them."""
    kept = [one for one in blocks[at].items if one.reason is None]
    if any(one.narrative or page.quoted[one.piece.start] for one in kept):
        return False
    turned = sum(one.piece.end - one.piece.start for one in kept if is_furniture(page, one.piece.start, one.piece.end))
    if turned * 2 < sum(one.piece.end - one.piece.start for one in kept):
        return False
    for before in reversed(blocks[max(0, at - _LOOK_BACK_BLOCKS) : at]):
        if before.noise:
            return True
        if reports(page, before):
            return False
    return False


def _end_marker(page: Page, blocks: list[Block]) -> int:
    """Find what never stands before the end of an article (its author, its topics, the imprint) behind the last report."""
    at = len(blocks)
    while at > 0 and (blocks[at - 1].noise or is_kept(page, blocks[at - 1]) or not reports(page, blocks[at - 1])):
        at -= 1
    for found in range(max(at, len(blocks) // 3), len(blocks)):
        if blocks[found].noise and blocks[found].items[0].reason in _END_REASONS:
            return found
    return len(blocks)
