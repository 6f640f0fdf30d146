"""Whether a result can be written where it shall go, asked before the work for it begins."""

import os
from pathlib import Path

from eval.errors import OutputError


def refuse_unwritable(*files: Path | None) -> None:
    """Raise OutputError where one of `files` cannot be written; folders that are missing can be made. None is passed over."""
    for file in files:
        if file is None:
            continue
        if file.is_dir():
            raise OutputError(f"cannot write to {file}: it is a folder; name a file in it")
        there = next(folder for folder in file.absolute().parents if folder.exists())
        if not there.is_dir():
            raise OutputError(f"cannot write to {file}: {there} is a file and no folder; name another place")
        if not os.access(file if file.exists() else there, os.W_OK):
            raise OutputError(f"cannot write to {file}: its permissions forbid it; name another place")
