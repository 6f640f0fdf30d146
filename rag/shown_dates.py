"""The date of an article as a person reads it: as exactly as it is known, and a week in words."""

import re

_WEEK = re.compile(r"(?P<year>\d{4})-W0?(?P<week>\d{1,2})")


def shown_date(published: str, week: str = "week {week} of {year}") -> str:
    """`published` as it stands, and 2023-W47 as `week` says it."""
    found = _WEEK.fullmatch(published)
    return week.format(**found.groupdict()) if found else published
