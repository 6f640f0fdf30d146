"""The same fact from several articles is told once; different values are set against each other, the newest marked."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from index.article import Article, PartialDate, Span
from index.chunks import Chunk
from index.search import Passage
from rag.answer import Evidence, Mark
from rag.compose import compose
from rag.facts import gather
from rag.questions.question_kind import QuestionKind

TEXTS = {
    "old": "Le 17 novembre 2023, Sam Altman a été licencié par OpenAI. Il en avait pris la tête en 2019.",
    "same": "Sam Altman a été démis de ses fonctions le 17 novembre 2023 par le conseil.",
    "new": "Vendredi 24 novembre, Sam Altam a été limogé par le conseil.",
    "undated": "Le 3 mars 2021, Sam Altman a été renvoyé.",
    "march": "Sam Altman a été renvoyé en mars 2021.",
    "eighth": "Le 8 mars 2021, le conseil a renvoyé Sam Altman.",
    "year": "La crise de 2022 emporte Sam Altman.",
    "two": "Divisée depuis le 17 novembre 2023, jour du renvoi d'Altman, la société a été fondée en 2015.",
}
DATES = {"old": "2023-11-20", "same": "2023-12", "new": "2024-05-20", "two": "2024-05-20"}
ARTICLES = {
    name: Article(
        name, name, text, "0" * 64, "fr", None, PartialDate.parse(DATES[name]) if name in DATES else None, None
    )
    for name, text in TEXTS.items()
}


def evidence(article: str, sentence: str, words: str, margin: float = 8.0) -> Evidence:
    text = TEXTS[article]
    span = Span(article, text.index(sentence), text.index(sentence) + len(sentence))
    answer = Span(article, text.index(words), text.index(words) + len(words))
    chunk = Chunk(f"{article}#0", Span(article, 0, len(text)), (), None)
    return Evidence(Passage(chunk, text, 1.0, 1, 0), span, answer, margin, Mark(margin))


def whole(article: Article, words: str, margin: float = 8.0) -> Evidence:
    """An article of one sentence, with `words` of it marked."""
    span, at = Span(article.id, 0, len(article.text)), article.text.index(words)
    passage = Passage(Chunk(f"{article.id}#0", span, (), None), article.text, 1.0, 1, 0)
    return Evidence(passage, span, Span(article.id, at, at + len(words)), margin, Mark(margin))


OLD = evidence("old", "Le 17 novembre 2023, Sam Altman a été licencié par OpenAI.", "17 novembre 2023")
SAME = evidence("same", TEXTS["same"], "le 17 novembre 2023", 7.5)
NEW = evidence("new", TEXTS["new"], "Vendredi 24 novembre", 7.0)


def told(pieces: Sequence[Evidence], kind: QuestionKind = QuestionKind.FACT, most: int = 4) -> list[list[str]]:
    """The articles cited for each fact."""
    facts = gather(pieces, kind, most, ARTICLES.__getitem__).facts
    return [[piece.span.article_id for piece in fact.evidence] for fact in facts]


def test_the_same_date_from_two_articles_is_one_fact_with_two_citations() -> None:
    assert told([OLD, SAME]) == [["old", "same"]]


def test_another_date_is_a_fact_of_its_own_and_contradicts_the_first() -> None:
    findings = gather([OLD, SAME, NEW], QuestionKind.FACT, 4, ARTICLES.__getitem__)
    assert [[e.span.article_id for e in fact.evidence] for fact in findings.facts] == [["old", "same"], ["new"]]
    assert findings.contradicting == (0, 1)


def test_the_conflict_names_both_values_with_their_words_and_marks_the_newest() -> None:
    composed = compose("Quand Sam Altman a-t-il été licencié ?", [OLD, SAME, NEW], 4, ARTICLES.__getitem__)
    (conflict,) = composed.conflicts
    assert conflict.kind == "date"
    sides = [(side.value, side.text, side.citations, side.newest) for side in conflict.sides]
    # The article of May 2024 is the newest; a day without a year is the last one before it.
    assert sides == [
        ("2023-11-24", "Vendredi 24 novembre", (2,), True),
        ("2023-11-17", "17 novembre 2023", (0, 1), False),
    ]
    assert [citation.article.id for citation in composed.citations] == ["old", "same", "new"]
    assert [statement.citations for statement in composed.statements] == [(0, 1), (2,)]


def test_no_side_is_the_newest_where_no_article_has_a_date() -> None:
    said, articles = stated(
        ("He left on 17 November 2023.", "17 November 2023"), ("He left on 24 November 2023.", "24 November 2023")
    )
    (conflict,) = compose("When did he leave?", said, 4, articles.__getitem__).conflicts
    assert [(side.value, side.newest) for side in conflict.sides] == [("2023-11-17", False), ("2023-11-24", False)]


def test_a_value_the_reader_is_not_sure_of_contradicts_nothing() -> None:
    unsure = evidence("new", TEXTS["new"], "Vendredi 24 novembre", margin=0.5)
    findings = gather(
        [evidence("old", TEXTS["old"][:58], "17 novembre 2023", 6.0), unsure],
        QuestionKind.FACT,
        4,
        ARTICLES.__getitem__,
    )
    assert findings.contradicting == ()
    assert len(findings.facts) == 1


def test_two_values_of_one_article_are_no_conflict() -> None:
    same_article = evidence("old", "Il en avait pris la tête en 2019.", "2019", 7.0)
    assert gather([OLD, same_article], QuestionKind.FACT, 4, ARTICLES.__getitem__).contradicting == ()


def test_beside_a_day_a_sentence_is_held_to_the_day_it_states_and_not_to_a_year_marked_in_it() -> None:
    marked_a_year = evidence("two", TEXTS["two"], "2015", 6.0)
    # The same day as OLD's, so it is one fact; another than NEW's, and no day of 2015, so it is no other side.
    assert told([OLD, marked_a_year]) == [["old", "two"]]
    assert gather([NEW, marked_a_year], QuestionKind.FACT, 4, ARTICLES.__getitem__).contradicting == ()
    # A day in the marked year is.
    in_its_year = evidence("same", TEXTS["same"], "2023", 6.5)
    composed = compose("Quand ?", [NEW, in_its_year], 4, ARTICLES.__getitem__)
    assert [side.text for conflict in composed.conflicts for side in conflict.sides] == [
        "Vendredi 24 novembre",
        "17 novembre 2023",
    ]


def test_two_prints_of_a_sentence_say_the_same_though_its_day_falls_in_another_year() -> None:
    # Without a year, 17 November is that of 2023 in an article of 20 November 2023, and that of 2024 in one of December 2024.
    text = "Altman was dismissed on 17 November."
    prints = {
        name: Article(name, name, text, "0" * 64, "en", None, PartialDate.parse(day), None)
        for name, day in (("first", "2023-11-20"), ("later", "2024-12-01"))
    }
    pieces = [whole(prints["first"], "17 November"), whole(prints["later"], "17 November", 7.0)]
    findings = gather(pieces, QuestionKind.FACT, 4, prints.__getitem__)
    assert findings.contradicting == ()
    assert [piece.span.article_id for fact in findings.facts for piece in fact.evidence] == ["first"]


def test_the_same_number_of_two_currencies_is_neither_one_fact_nor_a_conflict() -> None:
    texts = {"us": "The fund holds $10bn in all.", "eu": "It holds €10bn, said the chair."}
    articles = {n: Article(n, n, t, "0" * 64, "en", None, None, None) for n, t in texts.items()}
    pieces = [whole(articles["us"], "$10bn"), whole(articles["eu"], "€10bn")]
    findings = gather(pieces, QuestionKind.FACT, 4, articles.__getitem__)
    assert (len(findings.facts), findings.contradicting) == (2, ())


def stated(
    *said: tuple[str, str], languages: Sequence[str] = ("en", "en", "en")
) -> tuple[list[Evidence], dict[str, Article]]:
    """A sentence each of an article of its own, with words of it marked, best first."""
    articles = {
        str(n): Article(str(n), str(n), text, "0" * 64, language, None, None, None)
        for n, ((text, _), language) in enumerate(zip(said, languages, strict=False))
    }
    return [whole(articles[str(n)], words, 8.0 - n / 2) for n, (_, words) in enumerate(said)], articles


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("15 years", "15 months", "en"),
        ("15 ans de prison", "15 mois de prison", "fr"),
        ("3 years in prison", "30 months in prison", "en"),
        ("Sam Altman", "Jack Altman", "en"),
    ],
)
def test_other_quantities_and_names_are_other_facts_whatever_words_they_share(
    one: str, other: str, language: str
) -> None:
    pieces, articles = stated((f"It was {one}.", one), (f"Now {other}.", other), languages=(language, language))
    findings = gather(pieces, QuestionKind.FACT, 4, articles.__getitem__)
    assert (len(findings.facts), findings.contradicting) == (2, ())


def test_the_same_number_of_what_is_called_otherwise_is_one_fact() -> None:
    pieces, articles = stated(
        ("Il y a 700 salariés.", "700 salariés"), ("Soit 700 employés.", "700 employés"), languages=("fr", "fr")
    )
    assert len(gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).facts) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("about 300 people", "300 people"), ("$1.2bn", "$1.19bn"), ("18 months", "1.5 years")]
)
def test_a_quantity_that_is_said_more_exactly_elsewhere_is_one_fact(one: str, other: str) -> None:
    pieces, articles = stated((f"It was {one}.", one), (f"Now {other}.", other))
    (fact,) = gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).facts
    assert len(fact.evidence) == 2


def test_a_name_contradicts_none_of_another_language() -> None:
    said = (("Germany signed.", "Germany"), ("Deutschland hat unterschrieben.", "Deutschland"))
    for languages, contradicting in ((("en", "de"), ()), (("en", "en"), (0, 1))):
        pieces, articles = stated(*said, languages=languages)
        surely = [replace(piece, mark=Mark(11.0)) for piece in pieces]
        assert gather(surely, QuestionKind.FACT, 4, articles.__getitem__).contradicting == contradicting


def test_names_contradict_each_other_where_the_reader_is_very_sure_of_both() -> None:
    said = (
        ("Ulysse Marchaloux founded it.", "Ulysse Marchaloux"),
        ("Léonide Perronnel founded it.", "Léonide Perronnel"),
    )
    pieces, articles = stated(*said)
    for margins, contradicting in (((15.0, 10.0), (0, 1)), ((15.0, 9.9), ()), ((9.9, 15.0), ())):
        first, second = (replace(p, mark=Mark(m)) for p, m in zip(pieces, margins, strict=True))
        # However far apart they score: 7 below the best is within reach of a conflict.
        found = gather([first, replace(second, score=first.score - 7)], QuestionKind.FACT, 4, articles.__getitem__)
        assert found.contradicting == contradicting


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_days_contradict_each_other_wherever_a_year_stands_among_them(order: tuple[int, ...]) -> None:
    said = (("It was in 2023.", "2023"), ("On 17 November 2023.", "17 November 2023"), ("On 24 November 2023.",) * 2)
    pieces, articles = stated(
        *((text, words.removeprefix("On ").rstrip(".")) for text, words in (said[n] for n in order))
    )
    composed = compose("When was he fired?", pieces, 4, articles.__getitem__)
    (conflict,) = composed.conflicts
    # A side is told by the day, though a sentence with the year alone may be quoted before it.
    assert {(side.value, side.text) for side in conflict.sides} == {
        ("2023-11-17", "17 November 2023"),
        ("2023-11-24", "24 November 2023"),
    }


def test_a_day_counts_also_where_its_sentence_repeats_what_is_cited() -> None:
    # The same article says the year and the day; one citation of it is enough.
    text = "It was in 2023. He left on 17 November 2023."
    article = Article("a", "a", text, "0" * 64, "en", None, None, None)
    other = Article("b", "b", "He left on 24 November 2023.", "0" * 64, "en", None, None, None)
    year = replace(whole(article, "2023"), span=Span("a", 0, 15))
    day = replace(whole(article, "17 November 2023", 7.5), span=Span("a", 16, len(text)))
    pieces = [year, day, whole(other, "24 November 2023", 7.0)]
    findings = gather(pieces, QuestionKind.FACT, 4, {"a": article, "b": other}.__getitem__)
    assert [str(fact.value) for fact in findings.facts] == ["2023-11-17", "2023-11-24"]
    assert findings.contradicting == (0, 1)


def test_another_year_contradicts_no_day_whichever_comes_first() -> None:
    said = (("It was in 2022.", "2022"), ("On 17 November 2023.", "17 November 2023"))
    for order in (said, said[::-1]):
        pieces, articles = stated(*order)
        findings = gather(pieces, QuestionKind.FACT, 4, articles.__getitem__)
        assert (len(findings.facts), findings.contradicting) == (2, ())


def test_a_year_where_no_day_is_stated_does_not_contradict_a_day() -> None:
    year = evidence("year", TEXTS["year"], "2022", 7.0)
    assert gather([OLD, year], QuestionKind.FACT, 4, ARTICLES.__getitem__).contradicting == ()
    # Another day beside the first does, and the year joins neither side.
    assert gather([OLD, year, NEW], QuestionKind.FACT, 4, ARTICLES.__getitem__).contradicting == (0, 2)


def test_a_side_may_score_ten_below_the_best_and_no_further() -> None:
    best = evidence("old", TEXTS["old"][:58], "17 novembre 2023", 14.0)
    for margin, contradicts in ((4.0, True), (3.9, False)):
        other = evidence("new", TEXTS["new"], "Vendredi 24 novembre", margin)
        found = gather([best, other], QuestionKind.FACT, 4, ARTICLES.__getitem__).contradicting
        assert (found == (0, 1)) is contradicts


def test_a_reason_may_stand_in_several_sentences_and_dates_in_them_contradict_nothing() -> None:
    findings = gather([OLD, NEW], QuestionKind.REASON, 4, ARTICLES.__getitem__)
    assert len(findings.facts) == 2
    assert findings.contradicting == ()


def test_of_prints_that_differ_in_the_sentence_the_one_that_had_it_first_is_cited_too() -> None:
    def cited(first: str, second: str, third: str) -> list[str]:
        pieces = {"old": OLD, "same": SAME, "two": evidence("two", TEXTS["two"], "17 novembre 2023", 7.8)}
        others = {name: [ARTICLES[other] for other in pieces if other != name] for name in pieces}
        chosen = [pieces[name] for name in (first, second, third)]
        (fact,) = gather(chosen, QuestionKind.FACT, 4, ARTICLES.__getitem__, others.__getitem__).facts
        return [piece.span.article_id for piece in fact.evidence]

    # Printed on 20 November 2023, in December 2023 and on 20 May 2024.
    assert cited("old", "same", "two") == ["old"]
    assert cited("two", "old", "same") == ["two", "old"]
    assert cited("two", "same", "old") == ["two", "same", "old"]


def test_facts_come_before_further_citations_of_them() -> None:
    # Two citations in all: one for each of the two facts, none left for the second article of the first.
    assert told([OLD, SAME, NEW], most=2) == [["old"], ["new"]]
    assert told([OLD, SAME, NEW], most=3) == [["old", "same"], ["new"]]


def test_where_one_article_says_all_of_it_what_another_surely_answers_is_told_too() -> None:
    # Planted articles that repeat a question score far above all others: 12 is out of reach of 30, and was not told.
    planted = evidence("undated", TEXTS["undated"], "3 mars 2021", 30.0)
    far = replace(OLD, score=12.0, mark=Mark(6.0))
    unsure = replace(OLD, score=12.0, mark=Mark(5.9))
    assert told([planted, far]) == [["undated"], ["old"]]
    assert told([planted, unsure]) == [["undated"]]
    assert told([planted, far], QuestionKind.REASON) == [["undated"], ["old"]]
    # Two articles are told already, or there is room for one quote alone.
    assert told([planted, replace(SAME, score=29.0), far]) == [["undated"], ["same"]]
    assert told([planted, far], most=1) == [["undated"]]
    # The last of four quotes makes room for it.
    words = ("Le 3", "mars 2021", "Sam Altman", "renvoyé")
    several = [replace(evidence("undated", one, one), score=30.0) for one in words]
    assert told([*several, far], QuestionKind.REASON) == [["undated"], ["undated"], ["undated"], ["old"]]


def test_what_another_article_says_more_exactly_is_what_a_third_contradicts() -> None:
    # So high a match repeats the question, and two other articles are told.
    planted = evidence("march", TEXTS["march"], "mars 2021", 30.0)
    planted = replace(planted, mark=Mark(30.0, 0.9))
    others = [
        evidence("undated", TEXTS["undated"], "3 mars 2021", 12.0),
        evidence("eighth", TEXTS["eighth"], "8 mars 2021", 11.0),
    ]
    findings = gather([planted, *others], QuestionKind.FACT, 4, ARTICLES.__getitem__)
    assert [len(fact.evidence) for fact in findings.facts] == [2, 1]
    assert findings.contradicting == (0, 1)


def test_what_agrees_with_both_sides_of_a_conflict_is_cited_for_neither() -> None:
    third, eighth = (
        evidence("undated", TEXTS["undated"], "3 mars 2021", 12.0),
        evidence("eighth", TEXTS["eighth"], "8 mars 2021", 11.0),
    )
    month = evidence("march", TEXTS["march"], "mars 2021", 12.5)
    answer = compose("Quand ?", [month, third, eighth], 4, ARTICLES.__getitem__)
    assert [citation.article.id for citation in answer.citations] == ["march", "undated", "eighth"]
    # It is quoted in the answer, and the day that it agrees with first is cited for what it says.
    assert answer.statements[0].citations == (0, 1)
    (conflict,) = answer.conflicts
    assert {side.value: side.citations for side in conflict.sides} == {"2021-03-03": (1,), "2021-03-08": (2,)}


def test_a_month_is_not_cited_for_a_day() -> None:
    day = evidence("undated", TEXTS["undated"], "3 mars 2021", 12.0)
    month = evidence("march", TEXTS["march"], "mars 2021", 11.5)
    assert told([day, month]) == [["undated"]]
    # The other way round the day says the month too.
    assert told([replace(month, score=12.5), day]) == [["march", "undated"]]
    # A day that leaves its year open is cited.
    pieces, articles = stated(
        ("He left on 17 November 2023.", "17 November 2023"), ("He left on 17 November.", "17 November")
    )
    (fact,) = gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).facts
    assert len(fact.evidence) == 2


def test_a_side_is_as_sure_as_the_surest_sentence_that_states_its_value() -> None:
    first, second = replace(OLD, score=8.0, mark=Mark(-0.4)), replace(SAME, score=7.0, mark=Mark(3.0))
    assert gather([NEW, first], QuestionKind.FACT, 4, ARTICLES.__getitem__).contradicting == ()
    assert gather([NEW, first, second], QuestionKind.FACT, 4, ARTICLES.__getitem__).contradicting == (0, 1)


def test_a_few_hours_and_a_few_months_are_two_facts() -> None:
    pieces, articles = stated(
        ("Il revient quelques heures seulement après.", "quelques heures"),
        ("Quelques mois après, il revient.", "Quelques mois"),
        languages=("fr", "fr"),
    )
    assert len(gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).facts) == 2


def test_another_print_of_an_article_takes_the_place_of_no_other_article() -> None:
    planted = evidence("undated", TEXTS["undated"], "3 mars 2021", 30.0)
    copied = replace(SAME, score=12.5)
    prints = {"undated": [ARTICLES["same"]], "same": [ARTICLES["undated"]], "old": []}
    far = replace(OLD, score=12.0)
    facts = gather([planted, copied, far], QuestionKind.FACT, 4, ARTICLES.__getitem__, prints.__getitem__).facts
    assert [fact.best.span.article_id for fact in facts] == ["undated", "old"]


def test_what_another_article_surely_says_too_is_one_citation_more_of_the_fact() -> None:
    assert told([replace(OLD, score=30.0), replace(SAME, score=12.0)]) == [["old", "same"]]


def test_nothing_found_is_nothing_told() -> None:
    assert told([]) == []
    assert compose("Pourquoi ?", [], 4, ARTICLES.__getitem__).citations == ()


def test_the_day_under_a_post_that_is_cited_contradicts_nothing() -> None:
    post = "— Sam Altman (@sama) May 17, 2024"
    signed, said = (
        Article(name, name, text, "0" * 64, "fr", None, PartialDate.parse("2024-05-20"), None)
        for name, text in (("signed", post), ("said", "Sam Altman a été renvoyé le 17 mai 2024."))
    )
    known = {**ARTICLES, "signed": signed, "said": said}

    def contradicting(piece: Evidence) -> tuple[int, ...]:
        return gather([OLD, piece], QuestionKind.FACT, 4, known.__getitem__).contradicting

    assert contradicting(whole(signed, "May 17, 2024")) == ()
    assert contradicting(whole(said, "le 17 mai 2024")) == (0, 1)


@pytest.mark.parametrize(
    ("one", "other", "contradicting"),
    [
        # What is counted stands behind the marked words.
        (("They get 27 days of annual leave.", "27"), ("They may take up to 20 working days abroad.", "20"), ()),
        (("They get 27 days of annual leave.", "27"), ("They get 20\u00a0days of leave.", "20"), (0, 1)),
        (("It cost 27 million euros.", "27"), ("It cost 20 million dollars.", "20"), ()),
        (("It fell by 27 per cent.", "27"), ("It fell by 20%.", "20"), (0, 1)),
        (("A 27-year-old man won.", "27"), ("He is 20 years old.", "20"), (0, 1)),
        # Where nothing is counted in either, numbers differ by themselves.
        (("It rose to 27 in May.", "27"), ("It rose to 20, he said.", "20"), (0, 1)),
        (("It rose to 27 in May.", "27"), ("It rose to 20 people.", "20"), (0, 1)),
        (("It rose to 27.", "27"), ("There 20 were killed.", "20"), (0, 1)),
        # What stands before it says how it is meant.
        (("More than 300 people died.", "300 people"), ("In all 312 people died.", "312 people"), ()),
        (("It cost about $27m.", "27"), ("It cost $26m.", "$26"), ()),
        (("It cost $27m.", "27"), ("It cost $20 million.", "20 million"), (0, 1)),
        (("From 12 to 15 people died.", "15 people"), ("There 20 people died.", "20 people"), ()),
        (("It cut 1200 jobs.", "1200"), ("It cut 1300 jobs.", "1300"), (0, 1)),
    ],
)
def test_a_marked_number_counts_what_stands_behind_it_in_its_sentence(
    one: tuple[str, str], other: tuple[str, str], contradicting: tuple[int, ...]
) -> None:
    pieces, articles = stated(one, other)
    assert gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).contradicting == contradicting


def test_another_part_of_the_same_year_contradicts() -> None:
    pieces, articles = stated(
        ("It will open in early 2027.", "early 2027"), ("It will open in late 2027.", "in late 2027")
    )
    (conflict,) = compose("When will it open?", pieces, 4, articles.__getitem__).conflicts
    assert [side.text for side in conflict.sides] == ["early 2027", "in late 2027"]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (("early 2023", "late 2023"), ["2023-01/2023-05", "2023-08/2023-12"]),
        (("the third quarter of 2023", "Q1 2023"), ["2023-07/2023-09", "2023-01/2023-03"]),
        (("early March 2023", "late March 2023"), ["2023-03-01/2023-03-12", "2023-03-19/2023-03-31"]),
        (("spring 2023", "autumn 2023"), ["2023-21", "2023-23"]),
        (("03/04/2025", "05/06/2025"), ["[2025-03-04,2025-04-03]", "[2025-05-06,2025-06-05]"]),
        # What differs as it is stays as it is.
        (("early 2023", "late 2024"), ["2023", "2024"]),
    ],
)
def test_two_sides_of_a_conflict_have_two_values(words: tuple[str, str], values: list[str]) -> None:
    pieces, articles = stated(*((f"It will open in {when}.", when) for when in words))
    (conflict,) = compose("When will it open?", pieces, 4, articles.__getitem__).conflicts
    assert [side.value for side in conflict.sides] == values


def test_counts_under_two_names_are_two_sides_and_one_count_under_two_names_is_one_fact() -> None:
    pieces, articles = stated(("It has 14 employees.", "14 employees"), ("He pays 17 workers.", "17 workers"))
    (conflict,) = compose("How many work there?", pieces, 4, articles.__getitem__).conflicts
    assert [(side.value, side.text) for side in conflict.sides] == [("14", "14 employees"), ("17", "17 workers")]
    pieces, articles = stated(("It has 14 employees.", "14 employees"), ("He pays 14 workers.", "14 workers"))
    assert compose("How many work there?", pieces, 4, articles.__getitem__).conflicts == ()


def test_words_with_other_numbers_are_another_fact_though_no_value_is_read_of_them() -> None:
    pieces, articles = stated(
        ("Elle s’est arrêtée à 17 h 25.", "à 17 h 25"),
        ("Elle s’est arrêtée à 17 h 52.", "à 17 h 52"),
        languages=("fr", "fr"),
    )
    findings = gather(pieces, QuestionKind.FACT, 4, articles.__getitem__)
    assert (len(findings.facts), findings.contradicting) == (2, ())
    # With the minutes or without, it is one time.
    pieces, articles = stated(
        ("Elle s’est arrêtée à 17 h 25.", "à 17 h 25"), ("Elle s’est arrêtée à 17 h.", "à 17 h"), languages=("fr", "fr")
    )
    assert len(gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).facts) == 1


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        (("It will open in September.", "in September"), ("It is to open in October.", "in October"), "en"),
        (("The court found him guilty of fraud.", "guilty of fraud"), ("He is not guilty of fraud.",) * 2, "en"),
        (
            ("Er erhielt dreieinhalb Jahre Haft.", "dreieinhalb Jahre Haft"),
            ("Nun acht Jahre Haft.", "acht Jahre Haft"),
            "de",
        ),
        (("The car hit the wall.", "The car"), ("The bus hit the wall, they say.", "The bus"), "en"),
    ],
)
def test_an_article_is_not_cited_for_what_its_words_contradict(
    one: tuple[str, str], other: tuple[str, str], language: str
) -> None:
    pieces, articles = stated(one, other, languages=(language, language))
    composed = compose("When?", pieces, 4, articles.__getitem__)
    assert [statement.citations for statement in composed.statements] == [(0,), (1,)]
    assert composed.conflicts == ()


def test_of_two_times_in_one_article_both_are_told() -> None:
    text = "Le vote aura lieu fin mai. Il a été reporté à fin juin."
    article = Article("a", "a", text, "0" * 64, "fr", None, None, None)
    # The first sentence has 26 characters, and a space stands behind it.
    first, second = (
        replace(whole(article, words, margin), span=Span("a", start, end))
        for words, margin, start, end in (("fin mai", 8.0, 0, 26), ("fin juin", 7.0, 27, len(text)))
    )
    findings = gather([first, second], QuestionKind.FACT, 4, {"a": article}.__getitem__)
    assert [fact.best for fact in findings.facts] == [first, second]


def test_a_share_that_changed_to_an_amount_is_one_side_of_a_conflict() -> None:
    pieces, articles = stated(
        ("Profit fell 12% to $3.4 billion.", "12%"), ("Profit fell 15% last year.", "15%"), languages=("en", "en")
    )
    (conflict,) = compose("By how much did profit fall?", pieces, 4, articles.__getitem__).conflicts
    assert {side.value for side in conflict.sides} == {"12 %", "15 %"}


def test_a_deadline_contradicts_nothing_that_came_in_time() -> None:
    pieces, articles = stated(("It will be done by 2030.", "by 2030"), ("It was done in 2028.", "2028"))
    findings = gather(pieces, QuestionKind.FACT, 4, articles.__getitem__)
    assert (len(findings.facts), findings.contradicting) == (2, ())


def test_an_item_of_a_list_is_told_from_further_off_where_the_reader_thinks_that_it_answers() -> None:
    best = evidence("old", "Le 17 novembre 2023, Sam Altman a été licencié par OpenAI.", "Sam Altman", 20.0)
    # 10 below the best: further than the 8 of other kinds, nearer than the 12 of lists.
    far = evidence("year", TEXTS["year"], "La crise", 10.0)
    sure, unsure = replace(far, mark=Mark(-3.0)), replace(far, mark=Mark(-3.1))
    assert told([best, sure], QuestionKind.LIST) == [["old"], ["year"]]
    assert told([best, unsure], QuestionKind.LIST) == [["old"]]
    assert told([best, sure], QuestionKind.DEFINITION) == [["old"]]
    # 12.1 below is too far for a list too.
    assert told([best, replace(sure, score=7.9)], QuestionKind.LIST) == [["old"]]
