"""What became of each gate, by which numbers, and which questions are behind them."""

from collections.abc import Iterator, Mapping

from eval.decide import PASSED_STATUS, Decision, JudgedGate, Scored, State
from eval.decision_text import headline
from eval.html.badges import state_badge
from eval.html.markup import Markup, element
from eval.html.numbers import counted
from eval.paired import Change

_ORDER = (State.FAILED, State.UNTOLD, State.PASSED)
_SHOWN = 10


def gates_section(decision: Decision, anchors: Mapping[str, str]) -> Markup:
    """The section, what is not passed first; `anchors` names the row of each question by its id."""
    words = headline(decision)
    ordered = sorted(decision.judged, key=lambda judged: _ORDER.index(judged.state))
    return element(
        "section",
        element("h2", "Gates"),
        element("p", f"{words[0].upper()}{words[1:]}.", class_=None if decision.status == PASSED_STATUS else "error"),
        element("ul", *(_gate(judged, anchors) for judged in ordered), class_="gates"),
        id="gates",
    )


def _gate(judged: JudgedGate, anchors: Mapping[str, str]) -> Markup:
    return element(
        "li",
        state_badge(judged.state),
        element(
            "div",
            element("b", judged.gate),
            element("p", judged.found, class_="quiet"),
            *_less(judged, anchors),
            *_beyond(judged, anchors),
        ),
    )


def _less(judged: JudgedGate, anchors: Mapping[str, str]) -> Iterator[Markup]:
    """Open where the gate is not passed and they are few."""
    if not judged.worse:
        return
    summary = element("summary", f"{counted(len(judged.worse), 'question')} with a lower score")
    shown = judged.state is not State.PASSED and len(judged.worse) <= _SHOWN
    listed = element("ul", *(element("li", *_change(change, anchors)) for change in judged.worse))
    yield element("details", summary, listed, class_="more", open=shown)


def _beyond(judged: JudgedGate, anchors: Mapping[str, str]) -> Iterator[Markup]:
    """Those that keep a floor from holding."""
    if judged.beyond:
        summary = element("summary", f"{counted(len(judged.beyond), 'question')} beyond the bound")
        listed = element("ul", *(element("li", *_scored(one, anchors)) for one in judged.beyond))
        yield element("details", summary, listed, class_="more", open=len(judged.beyond) <= _SHOWN)


def _scored(one: Scored, anchors: Mapping[str, str]) -> Iterator[Markup | str]:
    yield element("a", one.id, href=f"#{anchors[one.id]}")
    yield f" {one.verdict}, {one.score:.2f}"


def _change(change: Change, anchors: Mapping[str, str]) -> Iterator[Markup | str]:
    yield element("a", change.id, href=f"#{anchors[change.id]}")
    yield f" {change.before} → {change.after}" if change.before is not change.after else f" {change.after}"
    if change.score_before is not None and change.score_after is not None:
        yield f", {change.score_before:.2f} → {change.score_after:.2f}"
