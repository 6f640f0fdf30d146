"""Reads question sets in the JSON format of SQuAD (Rajpurkar et al. 2016)."""

import json
from dataclasses import dataclass
from pathlib import Path

from eval.errors import PracticeError


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """A half-open range of code points of its paragraph that answers."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """A question and the places of its paragraph that answer it, at least one."""

    id: str
    text: str
    answers: tuple[MarkedAnswer, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the article called `title`; `number` counts from 0 within it."""

    title: str
    number: int
    text: str
    questions: tuple[MarkedQuestion, ...]


def read_squad(path: Path) -> tuple[Paragraph, ...]:
    """All paragraphs in file order; an answer that does not stand at its offset is dropped, and a question left without any.

    Raises PracticeError where the file is missing or has another form.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        return tuple(
            _paragraph(article["title"], number, record)
            for article in data["data"]
            for number, record in enumerate(article["paragraphs"])
        )
    except OSError as error:
        raise PracticeError(
            f"{path} cannot be read: {error.strerror}; give the folder that holds the question sets"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise PracticeError(f"{path} is not SQuAD-format JSON: {error!r}") from error


def _paragraph(title: str, number: int, record: "dict[str, object]") -> Paragraph:
    text = str(record["context"])
    questions = (_question(text, question) for question in record["qas"])  # type: ignore[attr-defined]
    return Paragraph(title, number, text, tuple(q for q in questions if q.answers))


def _question(text: str, record: "dict[str, object]") -> MarkedQuestion:
    answers = []
    for answer in record["answers"]:  # type: ignore[attr-defined]
        start, words = int(answer["answer_start"]), str(answer["text"])
        if words and text[start : start + len(words)] == words:
            answers.append(MarkedAnswer(start, start + len(words)))
    return MarkedQuestion(str(record["id"]), str(record["question"]).strip(), tuple(answers))
