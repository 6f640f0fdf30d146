"""How well the reader reads: marked words against gold words, and right passages against wrong ones."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.calibration import Judged, auroc
from eval.errors import PracticeError
from eval.intervals import Estimate, estimate
from eval.sampling import spread
from rag.reader.examples import Example, Paragraph
from rag.reader.reading import Pairing, Reader
from rag.reader.scoring import Agreement, agreement
from rag.reader.windows import Marked

_SEED = 20240601
_READ_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class ReaderFigures:
    """What the reader is worth on one set: `questions` of `articles`, means in 0 to 1 with 95 % intervals over questions.

    The areas under the ROC curve compare the margin on the right passage with that on another passage of the same article, and
    on one of another article, each drawn at random; None where there is none.
    """

    name: str
    questions: int
    articles: int
    f1: Estimate
    exact: Estimate
    auroc_same_article: float | None
    auroc_other_article: float | None


@dataclass(frozen=True, slots=True)
class _Asked:
    example: Example
    same_article: Paragraph | None
    other_article: Paragraph | None


def measure_reader(
    reader: Reader, sets: Mapping[str, Sequence[Example]], questions: int, tell: Callable[[str], None]
) -> list[ReaderFigures]:
    """The figures of each set, on at most `questions` of it, spread over its articles; `tell` gets each name as it begins.

    Raises PracticeError where a set is empty.
    """
    figures = []
    for name, examples in sets.items():
        if not examples:
            raise PracticeError(f"{name} holds no question with an answer")
        tell(name)
        figures.append(_measure(reader, name, examples, questions))
    return figures


def _measure(reader: Reader, name: str, examples: Sequence[Example], questions: int) -> ReaderFigures:
    asked = list(_with_wrong_passages(examples, questions))
    right = read_all(reader, [(a.example.question, a.example.paragraph) for a in asked])
    agreements = []
    for one, marked in zip(asked, right, strict=True):
        example = one.example
        agreements.append(agreement_of(marked, example.paragraph, example.answer_texts))
    margins = [margin_of(marked) for marked in right]

    def area(wrong: list[tuple[str, Paragraph]]) -> float | None:
        against = [margin_of(marked) for marked in read_all(reader, wrong)]
        scores = np.array(margins + against)
        return auroc(Judged(scores, np.array([1.0] * len(margins) + [0.0] * len(against)), np.ones(len(scores))))

    return ReaderFigures(
        name,
        len(asked),
        len({a.example.paragraph.title for a in asked}),
        estimate([a.f1 for a in agreements]),
        estimate([a.exact for a in agreements]),
        area([(a.example.question, a.same_article) for a in asked if a.same_article is not None]),
        area([(a.example.question, a.other_article) for a in asked if a.other_article is not None]),
    )


def _with_wrong_passages(examples: Sequence[Example], questions: int) -> Iterator[_Asked]:
    """Each question with one other passage of its article and one of another, drawn with a fixed seed; neither has the answer."""
    by_title: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in dict.fromkeys(e.paragraph for e in examples):
        by_title[paragraph.title].append(paragraph)
    titles = sorted(by_title)
    generator = random.Random(_SEED)  # noqa: S311 - a fixed sample, no secret
    for example in spread(examples, questions):
        own = example.paragraph
        same = [p for p in by_title[own.title] if p != own and not example.is_answered_by(p.text)]
        # Of the same language, since that would tell them apart without reading.
        others = [title for title in titles if title != own.title and by_title[title][0].language == own.language]
        drawn = generator.choice(by_title[generator.choice(others)]) if others else None
        other = None if drawn is None or example.is_answered_by(drawn.text) else drawn
        yield _Asked(example, generator.choice(same) if same else None, other)


def read_all(reader: Reader, pairs: Sequence[tuple[str, Paragraph]]) -> list[Marked]:
    """Each question read with its passage, in order."""
    pairings = [Pairing(question, paragraph.text, ((0, len(paragraph.text)),)) for question, paragraph in pairs]
    # Passages of like length together, and not all in memory at once.
    order = sorted(range(len(pairings)), key=lambda i: len(pairings[i].passage))
    found: dict[int, Marked] = {}
    for at in range(0, len(order), _READ_AT_ONCE):
        part = order[at : at + _READ_AT_ONCE]
        found.update(zip(part, reader.read([pairings[i] for i in part]), strict=True))
    return [found[i] for i in range(len(pairings))]


def agreement_of(marked: Marked, paragraph: Paragraph, answers: Sequence[str]) -> Agreement:
    """How the words of the best span agree with the accepted ones."""
    span = marked[0]
    return agreement(paragraph.text[span.start : span.end] if span else "", answers, paragraph.language)


def margin_of(marked: Marked) -> float:
    """The margin of the best span; minus infinity where there is none."""
    span = marked[0]
    return span.margin if span else -np.inf
