"""What a follow-up question asks: its pronouns and omissions filled from the conversation, and nothing else changed.

Which rules, and what they are worth against simpler ones, stands in docs/decisions/0009-chat-doors.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.abbreviations import TITLES, in_list
from index.language import LANGUAGES, detect_article_language, detect_language
from index.words import fold, has_unspaced, question_terms
from rag.questions.capital_names import EDGES, WORD, names_in, words_in
from rag.questions.coordination import explained_by, first_of_two
from rag.questions.exchanged import Asked, with_year
from rag.questions.question import MAX_QUESTION_CHARS
from rag.questions.question_kind import QuestionKind, question_kind
from rag.questions.referring_back import FORMS, GREETINGS, Forms
from rag.questions.subjects import names_spanish_subject, without_false_pronouns

# A question without its subject is short; a longer one that names nobody has a subject of its own.
_SHORT_TERMS = 3
# Conversations are long, and what is asked about changes: what was said before this many questions is not looked at.
_TURNS = 8
# Fewer words show no language: "merci" is taken for Spanish and "danke" for Dutch.
_WORDS_OF_A_LANGUAGE = 3
_NOTHING = {code: f"{GREETINGS[code]}|{forms.opening}" for code, forms in FORMS.items()}
_NOTHING_IN_ANY = "|".join([*GREETINGS.values(), *(forms.opening for forms in FORMS.values())])
# As a message for a chat has quotes.
_BLOCK_QUOTATION = re.compile(r"^> .*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation as it was asked, and the text that answered it, empty where there is none."""

    question: str
    answer: str = ""


def understand(question: str, before: Sequence[Turn]) -> str:
    """`question` as it is meant after the turns `before`, oldest first; itself where it needs none of them."""
    meant: Turn | None = None
    for turn in before[-_TURNS:]:
        if not asks_nothing(turn.question):
            meant = Turn(_resolve(turn.question, meant), turn.answer)
    return question if asks_nothing(question) else _resolve(question, meant)


def language_of_thanks(said: str, before: Sequence[Turn]) -> str | None:
    """The language to answer `said` in where it asks nothing: that of the last question before it, else one that has its words.

    None where it asks something.
    """
    if not asks_nothing(said):
        return None
    return _language_before(before) or next(iter(languages_of_thanks(said)), None)


def languages_of_thanks(said: str) -> tuple[str, ...]:
    """The languages that have all words of what asks nothing, as codes; every one where it has no words."""
    return tuple(code for code, nothing in _NOTHING.items() if not WORD.search(_without(nothing, said)))


def language_of_few_words(said: str, before: Sequence[Turn]) -> str | None:
    """The language of the last question before `said`, where that is too short to show its own; None where it does."""
    # A whole sentence without spaces is one word.
    if len(WORD.findall(said)) >= _WORDS_OF_A_LANGUAGE or has_unspaced(said):
        return None
    core = _without(_NOTHING_IN_ANY, said).lstrip(EDGES)
    if any(re.match(forms.question_phrase, core, re.IGNORECASE) for forms in FORMS.values()):
        return None
    return _language_before(before)


def _language_before(before: Sequence[Turn]) -> str | None:
    asked = [turn for turn in before if not asks_nothing(turn.question)]
    if not asked:
        return None
    meant = understand(asked[-1].question, asked[:-1])
    # As what was said to it was: in English where it is plainly in none of them.
    return detect_language(meant) if detect_article_language(meant) in LANGUAGES else "en"


def second_of_two(second: str, first: Turn) -> str:
    """`second` as it is meant behind `first` in one question: where it names nothing itself, it is about what the first says."""
    language = detect_language(f"{first.question} {second}")
    forms = FORMS.get(language)
    if forms is None:
        return second
    meant = _Reading(second, first, language, forms).second_of_two()
    return meant if len(meant) <= MAX_QUESTION_CHARS else second


def asks_nothing(text: str) -> bool:
    """Whether it is a mere "thanks", a greeting or a call for help, in whatever language, or has no words at all."""
    return not WORD.search(_without(_NOTHING_IN_ANY, text))


def _without(opening: str, text: str) -> str:
    """Without what matches `opening` at its beginning, however often."""
    match = re.match(rf"[¿¡\s]*(?:(?:{opening})(?!\w)[\s,:;.!?…]*)+", text, re.IGNORECASE)
    return text[match.end() :] if match else text


def _quoted(answer: str) -> str:
    """What an answer quotes, without its list of sources: its block quotations; all of it where it has none."""
    return "\n".join(_BLOCK_QUOTATION.findall(answer)) or answer


def _plain(text: str) -> str:
    """Its words, folded, with one space between two."""
    return " ".join(re.findall(r"[\w']+", fold(text).replace("’", "'")))


def _resolve(question: str, previous: Turn | None) -> str:
    if previous is None or not previous.question.strip():
        return question
    language = detect_language(f"{previous.question} {question}")
    forms = FORMS.get(language)
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
        if not WORD.search(core):
            return self.question
        earlier = names_in(self.previous.question, self.language)
        own = names_in(core, self.language)
        pronoun = self._pronoun(core)
        if self._asks_again(core, pronoun):
            return self._asked_again(core)
        asked = Asked(self.previous.question, self.language, self.forms.article)
        if exchanged := with_year(core, asked.question) or asked.with_name(core, own, earlier):
            return exchanged
        if pronoun == "thing":
            return self._with(self._content())
        if pronoun == "person" or self._subject_is_left_out(core, own):
            return self._with(self._spoken_of(earlier) or self._content())
        return self._with(self._content()) if self._asks_what_it_is(core) else self.question

    def second_of_two(self) -> str:
        asks_who = re.match(rf"(?:{self.forms.who})\b", fold(self._asked()).strip(EDGES)) is not None
        # Where it is not known who it was, nobody knows who "he" is.
        resolved = self.question if asks_who and not self.previous.answer else self.resolved()
        own = names_in(self.question, self.language) or question_kind(self.question) is QuestionKind.DEFINITION
        if resolved == self.question and (not own or self._pronoun(self.question) is not None):
            return self._with(self._content())
        return resolved

    def _asked(self) -> str:
        """The question before, without an "and" at its beginning."""
        return _without(self.forms.opening, self.previous.question.strip(" ¿¡")).lstrip("¿¡")

    def _terms(self, text: str) -> list[str]:
        return question_terms(text, self.language, (self.language,))

    def _is_mere(self, core: str) -> bool:
        return re.fullmatch(self.forms.question_phrase, core.strip(EDGES), re.IGNORECASE) is not None

    def _asks_again(self, core: str, pronoun: str | None) -> bool:
        """Whether it takes over all that was asked, as "why?" and "why is that?" do, and "what is it?" does not."""
        if pronoun == "person":
            return False
        if self._is_mere(core):
            return True
        asks_for_it_all = re.match(self.forms.why_that, _plain(core)) is not None
        # "Seit" says something of its own, and nothing that "seit wann" does not.
        phrase = re.match(self.forms.question_phrase, core.strip(EDGES), re.IGNORECASE) if asks_for_it_all else None
        if self._terms(core.strip(EDGES)[phrase.end() :] if phrase else core) or self._asks_what_it_is(core):
            return False
        return pronoun is None or asks_for_it_all

    def _asks_what_it_is(self, core: str) -> bool:
        return re.fullmatch(self.forms.what_is_it, _plain(core)) is not None

    def _asked_again(self, core: str) -> str:
        """A mere "why?": the question before with its question words exchanged for these.

        Where that asked who did it and the answer named somebody, the name stands in the place of "who".
        """
        asked = self._asked()
        match = re.match(self.forms.question_phrase, asked, re.IGNORECASE)
        again = re.match(self.forms.question_phrase, core.strip(EDGES), re.IGNORECASE)
        if not again or not match:
            return f"{core} {asked}"
        did = re.compile(self.forms.did).match(asked, match.end())
        # In German nouns have capitals as names have.
        tells = detect_language(self.previous.answer) != "de"
        name = self._named(names_in(asked, self.language)) if tells else ""
        if (
            name
            and did
            and re.fullmatch(self.forms.who, fold(match[0]))
            and not re.match(self.forms.who, fold(again[0]))
        ):
            return f"{again[0]}{did[0]} {name}{asked[did.end() :]}"
        return again[0] + asked[match.end() :]

    def _pronoun(self, core: str) -> str | None:
        """Which sort of pronoun stands in `core` before any name of its own: "person", "thing" or None."""
        core = without_false_pronouns(core, self.language)
        first = first_of_two(core, self.language)
        # Where the first of two questions refers back, so does the second.
        explained = explained_by(first, self.language) if first and self._sort(first) is None else r"(?!)"
        return self._sort(core, explained)

    def _sort(self, text: str, explained: str = r"(?!)") -> str | None:
        own = names_in(text, self.language)
        ahead = text[: text.index(own[0].split()[0])] if own else text
        plain = re.sub(rf"\b(?:{self.forms.expletive})(?!\w)", " ", _plain(ahead))
        if own and self.language == "es":
            # "¿Qué es el IMV?": before a name it is the article.
            plain = re.sub(r"(?<!\w)el\s*$", "", plain)
        plain = re.sub(rf"(?<![\w'])(?:{explained})(?!\w)", " ", plain)
        if re.search(rf"(?<![\w'])(?:{self.forms.person})(?!\w)", plain):
            return "person"
        return "thing" if re.search(rf"(?<![\w'])(?:{self.forms.thing})(?!\w)", plain) else None

    def _spoken_of(self, earlier: Sequence[str]) -> str:
        """Whom the answer named, where the question before asked who; else all that it names itself, in its order."""
        asked = fold(self._asked()).strip(EDGES)
        who = re.match(rf"(?:{self.forms.who})\b\s*(?:{self.forms.is_}\b\s*)?", asked)
        about = ", ".join(earlier)
        # "Who is Elon Musk?" speaks of him, and not of whom its answer names.
        if who is None or (earlier and asked.startswith(fold(earlier[0]), who.end())):
            return about
        return self._named(earlier) or about

    def _named(self, earlier: Sequence[str]) -> str:
        """The first whole name that the answer quotes and the question before has not; empty where there is none.

        After "¿Quién preside Azulejos Tormo?" that may be Vicente Tormo, and neither "Tormo Cerámica" nor, after "Who fired
        Altman?", Sam Altman.
        """
        asked = [set(fold(name).split()) for name in earlier]
        quoted = _quoted(self.previous.answer)
        language = detect_language(quoted)
        for name in names_in(quoted, language, is_quoted=True):
            first, *others = [fold(word) for word in name.split() if not in_list(word, TITLES, language)] or [""]
            if others and not any(first in known or known <= {first, *others} for known in asked):
                return name
        return ""

    def _content(self) -> str:
        return " ".join(word for word in words_in(self.previous.question) if self._terms(word))

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
