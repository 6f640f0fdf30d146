"""What a follow-up question asks: its pronouns and omissions filled from the conversation, and nothing else changed.

Which rules, and what they are worth against simpler ones, stands in docs/decisions/0009-chat-doors.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.language import detect_language
from index.words import fold, question_terms
from rag.coordination import explained_by, first_of_two
from rag.pipeline import MAX_QUESTION_CHARS
from rag.question_kind import QuestionKind, question_kind
from rag.subjects import is_function_word, names_spanish_subject, without_false_pronouns


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation as it was asked, and the text that answered it, empty where there is none."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Forms:
    """How one language refers back; patterns match folded text, `question_phrase` and `opening` text as it is written.

    An `opening` may stand before a question, and says nothing of what it asks; what is `no_name` begins one with a capital.
    """

    opening: str
    no_name: str
    person: str
    thing: str
    expletive: str
    question_phrase: str
    who: str
    is_: str
    subject_left_out: bool = False


_FORMS = {
    "en": Forms(
        opening=(
            r"and|but|so|then|ok|what about|how about"
            r"|okay|thanks|thank you|great|good|nice|interesting|please|yes|no|really|hello|hi|hey|right|sure|wow|well"
        ),
        no_name=r"explain|tell|describe|give|show|list|name|summari[sz]e|remind|sources?|details?|more",
        person=r"he|him|his|she|her|hers",
        thing=r"it|its|they|them|their|this|that|these|those|there",
        expletive=(
            r"(?:is|was) it true|(?:is|are|was|were) there|that's|it takes? (?:\w+ ){0,3}?to"
            r"|(?:does|would|will) it cost (?:\w+ ){0,3}?to|is it (?:raining|snowing)"
            r"|there (?:ever |still |also )?be(?:en)?"
            r"|(?:is|was) it (?:legal|illegal|possible|impossible|allowed|forbidden|safe|dangerous) to"
            r"|th(?:is|ese) (?:past |last |coming )?(?:year|quarter|month|week|weekend|morning|afternoon|evening|season|spring"
            r"|summer|autumn|fall|winter|decade|century)s?"
        ),
        question_phrase=(
            r"(?:on |at |in |for )?(?:what|which|who|whom|whose|when|where|why|how)\b"
            r"(?: (?:day|date|year|reason|company|many|much|long))*"
        ),
        who=r"who|which (?:person|man|woman)",
        is_=r"(?:is|was)",
    ),
    "fr": Forms(
        opening=(
            r"et|mais|alors|donc|ok"
            r"|merci|d['’]accord|tr[eè]s bien|bien|oui|non|bonjour|salut|s['’]il (?:te|vous) pla[iî]t|super|int[eé]ressant"
            r"|ah bon|vraiment"
        ),
        no_name=r"(?:dis|dites|expliquez?|racontez?|donnez?|montrez?|resumez?|citez?)(?:-moi)?|sources?|details?",
        person=r"il|elle|lui|l'(?:a|ont|avait|avaient|aurait)|son|sa|ses",
        thing=r"ils|elles|leurs?|eux|cela|y",
        expletive=(
            r"y (?:a|aura|avait|aurait|eut)(?: t)? il|il y (?:a|aura|avait|aurait|eut)|faut il"
            r"|s'agit il|est il vrai|se passe t il"
            # What happened alone, and what happened then, is asked of what was spoken of.
            r"|(?:s'est il (?:passe|produit)|se (?:passera|passait) t il|est il arrive(?= a ))"
            r"(?= (?!ensuite|alors|apres$|depuis$|lui\b)\w)"
            r"|est il (?:interdit|permis|possible|impossible|obligatoire|necessaire|legal|illegal)(?= (?:de |d'|que |qu'))"
            r"|fait il (?:(?:si|tres|aussi) )?(?:chaud|froid|beau|mauvais|nuit)"
        ),
        question_phrase=(
            r"(?:[àa] |en |pour |de |depuis )?(?:pourquoi|quand|comment|o[uù]|qui|combien|quel(?:le)?s?|qu'est-ce que?|que)\b"
            r"(?: (?:jour|date|ann[ée]e|raison|entreprise))*(?: est-ce qu(?:e|'))?"
        ),
        who=r"qui",
        is_=r"(?:est|etait)",
    ),
    "de": Forms(
        opening=(
            r"und|aber|also|dann|ok|was ist mit"
            r"|danke|bitte|ja|nein|gut|hallo|super|interessant|wirklich|aha|okay"
        ),
        no_name=r"(?!)",
        person=r"er|ihn|ihm|sie|sein(?:e[mnrs]?)?|ihre?[mnrs]?",
        thing=r"es|ihnen|das|dafur|damit|davon|dazu|daruber|davor|danach|dabei|darauf",
        expletive=(
            r"gibt es|gab es|stimmt es|geht es|ging es|(?:ist|war|wird) es (?:in|im|so|zu|dort|heute)"
            r"|(?:kam|kommt) es zu[mr]?|es (?:\w+ ){0,6}?(?<!bekannt )(?:ge)?geben|es (?:regnet|regnen|schneit|schneien)"
        ),
        question_phrase=(
            r"(?:an |in |bei |aus )?(?:wer|wen|wem|was|wann|wo|wohin|warum|wieso|weshalb|wie|welche[mnrs]?)\b"
            r"(?: (?:tag|jahr|grund|firma))*"
        ),
        who=r"wer|wen|wem",
        is_=r"(?:ist|war)",
    ),
    "es": Forms(
        opening=(
            r"y|e|pero|entonces|ok|que tal"
            r"|gracias|por favor|s[íi]|hola|bien|vale|interesante|de verdad"
        ),
        no_name=r"dime|digame|diga|explica|explique|cuenta|cuentame|resume|muestra|fuentes?|detalles?",
        person=r"el(?= [?]|$)|ella|su|sus",
        thing=r"ellos|ellas|eso|esto|les",
        expletive=r"es cierto que",
        question_phrase=(
            r"(?:a |en |por |de )?(?:qu[eé]|cu[aá]ndo|c[oó]mo|d[oó]nde|qui[eé]n(?:es)?|cu[aá]l(?:es)?|cu[aá]nt[oa]s?)\b"
            r"(?: (?:d[ií]a|fecha|a[nñ]o|empresa|motivo))*"
        ),
        who=r"quien(?:es)?",
        is_=r"(?:es|era|fue)",
        subject_left_out=True,
    ),
}
# A question without its subject is short; a longer one that names nobody has a subject of its own.
_SHORT_TERMS = 3
_WORD = re.compile(r"[^\W_][\w*’'.-]*")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_GENITIVE = re.compile(r"['’]s$")
_EDGES = " ¿?¡!.,;:"
# "In May, what did he do?": a month has a capital in English and is nobody.
_MONTHS = frozenset(
    {"January", "February", "March", "April", "May", "June"}
    | {"July", "August", "September", "October", "November", "December"}
)
# Conversations are long, and what is asked about changes: what was said before this many questions is not looked at.
_TURNS = 8


def understand(question: str, before: Sequence[Turn]) -> str:
    """`question` as it is meant after the turns `before`, oldest first; itself where it needs none of them."""
    meant: Turn | None = None
    for turn in before[-_TURNS:]:
        if meant is None or not _asks_nothing(turn.question):
            meant = Turn(_resolve(turn.question, meant), turn.answer)
    return _resolve(question, meant)


def _asks_nothing(text: str) -> bool:
    """Whether it is a mere "thanks"."""
    forms = _FORMS.get(detect_language(text))
    return forms is not None and not _WORD.search(_without(forms.opening, text))


def _without(opening: str, text: str) -> str:
    """Without what matches `opening` at its beginning, however often."""
    match = re.match(rf"[¿¡\s]*(?:(?:{opening})(?!\w)[\s,:;.!?…]*)+", text, re.IGNORECASE)
    return text[match.end() :] if match else text


def _resolve(question: str, previous: Turn | None) -> str:
    if previous is None or not previous.question.strip():
        return question
    language = detect_language(f"{previous.question} {question}")
    forms = _FORMS.get(language)
    if forms is None:
        return question
    resolved = _Reading(question, previous, language, forms).resolved()
    return resolved if len(resolved) <= MAX_QUESTION_CHARS else question


@dataclass(frozen=True, slots=True)
class _Reading:
    """One follow-up beside the turn before it."""

    question: str
    previous: Turn
    language: str
    forms: Forms

    def resolved(self) -> str:
        core = _without(self.forms.opening, self.question.strip())
        if not _WORD.search(core):
            return self.question
        earlier = _names(self.previous.question, self.language)
        own = _names(core, self.language)
        pronoun = self._pronoun(core)
        if not self._terms(core) and pronoun != "person":
            return self._asked_again(core)
        if own and earlier and " ".join(own) == " ".join(_words(core)) and earlier[0] in self.previous.question:
            return self.previous.question.replace(earlier[0], own[0], 1)
        if pronoun == "thing":
            return self._with(self._content())
        if pronoun == "person" or self._subject_is_left_out(core, own):
            return self._with(self._spoken_of(earlier) or self._content())
        return self.question

    def _terms(self, text: str) -> list[str]:
        return question_terms(text, self.language, (self.language,))

    def _asked_again(self, core: str) -> str:
        """A mere "why?": the question before with its question words exchanged for these."""
        asked = self.previous.question.strip(" ¿¡")
        match = re.match(self.forms.question_phrase, asked, re.IGNORECASE)
        again = re.match(self.forms.question_phrase, core.strip(_EDGES), re.IGNORECASE)
        return again[0] + asked[match.end() :] if again and match else f"{core} {asked}"

    def _pronoun(self, core: str) -> str | None:
        """Which sort of pronoun stands in `core` before any name of its own: "person", "thing" or None."""
        core = without_false_pronouns(core, self.language)
        first = first_of_two(core, self.language)
        # Where the first of two questions refers back, so does the second.
        explained = explained_by(first, self.language) if first and self._sort(first) is None else r"(?!)"
        return self._sort(core, explained)

    def _sort(self, text: str, explained: str = r"(?!)") -> str | None:
        own = _names(text, self.language)
        ahead = text[: text.index(own[0].split()[0])] if own else text
        plain = " ".join(re.findall(r"[\w']+", fold(ahead).replace("’", "'")))
        plain = re.sub(rf"\b(?:{self.forms.expletive})(?!\w)", " ", plain)
        plain = re.sub(rf"(?<![\w'])(?:{explained})(?!\w)", " ", plain)
        if re.search(rf"(?<![\w'])(?:{self.forms.person})(?!\w)", plain):
            return "person"
        return "thing" if re.search(rf"(?<![\w'])(?:{self.forms.thing})(?!\w)", plain) else None

    def _spoken_of(self, earlier: Sequence[str]) -> str:
        """Whom the answer named, where the question before asked who; else all that it names itself, in its order."""
        asked = fold(self.previous.question).strip(_EDGES)
        who = re.match(rf"(?:{self.forms.who})\b\s*(?:{self.forms.is_}\b\s*)?", asked)
        about = ", ".join(earlier)
        # "Who is Elon Musk?" speaks of him, and not of whom its answer names.
        if who is None or (earlier and asked.startswith(fold(earlier[0]), who.end())):
            return about
        known = set(fold(" ".join(earlier)).split())
        named = _names(self.previous.answer, detect_language(self.previous.answer))
        return next((name for name in named if " " in name and not set(fold(name).split()) & known), about)

    def _content(self) -> str:
        return " ".join(word for word in _words(self.previous.question) if self._terms(word))

    def _with(self, context: str) -> str:
        return f"{self.question.strip()} ({context})" if context else self.question

    def _subject_is_left_out(self, core: str, own: Sequence[str]) -> bool:
        return (
            self.forms.subject_left_out
            and not own
            and len(self._terms(core)) <= _SHORT_TERMS
            and question_kind(core) is not QuestionKind.DEFINITION
            and not names_spanish_subject(core)
        )


def _words(text: str) -> list[str]:
    return [_GENITIVE.sub("", word.rstrip(".'’")) for word in _WORD.findall(text)]


def _names(text: str, language: str) -> list[str]:
    """Names by their capitals, in their order: "Jan Leike", "OpenAI". German nouns are none, so there two words make a name."""
    found: list[str] = []
    run: list[str] = []
    starts = True
    for match in _WORD.finditer(text):
        word = _GENITIVE.sub("", _ELIDED.sub("", match[0].rstrip(".'’")))
        before = text[: match.start()].rstrip(" ¿¡«»“”„\"'>")
        starts = not before or before[-1] in ".!?:\n"
        acronym = any(c.isupper() or c.isdigit() for c in word[1:])
        begins = starts and not run and (is_function_word(word, language) or _begins_request(word, language))
        if acronym or begins or not word[:1].isupper():
            found += _name(run, language)
            run = []
            if acronym and word[:1].isupper():
                found.append(word)
        else:
            run.append(word)
    return found + _name(run, language)


def _begins_request(word: str, language: str) -> bool:
    """Whether it is a word like "explain", that begins what is asked."""
    forms = _FORMS.get(language)
    return forms is not None and re.fullmatch(forms.no_name, fold(word)) is not None


def _name(run: Sequence[str], language: str) -> list[str]:
    if language == "en" and len(run) == 1 and run[0] in _MONTHS:
        return []
    return [" ".join(run)] if len(run) > (1 if language == "de" else 0) else []
