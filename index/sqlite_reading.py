"""Reads rows of the store within one transaction; nothing of a row is used before its checksum is right."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.article import Article, PartialDate, Span
from index.article_store import CutChunk, Head, Original, Revision, Shingles, StoredChunk, StoreState, VectorKey
from index.chunks import Chunk
from index.database import Connection
from index.encoder.embedder import Vectors
from index.errors import DamagedGenerationError, GenerationGoneError
from index.late import TokenRows
from index.manifest import Manifest
from index.row_sums import Value, row_checksum
from index.sentences import Sentence, SentenceKind
from index.sqlite_errors import HOW_TO_MEND
from index.sqlite_schema import COLUMNS

STATE, SUM = "state", "sum"
# In a backup alone: which collection it was made of.
LABEL = "collection"
# SQLite takes 32,766 parameters in one statement at most, and older ones 999.
_AT_ONCE = 500

Row = tuple[Value, ...]
_T = TypeVar("_T")


class SqliteReading:
    """The Reading protocol over one open transaction."""

    def __init__(self, open_: Connection, path: Path) -> None:
        self._open, self._path = open_, path

    def rows(self, table: str, where: str = "", given: Sequence[Value] = ()) -> Iterator[Row]:
        """Checked rows of a table in the order of its columns; raises DamagedGenerationError."""
        columns = ", ".join(COLUMNS[table])
        statement = f"SELECT {columns}, checksum FROM {table} {where}"  # noqa: S608  (names of our own; values are bound)
        for *values, checksum in self._open.execute(statement, given):
            if row_checksum(table, values) != checksum:
                raise DamagedGenerationError(
                    f"{self._path}: a row of {table} ({values[0]}) does not have its checksum; {HOW_TO_MEND}"
                )
            yield tuple(values)

    def meta(self, name: str) -> str | None:
        """One value of the table of values about the whole."""
        return next((str(value) for _, value in self.rows("meta", "WHERE name = ?", (name,))), None)

    def is_new(self) -> bool:
        """Whether nothing was ever written, so that there is no state yet."""
        return self.meta(STATE) is None

    def state(self) -> StoreState:
        """Which state this is."""
        values, total = self.meta(STATE), self.meta(SUM)
        if values is None or total is None:
            raise DamagedGenerationError(f"{self._path} does not say what made it; {HOW_TO_MEND}")
        parsed = json.loads(values)
        return StoreState(parsed["generation"], total, Manifest.from_json(parsed["manifest"]))

    def heads(self) -> Mapping[str, Head]:
        """All articles without their texts, by id, in order of their ids."""
        return {head.article_id: head for head in map(_head, self.rows("articles", "ORDER BY id"))}

    def head(self, article_id: str) -> Head | None:
        """One article without its text, None where there is none of that id."""
        return next(map(_head, self.rows("articles", "WHERE id = ?", (article_id,))), None)

    def articles(self, article_ids: Sequence[str]) -> list[Article]:
        """The articles of those ids, in that order; raises KeyError where one is not there."""
        found: dict[str, Article] = {}
        for ids in _batches(article_ids):
            heads = list(self.rows("articles", f"WHERE id IN ({_marks(ids)})", ids))
            numbers = [row[1] for row in heads]
            texts = {row[0]: row for row in self.rows("revisions", f"WHERE id IN ({_marks(numbers)})", numbers)}
            for row in heads:
                found[str(row[0])] = self._article(row, texts.get(row[1]))
        return [found[article_id] for article_id in article_ids]

    def _article(self, row: Row, revision: Row | None) -> Article:
        name, _, sha256, title, language, publisher, published_at, url, *_ = row
        if revision is None or revision[2] != sha256:
            raise DamagedGenerationError(f"{self._path}: the text of {name!r} is not its own; {HOW_TO_MEND}")
        date = None if published_at is None else PartialDate.parse(str(published_at))
        return Article(
            str(name), str(title), str(revision[5]), str(sha256), str(language), _text(publisher), date, _text(url)
        )

    def chunks(self) -> Iterator[StoredChunk]:
        """All chunks, in order of article id and place."""
        return map(stored_chunk, self.rows("chunks", "ORDER BY article_id, place"))

    def chunks_of(self, article_id: str) -> Iterator[StoredChunk]:
        """The chunks of one article in order of place, none where it is not there."""
        return map(stored_chunk, self.rows("chunks", "WHERE article_id = ? ORDER BY place", (article_id,)))

    def changed_since(self, fingerprint: str) -> frozenset[str] | None:
        """The articles that changed since the state of that fingerprint, None where it cannot be told."""
        if self.meta(SUM) == fingerprint:
            return frozenset()
        first = next(self.rows("steps", "WHERE before = ?", (fingerprint,)), None)
        if first is None:
            return None
        changed: set[str] = set()
        for _, _, articles in self.rows("steps", "WHERE id >= ?", (first[0],)):
            if articles is None:
                return None
            changed.update(json.loads(str(articles)))
        return frozenset(changed)

    def passages(self) -> int:
        """How many chunks there are."""
        return int(self._open.execute("SELECT count(*) FROM chunks").fetchone()[0])

    def pooled(self, keys: Sequence[VectorKey]) -> Vectors:
        """The pooled vectors of those rows in that order, float32 of shape (rows, dimension)."""
        dimension = self.state().manifest.encoder.dimension
        places: dict[int, list[int]] = {}
        for place, key in enumerate(keys):
            places.setdefault(key.row, []).append(place)
        pooled = np.empty((len(keys), dimension), dtype=np.float32)
        for numbers in _batches(sorted(places)):
            for number, made_from, data in self.rows("vectors", f"WHERE id IN ({_marks(numbers)})", numbers):
                row = np.frombuffer(bytes_in(data), dtype="<f4")
                for place in places.pop(number_in(number)):
                    if made_from != keys[place].made_from or len(row) != dimension:
                        raise DamagedGenerationError(
                            f"{self._path}: vector {number!r} is another passage's; {HOW_TO_MEND}"
                        )
                    pooled[place] = row
        if places:
            raise DamagedGenerationError(f"{self._path}: vector {min(places)} is missing; {HOW_TO_MEND}")
        return pooled

    def token_rows(self, keys: Sequence[VectorKey]) -> list[TokenRows]:
        """The token vectors in those rows; raises GenerationGoneError where one is not there any more."""
        found: dict[VectorKey, TokenRows] = {}
        for batch in _batches(keys):
            numbers = [key.row for key in batch]
            for number, made_from, units, scales, data in self.rows(
                "tokens", f"WHERE id IN ({_marks(numbers)})", numbers
            ):
                key = VectorKey(number_in(number), str(made_from))
                of_row = np.frombuffer(bytes_in(scales), dtype="<f4")
                values = np.frombuffer(bytes_in(data), dtype=np.int8)
                shape = (len(of_row), len(values) // max(1, len(of_row)))
                if not len(of_row):
                    shape = (0, self.state().manifest.encoder.dimension)
                unit_numbers = np.frombuffer(bytes_in(units), dtype="<i2")
                found[key] = TokenRows(values.reshape(shape), of_row, unit_numbers)
        if gone := set(keys) - set(found):
            raise GenerationGoneError(f"{len(gone)} passages were taken out since this generation; ask the current one")
        return [found[key] for key in keys]

    def shingles(self) -> Iterator[tuple[str, Shingles]]:
        """The shingles of every article, in order of their ids."""
        for article_id, data in self.rows("shingles", "ORDER BY article_id"):
            yield str(article_id), np.frombuffer(bytes_in(data), dtype="<i8")

    def shingles_of(self, article_id: str) -> Shingles:
        """The shingles of one article, none where they are not there."""
        for _, data in self.rows("shingles", "WHERE article_id = ?", (article_id,)):
            kept: Shingles = np.frombuffer(bytes_in(data), dtype="<i8")
            return kept
        return np.empty(0, dtype=np.int64)

    def original(self, article_id: str) -> Original | None:
        """What the article was extracted from, None where its text is all there is."""
        for _, media_type, anchors, data in self.rows("originals", "WHERE article_id = ?", (article_id,)):
            return Original(bytes_in(data), str(media_type), str(anchors))
        return None

    def history(self, article_id: str) -> tuple[Revision, ...]:
        """Every text of an article that is kept, newest first."""
        rows = self.rows("revisions", "WHERE article_id = ? ORDER BY id DESC", (article_id,))
        return tuple(
            Revision(
                str(name),
                str(sha256),
                str(text),
                datetime.fromisoformat(str(begun)),
                None if ended is None else datetime.fromisoformat(str(ended)),
            )
            for _, name, sha256, begun, ended, text in rows
        )


def number_in(value: Value) -> int:
    """A value of a column of whole numbers."""
    if not isinstance(value, int):
        raise DamagedGenerationError(f"a column of numbers holds {value!r}; {HOW_TO_MEND}")
    return value


def bytes_in(value: Value) -> bytes:
    """A value of a column of bytes."""
    if not isinstance(value, bytes):
        raise DamagedGenerationError(f"a column of bytes holds {value!r}; {HOW_TO_MEND}")
    return value


def stored_chunk(row: Row) -> StoredChunk:
    """A row of the table of chunks."""
    _, article_id, _, name, begins, ends, heading, sentences, terms, vector, made_from = row
    kinds = tuple(Sentence(start, end, SentenceKind(kind)) for start, end, kind in json.loads(str(sentences)))
    span = Span(str(article_id), number_in(begins), number_in(ends))
    words = tuple(str(terms).split("\n")) if terms else ()
    cut = CutChunk(Chunk(str(name), span, kinds, _text(heading)), str(made_from), words)
    return StoredChunk(cut, VectorKey(number_in(vector), cut.made_from))


def _head(row: Row) -> Head:
    return Head(
        str(row[0]),
        str(row[2]),
        row_checksum("articles", row).hex(),
        _text(row[8]),
        datetime.fromisoformat(str(row[9])),
    )


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _batches(values: Sequence[_T]) -> Iterator[list[_T]]:
    remaining = iter(values)
    while batch := list(islice(remaining, _AT_ONCE)):
        yield batch
