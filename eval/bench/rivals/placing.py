"""Where a passage stands in its file, and whether it holds what the gold quotes."""

import re
from collections.abc import Mapping

from eval.bench.rivals.protocol import Piece
from eval.gold import GoldEvidence

_WHITE = re.compile(r"\s+")
Texts = Mapping[str, str]


def sliced(piece: Piece, texts: Texts) -> bool | None:
    """Whether cutting the file at the piece's own offsets gives its text; None where it has none."""
    if piece.start is None or piece.end is None:
        return None
    return texts.get(piece.article, "")[piece.start : piece.end] == piece.text


def place(piece: Piece, texts: Texts) -> tuple[int, int] | None:
    """The piece's range in its file: by its own offsets where they are right, else where its text stands once; None elsewhere."""
    if sliced(piece, texts) and piece.start is not None and piece.end is not None:
        return piece.start, piece.end
    text = texts.get(piece.article, "")
    at = text.find(piece.text) if piece.text else -1
    if at < 0 or text.find(piece.text, at + 1) >= 0:
        return None
    return at, at + len(piece.text)


def holds(piece: Piece, evidence: GoldEvidence, texts: Texts) -> bool:
    """Whether the piece covers the whole of `evidence`.

    Where it has no place of its own, whether it holds the quoted words, white space aside: systems that rewrite the text are not
    to lose by that.
    """
    if piece.article != evidence.span.article_id:
        return False
    found = place(piece, texts)
    if found is not None:
        return found[0] <= evidence.span.start and evidence.span.end <= found[1]
    return _folded(evidence.quote) in _folded(piece.text)


def _folded(text: str) -> str:
    return _WHITE.sub(" ", text).strip()
