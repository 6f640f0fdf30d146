"""Tells in which year a day lies by the words beside it: "of last year", and by verbs that put it into the future.

"It will close on 30 September", "fermera", "wird", "cerrará".
"""

import re
from calendar import isleap
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from rag.values.date_values import DateValue

# Forms in -ra and the like that are no verbs of the future; proper names, which begin with a capital, are none either.
_FRENCH = (
    r"(?!(?:affront|aura de|camera|contra|environs|extra|flora|front|infra|opera|patrons|sierra|supra|terra|ultra|vrai)\b)"
    r"(?:[a-zà-ÿ]+(?:[aeiou]r|[dtv]r|rr)(?:a|ont)|[a-zà-ÿ]+[aeiou]r(?:ai|ons)|(?:aur|ser|fer|ir)(?:a|ont|ai|ons))"
    r"(?:-(?:t-)?(?:ils?|elles?|on))?|(?:va|vont|doit|doivent) (?:s['’]|se )?[a-zà-ÿ]+(?:er|ir|re|oir)"
)
# What puts a verb into the future, and what into the past, by language. Of 1,249 days without a year in 297 stories 106 are
# put into the next year by such a verb, 105 of them rightly.
_FUTURE = {
    "de": r"wird|werden",
    "en": r"will|won['’]t|shall|[a-z]+['’]ll|(?:is|are) (?:to|due to|set to|going to|expected to|scheduled to) [a-z]+",
    "es": r"[a-zñ]+(?:rá|rán|remos)|(?:va|van) a [a-zñ]+[aei]r(?:se)?",
    "fr": _FRENCH,
    "it": r"[a-z]+(?:rà|ranno)",
    "nl": r"zal|zullen",
    "pt": r"(?!verão\b)[a-zç]+(?:rá|[aei]rão)|(?:vai|vão) [a-zç]+[aei]r",
}
_PAST = {
    "de": r"wurden?|war(?:en)?|hat(?:te|ten)?|haben|worden|ist|sind|[a-zäöüß]{3,}te[nt]?",
    "en": (
        r"was|were|had|has|have|did|been|would|[a-z]{2,}ed"
        r"|began|came|fell|left|made|met|rose|said|saw|sold|took|told|went|won|wrote"
    ),
    "es": r"fue(?:ron)?|era[n]?|ha[n]?|hab[ií]a[n]?|[a-zñ]+(?:ó|aron|ieron|aba[n]?)",
    "fr": (
        r"a|ont|avait|avaient|est|sont|était|étaient|fut|furent|a-t-(?:il|elle)"
        r"|[a-zà-ÿ]{2,}(?:ait|aient|èrent|é|ée|és|ées)"
    ),
    "it": r"è|sono|era(?:no)?|fu(?:rono)?|ha(?:nno)?|aveva(?:no)?|[a-z]+(?:ò|arono|irono|ato|ata|ati|ate)",
    "nl": r"werd(?:en)?|was|waren|heeft|hebben|had(?:den)?|is|zijn",
    "pt": r"foi|foram|era[m]?|tinha[m]?|havia[m]?|[a-zç]+(?:ou|aram|eram|iram)",
}
# So old would be 55 others of these days, beside which stands no verb of the past; all but one are to come: "the new vote is on
# 24 November". Days that stand alone head the parts of a chronicle.
_NEARLY_A_YEAR = 304
_WORD = re.compile(r"[^\W\d_]{4,}")
# What has been so since a day is no more to come.
_SINCE = re.compile(r"(?<!\w)(?:depuis|seit|since|sinds)(?:\s+(?:le|dem|de))?\s*$", re.IGNORECASE)
# The year that is named behind a day or a month. "On 3 May last year’s winner came" names none.
_LAST_YEAR = re.compile(
    r"\s+(?:(?:of\s+)?last\s+year(?!['’]s)|de\s+l['’](?:an|année)\s+(?:derni(?:er|ère)|passée?)"
    r"|(?:des\s+)?(?:vergangenen|letzten|vorigen)\s+jahres|del\s+(?:año\s+pasado|pasado\s+año)"
    r"|dello\s+scorso\s+anno|dell['’]anno\s+scorso|do\s+ano\s+passado|(?:van\s+)?vorig\s+jaar)(?!\w)",
    re.IGNORECASE,
)
_NEXT_YEAR = re.compile(
    r"\s+(?:(?:of\s+)?next\s+year(?!['’]s)|de\s+l['’](?:an\s+prochain|année\s+prochaine)"
    r"|(?:des\s+)?(?:nächsten|kommenden)\s+jahres|del\s+(?:año\s+próximo|próximo\s+año|año\s+que\s+viene)"
    r"|del\s+prossimo\s+anno|dell['’]anno\s+prossimo|do\s+(?:próximo\s+ano|ano\s+que\s+vem)|(?:van\s+)?volgend\s+jaar)(?!\w)",
    re.IGNORECASE,
)
_LEAP_DAY = (2, 29)
# Another sentence, or another speaker.
_BREAK = re.compile(r"[;:!?\n«»“”\"]|\.(?=\W*\s\W*[A-ZÀ-Þ])")
_CLAUSE = re.compile(r"[,()]|\s[-–—]\s")


def in_named_year(found: DateValue, known_on: date | None, behind: str) -> DateValue:
    """`found` in the year before or after that of its article where `behind` begins by saying so: "of last year"."""
    if found.year is None or found.year_stated or known_on is None:
        return found
    if not (_LAST_YEAR.match(behind) or _NEXT_YEAR.match(behind)):
        return found
    year = known_on.year + (1 if _NEXT_YEAR.match(behind) else -1)
    # Whoever writes "29 February last year" in 2024 is mistaken.
    is_no_day = (found.month, found.day) == _LEAP_DAY and not isleap(year)
    return found if is_no_day else replace(found, year=year, year_stated=True)


def as_coming(found: DateValue, known_on: date | None, said: str, behind: str, language: str) -> DateValue:
    """`found` in the next year where it is past by the day of its article alone, and the verb beside it says that it is to come.

    So is a day that would be nearly a year old, unless the verb is one of the past. `said` and `behind` stand around it. Behind
    it the year may be named too: "last year".
    """
    found = in_named_year(found, known_on, behind)
    day = None if found.year_stated or _SINCE.search(said) else _day(found)
    if known_on is None or found.year is None or day is None or day >= known_on:
        return found
    to_come = is_to_come(said, behind, language)
    if to_come is None and _WORD.search(f"{_BREAK.split(said)[-1]} {_BREAK.split(behind)[0]}"):
        to_come = (known_on - day).days >= _NEARLY_A_YEAR
    return replace(found, year=found.year + 1) if to_come else found


def is_to_come(said: str, behind: str, language: str) -> bool | None:
    """Whether the verb nearest to what stands between `said` and `behind` is one of the future; None where there is none.

    That of its own clause counts first, then the nearest before it, and then the nearest behind. A verb of the present is none.
    """
    said, behind = _BREAK.split(said)[-1], _BREAK.split(behind)[0]
    own, rest_of_own = _CLAUSE.split(said)[-1], _CLAUSE.split(behind)[0]
    places = (_last(own, language), _first(rest_of_own, language), _last(said, language), _first(behind, language))
    return next((future for future in places if future is not None), None)


def _day(found: DateValue) -> date | None:
    """The day that it is, of 29 February in a year that has none the first of March; None of what is no day of a known year."""
    if found.year is None or found.month is None or found.day is None:
        return None
    return date(found.year, found.month, 1) + timedelta(days=found.day - 1)


def _last(text: str, language: str) -> bool | None:
    found = [verb["future"] is not None for verb in _verbs(language).finditer(text)]
    return found[-1] if found else None


def _first(text: str, language: str) -> bool | None:
    found = _verbs(language).search(text)
    return None if found is None else found["future"] is not None


@cache
def _verbs(language: str) -> re.Pattern[str]:
    future, past = _FUTURE.get(language, "(?!)"), _PAST.get(language, "(?!)")
    # Behind an apostrophe too: "il n’a pas", "n’ouvrira".
    return re.compile(rf"(?<![\w-])(?:(?P<future>{future})|(?:{past}))(?!\w)")
