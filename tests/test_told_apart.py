"""Facts that are told apart though they share words or numbers, and the sentence that a conflict cites for each value."""

from dataclasses import replace
from itertools import permutations

import pytest

from index.article import Article, PartialDate, Span
from index.chunks import Chunk
from index.search import Passage
from index.sentences import split_sentences
from rag.answer import Evidence, Mark
from rag.compose import compose
from rag.facts import gather
from rag.questions.question_kind import QuestionKind
from tests.test_facts import stated, whole

ASKED = "When was he dismissed?"


def printed(name: str, text: str, published: str | None = None) -> Article:
    day = PartialDate.parse(published) if published else None
    return Article(name, name, text, "0" * 64, "en", None, day, None)


def read(article: Article, words: str, margin: float) -> Evidence:
    """The sentence with `words`, which are marked with that margin."""
    cut, at = split_sentences(article.text, article.language, ()), article.text.index(words)
    (own,) = (Span(article.id, s.start, s.end) for s in cut if s.start <= at < s.end)
    passage = Passage(Chunk(f"{article.id}#0", Span(article.id, 0, len(article.text)), cut, None), "", 1.0, 1, 0)
    return Evidence(passage, own, Span(article.id, at, at + len(words)), margin, Mark(margin))


BOTH = printed("a", "He was dismissed in November 2023. The board met on 17 November 2023 to dismiss him.")
OTHER = printed("b", "He was dismissed on 24 November 2023.")
ARTICLES = {"a": BOTH, "b": OTHER}


def test_the_sentence_that_states_the_day_of_a_conflict_is_cited_for_it() -> None:
    pieces = [read(BOTH, "November 2023", 8.0), read(BOTH, "17 November 2023", 7.5), read(OTHER, "24 November", 7.0)]
    composed = compose(ASKED, pieces, 4, ARTICLES.__getitem__)
    (conflict,) = composed.conflicts
    sides = {side.value: [composed.citations[n].quote for n in side.citations] for side in conflict.sides}
    assert sides == {
        "2023-11-17": ["The board met on 17 November 2023 to dismiss him."],
        "2023-11-24": ["He was dismissed on 24 November 2023."],
    }
    assert {side.text for side in conflict.sides} == {"17 November 2023", "24 November"}


def test_a_day_of_the_same_article_makes_no_conflict_where_the_reader_doubts_that_it_answers() -> None:
    # -6 is likelier no answer; so November 2023 is all that the first article says, and the 24th is a day of it.
    doubtful = replace(read(BOTH, "17 November 2023", 7.7), mark=Mark(-6.0))
    pieces = [read(BOTH, "November 2023", 8.0), doubtful, read(OTHER, "24 November", 7.5)]
    findings = gather(pieces, QuestionKind.FACT, 4, ARTICLES.__getitem__)
    assert [[e.span.article_id for e in fact.evidence] for fact in findings.facts] == [["a", "b"]]
    assert findings.contradicting == ()


def test_where_few_quotes_have_room_those_that_state_the_values_are_kept() -> None:
    said = (
        ("It was in 2023.", "2023"),
        ("It was in the year 2023.", "2023"),
        ("He left on 17 May 2023.", "17 May 2023"),
    )
    pieces, articles = stated(*said, ("He left on 24 May 2023.", "24 May 2023"), languages=("en",) * 4)

    def sides(most: int) -> dict[str, list[str]]:
        composed = compose("When did he leave?", pieces, most, articles.__getitem__)
        (conflict,) = composed.conflicts
        return {side.value: [composed.citations[n].quote for n in side.citations] for side in conflict.sides}

    days = {"2023-05-17": ["He left on 17 May 2023."], "2023-05-24": ["He left on 24 May 2023."]}
    # Of four all have room; of three the second year has none, and of two the first has none either.
    assert [sides(most) for most in (4, 3, 2)] == [days, days, days]
    (one, two) = gather(pieces, QuestionKind.FACT, 3, articles.__getitem__).facts
    assert [[e.span.article_id for e in fact.evidence] for fact in (one, two)] == [["0", "2"], ["3"]]


@pytest.mark.parametrize(
    ("one", "other", "words", "language"),
    [
        ("He resigned before 2021.", "He resigned after 2021.", "2021", "en"),
        ("He resigned before 2021.", "He resigned in 2021.", "2021", "en"),
        ("He resigned after 3 May 2021.", "He resigned on 3 May 2021.", "3 May 2021", "en"),
        ("Il est parti avant le 3 mai 2021.", "Il est parti après le 3 mai 2021.", "3 mai 2021", "fr"),
        ("Er ging vor 2021.", "Er ging nach 2021.", "2021", "de"),
        ("More than 300 people came.", "Fewer than 300 people came.", "300 people", "en"),
        ("Plus de 300 personnes sont venues.", "Moins de 300 personnes sont venues.", "300 personnes", "fr"),
        ("Sales rose by 5%.", "Sales fell by 5%.", "5%", "en"),
        ("Shares were up 5 percent.", "Shares were down 5 percent.", "5 percent", "en"),
        ("Der Umsatz stieg um 5 Prozent.", "Der Umsatz sank um 5 Prozent.", "5 Prozent", "de"),
        ("Les prix ont augmenté de 5 %.", "Les prix ont baissé de 5 %.", "5 %", "fr"),
        ("Une hausse de 5 % est attendue.", "On attend une baisse de 5 %.", "5 %", "fr"),
        ("Los precios subieron un 5 %.", "Los precios bajaron un 5 %.", "5 %", "es"),
        ("Growth of 0.3 percent is expected.", "The economy shrank by 0.3 percent.", "0.3 percent", "en"),
        ("Unemployment rose to 5 percent.", "Unemployment fell to 5 percent.", "5 percent", "en"),
    ],
)
def test_the_same_date_or_number_is_another_fact_where_the_words_before_it_say_the_contrary(
    one: str, other: str, words: str, language: str
) -> None:
    pieces, articles = stated((one, words), (other, words), languages=(language, language))
    findings = gather(pieces, QuestionKind.FACT, 4, articles.__getitem__)
    assert (len(findings.facts), findings.contradicting) == (2, ())


@pytest.mark.parametrize(
    ("one", "other", "words", "language"),
    [
        ("Inflation fell to 2.1 percent.", "Prices rose by 2.1 percent.", "2.1 percent", "en"),
        ("Inflation fell to about 2.1%.", "Prices were up 2.1% on the year before.", "2.1%", "en"),
        ("Inflation fell to two percent.", "Prices rose by two percent.", "two percent", "en"),
        ("L’inflation a reculé à 2,1 %.", "Les prix ont augmenté de 2,1 %.", "2,1 %", "fr"),
        ("Die Inflation sank auf 2,1 Prozent.", "Die Preise stiegen um 2,1 Prozent.", "2,1 Prozent", "de"),
        ("La inflación bajó al 2,1 %.", "Los precios subieron un 2,1 %.", "2,1 %", "es"),
        ("Growth of 0.3 percent was announced.", "The growth rate fell to 0.3 percent.", "0.3 percent", "en"),
        ("Growth slowed to 0.3 percent.", "The rate fell to 0.3 percent.", "0.3 percent", "en"),
        ("It was built before 2021.", "It was built by 2021.", "2021", "en"),
    ],
)
def test_what_fell_to_a_number_and_rose_by_it_or_came_before_a_year_and_by_it_is_one_fact(
    one: str, other: str, words: str, language: str
) -> None:
    pieces, articles = stated((one, words), (other, words), languages=(language, language))
    assert len(gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).facts) == 1


def test_a_month_and_the_season_that_it_lies_in_are_one_fact() -> None:
    said = (("It opened in spring 2023.", "spring 2023"), ("It opened in March 2023.", "March 2023"))
    for season in (said, (("It opened in early 2023.", "early 2023"), said[0])):
        pieces, articles = stated(*season, languages=("en", "en"))
        assert len(gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).facts) == 1


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("He resigned before 3 May 2021.", "It was before 3 May 2021 that he went.", "3 May 2021"),
        ("More than 300 people came.", "Over 300 people were there.", "300 people"),
        ("Sales fell by 5%.", "There was a drop of 5%.", "5%"),
        ("Sales, which had risen in May, fell by 5%.", "Sales dropped by 5%.", "5%"),
        ("Up to 300 people came.", "There were 300 people.", "300 people"),
        # A day is the same whatever happened on it.
        ("It fell on 3 May 2021.", "It rose on 3 May 2021.", "3 May 2021"),
    ],
)
def test_a_date_or_number_that_is_said_alike_is_one_fact(one: str, other: str, words: str) -> None:
    pieces, articles = stated((one, words), (other, words), languages=("en", "en"))
    assert len(gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).facts) == 1


def test_two_people_of_like_roles_are_two_facts_and_both_are_quoted() -> None:
    said = (
        "Anna Roth, head of the safety team, resigned.",
        "Ben Kuhn, head of the product team, resigned.",
    )
    text = " ".join(said)
    article = printed("a", text)
    pieces = [read(article, sentence.removesuffix(", resigned."), 12.0 - n) for n, sentence in enumerate(said)]
    composed = compose("Who resigned?", pieces, 4, lambda _id: article)
    assert [citation.quote for citation in composed.citations] == list(said)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_name_and_a_number_that_say_less_stand_for_none_that_say_more(order: tuple[int, ...]) -> None:
    # 1,498,000 and 1,512,000 are each 1.5 million when rounded.
    for said in (("Williams", "Serena Williams", "Venus Williams"), ("1.5 million", "1,498,000", "1,512,000")):
        pieces, articles = stated(*((f"It was {said[n]}.", said[n]) for n in order))
        findings = gather(pieces, QuestionKind.FACT, 4, articles.__getitem__)
        assert sorted(len(fact.evidence) for fact in findings.facts) == [1, 2]


@pytest.mark.parametrize(
    ("one", "other", "values"),
    [
        ("3 weeks", "3 months", {"3 week", "3 month"}),
        ("5 km", "5 miles", {"5 kilometre", "5 mile"}),
        # Where the numbers tell them apart they stand alone.
        ("3 weeks", "5 weeks", {"3", "5"}),
    ],
)
def test_the_sides_of_a_conflict_never_have_one_value(one: str, other: str, values: set[str]) -> None:
    pieces, articles = stated((f"It took {one}.", one), (f"In all it was {other}.", other))
    (conflict,) = compose("How long did it take?", pieces, 4, articles.__getitem__).conflicts
    assert {side.value for side in conflict.sides} == values


@pytest.mark.parametrize("print_read", ["first", "later"])
def test_a_day_without_a_year_is_that_of_the_print_that_is_cited(print_read: str) -> None:
    text = "Altman was dismissed on 17 November."
    prints = {"first": printed("first", text, "2022-11-20"), "later": printed("later", text, "2024-12-01")}
    other = printed("other", "Altman was dismissed on 24 November 2022.", "2022-12-01")
    articles = {**prints, "other": other}
    pieces = [whole(prints[print_read], "17 November"), whole(other, "24 November 2022", 7.0)]

    def reprints(name: str) -> list[Article]:
        return [each for each in prints.values() if name in prints and each.id != name]

    composed = compose("When was Altman dismissed?", pieces, 4, articles.__getitem__, reprints)
    (conflict,) = composed.conflicts
    assert {side.value for side in conflict.sides} == {"2022-11-17", "2022-11-24"}
    assert [citation.article.id for citation in composed.citations] == ["first", "other"]
