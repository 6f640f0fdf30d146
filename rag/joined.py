"""The answers to two questions that were asked in one, as one answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.search import Passage
from rag.answer import Abstention, Answer, Citation, Conflict, Part, Statement


def joined(question: str, asked: tuple[str, str], both: tuple[Answer, Answer]) -> Answer:
    """One answer to `question`, in which both `asked` are, with all statements: as sure as the less sure of those given.

    Where neither is, it is as sure as the surer one would have been. What both quote is said once.
    """
    given = [answer for answer in both if answer.answerable]
    told = _Told(_leading(given))
    parts = [
        Part(part, answer.question, answer.confidence, answer.abstention, told.tell(answer))
        for part, answer in zip(asked, both, strict=True)
    ]
    sure = [answer.confidence for answer in given or both]
    return Answer(
        question=question,
        question_language=both[0].question_language,
        text=told.text,
        language=given[0].language if given else None,
        short_answer=given[0].short_answer if given else "",
        statements=told.statements(),
        citations=told.citations(),
        conflicts=tuple(told.numbered(answer, conflict) for answer in given for conflict in answer.conflicts),
        confidence=min(sure) if given else max(sure),
        abstention=None if given else _why(both),
        passages=_all_passages(both[0].passages, both[1].passages),
        timings_ms=both[1].timings_ms,
        parts=tuple(parts),
    )


def _why(answers: Sequence[Answer]) -> Abstention | None:
    """What was found counts more than nothing."""
    reasons = [answer.abstention for answer in answers]
    return Abstention.LOW_CONFIDENCE if Abstention.LOW_CONFIDENCE in reasons else reasons[0]


def _all_passages(first: Sequence[Passage], second: Sequence[Passage]) -> tuple[Passage, ...]:
    """Those that were read for the first question, and those that were read for the second alone."""
    known = {passage.chunk.id for passage in first}
    together = [*first, *(passage for passage in second if passage.chunk.id not in known)]
    return tuple(replace(passage, rank=rank) for rank, passage in enumerate(together, start=1))


def _leading(answers: Sequence[Answer]) -> dict[str, tuple[str, Citation]]:
    """By the id of each statement's citation its words and itself, or those of the longest statement that holds it.

    The words that answer are its own in either case.
    """
    said = {
        answer.citations[statement.citations[0]].id: (
            answer.text[statement.start : statement.end],
            answer.citations[statement.citations[0]],
        )
        for answer in reversed(answers)
        for statement in answer.statements
    }
    longest = sorted(said.values(), key=lambda each: each[1].offsets.start - each[1].offsets.end)
    holding = {name: next(each for each in longest if _holds(each[1], own)) for name, (_, own) in said.items()}
    return {
        name: (words, replace(around, answer_span=said[name][1].answer_span))
        for name, (words, around) in holding.items()
    }


def _holds(one: Citation, other: Citation) -> bool:
    around = one.offsets.start <= other.offsets.start and other.offsets.end <= one.offsets.end
    return one.article.id == other.article.id and around


class _Told:
    """What was said, each sentence once, with all that carries it."""

    def __init__(self, leading: Mapping[str, tuple[str, Citation]]) -> None:
        self._leading = leading
        self._carried: dict[str, dict[str, Citation]] = {}

    def tell(self, answer: Answer) -> tuple[int, ...]:
        """Take the statements of `answer` in; their numbers."""
        words = []
        for statement in answer.statements:
            first, *further = (answer.citations[number] for number in statement.citations)
            said, leading = self._leading[first.id]
            carrying = self._carried.setdefault(said, {})
            for citation in (leading, *further):
                carrying.setdefault(citation.id, citation)
            words.append(said)
        return tuple(dict.fromkeys(map(list(self._carried).index, words)))

    @property
    def text(self) -> str:
        """All statements, one behind the other."""
        return " ".join(self._carried)

    def citations(self) -> tuple[Citation, ...]:
        """In the order of their first use, each once."""
        used: dict[str, Citation] = {}
        for carrying in self._carried.values():
            used |= {name: citation for name, citation in carrying.items() if name not in used}
        return tuple(used.values())

    def statements(self) -> tuple[Statement, ...]:
        """With the numbers that the citations have now."""
        numbers = self._numbers()
        told: list[Statement] = []
        start = 0
        for words, carrying in self._carried.items():
            told.append(Statement(start, start + len(words), tuple(numbers[citation] for citation in carrying)))
            start += len(words) + 1
        return tuple(told)

    def numbered(self, answer: Answer, conflict: Conflict) -> Conflict:
        """A conflict of `answer` with the numbers that the citations have now."""
        numbers = self._numbers()
        sides = [
            replace(side, citations=tuple(numbers[self._id(answer.citations[number])] for number in side.citations))
            for side in conflict.sides
        ]
        return replace(conflict, sides=tuple(sides))

    def _id(self, citation: Citation) -> str:
        return self._leading[citation.id][1].id if citation.id in self._leading else citation.id

    def _numbers(self) -> dict[str, int]:
        return {citation.id: number for number, citation in enumerate(self.citations())}
