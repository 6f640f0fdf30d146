"""How close predicted words are to marked ones: exact match and F1 of words, normalised by language.

On English this is the official script of SQuAD 1.1 (Rajpurkar et al. 2016): lower case, without ASCII punctuation and without
"a", "an" and "the". In other languages it is the same with that language's articles and all of Unicode's punctuation, as MLQA
(Lewis et al. 2020) does it. Romanian has its definite article at the end of the word, where it stays.
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_ASCII_PUNCTUATION = frozenset(string.punctuation)
_ARTICLES = {
    "en": re.compile(r"\b(a|an|the)\b"),
    "fr": re.compile(r"\b(?:(?:le|la|les|un|une|des|du|au|aux)\b|[ld]['’ʼ])"),
    "es": re.compile(r"\b(?:el|la|los|las|un|una|unos|unas)\b"),
    "de": re.compile(r"\b(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines)\b"),
    "ro": re.compile(r"\b(?:un|o|niște|nişte)\b"),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far predicted words agree with marked ones: both from 0 to 1."""

    exact: float
    f1: float


def normalise(text: str, language: str) -> str:
    """`text` as it is compared: words in lower case, one space between them, without punctuation and articles."""
    lower = text.lower()
    articles = _ARTICLES.get(language)
    if language == "en":
        bare = _without_punctuation(lower, language)
        return " ".join(_ARTICLES["en"].sub(" ", bare).split())
    # Articles go first: "l’Élysée" is an article and a word until its apostrophe is gone.
    without = articles.sub(" ", lower) if articles else lower
    return " ".join(_without_punctuation(without, language).split())


def agreement(predicted: str, marked: Sequence[str], language: str) -> Agreement:
    """The best agreement with any of the `marked` answers, each measure on its own; nothing agrees with no words at all.

    An answer that is an article, such as the blood group A, is compared with articles kept; the script compares nothing there.
    """
    pairs = [_compared(predicted, answer, language) for answer in marked]
    return Agreement(
        exact=float(any(found == truth != "" for found, truth in pairs)),
        f1=max((_f1(found, truth) for found, truth in pairs), default=0.0),
    )


def _compared(predicted: str, marked: str, language: str) -> tuple[str, str]:
    found, truth = normalise(predicted, language), normalise(marked, language)
    if truth:
        return found, truth
    found, truth = (" ".join(_without_punctuation(text.lower(), language).split()) for text in (predicted, marked))
    return found, truth


def _without_punctuation(text: str, language: str) -> str:
    if language == "en":
        return "".join(c for c in text if c not in _ASCII_PUNCTUATION)
    return "".join(c for c in text if not unicodedata.category(c).startswith("P"))


def _f1(found: str, truth: str) -> float:
    found_words, true_words = found.split(), truth.split()
    shared = sum((Counter(found_words) & Counter(true_words)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(found_words), shared / len(true_words)
    return 2 * precision * recall / (precision + recall)
