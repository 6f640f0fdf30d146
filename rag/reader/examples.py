"""The sets that the reader is trained and measured on: SQuAD-format JSON and AfriQA's JSON lines."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import TrainingDataError
from rag.reader.squad import MarkedQuestion, marked_questions, read_lines, read_marked

XQUAD_LANGUAGES = ("en", "es", "de", "ro")
# One article in twenty of SQuAD and one in ten of PIAF are kept out of training: some 4,400 and 750 questions.
_HELD_OUT_ARTICLES = {"squad": 22, "piaf": 48}
_SEED = 20240601


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the article called `title`, in `language`, from the set called `source`."""

    source: str
    title: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Example:
    """A question that `paragraph` answers; `answers` are half-open ranges of code points of its text, at least one.

    Where they are `guessed` their words are the right ones and may stand elsewhere in it, too, where they answer.
    """

    id: str
    question: str
    question_language: str
    paragraph: Paragraph
    answers: tuple[tuple[int, int], ...]
    guessed: bool = False

    @property
    def answer_texts(self) -> tuple[str, ...]:
        """The marked answers as words."""
        return tuple(self.paragraph.text[start:end] for start, end in self.answers)

    def is_answered_by(self, words: str) -> bool:
        """Whether any of the marked answers stands in `words`, in whichever case."""
        lower = words.lower()
        return any(answer.lower() in lower for answer in self.answer_texts)


@dataclass(frozen=True, slots=True)
class Split:
    """Examples to train on and, by the name of their set, examples of articles that training never sees."""

    train: tuple[Example, ...]
    held_out: Mapping[str, tuple[Example, ...]]


def read_split(folder: Path) -> Split:
    """SQuAD and PIAF without the articles held out, and all of AfriQA; held out are those articles and XQuAD.

    XQuAD appears in its own language (`xquad de`) and with the English question (`xquad en-de`). Raises TrainingDataError.
    """
    sets = {
        "squad": read_squad(folder / "squad_train" / "train-v1.1.json", "squad", "en"),
        "piaf": read_squad(folder / "piaf" / "piaf-v1.1.json", "piaf", "fr"),
    }
    train: list[Example] = list(read_afriqa(folder / "afriqa_fr" / "spans.train_dev.jsonl"))
    held_out: dict[str, tuple[Example, ...]] = {}
    for name, examples in sets.items():
        kept_out = _held_out_titles(examples, _HELD_OUT_ARTICLES[name])
        train += [e for e in examples if e.paragraph.title not in kept_out]
        held_out[name] = tuple(e for e in examples if e.paragraph.title in kept_out)
    return Split(tuple(train), held_out | read_xquad(folder / "xquad_dev"))


def read_xquad(folder: Path) -> dict[str, tuple[Example, ...]]:
    """XQuAD's development articles in four languages, and the English questions on the other three."""
    sets = {code: read_squad(folder / f"xquad.{code}.json", "xquad", code) for code in XQUAD_LANGUAGES}
    english = {e.id: e.question for e in sets["en"]}
    named = {f"xquad {code}": examples for code, examples in sets.items()}
    for code in XQUAD_LANGUAGES[1:]:
        named[f"xquad en-{code}"] = tuple(
            Example(e.id, english[e.id], "en", e.paragraph, e.answers) for e in sets[code] if e.id in english
        )
    return named


def read_squad(path: Path, source: str, language: str) -> tuple[Example, ...]:
    """Every question with an answer that stands where the file says; raises TrainingDataError."""
    return tuple(
        example
        for read in read_marked(path)
        for example in _examples(Paragraph(source, read.title, read.text, language), read.questions)
    )


def read_afriqa(path: Path) -> tuple[Example, ...]:
    """AfriQA's French rows, one paragraph and question each; raises TrainingDataError."""
    try:
        rows = [json.loads(line) for _, line in read_lines(path)]
        paragraphs = [Paragraph("afriqa", str(row["title"]), str(row["context"]), "fr") for row in rows]
        return tuple(
            example
            for row, paragraph in zip(rows, paragraphs, strict=True)
            for example in _examples(paragraph, marked_questions(paragraph.text, [row]))
        )
    except (ValueError, KeyError, TypeError) as error:
        raise TrainingDataError(f"{path} is not JSON lines of questions: {error!r}") from error


def held_out_titles(folder: Path, name: str) -> frozenset[str]:
    """The articles of `squad` or `piaf` that training never sees; raises TrainingDataError."""
    path, language = {
        "squad": (folder / "squad_train" / "train-v1.1.json", "en"),
        "piaf": (folder / "piaf" / "piaf-v1.1.json", "fr"),
    }[name]
    return _held_out_titles(read_squad(path, name, language), _HELD_OUT_ARTICLES[name])


def _examples(paragraph: Paragraph, questions: Iterable[MarkedQuestion]) -> Iterator[Example]:
    for q in questions:
        yield Example(q.id, q.text, paragraph.language, paragraph, tuple(dict.fromkeys(q.answers)), q.guessed)


def _held_out_titles(examples: Sequence[Example], count: int) -> frozenset[str]:
    """`count` articles drawn with a fixed seed, at most half of those there are."""
    titles = sorted({e.paragraph.title for e in examples})
    random.Random(_SEED).shuffle(titles)  # noqa: S311 - a fixed split, no secret
    return frozenset(titles[: min(count, len(titles) // 2)])
