"""Results on the disk: whether they can be written, asked before the work for them begins, and written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from eval.errors import OutputError


def refuse_unwritable(*files: Path | None) -> None:
    """Raise OutputError where one of `files` cannot be written; folders that are missing can be made. None is passed over."""
    for file in files:
        try:
            if file is not None:
                _refuse_unwritable(file)
        except OSError as error:  # such as a name that is too long
            raise OutputError(f"cannot write to {file}: {error.strerror}; name another place") from error


def _refuse_unwritable(file: Path) -> None:
    if file.is_dir():
        raise OutputError(f"cannot write to {file}: it is a folder; name a file in it")
    there = next(folder for folder in file.absolute().parents if folder.exists())
    if not there.is_dir():
        raise OutputError(f"cannot write to {file}: {there} is a file and no folder; name another place")
    if not os.access(file if file.exists() else there, os.W_OK):
        raise OutputError(f"cannot write to {file}: its permissions forbid it; name another place")


def remove_old(*files: Path) -> None:
    """Delete those of `files` that are there, so that none outlives the run that it tells of; raises OutputError."""
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"cannot delete {file}, which tells of an earlier run: {error.strerror}") from error


def write_whole(path: Path, text: str | bytes) -> None:
    """Write `text`, the whole of it or nothing; the folder is made. Raises OutputError."""
    data = text.encode() if isinstance(text, str) else text
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # such as /dev/stdout, which nothing may take the place of
            path.write_bytes(data)
            return
        place = path.resolve()  # a link keeps pointing where it did
        unfinished = place.with_name(place.name + ".part")
        try:
            unfinished.write_bytes(data)
            unfinished.replace(place)
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"cannot write to {path}: {error.strerror}; name another place, or make room") from error
