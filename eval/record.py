"""What of a run is kept to compare later runs with: scores and verdict of each question, never the answers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from eval.errors import BaselineError, ReportError
from eval.gold import load_gold
from eval.metrics import METRICS
from eval.outputs import write_whole
from eval.report import Report
from eval.rows import Row, Verdict

# Far below what one question can move a mean by, and the same number wherever it was rounded.
_DIGITS = 4
_QUESTION = ("language", "kind", "cluster", "verdict")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question; `cluster` as `eval.clusters.cluster_of` has it, scores rounded to four digits.

    `tags` are not written to a baseline, for the groups are those of the run that is held against it.
    """

    language: str
    kind: str
    cluster: str
    verdict: Verdict
    scores: Mapping[str, float | None]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a record was made from and when; the fields are those of `eval.provenance.Provenance`."""

    made_at: str
    package_version: str | None
    commit: str | None
    encoder: str
    encoder_checksum: str
    reader: str
    gold: str
    gold_sha256: str
    articles_sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """One run: each question by its id, in the order of the gold."""

    made: Made
    questions: Mapping[str, Asked]


def record_of(report: Report) -> Record:
    """What of `report` is kept."""
    made = Made(**{field.name: getattr(report.provenance, field.name) for field in fields(Made)})
    return Record(made, {row.id: _asked(row) for row in report.rows})


def refuse_partial(report: Report, path: Path) -> None:
    """Raise ReportError where `report` leaves out questions of its gold file, or that is not what was asked any more.

    A run over one language would otherwise become what all later runs are held against, and one over other gold be refused by
    each of them. `path` is where the report, or its folder, lies.
    """
    gold = load_gold(_gold_of(report, path))
    asked = {row.id for row in report.rows}
    left_out = sum(question.id not in asked for question in gold)
    if left_out:
        raise ReportError(
            f"{left_out} of the {len(gold)} questions of {report.provenance.gold} were not asked; ask all of them: "
            "`pourquoi eval run` without --limit-to"
        )


def _gold_of(report: Report, path: Path) -> Path:
    """The file that was asked: by the name it was given, as seen from here or from a folder that the report at `path` lies in.

    Its sha256 tells it from others of that name. Raises ReportError where there is none.
    """
    made, there = report.provenance, path.resolve()
    named = Path(made.gold)
    places = [named, *(folder / named for folder in (there, *there.parents))]
    found = {place: read for place in places if (read := _sha256(place)) is not None}
    asked = next((place for place, sha256 in found.items() if sha256 == made.gold_sha256), None)
    if asked is not None:
        return asked
    if found:
        other = next(iter(found))
        raise ReportError(f"{other} is not what was asked on {made.made_at}; ask again: `pourquoi eval run`")
    where = "here or above its report" if not named.is_absolute() else "any more"
    told = f"{named}, the gold that was asked, cannot be read {where}"
    raise ReportError(f"{told}; go to the folder that `pourquoi eval run` was started in, or ask again")


def _sha256(path: Path) -> str | None:
    """That of a file, None where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _asked(row: Row) -> Asked:
    scores = {name: None if score is None else round(score, _DIGITS) for name, score in row.scores.items()}
    return Asked(row.language, row.kind, row.cluster, row.verdict, scores, row.tags)


def write_baseline(record: Record, path: Path) -> None:
    """Write `record` as JSON, a line a question, so that a change of one question is a change of one line."""
    metrics = [metric.name for metric in METRICS]
    made = [f'"{field.name}": {json.dumps(getattr(record.made, field.name))}' for field in fields(Made)]
    lines = [
        f"{json.dumps(question_id, ensure_ascii=False)}: "
        + json.dumps([getattr(asked, name) for name in _QUESTION] + [asked.scores[name] for name in metrics])
        for question_id, asked in record.questions.items()
    ]
    questions = "{\n" + ",\n".join(lines) + "\n}"
    text = "{\n" + ",\n".join([*made, f'"metrics": {json.dumps(metrics)}', f'"questions": {questions}']) + "\n}\n"
    write_whole(path, text)


def read_baseline(path: Path) -> Record:
    """Read what `write_baseline` wrote; raises BaselineError where it is missing or has another form."""
    how = "write it anew: `pourquoi eval baseline REPORT`"
    try:
        values = json.loads(path.read_text("utf-8"))
        metrics = [str(name) for name in values["metrics"]]
        questions = {question_id: _read(line, metrics) for question_id, line in values["questions"].items()}
        return Record(Made(**{field.name: values[field.name] for field in fields(Made)}), questions)
    except OSError as error:
        raise BaselineError(f"the baseline {path} cannot be read: {error.strerror}; {how}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BaselineError(f"{path} is no baseline of this version ({error!r}); {how}") from error


def _read(line: list[str | float | None], metrics: list[str]) -> Asked:
    language, kind, cluster, verdict, *scores = line
    values = dict(zip(metrics, scores, strict=True))
    wrong = [value for value in values.values() if not (value is None or isinstance(value, int | float))]
    if wrong:
        raise ValueError(f"a score is {wrong[0]!r}")
    return Asked(str(language), str(kind), str(cluster), Verdict(verdict), values)  # type: ignore[arg-type]
