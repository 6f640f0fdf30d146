"""Reads which part of a year or a month words name, such as "early", "spring" and "the third quarter"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from rag.values.date_bounds import Bound, bound_at_end

# From one twelfth to another, the months of a year. Vague words reach far, so that two differ only where they cannot mean the
# same: "early" and "late" do, "early" and "mid" may not.
_VAGUE_TWELFTHS = {"early": (1, 5), "mid": (4, 9), "late": (8, 12)}
_HALVES = {"h1": (1, 6), "h2": (7, 12)}
_QUARTERS = {"q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12)}
_TWELFTHS = _VAGUE_TWELFTHS | _HALVES | _QUARTERS
_SEASONS = ("spring", "summer", "autumn", "winter")
_FIRST_SEASON = 21
_SEASON_WORDS = {
    "de": tuple(rf"(?:früh|spät|hoch)?(?:{word})s?" for word in ("frühjahr|frühling", "sommer", "herbst", "winter")),
    "en": tuple(rf"(?:(?:early|mid|late)[\s-]+)?(?:{word})" for word in ("spring", "summer", "autumn|fall", "winter")),
    "es": ("primavera", "verano", "otoño", "invierno"),
    "fr": ("printemps", "été", "automne", "hiver"),
    "it": ("primavera", "estate", "autunno", "inverno"),
    "nl": ("lente|voorjaar", "zomer", "herfst|najaar", "winter"),
    "pt": ("primavera", "verão", "outono", "inverno"),
}
# The beginning, the middle and the end. In English with "of": what will "start in 2027" need not be early in it.
_VAGUE = {
    "de": (r"(?:jahres)?anfang", r"(?:jahres)?mitte", r"(?:jahres)?ende"),
    "en": (
        r"early(?:\s+in)?|(?:start|beginning)(?=\s+of\b)",
        r"mid|middle(?=\s+of\b)",
        r"late(?:\s+in)?|(?:end|close)(?=\s+of\b|-)",
    ),
    "es": (r"principios?|comienzos?|inicios?", r"mediados", r"fin|fines|finales"),
    "fr": (r"début", r"mi|milieu", r"fin"),
    "it": (r"inizio|inizi", r"metà", r"fine"),
    "nl": (r"begin", r"medio|midden", r"einde?"),
    # "a final de 2023" was played.
    "pt": (r"inícios?|começos?", r"meados", r"fim|finais|(?<!\ba )(?<!\bda )(?<!\bna )final(?=\s+d[eo]\b)"),
}
# The ordinal numbers to the fourth, a quarter and a half.
_NUMBERED = {
    "de": (
        r"erste\w?|1\.",
        r"zweite\w?|2\.",
        r"dritte\w?|3\.",
        r"vierte\w?|4\.",
        r"quartale?s?",
        r"(?:halbjahr|jahreshälfte|hälfte)e?s?",
    ),
    "en": (r"first|1st", r"second|2nd", r"third|3rd", r"fourth|4th|last|final", r"quarters?", r"half|halves"),
    "es": (
        r"primer[oa]?|1\S{0,2}",
        r"segund[oa]|2\S{0,2}",
        r"tercero?|3\S{0,2}",
        r"cuarto|último|4\S{0,2}",
        r"trimestre",
        r"semestre|mitad",
    ),
    "fr": (
        *(r"premi(?:er|ère)|1[eè]?re?", r"deuxième|seconde?|2(?:e|ème|nde?)", r"troisième|3(?:e|ème)"),
        *(r"quatrième|dernier|4(?:e|ème)", r"trimestre", r"semestre|moitié"),
    ),
    "it": (r"prim[oa]", r"second[oa]", r"terzo", r"quarto|ultimo", r"trimestre", r"semestre|metà"),
    "nl": (r"eerste|1e", r"tweede|2e", r"derde|3e", r"vierde|laatste|4e", r"kwartaal", r"helft|halfjaar"),
    "pt": (r"primeir[oa]", r"segund[oa]", r"terceiro", r"quarto|último", r"trimestre", r"semestre|metade"),
}
# "Q3", "3Q" and "H1"; a trimestre and a semestre are shortened by their own letters.
_LETTERS = dict.fromkeys(("es", "fr", "it", "pt"), ("[QT]", "[HS]"))
_CODE = re.compile(r"\w\w")
# What stands between a part and the year or month it is of.
_OF = re.compile(
    r"(?:[\s/-]|[dl]['’]|dell['’]|(?:of|the|calendar|years?|de|du|des|la|le|les|ann[ée]e|del|el|año|jahre?s|der|dem|di|il|anno|do|ano"
    r"|van|het|jaar)(?!\w))*",
    re.IGNORECASE,
)
# From one part to another: neither is meant. Before a part alone "en" and "o" say something else: "en été", "o outono".
_OR = r"and|or|to|et|ou|und|oder|y|e"
_TO_ANOTHER = re.compile(rf"\s*(?:[-–—/&]|(?:{_OR}|bis|a|à|o|en)\s)[\s\w'’-]{{0,12}}", re.IGNORECASE)
_SECOND = re.compile(rf"(?:(?<!\w)(?:{_OR})\s+|(?<=\S)[-–—/&])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a year or a month by its name: a season, of which no months are known, a quarter, a half, or "early"."""

    name: str
    # Also what comes before it: "by the middle".
    from_start: bool = False

    @property
    def of_month(self) -> bool:
        """Whether a month may have it: it has halves, and no quarters."""
        return self.name in _VAGUE_TWELFTHS | _HALVES

    @property
    def twelfths(self) -> tuple[int, int] | None:
        """The first and the last that is in it, of the months of a year; None of a season."""
        found = _TWELFTHS.get(self.name)
        return (1, found[1]) if found and self.from_start else found

    @property
    def season(self) -> int | None:
        """The number that ISO 8601-2 gives a season, in place of a month: 21 for spring; None of what is none."""
        return _FIRST_SEASON + _SEASONS.index(self.name) if self.name in _SEASONS else None

    def holds(self, twelfth: int) -> bool | None:
        """Whether a month of the year, or a twelfth of the month, is in it; None of a season."""
        return self.twelfths[0] <= twelfth <= self.twelfths[1] if self.twelfths else None

    def agrees(self, other: "Part") -> bool | None:
        """Whether one lies within the other; None where they overlap, and of a season beside what is none."""
        if self.twelfths is None or other.twelfths is None:
            return self.name == other.name if self.twelfths is other.twelfths else None
        (first, last), (other_first, other_last) = self.twelfths, other.twelfths
        if first > other_last or other_first > last:
            return False
        return True if (first - other_first) * (last - other_last) <= 0 else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where words name a part, or a date with it; no part where they name several of which none is meant."""

    start: int
    end: int
    part: Part | None


def parts_in(words: str, language: str) -> list[Place]:
    """The parts that `words` name, from the left, whatever they are of."""
    return [Place(*found.span(), Part(found.lastgroup or "")) for found in _names(language).finditer(words)]


def without(words: str, parts: Sequence[Place]) -> str:
    """`words` with blanks for `parts` and for the hyphen of "mid-2027", each in its place."""
    for part in parts:
        end = part.end + (words[part.end : part.end + 1] in ("-", "/"))
        words = words[: part.start] + " " * (end - part.start) + words[end:]
    return words


def with_part(words: str, parts: Sequence[Place], start: int, end: int, language: str) -> Place:
    """The date at `start` of `words` with the part of it that stands beside it."""
    before = [part for part in parts if part.end <= start]
    if before and _OF.fullmatch(words[before[-1].end : start]):
        return replace(_named(words, before, language), end=end)
    behind = next((part for part in parts if part.start >= end), None)
    # "2027 Q1"; "2027, Q1 2028" has another.
    if behind and _CODE.fullmatch(words[behind.start : behind.end]) and not words[end : behind.start].strip(" ("):
        return Place(start, behind.end, None if re.match(r"\W*\d{4}", words[behind.end :]) else behind.part)
    return Place(start, end, None)


def _named(words: str, before: Sequence[Place], language: str) -> Place:
    """The last part of `before`, and what it means by what stands before it."""
    own = before[-1]
    for other in reversed(before[:-1]):
        gap = words[other.end : own.start]
        if _TO_ANOTHER.fullmatch(gap):
            return Place(other.start, own.end, None)
        if not _OF.fullmatch(gap):
            break
        # Of the "end of the first quarter" the quarter says more, and of "early spring" the season.
        own = replace(own, start=other.start)
    said = words[: own.start]
    bound = bound_at_end(said, language)
    # What comes before or after a part is not in it, and what comes by it may come earlier.
    if _SECOND.search(said) or bound in (Bound.BEFORE, Bound.AFTER):
        return replace(own, part=None)
    return replace(own, part=replace(own.part, from_start=True)) if own.part and bound is Bound.BY else own


@cache
def _names(language: str) -> re.Pattern[str]:
    """What finds every part that the language has words for, by its name; quarters such as "Q3" in any language."""
    seasons = zip(_SEASONS, _SEASON_WORDS.get(language, ()), strict=False)
    vague = zip(("early", "mid", "late"), _VAGUE.get(language, ()), strict=False)
    *ordinals, quarter, half = _NUMBERED.get(language, ("", ""))
    numbered = [
        (f"{letter}{number}", rf"(?:{ordinal})\s+(?:{words})")
        for letter, words, most in (("q", quarter, 4), ("h", half, 2))
        for number, ordinal in enumerate(ordinals[:most], 1)
    ]
    names: dict[str, list[str]] = {}
    for name, words in (*seasons, *numbered, *_codes(language), *vague):
        names.setdefault(name, []).append(words)
    either = "|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in names.items())
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _codes(language: str) -> list[tuple[str, str]]:
    quarter, half = _LETTERS.get(language, ("Q", "H"))
    codes = [(f"q{number}", rf"{quarter}{number}|{number}{quarter}") for number in range(1, 5)]
    return [*codes, *((f"h{number}", rf"{half}{number}|{number}{half}") for number in (1, 2))]
