"""A report as Markdown, for the summary of a pull request: the scores, what changed, and every question that went wrong."""

from collections.abc import Iterator, Sequence

from eval.aggregate import Latency
from eval.differences import Difference, Differences, Direction, Flip
from eval.intervals import Estimate
from eval.markdown_text import Part, fitted, line, table
from eval.metrics import METRICS
from eval.provenance import answer_settings, program
from eval.report import Report
from eval.rows import GOOD, Row, Verdict

# Those that get an interval in the first table; the table by kind has all, without.
HEADLINE = ("recall@8", "mrr", "first_quote_right", "answer_found", "answers_right", "abstention_recall", "spans_exact")
# GitHub takes 65,536 in a comment.
MOST_CHARS = 65_000
_LISTED = 20
_FLIPPED = {
    Direction.WORSE: "Got worse",
    Direction.BETTER: "Got better",
    Direction.OTHERWISE: "Went wrong in another way",
    Direction.AS_GOOD: "As good as before, by other gold",
}


def headline_table(report: Report) -> str:
    """The headline metrics, overall and by language, as mean [95 % interval] (n)."""
    groups = [group for group in report.groups if group.by in {"all", "language"}]
    rows = ([name, *(_with_interval(group.estimates[name]) for group in groups)] for name in HEADLINE)
    return table(["metric", *(f"{line(group.name)} ({group.rows})" for group in groups)], rows)


def to_markdown(report: Report, changes: Differences | None = None) -> str:
    """The whole report in at most 65,000 characters; where there are too many questions the last are counted, not told."""
    bad = [row for row in report.rows if row.verdict not in GOOD]
    failures = Part(f"## What went wrong ({len(bad)})\n", tuple("\n".join(_failure(row)) for row in bad))
    against = _against(changes) if changes is not None else ()
    scores, figures = Part("\n".join(_scores(report))), Part("\n".join(_figures(report)))
    parts = [Part("\n".join(_head(report))), *against, scores, *_tags(report), figures, failures]
    return fitted(parts, MOST_CHARS)


def _head(report: Report) -> Iterator[str]:
    made = report.provenance
    yield "# Evaluation"
    yield ""
    yield f"{len(report.rows)} questions of {line(made.gold)} on {made.articles} articles ({made.passages} passages)."
    if not report.trustworthy:
        yield f"**Not to be trusted: {report.groups[0].failed} questions failed and are left out of every mean.**"
    yield ""
    yield f"- made {made.made_at}, by {line(program(made))}"
    yield (
        f"- encoder {line(made.encoder)}, checksum {made.encoder_checksum}, reader {line(made.reader)}, "
        f"computed in {line(made.computes_in)}"
    )
    yield f"- index generation {made.generation}, articles sha256 {made.articles_sha256}, gold sha256 {made.gold_sha256}"
    settings = ", ".join(f"{line(name)}={line(value)}" for name, value in answer_settings(made).items())
    yield f"- settings that answers depend on: {settings}"
    lost = report.lost
    yield (
        f"- gold lost at indexing: {lost.evidence} of {lost.of_evidence} pieces of evidence lie in no passage; "
        f"nothing of it is left for {len(lost.questions)} questions{_listed(lost.questions)}"
    )
    yield ""


def _against(changes: Differences) -> Iterator[Part]:
    made = changes.baseline
    lines = [
        "## Against the baseline",
        "",
        f"Made {made.made_at} by {line(program(made))}; {changes.paired} questions were asked both times, "
        f"{len(changes.added)} only now, {len(changes.gone)} only before. Each mean is over those of them that the metric "
        "applies to in its own run; differences in points, [95 % interval] (n scored in either run).",
        "",
    ]
    unlike = [one for one in changes.unlike if one.matters]
    if unlike:
        lines += [f"- {line(u.label)}: {line(u.before)} before, {line(u.now)} now" for u in unlike[:_LISTED]]
        lines.append("")
    rows = [_difference(found) for found in changes.metrics if found.change.n]
    lines += [table(["metric", "baseline", "now", "difference"], rows), ""]
    if not changes.flips:
        lines += ["No question came out differently.", ""]
    yield Part("\n".join(lines))
    for direction, words in _FLIPPED.items():
        flips = [flip for flip in changes.flips if flip.direction is direction]
        if flips:
            told = _worse if direction is Direction.WORSE else _flip
            yield Part(f"### {words} ({len(flips)})\n", tuple(map(told, flips)))
            yield Part("")


def _difference(found: Difference) -> Sequence[str]:
    return found.metric, _number(found.before), _number(found.now), _points(found.change)


def _flip(flip: Flip) -> str:
    return f"- {line(flip.id)}, {flip.before} before, **{flip.now}** now: {line(flip.question)}"


def _worse(flip: Flip) -> str:
    """Before beside now, so that it can be seen why."""
    gold = f"\n  - gold: {line(flip.new.answers[0])}" if flip.new.answers else ""
    return f"{_flip(flip)}{gold}\n  - before{_outcome(flip.old)}\n  - now{_outcome(flip.new)}"


def _outcome(row: Row) -> str:
    """How sure, where the gold ranked, and the answer, which begins with its first quote."""
    if row.error is not None:
        return f": error: {line(row.error)}"
    facts = [] if row.confidence is None else [f"confidence {row.confidence:.2f}"]
    facts += [f"gold passage {_rank(row)}"] if row.answerable else []
    said = "refused" if row.verdict in {Verdict.MISSED, Verdict.REFUSED} else line(row.answer)
    about = f" ({', '.join(facts)})" if facts else ""
    return f"{about}: {said}"


def _scores(report: Report) -> Iterator[str]:
    yield "## By language"
    yield ""
    yield "Mean [95 % interval] (n); what each metric means stands in `docs/evaluation.md`."
    yield ""
    yield headline_table(report)
    yield ""
    yield "## By kind"
    yield ""
    kinds = [group for group in report.groups if group.by in {"all", "kind"}]
    rows = ([metric.name, *(_plain(group.estimates[metric.name]) for group in kinds)] for metric in METRICS)
    yield table(["metric", *(f"{group.name} ({group.rows})" for group in kinds)], rows)
    yield ""


def _tags(report: Report) -> Iterator[Part]:
    """A line a tag, for there may be many; nothing where the gold has none."""
    tags = [group for group in report.groups if group.by == "tag"]
    if tags:
        cells = ([line(group.name), str(group.rows), *(_plain(group.estimates[m]) for m in HEADLINE)] for group in tags)
        head, rule, *rows = table(["tag", "questions", *HEADLINE], cells).splitlines()
        yield Part(f"## By tag\n\n{head}\n{rule}", tuple(rows))
        yield Part("")


def _figures(report: Report) -> Iterator[str]:
    yield "## Confidence"
    yield ""
    quality = report.confidence
    yield f"{quality.given} of {quality.asked} questions were answered; right is an answer whose first quote is."
    yield ""
    yield f"- ranks an answerable question above one that is not: AUROC {_with_interval(quality.auroc_answerable)}"
    yield f"- ranks a right answer above a wrong one: AUROC {_with_interval(quality.auroc_right)}"
    yield f"- calibration error {_with_interval(quality.calibration_error)}, Brier score {_with_interval(quality.brier)}"
    yield f"- area under the risk-coverage curve, as far as answers were given: {_with_interval(quality.aurc)}"
    yield f"- share that could be answered at 5 % risk: {_with_interval(quality.coverage_at_5_percent_risk)}"
    yield ""
    yield "## Cost"
    yield ""
    times = (_time(latency) for latency in report.latencies)
    yield table(["stage", "p50 ms", "p95 ms", "p99 ms", "n"], times)
    yield ""
    yield f"- passages read per question: {_with_interval(report.cost.passages_read)}"
    yield f"- peak memory: {_mebibytes(report.cost.peak_memory_bytes)}"


def _failure(row: Row) -> Iterator[str]:
    confidence = "" if row.confidence is None else f", confidence {row.confidence:.2f}"
    about = f"{line(row.language)}, {line(row.kind)}{confidence}"
    yield f"- **{row.verdict}** {line(row.id)} ({about}): {line(row.question)}"
    if row.answers:
        yield f"  - gold: {line(row.answers[0])} (gold passage {_rank(row)})"
    yield from (f"  - said: {line(quote)}" for quote in row.said)
    if row.error is not None:
        yield f"  - error: {line(row.error)}"


def _rank(row: Row) -> str:
    return "not found" if row.gold_rank is None else f"at rank {row.gold_rank}"


def _with_interval(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f} ({estimate.n})"
    return f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}] ({estimate.n})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _points(change: Estimate) -> str:
    if change.value is None:
        return "–"
    if change.low is None or change.high is None:
        return f"{100 * change.value:+.1f} ({change.n})"
    return f"{100 * change.value:+.1f} [{100 * change.low:+.1f}, {100 * change.high:+.1f}] ({change.n})"


def _time(latency: Latency) -> list[str]:
    cells = (
        (latency.p50_ms, latency.p50_interval_ms),
        (latency.p95_ms, latency.p95_interval_ms),
        (latency.p99_ms, latency.p99_interval_ms),
    )
    shown = [f"{value:.1f}" + (f" [{i[0]:.1f}, {i[1]:.1f}]" if i else "") for value, i in cells]
    return [latency.stage, *shown, str(latency.n)]


def _mebibytes(size: int | None) -> str:
    return "–" if size is None else f"{size / 2**20:.0f} MiB"


def _plain(estimate: Estimate) -> str:
    return "–" if estimate.value is None else f"{estimate.value:.3f} ({estimate.n})"


def _listed(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f" ({', '.join(map(line, names[:_LISTED]))}{more})"
