"""A mere year or name in the place of one of the question before: "And in 2024?", "What about Greg Brockman?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.words import fold
from rag.questions.capital_names import EDGES, words_in
from rag.values.years import YEAR

# What is counted or measured, where "in 1950" or the like is no year.
_COUNTED = (
    r"(?:jobs?|posts|people|persons|workers|employees|staff|soldiers|troops|homes|houses|seats|votes|dollars|euros?|tonnes|miles|km"
    r"|postes|emplois|personnes|gens|salariés|employés|soldats|maisons|logements|sièges|voix|morts|blessés|tonnes|kilomètres"
    r"|Stellen|Jobs|Arbeitsplätze|Arbeiter|Mitarbeiter|Beschäftigte|Angestellte|Menschen|Personen|Leute|Soldaten|Häuser|Wohnungen"
    r"|Sitze|Stimmen|Tote|Verletzte|Euro|Dollar|Tonnen|Meter|Kilometer|Filialen"
    r"|empleos|puestos|personas|trabajadores|empleados|soldados|casas|viviendas|escaños|votos|muertos|heridos|toneladas|kilómetros)"
)
# No part of a date in digits, of an amount or of "2020-21"; 2000 may count people, and 1950 before "jobs" does.
_YEAR = re.compile(
    rf"(?<![\w.,:/'’$€£–-])(?!\d\d00){YEAR.pattern}(?![\w%]|[.,:/'’–-]\w)"
    rf"(?!(?<!\b[Ii]n \d{{4}})(?<!\b[Ee]n \d{{4}})(?<!\b[Jj]ahr \d{{4}})\s+{_COUNTED}(?!\w))"
)
# Whole names of which nobody is called: "New York", "Wall Street". Who was asked about is none of them.
_PLACE = re.compile(
    r"(?:New|North|South|East|West|Saudi|Los|Las|San|Santa|Hong|Buenos|Puerto|Costa|Sri|Tel|Nueva|Nouvelle|Corea|Corée|Estados"
    r"|Arabia|Arabie) .*|.* (?:City|Islands?|Street|Valley|Beach|House|University|Airport|Republic|Kingdom|States|Open|Cup|League"
    r"|Games|Garros)"
)
# Before a place or an event. Behind "to" and "a" may stand a person, where nobody goes there.
_BEFORE_A_PLACE = re.compile(
    r"(?<!\w)(?:in|at|en|dans|nach|bei|aus"
    r"|(?:go|goes|went|gone|going|moved?|moving|fly|flew|travel\w*|return\w*|came|come|run|ran|back) (?:to|from)"
    r"|(?:all(?:er?|ée?s?)|rendue?s?|venue?s?|partie?s?|arrivée?s?|retournée?s?|va|vont|part|arrive|retourne) (?:à|aux?)"
    r"|(?:va|van|fue(?:ron)?|viajó|viajaron|llegó|llegaron|volvió|volvieron|mudó|mudaron|ir|viajar|volver) al?)\s+$",
    re.IGNORECASE,
)
# "Et au Portugal ?", "¿Y de Alemania?", by what they say: after "What was the salary of Messi?" "And in Miami?" asks for his
# there, and Miami has none.
_SAYS = {
    "where": r"in|at|en|aux?|à",
    "of": r"of|del?|des|du|von",
    "for": r"for|pour|für|para",
    "about": r"about|über|sobre",
    "with": r"with|avec|mit|con",
    "from": r"from",
    "whose": r"chez|bei",
}
_PLACED = (
    rf"(?:(?P<preposition>{'|'.join(_SAYS.values())})\s+(?:(?:the|la|le|les|el|los|las|der|den|dem)\s+|l['’])?|d['’])"
)
_ACRONYM = re.compile(r"[A-Z]{2,}s?")
# "How many MPs", "What is the GDP of France?", "Quelle est la TVA en Espagne ?", "What did the CEO of Apple say?": what is asked
# for, or somebody's post. "What did the BBC say about Trump?" is asked of a name.
_COUNTS = re.compile(
    r"(?<!\w)(?:how many|which|combien de|quel(?:le)?s|wie viele|welche|cuánt[oa]s|qué)\s+$", re.IGNORECASE
)
_IS = re.compile(r"(?<!\w)(?:is|are|was|were|est|sont|était|ist|sind|war|es|son|era|fue)\s+$", re.IGNORECASE)
_OF_A_NAME = re.compile(
    r"(?:\s+(?:rate|growth|share|per capita))?\s+(?:(?:of|in|de|del|du|des|en|au|von)\s|d['’])", re.IGNORECASE
)
_ENGLISH_OF = re.compile(r"\s+of\s", re.IGNORECASE)
_CALLED_IN_CAPITALS = {"EU", "NATO", "ONU", "OTAN", "UAE", "UE", "UK", "UN", "US", "USA"}
# "And in 2024?", folded and without its "and".
_MERE_YEAR = re.compile(rf"(?:(?:in|en|im jahre?|en el ano) )?({YEAR.pattern})")


def with_year(core: str, asked: str) -> str:
    """The question `asked` with a mere year in the place of the only one that it has; empty where `core` is none."""
    year = _MERE_YEAR.fullmatch(fold(core).strip(EDGES))
    if year is None or len(set(_YEAR.findall(asked))) != 1:
        return ""
    return _YEAR.sub(year[1], asked)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question before, its language, and what the articles of that language look like, as "the " or "l'"."""

    question: str
    language: str
    article: str

    def with_name(self, core: str, own: Sequence[str], earlier: Sequence[str]) -> str:
        """The question with a mere name in the place of one of its own; empty where `core` is no mere name.

        `own` are the names in `core`, `earlier` those in the question.
        """
        mere = core.lstrip(EDGES)
        if own and (placed := self._with_placed(mere, own, earlier)):
            return placed
        found = re.match(self.article, mere, re.IGNORECASE)
        article = found[0] if found else ""
        if not own or not earlier or " ".join(own) != " ".join(words_in(mere.removeprefix(article))):
            return ""
        like = self._like(own[0], earlier, has_article=bool(article))
        other = self._article_of(like)
        # German articles are inflected, and a short word before a name is a preposition that may change them: "du Japon".
        is_changed = not other and re.search(rf"(?<!\w)\w{{1,3}}[ '’]{re.escape(like)}", self.question)
        if not article or self.language == "de" or is_changed:
            article, other = "", ""
        return self.question.replace(other + like, article + own[0], 1) if like in self.question else ""

    def _with_placed(self, mere: str, own: Sequence[str], earlier: Sequence[str]) -> str:
        """The question with "in Portugal" in the place of its only name behind such a preposition; empty where that is not so."""
        placed = re.match(_PLACED, mere, re.IGNORECASE)
        if placed is None or " ".join(own) != " ".join(words_in(mere[placed.end() :])):
            return ""
        behind = [
            found
            for name in dict.fromkeys(earlier)
            for found in re.finditer(rf"(?<!\w){_PLACED}{re.escape(name)}(?!\w)", self.question, re.IGNORECASE)
            if _says(found) == _says(placed)
        ]
        if len(behind) > 1:
            # "Le taux de TVA en Espagne" and "et en France".
            behind = [found for found in behind if found[0].lower().startswith(placed[0].lower())]
        if len(behind) != 1:
            return ""
        return self.question[: behind[0].start()] + mere.rstrip(EDGES) + self.question[behind[0].end() :]

    def _like(self, name: str, earlier: Sequence[str], *, has_article: bool) -> str:
        """The name in `earlier` that `name` takes the place of.

        Of what stands in brackets because the question was itself a follow-up, the first that is a whole name or a single word as
        `name` is: after "What did he do at Meta? (Peter Deng)" Greg Brockman is no place to work at. Elsewhere a whole name takes
        the place of the first: after "Why did OpenAI fire Sam Altman?" he is nobody who fires. A single word may be a surname,
        and takes the place of any. No person takes the place of New York.
        """
        if " " in name and not has_article and not _PLACE.fullmatch(name):
            earlier = [one for one in earlier if not self._is_place(one)] or earlier
        if not name.isupper():
            earlier = [one for one in earlier if not self._is_asked_for(one)] or earlier
        added = re.search(r"\(([^()]*)\)$", self.question)
        about = added[1] if added else ""
        alike = [one for one in earlier if (" " in one) == (" " in name)]
        # After "Why did Musk leave the White House?" he is no place to leave.
        whole = [one for one in alike if " " in name and bool(self._article_of(one)) == has_article]
        return next((one for one in alike if one in about), (whole or earlier)[0])

    def _is_asked_for(self, name: str) -> bool:
        """Whether it is what is asked for, as in "the GDP of France" and "how many MPs", and nobody's name."""
        if name in _CALLED_IN_CAPITALS or not _ACRONYM.fullmatch(name):
            return False
        ahead, _, behind = self.question.partition(name)
        if name.endswith("s") and _COUNTS.search(ahead):
            return True
        article = self._article_of(name)
        if not article:
            return False
        is_that = _IS.search(ahead.removesuffix(article)) is not None and _OF_A_NAME.match(behind) is not None
        return is_that or _ENGLISH_OF.match(behind) is not None

    def _is_place(self, name: str) -> bool:
        """Whether a name of the question before is that of a place or of an event, as far as it shows."""
        ahead = self.question.partition(name)[0]
        return _PLACE.fullmatch(name) is not None or _BEFORE_A_PLACE.search(ahead) is not None

    def _article_of(self, name: str) -> str:
        """What stands before it in the question before, as "the " or "l'"; empty where that is no article."""
        found = re.search(rf"(?<!\w)((?i:{self.article})){re.escape(name)}", self.question)
        return found[1] if found else ""


def _says(placed: re.Match[str]) -> str:
    """Which sort of preposition `_PLACED` found: "where", "of" and so on."""
    preposition = placed["preposition"] or "de"
    return next(sort for sort, known in _SAYS.items() if re.fullmatch(known, preposition, re.IGNORECASE))
