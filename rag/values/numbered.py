"""Tells numbers that say which one and not how many: No. 10, article 49.3, "Monday 4", "jusqu’au 17"."""

import re

from index.locales import weekdays
from index.words import fold
from rag.values.counted import counted_behind
from rag.values.measures import MEASURES

# What has a number and is not counted by the one behind it. "No 10" has a capital, and "no 10 people" none.
_NUMBERED = re.compile(
    r"(?:(?<!\w)(?:(?-i:N)o|no\.|nr\.?|n\.?[°º]|n[uú]mero|numéro|number|nummer|art(?:\.|icles?|[ií]culos?|icol[oi]|igos?|ikels?)"
    r"|paragra(?:f|ph)\w*|comma|sections?|chapters?|chapitres?|kapitel|cap[ií]tulos?|capitol[oi]|hoofdstuk|pages?|p[aá]ginas?"
    r"|pagine|seiten?)|[№#§])\s*$",
    re.IGNORECASE,
)
# A day of the month stands behind an article of one thing, or behind its weekday. Folded.
_THE_ONE = {
    "es": re.compile(r"(?<!\w)(?:el|al|del)\s+$"),
    "fr": re.compile(r"(?<!\w)(?:le|au|du)\s+$"),
    "it": re.compile(r"(?<!\w)(?:il|al|del|dal)\s+$"),
    "pt": re.compile(r"(?<!\w)(?:o|ao|do)\s+$"),
}
_DAY_AT_THE_END = re.compile(r"(?:(?P<weekday>[^\W\d][\w-]*)[.,]?\s+)?(?<![\d.,:/-])(?:[12]?\d|3[01])$")
_GOES_ON = re.compile(r"[\s\u00a0\u202f.,:/-]?\d")


def says_which(before: str, unit: str) -> bool:
    """Whether a number of `unit` that stands behind `before` is that of a player, an article or a page."""
    # "May I? No. 30 days are the most."
    return unit != "%" and unit not in MEASURES and _NUMBERED.search(before) is not None


def is_day_alone(text: str, behind: str, language: str) -> bool:
    """Whether the number with which `text` ends is a day whose month nobody says: "lundi 4", "jusqu’au 17"."""
    day = _DAY_AT_THE_END.search(text)
    if day is None or _GOES_ON.match(behind) or counted_behind(behind, language).strip():
        return False
    one = _THE_ONE.get(language)
    number = len(text.rstrip("0123456789"))
    return (one is not None and one.search(fold(text[:number])) is not None) or (
        day["weekday"] is not None and fold(day["weekday"]) in weekdays(language)
    )
