"""Whether a question asks who somebody is that it names: "Who is Jan Leike?", and not "Who is the mayor?"."""

import re

from index.words import fold

_WHO_IS = re.compile(
    r"(?:who (?:is|was)|who's|qui (?:est|[ée]tait)|c'est qui|wer (?:ist|war)|qui[eé]n (?:es|era|fue)|chi (?:[eè]'?|era)"
    r"|wie (?:is|was)|quem (?:[eé]|era|foi)|cine (?:este|era)) ",
    re.IGNORECASE,
)
# What a follow-up is about stands in brackets behind it: "who is he? (Jan Leike)".
_WHO_IS_THAT = re.compile(
    r"(?:who (?:is|was) s?he|qui (?:est|[ée]tait)[- ](?:il|elle)|wer (?:ist|war) (?:er|sie)"
    r"|qui[eé]n (?:es|era|fue)(?: él| ella)?|wie (?:is|was) (?:hij|zij|ze)) ?\? \([^()]+",
    re.IGNORECASE,
)
_PARTICLES = re.compile(r"al|bin|d[aiou]|del?|della|de[nr]|dos|el|ibn|l[ae]|te[nr]|v[ao]n|y|das|the|'t|zu")
# What a name does not begin with: "Who is the Mayor?", "Wer ist zu Gast in Berlin?", "Qui est l'Abbé?"
_INSIDE = re.compile(r"das|the|zu|l'.*")
# "al-Assad", "d'Arc"
_BOUND = re.compile(r"(?:(?:a[dlnrstz]|el)-|(?:d|dell|l)')[A-ZÀ-ÖØ-Þ]")
# An office may have a capital too, and who holds it is one name; so is "Chef von Helmar", where nouns have capitals.
_OFFICE = re.compile(
    r"(?:(?:vice-?)?president[ea]?|(?:prime )?minister|ministr[oa]|chancellor|pope|king|queen|mayor|governor|secretary|director"
    r"|chair(?:(?:wo)?man)?|(?:chief )?(?:executive|scientist)|(?:chief )?\w+ officer"
    r"|ministre|pdg|direct(?:eur|rice)|chef(?:fe)?|patron(?:ne)?|maire)"
    r"(?: (?:(?:de[l]?|della|d[iou]|da|van|von) |d'|dell').*)?"
    # "Finance Minister", "UK Foreign Secretary"
    r"|(?:[\w-]+ ){1,3}(?:minister|secretary)"
)
_OF_SOMETHING = re.compile(r"[\w-]+ von (?!der )")
_MOST_WORDS = 5


def asks_who_somebody_is(question: str) -> bool:
    """Whether it is "who is" and a name, with whatever a comma sets apart behind it.

    `question` has its capitals, and no marks at either end. A single word is no name in German, where nouns have capitals too,
    nor where it is all in capitals ("Who is CEO?").
    """
    if _WHO_IS_THAT.fullmatch(question):
        return True
    begun = _WHO_IS.match(question)
    if begun is None:
        return False
    name = question[begun.end() :].partition(",")[0].strip()
    words = name.split()
    others = [word for word in words if not (word[0].isupper() or _BOUND.match(word))]
    if (
        not 0 < len(words) <= _MOST_WORDS
        or others[-1:] == words[-1:]
        or not all(map(_PARTICLES.fullmatch, others))
        or _INSIDE.fullmatch(words[0])
        or "'s" in name
    ):
        return False
    is_german = begun[0].lower().startswith("wer")
    if is_german and (len(words) - len(others) == 1 or _OF_SOMETHING.match(name)):
        return False
    return not (len(words) == 1 and name.isupper()) and _OFFICE.fullmatch(fold(name)) is None
