"""The few words of our own in a chat message, in the languages that they are known in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """`understood`, `disagree` and `also_in` are followed by what they announce; `week` has places for `week` and `year`."""

    not_said: str
    no_articles: str
    understood: str
    disagree: str
    newest: str
    undated: str
    week: str
    also_in: str


_ENGLISH = Phrases(
    not_said="The articles do not say.",
    no_articles="There are no articles here yet.",
    understood="Understood as:",
    disagree="The articles disagree:",
    newest="the newest",
    undated="no date stated",
    week="week {week} of {year}",
    also_in="also in",
)
_BY_LANGUAGE = {
    "en": _ENGLISH,
    "fr": Phrases(
        not_said="Les articles ne le disent pas.",
        no_articles="Il n’y a pas encore d’articles ici.",
        understood="Question comprise ainsi :",
        disagree="Les articles se contredisent :",
        newest="le plus récent",
        undated="sans date",
        week="semaine {week} de {year}",
        also_in="aussi dans",
    ),
    "de": Phrases(
        not_said="Die Artikel sagen dazu nichts.",
        no_articles="Hier gibt es noch keine Artikel.",
        understood="Verstanden als:",
        disagree="Die Artikel widersprechen sich:",
        newest="der neueste",
        undated="ohne Datum",
        week="Woche {week} {year}",
        also_in="auch in",
    ),
    "es": Phrases(
        not_said="Los artículos no lo dicen.",
        no_articles="Todavía no hay artículos aquí.",
        understood="Pregunta entendida así:",
        disagree="Los artículos se contradicen:",
        newest="el más reciente",
        undated="sin fecha",
        week="semana {week} de {year}",
        also_in="también en",
    ),
}


def phrases_in(language: str) -> Phrases:
    """The phrases in `language` (ISO 639-1), in English where they are not known in it."""
    return _BY_LANGUAGE.get(language, _ENGLISH)
