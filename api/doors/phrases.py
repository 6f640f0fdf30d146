"""The few words of our own in a chat message, in the languages that they are known in."""

from collections.abc import Mapping
from dataclasses import dataclass

from index.language import LANGUAGES, detect_article_language


@dataclass(frozen=True, slots=True)
class Phrases:
    """`understood`, `disagree`, `disagree_on` and `also_in` are followed by what they announce.

    `week` has places for `week` and `year`, `likely` for `percent`, `more` for the `number` of other articles beside those named,
    and `read` for the `number` of a quote. `disagree_on` goes by the kind of what articles disagree on.
    """

    not_said: str
    no_articles: str
    no_evidence: str
    low_confidence: str
    how_to_ask: str
    likely: str
    understood: str
    disagree: str
    disagree_on: Mapping[str, str]
    newest: str
    undated: str
    week: str
    also_in: str
    one_more: str
    more: str
    read: str
    read_it: str
    reading: str
    too_late: str
    unnamed: str


_ENGLISH = Phrases(
    not_said="The articles do not say.",
    no_articles="There are no articles here yet.",
    no_evidence="Nothing in the articles bears on this question.",
    low_confidence="Some passages come near, but none says it clearly enough to be called an answer.",
    how_to_ask=(
        "Ask a question, for example “Why did the director resign?”: the answer is quoted word for word from the articles."
    ),
    likely="{percent}% likely to be right",
    understood="Understood as:",
    disagree="The articles disagree:",
    disagree_on={kind: f"The articles disagree ({kind}):" for kind in ("date", "amount", "count", "name")},
    newest="the newest",
    undated="no date stated",
    week="week {week} of {year}",
    also_in="also in",
    one_more="1 more",
    more="{number} more",
    read="Read {number} in its article",
    read_it="Read it in its article",
    reading="Reading the articles …",
    too_late="The articles take too long to read just now. Ask again in a moment.",
    unnamed="Ask again with the name written out: of whoever is mentioned only an id arrives here.",
)
_BY_LANGUAGE = {
    "en": _ENGLISH,
    "fr": Phrases(
        not_said="Les articles ne le disent pas.",
        no_articles="Il n’y a pas encore d’articles ici.",
        no_evidence="Rien dans les articles ne touche à cette question.",
        low_confidence="Des passages s’en approchent, mais aucun ne le dit assez clairement pour valoir réponse.",
        how_to_ask=(
            "Posez une question, par exemple « Pourquoi le directeur a-t-il démissionné ? » : la réponse est citée mot pour mot "
            "des articles."
        ),
        likely="{percent} % de chances que ce soit exact",
        understood="Question comprise ainsi :",
        disagree="Les articles se contredisent :",
        disagree_on={
            "date": "Les articles se contredisent sur la date :",
            "amount": "Les articles se contredisent sur le montant :",
            "count": "Les articles se contredisent sur le nombre :",
            "name": "Les articles se contredisent sur le nom :",
        },
        newest="le plus récent",
        undated="sans date",
        week="semaine {week} de {year}",
        also_in="aussi dans",
        one_more="1 autre",
        more="{number} autres",
        read="Lire la citation {number} dans son article",
        read_it="Lire dans l’article",
        reading="Lecture des articles…",
        too_late="La lecture des articles prend trop de temps en ce moment. Reposez la question dans un instant.",
        unnamed="Reposez la question en écrivant le nom : d’une personne mentionnée, seul un identifiant arrive ici.",
    ),
    "de": Phrases(
        not_said="Die Artikel sagen dazu nichts.",
        no_articles="Hier gibt es noch keine Artikel.",
        no_evidence="Nichts in den Artikeln betrifft diese Frage.",
        low_confidence="Einige Stellen kommen nahe, aber keine sagt es klar genug für eine Antwort.",
        how_to_ask=(
            "Stellen Sie eine Frage, zum Beispiel „Warum ist der Direktor zurückgetreten?“: Die Antwort wird wörtlich aus den "
            "Artikeln zitiert."
        ),
        likely="mit {percent} % Wahrscheinlichkeit richtig",
        understood="Verstanden als:",
        disagree="Die Artikel widersprechen sich:",
        disagree_on={
            "date": "Die Artikel widersprechen sich beim Datum:",
            "amount": "Die Artikel widersprechen sich beim Betrag:",
            "count": "Die Artikel widersprechen sich bei der Anzahl:",
            "name": "Die Artikel widersprechen sich beim Namen:",
        },
        newest="der neueste",
        undated="ohne Datum",
        week="Woche {week} {year}",
        also_in="auch in",
        one_more="einem weiteren Artikel",
        more="{number} weiteren Artikeln",
        read="Zitat {number} im Artikel lesen",
        read_it="Im Artikel lesen",
        reading="Die Artikel werden gelesen …",
        too_late="Das Lesen der Artikel dauert gerade zu lange. Fragen Sie gleich noch einmal.",
        unnamed="Fragen Sie noch einmal mit ausgeschriebenem Namen: Von Erwähnten kommt hier nur eine Kennung an.",
    ),
    "es": Phrases(
        not_said="Los artículos no lo dicen.",
        no_articles="Todavía no hay artículos aquí.",
        no_evidence="Nada en los artículos trata de esta pregunta.",
        low_confidence=(
            "Algunos pasajes se acercan, pero ninguno lo dice con claridad suficiente para ser una respuesta."
        ),
        how_to_ask=(
            "Haga una pregunta, por ejemplo «¿Por qué dimitió el director?»: la respuesta se cita palabra por palabra de los "
            "artículos."
        ),
        likely="{percent} % de probabilidad de que sea correcto",
        understood="Pregunta entendida así:",
        disagree="Los artículos se contradicen:",
        disagree_on={
            "date": "Los artículos se contradicen en la fecha:",
            "amount": "Los artículos se contradicen en el importe:",
            "count": "Los artículos se contradicen en el número:",
            "name": "Los artículos se contradicen en el nombre:",
        },
        newest="el más reciente",
        undated="sin fecha",
        week="semana {week} de {year}",
        also_in="también en",
        one_more="1 más",
        more="{number} más",
        read="Leer la cita {number} en su artículo",
        read_it="Leer en el artículo",
        reading="Leyendo los artículos…",
        too_late="La lectura de los artículos tarda demasiado en este momento. Pregunte de nuevo enseguida.",
        unnamed="Pregunte de nuevo escribiendo el nombre: de quien se menciona aquí solo llega un identificador.",
    ),
}


def language_of_ours(question: str, language: str) -> str:
    """`language`, the likeliest of LANGUAGES, to answer `question` in; `en` where that is plainly in none of them."""
    return language if detect_article_language(question) in LANGUAGES else "en"


def phrases_in(language: str) -> Phrases:
    """The phrases in `language` (ISO 639-1), in English where they are not known in it."""
    return _BY_LANGUAGE.get(language, _ENGLISH)
