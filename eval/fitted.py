"""A confidence model as it was fitted: its numbers, what they are worth on unseen articles, and its file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from eval.abstention import Abstention, to_json
from rag.confidence import ConfidenceModel

_HEAD = """\
# Written by `pourquoi eval fit-confidence`; run that again whenever the encoder, the reader or a signal changes.
# confidence = 1 / (1 + exp(-(bias + sum of weight * (signal - mean) / scale))).
# The signals are those of the finder: rag/reader_finder.py, or rag/matching.py where there is no reader.
# It is the probability that the first quote answers, for questions half of which have their answer in the articles, a quarter
# are near misses and a quarter off topic. Where people ask better questions than these it is too low, and the other way round.
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a model is worth on articles it was not fitted on; shares and probabilities, None where there is no case.

    `aurc` is the mean risk over all coverages, `coverage_at_5` the share of questions that can be answered with 5 % of the
    answers wrong; `raw_auroc` and `raw_coverage_at_5` are what the finder's own score reaches instead. `risk` is the share of
    the answers given at the threshold that are wrong. The rest is the share refused: of questions off topic, of near misses, of
    those with their answer there, and of those whose first quote would have been right.
    """

    observations: int
    auroc: float | None
    calibration_error: float | None
    brier: float | None
    aurc: float | None
    coverage_at_5: float | None
    raw_auroc: float | None
    raw_coverage_at_5: float | None
    risk: float | None
    refused_off_topic: float | None
    refused_near_miss: float | None
    refused_answerable: float | None
    refused_right: float | None


@dataclass(frozen=True, slots=True)
class Source:
    """What a model was fitted with, and the `file` of `rag` that it belongs in."""

    file: str
    encoder: str
    encoder_checksum: str
    finder: str
    data_sha256: str
    observations: int
    regularisation: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, the threshold proposed for it, and its figures by name of the held-out set."""

    model: ConfidenceModel
    min_confidence: float
    source: Source
    held_out: Mapping[str, Figures]
    abstention: tuple[Abstention, ...]

    def to_toml(self) -> str:
        """The file that `rag.confidence.packaged_model` reads; the same fit gives the same bytes."""
        parts = [_HEAD, f"bias = {self.model.bias:.6f}\n"]
        for name, values in (
            ("means", self.model.means),
            ("scales", self.model.scales),
            ("weights", self.model.weights),
        ):
            parts.append(f"\n[{name}]\n" + "".join(f"{signal} = {value:.6f}\n" for signal, value in values.items()))
        parts.append("\n[fit]\n" + _entries({"min_confidence": self.min_confidence, **asdict(self.source)}))
        for name, figures in self.held_out.items():
            parts.append(f'\n[fit.held_out."{name}"]\n' + _entries(asdict(figures)))
        return "".join(parts)

    def curves(self) -> str:
        """Refusals and curves of every set as JSON."""
        sets = [to_json(found, self.min_confidence) for found in self.abstention]
        return json.dumps({"finder": self.source.finder, "sets": sets}) + "\n"

    def summary(self) -> str:
        """The held-out figures as a table for a person, and the threshold."""
        names = list(Figures.__dataclass_fields__)
        lines = [f"{'held out':<14}" + "".join(f"{name:>19}" for name in names)]
        for set_name, figures in self.held_out.items():
            cells = (getattr(figures, name) for name in names)
            lines.append(f"{set_name:<14}" + "".join(f"{_shown(cell):>19}" for cell in cells))
        lines.append(f"min_confidence {self.min_confidence:.2f} goes with it")
        return "\n".join(lines)


def _entries(values: Mapping[str, object]) -> str:
    """TOML has no null: what is None is left out."""
    return "".join(f"{name} = {_toml(value)}\n" for name, value in values.items() if value is not None)


def _toml(value: object) -> str:
    match value:
        case str():
            return f'"{value}"'
        case int():
            return str(value)
        case float():
            return f"{value:.4f}"
        case _:
            raise TypeError(f"{value!r} is not written to TOML")


def _shown(value: float | None) -> str:
    match value:
        case None:
            return "–"
        case int():
            return str(value)
        case _:
            return f"{value:.3f}"
