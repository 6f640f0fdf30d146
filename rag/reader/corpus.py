"""Training examples as tokens."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.reader.examples import Example, Paragraph
from rag.reader.pairs import SpecialIds, Tokens, special_ids, tokenise

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

# Asks for a reason: one question in seventy.
_REASON = re.compile(r"(?i)\b(?:why|what (?:was|is) the reason|pourquoi|pour quelles? raisons?)\b")
# The end of a sentence inside a paragraph; a full stop after one letter is an initial's.
_SENTENCE_END = re.compile(r"(?<=[\w)\"”»]{2}[.!?])[\"”»)]*\s+(?=[\"“«(]*[A-ZÀ-Ý0-9])")
# A name or a year inside a question; its first word has a capital anyway.
_NAME = re.compile(r"(?<=\s)(?:[A-ZÀ-Ý][\w’'-]+(?:\s(?:(?:of|the|de|du|la)\s)?[A-ZÀ-Ý][\w’'-]+)*|[12]\d{3})\b")


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its tokens, the number of its passage and the tokens that answer, the last one included.

    `names` are ranges of code points of the question that hold a name or a year.
    """

    example: Example
    question: Tokens
    passage: int
    answer: tuple[int, int]
    names: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Passages and questions as tokens.

    `passages[i]` are the tokens of `paragraphs[i]`; `items` are by the name of their set, `names` (of all questions on it) by
    article.
    """

    paragraphs: tuple[Paragraph, ...]
    passages: tuple[Tokens, ...]
    items: Mapping[str, tuple[Item, ...]]
    names: Mapping[str, tuple[str, ...]]
    special: SpecialIds


def build_corpus(examples: Sequence[Example], tokenizer: "PreTrainedTokenizerBase") -> Corpus:
    """Tokenise every paragraph and question once."""
    numbers: dict[Paragraph, int] = {}
    for example in examples:
        numbers.setdefault(example.paragraph, len(numbers))
    passages = tuple(tokenise(tokenizer, [p.text for p in numbers]))
    items: dict[str, list[Item]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)
    questions = tokenise(tokenizer, [e.question for e in examples])
    for example, question in zip(examples, questions, strict=True):
        number = numbers[example.paragraph]
        found = tuple(match.span() for match in _NAME.finditer(example.question))
        names[article_of(example.paragraph)].update(example.question[a:b] for a, b in found)
        answer = passages[number].covering(*example.answers[0])
        items[example.paragraph.source].append(Item(example, question, number, answer, found))
    return Corpus(
        tuple(numbers),
        passages,
        {source: tuple(found) for source, found in items.items()},
        {article: tuple(sorted(found)) for article, found in names.items()},
        special_ids(tokenizer),
    )


def asks_for_a_reason(question: str) -> bool:
    """Whether an English or French question wants a reason."""
    return _REASON.search(question) is not None


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The half-open range of the sentence, or the sentences, that hold `text[start:end]`."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return max([0, *(e for e in ends if e <= start)]), min([len(text), *(e for e in ends if e >= end)])


def article_of(paragraph: Paragraph) -> str:
    """The article of a paragraph, by a name that no other set uses."""
    return f"{paragraph.source}/{paragraph.title}"
