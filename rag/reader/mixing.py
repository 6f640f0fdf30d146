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

    def passage(self, part: Tokens, text: str, language: str, generator: np.random.Generator) -> Tokens:
        """A part of a passage that does not answer, `text`'s tokens: mixed, or as it is."""
        lexicon = self._lexicon(language, _PASSAGES, generator)
        return self._tokens(lexicon.translate(part.words(text), _PASSAGE_WORDS, generator)) if lexicon else part

    def answering(
        self, part: Tokens, text: str, answer: tuple[int, int], language: str, generator: np.random.Generator
    ) -> tuple[Tokens, tuple[int, int]]:
        """The same of a part whose tokens `answer`, first and last, answer: their words stay, and are where it says then."""
        lexicon = self._lexicon(language, _PASSAGES, generator)
        if lexicon is None:
            return part, answer
        start, end = int(part.starts[answer[0]]), int(part.ends[answer[1]])
        before = lexicon.translate(text[part.starts[0] : start], _PASSAGE_WORDS, generator)
        after = lexicon.translate(text[end : part.ends[-1]], _PASSAGE_WORDS, generator)
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
