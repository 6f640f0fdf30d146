"""Two reports on the same questions: what each metric gained or lost, and which questions came out differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from eval.clusters import clustered_estimate
from eval.intervals import Estimate
from eval.metrics import METRICS
from eval.provenance import Provenance
from eval.report import Report
from eval.rows import GOOD, Row, Verdict

_ALWAYS_OTHER = frozenset({"made_at", "generation", "settings"})


class Direction(StrEnum):
    """Whether a question came out better or worse than before."""

    WORSE = "worse"  # right or rightly refused before, and not any more
    BETTER = "better"  # the other way round
    OTHERWISE = "otherwise"  # as bad as before, in another way


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric over the questions that it applies to in both reports: its means, and the mean of now minus before.

    All None where there is no such question.
    """

    metric: str
    before: float | None
    now: float | None
    change: Estimate


@dataclass(frozen=True, slots=True)
class Flip:
    """A question whose verdict is another than before."""

    id: str
    question: str
    before: Verdict
    now: Verdict

    @property
    def direction(self) -> Direction:
        """Better, worse, or otherwise bad."""
        if (self.before in GOOD) == (self.now in GOOD):
            return Direction.OTHERWISE
        return Direction.BETTER if self.now in GOOD else Direction.WORSE


@dataclass(frozen=True, slots=True)
class Unlike:
    """Something that the two reports were made from, and that is not the same in both."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Differences:
    """`report` against `baseline`; only the `paired` questions, in both by id and by wording, are compared.

    `flips` go in the order of the report. `added` and `gone` are the ids of questions in one of the two alone.
    """

    baseline: Provenance
    paired: int
    metrics: tuple[Difference, ...]
    flips: tuple[Flip, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    unlike: tuple[Unlike, ...]


def differences(report: Report, baseline: Report) -> Differences:
    """Compare question by question; intervals are resampled by article, as `eval.clusters` has it."""
    before = {(row.id, row.question): row for row in baseline.rows}
    now = {(row.id, row.question): row for row in report.rows}
    pairs = [(before[key], row) for key, row in now.items() if key in before]
    return Differences(
        baseline=baseline.provenance,
        paired=len(pairs),
        metrics=tuple(_difference(metric.name, pairs) for metric in METRICS),
        flips=tuple(
            Flip(new.id, new.question, old.verdict, new.verdict) for old, new in pairs if old.verdict is not new.verdict
        ),
        added=tuple(row.id for key, row in now.items() if key not in before),
        gone=tuple(row.id for key, row in before.items() if key not in now),
        unlike=tuple(_unlike(baseline.provenance, report.provenance)),
    )


def _difference(metric: str, pairs: Sequence[tuple[Row, Row]]) -> Difference:
    scores = [(old.scores.get(metric), new.scores.get(metric), new.cluster) for old, new in pairs]
    both = [(old, new, cluster) for old, new, cluster in scores if old is not None and new is not None]
    change = clustered_estimate([new - old for old, new, _ in both], [cluster for _, _, cluster in both])
    if not both:
        return Difference(metric, None, None, change)
    return Difference(metric, sum(o for o, _, _ in both) / len(both), sum(n for _, n, _ in both) / len(both), change)


def _unlike(before: Provenance, now: Provenance) -> Iterator[Unlike]:
    old, new = _flat(before), _flat(now)
    for name in new | old:
        if old.get(name) != new.get(name):
            yield Unlike(name, old.get(name, "–"), new.get(name, "–"))


def _flat(made: Provenance) -> dict[str, str]:
    plain = {field.name: str(getattr(made, field.name)) for field in fields(made) if field.name not in _ALWAYS_OTHER}
    return plain | {f"settings.{name}": value for name, value in made.settings.items()}
