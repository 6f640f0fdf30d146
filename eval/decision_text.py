"""A decision in words, as Markdown that also reads well on a terminal: each gate, and why it failed."""

from collections.abc import Iterator, Sequence

from eval.decide import FAILED_STATUS, PASSED_STATUS, Decision, JudgedGate, Scored, State
from eval.markdown_text import cell
from eval.paired import Change

_SHOWN = 10
_MARKS = {State.PASSED: "passed", State.FAILED: "**FAILED**", State.UNTOLD: "**cannot tell**"}


def decision_text(decision: Decision) -> str:
    """The whole decision; ends with a line feed."""
    return "\n".join(_lines(decision)) + "\n"


def headline(decision: Decision) -> str:
    """The decision in one line."""
    failed = sum(one.state is State.FAILED for one in decision.judged)
    untold = sum(one.state is State.UNTOLD for one in decision.judged)
    if decision.status == PASSED_STATUS:
        return f"all {len(decision.judged)} gates passed"
    if decision.status == FAILED_STATUS:
        return f"{failed} of {len(decision.judged)} gates failed"
    why = decision.distrust or (f"{untold} of {len(decision.judged)} gates cannot tell",)
    return f"this run is not to be trusted: {'; '.join(why)}"


def reason(judged: JudgedGate) -> str:
    """By what a gate was judged: its numbers, and up to ten of the questions that are behind them.

    Those are the ones that score less than in the baseline, or beyond the bound of a floor that does not hold.
    """
    said = judged.found
    if judged.worse:
        said += f". Less than before: {some([_change(change) for change in judged.worse])}"
    if judged.beyond:
        said += f". Furthest from it: {some([_scored(one) for one in judged.beyond])}"
    return said


def some(questions: Sequence[str]) -> str:
    """Up to ten of them with commas between, and how many more there are."""
    more = f" and {len(questions) - _SHOWN} more" if len(questions) > _SHOWN else ""
    return ", ".join(questions[:_SHOWN]) + more


def changes_text(changes: Sequence[Change]) -> Iterator[str]:
    """A line a question: its verdict before and after."""
    yield from (f"- {change.id}: {change.before} → {change.after}" for change in changes)


def _lines(decision: Decision) -> Iterator[str]:
    yield f"**Gates: {headline(decision)}.**"
    yield ""
    yield "| gate | | found |"
    yield "| --- | --- | --- |"
    yield from (f"| {cell(one.gate)} | {_MARKS[one.state]} | {one.found} |" for one in decision.judged)
    for one in decision.judged:
        if one.worse or one.beyond:
            yield ""
            yield f"- {one.gate}. {reason(one)}"


def _scored(one: Scored) -> str:
    return f"{one.id} ({one.verdict}, {one.score:.2f})"


def _change(change: Change) -> str:
    scores = "" if change.score_before is None else f", {change.score_before:.2f} → {change.score_after:.2f}"
    verdict = f"{change.before} → {change.after}" if change.before is not change.after else f"{change.after}"
    return f"{change.id} ({verdict}{scores})"
