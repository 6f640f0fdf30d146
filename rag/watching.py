"""Follows a folder: after every change that has settled, what is there is what is indexed."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

from index.errors import CorpusError

# A file that is being copied changes again and again; it has settled when nothing happens for so long, or at last anyway.
_SETTLED_MS, _AT_LAST_MS = 500, 10_000
# How often it is looked whether the folder is still there, what failed is tried again, and the end is noticed.
_LOOK_MS = 1_000
# What stands in every error of a folder that may not be read, in any language of the system.
_DENIED = "os error 13"


def watch_folder(folder: Path, sync: Callable[[], None], tell: Callable[[str], None], stop: Event) -> None:
    """Call `sync` at once and after every settled change below `folder`, until `stop` is set.

    An error of ours is told once and tried again, at the next look or the next change. A folder that is away, say because a
    disk is not mounted, is waited for: its articles stay. Where the system tells of no changes they are looked for.
    """
    told = ""
    while not stop.is_set():
        trouble = f"{folder} is not there; its articles stay as they are until it is back"
        try:
            for _ in _reasons(folder, stop):
                sync()
                told = ""
            if folder.is_dir():
                continue
        except (CorpusError, OSError) as error:
            trouble = str(error)
        if trouble != told and not stop.is_set():
            tell(trouble)
        told = trouble
        stop.wait(_LOOK_MS / 1000)


def _reasons(folder: Path, stop: Event) -> Iterator[None]:
    """Once when the folder is being watched, then after each change; ends when it is another folder than it was, or none."""
    if not folder.is_dir():
        return
    try:
        yield from _changes(folder, stop)
    except (PermissionError, RuntimeError) as error:  # the second where changes are looked for
        folders = _listed_folders(folder.resolve())
        if not folders or _DENIED not in str(error):
            raise
    else:
        return
    # One folder below may not be read. The system would tell nothing of those that come behind it, so each is watched alone.
    yield from _changes(folder, stop, folders)


def _changes(folder: Path, stop: Event, folders: frozenset[Path] = frozenset()) -> Iterator[None]:
    """As `_reasons`; with `folders` only these are watched, and it ends when there are others."""
    from watchfiles import watch

    watched, real = identity_of(folder), folder.resolve()
    first, ways = True, frozenset[Path]()
    looks = watch(
        *sorted(folders or (real,)),
        recursive=not folders,
        watch_filter=lambda _, path: _is_seen(Path(path), real, ways),
        step=_SETTLED_MS,
        debounce=_AT_LAST_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    )
    for changes in looks:
        if identity_of(folder) != watched:
            return
        # Not before the watching has begun, or what changes between the two would be missed.
        if first or changes:
            first, ways = False, _hidden_ways(real)
            yield
            if folders and _listed_folders(real) != folders:
                return
    stop.set()


def _listed_folders(folder: Path) -> frozenset[Path]:
    """`folder` and those below it that may be read."""
    return frozenset(Path(parent) for parent, _, _ in os.walk(folder))


def identity_of(folder: Path) -> tuple[int, int] | None:
    """Which folder stands under that name, None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _hidden_ways(folder: Path) -> frozenset[Path]:
    """The hidden files and folders that links in `folder` lead through: where one is switched, so is all that they show."""
    ways: set[Path] = set()
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = (path for name in (*folders, *names) if (path := Path(parent, name)).is_symlink())
        for link in links:
            with suppress(OSError):  # gone meanwhile
                targets = (Path(os.path.normpath(parent / link.readlink())), Path(os.path.realpath(link)))
                ways |= {way for target in targets if (way := _first_hidden(target, folder)) is not None}
    return frozenset(ways)


def _first_hidden(path: Path, folder: Path) -> Path | None:
    """What of `path`, from `folder` on, is hidden first; hidden files are no articles, as in indexing."""
    if not path.is_relative_to(folder):
        return None
    below = (one for one in (*reversed(path.parents), path) if one.is_relative_to(folder) and one != folder)
    return next((one for one in below if one.name.startswith(".")), None)


def _is_seen(path: Path, folder: Path, ways: frozenset[Path]) -> bool:
    """Whether a change there may concern an article."""
    hidden = _first_hidden(path, folder)
    return hidden is None or hidden in ways
