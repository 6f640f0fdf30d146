"""Reads the time of day that words state: "17 h 25", "5:30 pm", "um 20 Uhr"."""

import re
from dataclasses import dataclass

from index.words import fold
from rag.values.bounds import Bound, bound_at
from rag.values.number_words import in_digits

_HOUR_MINUTES, _NOON = 60, 12
_HALF_DAY, _DAY = 12 * 60, 24 * 60
# Hour and minutes, or the hour alone with what makes it one of the day. Folded, numbers in digits.
_HOUR, _MINUTE, _HALVES = (
    r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-4])",
    r"(?P<minute>[0-5]\d)(?![\d:])",
    r"(?P<half>[ap])\.?m\b",
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_HOUR}\s?(?:h|heures?|horas?|uhr|:)\s?{_MINUTE}(?:\s?{_HALVES})?",
        rf"{_HOUR}\.{_MINUTE}\s?(?:uhr\b|uur\b|{_HALVES})",
        rf"{_HOUR}\s?{_HALVES}",
        rf"{_HOUR}\s?(?:uhr|uur)\b",
        rf"(?<!\w)(?:a|a las?|alle|as)\s{_HOUR}\s?(?:h|heures?|horas?|ore)\b",
    )
)
# What is before it makes it a bound: "before 5 pm", "from 5 pm".
_BOUND_BEFORE = re.compile(
    r"(?<!\w)(?:before|after|by|until|from|since|towards?|avant|apres|vers|des|jusqu['’]a|depuis|vor|nach|bis|gegen|ab|seit"
    r"|antes de|despues de|hacia|sobre|hasta|desde|prima delle|dopo le|verso le|dalle|voor|na|tot|rond|vanaf)"
    r"(?:\s(?:a|les?|las?|the))?\s*$"
)
# Of two places one hour is not another's.
_ZONE = re.compile(
    r"[\s,(]*(?:gmt|utc|me[sz]z|ce[s]?t|[ecmp][sd]t|bst|ortszeit|local time|heure (?:locale|de )|hora (?:local|de )|ora locale)"
)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day in minutes since midnight. Where `half_known` is false it may be twelve hours later: 5:30 is early or late.

    `to_the_minute` is false where only the hour is stated.
    """

    minutes: int
    half_known: bool
    to_the_minute: bool = True

    @property
    def kind(self) -> str:
        """What a conflict of them is called."""
        return "time"

    def __str__(self) -> str:
        """Hour and minutes."""
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"

    def agrees(self, other: "ClockTime") -> bool | None:
        """Whether both are one time; None where one may be the other rounded to its hour."""
        day = _DAY if self.half_known and other.half_known else _HALF_DAY
        one, two = self.minutes % day, other.minutes % day
        if one == two:
            return True
        exact = self.to_the_minute and other.to_the_minute
        return False if exact or min((one - two) % day, (two - one) % day) >= _HOUR_MINUTES else None


def read_clock_time(words: str, language: str, said: str = "", rest: str = "") -> ClockTime | None:
    """The one time of day in `words`, which `said` and `rest` stand around; None where there is none, several or a bound.

    One that is said to be of some place's zone is not read: here it may be another hour.
    """
    text = fold(in_digits(words, language))
    found = _only(text)
    if found is None:
        return None
    before, behind = f"{fold(said)} {text[: found.start()]}", text[found.end() :] + fold(rest)
    if (
        _BOUND_BEFORE.search(before)
        or _ZONE.match(behind)
        or bound_at(before, found["hour"], behind) is not Bound.EXACT
    ):
        return None
    stated = found.groupdict()
    half, minute = stated.get("half"), stated.get("minute")
    hour = int(stated["hour"])
    if half is not None:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return ClockTime(
        hour * _HOUR_MINUTES + int(minute or 0), half is not None or not 1 <= hour <= _NOON, minute is not None
    )


def _only(text: str) -> re.Match[str] | None:
    """What states a time, where nothing else in `text` does."""
    for form in _FORMS:
        found = form.search(text)
        if found is not None:
            rest = text[: found.start()] + " " + text[found.end() :]
            return None if any(other.search(rest) for other in _FORMS) else found
    return None
