"""Twins: questions written for paragraphs of the public sets, half of them near misses that their paragraph does not answer."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.errors import TrainingDataError
from rag.reader.examples import Paragraph, Split
from rag.reader.squad import read_lines

PARAGRAPHS = "paragraphs"
_SUM_DIGITS = 16
# Of the invented paragraphs, by their sums: a new one moves no other from one side to the other.
_HELD_OUT, _OF = 1, 5
_LANGUAGES = ("en", "fr", "de", "es")


@dataclass(frozen=True, slots=True)
class Twin:
    """A question on a paragraph; `answers` are half-open ranges of code points of its text, none where it does not answer."""

    question: str
    language: str
    paragraph: Paragraph
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Twins:
    """Those to train on, and those on paragraphs of articles that training never sees; in the order of their files."""

    train: tuple[Twin, ...]
    held_out: tuple[Twin, ...]


def read_twins(folder: Path, split: Split) -> Twins:
    """Every twin in the files of `folder`, on the side of `split` that its paragraph is on.

    The files name a paragraph by the `paragraph_sum` of its text. It is one of `split`, or of the invented ones that lie in
    `folder` themselves, of which one in five is held out. Raises TrainingDataError where there is no file, and where a line is
    malformed, is on a paragraph that there is not, or marks what is not in it.
    """
    files = twin_files(folder)
    if not files:
        raise TrainingDataError(f"{folder} holds no twins; give the folder of them, such as eval/twins")
    seen = _by_sum(example.paragraph for example in split.train)
    unseen = _by_sum(example.paragraph for examples in split.held_out.values() for example in examples)
    for name, paragraph in _by_sum(_invented(folder / PARAGRAPHS)).items():
        (unseen if int(name, 16) % _OF < _HELD_OUT else seen)[name] = paragraph
    train: list[Twin] = []
    held_out: list[Twin] = []
    for path in files:
        for number, line in read_lines(path):
            try:
                record = json.loads(line)
                side, paragraphs = (train, seen) if record["paragraph"] in seen else (held_out, unseen)
                side.append(_twin(record, paragraphs[record["paragraph"]]))
            except (ValueError, KeyError, TypeError) as error:
                raise TrainingDataError(
                    f"{path}:{number} is no question on a paragraph of these sets: {error!r}"
                ) from error
    return Twins(tuple(train), tuple(held_out))


def _invented(folder: Path) -> Iterator[Paragraph]:
    for path in twin_files(folder):
        for number, line in read_lines(path):
            try:
                record = json.loads(line)
                text, language = str(record["text"]), str(record["language"])
            except (ValueError, KeyError, TypeError) as error:
                raise TrainingDataError(f"{path}:{number} is no paragraph: {error!r}") from error
            # Each is an article of its own.
            yield Paragraph(path.stem, paragraph_sum(text), text, language)


def twin_files(folder: Path) -> list[Path]:
    """The files of twins in `folder`, in order of their names."""
    return sorted(folder.glob("*.jsonl"))


def paragraph_sum(text: str) -> str:
    """How a paragraph is named: the first digits of the sha256 of its text."""
    return hashlib.sha256(text.encode()).hexdigest()[:_SUM_DIGITS]


def _by_sum(paragraphs: Iterable[Paragraph]) -> dict[str, Paragraph]:
    named: dict[str, Paragraph] = {}
    for paragraph in dict.fromkeys(paragraphs):
        named.setdefault(paragraph_sum(paragraph.text), paragraph)
    return named


def _twin(record: Mapping[str, object], paragraph: Paragraph) -> Twin:
    stated = record["answers"]
    if not isinstance(stated, list):
        raise TypeError("answers must be a list of [start, end]")
    answers = tuple((int(start), int(end)) for start, end in stated)
    for start, end in answers:
        if not 0 <= start < end <= len(paragraph.text):
            raise ValueError(f"[{start}, {end}] is no range of a paragraph of {len(paragraph.text)} characters")
        marked, around = paragraph.text[start:end], paragraph.text[max(0, start - 1) : end + 1]
        if (
            marked.strip() != marked
            or _is_part_of_a_word(paragraph.text, start)
            or _is_part_of_a_word(paragraph.text, end)
        ):
            raise ValueError(f"[{start}, {end}] marks {marked!r} of {around!r}; mark whole words")
    question, language = record["question"], record["language"]
    if not isinstance(question, str) or language not in _LANGUAGES:
        raise ValueError(
            f"the question must be text in one of {', '.join(_LANGUAGES)}, not {question!r} in {language!r}"
        )
    return Twin(question, language, paragraph, answers)


def _is_part_of_a_word(text: str, at: int) -> bool:
    """Whether there are letters or digits on both sides of the place between two characters."""
    return text[max(0, at - 1) : at].isalnum() and text[at : at + 1].isalnum()
