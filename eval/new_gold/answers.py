"""Finds in a sentence what a question can be asked about: dates, quantities, names, reasons and words that were said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eval.new_gold.names import NAME, names_in
from eval.new_gold.wording import Wording
from rag.values.date_values import DateValue
from rag.values.marked_values import read_value
from rag.values.quantities import Quantity


class AnswerKind(StrEnum):
    """What the answer is."""

    DATE = "date"
    REASON = "reason"
    SUBJECT = "subject"  # a name that opens the sentence
    AGENT = "agent"  # a name after "by"
    COUNT = "count"
    AMOUNT = "amount"
    SHARE = "share"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """Half-open ranges of a sentence, in code points: the answer, and the phrase that a question leaves out or replaces."""

    kind: AnswerKind
    start: int
    end: int
    phrase_start: int
    phrase_end: int


# A date without a year is one whatever year it is of; only whether the words are a date is asked here.
_ANY_DAY = date(2000, 12, 31)
_YEARS = range(1500, 2100)
_MONTH = r"(?:[^\W\d_]{3,10}|[^\W\d_]{3,4}\.)"
_DATE = (
    rf"\d{{1,2}}(?:er|º|st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?{_MONTH}(?:,?\s+(?:de\s+|del\s+)?\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?(?![\d.,]*\d)|{_MONTH}\s+(?:de\s+)?\d{{4}}|\d{{4}}"
)
_NUMBER = r"(?<![\w.,-])(?:\d{1,3}(?:[\s\u00a0\u202f.,]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?"
_SCALE = r"(?:\s+(?:thousand|(?:m|b|tr)illions?|milliards?|Millionen|Milliarden?|mil|mill[oó]n(?:es)?)\b)?"
_MONEY = r"(?:dollars?|euros?|Dollar|Euro|pounds?|Pfund|d[oó]lares)"
_PERCENT = r"(?:per\s?cent|pour\s?cent|por\s?ciento|Prozent)"
_UNIT = rf"(?:[\s\u00a0\u202f]*[%€$]|\s+{_PERCENT}\b|(?:\s+(?:de|d’|d'|of))?\s+{_MONEY}\b)"
_SIGNS = "$€£"
_QUANTITY = rf"(?P<number>[{_SIGNS}]?{_NUMBER}{_SCALE})(?P<unit>{_UNIT})?(?![\w-]|[.,]\d)(?P<noun>\s+[^\W\d_]{{3,}})?"
_SAID = re.compile(r"[«„“\"]\s*(?P<words>[^«»„“”\"]{20,200}?)[\s,.]*[»“”\"]")
_FEWEST_WORDS_SAID = 5
_FEWEST_WORDS_OF_REASON = 3


def find_answers(sentence: str, wording: Wording) -> Iterator[FoundAnswer]:
    """What `sentence` can be asked for, the surest first."""
    yield from _reasons(sentence, wording)
    dates = list(_dates(sentence, wording))
    yield from dates
    yield from _agents(sentence, wording)
    yield from _said(sentence)
    taken = [(found.phrase_start, found.phrase_end) for found in dates]
    yield from (q for q in _quantities(sentence, wording) if all(q.end <= a or b <= q.start for a, b in taken))
    yield from _subjects(sentence, wording)


def _reasons(sentence: str, wording: Wording) -> Iterator[FoundAnswer]:
    """What follows "because", to the end of the sentence; what comes before it is asked about."""
    found = re.search(
        rf"(?P<asked>\w[^.;:]*?)(?P<joint>,?\s+(?:{wording.because}))(?P<reason>\w.*?)[\s.!?…»”\"]*\Z", sentence, re.S
    )
    # Within a clause of its own "because" gives the reason of that clause and not of the sentence.
    if found is None or re.search(rf",\s(?:{wording.relative})\s", found["asked"]):
        return
    if len(found["reason"].split()) >= _FEWEST_WORDS_OF_REASON:
        yield FoundAnswer(AnswerKind.REASON, *found.span("reason"), found.start("joint"), len(sentence))


def _dates(sentence: str, wording: Wording) -> Iterator[FoundAnswer]:
    """Dates after a word such as "on" or a weekday, or at the head of the sentence; "before 3 May" is another question."""
    pattern = rf"(?:(?:\A|(?<=\s)|(?<=,))(?:{wording.on})|\A)(?P<date>{_DATE})(?![\w-])"
    for found in re.finditer(pattern, sentence, re.IGNORECASE):
        value = read_value(found["date"], wording.language, _ANY_DAY)
        if re.search(rf"\b(?:{wording.other_time})\s+\Z", sentence[: found.start()], re.IGNORECASE):
            continue
        bare_year = found["date"].isdigit() and int(found["date"]) in _YEARS
        if isinstance(value, DateValue) and (value.month is not None or bare_year):
            yield FoundAnswer(AnswerKind.DATE, *found.span("date"), found.start(), found.end("date"))


def _agents(sentence: str, wording: Wording) -> Iterator[FoundAnswer]:
    for found in re.finditer(rf"\s(?:{wording.by})\s+(?P<name>{NAME.pattern})", sentence):
        if names_in(found["name"], wording.language):
            yield FoundAnswer(AnswerKind.AGENT, *found.span("name"), found.start() + 1, found.end())


def _subjects(sentence: str, wording: Wording) -> Iterator[FoundAnswer]:
    """A name that opens the sentence, before what may be its verb."""
    found = re.match(rf"(?P<name>{NAME.pattern})(?=\s+(?!(?:{wording.no_verb})\b)[^\W\d_A-ZÀ-Þ])", sentence)
    if found and names_in(found["name"], wording.language):
        yield FoundAnswer(AnswerKind.SUBJECT, *found.span("name"), *found.span("name"))


def _said(sentence: str) -> Iterator[FoundAnswer]:
    for found in _SAID.finditer(sentence):
        if len(found["words"].split()) >= _FEWEST_WORDS_SAID:
            yield FoundAnswer(AnswerKind.SAID, *found.span("words"), *found.span())


def _quantities(sentence: str, wording: Wording) -> Iterator[FoundAnswer]:
    pattern = rf"(?:\b(?i:{wording.about})\s+)?{_QUANTITY}"
    for found in re.finditer(pattern, sentence):
        before = sentence[: found.start()].split()[-1:]
        end = found.end("unit") if found["unit"] else found.end("number")
        words = sentence[found.start("number") : end]
        kind = _kind_of(words, found["noun"] or "", wording)
        if kind is None or not (found["unit"] or found["noun"] or words[0] in _SIGNS):
            continue
        if not found["unit"] and words.isdigit() and int(words) in _YEARS:
            continue
        # "the 750 employees" were counted before, and "Claude 3.5 Sonnet" counts nothing.
        if before and (before[0].lower() in wording.definite or (before[0][0].isupper() and found.start())):
            continue
        yield FoundAnswer(kind, found.start("number"), end, found.start(), end)


def _kind_of(words: str, noun: str, wording: Wording) -> AnswerKind | None:
    """What sort of quantity `words` are, None where they are none, such as a day before its month in `noun`."""
    if words.endswith("%"):  # which a reader of dates may take for one
        return AnswerKind.SHARE
    value = read_value(words + noun, wording.language, None)
    if not isinstance(value, Quantity):
        return None
    if value.unit == "%":
        return AnswerKind.SHARE
    return AnswerKind.COUNT if value.kind == "count" and words[0] not in _SIGNS else AnswerKind.AMOUNT
