"""One collection of articles: what changes it, and the generation that questions are answered from."""

import logging
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from index.article_files import resolved
from index.article_store import Alone, ArticleStore, Salvage, Writing
from index.changes import Change, ChangeState, Outcome, Put
from index.chunks import ChunkingSettings
from index.derive import derive
from index.draft import Draft
from index.embedding import Progress
from index.encoder.embedder import Embedder
from index.errors import CorpusError, DamagedGenerationError, GenerationError, MismatchedGenerationError
from index.failures import ReadFailure, Skipped
from index.generation import Generation, empty_generation, name_of
from index.near_duplicates import NearDuplicates
from index.places import AnchorCache
from index.shingle_index import ShingleIndex
from index.sync import plan_sync
from index.token_cache import TokenCache

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of each change, in their order, and the generation that shows all of it."""

    outcomes: tuple[Outcome, ...]
    generation: Generation


@dataclass(frozen=True, slots=True)
class Tally:
    """How many articles of the paths that were indexed were new there, changed, taken out, and left as they were."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What indexing did; `embedded` and `kept` count passages whose vector was made now or taken over.

    `articles` are all of the collection, `tally` tells of those at the paths alone.
    """

    generation: str
    articles: int
    embedded: int
    kept: int
    failures: tuple[ReadFailure, ...]
    skipped: tuple[Skipped, ...]
    tally: Tally


class Library:
    """A store of articles, the encoder that reads them, and the lengths of chunks. Safe to use from many threads.

    Writers wait for each other, in this process and in others.
    """

    def __init__(self, store: ArticleStore, embedder: Embedder, chunking: ChunkingSettings) -> None:
        self.store, self.embedder, self.chunking = store, embedder, chunking
        self._tokens = TokenCache(store.token_rows)
        self._anchors = AnchorCache(store)
        self._shingles = ShingleIndex()
        self._near_duplicates = NearDuplicates()
        self._derived: Generation | None = None
        self._deriving = threading.Lock()

    def open(self) -> Generation:
        """Check the whole store and derive the generation from it, an empty one where nothing was written yet.

        Raises GenerationError where the store is damaged, or was made with another encoder or chunking than those in use.
        """
        if not self.store.exists():
            return empty_generation(self.embedder.identity, self.chunking)
        self.store.check()
        return self.current()

    def current(self) -> Generation:
        """The generation of what is stored now, without reading again what this library has derived already; as `open`."""
        if not self.store.exists():
            return empty_generation(self.embedder.identity, self.chunking)
        with self._deriving, self.store.reading() as reading:
            state = reading.state()
            state.manifest.refuse_mismatch(self.embedder.identity, self.chunking)
            if self._derived is None or self._derived.name != name_of(state):
                derived = derive(reading, self._tokens, self._derived)
                sha256s = {name: head.sha256 for name, head in derived.heads.items()}
                groups = self._near_duplicates.update(sha256s, reading.shingles_of)
                self._derived = replace(derived, anchors_of=self._anchors.of, near_duplicates=groups)
            return self._derived

    def apply(self, changes: Sequence[Change], progress: Progress) -> Applied:
        """Do all `changes` in one transaction, in their order; durable when this returns, and shown by its generation.

        A change whose condition does not hold is a conflict and stops no other; an error undoes all of them. `progress` is
        called with (passages embedded, passages to embed). Raises GenerationError as `open` does, ArticleError where a text
        is not that of its sha256, and SettingError where an article cannot be cut to what the encoder reads.
        """
        with self.store.writing() as writing:
            draft = Draft(writing, self.embedder, self.chunking, self._shingles)
            if not writing.is_new():
                manifest = writing.state().manifest
                manifest.refuse_mismatch(self.embedder.identity, self.chunking)
                draft.renew_terms(manifest)
            outcomes = tuple(draft.do(change) for change in changes)
            draft.finish(progress)
        return Applied(outcomes, self.current())

    def sync(self, paths: Sequence[Path], progress: Progress) -> IndexReport:
        """Make the articles at `paths` what is there now; articles from elsewhere stay.

        What is at no path any more leaves. Where the encoder or the chunking differs, everything is cut and embedded again.
        In the place of a damaged store another is made of what that was made from, and the damaged one is kept. Raises
        ArticleError where a path does not exist, and CorpusError where there is nothing to index.
        """
        with ExitStack() as held:
            damage = self._damage()
            salvage = held.enter_context(self.store.renewed()) if damage else None
            if salvage is None:
                return self._sync(self.store, (), paths, progress)
            log.warning("the index so far cannot be used, so all of it is made anew: %s", damage)
            report = self._sync(salvage.store, salvage.alone, (*paths, *_other_paths(salvage, paths)), progress)
        log.warning(
            "what was there is kept at %s; %d articles of it that came from no path are taken over",
            salvage.kept_at,
            len(salvage.alone),
        )
        return report

    def _sync(self, store: ArticleStore, alone: Alone, paths: Sequence[Path], progress: Progress) -> IndexReport:
        """Write to `store` what is at `paths`, and what is `alone`, of which a path takes no name."""
        with store.writing() as writing:
            draft = Draft(writing, self.embedder, self.chunking, self._shingles)
            if self._is_mismatched(writing):
                draft.cut_all_again()
            elif not writing.is_new():
                draft.renew_terms(writing.state().manifest)
            for article, original in alone:
                draft.do(Put(article, original))
            plan = plan_sync(writing.heads(), paths)
            failures = list(plan.failures)
            outcomes = Counter[ChangeState]()
            for change in plan.changes():
                if isinstance(change, ReadFailure):
                    failures.append(change)
                else:
                    outcomes[draft.do(change).state] += 1
            articles = len(writing.heads())
            if not articles:
                reasons = "".join(f"\n  {failure.reason}" for failure in failures)
                raise CorpusError(f"there is no article to index at {', '.join(map(str, paths))}{reasons}")
            embedded = draft.finish(progress)
            passages = writing.passages()
        with store.reading() as reading:
            name = name_of(reading.state())
        kept = passages - embedded
        return IndexReport(name, articles, embedded, kept, tuple(failures), plan.skipped, _tally(outcomes))

    def purge(self, before: datetime) -> int:
        """Delete for good what articles said until a time before that one; how many revisions there were."""
        return self.store.purge(before)

    def _is_mismatched(self, writing: Writing) -> bool:
        if writing.is_new():
            return False
        try:
            writing.state().manifest.refuse_mismatch(self.embedder.identity, self.chunking)
        except MismatchedGenerationError as error:
            log.warning("everything is cut and embedded again: %s", error)
            return True
        return False

    def _damage(self) -> GenerationError | None:
        """Why the store cannot be used, None where it can or there is none."""
        if not self.store.exists():
            return None
        try:
            self.store.check()
        except (DamagedGenerationError, MismatchedGenerationError) as error:
            return error
        return None


def _tally(outcomes: Mapping[ChangeState, int]) -> Tally:
    created, replaced, deleted, unchanged = (
        outcomes.get(state, 0)
        for state in (ChangeState.CREATED, ChangeState.REPLACED, ChangeState.DELETED, ChangeState.UNCHANGED)
    )
    return Tally(created, replaced, deleted, unchanged)


def _other_paths(salvage: Salvage, given: Sequence[Path]) -> tuple[Path, ...]:
    """What else a damaged store was made from, as far as it is known and still there."""
    if salvage.roots is None:
        log.warning("nor can it be told what it was made from: index again whatever else you had")
        return ()
    named = {str(resolved(path)) for path in given}
    others = [Path(root) for root in salvage.roots if root not in named]
    there = tuple(path for path in others if _can_be_reached(path))
    for path in others:
        log.warning(
            "indexing %s again too%s",
            path,
            "" if path in there else " is not possible: it is not there, or may not be entered",
        )
    return there


def _can_be_reached(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # in a folder that may not be entered
        return False
