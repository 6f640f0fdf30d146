"""Two questions in one, "What is machine learning and how does it work?": which pronouns of the second the first explains."""

import re
from collections.abc import Sequence

from index.words import fold, question_terms
from rag.questions.question_kind import QuestionKind, question_kind

# How a second question begins; "and" between two nouns begins none. No full stop is before it: "Thanks for the answer. And …".
_SECOND = {
    "en": (
        r"and (?:(?:on|at|in|for|to|from|by) )?(?:what|which|who|whom|whose|when|where|why|how|did|does|do|is|are|was|were|has"
        r"|have|had|will|would|can|could|should)"
    ),
    "fr": (
        r"et (?:(?:[àa]|en|pour|de|depuis|par) )?(?:pourquoi|quand|comment|o[uù]|qui|combien|quel(?:le)?s?|quoi|que|qu(?=['’])"
        r"|(?:est|sont|peut|a|ont)(?=-))"
    ),
    "de": (
        r"und (?:(?:an|in|bei|aus|seit|von|mit) )?(?:we[rnm]|was|wann|wo\w*|warum|wieso|weshalb|wie|welche[mnrs]?|ist|sind|war"
        r"|waren|hat|haben|wird|werden|kann|können)"
    ),
    "es": (
        r"y (?:(?:a|en|por|de|para|con) )?(?:qu[eé]|cu[aá]ndo|c[oó]mo|d[oó]nde|qui[eé]n(?:es)?|cu[aá]l(?:es)?|cu[aá]nt[oa]s?"
        r"|porqu[eé])"
    ),
}
# Behind these stands where and when something was, and no subject: "What happened in the office and was it legal?"
_ASIDE = {
    "en": r"in|on|at|to|for|with|from|by|about|after|before|during|since|until|against|under|over|yesterday|today|last|next|then",
    "fr": (
        r"dans|en|sur|sous|chez|avec|pour|par|apres|avant|depuis|pendant|contre|entre|vers|au|aux|hier|aujourd'hui|ensuite|alors"
        r"|(?:le|la|l') ?(?:jour|mois|matin|soir|semaine|nuit|annee)"
    ),
    "de": (
        r"in|im|an|am|auf|bei|beim|mit|nach|vo[nmr]|zu[mr]?|fur|gegen|uber|um|unter|seit|aus|durch|gestern|heute|dann|danach|letzte[mnrs]?"
        r"|diese[mnrs]?"
    ),
    "es": r"en|con|para|por|desde|hasta|tras|contra|entre|sobre|durante|segun|antes|despues|luego|ayer|hoy",
}
# A question for these is about what was spoken of before, and what stands behind it too.
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:(?:reason|raison|motif|motivo|date|fecha|cause|causa)s?|razon(?:es)?|grund|grunde|datum|ursachen?)\b"
)
_OF_SOMEBODY = (
    r"(?! (?:poste|emploi|metier|age|salaire|avis|opinion|amt|posten|beruf|alter|gehalt|meinung|cargo|puesto|empleo|profesion"
    r"|edad|salario)\b)"
)
_GERMAN_NOUN = r"(?:[a-zäöüß]{1,40}e[mnrs]? ){0,3}?[A-ZÄÖÜ]\w"
_FRENCH_EITHER = rf"(?:son|sa|ses){_OF_SOMEBODY}|lui|l'(?:a|ont|avait|avaient|aurait)|cela|y"
# What stands in the first question, as it is written, and the pronouns, folded, that agree with it.
_AGREEMENT: dict[str, Sequence[tuple[str, str]]] = {
    "en": (
        (r"", r"it|its|they|them|their|this|that|these|those|there"),
        (r"^\W*[Ww]ho\b", r"he|him|his|she|her|hers"),
    ),
    "fr": (
        (
            r"(?<![\w-])(?:[Ll]e|[Uu]n|[Cc]et?|[Qq]uel(?! est| [eé]tait| jour| mois)) \w|(?<!\w)[Ll]['’]\w",
            rf"il|{_FRENCH_EITHER}",
        ),
        (
            r"(?<![\w-])(?:[Ll]a|[Uu]ne|[Cc]ette|[Qq]uelle(?! est| [eé]tait)) \w|(?<!\w)[Ll]['’]\w",
            rf"elle|{_FRENCH_EITHER}",
        ),
        (r"(?<![\w-])(?:[Ll]es|[Dd]es|[Cc]es|[Qq]uel(?:le)?s|[Cc]ombien d[e'’]) ?\w", r"ils|elles|leurs?|eux|cela|y"),
        (r"^\W*[Qq]ui\b", rf"il|elle|{_FRENCH_EITHER}"),
    ),
    # A noun without an article may be of any gender.
    "de": (
        (
            rf" (?:der|das|de[mns]|ein(?:e[mns])?) {_GERMAN_NOUN}|^(?!.* (?:die|einer?) ).* [A-ZÄÖÜ]\w",
            r"er|ihn|ihm|sein(?:e[mnrs]?)?",
        ),
        (
            rf" (?:die|eine) {_GERMAN_NOUN}|^(?!.* (?:der|das|de[mns]|ein|eine[mnrs]) ).* [A-ZÄÖÜ]\w",
            r"sie|ihnen|ihre?[mnrs]?",
        ),
        (r" [A-ZÄÖÜ]\w", r"es|das|dafur|damit|davon|dazu|daruber|davor|danach|dabei|darauf"),
        (r"^\W*[Ww]er\b", r"er|ihn|ihm|sie|sein(?:e[mnrs]?)?|ihre?[mnrs]?"),
    ),
    "es": (
        (r"(?<!\w)(?:[Ee]l|[Ll]a|[Uu]na?|[Ll][oa]s) \w", rf"sus?{_OF_SOMEBODY}|eso|esto"),
        (r"(?<!\w)[Ll][oa]s \w", r"ellos|ellas|les"),
        (r"(?<!\w)(?:[Ll]a|[Uu]na) \w", r"ella"),
        (r"^\W*[Qq]ui[eé]n\b", rf"ella|sus?{_OF_SOMEBODY}"),
    ),
}


def first_of_two(question: str, language: str) -> str:
    """What stands before the "and" of a second question; empty where there is none, or nothing of substance before it."""
    if language not in _SECOND:
        return ""
    begins = 0
    for match in re.finditer(rf"(?<=[\w'’\"”»)]),? (?={_SECOND[language]}(?!\w))", question, re.IGNORECASE):
        # "When and where did it happen?" is one question.
        if question_terms(question[begins : match.start()], language, (language,)):
            return question[: match.start()]
        begins = match.end()
    return ""


def explained_by(first: str, language: str) -> str:
    """A pattern of the pronouns, folded, that may stand for what the question `first` names; one that never matches for none."""
    subject = _without_asides(first, language)
    says_enough = len(question_terms(subject, language, (language,))) > 1
    if _OF_SOMETHING_ELSE.search(fold(subject)) or not (
        says_enough or question_kind(subject) is QuestionKind.DEFINITION
    ):
        return r"(?!)"
    agreeing = [pronouns for named, pronouns in _AGREEMENT[language] if re.search(named, subject)]
    return "|".join(agreeing) or r"(?!)"


def _without_asides(first: str, language: str) -> str:
    """What stands before the first adverbial; one at the very beginning is part of what is asked ("in which year")."""
    words = first.split(" ")
    for at in range(1, len(words)):
        two = fold(" ".join(words[at : at + 2])).replace("’", "'")
        if re.match(rf"(?:{_ASIDE[language]})(?!\w)", two):
            return " ".join(words[:at])
    return first
