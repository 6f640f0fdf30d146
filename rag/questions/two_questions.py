"""Two questions in one, "Why did she resign and who replaced her?": where the second begins, and what it means by itself."""

import re
from dataclasses import dataclass

from index.language import detect_language
from index.words import fold, question_terms
from rag.answer import Answer
from rag.questions.capital_names import EDGES, names_in
from rag.questions.follow_up import Turn, second_of_two
from rag.questions.question_kind import QuestionKind, begins_question, question_kind
from rag.questions.referring_back import FORMS


@dataclass(frozen=True, slots=True)
class Asking:
    """How one language asks: `word` is what it asks with, `second` what may follow "and" where that begins another question.

    `adverb` begins a question of the whole sentence, whose words a mere "and why?" takes over; "who left?" begins none.
    """

    word: str
    joint: str
    second: str
    adverb: str
    preposition: str


_AUXILIARY = r"(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|must|might|may)(?:n['’]t)?\b"
# "And why he left" is no question but what somebody is asked to tell, and so is "and what the board said".
_ENGLISH_SUBJECT = r" (?:he|she|it|they|we|you|I|the|an?|his|her|its|their|this|that|[A-Z]\w*)\b"
_ENGLISH_OF_HOW = r"(?:many|much|long|old|far|often|big|large|high|fast|soon|well|badly|likely)\b"
_ENGLISH_PREPOSITION = r"(?:on|at|in|for|to|from|by|with|since|until|of|under) "
_FRENCH_PREPOSITION = r"(?:(?:à|de|en|pour|par|avec|chez|depuis|dans|sur|sous|jusqu['’]à) |d['’])"
_FRENCH_WORD = r"(?:pourquoi|quand|comment|où|qui|combien|quel(?:le)?s?|quoi)\b"
_GERMAN_PREPOSITION = r"(?:an|in|bei|aus|seit|von|mit|zu|für|um|unter|auf|nach) "
_GERMAN_WORD = r"(?:we[rnm]|wessen|was|wann|wo|wohin|woher|warum|wieso|weshalb|weswegen|wie|welche[mnrs]?)\b"
_SPANISH_PREPOSITION = r"(?:a|en|por|de|para|con|desde|bajo|sobre) "
# Without its accent "cuando" is no question word.
_SPANISH_WORD = r"(?:por que|qué|cuándo|cómo|dónde|qui[eé]n(?:es)?|cuál(?:es)?|cuánt[oa]s?)\b"
# "And for what price?" begins as "and why?" does.
_SPANISH_FOR_WHAT = re.compile(
    r"por qu[eé] (?:precio|importe|cantidad|suma|valor|motivos?|raz[oó]n(?:es)?|causas?|v[ií]a|medios?|partido)\W*",
    re.IGNORECASE,
)
_ASKING = {
    "en": Asking(
        word=r"\b(?:what|which|who|whom|whose|when|where|why|how)\b",
        joint="and",
        second=(
            rf"(?:which(?! \w+ of\b)|whose)\b|(?:what|whom?)\b(?!{_ENGLISH_SUBJECT})"
            rf"|(?:when|where|why|how)(?: {_AUXILIARY}|\W*$)|how {_ENGLISH_OF_HOW}"
        ),
        adverb=rf"(?:when|where|why|how)(?: {_AUXILIARY}|\W*$)",
        preposition=_ENGLISH_PREPOSITION,
    ),
    "fr": Asking(
        word=rf"\bqui est-ce qu(?:i|e)\b|\bqu['’]est-ce (?:que|qui|qu(?=['’]))|\A\W*qu(?:e\b|['’])|\b{_FRENCH_WORD}",
        joint="et",
        second=rf"{_FRENCH_WORD}|qu['’]est-ce\b|que(?= [\w'’]+-)",
        adverb=r"(?:quand|pourquoi|où|comment)\b",
        preposition=_FRENCH_PREPOSITION,
    ),
    "de": Asking(
        word=rf"\b{_GERMAN_WORD}",
        joint="und",
        second=_GERMAN_WORD,
        adverb=r"(?:wann|warum|wieso|weshalb|weswegen|wo)\b",
        preposition=_GERMAN_PREPOSITION,
    ),
    "es": Asking(
        word=rf"\b{_SPANISH_WORD}",
        joint="y",
        second=rf"(?:por )?{_SPANISH_WORD}",
        adverb=r"(?:cuándo|por qu[eé]|dónde|cómo)\b",
        preposition=_SPANISH_PREPOSITION,
    ),
}
_FINAL = "?! \u00a0\u202f"
_QUOTED = re.compile('[«»“”„"‹›]')
# What a conversation was about, as a follow-up has it behind it.
_ASIDE = re.compile(r"\s+\([^()]+\)\Z")
# A question of fewer words that asks for no person lacks its verb: "and which days?"
_FEWEST_WORDS = 3
# A first question of fewer words that say something does not say what it is about, unless it asks what they mean.
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class TwoQuestions:
    """Both as they were asked; `aside` is what was said in brackets behind them, of both."""

    first: str
    second: str
    aside: str = ""

    @property
    def first_meant(self) -> str:
        """The first question, with what was said of both."""
        return self.first + self.aside

    def second_meant(self, answer: Answer) -> str:
        """The second question as it is meant, where `answer` is that to the first."""
        said = Turn(self.first, answer.short_answer)
        is_told = self.aside and _terms(self.second, detect_language(self.first))
        return (self.second if is_told else second_of_two(self.second, said)) + self.aside


def two_questions(text: str) -> TwoQuestions | None:
    """The two questions that `text` joins; None where it is one, or more than two, or where it is not clear that there are two.

    "When and where was he born?" is one, and so is what stands in quotation marks. "What he said and why he left" tells what
    is to be told, and two questions that hold another question word may be such, so they stay one.
    """
    language = detect_language(text)
    asking = _ASKING.get(language)
    if asking is None or _QUOTED.search(text):
        return None
    behind = _ASIDE.search(text)
    aside = behind[0] if behind else ""
    asked = text[: len(text) - len(aside)]
    mark = asked[len(asked.rstrip(_FINAL)) :].rstrip()
    begins = rf"(?:{asking.preposition})?(?:{asking.second})"
    # A capital begins a title, "Why Nations Fail and How …", and behind a question mark a question.
    joined = rf",? {asking.joint} (?={begins})"
    apart = rf"\s*\?\s+(?i:¿?(?:{asking.joint} )?¿?(?=(?:{asking.preposition})?(?:{asking.word})))"
    # A point is that of an abbreviation, "Acme Inc. and who …": behind a sentence's no "and" begins small.
    for found in re.finditer(rf"(?<=[\w'’)%.])(?:{joined}|{apart})", asked):
        first, second = asked[: found.start()], asked[found.end() :]
        # Of "when and where did it happen" nothing is asked before the "and".
        if _terms(first, language):
            opening = "¿" if asked.startswith("¿") else ""
            two = TwoQuestions(f"{first}{mark}", f"{opening}{second}", aside)
            return two if _are_two(first, second, language, asking) else None
    return None


def _are_two(first: str, second: str, language: str, asking: Asking) -> bool:
    if not _is_one_question(first, asking) or len(re.findall(asking.word, second, re.IGNORECASE)) != 1:
        return False
    if _is_mere(second, language, asking):
        return re.match(asking.adverb, first.strip(EDGES), re.IGNORECASE) is not None
    words = second.strip(EDGES).split()
    # "And in which century?" lacks its verb, which cannot be told from "and in which city was it?"; so does "and which days?".
    lacks_verb = _begins_with_preposition(second, asking) or (
        len(words) < _FEWEST_WORDS and not _asks_who(second, language)
    )
    # "Where was she born and where did Anna Berg grow up?": whom the first is about is said in the second.
    says_enough = question_kind(first) is QuestionKind.DEFINITION or len(_terms(first, language)) >= _ENOUGH
    says_later = names_in(second, language) and not names_in(first, language) and not says_enough
    return bool(_terms(second, language)) and not lacks_verb and not says_later


def _begins_with_preposition(second: str, asking: Asking) -> bool:
    """Whether it is "in which century"; the Spanish "por qué" is "why", and "por qué precio" alone is "for what price"."""
    if re.match(asking.preposition, second) is None:
        return False
    return re.match(asking.adverb, second) is None or _SPANISH_FOR_WHAT.fullmatch(second) is not None


def _is_one_question(first: str, asking: Asking) -> bool:
    """Whether a question word begins it, and no other stands in it."""
    words = list(re.finditer(asking.word, first, re.IGNORECASE))
    before = re.sub(rf"{asking.preposition}\Z", "", first[: words[0].start()], flags=re.IGNORECASE) if words else first
    return len(words) == 1 and begins_question(fold(before))


def _is_mere(second: str, language: str, asking: Asking) -> bool:
    """Whether it is "why?" or "on what date?"."""
    words = second.strip(EDGES)
    starts = rf"(?:{asking.preposition})|(?:{asking.adverb})"
    whole = re.fullmatch(FORMS[language].question_phrase, words, re.IGNORECASE)
    return whole is not None and re.match(starts, words, re.IGNORECASE) is not None


def _asks_who(second: str, language: str) -> bool:
    return re.match(rf"(?:{FORMS[language].who})\b", fold(second)) is not None


def _terms(text: str, language: str) -> list[str]:
    return question_terms(text, language, (language,))
