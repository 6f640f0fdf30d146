"""Puts words of other languages into training pairs, by dictionaries."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from rag.reader.lexicon import Lexicon
from rag.reader.pairs import Numbers, Tokens, tokenise

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# How many questions and passages are mixed, and how many words of those.
_QUESTIONS, _QUESTION_WORDS = 0.30, 0.85
_PASSAGES, _PASSAGE_WORDS = 0.25, 0.5


class Mixer:
    """Mixes some questions and passages; without lexicons none.

    Passages that answer and those that do not are mixed alike, so that strange words say nothing of whether one answers.
    """

    def __init__(self, tokenizer: "PreTrainedTokenizerBase", lexicons: Mapping[str, tuple[Lexicon, ...]]) -> None:
        self._tokenizer, self._lexicons = tokenizer, lexicons

    def question(self, text: str, language: str, generator: np.random.Generator) -> Numbers | None:
        """The tokens of the mixed question; None where this one stays as it is."""
        lexicon = self._lexicon(language, _QUESTIONS, generator)
        if lexicon is None:
            return None
        # The first word has a capital by position only.
        return self._tokens(lexicon.translate(text[:1].lower() + text[1:], _QUESTION_WORDS, generator)).ids

    def passage(self, text: str, language: str, generator: np.random.Generator) -> Tokens | None:
        """The tokens of a mixed passage; None where this one stays as it is."""
        lexicon = self._lexicon(language, _PASSAGES, generator)
        return None if lexicon is None else self._tokens(lexicon.translate(text, _PASSAGE_WORDS, generator))

    def around(
        self, text: str, language: str, kept: tuple[int, int], generator: np.random.Generator
    ) -> tuple[Tokens, tuple[int, int]] | None:
        """The same with `text[kept[0]:kept[1]]` as it is, and the first and last token that hold it."""
        lexicon = self._lexicon(language, _PASSAGES, generator)
        if lexicon is None:
            return None
        start, end = kept
        before = lexicon.translate(text[:start], _PASSAGE_WORDS, generator)
        after = lexicon.translate(text[end:], _PASSAGE_WORDS, generator)
        mixed = self._tokens(before + text[start:end] + after)
        return mixed, mixed.covering(len(before), len(before) + end - start)

    def _lexicon(self, language: str, share: float, generator: np.random.Generator) -> Lexicon | None:
        """A lexicon out of that language for `share` of the texts."""
        lexicons = self._lexicons.get(language, ())
        if not lexicons or generator.random() >= share:
            return None
        return lexicons[int(generator.integers(len(lexicons)))]

    def _tokens(self, text: str) -> Tokens:
        (tokens,) = tokenise(self._tokenizer, [text])
        return tokens
