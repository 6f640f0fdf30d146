"""How much of a passage is shown in training."""

from dataclasses import dataclass

import numpy as np

from rag.reader.pairs import Tokens


@dataclass(frozen=True, slots=True)
class Lengths:
    """How much of a passage is shown, in tokens: `long_share` of them up to `longest`, the others `shortest` to `short`."""

    shortest: int
    short: int
    longest: int
    long_share: float

    def draw(self, length: int, answer: tuple[int, int] | None, generator: np.random.Generator) -> tuple[int, int]:
        """Which tokens of a passage are shown: a range that holds the first token of the answer, if there is one."""
        shown = self.longest
        if generator.random() >= self.long_share:
            shown = int(generator.integers(self.shortest, self.short + 1))
        if length <= shown:
            return 0, length
        if answer is None:
            begin = int(generator.integers(0, length - shown + 1))
            return begin, begin + shown
        first, last = answer
        lowest, highest = max(0, min(last, first + shown - 1) + 1 - shown), min(first, length - shown)
        begin = int(generator.integers(min(lowest, highest), highest + 1))
        return begin, begin + shown

    def around(
        self, passage: Tokens, answer: tuple[int, int], generator: np.random.Generator
    ) -> tuple[Tokens, tuple[int, int]]:
        """The part of a passage that is shown with its answer, and the first and last token of that in the part."""
        begin, end = self.draw(len(passage), answer, generator)
        return passage.part(begin, end), (answer[0] - begin, min(answer[1], end - 1) - begin)
