"""An article deleted for good: with every text that it had, so that nothing of it is left in the database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article_files import is_folder, is_text
from index.article_store import Head
from index.errors import BusyStoreError, SettingError, UnwritableStoreError
from index.formats.extract import ENDINGS
from index.homes import DEFAULT_COLLECTION, collection_of
from index.page_names import has_host
from index.sidecars import composed
from index.sqlite_store import SqliteStore

# A service that starts reads all of a large collection in one go.
_READERS_WAIT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An article that is nowhere in the store any more: whether it was there before, and how many earlier texts it had.

    `still_at` is the file or feed it was read from, or the folder with that feed, where that is still there or may be: the system
    does not say what stands in a folder that may not be entered.
    """

    article_id: str
    was_there: bool
    earlier: int
    still_at: Path | None


def forget(
    store: SqliteStore,
    article_ids: Sequence[str],
    delete: Callable[[Sequence[str]], object],
    wait_seconds: float = _READERS_WAIT_SECONDS,
    deleted: Callable[[Sequence[Forgotten]], object] = lambda _: None,
) -> tuple[Forgotten, ...]:
    """Delete articles with all their texts, so that their bytes are in no page of the database, and say what there was.

    `delete` takes those out that are there; no other process writes meanwhile. `deleted` is told what there was as soon as all is
    deleted, also where an error comes then. Nothing is done where one of them is not known:
    raises SettingError, and NoGenerationError where there is no store. Raises BusyStoreError where all is deleted but somebody
    reads an older state for longer than `wait_seconds`, which keeps the bytes in the file, and UnwritableStoreError where there
    is no room to write it anew.
    """
    with store.reading():
        pass  # a store that is not there is not made
    with store.database.locked():
        found = _known(store, dict.fromkeys(article_ids))
        there = [one.article_id for one in found if one.was_there]
        if there:
            delete(there)
        store.forget([one.article_id for one in found])
        deleted(found)
        _compact(store, wait_seconds)
    return found


def _compact(store: SqliteStore, wait_seconds: float) -> None:
    """Write the file anew; where that fails, the error says that all is deleted: to forget it again would find nothing."""
    name = collection_of(store.path)
    command = "pourquoi compact" if name == DEFAULT_COLLECTION else f"pourquoi compact --collection {name}"
    try:
        is_done = store.database.compact(wait_seconds)
    except UnwritableStoreError as error:
        raise UnwritableStoreError(
            f"all is deleted, but {store.path} still holds the bytes, since it could not be written anew: {error}; "
            f"run `{command}` when that is mended"
        ) from error
    if not is_done:
        raise BusyStoreError(
            f"all is deleted, but somebody has been reading {store.path} for too long, so that it still holds the bytes; "
            f"run `{command}` in a moment"
        )


def _known(store: SqliteStore, article_ids: Iterable[str]) -> tuple[Forgotten, ...]:
    """What is to be forgotten of each; raises SettingError where there is nothing of one."""
    found = []
    with store.reading() as reading:
        for article_id in article_ids:
            # What is typed may be no text, which the store could not be asked for.
            texts = len(reading.history(article_id)) if is_text(article_id) else 0
            if not texts:
                raise SettingError(
                    f"there is no article {article_id!r}, and no earlier text of one, in {store.path}; nothing was forgotten"
                )
            head = reading.head(article_id)
            was_there, still_at = head is not None, _still_at(head) if head else None
            found.append(Forgotten(article_id, was_there, texts - was_there, still_at))
    return tuple(found)


def _still_at(head: Head) -> Path | None:
    if head.root is None:
        return None
    root = Path(head.root)
    try:
        if not is_folder(root):
            return root if root.is_file() else None
    except OSError:
        return root
    # The entries of a feed are called by their addresses, which do not say which file of the folder it is.
    return next(_files_of(root, head.article_id), root if has_host(head.article_id) else None)


def _files_of(folder: Path, article_id: str) -> Iterator[Path]:
    """The files below a folder that an article is called by, its path without the ending."""
    first, _, below = article_id.partition("/")
    for path in _within(folder):
        # Where files come from macOS the accents of their folders stand apart from their letters too.
        if below and composed(path.name) == first:
            yield from _files_of(path, below)
        elif not below and path.suffix.lower() in ENDINGS and composed(path.with_suffix("").name) == first:
            yield path


def _within(folder: Path) -> list[Path]:
    """What stands in a folder, in order; nothing where it is none, or may not be read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
