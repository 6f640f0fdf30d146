"""What narrows the list of questions. It needs the script, and stays hidden where that does not run."""

from collections import Counter
from collections.abc import Iterable, Sequence

from eval.differences import Differences, Direction
from eval.html.badges import DIRECTION_SIGNS, MEANINGS, SIGNS
from eval.html.markup import Markup, element
from eval.rows import GOOD, Row, Verdict


def filters(rows: Sequence[Row], changes: Differences | None) -> Markup:
    """A form with a button per outcome, the language, the kind, the tag, the change, and a search box."""
    tags = sorted({tag for row in rows for tag in row.tags})
    return element(
        "form",
        _outcomes(rows),
        element(
            "div",
            _search(),
            _choice("language", "Language", [(name, name) for name in sorted({row.language for row in rows})]),
            _choice("kind", "Kind", [(name, name.replace("_", " ")) for name in sorted({row.kind for row in rows})]),
            _choice("tag", "Tag", [(tag, tag) for tag in tags]) if tags else None,
            _changed(changes) if changes else None,
            element("button", "Show all", type="reset", id="clear"),
            class_="choices",
        ),
        id="filters",
        role="search",
        aria_label="Filter the questions",
        hidden=True,
    )


def _outcomes(rows: Sequence[Row]) -> Markup:
    counts = Counter(row.verdict for row in rows)
    boxes = (_outcome(verdict, counts[verdict]) for verdict in Verdict if counts[verdict])
    return element("fieldset", element("legend", "Outcome"), *boxes, class_="outcomes")


def _outcome(verdict: Verdict, count: int) -> Markup:
    return element(
        "label",
        element("input", type="checkbox", name="outcome", value=verdict),
        element("span", SIGNS[verdict], aria_hidden="true", class_="good" if verdict in GOOD else "bad"),
        element("span", verdict),
        element("span", str(count), class_="count", data_count=verdict),
        title=MEANINGS[verdict],
    )


def _search() -> Markup:
    words = {"placeholder": "question, answer, quote or id", "autocomplete": "off", "spellcheck": "false"}
    return element("label", "Search", element("input", type="search", name="search", **words), class_="search")


def _choice(name: str, words: str, options: Iterable[tuple[str, str]]) -> Markup:
    listed = (element("option", shown, value=value) for value, shown in [("", "all"), *options])
    return element("label", words, element("select", *listed, name=name))


def _changed(changes: Differences) -> Markup:
    counts = Counter(flip.direction for flip in changes.flips)
    options = [(str(d), f"{DIRECTION_SIGNS[d]} {d} ({counts[d]})") for d in Direction if counts[d]]
    return _choice("changed", "Change", options)
