"""The file of retrieval figures: written after each set, so that a run that was cut short goes on where it stopped."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.bench.figure_file import write_figure_file
from eval.bench.retrieval import RetrievalFigures
from eval.errors import PracticeError
from eval.intervals import Estimate
from index.encoder.source import PACKAGED
from rag.reader.weights import packaged_folder, read_identity
from rag.settings import NO_READER
from rag.wire import Engine

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Made:
    """What the figures were made with: models by name and sha256, the sha256 of the sets' files, questions of each set at most.

    `reader_sha256` is None for a reader that does not ship with the product.
    """

    encoder: str
    encoder_sha256: str
    reader: str
    reader_sha256: str | None
    data_sha256: str
    questions: int


def made_with(engine: Engine, data_sha256: str, questions: int) -> Made:
    """The models of `engine` and what they are asked."""
    encoder = engine.embedder.identity
    reader = engine.reader.name if engine.reader else NO_READER
    return Made(encoder.name, encoder.checksum, reader, reader_sha256(engine), data_sha256, questions)


def reader_sha256(engine: Engine) -> str | None:
    """Which packaged reader `engine` reads with; None where it is none of ours."""
    packaged = engine.settings.reader == PACKAGED and engine.reader is not None
    return read_identity(packaged_folder()).sha256 if packaged else None


def read_figures(path: Path) -> tuple[Made, list[RetrievalFigures]]:
    """What `write_figures` wrote; raises PracticeError where it cannot be read."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        return Made(**stored["made"]), [_figures(record) for record in stored["retrieval"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PracticeError(
            f"{path} holds no figures of `pourquoi eval bench`: {error!r}; remove it and measure again"
        ) from error


def write_figures(path: Path, made: Made, figures: Sequence[RetrievalFigures]) -> None:
    """Write both to `path`, whole or not at all; estimates are rounded to four digits."""
    record = {"made": asdict(made), "retrieval": [_record(one) for one in figures]}
    write_figure_file(path, record, lambda value: round(value, _DIGITS))


def _record(figures: RetrievalFigures) -> dict[str, Any]:
    methods = {
        method: {name: [e.value, e.low, e.high, e.n] for name, e in metrics.items()}
        for method, metrics in figures.methods.items()
    }
    return {
        "name": figures.name,
        "paragraphs": figures.paragraphs,
        "passages": figures.passages,
        "questions": figures.questions,
        "articles": figures.articles,
        "methods": methods,
    }


def _figures(record: Mapping[str, Any]) -> RetrievalFigures:
    methods = {
        method: {name: Estimate(*values) for name, values in metrics.items()}
        for method, metrics in record["methods"].items()
    }
    return RetrievalFigures(**{**record, "methods": methods})
