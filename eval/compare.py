"""Two runs side by side as Markdown: differences with their intervals, and the questions whose verdict changed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from eval.decision_text import changes_text
from eval.differences import Unlike
from eval.markdown_text import cell, table
from eval.metrics import METRICS
from eval.paired import ALL, Case, Pair, PairedDifference, changed, differ, flipped, groups_of, pair
from eval.record import Record
from eval.report import Report
from eval.rows import Verdict

_NAMES = [metric.name for metric in METRICS]
# Told in words of their own.
_TOLD = frozenset({"gold_sha256", "articles_sha256"})


def reworded(before: Report, after: Report) -> frozenset[str]:
    """The ids that both runs asked with different words: other questions under one id."""
    then = {row.id: row.question for row in before.rows}
    return frozenset(row.id for row in after.rows if then.get(row.id, row.question) != row.question)


def without(record: Record, left_out: Collection[str]) -> Record:
    """`record` without the questions of these ids."""
    return replace(record, questions={name: one for name, one in record.questions.items() if name not in left_out})


def compare_text(before: Record, after: Record, other_words: int = 0, unlike: Sequence[Unlike] = ()) -> str:
    """The comparison for a terminal: the metrics over all questions, the groups that differ, and the questions that changed.

    `other_words` questions were left out of both beforehand, and `unlike` is what else the two were made from; both are only
    told. Raises ReportError where the runs have no question in common.
    """
    both = pair(before, after)
    groups = [group for group in groups_of(both.after) if group != ALL]
    marked = [found for group in groups for found in _differ_in(both, group, moved=True) if _excludes_zero(found)]
    head = [*_head(before, after, both, other_words), *_unlike(unlike)]
    parts = [*head, "", _table(differ(both, [Case(name) for name in _NAMES]))]
    if marked:
        named = "Languages, kinds and tags" if any(one.tags for one in both.after) else "Languages and kinds"
        parts += [
            "",
            f"{named} where six questions or more changed and the interval leaves 0 out; of twenty that do not differ "
            "one does by chance:",
            "",
            _table(marked),
        ]
    return "\n".join([*parts, "", *_flips(both), ""])


def compare_markdown(before: Record, after: Record, other_words: int = 0, unlike: Sequence[Unlike] = ()) -> str:
    """The comparison in full: every metric in every group; else as `compare_text`."""
    both = pair(before, after)
    parts = ["# Comparison", "", *_head(before, after, both, other_words), *_unlike(unlike)]
    for group in groups_of(both.after):
        parts += ["", f"## {group}", "", _table(_differ_in(both, group))]
    return "\n".join([*parts, "", "## Questions", "", *_flips(both), ""])


def _differ_in(both: Pair, group: str, *, moved: bool = False) -> Sequence[PairedDifference]:
    """The difference of every metric in one group, or of those alone in which a question `moved`.

    Group by group, for there may be many tags, and the resamples of all at once would take much memory.
    """
    cases = [Case(name, group) for name in _NAMES]
    wanted = [case for case in cases if changed(both, case)] if moved else cases
    return differ(both, wanted) if wanted else ()


def _head(before: Record, after: Record, both: Pair, other_words: int) -> Iterator[str]:
    for name, record in (("A", before), ("B", after)):
        made = record.made
        commit = f"pourquoi's commit {made.commit or 'unknown'}"
        yield f"- {name}: {made.gold}, {made.made_at}, {commit}, {made.encoder}, reader {made.reader}"
    yield f"- {len(both.ids)} questions in both; B less A, 95 % interval"
    for name, record in (("A", before), ("B", after)):
        alone = len(record.questions) - len(both.ids)
        failed = sum(asked.verdict is Verdict.FAILED for asked in record.questions.values())
        if alone:
            yield f"- **{alone} questions of {name} are left out: the other run did not ask them**"
        if failed:
            yield f"- **{failed} questions of {name} failed and have no score**"
    if other_words:
        yield f"- **{other_words} questions are left out: each run words them otherwise, so they are others under one id**"
    if before.made.gold_sha256 != after.made.gold_sha256:
        yield "- **the gold differs: a question may have been judged by other answers**"
    if before.made.articles_sha256 != after.made.articles_sha256:
        yield "- **the articles differ**"


def _unlike(unlike: Sequence[Unlike]) -> Iterator[str]:
    """A line each; of settings that no answer depends on only how many there are."""
    yield from (
        f"- {one.label}: {one.before} in A, {one.now} in B" for one in unlike if one.matters and one.name not in _TOLD
    )
    others = sum(not one.matters for one in unlike)
    if others:
        yield f"- settings that no answer depends on differ too: {others}"


def _table(differences: Sequence[PairedDifference]) -> str:
    rows = [
        [cell(str(found.case)), _number(found.before), _number(found.after), _change(found), str(found.n)]
        for found in differences
    ]
    return table(["metric", "A", "B", "B − A", "n"], rows)


def _change(found: PairedDifference) -> str:
    interval = "" if found.low is None else f" [{found.low:+.3f}, {found.high:+.3f}]"
    return "–" if found.value is None else f"{found.value:+.3f}{interval}"


def _number(mean: float | None) -> str:
    return "–" if mean is None else f"{mean:.3f}"


def _excludes_zero(found: PairedDifference) -> bool:
    """Whether it is told as a difference: of few changed questions an interval leaves 0 out by chance alone."""
    if found.low is None or found.high is None or not found.tellable:
        return False
    return found.low > 0 or found.high < 0


def _flips(both: Pair) -> Iterator[str]:
    changes = flipped(both)
    yield f"{len(changes)} questions changed their verdict{':' if changes else '.'}"
    if changes:
        yield ""
        yield from changes_text(changes)
