"""Makes the pairs of questions written for the training, of which teachers are not asked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from rag.reader.lengths import Lengths
from rag.reader.lexicon import Lexicon
from rag.reader.mixing import Mixer
from rag.reader.pairs import Numbers, Pair, Tokens, pair_of, special_ids

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


class PairMaker:
    """Joins a question with what is shown of a passage, both mixed with words of other languages now and then."""

    def __init__(
        self,
        tokenizer: "PreTrainedTokenizerBase",
        lengths: Lengths,
        lexicons: Mapping[str, tuple[Lexicon, ...]] | None,
    ) -> None:
        self._special, self._mixer, self._lengths = special_ids(tokenizer), Mixer(tokenizer, lexicons or {}), lengths

    def question(self, text: str, language: str, tokens: Numbers, generator: np.random.Generator) -> Numbers:
        """The tokens of a question, whose own are `tokens`, mixed or as it is."""
        mixed = self._mixer.question(text, language, generator)
        return tokens if mixed is None else mixed

    def answered(
        self,
        question: Numbers,
        passage: Tokens,
        text: str,
        language: str,
        place: tuple[int, int],
        generator: np.random.Generator,
    ) -> Pair:
        """With a part of `passage`, the tokens of `text`, that holds the tokens of `place`, first and last, which answer."""
        part, answer = self._lengths.around(passage, place, generator)
        part, answer = self._mixer.answering(part, text, answer, language, generator)
        return pair_of(question, part.ids, self._special, answer, taught=False)

    def silent(
        self, question: Numbers, passage: Tokens, text: str, language: str, generator: np.random.Generator
    ) -> Pair:
        """With a part of a passage that does not answer."""
        part = passage.part(*self._lengths.draw(len(passage), None, generator))
        part = self._mixer.passage(part, text, language, generator)
        return pair_of(question, part.ids, self._special, None, taught=False)
