"""Two reports on the same questions: what each metric gained or lost, and which questions came out differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from eval.intervals import Estimate
from eval.metrics import METRICS
from eval.paired import Case, differ, side_by_side
from eval.provenance import Provenance, shapes_answers
from eval.record import Asked
from eval.report import Report
from eval.rows import GOOD, Row, Verdict

_ALWAYS_OTHER = frozenset({"made_at", "generation", "settings"})
_SETTING = "settings."
_OF_POURQUOI = {"package_version": "pourquoi's version", "commit": "pourquoi's commit"}


class Direction(StrEnum):
    """Whether a question came out better or worse than before."""

    WORSE = "worse"  # right or rightly refused before, and not any more
    BETTER = "better"  # the other way round
    OTHERWISE = "otherwise"  # as bad as before, in another way
    AS_GOOD = "as-good"  # right before and rightly refused now, or the other way round: the gold is another


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric's mean before and now, each over the questions it applies to in its own report, and now minus before.

    `change.n` questions are scored before, now or both. A mean is None where its report has no score, and then the change is too.
    `tellable` says whether enough of them changed for the change to be more than chance.
    """

    metric: str
    before: float | None
    now: float | None
    change: Estimate
    tellable: bool


@dataclass(frozen=True, slots=True)
class Flip:
    """A question whose verdict is another than before, as the baseline and as the report has it."""

    old: Row
    new: Row

    @property
    def id(self) -> str:
        """That of the question, in both."""
        return self.new.id

    @property
    def question(self) -> str:
        """Its words, in both."""
        return self.new.question

    @property
    def before(self) -> Verdict:
        """What became of it in the baseline."""
        return self.old.verdict

    @property
    def now(self) -> Verdict:
        """What became of it in the report."""
        return self.new.verdict

    @property
    def direction(self) -> Direction:
        """Better, worse, otherwise bad, or as good by other gold."""
        if self.before in GOOD:
            return Direction.AS_GOOD if self.now in GOOD else Direction.WORSE
        return Direction.BETTER if self.now in GOOD else Direction.OTHERWISE


@dataclass(frozen=True, slots=True)
class Unlike:
    """Something that the two reports were made from, and that is not the same in both."""

    name: str
    before: str
    now: str

    @property
    def matters(self) -> bool:
        """Whether an answer or a score may depend on it; all may but settings of the service."""
        return not self.name.startswith(_SETTING) or shapes_answers(self.name.removeprefix(_SETTING))

    @property
    def label(self) -> str:
        """Its name for a person, who has versions and commits of their own."""
        return _OF_POURQUOI.get(self.name, self.name)


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
    """Compare question by question; means, differences and intervals are those of `eval.paired.differ`."""
    before = {(row.id, row.question): row for row in baseline.rows}
    now = {(row.id, row.question): row for row in report.rows}
    pairs = [(before[key], row) for key, row in now.items() if key in before]
    return Differences(
        baseline=baseline.provenance,
        paired=len(pairs),
        metrics=tuple(_metrics(pairs)),
        flips=tuple(Flip(old, new) for old, new in pairs if old.verdict is not new.verdict),
        added=tuple(row.id for key, row in now.items() if key not in before),
        gone=tuple(row.id for key, row in before.items() if key not in now),
        unlike=unlike(baseline.provenance, report.provenance),
    )


def _metrics(pairs: Sequence[tuple[Row, Row]]) -> Iterator[Difference]:
    cases = [Case(metric.name) for metric in METRICS]
    if not pairs:
        yield from (
            Difference(case.metric, None, None, Estimate(None, None, None, 0), tellable=False) for case in cases
        )
        return
    ids = tuple(new.id for _, new in pairs)
    then, now = (tuple(map(_asked, rows)) for rows in zip(*pairs, strict=True))
    for found in differ(side_by_side(ids, then, now), cases):
        change = Estimate(found.value, found.low, found.high, found.n)
        yield Difference(found.case.metric, found.before, found.after, change, found.tellable)


def _asked(row: Row) -> Asked:
    """What `differ` compares of a row. Scores are not rounded, as in a baseline: each mean is to be the one its report tells."""
    scores = {metric.name: row.scores.get(metric.name) for metric in METRICS}
    return Asked(row.language, row.kind, row.cluster, row.verdict, scores, row.tags)


def unlike(before: Provenance, now: Provenance) -> tuple[Unlike, ...]:
    """What the two were made from that is not the same, but for what is another in each run."""
    old, new = _flat(before), _flat(now)
    return tuple(
        Unlike(name, old.get(name, "–"), new.get(name, "–")) for name in new | old if old.get(name) != new.get(name)
    )


def _flat(made: Provenance) -> dict[str, str]:
    plain = {field.name: str(getattr(made, field.name)) for field in fields(made) if field.name not in _ALWAYS_OTHER}
    return plain | {f"{_SETTING}{name}": value for name, value in made.settings.items()}
