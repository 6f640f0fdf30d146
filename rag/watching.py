"""Follows a folder: after every change that has settled, what is there is what is indexed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from index.errors import CorpusError

# A file that is being copied changes again and again; it has settled when nothing happens for so long, or at last anyway.
_SETTLED_MS, _AT_LAST_MS = 500, 10_000
# How often it is looked whether the folder is still there, what failed is tried again, and the end is noticed.
_LOOK_MS = 1_000


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
    from watchfiles import watch

    if not folder.is_dir():
        return
    watched = _identity(folder)
    first = True
    looks = watch(
        folder,
        watch_filter=lambda _, path: _is_seen(Path(path), folder),
        step=_SETTLED_MS,
        debounce=_AT_LAST_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    )
    for changes in looks:
        if _identity(folder) != watched:
            return
        # Not before the watching has begun, or what changes between the two would be missed.
        if first or changes:
            first = False
            yield
    stop.set()


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder stands under that name, None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_seen(path: Path, folder: Path) -> bool:
    """Whether a change there may concern an article; hidden files are none, as in indexing."""
    try:
        inside = path.relative_to(folder)
    except ValueError:
        return True
    return not any(part.startswith(".") for part in inside.parts)
