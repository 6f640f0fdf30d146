"""What the confidence in a reader's best sentence hears."""

import math

import pytest

from index.article import Article, Span
from index.chunks import Chunk
from index.search import Passage
from rag.answer import Evidence, Mark
from rag.reader_signals import reader_signals

TEXT = "Anna Berg left in May. Anna Berg, it is said, left. Paul Martin left in June."
ARTICLE = Article("a", "a", TEXT, "0" * 64, "en", None, None, None)
PASSAGE = Passage(Chunk("a#0", Span("a", 0, len(TEXT)), (), None), TEXT, 1.0, 1, 0)


def marked(sentence: str, words: str, margin: float) -> Evidence:
    start = TEXT.index(sentence)
    at = start + sentence.index(words)
    span, answer = Span("a", start, start + len(sentence)), Span("a", at, at + len(words))
    # A match of .8, a hundred times, above the margin.
    return Evidence(PASSAGE, span, answer, margin + 80.0, Mark(margin, 1.5))


BEST = marked("Anna Berg left in May.", "Anna Berg", 7.0)
AGAIN = marked("Anna Berg, it is said, left.", "Anna Berg", 6.0)
OTHER = marked("Paul Martin left in June.", "Paul Martin", 2.0)


def test_the_signals_are_those_of_the_best_sentence_and_the_surest_one_that_marks_other_words() -> None:
    found = reader_signals("Why did she leave?", [BEST, AGAIN, OTHER], 100.0, {"a": ARTICLE}.__getitem__)
    assert (found.margin, found.answers, found.rival) == (7.0, 1.5, 2.0)
    assert found.match == pytest.approx(0.8)
    assert found.length == pytest.approx(math.log(len("Anna Berg")))
    assert (found.reason, found.manner, found.list, found.definition) == (1, 0, 0, 0)


def test_sentences_that_say_the_same_are_no_rivals() -> None:
    found = reader_signals("Who left?", [BEST, AGAIN], 100.0, {"a": ARTICLE}.__getitem__)
    assert found.rival == -20.0
    assert (found.reason, found.manner, found.list, found.definition) == (0, 0, 0, 0)


def test_without_a_mark_there_are_no_signals() -> None:
    for evidence in ([], [Evidence(PASSAGE, BEST.span, BEST.answer_span, 1.0)]):
        with pytest.raises(ValueError, match="at least one piece of evidence that a reader has read"):
            reader_signals("Who left?", evidence, 100.0, {"a": ARTICLE}.__getitem__)
