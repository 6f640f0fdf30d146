"""Writes a file of figures: JSON, whole or not at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast


def write_figure_file(path: Path, record: object, rounded: Callable[[float], float]) -> None:
    """Write `record` to `path`, every fraction in it `rounded`; the folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    text = json.dumps(_rounded(record, rounded), indent=1, ensure_ascii=False)
    unfinished.write_text(text + "\n", "utf-8")
    unfinished.replace(path)


def _rounded(value: object, rounded: Callable[[float], float]) -> object:
    match value:
        case float():
            return rounded(value)
        case dict():
            return {key: _rounded(one, rounded) for key, one in cast("dict[str, object]", value).items()}
        case list() | tuple():
            return [_rounded(one, rounded) for one in value]
        case _:
            return value
