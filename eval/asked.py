"""One gold question as a test sees it: what was asked, what came back, and whether it is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.gold import GoldQuestion, refuse_misfit
from eval.metrics import Corpus
from eval.rows import GOOD, Row, Verdict, make_rows
from eval.run import Failure, run
from index.article import Span
from rag.answer import Answer
from rag.harmless import harmless
from rag.pipeline import Pipeline

_WHAT_WENT_WRONG = {
    Verdict.WRONG: "answered, and the first quote is not gold",
    Verdict.MISSED: "refused, though the articles answer it",
    Verdict.UNFOUNDED: "answered, though the articles do not",
    Verdict.FAILED: "failed with an error",
}


@dataclass(frozen=True, slots=True, repr=False)
class AskedQuestion:
    """A gold question, its answer and its row of the report; `answer` is None where asking failed, and the row says why."""

    question: GoldQuestion
    answer: Answer | None
    row: Row

    def __repr__(self) -> str:
        """Short: pytest shows it beside every failure."""
        return f"<{self.question.id}: {self.row.verdict}>"

    @property
    def verdict(self) -> Verdict:
        """What became of the question."""
        return self.row.verdict

    @property
    def scores(self) -> Mapping[str, float | None]:
        """Every metric by name, in 0 to 1; None where one does not apply."""
        return self.row.scores

    def assert_right(self) -> None:
        """Raise AssertionError, with question, gold and quotes, unless the first quote is gold or a refusal is right."""
        __tracebackhide__ = True  # pytest shows the line of the test and the message
        if self.verdict not in GOOD:
            raise AssertionError(self.explained())

    def explained(self) -> str:
        """The question, what the gold says and what was said, a line each, as a terminal may show it."""
        row = self.row
        quoted = [f"“{_line(quote)}”" for quote in row.said]
        lines = [
            f"{row.verdict}: {row.question} ({row.id})",
            *([f"  {_WHAT_WENT_WRONG[row.verdict]}"] if row.verdict in _WHAT_WENT_WRONG else []),
            *_listed("accepted", row.answers or ("no answer: the articles do not say",)),
            *_listed("gold", [f"“{_line(e.quote)}” ({_place(e.span)})" for e in self.question.evidence]),
            *_listed("quoted", quoted or ("nothing",)),
        ]
        if row.confidence is not None:
            lines.append(f"  confidence  {row.confidence:.2f}")
        if row.error is not None:
            lines.append(f"  error       {row.error}")
        return harmless("\n".join(lines))


class Examination:
    """A pipeline and the gold questions that it is asked; each is asked once, when it is first wanted."""

    def __init__(self, pipeline: Pipeline, gold: Sequence[GoldQuestion]) -> None:
        """Raises GoldError with every problem where the gold does not fit the articles."""
        generation = pipeline.searcher.generation
        refuse_misfit(gold, generation.contents.articles)
        self._pipeline, self._corpus = pipeline, Corpus.of(generation.contents, generation.near_duplicates)
        self._asked: dict[str, AskedQuestion] = {}

    def ask(self, question: GoldQuestion) -> AskedQuestion:
        """The answer to `question`, as `eval run` would have it."""
        if question.id not in self._asked:
            (outcome,) = run([question], self._pipeline.answer)
            (row,) = make_rows([outcome], self._corpus)
            answer = None if isinstance(outcome.result, Failure) else outcome.result
            self._asked[question.id] = AskedQuestion(question, answer, row)
        return self._asked[question.id]


def _listed(name: str, values: Sequence[str]) -> list[str]:
    """A line a value, the name before the first."""
    return [f"  {name if number == 0 else '':<12}{value}" for number, value in enumerate(values)]


def _place(span: Span) -> str:
    return f"{span.article_id}, characters {span.start}–{span.end}"


def _line(text: str) -> str:
    return " ".join(text.split())
