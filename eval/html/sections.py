"""What the page says, from top to bottom."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from eval.aggregate import Group, LostGold
from eval.decide import Decision
from eval.differences import Differences
from eval.html.badges import MEANINGS
from eval.html.changes import changes_section
from eval.html.entries import anchor, entry
from eval.html.filters import filters
from eval.html.gates import gates_section
from eval.html.markup import Markup, element, join
from eval.html.numbers import around, counted, mebibytes, moment
from eval.html.plots import plots
from eval.html.tables import Head, latency_table, score_table, table, tag_table
from eval.markdown import HEADLINE
from eval.metrics import METRICS
from eval.provenance import answer_settings
from eval.report import Report
from eval.rows import Verdict
from index.article import Article

_MEANS = "Means with their 95 % bootstrap intervals, in per cent; n is how many questions a metric applies to."


def body(
    report: Report, articles: Mapping[str, Article], changes: Differences | None, decision: Decision | None
) -> Markup:
    """All that stands between the page's head and its script."""
    anchors = {row.id: anchor(number) for number, row in enumerate(report.rows, start=1)}
    parts = {"gates": "Gates"} if decision else {}
    parts |= {"changes": "Against the baseline"} if changes else {}
    parts |= {"scores": "Scores", "confidence": "Confidence", "questions": "Questions", "made-from": "Made from"}
    return join(
        [
            element("header", *_masthead(report, parts), class_="masthead"),
            element(
                "main",
                *_outcomes(report),
                gates_section(decision, anchors) if decision else None,
                changes_section(changes, anchors, articles) if changes else None,
                _scores(report),
                _confidence(report),
                _questions(report, articles, changes),
                _made_from(report),
                id="main",
            ),
        ]
    )


def _masthead(report: Report, parts: Mapping[str, str]) -> Iterator[Markup]:
    made = report.provenance
    yield element("p", "pourquoi", class_="brand")
    yield element("h1", "Evaluation")
    asked = f"{counted(len(report.rows), 'question')} of {made.gold}"
    read = f"{counted(made.articles, 'article')} in {counted(made.passages, 'passage')}"
    when = element("time", moment(made.made_at), datetime=made.made_at) if made.made_at else None
    yield element("p", f"{asked} · {read}", *([" · ", when] if when else []), class_="tagline")
    yield element(
        "nav", *(element("a", words, href=f"#{name}") for name, words in parts.items()), aria_label="Contents"
    )
    if not report.trustworthy:
        failed = counted(report.groups[0].failed, "question")
        yield element("p", f"Not to be trusted: {failed} failed and left out of every mean.", class_="error")
    if report.lost.evidence:
        yield element("p", f"Gold lost at indexing: {_lost(report.lost)}.", class_="error")


def _lost(lost: LostGold) -> str:
    """How much of the gold no search can find."""
    told = f"{lost.evidence} of {lost.of_evidence} pieces of evidence lie in no passage"
    return f"{told}; nothing is left for {counted(len(lost.questions), 'question')}"


def _outcomes(report: Report) -> Iterator[Markup]:
    counts = Counter(row.verdict for row in report.rows)
    parts = (
        element(
            "li",
            element("b", str(counts[verdict])),
            element("span", verdict),
            element("small", MEANINGS[verdict]),
            class_=verdict,
        )
        for verdict in Verdict
        if counts[verdict]
    )
    yield element("ul", *parts, class_="tally", aria_label="Outcomes")


def _scores(report: Report) -> Markup:
    every, languages, kinds, tags = (_groups(report, by) for by in ("all", "language", "kind", "tag"))
    rest = [metric.name for metric in METRICS if metric.name not in HEADLINE]
    return element(
        "section",
        element("h2", "Scores"),
        element(
            "p",
            _MEANS,
            class_="quiet",
        ),
        score_table("By language", [*every, *languages]),
        score_table("By kind", kinds),
        tag_table(tags) if tags else None,
        element(
            "details",
            element("summary", f"{len(rest)} more metrics"),
            score_table("More, by language", [*every, *languages], rest),
            score_table("More, by kind", kinds, rest),
            class_="more",
        ),
        element("h3", "Cost"),
        latency_table(report.latencies),
        element(
            "p",
            f"Passages read per question: {around(report.cost.passages_read)}. "
            f"Peak memory: {mebibytes(report.cost.peak_memory_bytes)}.",
        ),
        id="scores",
    )


def _groups(report: Report, by: str) -> Sequence[Group]:
    return [group for group in report.groups if group.by == by]


def _confidence(report: Report) -> Markup:
    return element("section", element("h2", "Confidence"), _quality(report), plots(report.rows), id="confidence")


def _quality(report: Report) -> Markup:
    quality = report.confidence
    measures = {
        "Right answers rank above wrong ones (AUROC)": around(quality.auroc_right),
        "Answerable questions rank above the others (AUROC)": around(quality.auroc_answerable),
        "Calibration error, lower is better": around(quality.calibration_error),
        "Brier score, lower is better": around(quality.brier),
        "Risk over the coverages reached (AURC), lower is better": around(quality.aurc),
        "Share that could be answered at 5 % risk": around(quality.coverage_at_5_percent_risk),
    }
    pairs = (element("div", element("dt", name), element("dd", value)) for name, value in measures.items())
    return element("dl", *pairs, class_="quality")


def _questions(report: Report, articles: Mapping[str, Article], changes: Differences | None) -> Markup:
    flips = {flip.id: flip for flip in changes.flips} if changes else {}
    entries = (entry(number, row, flips.get(row.id), articles) for number, row in enumerate(report.rows, start=1))
    return element(
        "section",
        element("h2", "Questions"),
        filters(report.rows, changes),
        element("p", counted(len(report.rows), "question"), id="shown", role="status", class_="quiet"),
        element("ol", *entries, class_="rows", role="list"),
        id="questions",
    )


def _made_from(report: Report) -> Markup:
    made, lost = report.provenance, report.lost
    named = f": {', '.join(lost.questions)}" if lost.questions else ""
    facts = {
        "made": made.made_at,
        "pourquoi": made.package_version or "not installed",
        "pourquoi's commit": made.commit or "unknown",
        "python": made.python,
        "encoder": f"{made.encoder}, checksum {made.encoder_checksum}",
        "reader": f"{made.reader}, computed in {made.computes_in}",
        "index generation": made.generation,
        "articles": f"{counted(made.articles, 'article')}, sha256 {made.articles_sha256}",
        "gold": f"{made.gold}, sha256 {made.gold_sha256}",
        "gold lost at indexing": f"{_lost(lost)}{named}",
    }
    shown = answer_settings(made)
    facts |= {f"setting {name}": value for name, value in shown.items()}
    others = {f"setting {name}": value for name, value in made.settings.items() if name not in shown}
    summary = element("summary", f"{counted(len(others), 'setting')} that no answer depends on")
    return element(
        "section",
        element("h2", "Made from"),
        table(Head("Made from", ("",)), facts.items()),
        element("details", summary, table(Head("Other settings", ("",)), others.items()), class_="more")
        if others
        else None,
        id="made-from",
    )
