"""Pieces of Markdown: text that stays text, tables, and lists that are cut where the whole would be too long."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SHOWN_CHARS = 200
_MARKUP = frozenset("\\`*_[]<>|#~$&")
# What would call a person, name an issue or become a link. An empty comment in between keeps it from that, and is not seen.
_CALLS = re.compile(r"(?<=@)(?=\w)|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=#)(?=\d)", re.IGNORECASE)
_APART = "<!-- -->"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: `text`, which has to stand there, and then `entries`, of which the last can be left out."""

    text: str
    entries: tuple[str, ...] = ()


def line(words: str) -> str:
    """On one line, cut to 200 characters, and without what Markdown or GitHub would take for its own."""
    squeezed = " ".join(words.split())
    if len(squeezed) > _SHOWN_CHARS:
        squeezed = squeezed[:_SHOWN_CHARS].rsplit(" ", 1)[0] + " …"
    return "".join(_APART if piece is None else _escaped(piece) for piece in _pieces(squeezed))


def _pieces(words: str) -> Iterable[str | None]:
    """The words, with None wherever they are to be set apart."""
    start = 0
    for call in _CALLS.finditer(words):
        yield words[start : call.start()]
        yield None
        start = call.start()
    yield words[start:]


def _escaped(words: str) -> str:
    return "".join(f"\\{c}" if c in _MARKUP else c for c in words)


def cell(words: str) -> str:
    """What stands in a cell as it is, but for the bar that would end it."""
    return words.replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def fitted(parts: Sequence[Part], most_chars: int) -> str:
    """The parts one after the other in at most `most_chars` characters; each says how many of its entries were left out.

    Earlier parts are served first. What has to stand there is cut, at the end of a line, only where it is too long by itself.
    """
    left = most_chars - sum(len(part.text) + len(_more(len(part.entries))) + 2 for part in parts)
    written = []
    for part in parts:
        kept: list[str] = []
        for entry in part.entries:
            if len(entry) + 1 > left:
                break
            kept.append(entry)
            left -= len(entry) + 1
        dropped = len(part.entries) - len(kept)
        written.append("\n".join([part.text, *kept, *([_more(dropped)] if dropped else [])]))
    whole = "\n".join(written) + "\n"
    return whole if len(whole) <= most_chars else whole[:most_chars].rsplit("\n", 1)[0] + "\n"


def _more(number: int) -> str:
    return f"- … and {number} more, which stand in `report.html`"
