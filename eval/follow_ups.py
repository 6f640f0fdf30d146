"""Follow-up questions: how often the first quote is right when each rule says what they mean."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from eval.errors import GoldError
from eval.gold import GoldQuestion, read_records
from eval.metrics_quotes import cited_spans, first_quote_right
from rag.answer import Answer
from rag.pipeline import Pipeline
from rag.questions.follow_up import Turn, understand

_BATCH = 8


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Questions in a row: `question` after `before` means the gold question `means`, or stands alone."""

    id: str
    before: tuple[str, ...]
    question: str
    means: GoldQuestion
    stands_alone: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A dialogue as its file has it; `means` is the id of a gold question."""

    id: str
    before: Annotated[tuple[str, ...], Field(min_length=1)]
    question: str
    means: str
    stands_alone: bool


_FORM = TypeAdapter(_Line)


@dataclass(frozen=True, slots=True)
class Score:
    """How many of each sort come out right: a right first quote, or a refusal where the articles do not answer."""

    rule: str
    follow_ups: int
    stand_alone: int


Meant = Callable[[Dialogue, Sequence[Turn]], str]


def _always(dialogue: Dialogue, _: Sequence[Turn]) -> str:
    return f"{dialogue.before[-1]} {dialogue.question}"


def _where_it_depends(dialogue: Dialogue, before: Sequence[Turn]) -> str:
    depends = understand(dialogue.question, before) != dialogue.question
    return _always(dialogue, before) if depends else dialogue.question


RULES: Mapping[str, Meant] = {
    "as it is asked": lambda dialogue, _: dialogue.question,
    "the last question before it, always": _always,
    "the last question before it, where it depends on one": _where_it_depends,
    "the rule in use": lambda dialogue, before: understand(dialogue.question, before),
    "the gold question itself": lambda dialogue, _: dialogue.means.question,
}


def load_dialogues(path: Path, gold: Sequence[GoldQuestion]) -> tuple[Dialogue, ...]:
    """Read dialogues (JSON Lines) that mean questions of `gold`; raises GoldError that names the line."""
    known = {question.id: question for question in gold}
    dialogues = []
    for where, record in read_records(path):
        try:
            line = _FORM.validate_python(record)
        except ValidationError as error:
            first = error.errors()[0]
            raise GoldError(f"{where}: no dialogue: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        if line.means not in known:
            raise GoldError(f"{where}: there is no gold question {line.means!r}")
        dialogues.append(Dialogue(line.id, line.before, line.question, known[line.means], line.stands_alone))
    return tuple(dialogues)


def compare_rules(pipeline: Pipeline, dialogues: Sequence[Dialogue]) -> tuple[Score, ...]:
    """The score of each rule, in the order of RULES; every question is asked once."""
    asked: dict[str, Answer] = {}

    def ask(questions: Sequence[str]) -> None:
        new = [question for question in dict.fromkeys(questions) if question not in asked]
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            asked.update(zip(batch, pipeline.answer_all(batch), strict=True))

    ask([question for dialogue in dialogues for question in dialogue.before])
    scores = []
    for name, meant in RULES.items():
        questions = [meant(d, [Turn(q, asked[q].text) for q in d.before]) for d in dialogues]
        ask(questions)
        right = [_right(asked[q], d.means) for q, d in zip(questions, dialogues, strict=True)]
        alone = [r for r, d in zip(right, dialogues, strict=True) if d.stands_alone]
        scores.append(Score(name, sum(right) - sum(alone), sum(alone)))
    return tuple(scores)


def rules_table(scores: Sequence[Score], dialogues: Sequence[Dialogue]) -> str:
    """The scores as a Markdown table."""
    alone = sum(dialogue.stands_alone for dialogue in dialogues)
    rows = [f"| {s.rule} | {s.follow_ups} | {s.stand_alone} |" for s in scores]
    head = f"| what is asked | right of {len(dialogues) - alone} follow-ups | right of {alone} that stand alone |"
    return "\n".join([head, "|---|---|---|", *rows])


def _right(answer: Answer, gold: GoldQuestion) -> bool:
    if not gold.answerable:
        return not answer.answerable
    evidence = [piece.span for piece in gold.evidence]
    return first_quote_right(cited_spans(answer.citations, evidence), evidence) == 1
