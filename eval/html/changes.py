"""The report against a baseline: what else differs, each metric's difference, and the questions that came out otherwise."""

from collections.abc import Iterator, Mapping, Sequence

from eval.differences import Difference, Differences, Direction, Flip
from eval.html.entries import DIRECTION_SIGNS, flip_badge, verdict_badge
from eval.html.markup import Markup, element
from eval.html.numbers import NOTHING, counted, moment, percent, points, short
from eval.html.tables import Head, table
from eval.metrics import UNDIRECTED

_HEADINGS: Mapping[Direction, str] = {
    Direction.WORSE: "Worse",
    Direction.BETTER: "Better",
    Direction.OTHERWISE: "Wrong in another way",
}


def changes_section(changes: Differences, anchors: Mapping[str, str]) -> Markup:
    """The section; `anchors` names the row of each question by its id."""
    return element(
        "section",
        element("h2", "Against the baseline"),
        element("p", *_about(changes), class_="quiet"),
        *_unlike(changes),
        *_metrics(changes.metrics),
        *_flips(changes.flips, anchors),
        id="changes",
    )


def _about(changes: Differences) -> Iterator[str]:
    made = changes.baseline
    yield f"The baseline was made {moment(made.made_at)} from commit {short(made.commit)}. "
    yield f"{counted(changes.paired, 'question')} asked both times. Each mean is over those of them that the metric applies to "
    yield "in its own run; the difference is now minus before, in points, with its 95 % interval, and n are those of either run."
    for words, ids in (("asked only now", changes.added), ("asked only before", changes.gone)):
        if ids:
            yield f" {counted(len(ids), 'question')} {words}."


def _unlike(changes: Differences) -> Iterator[Markup]:
    if changes.unlike:
        rows = ((unlike.name, unlike.before, unlike.now) for unlike in changes.unlike)
        listed = table(Head("Made from", ("baseline", "now")), rows)
        summary = element(
            "summary", f"{counted(len(changes.unlike), 'thing')} differ in what the reports were made from"
        )
        yield element("details", summary, listed, class_="more")


def _metrics(metrics: Sequence[Difference]) -> Iterator[Markup]:
    """A line for each metric that differs or might; those that no resample moves are only named."""
    moved = [
        found
        for found in metrics
        if found.change.n and (found.change.value, found.change.low) != (0, found.change.high)
    ]
    if moved:
        yield table(Head("Metric", ("baseline", "now", "difference, 95 % interval", "n")), map(_line, moved))
    still = [found.metric for found in metrics if found.change.n and found not in moved]
    if still:
        yield element("p", f"No difference: {', '.join(still)}.", class_="quiet after")


def _line(found: Difference) -> Sequence[str]:
    return found.metric, percent(found.before), percent(found.now), _change(found), str(found.change.n)


def _change(found: Difference) -> Markup:
    change = found.change
    if change.value is None or change.low is None or change.high is None:
        return element("span", points(change.value) if change.value is not None else NOTHING)
    side = None if found.metric in UNDIRECTED else _side(change.low, change.high)
    return element(
        "span",
        element("b", points(change.value)),
        f" {points(change.low)} to {points(change.high)}",
        element("b", f" {DIRECTION_SIGNS[side]} {side}") if side else None,
        class_=f"flip {side}" if side else None,
    )


def _side(low: float, high: float) -> Direction | None:
    return Direction.WORSE if high < 0 else Direction.BETTER if low > 0 else None


def _flips(flips: Sequence[Flip], anchors: Mapping[str, str]) -> Iterator[Markup]:
    if not flips:
        yield element("p", "No question came out differently.")
    for direction, heading in _HEADINGS.items():
        some = [flip for flip in flips if flip.direction is direction]
        if some:
            listed = (element("li", *_flip(flip, anchors[flip.id])) for flip in some)
            yield element("h3", f"{heading} ({len(some)})")
            yield element("ul", *listed, class_="flips")


def _flip(flip: Flip, anchor: str) -> Iterator[Markup]:
    yield verdict_badge(flip.now)
    yield element("a", flip.question, href=f"#{anchor}")
    yield flip_badge(flip)
