"""The report against a baseline: what else differs, the questions that came out otherwise, and each metric's difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from eval.differences import Difference, Differences, Direction, Flip, Unlike
from eval.html.badges import DIRECTION_SIGNS, flip_badge, verdict_badge
from eval.html.markup import Markup, element
from eval.html.numbers import NOTHING, counted, moment, percent, points, short
from eval.html.outcome import beside
from eval.html.tables import Head, table
from eval.metrics import UNDIRECTED
from eval.rows import Row
from index.article import Article

_HEADINGS: Mapping[Direction, str] = {
    Direction.WORSE: "Worse",
    Direction.BETTER: "Better",
    Direction.OTHERWISE: "Wrong in another way",
    Direction.AS_GOOD: "As good as before, by other gold",
}
_NO_ARTICLES: Mapping[str, Article] = MappingProxyType({})
_MEANS = (
    "Each mean is over those of the questions asked both times that the metric applies to in its own run; the difference is now "
    "minus before, in points, with its 95 % interval, and n are those of either run."
)


def changes_section(
    changes: Differences, anchors: Mapping[str, str], articles: Mapping[str, Article] = _NO_ARTICLES
) -> Markup:
    """The section; `anchors` names the row of each question by its id, and `articles` are those of the report by theirs."""
    return element(
        "section",
        element("h2", "Against the baseline"),
        element("p", *_about(changes), class_="quiet"),
        element("p", *_counts(changes.flips), class_="counts"),
        *_unlike(changes),
        *_flips(changes.flips, anchors, articles),
        element("h3", "Metrics", id="metrics"),
        element("p", _MEANS, class_="quiet"),
        *_metrics(changes.metrics),
        id="changes",
    )


def _about(changes: Differences) -> Iterator[str]:
    made = changes.baseline
    yield f"The baseline was made {moment(made.made_at)} by pourquoi's commit {short(made.commit)}. "
    yield f"{counted(changes.paired, 'question')} asked both times."
    for words, ids in (("asked only now", changes.added), ("asked only before", changes.gone)):
        if ids:
            yield f" {counted(len(ids), 'question')} {words}."


def _counts(flips: Sequence[Flip]) -> Iterator[Markup]:
    """How many went which way, each a link to them; the metrics stand below all of them."""
    if not flips:
        yield element("span", "No question came out differently.")
    for direction, heading in _HEADINGS.items():
        number = sum(flip.direction is direction for flip in flips)
        if number:
            words = f"{DIRECTION_SIGNS[direction]} {number} {heading.lower()}"
            yield element("a", words, href=f"#{direction}", class_=f"flip {direction}")
    yield element("a", "metrics", href="#metrics")


def _unlike(changes: Differences) -> Iterator[Markup]:
    """What an answer may depend on is shown; the other settings unfold."""
    matters = [unlike for unlike in changes.unlike if unlike.matters]
    others = [unlike for unlike in changes.unlike if not unlike.matters]
    if matters:
        yield element("div", _both("Made from", matters), class_="unlike")
    if others:
        summary = element("summary", f"{counted(len(others), 'other setting')} changed, which no answer depends on")
        yield element("details", summary, _both("Other settings", others), class_="more")


def _both(name: str, unlike: Iterable[Unlike]) -> Markup:
    return table(Head(name, ("baseline", "now")), ((one.label, one.before, one.now) for one in unlike))


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
    side = _side(change.low, change.high) if found.tellable and found.metric not in UNDIRECTED else None
    return element(
        "span",
        element("b", points(change.value)),
        f" {points(change.low)} to {points(change.high)}",
        element("b", f" {DIRECTION_SIGNS[side]} {side}") if side else None,
        class_=f"flip {side}" if side else None,
    )


def _side(low: float, high: float) -> Direction | None:
    return Direction.WORSE if high < 0 else Direction.BETTER if low > 0 else None


def _flips(flips: Sequence[Flip], anchors: Mapping[str, str], articles: Mapping[str, Article]) -> Iterator[Markup]:
    for direction, heading in _HEADINGS.items():
        some = [flip for flip in flips if flip.direction is direction]
        if some:
            worse = direction is Direction.WORSE
            parts = (_worse(f, anchors[f.id], articles) if worse else _flip(f, anchors[f.id]) for f in some)
            yield element("h3", f"{heading} ({len(some)})", id=direction)
            yield element("ul", *(element("li", *shown) for shown in parts), class_="worse" if worse else "flips")


def _flip(flip: Flip, anchor: str) -> Iterator[Markup]:
    yield verdict_badge(flip.now)
    yield element("a", flip.question, href=f"#{anchor}", lang=flip.new.language)
    yield flip_badge(flip)
    yield element("span", flip.id, class_="quiet")


def _worse(flip: Flip, anchor: str, articles: Mapping[str, Article]) -> Iterator[Markup]:
    yield element(
        "p",
        element("a", flip.question, href=f"#{anchor}", lang=flip.new.language),
        element("span", flip.id, class_="quiet"),
        element("span", flip.new.kind.replace("_", " "), class_="quiet"),
        class_="named",
    )
    yield element("p", element("b", "Should be"), f" {_wanted(flip.new)}", class_="quiet")
    yield beside(flip, articles)


def _wanted(row: Row) -> str:
    return " · ".join(row.answers) if row.answers else "refused" if not row.answerable else "the gold quoted"
