"""The day that a file states, by the clock of whoever wrote it, and no more precisely than it is stated."""

import re
from email.utils import parsedate_to_datetime

from index.article import PartialDate
from index.errors import SettingError

_LONGEST_CHARS = 100  # "Wednesday, 17 September 2024 08:00:00 -0700 (Pacific Daylight Time)", and no whole paragraph
# The day that a moment begins with, in ISO 8601.
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?=[Tt Zz+-]|$)", re.ASCII)


def stated_day(stated: str | None) -> PartialDate | None:
    """A date as `PartialDate` has it, or the day of a moment, in ISO 8601 or as in mail; None for what is neither.

    Not in UTC: late in the evening in New York it is the next day there, which nobody would call that article's day.
    """
    text = (stated or "").strip()[:_LONGEST_CHARS]
    day = _DAY.match(text)
    text = "-".join(day.groups()) if day else _mail_day(text) or text
    try:
        return PartialDate.parse(text)
    except SettingError:
        return None


def _mail_day(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return None
