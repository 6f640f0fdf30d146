"""Leaves out passages whose words another print of the same article has brought already."""

from collections.abc import Mapping, Sequence

from index.article import Article
from index.chunks import folded
from index.generation import IndexedChunk
from index.near_duplicates import Groups


def without_reprints(
    positions: Sequence[int], chunks: Sequence[IndexedChunk], articles: Mapping[str, Article], groups: Groups
) -> list[int]:
    """The positions in their order, without those of chunks all of whose sentences stand in earlier ones of near-duplicates.

    A print that says anything more stays, and so does a sentence that one article has twice.
    """
    if not groups:
        return list(positions)
    kept: list[int] = []
    prints: dict[str, set[str]] = {}  # which articles have brought a sentence
    for position in positions:
        chunk = chunks[position].chunk
        own = chunk.span.article_id
        others = {name for name in groups.get(own, ()) if name != own}
        if others:
            text = articles[own].text
            wordings = [folded(text[s.start : s.end]).casefold() for s in chunk.sentences]
            if all(prints.get(wording, set()) & others for wording in wordings):
                continue
            for wording in wordings:
                prints.setdefault(wording, set()).add(own)
        kept.append(position)
    return kept
