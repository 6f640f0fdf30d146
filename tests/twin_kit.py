"""Small twins for tests."""

import json
from collections.abc import Mapping
from pathlib import Path

from rag.reader.examples import Example, Split
from rag.reader.twins import paragraph_sum


def write_twins(folder: Path, split: Split) -> Path:
    """Two twins on the first paragraph of each side: its first question, and one that nothing there answers."""
    folder.mkdir(parents=True)
    rows = [row for example in (split.train[0], split.held_out["squad"][0]) for row in twin_rows(example)]
    (folder / "twins.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def twin_rows(example: Example) -> list[Mapping[str, object]]:
    """A question and its twin as a file has them."""
    named: Mapping[str, object] = {"paragraph": paragraph_sum(example.paragraph.text), "language": "en"}
    return [
        {**named, "question": example.question, "answers": [list(span) for span in example.answers]},
        {**named, "question": "Why was the lighthouse keeper dismissed?", "answers": []},
    ]
