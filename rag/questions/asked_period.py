"""Which day, month or year a question asks about: what happened "in August 2024"; not what "the trial of August 2024" names."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import islice

from index.locales import weekdays
from index.words import fold
from rag.values.bounds import bound_before
from rag.values.coming import is_to_come
from rag.values.date_ranges import without_ranges
from rag.values.date_values import DateValue
from rag.values.dates import dates_in
from rag.values.empty_words import says_nothing
from rag.values.years import YEAR, YearOrCount, year_or_count

_MARKS = re.compile(r"[?!]")
_YEAR = re.compile(r"\d{4}")
_BETWEEN_TOKENS = re.compile(r"[\s,;()«»“”]+")
# Each is tried as a date in several ways, and whoever asks with more of them asks for no one day.
_MOST_NUMBERS = 20
_MONTHS = 12
# What stands before a date that says when. "Of", "since" and "by" say something else.
_WHEN = re.compile(
    r"(?:^[\s¿]*|(?<!\w)(?:in|on|during|en|le|au|im|am|el|nel|il|em|no|op|pendant|durant)\s+(?:(?:the|de)\s+)?)$",
    re.IGNORECASE,
)
# The year that is called so: "im Jahr 2023", "en l’an 2000", "in the year 2023". By language: "an" is no year in German.
_NAMED_YEAR = {
    "de": r"jahre?s?",
    "en": r"year",
    "es": r"año",
    "fr": r"an(?:née)?",
    "it": r"anno",
    "nl": r"jaar",
    "pt": r"ano",
}
_IN_NAMED_YEAR = {
    language: re.compile(
        r"(?<!\w)(?:nell['’]|(?:in|during|en|im|nel|no|pendant|durante?|während|au cours|in the course|im (?:laufe|verlauf)"
        rf"|a lo largo)\s+(?:(?:of the|the|del?|des|el|het|do)\s+)?(?:l['’])?)(?:{year})\s+(?:de\s+)?$",
        re.IGNORECASE,
    )
    for language, year in _NAMED_YEAR.items()
}
# "Le mardi 3 mai 2023", "am Dienstag, den 3. Mai 2023"
_WEEKDAY = re.compile(r"(?<!\w)(?P<day>[^\W\d_]+)\.?,?\s+(?:(?:den|dem|the)\s+)?$")
_YEAR_ALONE = re.compile(rf"(?<![\w.,/$€£-]){YEAR.pattern}(?![\w%]|[.,/–-]\d)")
# "Was geschah 2023?", "wer war 2015 Kanzler": in German a year needs no word before it, where that is a verb or one of these.
# "Wer ist 2025 dabei?" asks for what is to come as well as for what has been.
_GERMAN_WORD = re.compile(r"(?<!\w)[a-zäöüß]+\s+$")
_GERMAN_BESIDE_VERBS = frozenset(
    {"war", "waren", "wurde", "wurden", "hat", "haben", "hatte", "hatten", "gab"}
    | {"er", "sie", "es", "man", "sich", "nicht", "auch", "dort", "hier", "damals"}
)
# What is counted or measured.
_GERMAN_COUNTED = re.compile(
    r"\s*(?:euro|dollar|franken|pfund|meter|kilometer|tonnen|prozent|grad|stück|ps|watt|k?[mg]|€|\$|£)(?!\w)",
    re.IGNORECASE,
)
# "Strich 1950 Stellen": these are as many as well as of that year.
_GERMAN_PLURAL = re.compile(
    r"\s+[^\W\d_]*?(?:stellen|jobs|plätze|mitarbeiter(?:innen)?|angestellten?|beschäftigten?|arbeiter|menschen|leute|personen"
    r"|frauen|männer|kinder|schüler|einwohner|flüchtlinge|soldaten|toten?|opfer|verletzten?|leichen|stimmen|fälle|häuser"
    r"|wohnungen|filialen|autos|wagen|fahrzeuge|flüge|bäume|tiere|seiten|exemplare|unterschriften|tage|stunden|jahre|mal|kilo"
    r"|hektar|liter)(?!\w)",
    re.IGNORECASE,
)
# Neither verbs nor words that say nothing.
_GERMAN_OTHERS = re.compile(r"genau|exakt|insgesamt|zusammen|ganze|laut|gegenüber|wegen|trotz|pro|per|sowie|mal")
# "The firm closed in May 2023" in German: "die im Mai 2023 geschlossene Firma".
_GERMAN_ARTICLE = re.compile(r"(?<!\w)(?:de[rmns]|die|das|eine?[rmns]?)\s+$")
_NO_PARTICIPLE = r"(?!(?:unter|hinter|heute|meisten|(?:letzt|erst|best)e[nrsm]?)\s)"
# Without it "die" is a pronoun: "wer hat die im Mai 2023 getroffen?"
_GERMAN_PARTICIPLE = re.compile(rf"\s+(?:\w+\s+){{0,4}}?{_NO_PARTICIPLE}[a-zäöüß]+(?:te|e?ne|nde)[nrsm]?\s+[A-ZÄÖÜ]\w+")

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
_GERMAN_ATTRIBUTE = re.compile(rf"\s+(?:\w+\s+)?{_NO_PARTICIPLE}\w+te[nrsm]?\s+[A-ZÄÖÜ]\w+")


# Who was chief then may have become it long before.
_LASTING = re.compile(
    r"(?:who(?: ran(?! (?:against|for|in)\b)| runs| led| leads| headed| heads| owned| owns)"
    # "Who was fired in 2022" asks what happened, "who was president in 2022" and "who was Egypt's president" how things were.
    r"|who(?: is| was| were| are|'s| had| has)(?! (?-i:(?!president\b)[a-z]\w*(?:ed|en|t)\b(?!['’]s)))"
    # The winner and the victim have not been so since.
    r"|qui (?:a|ont) été (?:l[ea]s? |l['’])?(?:(?:vice-)?présidente?s?|(?:premi(?:er|ère)s? )?ministres?|maires?|cheff?e?s?"
    r"|direct(?:eur|rice)s?|patronn?e?s?|pdg|dirigeante?s?|chanceli(?:er|ère)s?|gouverneure?s?|secrétaires?|rois?|reines?|papes?"
    r"|entraîneure?s?)\b"
    r"|qui (?:est|était|étaient|sont) (?:l[ea]\b|les\b|l['’]|au\b|à\b|à l['’]|son\b|sa\b)"
    r"|qui (?!avait\b|s['’])\w+(?:ait|aient)\b|wer (?:ist|war|leitet|leitete|führte?|besitzt|besaß)\b"
    r"|qui[eé]n(?:es)? (?:es|era|son|eran|dirige|dirigía|tiene|tenía)\b"
    r"|qui[eé]n(?:es)? fue(?:ron)? (?:(?:el|la|l[oa]s) )?(?:(?:vice)?president[ea]s?|(?:primer[oa]?s? )?ministr[oa]s?"
    r"|alcalde(?:sa)?s?|jef[ea]s?|director(?:a|es|as)?|canciller(?:es)?|gobernador(?:a|es|as)?|secretari[oa]s?|rey(?:es)?"
    r"|reinas?|papas?|entrenador(?:a|es|as)?)\b)",
    re.IGNORECASE,
)


_FRENCH_WHAT = re.compile(r"(?<!\w)qu['’]est-ce (?=qu)", re.IGNORECASE)
# "Where is the World Cup in 2026?", "what changes in 2025?", "who might win in 2028?": told beforehand, if no verb of the past
# stands beside it. "What does it cost in 2024?", "who is president in 2024?" and "what is known of it?" ask for what is so.
_PRESENT = {
    "de": re.compile(
        r"(?<!\w)(?:ist|sind|findet|finden|ändert|ändern|gilt|gelten|tritt|treten|kandidiert|kommt|kommen|sollte|kann|können|könnte)(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<!\w)(?:(?<!\bwhat )(?<!\bwho )(?<!\bhigh )(?<!\bmuch )(?<!\blarge )(?<!\bbig )is(?! known\b)"
        r"|(?<!\bwhat )(?<!\bwho )are|should|could|might|must|changes?|hosts?|takes? place|comes?|starts?|begins?|ends?)(?!\w)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?<!\w)(?:(?<!\bcuál )(?<!\bquién )es|(?<!\bcuáles )(?<!\bquiénes )son|cambian?|juegan?|presentan?|empiezan?|celebran?"
        r"|pueden?|podrían?|deberían?)(?!\w)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?<!\w)(?:est(?!-ce)|sont|change|changent|commence|(?:a|ont) lieu|présente|peut|pourrait|devrait)(?!\w)",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """The day, month or year that a question asks about.

    `lasting` where it asks how things were then, and not what happened; `foretold` where it may be about what is to come.
    """

    value: DateValue
    first: date
    last: date
    lasting: bool
    foretold: bool = False


def asked_period(question: str, language: str) -> AskedPeriod | None:
    """The one day, month or year, with its year, of which is asked; None where there is none such.

    So it is where the question asks about what is to come: that is told beforehand, by who says nothing of when.
    """
    # A year is not read with the mark behind it: "2021?"
    question = _MARKS.sub(" ", question)
    stated = _stated(question, language) if _YEAR.search(question) and not _is_full_of_numbers(question) else []
    if len(stated) != 1:
        return None
    start, end, found = stated[0]
    said, behind = question[:start], question[end:]
    if found.year is None or found.bound is not None or found.either_order:
        return None
    before = _before_when(said, found, behind, language)
    if before is None or is_to_come(said, behind, language) or _is_of_another(before, behind, language):
        return None
    month = found.month or _MONTHS
    last = date(found.year, month, found.day or monthrange(found.year, month)[1])
    lasting = _LASTING.match(question.strip("¿ ")) is not None
    may_come = language in _PRESENT and _PRESENT[language].search(question)
    # "Est" of "qu'est-ce qui" tells no time.
    foretold = bool(may_come) and is_to_come(_FRENCH_WHAT.sub("", said), behind, language) is None
    return AskedPeriod(found, date(found.year, found.month or 1, found.day or 1), last, lasting, foretold)


def _stated(question: str, language: str) -> list[tuple[int, int, DateValue]]:
    """The dates in the question, two at most.

    Where there is none, the only year, if it says when whatever follows: "im Jahr 2021 gewählt".
    """
    found = list(islice(dates_in(question, language, None), 2))
    years = [] if found else list(_YEAR_ALONE.finditer(without_ranges(question, language)))
    if len(years) != 1:
        return found
    (start, end), said, behind = years[0].span(), question[: years[0].start()], question[years[0].end() :]
    says_when = _in_named_year(said, language) or _may_be_bare(said, years[0][0], behind, language)
    return [(start, end, DateValue(int(years[0][0]), None, None))] if says_when else []


def _is_full_of_numbers(question: str) -> bool:
    tokens = _BETWEEN_TOKENS.split(question)
    return sum(any(map(str.isdigit, token)) for token in tokens) > _MOST_NUMBERS


def _before_when(said: str, found: DateValue, behind: str, language: str) -> str | None:
    """What stands before the words that say of a date behind `said` that it says when; None where there are none such."""
    if found.day is not None and (weekday := _WEEKDAY.search(said)) and fold(weekday["day"]) in weekdays(language):
        said = said[: weekday.start()]
    when = _WHEN.search(said) or (_in_named_year(said, language) if found.month is None else None)
    if when is not None:
        return said[: when.start()]
    return said if found.month is None and _may_be_bare(said, str(found), behind, language) else None


def _in_named_year(said: str, language: str) -> re.Match[str] | None:
    return _IN_NAMED_YEAR[language].search(said) if language in _IN_NAMED_YEAR else None


def _may_be_bare(said: str, year: str, behind: str, language: str) -> bool:
    """Whether a year says when without a word that says so, as it does in German: "was geschah 2023"."""
    before = _GERMAN_WORD.search(said) if language == "de" else None
    if before is None or _GERMAN_COUNTED.match(behind) or bound_before(said):
        return False
    word = before[0].strip()
    # "Wer wurde 2015 Mitarbeiter?" is of one.
    if word not in {"war", "wurde"} and _GERMAN_PLURAL.match(behind):
        return False
    if word not in _GERMAN_BESIDE_VERBS and (says_nothing(word, language) or _GERMAN_OTHERS.fullmatch(word)):
        return False
    return year_or_count(year, said, behind, language) is YearOrCount.YEAR


def _is_of_another(said: str, behind: str, language: str) -> bool:
    """Whether a date between `said` and `behind` tells which one is meant: "the firm that was founded in 2021"."""
    opened = _FRENCH_OPENING.sub("", said)
    if (relative := _RELATIVE.get(language)) and re.search(relative, opened):
        return True
    if language == "de":
        if _GERMAN_ARTICLE.search(said) and _GERMAN_PARTICIPLE.match(behind):
            return True
        return _GERMAN_ATTRIBUTE.match(behind) is not None
    participle, auxiliary = _PARTICIPLE.get(language), _AUXILIARY.get(language)
    if participle is None or not re.search(rf"(?<!\w){participle}\s*$", said):
        return False
    return re.search(rf"(?<!\w){auxiliary}(?!\w)", said, re.IGNORECASE) is None
