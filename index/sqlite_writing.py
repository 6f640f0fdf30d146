"""Writes rows of the store within one transaction, and keeps the sum of their checksums."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from index.article import Article
from index.article_store import ChunkVectors, CutChunk, Original, Shingles, VectorKey
from index.database import Connection
from index.manifest import Manifest
from index.row_sums import RowSum, Value, row_checksum
from index.sqlite_reading import LABEL, STATE, SUM, SqliteReading, number_in
from index.sqlite_schema import COLUMNS

# So far back, and so many articles in one transaction, it is kept which articles changed.
_STEPS_KEPT, _ARTICLES_NAMED = 64, 1_000


class SqliteWriting(SqliteReading):
    """The Writing protocol over one open transaction; `now` is the time in UTC that the changes are made at.

    Names in its statements are the schema's, and values are bound.
    """

    def __init__(self, open_: Connection, path: Path, now: datetime) -> None:
        super().__init__(open_, path)
        self._sum = RowSum(self.meta(SUM) or "0")
        self._before = str(self._sum)
        self._now = now.isoformat()
        self._changed: set[str] = set()
        self._freed: set[int] = set()  # vectors of chunks that are gone
        values = json.loads(self.meta(STATE) or '{"generation": 0, "next_row": 1, "manifest": ""}')
        self._generation: int = values["generation"]
        self._next_row: int = values["next_row"]
        self._manifest: str = values["manifest"]

    def put(self, article: Article, original: Original | None, root: str | None) -> None:
        """Store an article in place of the one of its id; a text it had before becomes an earlier revision."""
        self._changed.add(article.id)
        old = next(self.rows("articles", "WHERE id = ?", (article.id,)), None)
        if old and old[2] == article.sha256:
            revision = number_in(old[1])
        else:
            revision = self._number()
            self._insert("revisions", (revision, article.id, article.sha256, self._now, None, article.text))
        date = article.published_at.text if article.published_at else None
        about = (article.title, article.language, article.publisher, date, article.url)
        now = (article.id, revision, article.sha256, *about, root, self._now)
        if old is None:
            self._insert("articles", now)
        else:
            self._update("articles", old, now)
            if old[1] != revision:
                self._end_revision(old[1])
        self._delete("originals", "article_id = ?", article.id)
        if original:
            self._insert("originals", (article.id, original.media_type, original.anchors, original.data))

    def move(self, article_id: str, root: str) -> None:
        """Say that an article comes from another path now; nothing else of it changes."""
        self._changed.add(article_id)
        old = next(self.rows("articles", "WHERE id = ?", (article_id,)))
        self._update("articles", old, (*old[:8], root, old[9]))

    def delete(self, article_id: str) -> None:
        """Take out an article with its chunks and its original; its text becomes an earlier revision."""
        self._changed.add(article_id)
        old = next(self.rows("articles", "WHERE id = ?", (article_id,)))
        self._delete_chunks("article_id = ?", article_id)
        for table in ("originals", "shingles"):
            self._delete(table, "article_id = ?", article_id)
        self._delete("articles", "id = ?", article_id)
        self._end_revision(old[1])

    def _end_revision(self, number: Value) -> None:
        old = next(self.rows("revisions", "WHERE id = ?", (number,)))
        self._update("revisions", old, (*old[:4], self._now, old[5]))

    def purge(self, before: datetime) -> int:
        """Delete revisions that ended before that time; how many there were."""
        purged = self._delete("revisions", "valid_until IS NOT NULL AND valid_until < ?", before.isoformat())
        if purged:
            self._forget_steps()
        return purged

    def forget(self, article_id: str) -> None:
        """Delete every text that an article had before; the one it has now, if it is there, stays."""
        self._delete("revisions", "article_id = ? AND valid_until IS NOT NULL", article_id)
        self._forget_steps()

    def _forget_steps(self) -> None:
        """They name articles that there may be nothing else of."""
        self._delete("steps", "?", 1)

    def put_shingles(self, article_id: str, shingles: Shingles) -> None:
        """Keep the shingles of an article that is there, in place of those before."""
        self._delete("shingles", "article_id = ?", article_id)
        self._insert("shingles", (article_id, shingles.astype("<i8").tobytes()))

    def known_vectors(self, made_from: Sequence[str]) -> dict[str, VectorKey]:
        """Which of these are there already."""
        found = {}
        for name in made_from:
            for number, _, _ in self.rows("vectors", "WHERE made_from = ?", (name,)):
                found[name] = VectorKey(number_in(number), name)
        return found

    def add_vectors(self, made: Sequence[ChunkVectors]) -> None:
        """Keep new vectors."""
        for vectors in made:
            number, tokens = self._number(), vectors.tokens
            self._insert("vectors", (number, vectors.made_from, vectors.pooled.astype("<f4").tobytes()))
            arrays = (tokens.units.astype("<i2"), tokens.scales.astype("<f4"), tokens.rows)
            self._insert("tokens", (number, vectors.made_from, *(array.tobytes() for array in arrays)))

    def forget_chunks(self) -> None:
        """Delete all chunks and vectors, for another encoder or another way of cutting."""
        for table in ("chunks", "tokens", "vectors"):
            self._delete(table, "?", 1)

    def put_chunks(self, article_id: str, cut: Sequence[CutChunk]) -> None:
        """Make these the chunks of an article; those that are there already stay. Their vectors must be there."""
        self._changed.add(article_id)
        vectors = self.known_vectors(sorted({chunk.made_from for chunk in cut}))
        new = {
            (place, *_chunk_values(chunk), vectors[chunk.made_from].row, chunk.made_from)
            for place, chunk in enumerate(cut)
        }
        for row in list(self.rows("chunks", "WHERE article_id = ?", (article_id,))):
            if row[2:] in new:
                new.remove(row[2:])
            else:
                self._delete_chunks("id = ?", row[0])
        for values in sorted(new, key=lambda values: number_in(values[0])):
            self._insert("chunks", (self._number(), article_id, *values))

    def finish(self, manifest: Manifest) -> None:
        """Delete vectors that no chunk has any more, count one generation further, and keep what made it."""
        for number in sorted(self._freed):
            for table in ("tokens", "vectors"):
                unused = f"NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.vector = {table}.id)"  # noqa: S608
                self._delete(table, f"id = ? AND {unused}", number)
        self._freed.clear()
        self._generation += 1
        self._manifest = manifest.to_json()

    def seal(self) -> None:
        """Write down the state and the sum, the last thing before a transaction ends; nothing where nothing has changed."""
        if str(self._sum) == self._before:
            return
        named = json.dumps(sorted(self._changed)) if len(self._changed) <= _ARTICLES_NAMED else None
        self._insert("steps", (self._number(), self._before, named))
        self._delete("steps", "id NOT IN (SELECT id FROM steps ORDER BY id DESC LIMIT ?)", _STEPS_KEPT)
        values = {"generation": self._generation, "next_row": self._next_row, "manifest": self._manifest}
        self._delete("meta", "name = ?", STATE)
        self._insert("meta", (STATE, json.dumps(values, sort_keys=True)))
        self._write_sum()

    def label(self, collection: str | None) -> None:
        """Say which collection the articles are of, or with None nothing of that; the state is what it was before a label."""
        self._delete("meta", "name = ?", LABEL)
        if collection is not None:
            self._insert("meta", (LABEL, collection))
        self._write_sum()

    def _write_sum(self) -> None:
        total = (SUM, str(self._sum))
        self._open.execute("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", (*total, row_checksum("meta", total)))

    def _number(self) -> int:
        """A row number that was never given before."""
        self._next_row += 1
        return self._next_row - 1

    def _insert(self, table: str, values: Sequence[Value]) -> None:
        checksum = row_checksum(table, values)
        marks = ", ".join("?" * (len(values) + 1))
        self._open.execute(f"INSERT INTO {table} VALUES ({marks})", (*values, checksum))  # noqa: S608
        self._sum.add(checksum)

    def _update(self, table: str, old: Sequence[Value], new: Sequence[Value]) -> None:
        """Change a row that is called by its first column."""
        checksum = row_checksum(table, new)
        columns = COLUMNS[table]
        changes = ", ".join(f"{column} = ?" for column in (*columns[1:], "checksum"))
        statement = f"UPDATE {table} SET {changes} WHERE {columns[0]} = ?"  # noqa: S608
        self._open.execute(statement, (*new[1:], checksum, old[0]))
        self._sum.remove(row_checksum(table, old))
        self._sum.add(checksum)

    def _delete_chunks(self, where: str, given: Value) -> None:
        freed = self._open.execute(f"SELECT vector FROM chunks WHERE {where}", (given,))  # noqa: S608
        self._freed.update(number for (number,) in freed)
        self._delete("chunks", where, given)

    def _delete(self, table: str, where: str, given: Value) -> int:
        statement = f"DELETE FROM {table} WHERE {where} RETURNING checksum"  # noqa: S608
        removed = self._open.execute(statement, (given,)).fetchall()
        for (checksum,) in removed:
            self._sum.remove(checksum)
        return len(removed)


def _chunk_values(cut: CutChunk) -> tuple[Value, ...]:
    chunk = cut.chunk
    sentences = [[s.start, s.end, s.kind.value] for s in chunk.sentences]
    written = json.dumps(sentences, separators=(",", ":"))
    return (chunk.id, chunk.span.start, chunk.span.end, chunk.heading, written, "\n".join(cut.terms))
