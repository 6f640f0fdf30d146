"""What the harness and a system's runner say to each other: JSON lines over standard input and output.

A request is `{"id", "do", …}`, its reply `{"id", …}` or `{"id", "error"}`; replies come in any order. `do` is one of

- `index` with `articles` (a folder of .txt files), `encoder` (a sentence-transformers folder), `state` (an empty folder to
  write to) and `endpoint` (the URL of a server that embeds, or null): replies `passages`, how many the articles became;
- `retrieve` with `question` and `top_k`: replies `passages`, best first;
- `answer` with the same: replies `passages` and `citations`, by a system that answers without a language model.

Standard library only, for every runner imports it.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

ENCODING = "utf-8"
# What e5 models were trained with; a system that knows the encoder by its folder alone is told.
QUESTION_PREFIX, PASSAGE_PREFIX = "query: ", "passage: "
# The tokens of a passage for every system that lets one say so: what the product cuts by default.
PASSAGE_TOKENS, OVERLAP_TOKENS = 180, 40
# So many passages each way to search proposes, in every system, before they are fused: what the product does. The best `top_k` of
# what is fused are given back.
DEPTH = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage or a quote as the system itself gives it.

    `article` is the file's name without ending. `start` and `end` are a half-open range of code points of that file, None where
    the system gives none.
    """

    article: str
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class IndexOrder:
    """What to index, with what, and where to."""

    articles: Path
    encoder: Path
    state: Path
    endpoint: str | None

    def files(self) -> list[Path]:
        """The articles, in order of their names."""
        return sorted(self.articles.glob("*.txt"))


class System(Protocol):
    """What a runner makes of a system; `retrieve` is called from several threads at once."""

    def index(self, order: IndexOrder) -> int:
        """Index the articles; the number of passages that they became."""
        ...

    def retrieve(self, question: str, top_k: int) -> list[Piece]:
        """At most `top_k` passages, best first."""
        ...


def line(message: dict[str, Any]) -> str:
    """One message as a line."""
    return json.dumps(message, ensure_ascii=False) + "\n"


def pieces_out(pieces: list[Piece]) -> list[dict[str, Any]]:
    """Pieces as they stand in a message."""
    return [asdict(piece) for piece in pieces]


def pieces_in(records: list[dict[str, Any]]) -> list[Piece]:
    """The reverse; raises TypeError where a record has another form."""
    return [Piece(**record) for record in records]
