"""The file that accepted questions go into, one line at a time, each on the disk before the next is asked."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from eval.errors import GoldError
from eval.gold import GoldQuestion, gold_line, load_gold
from index.files import fsync_path


def read_known(path: Path) -> tuple[GoldQuestion, ...]:
    """What the file holds already, nothing where there is none yet; raises GoldError where it is no gold."""
    if not path.exists() or not path.read_bytes().strip():
        return ()
    return load_gold(path)


def next_id(path: Path, known: Sequence[GoldQuestion]) -> str:
    """The file's name and the number after the highest there is: `gold-001`. A gap that a deleted line left stays."""
    pattern = re.compile(rf"{re.escape(path.stem)}-([0-9]+)")
    numbers = (int(found[1]) for question in known if (found := pattern.fullmatch(question.id)))
    return f"{path.stem}-{max(numbers, default=0) + 1:03}"


def append_question(path: Path, question: GoldQuestion) -> None:
    """Add one line and wait until it is on the disk; raises GoldError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        with path.open("a+b") as file:
            file.write(_line_end_before(path) + to_line(question))
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            fsync_path(path.parent)
    except OSError as error:
        raise GoldError(f"{path} cannot be written: {error.strerror}") from error


def to_line(question: GoldQuestion) -> bytes:
    """The question as a line of a gold file, in UTF-8."""
    return gold_line(question).encode() + b"\n"


def _line_end_before(path: Path) -> bytes:
    """A file that was edited by hand may end without one."""
    written = path.read_bytes()
    return b"\n" if written and not written.endswith(b"\n") else b""
