"""A transaction on the articles: what is put and deleted, then all that has to be cut and embedded because of it."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from index.article import Article
from index.article_store import CutChunk, Original, Shingles, Writing
from index.changes import ANY_REVISION, Change, ChangeState, Delete, Outcome, Put
from index.chunks import Chunk, ChunkingSettings, EncoderText, cut_article, encoder_text
from index.embedding import Progress, embed_chunks, made_from
from index.encoder.embedder import Embedder
from index.errors import ArticleError
from index.manifest import Manifest
from index.mask import mask_article
from index.metadata import front_matter_end
from index.noise.repeats import Repeats
from index.shingle_index import ShingleIndex
from index.shingles import ChangedShingles, shingles_in
from index.words import TERMS_VERSION, may_have_other_terms, terms

# Articles that are read and cut at a time.
_STEP = 64


class Draft:
    """Changes within one transaction; the result depends on the articles alone, and not on the order of changes."""

    def __init__(self, writing: Writing, embedder: Embedder, chunking: ChunkingSettings, held: ShingleIndex) -> None:
        """Begin before `writing` has changed anything; `held` is an index of this store, of whatever state."""
        self._writing, self._embedder, self._chunking = writing, embedder, chunking
        self._held, self._shingles = held, ChangedShingles(held)
        self._all = False
        self._renewed: frozenset[str] | None = None

    def do(self, change: Change) -> Outcome:
        """Put or delete one article; raises ArticleError where its text is not that of its sha256."""
        there = self._writing.head(change.article_id)
        sha256 = there.sha256 if there else None
        held = {ANY_REVISION, there.sha256, there.row} if there else set[str]()
        if change.if_match is not None and not change.if_match & held:
            return Outcome(change.article_id, ChangeState.CONFLICT, sha256)
        if there and isinstance(change, Put) and change.only_new:
            return Outcome(change.article_id, ChangeState.CONFLICT, sha256)
        match change:
            case Put():
                return self._put(change)
            case Delete():
                if there:
                    self._note(change.article_id, None)
                    self._writing.delete(change.article_id)
                return Outcome(change.article_id, ChangeState.DELETED if there else ChangeState.ABSENT, None)

    def _put(self, change: Put) -> Outcome:
        article, there = change.article, self._writing.head(change.article_id)
        _refuse_wrong_text(article)
        if there and self._is_stored(article, change.original):
            if change.root is not None and change.root != there.root:
                self._writing.move(article.id, change.root)
            return Outcome(article.id, ChangeState.UNCHANGED, article.sha256)
        shingles = shingles_in(article.text)
        self._note(article.id, shingles)
        self._writing.put(article, change.original, change.root)
        self._writing.put_shingles(article.id, shingles)
        return Outcome(article.id, ChangeState.REPLACED if there else ChangeState.CREATED, article.sha256)

    def _is_stored(self, article: Article, original: Original | None) -> bool:
        same = self._writing.articles([article.id]) == [article]
        return same and self._writing.original(article.id) == original

    def _note(self, article_id: str, after: Shingles | None) -> None:
        """Keep the shingles that an article had before its first change here, and has now."""
        if not self._shingles:
            self._held.follow(self._writing)
        self._shingles.note(article_id, self._writing.shingles_of(article_id), after)

    def cut_all_again(self) -> None:
        """Forget how all articles were cut and embedded, since the encoder or the way of cutting is another."""
        self._held.follow(self._writing)
        self._writing.forget_chunks()
        self._all = True

    def renew_terms(self, made_with: Manifest) -> None:
        """Cut the articles again whose terms came out otherwise when the store was made, if any did; vectors stay."""
        if made_with.terms_version == TERMS_VERSION:
            return
        self._held.follow(self._writing)
        all_there = self._articles(sorted(self._writing.heads()))
        self._renewed = frozenset(article.id for article in all_there if _may_have_other_terms(article))

    def finish(self, progress: Progress) -> int:
        """Cut and embed what the changes call for; gives how many passages got new vectors. Raises SettingError."""
        if not self._shingles and not self._all and self._renewed is None:
            return 0
        again = sorted(self._writing.heads() if self._all else self._to_cut())
        cut: dict[str, list[CutChunk]] = {}
        shown: dict[str, EncoderText] = {}
        words: dict[str, str] = {}  # each term once in memory, however often it stands
        repeats = self._shingles.repeats(map(self._shingles_of, again))
        for article in self._articles(again):
            cut[article.id] = []
            for chunk in self._cut(article, repeats):
                text = encoder_text(article, chunk)
                key = made_from(text, self._embedder.identity)
                shown[key] = text
                own = tuple(words.setdefault(term, term) for term in terms(text.text, article.language))
                cut[article.id].append(CutChunk(chunk, key, own))
        known = self._writing.known_vectors(list(shown))
        new = {key: text for key, text in shown.items() if key not in known}
        for made in embed_chunks(new, self._embedder, progress):
            self._writing.add_vectors(made)
        for article_id, chunks in cut.items():
            self._writing.put_chunks(article_id, chunks)
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self._writing.finish(Manifest(self._embedder.identity, self._chunking, now))
        return sum(chunk.made_from in new for chunks in cut.values() for chunk in chunks)

    def _to_cut(self) -> set[str]:
        renewed = self._renewed & self._writing.heads().keys() if self._renewed else set[str]()
        return {*self._shingles.to_cut(), *renewed}

    def _shingles_of(self, article_id: str) -> Shingles:
        changed = self._shingles.of(article_id)
        return self._writing.shingles_of(article_id) if changed is None else changed

    def _articles(self, ids: Sequence[str]) -> Iterator[Article]:
        for first in range(0, len(ids), _STEP):
            yield from self._writing.articles(ids[first : first + _STEP])

    def _cut(self, article: Article, repeats: Repeats) -> tuple[Chunk, ...]:
        noise = mask_article(article.text, self._matter_end(article), repeats)
        embedder = self._embedder
        return cut_article(article, noise, embedder.count_tokens, embedder.max_tokens, self._chunking)

    def _matter_end(self, article: Article) -> int:
        # The text first: originals may be large, and almost no text begins so.
        end = front_matter_end(article.text)
        return 0 if end and self._writing.original(article.id) is not None else end


def _may_have_other_terms(article: Article) -> bool:
    """Whether the terms of an article, its title among them, may have come out otherwise in an earlier version."""
    return may_have_other_terms(f"{article.title}\n{article.text}", article.language)


def _refuse_wrong_text(article: Article) -> None:
    try:
        found = hashlib.sha256(article.text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise ArticleError(f"{article.id!r}: character {error.start} is half a surrogate pair; send UTF-8") from error
    if found != article.sha256:
        raise ArticleError(f"{article.id!r}: its text has sha256 {found}, and {article.sha256} was given with it")
