"""Reads question sets in the JSON format of SQuAD (Rajpurkar et al. 2016), and the text of any."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import TrainingDataError


@dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """A question; `answers` are half-open ranges of code points of its paragraph, at least one.

    They are `guessed` where the set says so and the words of one stand in the paragraph several times.
    """

    id: str
    text: str
    answers: tuple[tuple[int, int], ...]
    guessed: bool = False

    def places_in(self, paragraph: str) -> tuple[tuple[int, int], ...]:
        """Where in its paragraph an answer may stand: as marked, and where that is guessed wherever its words stand whole."""
        if not self.guessed:
            return self.answers
        wordings = dict.fromkeys(re.escape(paragraph[start:end]) for start, end in self.answers)
        again = (found.span() for words in wordings for found in re.finditer(rf"(?<!\w){words}(?!\w)", paragraph))
        return tuple(dict.fromkeys([*self.answers, *again]))


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """One paragraph of the article called `title`; `number` counts from 0 within it."""

    title: str
    number: int
    text: str
    questions: tuple[MarkedQuestion, ...]


def read_marked(path: Path) -> tuple[MarkedParagraph, ...]:
    """All paragraphs in file order, with their `marked_questions`; raises TrainingDataError."""
    try:
        articles = json.loads(read_set(path))["data"]
        return tuple(
            _paragraph(str(article["title"]), number, record)
            for article in articles
            for number, record in enumerate(article["paragraphs"])
        )
    except (ValueError, KeyError, TypeError) as error:
        raise TrainingDataError(f"{path} is not SQuAD-format JSON: {error!r}") from error


def read_set(path: Path) -> str:
    """The text of a file; raises TrainingDataError."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise TrainingDataError(
            f"{path} cannot be read: {error.strerror}; give the folder that holds the question sets"
        ) from error
    except UnicodeDecodeError as error:
        raise TrainingDataError(f"{path}: byte {error.start} is not UTF-8; write it in UTF-8") from error


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The number of each line of a file that is not blank, from 1, and the line; raises TrainingDataError.

    Lines end as in gold files, and not at what else Unicode takes for an end, which may stand in a quote.
    """
    for number, line in enumerate(read_set(path).split("\n"), start=1):
        if line.strip():
            yield number, line


def marked_questions(text: str, records: Iterable[Mapping[str, Any]]) -> Iterator[MarkedQuestion]:
    """The questions on `text`: an answer that does not stand at its offset is dropped, and a question left without any."""
    for record in records:
        answers = tuple(_standing(text, record["answers"]))
        # A wording that stands there once stands where it does.
        guessed = bool(record.get("offset_heuristic")) and any(text.count(text[a:b]) > 1 for a, b in answers)
        if answers:
            yield MarkedQuestion(str(record["id"]), str(record["question"]).strip(), answers, guessed)


def _paragraph(title: str, number: int, record: Mapping[str, Any]) -> MarkedParagraph:
    text = str(record["context"])
    return MarkedParagraph(title, number, text, tuple(marked_questions(text, record["qas"])))


def _standing(text: str, answers: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, int]]:
    for answer in answers:
        start, words = int(answer["answer_start"]), str(answer["text"])
        if words.strip() and text[start : start + len(words)] == words:
            yield start, start + len(words)
