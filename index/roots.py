"""The paths that articles were read from: what they are called where they are stored, and which of them give way."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.article_files import is_there, resolved, stands_at
from index.article_store import Head
from index.errors import ArticleError
from index.failures import Skipped


def called(path: Path) -> Path:
    """The whole path by its own name, so that a link which is switched to another folder stays the same path."""
    return path.resolve() if ".." in path.parts else path.absolute()


def replaced(heads: Mapping[str, Head], paths: Sequence[Path], read: Collection[str]) -> dict[str, Head]:
    """The stored articles that give way where the articles `read` were read from `paths`; their roots as `paths` call them.

    These are what was read from the same path or from one below it, and what was read from a path that is gone where one of
    that id is read now: it was moved.
    """
    roots = {head.root for head in heads.values() if head.root is not None}
    places: dict[str | None, Path] = {}
    for root in roots:
        place = next(filter(None, (_place_below(root, path) for path in paths)), None)
        if place is not None:
            places[root] = place
    gone = {root for root in roots - places.keys() if _is_gone(root)}
    return {
        head.article_id: replace(head, root=str(places.get(head.root, head.root)))
        for head in heads.values()
        if head.root in places or (head.root in gone and head.article_id in read)
    }


def left_behind(heads: Mapping[str, Head], given_way: Collection[str]) -> Iterator[Skipped]:
    """What stays of paths that are gone and whose other articles were moved, by their roots."""
    moved = {heads[article_id].root for article_id in given_way}
    stay = Counter(head.root for head in heads.values() if head.article_id not in given_way and head.root in moved)
    for root, articles in stay.items():
        reason = f"{root} is gone, and {articles} articles of it stay; `pourquoi index {root}` removes them"
        yield Skipped(Path(str(root)), reason)


def _place_below(root: str, path: Path) -> Path | None:
    """Where below `path`, as that is called, what was read from `root` stands; None where `root` is no part of it."""
    if Path(root) == called(path):
        return called(path)
    # Whoever indexed it may have come by another link.
    real, folder = stands_at(Path(root)), resolved(path)
    return called(path) / real.relative_to(folder) if real is not None and real.is_relative_to(folder) else None


def _is_gone(root: str) -> bool:
    try:
        return not is_there(Path(root))
    except ArticleError:
        return False
