"""Tells words of which no value was read that say something else, though they share most of their words.

"In September" and "in October", "guilty" and "not guilty", "three and a half years" and "eight years".
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from index.locales import numbers_of_months, numbers_of_weekdays
from index.words import fold, terms
from rag.questions.subjects import is_function_word
from rag.values.bounds import Bound
from rag.values.contraries import tell_contrary
from rag.values.fractions import fractions_in_digits
from rag.values.measures import TIMES, measure_of
from rag.values.number_words import in_digits
from rag.values.other_names import name_others
from rag.values.periods import Part, parts_in, without
from rag.values.quantities import Quantity, read_quantity
from rag.values.unclear import holds_fraction

_DIGITS = re.compile(r"\d+")
# Between the groups of a number: "5,000" and "5 000" are one.
_BETWEEN_GROUPS = re.compile(r"(?<=\d)[\s.,’'](?=\d{3}(?!\d))")
# Of "9 million" text2num makes "9 1000000", and of "nine million" 9000000.
_SCALED = re.compile(r"(?<![\d.,])(\d+)\s1((?:000)+)\b")
_WORD = re.compile(r"\w+")
# Where months and weekdays have capitals, which "may" and "march" have not.
_WITH_CAPITALS = frozenset({"de", "en"})
# A word with which a longer one begins may be the same: "Montag" and "Montagabend".
_SHORTEST = 4
# About how many, folded. Dozens and tens may be the same.
_ROUGH = {
    "de": (
        *((r"dutzenden?", 10), (r"hunderten?", 100), (r"tausenden?", 10**3), (r"zehntausenden?", 10**4)),
        *((r"hunderttausenden?", 10**5), (r"millionen", 10**6), (r"milliarden", 10**9)),
    ),
    "en": (
        *((r"tens|dozens", 10), (r"hundreds", 100), (r"thousands", 10**3), (r"millions", 10**6)),
        *((r"billions", 10**9), (r"trillions", 10**12)),
    ),
    "es": (
        *((r"decenas?|docenas?", 10), (r"cientos|centenar(?:es)?", 100), (r"miles|millar(?:es)?", 10**3)),
        (r"millones", 10**6),
    ),
    "fr": (
        *((r"(?:diz|douz)aines?", 10), (r"quinzaines?", 15), (r"vingtaines?", 20), (r"trentaines?", 30)),
        *((r"quarantaines?", 40), (r"cinquantaines?", 50), (r"soixantaines?", 60), (r"centaines?", 100)),
        *((r"milliers?", 10**3), (r"millions", 10**6), (r"milliards", 10**9)),
    ),
}
_ROUGH_WORD = {
    language: [(re.compile(rf"(?<!\w)(?:{words})(?!\w)"), number) for words, number in numbers]
    for language, numbers in _ROUGH.items()
}
# What makes the contrary of the words. Not "no more than" and "not until", which say how a number or a time is meant, "not only",
# which adds something, "No. 10" and "un pas".
_NO = {
    "de": r"(?:nicht|kein(?:e[mnrs]?)?|nie|niemals)(?!\s+(?:nur|mehr\s+als|weniger\s+als|vor|zuletzt)\b)",
    "en": r"(?<!\bor\s)(?:(?:not|no|never|cannot)(?!\s+(?:only|just|more|less|fewer|later|earlier|until|before|doubt)\b|\.?\s*\d)"
    r"|\w+n['’]t)",
    "es": r"(?:no|nunca|jamas)(?!\s+(?:solo|solamente|menos|mas|antes|obstante)\b|\.?\s*\d)",
    "fr": r"(?<!\bun\s)(?<!\ble\s)(?<!\bou\s)(?<!premier\s)(?<!faux\s)(?:non|pas|jamais)"
    r"(?!\s+(?:seulement|moins|plus|avant|loin)\b|-|\s+de\s+calais)",
}
# With more words that the other has not, the "no" is of something else: "by order of the council, which did not explain it".
_OTHER_WORDS = 2
# What says no in other words, folded: "failed to pay" is no contrary of "did not pay".
_NO_IN_OTHER_WORDS = {
    "de": r"ohne|verl(?:or|ier)\w*|fehl(?:t|te|ten|en)|\w*scheiter\w*|\w*weiger\w*|lehn(?:t|te|ten)|niemand\w*|nichts|weder"
    r"|unfahig",
    "en": r"fail\w*|los[et]|losing|lack\w*|refus\w+|den(?:y|ied|ies|ying)|declin(?:ed|es|ing)|unable|without|nobody|nothing"
    r"|none|neither|stopped|rejected",
    "es": r"sin|perdi\w+|falt(?:a|an|o|aron|aba)|fracas\w+|neg(?:o|aron|aba)|rechaz\w+|nadie|nada|ningun[oa]?|incapa(?:z|ces)|ni",
    "fr": r"sans|manqu\w+|echou\w+|echec|refus\w*|perdu?\w*|faute|incapables?|ignor\w+|aucune?|rien|personne(?=\s+n)|ni"
    r"|n(?:e\s+|['’])\w+\s+(?:\w+\s+)?plus(?!\s+(?:que|de\s+\d))",
}
_DENIAL = {language: re.compile(rf"(?<![\w-])(?:{words})(?!\w)") for language, words in _NO_IN_OTHER_WORDS.items()}
# "Unclear" is what is not clear.
_CONTRARY_PREFIX = re.compile(r"(?:un|in|im|il|ir|dis)(?=\w{3})")
# What is denied besides: "because of safety concerns, not money".
_NO_BESIDES = {"de": r"(?:und )?nicht", "en": r"(?:and )?not", "es": r"(?:y )?no", "fr": r"(?:et )?(?:pas|non)"}
_NOT_BESIDES = (
    r"(?!(?:only|just|more|less|fewer|later|earlier|until|before|nur|mehr|weniger|vor|zuletzt|seulement|plus|moins|avant"
    r"|s[oó]lo|solamente|m[aá]s|menos|antes|obstante)\b)"
)
_BESIDES = {
    language: re.compile(rf",\s+{words}\s+{_NOT_BESIDES}[^,;]*", re.IGNORECASE)
    for language, words in _NO_BESIDES.items()
}
_NEGATION = {language: re.compile(rf"(?<![\w-]){words}(?!\w)") for language, words in _NO.items()}


@dataclass(frozen=True, slots=True)
class _Said:
    """What words say that only another of its kind contradicts; `words` are the stems of those that say something.

    `besides` are those of what is denied behind a comma, and `denials` the words that say no as "failed" does.
    """

    words: frozenset[str]
    numbers: frozenset[str]
    roughly: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    times: frozenset[str]
    parts: tuple[Part, ...]
    negated: bool
    besides: frozenset[str]
    denials: frozenset[str]
    # The amount that a fraction makes, as in "half of the voters", and whether there is one.
    has_fraction: bool
    amount: Quantity | None


def say_otherwise(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether words, each with their language, cannot say the same: each has a month, a number or the like that the other lacks.

    So they cannot where one is the contrary of the other, where each names somebody else, or where they share no more than words
    like "the" and "in".
    """
    if _each_has_its_own(_digits_in(one[0]), _digits_in(other[0])):
        return True
    if tell_contrary(one, other) or name_others(one, other):
        return True
    first, second = _said(*one), _said(*other)
    if one[1] == other[1] and _share_nothing(first, second):
        return True
    return _contradict(first, second) or _count_otherwise(first, second)


def _contradict(one: _Said, other: _Said) -> bool:
    """Whether one is the contrary of the other, or says another month, weekday or part of a year, or thousands for hundreds."""
    kinds = ((one.months, other.months), (one.weekdays, other.weekdays), (one.roughly, other.roughly))
    return (
        _is_contrary(one, other)
        or _is_contrary(other, one)
        or _are_other_parts(one.parts, other.parts)
        or any(_each_has_its_own(found, known) for found, known in kinds)
    )


def _is_contrary(one: _Said, other: _Said) -> bool:
    """Whether one says no, and the other neither does so nor says it in other words; or says what one denies besides."""
    if one.besides & other.words:
        return True
    if not one.negated or other.negated or len(one.words - other.words) > _OTHER_WORDS:
        return False
    return not (other.denials - one.denials or any(_is_denied(word, one.words) for word in other.words - one.words))


def _is_denied(word: str, words: Collection[str]) -> bool:
    """Whether the contrary of a word is among `words`: "clear" of "unclear"."""
    found = _CONTRARY_PREFIX.match(word)
    return found is not None and any(known.startswith(word[found.end() :]) for known in words)


def _count_otherwise(one: _Said, other: _Said) -> bool:
    """Whether they say another number, another part of something, or without any number another measure of time."""
    alike = one.has_fraction == other.has_fraction
    if one.amount and other.amount and (one.has_fraction or other.has_fraction):
        return _are_other_amounts(one.amount, other.amount, alike=alike)
    # Six months may be half a year, and 700 people hundreds.
    if not (one.numbers or other.numbers or one.has_fraction or other.has_fraction):
        return _each_has_its_own(one.times, other.times)
    return alike and bool(one.roughly) == bool(other.roughly) and _each_has_its_own(one.numbers, other.numbers)


def _said(words: str, language: str) -> _Said:
    parts = parts_in(words, language)
    rest = without(words, parts)
    roughly = {word: _roughly(word, language) for word in rest.split()}
    exact = _with_whole_numbers(" ".join(word for word in rest.split() if roughly[word] is None), language)
    plain, with_fractions = in_digits(rest, language), fractions_in_digits(rest, language)
    named = [fold(w) for w in _WORD.findall(rest) if language not in _WITH_CAPITALS or w[0].isupper()]
    months, weekdays = numbers_of_months(language), numbers_of_weekdays(language)
    negation, denial = _NEGATION.get(language), _DENIAL.get(language)
    said = _BESIDES[language].sub("", words) if language in _BESIDES else words
    all_stems, stems = (frozenset(terms(_with_whole_numbers(text, language), language)) for text in (words, said))
    return _Said(
        words=stems,
        numbers=_digits_in(exact),
        roughly=frozenset(number for number in roughly.values() if number is not None),
        months=frozenset(months[word] for word in named if word in months),
        # "Montagabend", "Mondays"
        weekdays=frozenset(number for word in named for day, number in weekdays.items() if word.startswith(day)),
        times=frozenset(unit for word in _WORD.findall(exact) if (unit := _time_of(word, language))),
        parts=tuple(place.part for place in parts if place.part is not None),
        negated=negation is not None and negation.search(fold(said)) is not None,
        besides=all_stems - stems,
        denials=frozenset(denial.findall(fold(words))) if denial else frozenset(),
        # Not the third place, which is the "3rd" in digits.
        has_fraction=holds_fraction(rest, language) and (with_fractions != plain or holds_fraction(plain, language)),
        amount=read_quantity(with_fractions, language),
    )


def _with_whole_numbers(words: str, language: str) -> str:
    return _SCALED.sub(r"\1\2", in_digits(words, language))


def _roughly(word: str, language: str) -> int | None:
    """About how many a word says, as "hundreds" does; None of any other."""
    return next((number for pattern, number in _ROUGH_WORD.get(language, ()) if pattern.search(fold(word))), None)


def _time_of(word: str, language: str) -> str:
    """The measure of time that a word names; none of "an", a year in French and an article in English."""
    unit = measure_of(fold(word)) if len(word) > 1 and not is_function_word(word, language) else None
    return unit if unit is not None and unit in TIMES else ""


def _digits_in(words: str) -> frozenset[str]:
    return frozenset(digits.lstrip("0") for digits in _DIGITS.findall(_BETWEEN_GROUPS.sub("", words)))


def _each_has_its_own(found: Collection[object], known: Collection[object]) -> bool:
    """Whether each has something that the other has not: 17 h 25 and 17 h 52, and not 17 h 25 and 17 h."""
    return not (set(found) <= set(known) or set(known) <= set(found))


def _share_nothing(one: _Said, other: _Said) -> bool:
    """Whether words that say something have none of them in common: "the car" and "the bus"; "the fall" is the autumn."""
    if not one.words or not other.words or one.weekdays & other.weekdays:
        return False
    if any(part.agrees(known) for part in one.parts for known in other.parts):
        return False
    return not any(_may_be(a, b) or _may_be(b, a) for a in one.words for b in other.words)


def _may_be(word: str, longer: str) -> bool:
    return word == longer or (len(word) >= _SHORTEST and longer.startswith(word))


def _are_other_parts(found: Collection[Part], known: Collection[Part]) -> bool:
    """Whether each names a part of a year or a month that overlaps none of the other's: spring and autumn, early and late."""
    return bool(found and known) and all(
        any(all(part.agrees(other) is False for other in others) for part in parts)
        for parts, others in ((found, known), (known, found))
    )


def _are_other_amounts(one: Quantity, other: Quantity, *, alike: bool) -> bool:
    """Whether amounts are not the same; a third may be 33 % or 34 %, where not both are `alike` in words."""
    found = one if alike or one.unit != "%" else replace(one, bound=Bound.ABOUT)
    return found.agrees(other) is False
