"""Whether a question has a subject of its own: what only looks like a pronoun, and the nouns of a Spanish question."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.words import fold, question_terms

_WORD = re.compile(r"[\w'’-]+")
# "Pourquoi le président a-t-il …": the pronoun repeats a subject that has a determiner. No comma and no conjunction stands
# between the two, or the pronoun is another's: "depuis la guerre, où vit-il". Many leave out the hyphens.
# Words are of 40 characters at most: without a limit hostile text would take quadratic time.
_FRENCH_WORD = (
    r"(?!(?:et|ou|où|mais|si|que|qui|dont|quand|lorsque|comment|pourquoi|combien|quel(?:le)?s?|lui|en|y)\b)"
    r"[\w'’]{1,40}(?:-(?!t-|ils?\b|elles?\b)[\w'’]+)*"
)
_FRENCH_REPEAT = re.compile(
    r"((?<!\w)(?:(?:le|la|les|un|une|des|ce|cet|cette|ces|[mts](?:on|a|es)|[nv]otre|[nv]os|leurs?|certaine?s|plusieurs|quelques"
    rf"|deux|trois|\d+) |l['’]){_FRENCH_WORD}(?: {_FRENCH_WORD}){{0,8}}? {_FRENCH_WORD})[- ](?:t[- ])?(?:il|elle)s?(?!\w)",
    re.IGNORECASE,
)
# "das neue Gesetz", "das EU-Parlament", "das 9-Euro-Ticket", and the relative pronoun behind a comma; "hat er das gesagt" stays.
_GERMAN_ARTICLE = re.compile(r"(?<!\w)[Dd]as((?: [a-zäöüß]+e)*) (?=[„“\"'»«‚]?(?:[A-ZÄÖÜ]|\d+[.-]))")
_GERMAN_ADVERBS = ("heute", "gerne", "beinahe", "gerade")
_GERMAN_RELATIVE = re.compile(r"(?<=,)\s*das(?!\w)")

# "the chips that it makes", "which law says that": a relative pronoun or a conjunction, between two words that say something.
# "Who said that?" and "why is that so?" stay. "The government … its report": the possessor stands before it.
_ENGLISH_THAT = re.compile(r"([\w'’-]+) that(?= (?!(?:is|was|will)\b)[\w'’])", re.IGNORECASE)
_ENGLISH_POSSESSOR = re.compile(
    r"((?<!\w)(?:the|an?|this|each|every) [\w'’-]{1,40}(?: [\w'’-]{1,40}){0,4}?) (?:its|their)(?!\w)", re.IGNORECASE
)

# "Können Sie mir sagen, wer die Wahl gewonnen hat?": behind another word, the capital says that it is whoever is asked.
# A question without a noun of its own, "Können Sie mir sagen, wann?", leans on what was said before, and so does "den Grund".
_GERMAN_POLITE = re.compile(r"(?<=[\w,;]) (?:Sie|Ihnen|Ihre?[mnrs]?)(?!\w)")
_GERMAN_NOUN = re.compile(
    r"(?<=[\w,;] )[„“\"'»«‚]?(?!(?:Sie|Ihnen|Ihre?[mnrs]?|Gr[uü]nde?n?|Ursachen?|Datum|Details?|Einzelheiten|Hintergr[uü]nde?n?"
    r"|Beispiele?n?|Quellen?|Informationen|Infos?|Namen?)\b)[A-ZÄÖÜ]"
)

# "Which city cancelled its marathon?", "combien de personnes ont perdu leur emploi": the possessor is what is asked for, where
# a verb stands between. Where a possessive may be of anybody, only what one has and leaves counts, and nothing that is taken:
# "which minister criticised his decision?" and "which minister took his post?" ask about somebody else.
_NO_VERB = r"(?:did|does|do|is|are|was|were|est|sont|ist|sind|es|son|of|in|at|to|for|on|with|about)\b"
_IN_BETWEEN = rf"(?: (?!{_NO_VERB})[\w'’]{{1,40}}){{2,4}}?"
_NOT_TAKEN = (
    r"(?!.*\b(?:took|takes?|taken|gets?|got|bought|buys?|pri[st]|prend|prennent|repris|achet\w+|[üu]bern\w+|kauf\w+|gekauft|ocup\w+"
    r"|asum\w+|compr\w+)\b)"
)
_ASKED_POSSESSOR = {
    "en": re.compile(
        rf"(^\W*+{_NOT_TAKEN}(?:which|how many){_IN_BETWEEN}) (?:(?:its|their)"
        r"|(?:his|her)(?= (?:post|job|seat|office|home|house|life)\b))(?!\w)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        rf"(^\W*+{_NOT_TAKEN}(?:quel(?:le)?s?|combien d(?:e(?= )|['’]\w+)){_IN_BETWEEN}) (?:leurs?"
        r"|(?:son|sa|ses)(?= (?:poste|emploi|travail|mandat|siège|logement|maison|vie|fonctions|usines?)\b))(?!\w)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        rf"(^\W*+{_NOT_TAKEN}(?:welche[rs]?|wie viele){_IN_BETWEEN}) (?:sein|ihr)e?n?"
        r"(?= (?:Amt|Posten|Mandat|Sitz|Stelle|Arbeit|Job|Jobs|Haus|Häuser|Wohnung|Wohnungen|Leben|Heimat)\b)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        rf"(^\W*+{_NOT_TAKEN}(?:qué|que|cuánt[oa]s|cuant[oa]s){_IN_BETWEEN}) sus?"
        r"(?= (?:cargo|puesto|empleo|trabajo|escaño|casas?|hogar|hogares|vidas?)\b)",
        re.IGNORECASE,
    ),
}
# "Wie hoch soll der Mindestlohn sein?": the verb, not "his".
_GERMAN_TO_BE = re.compile(
    r"(?<!\w)sein(?=\s*(?:[?.!,;]|$)| (?:wird|werden|soll|sollen|sollte|kann|können|könnte|muss|müssen|darf|würde)(?!\w))"
)

# "Comment changer son mot de passe ?", "à quel âge peut-on prendre sa retraite ?", "wie kann man seinen Strom sparen?" are about
# anybody's. "Que sait-on de son départ ?" is not, nor what is told, read or expected of somebody.
_ANYBODY = {
    "fr": re.compile(
        r"(?<!\w)(?:(?:peut|doit|pourrait|devrait)-on|on (?:peut|doit|pourrait|devrait)|faut-il|il faut)(?!\w)"
        r"|^\W*comment (?:se |s['’]|ne pas )?\w{2,}(?:er|ir|re)(?!\w)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?<!\w)(?:(?:kann|muss|darf|soll|sollte) man|man (?:kann|muss|darf|soll|sollte))(?!\w)", re.IGNORECASE
    ),
}
_TELLS_OF_SOMEBODY = {
    "fr": re.compile(
        r"(?<!\w)(?:dire|penser|(?<!comment )savoir|expliquer|comprendre|attendre|craindre|lire|voir|retenir|interpréter)(?!\w)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?<!\w)(?:sagen|denken|wissen(?!,? ob\b)|erwarten|erklären|verstehen|lesen|hören)(?!\w)"
        r"|(?<!\w)seine? (?:Buch|Bücher|Film|Filme|Album|Alben|Roman|Romane)(?!\w)",
        re.IGNORECASE,
    ),
}
_OF_ANYBODY = {
    "fr": re.compile(r"(?<!\w)(?:son|sa|ses|leurs?)(?= \w)", re.IGNORECASE),
    "de": re.compile(r"(?<!\w)seine?[mnrs]?(?= \w)", re.IGNORECASE),
}
# "How do companies hide their losses?", "¿cuántos días de vacaciones tengo?", "¿se puede fumar aquí?": nobody is left out.
_ENGLISH_PLURAL = re.compile(
    r"((?<!\w)(?:do|can) (?:(?:most|many|some|all) )?[a-z]{3,40}s [\w'’-]{1,40}) their(?!\w)",
    re.IGNORECASE,
)
_SPANISH_OWN_SUBJECT = re.compile(
    r"(?<!\w)(?:yo|nosotr[oa]s|tengo|puedo|debo|pido|necesito|quiero|hago|tenemos|podemos|debemos|necesitamos|queremos|hacemos|mis?"
    r"|nuestr[oa]s?|se (?:pueden?|necesitan?))(?!\w)"
)
# "¿Se puede saber cuándo volvió?", "¿qué hago si vuelve?": who did so is left out behind these. Not where it is whoever asks, as
# in "si viajo" and "si me despiden", nor in "tengo que pagar" and "si hay niebla".
_SPANISH_CLAUSE = re.compile(
    r"(?<!\w)(?:si|que|qué|quién|cuándo|cuando|dónde|donde|cómo|cuánt[oa]s?) (?:(?:no|se|ya|lo|la) )*+"
    r"(?!(?:me|nos|he|hemos|sé|hay|\w+(?:o|oy|[aei]mos|[aeií]r(?:me|se|l[aeo]s?|nos)?))(?!\w))\w"
)

_PREPOSITION = re.compile(
    r"al?|ante|bajo|contra|con|del?|desde|durante|en|entre|hacia|hasta|para|por|segun|sin|sobre|tras"
)
_BEFORE_A_PRONOUN = re.compile(r"que|quien(?:es)?|cuando|donde|como|cual(?:es)?|cuanto|no|se|nos|te|me|les?")
# What a person has or does something in: "¿Qué cargo tenía?", "¿Qué día volvió?" are asked of somebody.
_ASKED_OF_SOMEBODY = re.compile(
    r"dia|fecha|ano|mes|hora|momento|motivo|razon|empresa|edad|cargo|puesto|papel|profesion|salario|opinion|relacion"
)
_AUXILIARY = re.compile(r"se|no|han?|habian?|es|son|fue|fueron|eran?|estan?")
_NO_FINITE_VERB = re.compile(
    r"\w+(?:[aei]r|ndo|[ai]d[oa]s?|mente)|ahora|antes|despues|luego|ayer|hoy|manana|siempre|nunca"
)
_PLURAL_VERB = re.compile(r"\w+(?:ron|an|en)|han|son|hay|hubo|habra")
_THERE_IS = re.compile(r"hay|hubo|habra")
_SOME = re.compile(r"un[oa]?s?|algun(?:[oa]s?)?|much[oa]s?|mas")
# Behind these a noun with "un" is what does so; behind others, "¿por qué fundó una empresa?", mostly what somebody does it to.
_WITHOUT_OBJECT = re.compile(
    r"(?:funciona|dura)(?:n|ba|ban)?|tardan?|nacen?|mueren?|crecen?|existen?|surgen?|ocurren?|murio|murieron|cayo|cayeron"
    r"|(?:estall|explot)(?:o|aron)|pueden?|podrian?"
)
_MEASURE_OF_TIME = re.compile(r"(?:dia|semana|mes|ano|hora|minuto|rato|vez|momento|tiempo|decada|siglo)(?:e?s)?|veces")
_PRESENT = re.compile(r"\w+[ae]n?")
# "Uno" may be a pronoun.
_ONE = re.compile(r"una?|un[oa]s")
# "Le", "suyo" and "verlo" stand for whoever was spoken of. Not the names and nouns that end as "verla" does.
_OF_SOMEBODY = re.compile(r"les?|suy[oa]s?|(?!(?:carl[ao]s?|merlo|(?:ch|b)?[au]rlas?|perlas?)$)\w+[aeií]rl[aeo]s?")
_VERB_BEHIND_A_PRONOUN = re.compile(r"\w+(?:ó|aron|ieron|aban?|rán?)|hizo|dijo|puso|vio|dio|han?|habían?|pueden?")
_NEUTER = re.compile(r"que|cual|m[aá]s|menos|mejor|peor|mismo|suficiente|largo|contrario")
_CONJUNCTION = re.compile(r"[ye]|pero|cuando|porque|si")
_DONE = re.compile(r"\w+[ai]do")
_HAPPENED = re.compile(r"pas[ao]|pasara|pasaba|ocurr(?:io|e|ira)|sucedi?[oe]|sucedera")


def without_false_pronouns(text: str, language: str) -> str:
    """`text`, as it is written, without what looks like a pronoun and refers to nothing that was said before."""
    if language in _ASKED_POSSESSOR:
        text = _ASKED_POSSESSOR[language].sub(_without_its_own if language == "es" else r"\1", text)
    if language in _ANYBODY and _ANYBODY[language].search(text) and not _TELLS_OF_SOMEBODY[language].search(text):
        text = _OF_ANYBODY[language].sub(" ", text)
    if language == "en":
        text = _ENGLISH_PLURAL.sub(r"\1", text)
        return _ENGLISH_POSSESSOR.sub(r"\1", _ENGLISH_THAT.sub(_without_that, text))
    if language == "fr":
        return _FRENCH_REPEAT.sub(r"\1", text)
    if language == "de":
        if _GERMAN_NOUN.search(text):
            text = _GERMAN_POLITE.sub("", text)
        return _GERMAN_ARTICLE.sub(_other_article, _GERMAN_RELATIVE.sub(" ein", _GERMAN_TO_BE.sub(" ", text)))
    return text


def _without_its_own(match: re.Match[str]) -> str:
    """Without the possessive; not behind a Spanish preposition, as in "qué hizo con su casa", which has no verb between."""
    return match[0] if any(_PREPOSITION.fullmatch(fold(word)) for word in match[1].split()[1:]) else match[1]


def _without_that(match: re.Match[str]) -> str:
    return match[0] if is_function_word(match[1], "en") else match[1]


def _other_article(match: re.Match[str]) -> str:
    """With "ein" in its place, which is no pronoun. Between it and its noun stand adjectives; they end in -e, as "die" does."""
    between = match[1].split()
    others = any(is_function_word(word, "de") or word in _GERMAN_ADVERBS for word in between)
    return match[0] if others else f"ein{match[1]} "


def names_spanish_subject(text: str) -> bool:
    """Whether a Spanish question has a noun that can be its subject: "qué equipo ganó", "cuántas personas murieron", "la guerra".

    Or none is left out, since it asks for whoever asks, or for anybody: "cuántos días tengo", "se puede fumar".
    "¿Por qué dejó la empresa?" counts as one that has: no rule tells it from "¿por qué quebró la empresa?".
    """
    words = [word.lower() for word in _WORD.findall(text)]
    if _asks_for_whoever_asks(words):
        return True
    return _is_asked_for(words) or _is_event(words) or any(_is_noun_phrase(words, at) for at in range(len(words) - 1))


def _asks_for_whoever_asks(words: Sequence[str]) -> bool:
    """Whether the question is about whoever asks or anybody, and not about somebody else too, as "¿cuándo puedo verlo?" is."""
    text = " ".join(words)
    found = list(_SPANISH_OWN_SUBJECT.finditer(text))
    if not found or any(_OF_SOMEBODY.fullmatch(word) for word in words):
        return False
    return _SPANISH_CLAUSE.search(text, found[-1].end()) is None


def _is_asked_for(words: Sequence[str]) -> bool:
    """Whether "qué" or "cuántos" stands with a noun before a verb that can be its own."""
    match [fold(word) for word in words]:
        case ["cuantos" | "cuantas", noun, *behind]:
            # Of "¿cuántos hijos tiene?" the subject is left out: its verb is one person's.
            verb = next((word for word in behind if word not in ("se", "no", "ya")), "")
            return not is_function_word(noun, "es") and _PLURAL_VERB.fullmatch(verb) is not None
        case ["que", noun, verb, *_]:
            if is_function_word(noun, "es") or _ASKED_OF_SOMEBODY.fullmatch(noun):
                return False
            return _AUXILIARY.fullmatch(verb) is not None or _may_be_verb(verb)
    return False


def _is_event(words: Sequence[str]) -> bool:
    """Whether "hubo" stands with a noun, or "qué pasó" with a place or a thing: of that nobody is the subject."""
    folded = [fold(word) for word in words]
    for word, noun in pairwise(folded):
        if _THERE_IS.fullmatch(word) and (
            _SOME.fullmatch(noun) or not (is_function_word(noun, "es") or _DONE.fullmatch(noun))
        ):
            return True
    match folded:
        case ["que", happened, preposition, _, *_]:
            return _HAPPENED.fullmatch(happened) is not None and preposition in ("a", "al", "con", "en", "durante")
    return False


def _is_noun_phrase(words: Sequence[str], at: int) -> bool:
    """Whether an article and a noun stand there, and no preposition before them: "la guerra", but not "en la guerra"."""
    article, noun, *behind = words[at : at + 3]
    if _ONE.fullmatch(article):
        return _is_subject_with_un([fold(word) for word in words[:at]], noun) and not _says_of_whom(words[at + 2 :])
    before = fold(words[at - 1]) if at else "que"
    if article not in ("el", "la", "los", "las") or is_function_word(noun, "es") or _PREPOSITION.fullmatch(before):
        return False
    # No noun ends so: "un juez la condenó".
    if article != "el" and _VERB_BEHIND_A_PRONOUN.fullmatch(noun):
        return False
    # "¿Quién la sustituyó?" has the pronoun, "¿por qué la inflación sube?" the article.
    pronoun_can_stand = article != "el" and _BEFORE_A_PRONOUN.fullmatch(before) is not None
    return not pronoun_can_stand or any(_may_be_verb(fold(word)) for word in behind)


def _is_subject_with_un(before: Sequence[str], noun: str) -> bool:
    """Whether "un" and `noun` behind `before` are the subject: "¿por qué un avión …?", "¿cuánto cuesta un billete?"."""
    if is_function_word(noun, "es") or _MEASURE_OF_TIME.fullmatch(fold(noun)):
        return False
    match before:
        case ["por", "que"] | ["cuando" | "donde" | "como"]:
            return True
        # How much is the object, and there is but one; how long is none.
        case ["cuanto", verb]:
            return _may_be_verb(verb)
        case ["cuanto" | "cuanta" | "cuantos" | "cuantas", asked, verb] if not _MEASURE_OF_TIME.fullmatch(asked):
            return not is_function_word(asked, "es") and _may_be_verb(verb)
        case ["como", "se", verb]:
            return _PRESENT.fullmatch(verb) is not None
    return bool(before) and _WITHOUT_OBJECT.fullmatch(before[-1]) is not None


def _says_of_whom(behind: Sequence[str]) -> bool:
    """Whether a pronoun for somebody else stands behind a noun with "un": "un juez lo condenó", "un amigo suyo"."""
    for word, following in pairwise([*behind, ""]):
        if _CONJUNCTION.fullmatch(word):
            return False
        # "Cruzó la frontera" has the article, and "sabe lo que pasa" no pronoun for anybody.
        is_pronoun = _VERB_BEHIND_A_PRONOUN.fullmatch(following) is not None
        if word == "lo":
            is_pronoun = bool(following) and _NEUTER.fullmatch(following) is None
        if _OF_SOMEBODY.fullmatch(word) or (word in ("lo", "la", "los", "las") and is_pronoun):
            return True
    return False


def _may_be_verb(word: str) -> bool:
    return not is_function_word(word, "es") and _NO_FINITE_VERB.fullmatch(word) is None


def is_function_word(word: str, language: str) -> bool:
    """Whether `word` says nothing of its own: an article, a preposition, a question word."""
    return not question_terms(word, language, (language,))
