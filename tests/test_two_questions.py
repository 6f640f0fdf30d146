"""Two questions that are asked in one are each answered, and what the articles do not say of them is said plainly."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from api.chat.shown import Link, show
from api.doors.message import write_message
from index.homes import DEFAULT_COLLECTION
from rag.answer import Abstention, Answer, Conflict, ConflictSide
from rag.answer_out import answer_out
from rag.joined import joined
from rag.pipeline import Pipeline
from rag.questions.question import MAX_QUESTION_CHARS, Question
from rag.questions.two_questions import TwoQuestions, two_questions
from rag.render import show_answer
from tests.fixtures import HashingPipeline
from tests.test_pipeline import assert_holds_together


@pytest.mark.parametrize(
    ("asked", "first", "second"),
    [
        ("Why did Jan Leike resign and who replaced him?", "Why did Jan Leike resign?", "who replaced him?"),
        ("why did jan leike resign and who replaced him", "why did jan leike resign", "who replaced him"),
        ("Why did Jan Leike resign, and how did OpenAI react?", "Why did Jan Leike resign?", "how did OpenAI react?"),
        ("Why did Jan Leike resign? Who replaced him?", "Why did Jan Leike resign?", "Who replaced him?"),
        ("Tell me why Jan Leike left and who replaced him", "Tell me why Jan Leike left", "who replaced him"),
        ("When did Jan Leike resign and why?", "When did Jan Leike resign?", "why?"),
        # The point is of the firm's name.
        (
            "Who founded Safe Superintelligence Inc. and who is Peter Deng?",
            "Who founded Safe Superintelligence Inc.?",
            "who is Peter Deng?",
        ),
        ("On what date did he leave and who replaced him?", "On what date did he leave?", "who replaced him?"),
        (
            "Pourquoi Jan Leike a-t-il démissionné et qui l'a remplacé ?",
            "Pourquoi Jan Leike a-t-il démissionné ?",
            "qui l'a remplacé ?",
        ),
        (
            "Qu'est-ce qui a causé l'accident et combien de gens sont morts ?",
            "Qu'est-ce qui a causé l'accident ?",
            "combien de gens sont morts ?",
        ),
        ("Quand Jan Leike est-il parti, et pourquoi ?", "Quand Jan Leike est-il parti ?", "pourquoi ?"),
        ("Warum ging Jan Leike und wer hat ihn ersetzt?", "Warum ging Jan Leike?", "wer hat ihn ersetzt?"),
        ("Wann ging Jan Leike und warum?", "Wann ging Jan Leike?", "warum?"),
        ("¿Por qué dimitió Jan Leike y quién lo sustituyó?", "¿Por qué dimitió Jan Leike?", "¿quién lo sustituyó?"),
        ("¿Por qué dimitió Jan Leike? ¿Y quién lo sustituyó?", "¿Por qué dimitió Jan Leike?", "¿quién lo sustituyó?"),
        # "Por qué" is "why", and no "qué" behind a preposition.
        ("¿Quién es Jan Leike y por qué dimitió?", "¿Quién es Jan Leike?", "¿por qué dimitió?"),
        ("¿Quién compró Nordwerk y por qué la vendió?", "¿Quién compró Nordwerk?", "¿por qué la vendió?"),
    ],
)
def test_two_questions_in_one_are_told_apart(asked: str, first: str, second: str) -> None:
    assert two_questions(asked) == TwoQuestions(first, second)


@pytest.mark.parametrize(
    "asked",
    [
        "Why did Jan Leike resign?",
        # One question with two question words, or one that says only in its second half whom it is about.
        "When and where was he born?",
        "Where was he born and where did Jan Leike grow up?",
        "¿Cuándo y dónde nació Jan Leike?",
        "Why did Sam Altman and Ilya Sutskever quarrel?",
        "Pourquoi Sam Altman et Ilya Sutskever se sont-ils disputés ?",
        # Who left is the subject of both, and why he did cannot be asked without it.
        "Who left and why?",
        "Wie viele Menschen starben und warum?",
        # What is to be told, and relative clauses.
        "What do we know about Sam Altman and why he was fired?",
        "What did the board say about who left and who stayed?",
        "Quel est l'homme qui a fondé OpenAI et qui dirige Tesla ?",
        # No verb in the second.
        "Who carved the mask, and in which century?",
        "Quels bénévoles sont mentionnés, et quels jours ?",
        "¿Quién compró Nordwerk y por qué precio?",
        "¿Quién compró Nordwerk y en qué siglo?",
        # A title, and what is quoted.
        "Who wrote How Democracies Die and Why Nations Fail?",
        "Who said “why did he resign and who replaced him?”",
        # Three, and none of them is one that can be asked alone.
        "Who left, when and why?",
        "Leike left and who replaced him?",
    ],
)
def test_one_question_stays_one(asked: str) -> None:
    assert two_questions(asked) is None


@pytest.mark.parametrize(
    ("asked", "short_answer", "meant"),
    [
        ("Why did Jan Leike resign and who replaced him?", "a quarrel", "who replaced him? (Jan Leike)"),
        ("Who replaced Jan Leike and when did he join?", "John Schulman", "when did he join? (John Schulman)"),
        # Nobody knows who "he" is.
        ("Who replaced Jan Leike and when did he join?", "", "when did he join? (replaced Jan Leike)"),
        ("When did Jan Leike resign and why?", "in May", "why did Jan Leike resign?"),
        ("When was the earthquake and how many people died?", "in May", "how many people died? (earthquake)"),
        ("What is OpenAI and who is Jan Leike?", "a firm", "who is Jan Leike?"),
        ("What is machine learning and what is photosynthesis?", "", "what is photosynthesis?"),
        ("Why did he resign and who replaced him? (Jan Leike)", "", "who replaced him? (Jan Leike)"),
        ("When did he resign and why? (Jan Leike)", "", "why did he resign? (Jan Leike)"),
        ("Wann ging Jan Leike und wer hat ihn ersetzt?", "im Mai", "wer hat ihn ersetzt? (Jan Leike)"),
        ("¿Cuándo dimitió Jan Leike y por qué?", "en mayo", "por qué dimitió Jan Leike?"),
    ],
)
def test_the_second_question_is_about_what_the_first_says(asked: str, short_answer: str, meant: str) -> None:
    pair = two_questions(asked)
    assert pair is not None
    answer = Answer("", "en", "", None, short_answer, (), (), (), 0.5, None, ())
    assert pair.second_meant(answer) == meant


def test_no_text_is_split_into_a_question_that_is_too_long(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline({"a": "Jan Leike left."})
    filler = " ".join(["Leike"] * 320)
    asked = Question(f"Why did Jan {filler} resign and who replaced him?")
    assert len(asked.text) > MAX_QUESTION_CHARS - 100
    assert len(pipeline.answer(asked).parts) == 2


BOTH = {
    "why": "Jan Leike resigned because of a quarrel over money. The canteen serves rice.",
    "who": "John Schulman replaced Jan Leike. He has a dog.",
}
ASKED = "Why did Jan Leike resign and who replaced Jan Leike?"


def test_each_of_two_questions_gets_the_quotes_that_it_gets_alone(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline(BOTH)
    answer = pipeline.answer(ASKED)
    assert (answer.question, answer.abstention) == (ASKED, None)
    assert_holds_together(answer, pipeline)
    assert [part.understood for part in answer.parts] == ["Why did Jan Leike resign?", "who replaced Jan Leike?"]
    for part in answer.parts:
        alone = pipeline.answer(Question(part.understood, max_citations=2))
        said = [answer.text[s.start : s.end] for n, s in enumerate(answer.statements) if n in part.statements]
        assert said == [alone.text[s.start : s.end] for s in alone.statements]
        assert part.confidence == alone.confidence
    assert answer.confidence == min(part.confidence for part in answer.parts)
    assert len(answer.citations) <= 4


def test_questions_beside_two_in_one_get_their_own_answers(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline(BOTH)
    asked = ["What does the canteen serve?", ASKED, "Who has a dog?"]
    together = pipeline.answer_all(asked)
    assert [answer.question for answer in together] == asked
    assert [(a.text, a.parts) for a in together] == [(a.text, a.parts) for a in map(pipeline.answer, asked)]


def test_what_answers_both_is_said_once(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline({"a": "Jan Leike resigned on Monday over money and John Schulman replaced Jan Leike."})
    answer = pipeline.answer(ASKED)
    assert (len(answer.statements), len(answer.citations)) == (1, 1)
    assert [part.statements for part in answer.parts] == [(0,), (0,)]
    assert_holds_together(answer, pipeline)


def test_what_a_longer_quote_holds_is_not_said_before_it(hashing_pipeline: HashingPipeline) -> None:
    """The quote of the second question begins with a pronoun, and has the quote of the first before it."""
    pipeline = hashing_pipeline({"a": "Jan Leike resigned in May. He was replaced by Ann Roth from Rome."})
    first, second = map(
        pipeline.answer, ("When did Jan Leike resign in May?", "Who was replaced by Ann Roth from Rome?")
    )
    assert [c.quote for c in first.citations] == ["Jan Leike resigned in May."]
    assert [c.quote for c in second.citations] == ["Jan Leike resigned in May. He was replaced by Ann Roth from Rome."]
    sides = (ConflictSide("5", "May", (0,), newest=False),)
    told = replace(first, conflicts=(Conflict("date", sides),))
    for both in ((told, second), (second, told)):
        answer = joined("Both?", ("a?", "b?"), both)
        assert answer.text == second.text
        assert [citation.id for citation in answer.citations] == [second.citations[0].id]
        # In the longer quote stand the words that answer what was asked first.
        words = answer.citations[0].answer_span
        assert words == both[0].citations[0].answer_span
        assert first.citations[0].article.text[words.start : words.end] == answer.short_answer
        assert [part.statements for part in answer.parts] == [(0,), (0,)]
        assert answer.conflicts[0].sides[0].citations == (0,)
        assert_holds_together(answer, pipeline)


def test_who_wants_one_quote_is_answered_as_one(hashing_pipeline: HashingPipeline) -> None:
    answer = hashing_pipeline(BOTH).answer(Question(ASKED, max_citations=1))
    assert (answer.parts, len(answer.citations)) == ((), 1)


def half_answered(pipeline: Pipeline) -> Answer:
    first = pipeline.answer("Why did Jan Leike resign?")
    second = Answer("who replaced him? (Jan Leike)", "en", "", None, "", (), (), (), 0.1, Abstention.LOW_CONFIDENCE, ())
    return joined(ASKED, ("Why did Jan Leike resign?", "who replaced him?"), (first, second))


def test_the_half_that_the_articles_do_not_answer_is_named(hashing_pipeline: HashingPipeline, tmp_path: Path) -> None:
    pipeline = hashing_pipeline(BOTH)
    answer = half_answered(pipeline)
    first = pipeline.answer("Why did Jan Leike resign?")
    assert (answer.text, answer.confidence, answer.abstention) == (first.text, first.confidence, None)
    assert_holds_together(answer, pipeline)
    out = answer_out(answer, pipeline, DEFAULT_COLLECTION)
    assert [part.understood for part in out.parts] == ["Why did Jan Leike resign?", "who replaced him? (Jan Leike)"]
    assert [(part.answerable, part.reason, part.statements) for part in out.parts] == [
        (True, None, list(range(len(out.statements)))),
        (False, "low_confidence", []),
    ]
    said = "The articles do not say"
    message = write_message(out, ASKED)
    assert "*who replaced him?* The articles do not say." in message.text.replace("\\", "")
    assert show(out, Link(None, 0), 500).note.endswith("who replaced him? The articles do not say.")
    with (tmp_path / "screen").open("w", encoding="utf-8") as file:
        show_answer(answer, Console(file=file, width=200), dict(pipeline.searcher.generation.contents.articles))
    assert f"{said}: who replaced him?" in (tmp_path / "screen").read_text("utf-8")


def test_a_conflict_of_the_second_question_has_the_numbers_of_its_quotes(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline({"a": BOTH["why"], "b": "The strike took 3 days.", "c": "The strike took 4 days."})
    first, strike = pipeline.answer("Why did Jan Leike resign?"), pipeline.answer("How many days did the strike take?")
    sides = tuple(ConflictSide(str(n), str(n), (n,), newest=False) for n in range(2))
    answer = joined("Both?", ("a?", "b?"), (first, replace(strike, conflicts=(Conflict("count", sides),))))
    assert_holds_together(answer, pipeline)
    (conflict,) = answer.conflicts
    quotes = [answer.citations[side.citations[0]].quote for side in conflict.sides]
    assert quotes == [citation.quote for citation in strike.citations[:2]]


def test_quotes_are_numbered_by_their_first_use(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline({"b": "The strike took 3 days.", "c": "The strike took 4 days."})
    strike = pipeline.answer("How many days did the strike take?")
    first, second = strike.statements
    both = replace(strike, statements=(first, replace(second, citations=(1, 0))))
    nothing = Answer("b?", "en", "", None, "", (), (), (), 0.0, Abstention.NO_EVIDENCE, ())
    answer = joined("Both?", ("a?", "b?"), (both, nothing))
    assert [citation.id for citation in answer.citations] == [citation.id for citation in strike.citations]
    assert [statement.citations for statement in answer.statements] == [(0,), (1, 0)]


def test_two_questions_without_an_answer_have_the_reason_that_says_more(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline(BOTH)
    nothing = Answer("a?", "en", "", None, "", (), (), (), 0.0, Abstention.NO_EVIDENCE, ())
    unsure = Answer("b?", "en", "", None, "", (), (), (), 0.2, Abstention.LOW_CONFIDENCE, ())
    answer = joined(ASKED, ("a?", "b?"), (nothing, unsure))
    assert (answer.abstention, answer.confidence, answer.text) == (Abstention.LOW_CONFIDENCE, 0.2, "")
    out = answer_out(answer, pipeline, DEFAULT_COLLECTION)
    assert (out.answerable, out.answer, out.short_answer, out.statements, out.citations) == (False, None, None, [], [])


def test_the_passages_of_both_are_those_that_were_read(hashing_pipeline: HashingPipeline) -> None:
    answer = hashing_pipeline(BOTH).answer(Question(ASKED, top_k=1))
    assert [passage.rank for passage in answer.passages] == list(range(1, len(answer.passages) + 1))
    assert len({passage.chunk.id for passage in answer.passages}) == len(answer.passages)
