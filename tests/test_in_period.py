"""What a question asks about a day, a month or a year is answered with what may be of it."""

import pytest

from index.article import Article, PartialDate, Span
from index.chunks import Chunk
from index.search import Passage
from rag.answer import Evidence, Mark
from rag.in_period import about_period
from rag.questions.asked_period import asked_period

IN_AUGUST = "Who left OpenAI in August 2024?"
SENTENCES = {
    "dated May": "Leike left on 15 May 2024.",
    "dated August": "Schulman left on 5 August 2024.",
    "range": "Leike left between 2 and 5 May 2024.",
    "undated": "Schulman has left.",
    "since": "Zaremba has been away since 15 May 2024.",
}


def article_of(sentence: str, published: str | None, language: str = "en") -> Article:
    return Article(
        "a", "a", sentence, "0" * 64, language, None, PartialDate.parse(published) if published else None, None
    )


def is_kept(question: str, sentence: str, published: str | None, language: str = "en") -> bool:
    """Whether an article of that one sentence may answer."""
    article, span = article_of(sentence, published, language), Span("a", 0, len(sentence))
    piece = Evidence(Passage(Chunk("a#0", span, (), None), sentence, 1.0, 1, 0), span, span, 8.0, Mark(8.0))
    return about_period(question, "en", [piece], lambda _: article) == [piece]


@pytest.mark.parametrize("published", ["2024-05", "2025-01-10", None])
def test_a_sentence_of_another_time_is_left_out(published: str | None) -> None:
    assert not is_kept(IN_AUGUST, SENTENCES["dated May"], published)


@pytest.mark.parametrize("published", ["2024-05", "2024-08-06", "2025-01-10", None])
def test_a_sentence_that_states_a_date_of_the_period_is_kept_whenever_it_was_written(published: str | None) -> None:
    assert is_kept(IN_AUGUST, SENTENCES["dated August"], published)


def test_an_article_of_the_period_may_tell_of_it_whatever_else_it_dates() -> None:
    assert is_kept(IN_AUGUST, "Schulman, who came on 11 December 2015, has left.", "2024-08-06")


def test_a_sentence_without_a_date_is_left_out_only_where_its_article_is_two_months_older() -> None:
    # From 1 June to 1 August are 61 days, from 2 June 60.
    assert not is_kept(IN_AUGUST, SENTENCES["undated"], "2024-06-01")
    assert is_kept(IN_AUGUST, SENTENCES["undated"], "2024-06-02")
    assert is_kept(IN_AUGUST, SENTENCES["undated"], "2025-01-10")
    assert is_kept(IN_AUGUST, SENTENCES["undated"], None)
    # Of several days none is the one that is stated.
    assert is_kept(IN_AUGUST, SENTENCES["range"], "2025-01-10")


def test_what_has_been_so_since_an_earlier_day_may_be_so_in_the_period() -> None:
    assert is_kept(IN_AUGUST, SENTENCES["since"], "2024-05-31")


def test_a_day_without_a_year_is_that_of_its_article() -> None:
    assert not is_kept(IN_AUGUST, "Leike left on 15 May.", "2024-06-10")
    assert is_kept(IN_AUGUST, "Schulman will leave on 5 August.", "2024-06-10")


def test_the_english_date_of_a_post_counts_in_an_article_of_another_language() -> None:
    post = "« I resigned » — Jan Leike (@janleike) May 15, 2024"
    assert not is_kept(IN_AUGUST, post, None, "fr")
    assert is_kept("Who resigned in May 2024?", post, None, "fr")


def test_who_was_something_then_may_have_become_it_before() -> None:
    became = "Altman became chief executive on 8 March 2019."
    assert is_kept("Who was the chief executive in 2022?", became, "2024-05-20")
    assert not is_kept("Who became the chief executive in 2022?", became, "2024-05-20")
    assert not is_kept("Who was fired in 2022?", "Altman was fired on 17 November 2023.", "2024-05-20")


def test_a_question_without_a_date_keeps_everything() -> None:
    assert is_kept("Who left OpenAI?", SENTENCES["dated May"], "2024-05")


@pytest.mark.parametrize(
    ("question", "language", "period"),
    [
        (IN_AUGUST, "en", "2024-08-01/2024-08-31"),
        ("Who left OpenAI in 2021?", "en", "2021-01-01/2021-12-31"),
        ("What happened at OpenAI on 3 March 2024?", "en", "2024-03-03/2024-03-03"),
        ("In which city did they meet in May 2024?", "en", "2024-05-01/2024-05-31"),
        ("Who was fired in 2021?", "en", "2021-01-01/2021-12-31"),
        ("Quels trois dirigeants sont partis en août 2024 ?", "fr", "2024-08-01/2024-08-31"),
        ("Que s’est-il passé le 20 juin 2024 ?", "fr", "2024-06-20/2024-06-20"),
        ("Wer hat OpenAI im August 2024 verlassen?", "de", "2024-08-01/2024-08-31"),
        ("¿Quién dejó OpenAI en agosto de 2024?", "es", "2024-08-01/2024-08-31"),
    ],
)
def test_a_question_says_when(question: str, language: str, period: str) -> None:
    found = asked_period(question, language)
    assert found is not None
    assert f"{found.first}/{found.last}" == period


@pytest.mark.parametrize(
    ("question", "language"),
    [
        # Which one is meant.
        ("What came of the trial of August 2024?", "en"),
        ("Who runs the firm that was sold in 2021?", "en"),
        ("Who runs the company founded in 2021?", "en"),
        ("Qui dirige la société fondée en 2021 ?", "fr"),
        ("Qui dirige la société qui a fermé en 2021 ?", "fr"),
        ("Wer leitet die Firma, die im August 2024 schloss?", "de"),
        ("¿Quién dirige la empresa fundada en 2021?", "es"),
        # No period, or one of which is told beforehand.
        ("Who has run it since August 2024?", "en"),
        ("Who left before August 2024?", "en"),
        ("Who will leave in August 2024?", "en"),
        ("Qui dirigera le site en 2028 ?", "fr"),
        ("Who left on 17 November?", "en"),
        ("What changed between May 2023 and August 2024?", "en"),
    ],
)
def test_a_date_that_says_something_else_is_no_period(question: str, language: str) -> None:
    assert asked_period(question, language) is None
