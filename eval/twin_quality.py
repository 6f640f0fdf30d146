"""How well the reader tells a question that a paragraph answers from a near miss on the same paragraph."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.calibration import Judged, auroc
from eval.intervals import Estimate, estimate
from eval.reader_quality import agreement_of, margin_of, read_all
from rag.reader.reading import Reader
from rag.reader.twins import Twin

# Of the questions with an answer so many are let through where the share refused of the others is told.
_ANSWERED = 0.9


@dataclass(frozen=True, slots=True)
class TwinFigures:
    """What the reader is worth on the twins of one set: `answered` questions with an answer in their paragraph, `missed` without.

    `f1` and `exact` are of the answered. `auroc` compares the margins of both sides; `refused` is the share of the missed whose
    margin is below that of nine tenths of the answered. Both are None where a side is empty.
    """

    name: str
    answered: int
    missed: int
    f1: Estimate
    exact: Estimate
    auroc: float | None
    refused: float | None


def measure_twins(reader: Reader, twins: Sequence[Twin]) -> list[TwinFigures]:
    """The figures of the twins by language, `twins en-fr` those asked in English on French paragraphs.

    Each pair of languages apart: were they mixed, the language alone would tell a little of which have an answer.
    """
    sets: dict[str, list[Twin]] = defaultdict(list)
    for twin in twins:
        own = twin.paragraph.language
        sets[f"twins {own}" if twin.language == own else f"twins {twin.language}-{own}"].append(twin)
    return [_measure(reader, name, sets[name]) for name in sorted(sets)]


def _measure(reader: Reader, name: str, twins: Sequence[Twin]) -> TwinFigures:
    read = read_all(reader, [(twin.question, twin.paragraph) for twin in twins])
    agreements = [
        agreement_of(marked, twin.paragraph, [twin.paragraph.text[start:end] for start, end in twin.answers])
        for twin, marked in zip(twins, read, strict=True)
        if twin.answers
    ]
    margins = np.array([margin_of(marked) for marked in read])
    truths = np.array([float(bool(twin.answers)) for twin in twins])
    answered, missed = margins[truths == 1], margins[truths == 0]
    refused = (
        float((missed < np.quantile(answered, 1 - _ANSWERED, method="higher")).mean())
        if len(answered) and len(missed)
        else None
    )
    return TwinFigures(
        name,
        len(answered),
        len(missed),
        estimate([a.f1 for a in agreements]),
        estimate([a.exact for a in agreements]),
        auroc(Judged(margins, truths, np.ones(len(twins)))),
        refused,
    )
