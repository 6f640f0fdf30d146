"""Reads whether a number is exact, about right, or a bound of what is meant: "nearly", "more than", "up to"."""

import re
from enum import Enum

from index.words import fold


class Bound(Enum):
    """How the value lies to the number that is stated."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


_SMALL_WORDS = r"(?:\s*(?:an?|the|une?|les|los|las|der|den|einer|il|i|gli|os|as|de)(?!\w))?"
# Folded. What is said with a "no" comes first: "no more than" is a bound above, though "more than" is one below.
_BEFORE = (
    (
        Bound.OVER,
        r"not? (?:less|fewer) than|pas moins de|pas moins d['’]|nicht weniger als|no menos de|non meno di|nao menos de"
        r"|niet minder dan",
    ),
    (
        Bound.UNDER,
        r"not? more than|pas plus de|pas plus d['’]|nicht mehr als|no mas de|non piu di|nao mais de|niet meer dan",
    ),
    (Bound.ABOUT, r"(?:just|slightly|a little|well) (?:under|over|below|above)|un peu (?:plus|moins) (?:de|d['’])"),
    (
        Bound.OVER,
        r"more than|over|at least|above|exceed(?:s|ed|ing)|upwards? of|a minimum of|plus de|plus d['’]|au moins|au-dela de"
        r"|(?:un )?minimum de|depasse|mehr als|uber|mindestens|wenigstens|gut|mas de|al menos|por lo menos|como minimo"
        r"|super(?:an?|o|ou|aron|aram|ato)"
        r"|oltre|piu di"
        r"|almeno|mais de|pelo menos|ao menos|meer dan|ruim|minstens|ten minste|peste|mai mult de|cel putin|>|≥",
    ),
    (
        Bound.UNDER,
        r"up to|less than|fewer than|under|below|at most|a maximum of|as many as|jusqu['’]a|moins de|moins d['’]|au plus"
        r"|au maximum"
        r"|(?:un )?maximum de|bis zu|weniger als|unter|hochstens|maximal|hasta|menos de|como maximo|fino a|meno di|al massimo"
        r"|ate|no maximo|tot|minder dan|hooguit|maximaal|pana la|mai putin de|<|≤",
    ),
    (
        Bound.ABOUT,
        r"about|around|some|nearly|almost|roughly|approximately|approx\.?|close to|circa|ca\.?|c\.|~|≈|environ|pres de|pres d['’]"
        r"|quelque|autour de|aux alentours de|a peu pres|presque|rund|etwa|ungefahr|knapp|zirka|fast|an die|beinahe|nahezu"
        r"|cerca de|unos|unas|alrededor de|aproximadamente|casi|en torno a|quasi|intorno a|all['’]incirca|quase|em torno de"
        r"|uns|umas|por volta de|ongeveer|zo['’]n|bijna|rond|krap|om en nabij|aproximativ|aproape|vreo|in jur de",
    ),
)
_BOUNDS = [(bound, re.compile(rf"(?:(?<!\w)(?:{words})){_SMALL_WORDS}\s*$")) for bound, words in _BEFORE]
_BEHIND = (
    (
        Bound.OVER,
        re.compile(r"\+|.{0,25}?\b(?:or|ou|oder|o|of|sau) (?:more|over|above|plus|mehr|mas|piu|mais|meer|mai mult)\b"),
    ),
    (Bound.UNDER, re.compile(r".{0,25}?\b(?:or|ou|oder|o|of) (?:less|fewer|under|moins|weniger|menos|meno|minder)\b")),
    (
        Bound.ABOUT,
        re.compile(r".{0,25}?\b(?:or so|or thereabouts|environ|circa|ungefahr|aproximadamente|approximately)\b"),
    ),
)
# A hundred people are seldom counted.
_A_HUNDRED = re.compile(r"(?<!\w)an?\s*$", re.IGNORECASE)


def bound_at(before: str, digits: str, after: str) -> Bound:
    """How the number `digits` is meant by what stands before it, without a currency's sign, and behind it."""
    said = fold(before)
    for bound, words in _BOUNDS:
        if words.search(said):
            return bound
    if _A_HUNDRED.search(before) and re.fullmatch(r"10{2,}", digits):
        return Bound.ABOUT
    behind = fold(after)
    return next((bound for bound, words in _BEHIND if words.match(behind)), Bound.EXACT)


def bound_before(text: str) -> str:
    """What stands at the end of `text` and says how a number behind it is meant; empty where there is nothing."""
    # Folding changes lengths, so that is found by its words.
    for count in range(1, 7):
        tail = re.search(rf"(?:\S+\s+){{{count - 1}}}\S+\s*$", text)
        if tail is None:
            return ""
        said = fold(tail[0])
        if any(found.start() == 0 for _, words in _BOUNDS if (found := words.search(said))):
            wider = re.search(r"\S+\s+$", text[: tail.start()])
            # "no" of "no more than", "not" of "not less than".
            negated = wider is not None and fold(wider[0]).strip() in _NO
            return (wider[0] if wider and negated else "") + tail[0]
    return ""


_NO = frozenset({"no", "not", "pas", "nicht", "non", "nao", "niet", "just", "slightly", "well", "peu"})
