"""Follows a folder: after every change that has settled, what is there is what is indexed."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from index.errors import CorpusError

# A file that is being copied changes again and again; it has settled when nothing happens for so long, or at last anyway.
_SETTLED_MS, _AT_LAST_MS = 500, 10_000
# How often it is looked whether the folder is still there, what failed is tried again, and the end is noticed.
_LOOK_MS = 1_000
# How often changes are looked for where the system tells of none. Looking at every file of more folders than it watches takes a
# while, and the more of the processor the oftener it is done.
_USUAL_POLL_MS, _POLL_MS = 300, 2_000
# What stands in every error of a folder that may not be read, in any language of the system.
_DENIED = "os error 13"
# And in those of more folders than the system watches for one user, or of more programs that have it do so.
_FULL = ("MaxFilesWatch", "os error 24")


class _FullError(Exception):
    """The system watches no more folders for this user."""


def watch_folder(folder: Path, sync: Callable[[], None], tell: Callable[[str], None], stop: Event) -> None:
    """Call `sync` at once and after every settled change below `folder`, until `stop` is set.

    An error of ours is told once and tried again, at the next look or the next change. A folder that is away, say because a
    disk is not mounted, is waited for: its articles stay. Where the system tells of no changes they are looked for, which is told
    where there are only more folders than it watches.
    """
    told, was_watched, polls = "", False, False
    while not stop.is_set():
        trouble = f"{folder} is not there; its articles stay as they are until it is back"
        try:
            for _ in _reasons(folder, stop, polls=polls):
                was_watched = True
                sync()
                told = ""
            if folder.is_dir():
                continue
        except _FullError as error:
            if was_watched:
                # What was watched until now may count for a moment still.
                was_watched = False
                stop.wait(_LOOK_MS / 1000)
                continue
            if not polls:
                polls = True
                tell(_told_of_polling(folder))
                continue
            trouble = str(error)
        except (CorpusError, OSError) as error:
            trouble = str(error)
        if trouble != told and not stop.is_set():
            tell(trouble)
        told = trouble
        stop.wait(_LOOK_MS / 1000)


def _told_of_polling(folder: Path) -> str:
    return (
        f"{folder}: the system watches no more folders for this user, so from now on changes are looked for every "
        f"{_POLL_MS // 1000} seconds. To be told of them at once, raise fs.inotify.max_user_watches or "
        "fs.inotify.max_user_instances, and start this again"
    )


@dataclass(frozen=True, slots=True)
class _Below:
    """A folder and those below it: which may be entered and read, and which may not."""

    opened: frozenset[Path]
    closed: frozenset[Path]


def _reasons(folder: Path, stop: Event, *, polls: bool) -> Iterator[None]:
    """Once when the folder is being watched, then after each change; ends when it is another folder than it was, or none.

    It ends too where the watching has to begin anew, since a folder below was closed or opened, came or went. With `polls` it is
    looked for changes. Raises _FullError.
    """
    if not folder.is_dir():
        return
    below = _below(folder.resolve())
    try:
        yield from _explained(_changes(folder, stop, below, alone=bool(below.closed and below.opened), polls=polls))
    except PermissionError:
        below = _below(folder.resolve())
        if not below.opened:
            raise
    else:
        return
    # A link leads to one that may not be read, or one was closed meanwhile.
    yield from _explained(_changes(folder, stop, below, alone=True, polls=polls))


def _explained(changes: Iterator[None]) -> Iterator[None]:
    """The same, with PermissionError or _FullError in place of the error of whoever looks for changes and may not, or cannot."""
    try:
        yield from changes
    except (OSError, RuntimeError) as error:
        if any(mark in str(error) for mark in _FULL):
            raise _FullError(str(error)) from error
        if isinstance(error, OSError) or _DENIED not in str(error):
            raise
        raise PermissionError(str(error)) from error


def _changes(folder: Path, stop: Event, below: _Below, *, alone: bool, polls: bool) -> Iterator[None]:
    """As `_reasons`.

    With `alone` each folder that is open is watched for itself, since beside one that is closed the system would tell nothing of
    those that come behind it. It ends when there are others, also without it: only as the watching begins does the system say
    that it watches no more.
    """
    from watchfiles import watch

    watched, real = identity_of(folder), folder.resolve()
    first, ways = True, frozenset[Path]()
    looks = watch(
        *(sorted(below.opened) if alone else (real,)),
        recursive=not alone,
        watch_filter=lambda _, path: _is_seen(Path(path), real, ways),
        step=_SETTLED_MS,
        debounce=_AT_LAST_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
        force_polling=polls or None,
        poll_delay_ms=_POLL_MS if polls else _USUAL_POLL_MS,
    )
    for changes in looks:
        if identity_of(folder) != watched:
            return
        # Not before the watching has begun, or what changes between the two would be missed.
        if first or changes:
            first, ways = False, _hidden_ways(real)
            yield
            now = _below(real)
            if now.closed != below.closed or (now.opened != below.opened and (alone or not polls)):
                return
        # Whoever looks for changes is not told of new permissions.
        elif any(map(_is_open, below.closed)):
            return
    stop.set()


def _below(folder: Path) -> _Below:
    """`folder` and those below it; of what stands in one that is closed nothing is known."""
    opened: set[Path] = set()
    closed: set[Path] = set()

    def note(error: OSError) -> None:
        if isinstance(error, PermissionError):
            closed.add(Path(error.filename))

    for parent, folders, _ in os.walk(folder, onerror=note):
        if os.access(parent, os.X_OK):
            opened.add(Path(parent))
        else:
            closed.add(Path(parent))
            folders.clear()
    return _Below(frozenset(opened), frozenset(closed))


def _is_open(folder: Path) -> bool:
    """Whether it may be both listed and entered by now."""
    with suppress(OSError), os.scandir(folder):
        return os.access(folder, os.X_OK)
    return False


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
        for link in (Path(parent, name) for name in (*folders, *names)):
            with suppress(OSError):  # gone meanwhile, or in a folder that may not be entered
                if not link.is_symlink():
                    continue
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
