"""Verdicts, changes and gates as a sign and a word: shapes as well as colours."""

from collections.abc import Mapping

from eval.decide import State
from eval.differences import Direction, Flip
from eval.html.markup import Markup, element
from eval.rows import GOOD, Verdict

# What each verdict means stands beside its filter.
SIGNS: Mapping[Verdict, str] = {
    Verdict.RIGHT: "✓",
    Verdict.WRONG: "✗",
    Verdict.MISSED: "○",
    Verdict.REFUSED: "✓",
    Verdict.UNFOUNDED: "✗",
    Verdict.FAILED: "!",
}
MEANINGS: Mapping[Verdict, str] = {
    Verdict.RIGHT: "answered, and the first quote is gold",
    Verdict.WRONG: "answered, with another first quote",
    Verdict.MISSED: "refused, though the articles answer it",
    Verdict.REFUSED: "refused, and rightly",
    Verdict.UNFOUNDED: "answered, though the articles do not",
    Verdict.FAILED: "no answer, but an error",
}
DIRECTION_SIGNS: Mapping[Direction, str] = {
    Direction.WORSE: "▼",
    Direction.BETTER: "▲",
    Direction.OTHERWISE: "◆",
    Direction.AS_GOOD: "◇",
}
_STATE_SIGNS: Mapping[State, str] = {State.PASSED: "✓", State.FAILED: "✗", State.UNTOLD: "!"}


def verdict_badge(verdict: Verdict) -> Markup:
    """The verdict as a sign and a word."""
    return _badge(SIGNS[verdict], verdict, good=verdict in GOOD)


def state_badge(state: State) -> Markup:
    """What became of a gate."""
    return _badge(_STATE_SIGNS[state], state, good=state is State.PASSED)


def flip_badge(flip: Flip) -> Markup:
    """What the question was before, and whether that was better."""
    sign = element("span", DIRECTION_SIGNS[flip.direction], aria_hidden="true")
    return element("span", sign, f" was {flip.before}", class_=f"flip {flip.direction}")


def _badge(sign: str, word: str, *, good: bool) -> Markup:
    tone = "good" if good else "bad"
    return element("span", element("span", sign, aria_hidden="true"), f" {word}", class_=f"badge {tone}")
