"""A question goes in and a cited answer, or an honest refusal, comes out: fast tests, with hashed words for an encoder."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.chunks import folded
from index.encoder.hashing import HashingEmbedder
from index.search import Filters
from rag.answer import Abstention, Answer
from rag.errors import QuestionError
from rag.pipeline import Pipeline
from rag.questions.question import Question
from rag.settings import Settings
from rag.wire import Engine

LEIKE = "Jan Leike a quitté OpenAI en mai. Il dirigeait une équipe de recherche. La cantine sert du riz."
SHEAR = "Emmett Shear dirige Twitch. Le conseil l'a nommé lundi. Personne ne sait pour combien de temps."

MakePipeline = Callable[..., Pipeline]


@pytest.fixture
def make_pipeline(tmp_path: Path) -> MakePipeline:
    def make(articles: dict[str, str], sidecar: str = "", **settings: object) -> Pipeline:
        folder = tmp_path / "articles"
        folder.mkdir()
        for name, text in articles.items():
            (folder / f"{name}.txt").write_text(text, "utf-8")
        (folder / "articles.toml").write_text(sidecar, "utf-8")
        chosen = Settings(home=tmp_path / "home", min_confidence=0.0, **settings)  # type: ignore[arg-type]
        engine = Engine(chosen, HashingEmbedder())
        engine.index((folder,), lambda _done, _total: None)
        return engine.pipeline()

    return make


def assert_holds_together(answer: Answer, pipeline: Pipeline) -> None:
    """What the contract says is always true of an answer."""
    for citation in answer.citations:
        text = pipeline.searcher.article(citation.article.id).text
        assert text[citation.offsets.start : citation.offsets.end] == citation.quote
    used = [number for statement in answer.statements for number in statement.citations]
    assert list(dict.fromkeys(used)) == list(range(len(answer.citations)))
    assert all(statement.citations for statement in answer.statements)
    for statement in answer.statements:
        words = answer.text[statement.start : statement.end]
        for number in statement.citations:
            assert folded(answer.citations[number].quote).strip("«» \"“”'") in words


def test_the_sentence_with_the_questions_words_is_quoted(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline({"leike": LEIKE, "shear": SHEAR})
    answer = pipeline.answer("Emmett Shear dirige quoi ?")
    assert answer.citations[0].quote == "Emmett Shear dirige Twitch."
    assert answer.text.startswith("« Emmett Shear dirige Twitch. »")
    assert answer.short_answer == "Emmett Shear dirige Twitch."
    assert (answer.language, answer.question_language, answer.abstention) == ("fr", "fr", None)
    assert_holds_together(answer, pipeline)


def test_questions_in_one_batch_get_the_answers_they_get_alone(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline({"leike": LEIKE, "shear": SHEAR})
    questions = ["Qui a quitté OpenAI ?", "Qui dirige Twitch ?", "Que sert la cantine ?"]
    together = pipeline.answer_all(questions)
    assert [(a.text, a.citations, a.confidence) for a in together] == [
        (a.text, a.citations, a.confidence) for a in map(pipeline.answer, questions)
    ]


def test_an_empty_index_is_said_to_be_empty(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    answer = Engine(settings, HashingEmbedder()).pipeline().answer("Qui ?")
    assert (answer.abstention, answer.confidence) == (Abstention.EMPTY_INDEX, 0.0)
    assert (answer.text, answer.statements, answer.citations, answer.passages) == ("", (), (), ())


def test_where_the_filters_leave_nothing_there_is_no_evidence(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline({"leike": LEIKE}, '[leike]\npublished_at = "2024-05"\n')
    kept = Filters(published_after=date(2024, 5, 31))
    left_out = Filters(published_after=date(2024, 6, 1))
    assert pipeline.answer(Question("Qui a quitté OpenAI ?", filters=kept)).answerable
    assert pipeline.answer(Question("Qui a quitté OpenAI ?", filters=left_out)).abstention is Abstention.NO_EVIDENCE


def test_a_confidence_below_the_setting_withholds_the_answer_and_keeps_the_passages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LEIKE, "utf-8")
    settings = Settings(home=tmp_path / "home", min_confidence=1.0)
    engine = Engine(settings, HashingEmbedder())
    engine.index((tmp_path / "a.txt",), lambda _done, _total: None)
    answer = engine.pipeline().answer("Qui a quitté OpenAI ?")
    assert answer.abstention is Abstention.LOW_CONFIDENCE
    assert (answer.text, answer.short_answer, answer.citations, answer.language) == ("", "", (), None)
    assert len(answer.passages) == 1
    assert 0.0 < answer.confidence < 1.0


def test_no_more_is_quoted_than_was_asked_for(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline({"a": "Le chat dort ici. Le chat dort là. Le chat dort encore. Le chat dort toujours."})
    numbers = [len(pipeline.answer(Question("Où dort le chat ?", max_citations=n)).citations) for n in (1, 2, 4)]
    assert numbers == [1, 2, 4]


def test_a_quote_has_what_belongs_to_it_in_the_passage_before(make_pipeline: MakePipeline) -> None:
    filler = "Le vent souffle sur la plaine et les arbres plient sans bruit devant la maison vide."
    beets = "Elle cultive des betteraves rouges dans un jardin au bord de la rivière."
    text = f"{filler} Anna Roth a dirigé la banque du village. {beets} {filler} {filler}"
    pipeline = make_pipeline({"roth": text}, chunk_tokens=32, chunk_overlap_tokens=0)
    (citation,) = pipeline.answer(Question("Qui cultive des betteraves rouges ?", max_citations=1)).citations
    assert pipeline.search("betteraves rouges")[0].text.startswith("Elle cultive")
    assert citation.quote == f"Anna Roth a dirigé la banque du village. {beets}"


def test_the_same_words_in_two_articles_are_quoted_once(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline({"a": LEIKE, "b": LEIKE})
    answer = pipeline.answer("Qui a quitté OpenAI en mai ?")
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(set(quotes))


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("", "the question is empty"),
        (" \n\t ", "the question is empty"),
        ("x" * 2_001, "has 2001 characters; at most 2000"),
        ("half \ud800 a pair", "half a surrogate pair"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(question: str, why: str) -> None:
    with pytest.raises(QuestionError, match=why):
        Question(question)


@pytest.mark.parametrize(("field", "value"), [("top_k", 0), ("top_k", 51), ("max_citations", 0), ("max_citations", 21)])
def test_numbers_out_of_bounds_are_refused_with_the_bound(field: str, value: int) -> None:
    with pytest.raises(QuestionError, match=rf"{field} is {value}; it must lie between 1 and"):
        Question("Qui ?", **{field: value})  # type: ignore[arg-type]


def test_a_question_is_trimmed_and_2000_characters_are_not_too_many() -> None:
    assert Question(" " + "x" * 2_000 + "\n").text == "x" * 2_000


def test_a_signature_beyond_page_noise_is_no_answer_and_one_below_its_post_is(make_pipeline: MakePipeline) -> None:
    post, signature = "I am very sad to see him leave.", "— Anna Roth (@aroth) May 17, 2024"
    noise = "Lire aussi : GPT-4o : où, quand et pour qui ?"
    pipeline = make_pipeline(
        {"alone": f"{noise} {signature}", "beyond": f"{post} {noise} {signature}", "below": f"{post} {signature}"}
    )

    def quotes(name: str) -> list[str]:
        only = Filters(article_ids=frozenset({name}))
        return [c.quote for c in pipeline.answer(Question("Anna Roth aroth May 17, 2024?", filters=only)).citations]

    assert quotes("below")[0] == f"{post} {signature}"
    # The post is another sentence, and the signature none that could be quoted with it.
    assert quotes("beyond") == [post]
    alone = pipeline.answer(Question("Anna Roth aroth?", filters=Filters(article_ids=frozenset({"alone"}))))
    assert (alone.passages != (), alone.abstention, alone.confidence) == (True, Abstention.NO_EVIDENCE, 0.0)


def test_a_sentence_too_long_to_quote_is_passed_over_and_the_question_answered_from_another(
    make_pipeline: MakePipeline,
) -> None:
    # White space has no limit: 33 + 60,000 + 9 characters are one sentence, and a quote has 50,000 at most.
    spaced = "The new chief executive of Foo is" + " " * 60_000 + "Jane Doe."
    question = "Who is the new chief executive of Foo?"
    pipeline = make_pipeline({"spaced": spaced, "short": "The chief executive of Foo is Jane Doe. She came in May."})
    assert {passage.chunk.span.article_id for passage in pipeline.search(question)} == {"spaced", "short"}
    answer = pipeline.answer(question)
    assert {c.article.id for c in answer.citations} == {"short"}
    assert_holds_together(answer, pipeline)
    only_spaced = Question(question, filters=Filters(article_ids=frozenset({"spaced"})))
    assert pipeline.answer(only_spaced).abstention is Abstention.NO_EVIDENCE
