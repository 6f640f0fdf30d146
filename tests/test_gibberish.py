"""Letters without sense are answered with a plain no, and words that are only strange are looked for."""

import pytest

from rag.answer import Abstention
from rag.pipeline import Pipeline


@pytest.mark.parametrize("question", ["asdf qwer", "fghjkl", "xkjsd sdkjf?", "Hjkl hjkl hjkl!"])
def test_letters_without_sense_have_no_evidence(pipeline: Pipeline, question: str) -> None:
    answer = pipeline.answer(question)
    assert (answer.abstention, answer.confidence, answer.citations) == (Abstention.NO_EVIDENCE, 0.0, ())


@pytest.mark.parametrize(
    "question",
    # Names that the articles have, words of another language that they have not, a strange name, and another script.
    [
        "Leike",
        "GPT-4",
        "reasons of the resignation",
        "Rücktritt Gründe",
        "Who is Xzqv?",
        "Woran starb Casimir Zévaco?",
        "Ян Лейке",
        "扬·莱克",
    ],
)
def test_words_are_looked_for_though_they_are_few_or_strange(pipeline: Pipeline, question: str) -> None:
    assert pipeline.answer(question).abstention is not Abstention.NO_EVIDENCE
