"""Tells words that say the contrary of each other without a "not": what rose and what fell, before and after, north and south."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.words import fold, question_terms
from rag.questions.subjects import is_function_word
from rag.values.number_words import in_digits

_Pair = tuple[re.Pattern[str], re.Pattern[str]]
# Beside a number alone: "give up" and "fall down" say something else, and "up to" how a number is meant.
_BESIDE_A_NUMBER = r"(?=\s+(?:by\s+)?(?:(?:about|around|some|nearly|almost|more than)\s+)?[$€£]?\d)"
# What went up, and what went down. Growth that slowed to 0.3 percent did not rise, and growth of 0.3 percent is a rise.
_CHANGES = {
    "de": (
        r"stieg(?:en)?|gestiegen\w*|steig(?:t|en)|anstieg|erhöh\w+|wuchs(?:en)?|gewachsen\w*|wächst|zugenommen|zugelegt",
        r"sank(?:en)?|gesunken\w*|sink(?:t|en)|(?<!entscheidung\s)(?:fiel(?:en)?|gefallen\w*|fällt)|rückgang|zurückgegangen"
        r"|schrumpf\w+|abgenommen",
    ),
    "en": (
        r"r(?:ose|ise[ns]?|ising)|gr(?:ew|ow[ns]?|owing|owth(?=\s+of\s+\d))|increas(?:e[sd]?|ing)|climb(?:s|ed|ing)?"
        rf"|jump(?:s|ed)|soar(?:s|ed|ing)|surg(?:e[sd]?|ing)|(?:gain(?:s|ed)|up){_BESIDE_A_NUMBER}",
        r"f(?:ell|all(?:s|en|ing)?)|drop(?:s|ped|ping)?|declin(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|s[au]nk|sinks?|slumped"
        rf"|plung(?:e[sd]?|ing)|shr[aiu]nk|tumbled|(?:lost|down){_BESIDE_A_NUMBER}",
    ),
    "es": (
        r"subi(?:ó|eron|do)|suben?|aument\w+|crec(?:e|en|ió|ieron|ido|iendo)|increment\w+",
        r"baj(?:ó|aron|ado|an)|cay(?:ó|eron)|ca(?:en|ído)|descend\w+|descienden?|disminu\w+",
    ),
    "fr": (
        r"augment\w+|hausses?(?=\s+de\s+\d)|(?<=\ben\s)hausse|progressé\w*|grimp\w+|bondi\w*|accrue?s?",
        r"baiss\w+|diminu\w+|recul(?:é\w*|e|ent|ait)?|chut\w+|tomb(?:é\w*|e|ent)",
    ),
}
# The same as bare nouns, of what stands behind them.
_GROWTHS = {
    "en": (r"growth|rise|increase", r"fall|drop|decline|decrease"),
    "fr": (r"hausses?", r"baisses?|reculs?|chutes?|diminutions?"),
}
# What a number is reached by, and not added: "fell to 2.1 percent" may be "rose by 2.1 percent" of what it is a change of.
_REACHED = {
    language: re.compile(rf"(?<!\w)(?:{words})(?:\s+\S+){{0,2}}?\s+[$€£]?\d", re.IGNORECASE)
    for language, words in (("de", "auf"), ("en", r"(?<!\bup\s)to"), ("es", "al?|hasta"), ("fr", "(?:jusqu['’])?à"))
}
_TIMES = {
    "en": (r"(?<!\bnot\s)(?:before|earlier)(?!\s+than)", r"(?<!\bno\s)(?:after|later)(?!\s+than)"),
    "es": (r"(?<!\bno\s)antes", r"después|tras"),
    "fr": (r"(?<!\bpas\s)avant|(?<!\bau\s)plus tôt", r"après|(?<!\bau\s)plus tard"),
}
_CONTESTS = {
    "de": (r"gewann(?:en)?|gewonnen\w*|gewinnt", r"verlor(?:en)?|verliert"),
    "en": (r"w[io]n(?:s|ning)?(?!['’]t)", r"los(?:[et]|es|ing)"),
    "es": (r"gan(?:ó|aron|a|an)", r"perdi(?:ó|eron)|pierden?"),
    "fr": (r"gagn(?:é\w*|e|ent)|remport(?:é\w*|e|ent)", r"perdue?s?|perd(?:ent)?"),
}
# Whole words, since Easter, Austria and Sudan begin as east and south do, and "est" and "este" say something else.
_POINTS = {
    "de": {
        "north": r"nord(?:en|ost(?:en)?|west(?:en)?)?|nörd(?:lich|öst|west)\w*|nord(?:öst|west)lich\w*",
        "south": r"süd(?:en|ost(?:en)?|west(?:en)?)?|süd(?:lich|öst|west)\w*",
        "east": r"(?:nord|süd)?ost(?:en)?|(?:nord|süd)?östlich\w*",
        "west": r"(?:nord|süd)?west(?:en)?|(?:nord|süd)?westlich\w*",
    },
    "en": {
        point: rf"{before}{point}{behind}(?:ern|ernmost|erly|wards?)?"
        for points, before, behind in (
            (("north", "south"), "", "(?:-?(?:east|west))?"),
            (("east", "west"), "(?:(?:north|south)-?)?", ""),
        )
        for point in points
    },
    "es": {
        "north": r"norte|noreste|noroeste|septentrional(?:es)?",
        "south": r"sur|sureste|suroeste|meridional(?:es)?",
        "east": r"noreste|sureste|(?:(?<=\bel\s)|(?<=\bdel\s)|(?<=\bal\s))este|oriental(?:es)?",
        "west": r"(?:nor|sur)?oeste|occidental(?:es)?",
    },
    "fr": {
        "north": r"nord(?:-(?:est|ouest))?|septentrion(?:al|ale|aux|ales)",
        "south": r"sud(?:-(?:est|ouest))?|méridion(?:al|ale|aux|ales)",
        "east": r"(?:nord|sud)-est|(?<=[ld]['’])est|orient(?:al|ale|aux|ales)",
        "west": r"(?:(?:nord|sud)-)?ouest|occident(?:al|ale|aux|ales)",
    },
}


# "Did not rise" is seldom the contrary of "fell".
_NEGATION = {
    "de": re.compile(r"(?<!\w)(?:nicht|nie|niemals|kein\w*)(?!\w)", re.IGNORECASE),
    "en": re.compile(r"(?<!\w)(?:not|no|never|cannot|without|\w+n['’]t)(?!\w)", re.IGNORECASE),
    "es": re.compile(r"(?<!\w)(?:no|nunca|jamás|sin)(?!\w)", re.IGNORECASE),
    "fr": re.compile(r"(?<!\w)(?:ne|n['’]\w+|pas|jamais|non|sans)(?!\w)", re.IGNORECASE),
}
# A part of a name as its capital and that of its neighbour say: "North Korea", "Middle East", "Corée du Nord".
_WORD_BEHIND, _WORD_BEFORE = re.compile(r"\s+(\w+)"), re.compile(r"(\w+)\s+(?P<of>(?:du|del)\s+)?\Z")
_OPPOSITES = {"north": "south", "south": "north", "east": "west", "west": "east"}
# Rising costs and lower demand: what stands behind it belongs to something else.
_ENDS_PHRASE = re.compile(
    r"[,;:.]\s|(?<!\w)(?:and|or|but|while|und|oder|aber|während|et|ou|mais|tandis|parce|y|o|pero|mientras)(?!\w)",
    re.IGNORECASE,
)
# So many words before and behind say who did it, before what, and what was won.
_WORDS_BESIDE = 3


@dataclass(frozen=True, slots=True)
class _Pole:
    """Which of two contraries is said, and the stems of the words before and behind it that say something, without numbers."""

    number: int
    before: tuple[str, ...]
    behind: tuple[str, ...]

    @property
    def changed(self) -> frozenset[str]:
        """What may have changed: "prices rose", "the fall in prices"."""
        return frozenset((*self.before, *self.behind[:1]))


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def _pairs(kinds: Mapping[str, tuple[str, str]]) -> dict[str, _Pair]:
    return {language: (_compiled(one), _compiled(other)) for language, (one, other) in kinds.items()}


_CHANGE, _CONTEST, _TIME, _GROWTH = (_pairs(kinds) for kinds in (_CHANGES, _CONTESTS, _TIMES, _GROWTHS))
_POINT = {
    language: {point: _compiled(words) for point, words in points.items()} for language, points in _POINTS.items()
}


def tell_contrary(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether words, each with their language, say the contrary of each other: sales rose and sales fell, after and before it.

    Words that say both, or neither, say no contrary, nor do those that say it of something else: costs rose and sales fell, Kuhn
    lost and Roth won. North-west is in the north, and what lies north of one place may lie east of another.
    """
    if _lie_apart(frozenset(_points_in(*one)), frozenset(_points_in(*other))):
        return True
    changes = _poles_apart(_CHANGE, one, other)
    if changes and go_apart(one, other) and _are_of_one(*(pole.changed for pole in changes)):
        return True
    contest = _poles_apart(_CONTEST, one, other)
    if contest and _are_of_one(*(pole.before for pole in contest)) and set(contest[0].behind) & set(contest[1].behind):
        return True
    # The board met before he left, and he left after the board met; but before the vote is not after it. After midnight on
    # Sunday is before dawn on Sunday.
    return any(
        poles is not None and poles[0].behind[:1] == poles[1].behind[:1] != ()
        for poles in (_poles_apart(pairs, one, other) for pairs in (_TIME, _GROWTH))
    )


def go_apart(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether one says that something rose, and the other that it fell, both by so much or both to it.

    Prices rose by 2.1 percent where inflation fell to 2.1 percent.
    """
    return _poles_apart(_CHANGE, one, other) is not None and _is_reached(*one) == _is_reached(*other)


def _is_reached(words: str, language: str) -> bool:
    pattern = _REACHED.get(language)
    return pattern is not None and pattern.search(in_digits(words, language)) is not None


def _are_of_one(one: Collection[str], other: Collection[str]) -> bool:
    """Whether words name something in common, or neither names anything."""
    return not (one or other) or not set(one).isdisjoint(other)


def _poles_apart(
    pairs: Mapping[str, _Pair], one: tuple[str, str], other: tuple[str, str]
) -> tuple[_Pole, _Pole] | None:
    first, second = _pole(pairs, *one), _pole(pairs, *other)
    return (first, second) if first and second and first.number != second.number else None


def _pole(pairs: Mapping[str, _Pair], words: str, language: str) -> _Pole | None:
    """Which of the two `words` say; None where that is neither or both, or where they say no to something."""
    said = [
        (number, found) for number, pattern in enumerate(pairs.get(language, ())) if (found := pattern.search(words))
    ]
    if len(said) != 1 or _NEGATION[language].search(words):
        return None
    number, found = said[0]
    before, behind = _ENDS_PHRASE.split(words[: found.start()])[-1], _ENDS_PHRASE.split(words[found.end() :])[0]
    return _Pole(
        number, _stems(before.split()[-_WORDS_BESIDE:], language), _stems(behind.split()[:_WORDS_BESIDE], language)
    )


def _stems(words: Sequence[str], language: str) -> tuple[str, ...]:
    return tuple(stem for stem in question_terms(" ".join(words), language, (language,)) if not stem[0].isdigit())


def _points_in(words: str, language: str) -> Iterator[tuple[str, str]]:
    """The points of the compass that `words` name, each with the word beside it that makes a name of it, mostly none."""
    for point, pattern in _POINT.get(language, {}).items():
        yield from ((point, _named_with(words, found, language)) for found in pattern.finditer(words))


def _named_with(words: str, point: re.Match[str], language: str) -> str:
    """The word that a point is a name with: "Korea" of "North Korea" and "Corée du Nord"; none of "north of Korea"."""
    if not point[0][0].isupper():
        return ""
    behind, before = _WORD_BEHIND.match(words, point.end()), _WORD_BEFORE.search(words[: point.start()])
    # "Im Norden Italiens", where any noun has a capital.
    if behind and behind[1][0].isupper() and not (language == "de" and point[0].endswith("en")):
        return fold(behind[1])
    if language == "de" or before is None or is_function_word(before[1], language):
        return ""
    return fold(before[1]) if before["of"] or before[1][0].isupper() else ""


def _lie_apart(found: Collection[tuple[str, str]], known: Collection[tuple[str, str]]) -> bool:
    """Whether each names a point that is the opposite of the other's, and neither names both."""
    return any(
        (point, name) not in known and (_OPPOSITES[point], name) in known and (_OPPOSITES[point], name) not in found
        for point, name in found
    )
