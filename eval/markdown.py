"""A report as Markdown: a table by language, a table by kind, times, and every question that went wrong."""

from collections.abc import Iterable, Iterator, Sequence

from eval.aggregate import Latency
from eval.intervals import Estimate
from eval.metrics import METRICS
from eval.report import Report
from eval.rows import GOOD, Row

# Those that get an interval in the first table; the table by kind has all, without.
HEADLINE = ("recall@8", "mrr", "first_quote_right", "answer_found", "answers_right", "abstention_recall", "spans_exact")
_QUOTE_CHARS = 200


def headline_table(report: Report) -> str:
    """The headline metrics, overall and by language, as mean [95 % interval] (n)."""
    groups = [group for group in report.groups if group.by != "kind"]
    rows = ([name, *(_with_interval(group.estimates[name]) for group in groups)] for name in HEADLINE)
    return _table(["metric", *(f"{group.name} ({group.rows})" for group in groups)], rows)


def to_markdown(report: Report) -> str:
    """The whole report."""
    return "\n".join([*_head(report), "", *_numbers(report), "", *_failures(report.rows), ""])


def _head(report: Report) -> Iterator[str]:
    made = report.provenance
    yield "# Evaluation"
    yield ""
    yield f"{len(report.rows)} questions of `{made.gold}` on {made.articles} articles ({made.passages} passages)."
    if not report.trustworthy:
        yield f"**Not to be trusted: {report.groups[0].failed} questions failed and are left out of every mean.**"
    yield ""
    yield f"- made {made.made_at}, pourquoi {made.package_version or 'not installed'}, commit {made.commit or 'unknown'}"
    yield f"- encoder {made.encoder}, checksum {made.encoder_checksum}"
    yield f"- index generation {made.generation}, gold sha256 {made.gold_sha256}"
    yield f"- settings {', '.join(f'{name}={value}' for name, value in made.settings.items())}"
    lost = report.lost
    yield (
        f"- gold lost at indexing: {lost.evidence} of {lost.of_evidence} pieces of evidence lie in no passage; "
        f"nothing of it is left for {len(lost.questions)} questions{_listed(lost.questions)}"
    )


def _numbers(report: Report) -> Iterator[str]:
    yield "## By language"
    yield ""
    yield "Mean [95 % interval] (n); what each metric means stands in `docs/evaluation.md`."
    yield ""
    yield headline_table(report)
    yield ""
    yield "## By kind"
    yield ""
    kinds = [group for group in report.groups if group.by != "language"]
    rows = ([metric.name, *(_plain(group.estimates[metric.name]) for group in kinds)] for metric in METRICS)
    yield _table(["metric", *(f"{group.name} ({group.rows})" for group in kinds)], rows)
    yield ""
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
    yield _table(["stage", "p50 ms", "p95 ms", "p99 ms", "n"], times)
    yield ""
    yield f"- passages read per question: {_with_interval(report.cost.passages_read)}"
    yield f"- peak memory: {_mebibytes(report.cost.peak_memory_bytes)}"


def _failures(rows: Sequence[Row]) -> Iterator[str]:
    bad = [row for row in rows if row.verdict not in GOOD]
    yield f"## What went wrong ({len(bad)})"
    for row in bad:
        confidence = "" if row.confidence is None else f", confidence {row.confidence:.2f}"
        yield ""
        yield f"- **{row.verdict}** {row.id} ({row.language}, {row.kind}{confidence}): {_line(row.question)}"
        if row.answers:
            yield f"  - gold: {_line(row.answers[0])} (gold passage {_rank(row)})"
        yield from (f"  - said: {_line(quote)}" for quote in row.said)
        if row.error is not None:
            yield f"  - error: {_line(row.error)}"


def _rank(row: Row) -> str:
    return "not found" if row.gold_rank is None else f"at rank {row.gold_rank}"


def _with_interval(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f} ({estimate.n})"
    return f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}] ({estimate.n})"


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


def _line(text: str) -> str:
    """On one line, cut, and without what Markdown would take for its own."""
    words = " ".join(text.split())
    shown = words if len(words) <= _QUOTE_CHARS else words[:_QUOTE_CHARS].rsplit(" ", 1)[0] + " …"
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in shown)


def _listed(names: Sequence[str]) -> str:
    return f" ({', '.join(names)})" if names else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
