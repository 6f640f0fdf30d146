"""A question and a passage as one sequence of tokens: `<s> question </s></s> passage </s>`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

Numbers = npt.NDArray[np.int32]
# `<s>`, `</s></s>` and `</s>`.
SPECIAL_TOKENS = 4
_BATCH_TEXTS = 1_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens, int32 arrays of one length: token i is piece `ids[i]`, `text[starts[i]:ends[i]]` in code points."""

    ids: Numbers
    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        """The number of tokens."""
        return len(self.ids)

    def part(self, first: int, end: int) -> "Tokens":
        """The tokens `first` to `end`."""
        return Tokens(self.ids[first:end], self.starts[first:end], self.ends[first:end])

    def shortened(self, count: int) -> "Tokens":
        """At most `count` tokens: of more than that the first half of `count` and the last half."""
        if len(self) <= count:
            return self
        kept = np.r_[: count - count // 2, len(self) - count // 2 : len(self)]
        return Tokens(self.ids[kept], self.starts[kept], self.ends[kept])

    def words(self, text: str) -> str:
        """What the tokens hold of their `text`; a gap between them becomes a space."""
        inside = [
            i
            for i in range(len(self) - 1)
            if self.starts[i + 1] > self.ends[i] and text[self.ends[i] : self.starts[i + 1]].strip()
        ]
        first, last = [0, *(i + 1 for i in inside)], [*inside, len(self) - 1]
        return " ".join(text[self.starts[a] : self.ends[b]] for a, b in zip(first, last, strict=True))

    def without(self, start: int, end: int) -> "Tokens":
        """The tokens that hold none of the code points `start` to `end`; the places of the others stay."""
        kept = (self.ends <= start) | (self.starts >= end)
        return Tokens(self.ids[kept], self.starts[kept], self.ends[kept])

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last token that hold any of the code points `start` to `end`; raises ValueError where none does."""
        inside = np.flatnonzero((self.ends > start) & (self.starts < end))
        if not inside.size:
            raise ValueError(f"no token between code points {start} and {end}")
        return int(inside[0]), int(inside[-1])


@dataclass(frozen=True, slots=True)
class Pair:
    """One training pair: ids, where its passage begins, and the first and last token that answer; both 0 if none does.

    `taught`: what teachers say of it is learned too, if there are any.
    """

    ids: Numbers
    passage_at: int
    start: int
    end: int
    taught: bool = True


@dataclass(frozen=True, slots=True)
class SpecialIds:
    """The ids of the pieces that stand around a question and a passage."""

    first: int
    separator: int
    padding: int


def special_ids(tokenizer: "PreTrainedTokenizerBase") -> SpecialIds:
    """The ids that `tokenizer` uses for them."""
    return SpecialIds(int(tokenizer.cls_token_id), int(tokenizer.sep_token_id), int(tokenizer.pad_token_id))


def tokenise(tokenizer: "PreTrainedTokenizerBase", texts: Sequence[str]) -> Iterator[Tokens]:
    """The tokens of each text in order, without special ones, however many there are."""
    for at in range(0, len(texts), _BATCH_TEXTS):
        part = list(texts[at : at + _BATCH_TEXTS])
        # Not verbose: a text over the model's limit is cut into windows later, and the library would warn of it.
        encoded = tokenizer(part, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        for text, ids, offsets in zip(part, encoded["input_ids"], encoded["offset_mapping"], strict=True):
            yield without_spaces(text, ids, offsets)


def without_spaces(text: str, ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> Tokens:
    """The tokens of a `text` as its tokenizer gives them, each beginning behind its white space.

    Some count the space before a word as part of the word's token: a quote must not begin with it, and the first word of a
    sentence must not begin before the sentence.
    """
    bounds = np.asarray(offsets, dtype=np.int32).reshape(-1, 2)
    starts, ends = bounds[:, 0].copy(), bounds[:, 1]
    for i in np.flatnonzero(ends > starts):
        piece = text[starts[i] : ends[i]]
        starts[i] += len(piece) - len(piece.lstrip())
    return Tokens(np.asarray(ids, dtype=np.int32), starts, ends)


def join(question: Numbers, passage: Numbers, special: SpecialIds) -> Numbers:
    """The ids of the pair; the passage's first token stands at `passage_offset(len(question))`."""
    between = [special.separator]
    return np.concatenate([[special.first], question, between, between, passage, between]).astype(np.int32)


def passage_offset(question_tokens: int) -> int:
    """Where in a pair the passage begins."""
    return question_tokens + 3


def pair_of(
    question: Numbers, passage: Numbers, special: SpecialIds, answer: tuple[int, int] | None, *, taught: bool = True
) -> Pair:
    """The training pair of a passage whose tokens `answer`, first and last, answer; None where none does."""
    at = passage_offset(len(question))
    start, end = (at + answer[0], at + answer[1]) if answer is not None else (0, 0)
    return Pair(join(question, passage, special), at, start, end, taught)
