"""Which day, month or year a question asks about: what happened "in August 2024"; not what "the trial of August 2024" names."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from rag.values.coming import is_to_come
from rag.values.date_values import DateValue
from rag.values.dates import dates_in

_MARKS = re.compile(r"[?!]")
_YEAR = re.compile(r"\d{4}")
_MONTHS = 12
# What stands before a date that says when. "Of", "since" and "by" say something else.
_WHEN = re.compile(
    r"(?:^[\s¿]*|(?<!\w)(?:in|on|during|en|le|au|im|am|el|nel|il|em|no|op|pendant|durant)\s+(?:(?:the|de)\s+)?)$",
    re.IGNORECASE,
)
# "The man whom they fired in 2021", "the firm founded in 2021": the date tells which one is meant. What opens a question is no
# relative pronoun.
_RELATIVE = {
    "de": r",\s*(?:de[rmn]|die|das|dessen|deren|als|nachdem|bevor|wenn)\s",
    "en": r"\w\s+\w+\s+(?:that|which|who|whom|whose|when|after|before|while)\s",
    "es": r"\w\s+\w+\s+(?:que|quien(?:es)?|cuando|cuy[oa]s?)\s",
    "fr": r"\w\s+\w+\s+(?:qui|que|dont|où|quand|lors\s?que?|après|avant|(?:qu|lorsqu)['’]\w*)\s",
}
_FRENCH_OPENING = re.compile(
    r"^.{0,20}?\b(?:est|était|sont)-ce (?:qu['’]|qu[ei]\b)|^\W*qu['’]est-ce (?:qu['’]|qu[ei]\b)", re.IGNORECASE
)
_PARTICIPLE = {
    "en": r"(?:[a-z]+ed|built|made|sold|bought|held|born)",
    "es": r"[a-zñ]+[ai]d[oa]s?",
    "fr": r"[a-zà-ÿ]+(?:é|i|u)(?:e|s|es)?",
}
_AUXILIARY = {
    "en": r"(?:is|are|was|were|been|be|being|got|has|have|had|(?:who|what|which(?: \w+)?|he|she|it|they)(?= \w+\s*$))",
    "es": r"(?:es|son|fue|fueron|ser|sido|ha|han|había|habían|está|están|era|eran)",
    "fr": (
        r"(?:a|ont|avait|avaient|est|sont|été|était|étaient|fut|furent|être|ai|as|[a-z]+-(?:t-)?(?:il|elle|on|ils|elles|ce))"
    ),
}
# "The 2021 founded firm" in German.
_GERMAN_ATTRIBUTE = re.compile(r"\s+(?:\w+\s+)?\w+te[nrsm]?\s+[A-ZÄÖÜ]\w+")


# Who was chief then may have become it long before.
_LASTING = re.compile(
    r"(?:who(?: is| was| were| are|'s| ran| runs| led| leads| headed| heads| owned| owns| had| has)(?! \w+(?:ed|en|t)\b)"
    r"|qui (?:est|était|étaient|sont) (?:l[ea]\b|les\b|l['’]|au\b|à\b|à l['’]|son\b|sa\b)"
    r"|qui (?!avait\b|s['’])\w+(?:ait|aient)\b|wer (?:ist|war|leitet|leitete|führte?|besitzt|besaß)\b"
    r"|qui[eé]n(?:es)? (?:es|era|son|eran|dirige|dirigía|tiene|tenía)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """The day, month or year that a question asks about; `lasting` where it asks how things were then, and not what happened."""

    value: DateValue
    first: date
    last: date
    lasting: bool


def asked_period(question: str, language: str) -> AskedPeriod | None:
    """The one day, month or year, with its year, of which is asked; None where there is none such.

    So it is where the question asks about what is to come: that is told beforehand, by who says nothing of when.
    """
    # A year is not read with the mark behind it: "2021?"
    question = _MARKS.sub(" ", question)
    stated = list(dates_in(question, language, None)) if _YEAR.search(question) else []
    if len(stated) != 1:
        return None
    start, end, found = stated[0]
    said, behind = question[:start], question[end:]
    if found.year is None or found.bound is not None or found.either_order:
        return None
    when = _WHEN.search(said)
    if when is None or is_to_come(said, behind, language) or _is_of_another(said[: when.start()], behind, language):
        return None
    month = found.month or _MONTHS
    last = date(found.year, month, found.day or monthrange(found.year, month)[1])
    lasting = _LASTING.match(question.strip("¿ ")) is not None
    return AskedPeriod(found, date(found.year, found.month or 1, found.day or 1), last, lasting)


def _is_of_another(said: str, behind: str, language: str) -> bool:
    """Whether a date between `said` and `behind` tells which one is meant: "the firm that was founded in 2021"."""
    opened = _FRENCH_OPENING.sub("", said)
    if (relative := _RELATIVE.get(language)) and re.search(relative, opened):
        return True
    if language == "de":
        return _GERMAN_ATTRIBUTE.match(behind) is not None
    participle, auxiliary = _PARTICIPLE.get(language), _AUXILIARY.get(language)
    if participle is None or not re.search(rf"(?<!\w){participle}\s*$", said):
        return False
    return re.search(rf"(?<!\w){auxiliary}(?!\w)", said, re.IGNORECASE) is None
