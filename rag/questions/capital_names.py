"""The words of a question, and the names among them, by their capitals."""

import re
from collections.abc import Sequence

from index.abbreviations import TITLES, in_list
from index.words import fold
from rag.questions.referring_back import FORMS
from rag.questions.subjects import is_function_word

# What stands at either end of a question and is none of its words.
EDGES = " ¿?¡!.,;:"
WORD = re.compile(r"[^\W_][\w*’'.-]*")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
# "What did he do at Meta? (Peter Deng)": what stands in brackets is apart from what stands before and behind them.
_OPENS = re.compile(r"[(\[{]")
_CLOSES = re.compile(r"[)\]}]")
# "Valdore, Brennick accetta l'offerta": in what an answer quotes these stand between two names.
_PARTS = re.compile(r"[,;/–—]")
_GENITIVE = re.compile(r"['’]s$")
# "In May, what did he do?": a month has a capital in English and is nobody.
_MONTHS = frozenset(
    {"January", "February", "March", "April", "May", "June"}
    | {"July", "August", "September", "October", "November", "December"}
)


def words_in(text: str) -> list[str]:
    """Without the genitive's and the full stop behind them."""
    return [_GENITIVE.sub("", word.rstrip(".'’")) for word in WORD.findall(text)]


def names_in(text: str, language: str, *, is_quoted: bool = False) -> list[str]:
    """Names by their capitals, in their order: "Jan Leike", "OpenAI". German nouns are none, so there two words make a name.

    None goes on where a sentence begins, nor behind a comma where `text` is quoted.
    """
    found: list[str] = []
    run: list[str] = []
    ended, last = 0, ""
    bracketed = False
    for match in WORD.finditer(text):
        word = _GENITIVE.sub("", _ELIDED.sub("", match[0].rstrip(".'’")))
        before = text[: match.start()].rstrip(" ¿¡«»“”„\"'>")
        starts = not before or before[-1] in "!?:\n" or (before[-1] == "." and not _is_abbreviated(last, language))
        between = text[ended : match.start()]
        ended, last = match.end(), match[0]
        opens, closes = _OPENS.search(between) is not None, _CLOSES.search(between) is not None
        bracketed = opens or (bracketed and not closes)
        # A comma parts those that a follow-up is about, "(Jan Leike, Anthropic)". Elsewhere in a question it may stand within
        # one description.
        parted = (bracketed and "," in between) or (is_quoted and _PARTS.search(between) is not None)
        if starts or opens or closes or parted:
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
    """Whether it is a word like "explain" or "since", that begins what is asked."""
    forms = FORMS.get(language)
    return forms is not None and re.fullmatch(forms.no_name, fold(word)) is not None


def _is_abbreviated(word: str, language: str) -> bool:
    """Whether the full stop behind it is its own: "J. Robert Oppenheimer", "Dr. Falk"."""
    plain = word.rstrip(".")
    return len(plain) == 1 or in_list(plain, TITLES, language)


def _name(run: Sequence[str], language: str) -> list[str]:
    if language == "en" and len(run) == 1 and run[0] in _MONTHS:
        return []
    return [" ".join(run)] if len(run) > (1 if language == "de" else 0) else []
