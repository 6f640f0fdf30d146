"""The words of a question, and the names among them, by their capitals."""

import re
from collections.abc import Sequence

from index.words import fold
from rag.questions.referring_back import FORMS
from rag.questions.subjects import is_function_word

WORD = re.compile(r"[^\W_][\w*’'.-]*")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
# "What did he do at Meta? (Peter Deng)": what stands in brackets is apart from what stands before and behind them.
_OPENS = re.compile(r"[(\[{]")
_CLOSES = re.compile(r"[)\]}]")
_GENITIVE = re.compile(r"['’]s$")
# "In May, what did he do?": a month has a capital in English and is nobody.
_MONTHS = frozenset(
    {"January", "February", "March", "April", "May", "June"}
    | {"July", "August", "September", "October", "November", "December"}
)


def words_in(text: str) -> list[str]:
    """Without the genitive's and the full stop behind them."""
    return [_GENITIVE.sub("", word.rstrip(".'’")) for word in WORD.findall(text)]


def names_in(text: str, language: str) -> list[str]:
    """Names by their capitals, in their order: "Jan Leike", "OpenAI". German nouns are none, so there two words make a name."""
    found: list[str] = []
    run: list[str] = []
    ended = 0
    bracketed = False
    for match in WORD.finditer(text):
        word = _GENITIVE.sub("", _ELIDED.sub("", match[0].rstrip(".'’")))
        before = text[: match.start()].rstrip(" ¿¡«»“”„\"'>")
        starts = not before or before[-1] in ".!?:\n"
        between = text[ended : match.start()]
        ended = match.end()
        opens, closes = _OPENS.search(between) is not None, _CLOSES.search(between) is not None
        bracketed = opens or (bracketed and not closes)
        # A comma parts those that a follow-up is about, "(Jan Leike, Anthropic)". Elsewhere it may stand within one description.
        if opens or closes or (bracketed and "," in between):
            found += _name(run, language)
            run = []
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
    forms = FORMS.get(language)
    return forms is not None and re.fullmatch(forms.no_name, fold(word)) is not None


def _name(run: Sequence[str], language: str) -> list[str]:
    if language == "en" and len(run) == 1 and run[0] in _MONTHS:
        return []
    return [" ".join(run)] if len(run) > (1 if language == "de" else 0) else []
