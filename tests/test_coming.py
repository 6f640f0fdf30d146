"""Days without a year that are still to come, by the verb beside them or since they would be nearly a year old."""

from datetime import date

import pytest

from index.article import Article, PartialDate, Span
from rag.values.coming import as_coming, is_to_come
from rag.values.date_values import DateValue
from rag.values.dates import days_in
from rag.values.marked_values import marked_value


def day_of(text: str, words: str, language: str, published: str = "2025-03-06") -> str:
    """The day that `words` state in an article of one sentence."""
    article = Article("a", "a", text, "0" * 64, language, None, PartialDate.parse(published), None)
    at = text.index(words)
    return str(marked_value(article, Span("a", at, at + len(words)), len(text)))


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("Brennick will close its factory in Saint-Aubry, western France, on 30 September.", "30 September", "en"),
        ("On 30 September, the plant is to close.", "30 September", "en"),
        ("The plant, which was opened in 1927, will close on 30 September.", "30 September", "en"),
        ("La production s’arrêtera le 30 septembre.", "30 septembre", "fr"),
        ("Les salariés partiront le 30 septembre.", "30 septembre", "fr"),
        ("Le groupe va fermer le site le 30 septembre.", "30 septembre", "fr"),
        ("Das Werk wird am 30. September geschlossen.", "30. September", "de"),
        ("La fábrica cerrará el 30 de septiembre.", "30 de septiembre", "es"),
        ("La fabbrica chiuderà il 30 settembre.", "30 settembre", "it"),
        ("De fabriek zal op 30 september sluiten.", "30 september", "nl"),
        ("A fábrica fechará em 30 de setembro.", "30 de setembro", "pt"),
    ],
)
def test_a_verb_of_the_future_puts_a_day_into_the_coming_year(text: str, words: str, language: str) -> None:
    # Written on 6 March 2025: the last 30 September was that of 2024.
    assert day_of(text, words, language) == "2025-09-30"


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("The plant was closed on 30 September.", "30 September", "en"),
        ("The plant, which will be sold, was closed on 30 September.", "30 September", "en"),
        ("It was closed on 30 September; it will be sold.", "30 September", "en"),
        ("La production s’est arrêtée le 30 septembre.", "30 septembre", "fr"),
        ("La production a cessé le 30 septembre, et le site sera vendu.", "30 septembre", "fr"),
        ("Il est à l’opéra depuis le 30 septembre.", "30 septembre", "fr"),
        ("Das Werk wurde am 30. September geschlossen.", "30. September", "de"),
        ("La fábrica cerró el 30 de septiembre.", "30 de septiembre", "es"),
    ],
)
def test_a_day_of_what_is_past_stays_the_last_one(text: str, words: str, language: str) -> None:
    assert day_of(text, words, language) == "2024-09-30"


def test_a_year_that_is_stated_stays() -> None:
    assert day_of("It said that it will close on 30 September 2024.", "30 September 2024", "en") == "2024-09-30"


def test_a_day_that_would_be_nearly_a_year_old_is_to_come() -> None:
    # From 24 November 2022 to 27 October 2023 are 337 days; from 24 June to then 125.
    assert day_of("The new vote is on 24 November.", "24 November", "en", "2023-10-27") == "2023-11-24"
    assert day_of("The new vote is on 24 June.", "24 June", "en", "2023-10-27") == "2023-06-24"


def test_a_day_that_stands_alone_or_has_a_verb_of_the_past_is_not_to_come_though_it_is_old() -> None:
    assert day_of("24 November.", "24 November", "en", "2023-10-27") == "2022-11-24"
    assert day_of("The new vote was on 24 November.", "24 November", "en", "2023-10-27") == "2022-11-24"


def test_the_verb_of_the_own_clause_goes_before_others() -> None:
    assert is_to_come("He said that it failed, and it will open on ", ", as was told", "en") is True
    assert is_to_come("It will open, but was closed on ", "", "en") is False
    assert is_to_come("The vote is on ", "", "en") is None


def test_nothing_is_said_of_a_day_in_an_article_without_a_date() -> None:
    day = DateValue(None, 9, 30, year_stated=False)
    assert as_coming(day, None, "It will close on ", "", "en") == day


def test_the_day_of_the_article_itself_stays() -> None:
    # It closes today, and not in a year.
    today = DateValue(2025, 3, 6, year_stated=False)
    assert as_coming(today, date(2025, 3, 6), "It will close on ", "", "en") == today


@pytest.mark.parametrize(
    ("text", "words", "language", "day"),
    [
        ("It opened on 3 May last year.", "3 May last year", "en", "2023-05-03"),
        ("It opened on 3 May of last year.", "3 May", "en", "2023-05-03"),
        ("It opened on 3 November last year.", "3 November", "en", "2023-11-03"),
        ("It opens on 3 November next year.", "3 November next year", "en", "2025-11-03"),
        ("It will open on 3 November next year.", "3 November", "en", "2025-11-03"),
        ("Il a ouvert le 3 mai de l’année dernière.", "3 mai de l’année dernière", "fr", "2023-05-03"),
        ("Il a ouvert le 3 mai de l’an dernier.", "3 mai", "fr", "2023-05-03"),
        ("Il ouvrira le 3 juillet de l’année prochaine.", "3 juillet", "fr", "2025-07-03"),
        ("Es öffnete am 3. Mai des vergangenen Jahres.", "3. Mai", "de", "2023-05-03"),
        ("Es öffnet am 3. Juli nächsten Jahres.", "3. Juli nächsten Jahres", "de", "2025-07-03"),
        ("Abrió el 3 de mayo del año pasado.", "3 de mayo", "es", "2023-05-03"),
        ("Aprì il 3 maggio dello scorso anno.", "3 maggio", "it", "2023-05-03"),
        ("Abriu em 3 de maio do ano passado.", "3 de maio", "pt", "2023-05-03"),
        ("Het opende op 3 mei van vorig jaar.", "3 mei", "nl", "2023-05-03"),
    ],
)
def test_a_day_of_last_or_next_year_is_in_the_year_beside_that_of_its_article(
    text: str, words: str, language: str, day: str
) -> None:
    # Written on 31 May 2024: last year is 2023, though the last 3 May is that of 2024.
    assert day_of(text, words, language, "2024-05-31") == day
    ((*_, found),) = days_in(text, language, date(2024, 5, 31))
    assert (str(found), found.year_stated) == (day, True)


@pytest.mark.parametrize(
    ("text", "words", "language", "day"),
    [
        ("It opened on 3 May this year.", "3 May", "en", "2024-05-03"),
        ("It opened on 3 May, last year was bad.", "3 May", "en", "2024-05-03"),
        ("On 3 May last year’s winner came.", "3 May", "en", "2024-05-03"),
        ("On 3 May next year’s team was named.", "3 May", "en", "2024-05-03"),
        ("It opened on 3 May 2022 last year.", "3 May 2022", "en", "2022-05-03"),
        ("Il ouvre le 3 juillet prochain.", "3 juillet", "fr", "2024-07-03"),
        # 2023 has no such day.
        ("It opened on 29 February last year.", "29 February", "en", "2024-02-29"),
    ],
)
def test_what_names_no_other_year_leaves_a_day_in_its_own(text: str, words: str, language: str, day: str) -> None:
    assert day_of(text, words, language, "2024-05-31") == day


def test_last_year_of_an_article_without_a_date_is_not_known() -> None:
    day = DateValue(None, 5, 3, year_stated=False)
    assert as_coming(day, None, "It opened on ", " last year", "en") == day
