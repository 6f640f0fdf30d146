"""What changes when files and folders are indexed: each article belongs to the path it was read from."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.article_files import is_there, refuse_missing, why_unread
from index.article_store import Head
from index.changes import Change, Delete, Put
from index.errors import ArticleError
from index.failures import ReadFailure, Skipped, Unread
from index.formats.extract import ENDINGS
from index.originals import HeldFile, SourceFile
from index.page_names import has_host
from index.reading import Corpus, read_corpus
from index.sidecars import composed


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What makes the articles at some paths what is there, without the originals, what is left out, and what is skipped.

    `files` are those that articles were extracted from, by id.
    """

    bare_changes: tuple[Change, ...]
    files: Mapping[str, SourceFile | HeldFile]
    failures: tuple[ReadFailure, ...]
    skipped: tuple[Skipped, ...]

    def changes(self) -> Iterator[Change | ReadFailure]:
        """Each change with its original, which is read now; a failure where its file is another by now."""
        for change in self.bare_changes:
            file = self.files.get(change.article_id)
            if not isinstance(change, Put) or file is None:
                yield change
                continue
            try:
                yield replace(change, original=file.original())
            except ArticleError as error:
                yield ReadFailure(file.path, str(error))


def plan_sync(heads: Mapping[str, Head], paths: Sequence[Path]) -> SyncPlan:
    """Read what is at `paths` and compare it with what is stored; raises ArticleError where a path does not exist.

    What was read from these paths before is replaced by what is there now, which is nothing where a path is gone. Articles
    from other paths, and those that came without one, stay; so do those of a file or folder that cannot be read now.
    """
    given = _given({head.root for head in heads.values()}, paths)
    corpus = read_corpus(given.read)
    elsewhere = {head.article_id: head.root for head in heads.values() if not given.replaces(head.root)}
    roots = {article_id: root for root, ids in corpus.roots.items() for article_id in ids}
    puts = tuple(Put(a, None, roots[a.id]) for a in corpus.articles if a.id not in elsewhere)
    there = {put.article_id for put in puts}
    missing = [head for head in heads.values() if head.article_id not in there and head.article_id not in elsewhere]
    stay = {path: {h.article_id for h in missing if _may_stand_at(h, path)} for path in corpus.unread}
    gone = tuple(
        Delete(head.article_id) for head in missing if not any(head.article_id in ids for ids in stay.values())
    )
    failures = (*_failures(corpus, stay), *_taken(corpus, elsewhere))
    return SyncPlan((*gone, *puts), corpus.files, failures, (*corpus.skipped, *_known_entries(corpus, elsewhere)))


def refuse_unreadable(roots: Collection[str | None], paths: Sequence[Path]) -> None:
    """Raise ArticleError where one of `paths` does not exist, or all of them are files that are not read; no file is read whole.

    `roots` are those of the stored articles: a path among them may be gone, or hold none any more.
    """
    given = _given(roots, paths)
    for path in given.read:
        refuse_missing(path)
    unread = [None if str(path.resolve()) in roots else why_unread(path) for path in given.read]
    if not given.gone and all(unread):
        raise ArticleError("\n".join(filter(None, unread)))


def _may_stand_at(head: Head, path: Path) -> bool:
    """Whether an article may be what was read before from the file or folder at `path`."""
    if head.root is None:
        return False
    root = Path(head.root)
    if root.is_relative_to(path):
        return True
    if not path.is_relative_to(root):
        return False
    own, path = (Path(composed(one.as_posix())) for one in (root / head.article_id, path))
    # The entries of a feed are called by their addresses, which do not say which file or folder they were in.
    is_entry = path.suffix.lower() not in ENDINGS and has_host(head.article_id)
    return own.is_relative_to(path) or own == path.with_suffix("") or is_entry


def _failures(corpus: Corpus, stay: Mapping[Path, Collection[str]]) -> Iterator[ReadFailure]:
    kept = {failure: len(stay[path]) for path, failure in corpus.unread.items()}
    for failure in corpus.failures:
        articles = kept.get(failure, 0) if isinstance(failure, Unread) else 0
        what = "its article stays as it was" if articles == 1 else f"its {articles} articles stay as they were"
        yield replace(failure, reason=f"{failure.reason}; {what}") if articles else failure


def _taken(corpus: Corpus, elsewhere: Mapping[str, str | None]) -> Iterator[ReadFailure]:
    for article in corpus.articles:
        if article.id in elsewhere and not isinstance(corpus.files.get(article.id), HeldFile):
            from_path = elsewhere[article.id] is not None
            where = "is indexed from another path already" if from_path else "was put in by itself already"
            rest = (
                "rename the file or index that path without it"
                if from_path
                else "rename the file or delete that article"
            )
            yield ReadFailure(Path(article.id), f"{article.id!r} {where}; {rest}")


def _known_entries(corpus: Corpus, elsewhere: Mapping[str, str | None]) -> Iterator[Skipped]:
    """Entries of feeds that another path has too, or whose pages were put in: nobody can give them another name."""
    files = (file for article_id, file in corpus.files.items() if article_id in elsewhere)
    for path, entries in Counter(file.path for file in files if isinstance(file, HeldFile)).items():
        reason = f"{path}: {entries} of its entries are in the index already, not from this path, and stay as they are"
        yield Skipped(path, reason)


@dataclass(frozen=True, slots=True)
class _Given:
    """The paths to read, and those that were indexed before and are not there any more."""

    read: tuple[Path, ...]
    gone: tuple[Path, ...]

    def replaces(self, root: str | None) -> bool:
        """Whether what was indexed from `root` gives way: to itself, to a folder around it, or to nothing."""
        return root is not None and any(Path(root).is_relative_to(path.resolve()) for path in (*self.read, *self.gone))


def _given(stored_roots: Collection[str | None], paths: Sequence[Path]) -> _Given:
    """Sort `paths`: one inside a folder that is indexed already stands for that folder, or its articles would be in twice."""
    roots = [Path(root) for root in sorted({root for root in stored_roots if root is not None})]
    gone = tuple(path for path in paths if not is_there(path) and path.resolve() in roots)
    read: dict[Path, None] = {}
    for path in paths:
        if path not in gone:
            around = [root for root in roots if root.is_dir() and path.resolve().is_relative_to(root)]
            read[around[0] if is_there(path) and around else path] = None
    return _Given(tuple(read), gone)
