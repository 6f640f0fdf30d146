"""Word-by-word translation out of FreeDict dictionaries, for training pairs whose question and passage mix languages.

Training on sentences with words of other languages in them brings a multilingual encoder's languages closer together (Qin et
al. 2020, "CoSDA-ML"). The dictionaries are no part of the product; `--lexicons` names the folder that Debian's package
`dict-freedict-eng-fra` and its like install them to.
"""

import gzip
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.words import fold, stem
from rag.errors import TrainingDataError

# Question language -> languages of the dictionaries that are looked for.
PAIRS: Mapping[str, tuple[str, ...]] = {
    "en": ("fr", "de", "es", "it", "pt", "nl"),
    "fr": ("en", "nl"),
}
_CODES = {
    "en": "eng",
    "fr": "fra",
    "de": "deu",
    "es": "spa",
    "it": "ita",
    "pt": "por",
    "nl": "nld",
}
_HEADWORD = re.compile(r"^(?P<word>[^/<\t ]+) /[^/]*/")
_TAGS = re.compile(r"<[^>]*>|\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|^\s*\d+\.\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_TRANSLATION = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,})?")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Translations of the words of one language into another: of folded words, and of their stems where the word is none."""

    language: str
    target: str
    words: Mapping[str, str]
    stems: Mapping[str, str]

    def translate(self, text: str, share: float, generator: np.random.Generator) -> str:
        """`text` with about `share` of the words that are known put into the other language; names stay."""
        return _WORD.sub(lambda word: self._translated(word[0], share, generator), text)

    def _translated(self, word: str, share: float, generator: np.random.Generator) -> str:
        if word[0].isupper() or generator.random() >= share:
            return word
        folded = fold(word)
        return self.words.get(folded) or self.stems.get(stem(folded, self.language)) or word


def read_lexicons(folder: Path) -> dict[str, tuple[Lexicon, ...]]:
    """The lexicons of PAIRS by language; raises TrainingDataError where a dictionary is missing."""
    return {
        language: tuple(_read(folder, language, target) for target in targets) for language, targets in PAIRS.items()
    }


def _read(folder: Path, language: str, target: str) -> Lexicon:
    path = folder / f"freedict-{_CODES[language]}-{_CODES[target]}.dict.dz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            lines = file.read().split("\n")
    except OSError as error:
        raise TrainingDataError(
            f"{path} cannot be read: {error}; give the folder of the FreeDict dictionaries with --lexicons"
        ) from error
    return _lexicon(lines, language, target)


def _lexicon(lines: Sequence[str], language: str, target: str) -> Lexicon:
    """Single words with their first translation, which stands in the line after the headword."""
    words: dict[str, str] = {}
    for line, following in pairwise(lines):
        headword = _HEADWORD.match(line)
        if headword is None or headword["word"][0].isupper():
            continue
        first = _TAGS.sub("", following).split(",")[0].split(";")[0].strip()
        if _TRANSLATION.fullmatch(first):
            words.setdefault(fold(headword["word"]), first)
    stems: dict[str, str] = {}
    # The shortest word of a stem is its plain form.
    for word in sorted(words, key=lambda w: (len(w), w)):
        stems.setdefault(stem(word, language), words[word])
    return Lexicon(language, target, words, stems)
