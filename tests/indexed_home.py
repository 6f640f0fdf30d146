"""Homes with small articles in them, for the tests of the store."""

from collections.abc import Sequence
from pathlib import Path

from index.chunks import ChunkingSettings
from index.encoder.embedder import TextVectors
from index.encoder.hashing import HashingEmbedder
from index.homes import database_path
from index.library import IndexReport, Library
from index.sqlite_store import SqliteStore

CHUNKING = ChunkingSettings(32, 8)
SENTENCE = "La phrase numéro {} de {} dit une chose que nulle autre ne dit."


class CountingEmbedder(HashingEmbedder):
    """A hashing embedder that keeps the passages it was shown."""

    def __init__(self, dimension: int = 64) -> None:
        super().__init__(dimension)
        self.shown: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        self.shown += texts
        return super().embed_passages(texts)


def write_articles(folder: Path, *names: str, sentences: int = 5) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        text = " ".join(SENTENCE.format(number, name) for number in range(sentences))
        (folder / f"{name}.md").write_text(f"---\ntitle: Titre {name}\nlanguage: fr\n---\n{text}\n", "utf-8")
    return folder


def library_of(home: Path, embedder: HashingEmbedder | None = None, chunking: ChunkingSettings = CHUNKING) -> Library:
    return Library(SqliteStore(database_path(home)), embedder or HashingEmbedder(), chunking)


def index(
    home: Path, *paths: Path, embedder: HashingEmbedder | None = None, chunking: ChunkingSettings = CHUNKING
) -> IndexReport:
    return library_of(home, embedder, chunking).sync(paths, lambda _done, _total: None)


def texts(home: Path) -> dict[str, str]:
    return {name: article.text for name, article in library_of(home).open().contents.articles.items()}
