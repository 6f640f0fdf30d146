"""Tells words that say the contrary of each other without a "not": what rose and what fell, before and after, north and south."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.words import terms

_Pair = tuple[re.Pattern[str], re.Pattern[str]]
# Beside a number alone: "give up" and "fall down" say something else, and "up to" how a number is meant.
_BESIDE_A_NUMBER = r"(?=\s+(?:by\s+)?(?:(?:about|around|some|nearly|almost|more than)\s+)?[$€£]?\d)"
# What went up, and what went down.
_CHANGES = {
    "de": (
        r"stieg(?:en)?|gestiegen\w*|steig(?:t|en)|anstieg|erhöh\w+|wuchs(?:en)?|gewachsen\w*|wächst|zugenommen|zugelegt",
        r"sank(?:en)?|gesunken\w*|sink(?:t|en)|fiel(?:en)?|gefallen\w*|fällt|rückgang|zurückgegangen|schrumpf\w+|abgenommen",
    ),
    "en": (
        r"r(?:ose|ise[ns]?|ising)|gr(?:ew|ow[ns]?|owing|owth)|increas(?:e[sd]?|ing)|climb(?:s|ed|ing)?|jump(?:s|ed)|soar(?:s|ed|ing)"
        rf"|surg(?:e[sd]?|ing)|(?:gain(?:s|ed)|up){_BESIDE_A_NUMBER}",
        r"f(?:ell|all(?:s|en|ing)?)|drop(?:s|ped|ping)?|declin(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|s[au]nk|sinks?|slumped"
        rf"|plung(?:e[sd]?|ing)|shr[aiu]nk|tumbled|(?:lost|down){_BESIDE_A_NUMBER}",
    ),
    "es": (
        r"subi(?:ó|eron|do)|suben?|aument\w+|crec(?:e|en|ió|ieron|ido|iendo)|increment\w+",
        r"baj(?:ó|aron|ado|an)|cay(?:ó|eron)|ca(?:en|ído)|descend\w+|descienden?|disminu\w+",
    ),
    "fr": (
        r"augment\w+|hausses?|progressé\w*|grimp\w+|bondi\w*|accrue?s?",
        r"baiss\w+|diminu\w+|recul(?:é\w*|e|ent|ait)?|chut\w+|tomb(?:é\w*|e|ent)",
    ),
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
# So many words behind say before what, and what was won.
_WORDS_BEHIND = 3


@dataclass(frozen=True, slots=True)
class _Pole:
    """Which of two contraries is said, and the stems of the words behind it."""

    number: int
    of: frozenset[str]


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def _pairs(kinds: Mapping[str, tuple[str, str]]) -> dict[str, _Pair]:
    return {language: (_compiled(one), _compiled(other)) for language, (one, other) in kinds.items()}


_CHANGE, *_OF_SOMETHING = (_pairs(kinds) for kinds in (_CHANGES, _TIMES, _CONTESTS))
_POINT = {
    language: {point: _compiled(words) for point, words in points.items()} for language, points in _POINTS.items()
}


def tell_contrary(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether words, each with their language, say the contrary of each other: sales rose and sales fell, after and before it.

    Words that say both, or neither, say no contrary. North and east are other directions, and north-west is in the north.
    """
    found, known = (frozenset(_points_in(*words)) for words in (one, other))
    if not (found <= known or known <= found):
        return True
    if go_apart(one, other):
        return True
    poles = [(_pole(pairs, *one), _pole(pairs, *other)) for pairs in _OF_SOMETHING]
    # The board met before he left, and he left after the board met; but before the vote is not after it.
    return any(first and second and first.number != second.number and first.of & second.of for first, second in poles)


def go_apart(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether one says that something rose, and the other that it fell."""
    first, second = _pole(_CHANGE, *one), _pole(_CHANGE, *other)
    return first is not None and second is not None and first.number != second.number


def _pole(pairs: Mapping[str, _Pair], words: str, language: str) -> _Pole | None:
    """Which of the two `words` say; None where that is neither or both, or where they say no to something."""
    said = [
        (number, found) for number, pattern in enumerate(pairs.get(language, ())) if (found := pattern.search(words))
    ]
    if len(said) != 1 or _NEGATION[language].search(words):
        return None
    number, found = said[0]
    return _Pole(number, frozenset(terms(" ".join(words[found.end() :].split()[:_WORDS_BEHIND]), language)))


def _points_in(words: str, language: str) -> Iterator[str]:
    return (point for point, pattern in _POINT.get(language, {}).items() if pattern.search(words))
