"""What changes when files and folders are indexed: each article belongs to the path it was read from."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from index.article_files import is_folder, is_there, list_folder, refuse_missing, resolved, stands_at, why_unread
from index.article_store import Head
from index.changes import Change, Delete, Put
from index.errors import ArticleError
from index.failures import ReadFailure, Skipped, Unread
from index.formats.extract import ENDINGS
from index.metadata import SIDECAR_NAME
from index.originals import HeldFile, SourceFile
from index.page_names import has_host
from index.reading import Corpus, read_corpus
from index.roots import called, left_behind, replaced
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
    from other paths, and those that came without one, stay, unless their path is gone and one of that id is read now; so do
    those of a file or folder that cannot be read now, and those of which a sidecar that cannot be read may state something.
    """
    stored_roots = {head.root for head in heads.values()}
    given = _given(stored_roots, paths)
    corpus = read_corpus(given.read)
    before = replaced(heads, (*given.read, *given.gone), {article.id for article in corpus.articles})
    elsewhere = {head.article_id: head.root for head in heads.values() if head.article_id not in before}
    roots = {article_id: root for root, ids in corpus.roots.items() for article_id in ids}
    puts = tuple(Put(a, None, roots[a.id]) for a in corpus.articles if a.id not in elsewhere)
    there = {put.article_id for put in puts}
    missing = [head for head in before.values() if head.article_id not in there]
    stay: dict[ReadFailure, set[str]] = {
        failure: {h.article_id for h in missing if _may_be_of(failure, h, path)}
        for failure, path in corpus.unread.items()
    }
    for article_id in before.keys() & corpus.unstated.keys():
        stay.setdefault(corpus.unstated[article_id], set()).add(article_id)
    staying = {article_id for ids in stay.values() for article_id in ids}
    gone = tuple(Delete(head.article_id) for head in missing if head.article_id not in staying)
    puts = tuple(put for put in puts if put.article_id not in staying)
    failures = (*_failures(corpus, stay), *_taken(corpus, elsewhere), *_left_out(stored_roots, paths))
    skipped = (*corpus.skipped, *_known_entries(corpus, elsewhere), *left_behind(heads, before))
    return SyncPlan((*gone, *puts), corpus.files, failures, skipped)


def refuse_unreadable(roots: Collection[str | None], paths: Sequence[Path]) -> None:
    """Raise ArticleError where one of `paths` does not exist, or all of them are files that are not read; no file is read whole.

    `roots` are those of the stored articles: a path among them may be gone, or hold none any more.
    """
    given = _given(roots, paths)
    for path in given.read:
        refuse_missing(path)
    unread = [None if _is_one_of(path, roots) else why_unread(path) for path in given.read]
    if not given.gone and all(unread):
        raise ArticleError("\n".join(filter(None, unread)))


def _may_be_of(unread: Unread, head: Head, path: Path) -> bool:
    """Whether an article may be what was read before of what is unread at `path`."""
    return head.article_id == unread.article_id if unread.article_id else may_stand_at(head, path)


def may_stand_at(head: Head, path: Path) -> bool:
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


def _failures(corpus: Corpus, stay: Mapping[ReadFailure, Collection[str]]) -> Iterator[ReadFailure]:
    for failure in corpus.failures:
        articles = len(stay.get(failure, ()))
        what = "its article stays as it was" if articles == 1 else f"its {articles} articles stay as they were"
        yield replace(failure, reason=f"{failure.reason}; {what}") if articles else failure


def _taken(corpus: Corpus, elsewhere: Mapping[str, str | None]) -> Iterator[ReadFailure]:
    for article in corpus.articles:
        if article.id in elsewhere and not isinstance(corpus.files.get(article.id), HeldFile):
            from_path = elsewhere[article.id] is not None
            where = f"is indexed from {elsewhere[article.id]} already" if from_path else "was put in by itself already"
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


def _given(stored_roots: Collection[str | None], paths: Sequence[Path]) -> _Given:
    """Sort `paths`: one inside a folder that is indexed already stands for that folder, or its articles would be in twice."""
    roots = _in_order(stored_roots)
    gone = tuple(path for path in paths if not is_there(path) and _is_one_of(path, stored_roots))
    read = dict.fromkeys(_folder_around(path, roots) or path for path in paths if path not in gone)
    return _Given(tuple(read), gone)


def _in_order(stored_roots: Collection[str | None]) -> list[Path]:
    return [Path(root) for root in sorted({root for root in stored_roots if root is not None})]


def _folder_around(path: Path, roots: Sequence[Path]) -> Path | None:
    """The outermost folder of `roots` in which something is at `path`."""
    inside = resolved(path).parents
    around = [root for root in roots if stands_at(root) in inside and is_folder(root)]
    return around[0] if around and is_there(path) else None


def _left_out(stored_roots: Collection[str | None], paths: Sequence[Path]) -> Iterator[ReadFailure]:
    """A failure for each path in place of which the folder around it is read, without it: hidden, or with another ending."""
    roots, given, read_of = _in_order(stored_roots), {stands_at(path) for path in paths}, cache(_read_of)
    for path in paths:
        around = _folder_around(path, roots) if is_there(path) else None
        if around is None or not given.isdisjoint(resolved(path).parents):
            continue  # what lies in a folder that is given too is a part of that
        real = resolved(path)
        if _is_hidden(real, around) if is_folder(path) else read_of(around).isdisjoint((real, *real.parents)):
            where = f"lies in {around}, which is indexed as a whole and leaves it out"
            yield ReadFailure(path, why_unread(path) or f"{path}: {where}; rename it, or move it out of that folder")


def _read_of(folder: Path) -> set[Path | None]:
    """The files below a folder that are looked at, without links, and what cannot be read, of which is told elsewhere."""
    listing = list_folder(folder)
    sidecars = (place / SIDECAR_NAME for place in listing.sidecars)
    return {stands_at(path) for path in (*listing.articles, *sidecars, *(unread.path for unread in listing.unread))}


def _is_hidden(real: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in real.relative_to(resolved(folder)).parts)


def _is_one_of(path: Path, stored_roots: Collection[str | None]) -> bool:
    """Whether articles were read from `path`, by its own name or, where it is a link, by that of what it leads to."""
    return not {str(called(path)), str(resolved(path))}.isdisjoint(stored_roots)
