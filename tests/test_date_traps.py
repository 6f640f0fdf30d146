"""What looks like a date and is none, what words beside a date say of it, and where several days or years are named."""

from datetime import date

import pytest

from rag.values.dates import dates_in, days_in
from rag.values.marked_values import Value, read_value, same

MAY_2024 = date(2024, 5, 20)


def read(words: str, language: str) -> Value | None:
    return read_value(words, language, MAY_2024)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a 5 per cent rise", "5 %"),
        ("a 5 per cent rise in May 2023", "5 %"),
        ("a 20-year sentence", "20"),
        ("a $20 million deal", "20000000"),
        ("a £10m fine", "10000000"),
        ("a 31 year old", "31"),
        ("an 8 percent stake", "8 %"),
        ("A$3m", "3000000"),
        ("A$12", "12"),
        ("5 in May", "5"),
    ],
)
def test_a_number_behind_an_article_is_no_day_of_april(words: str, value: str) -> None:
    found = read(words, "en")
    assert found is not None
    assert (found.kind in {"count", "amount"}, str(found)) == (True, value)


@pytest.mark.parametrize("words", ["Nine in 10", "one in 5 people", "seven on 12 counts"])
def test_a_number_in_words_is_no_month(words: str) -> None:
    found = read(words, "en")
    assert found is None or found.kind == "count"
    assert list(dates_in(words, "en", MAY_2024)) == []


def test_the_day_behind_a_number_in_words_is_that_of_its_month() -> None:
    ((_, _, day),) = days_in("eight on 15 May", "en", MAY_2024)
    assert str(day) == "2024-05-15"


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("Sept. 5, 2023", "en", "2023-09-05"),
        ("12 févr. 2023", "fr", "2023-02-12"),
        ("12 juil. 2023", "fr", "2023-07-12"),
        ("d’août 2023", "fr", "2023-08"),
        ("3 ott 2023", "it", "2023-10-03"),
        ("3 set 2023", "it", "2023-09-03"),
        ("3 mrt 2023", "nl", "2023-03-03"),
        ("3 ian 2023", "ro", "2023-01-03"),
        ("3 out. 2023", "pt", "2023-10-03"),
        ("3. Jänner 2023", "de", "2023-01-03"),
        ("3. Mrz 2023", "de", "2023-03-03"),
        ("3. Maerz 2023", "de", "2023-03-03"),
        ("3 de setiembre de 2023", "es", "2023-09-03"),
        ("3 de gener de 2023", "ca", "2023-01-03"),
        ("w styczniu 2023", "pl", "2023-01"),
    ],
)
def test_short_and_other_forms_of_months_are_months(words: str, language: str, day: str) -> None:
    found = read(words, language)
    assert found is not None
    assert (found.kind, str(found)) == ("date", day)


@pytest.mark.parametrize(
    ("one", "other", "language", "agree"),
    [
        ("by 2030", "2029", "en", None),
        ("by 2030", "2030", "en", True),
        ("by 2030", "2031", "en", False),
        ("until 2030", "2029", "en", None),
        ("by the end of 2027", "2026", "en", None),
        ("by 17 November 2023", "16 November 2023", "en", None),
        ("by 17 November 2023", "18 November 2023", "en", False),
        ("no later than 17 November 2023", "16 November 2023", "en", None),
        ("before 2023", "2022", "en", None),
        ("before 2023", "2024", "en", False),
        # What came before a day did not come on it, though nobody need have meant that.
        ("before 2023", "2023", "en", None),
        ("before 2023", "before 2022", "en", None),
        ("before autumn 2027", "2026", "en", None),
        ("before Friday 17 November 2023", "16 November 2023", "en", None),
        ("after 2015", "2016", "en", None),
        ("after 2015", "2014", "en", False),
        ("after 2015", "before 2010", "en", False),
        ("not before 2030", "2031", "en", None),
        ("not before 2030", "2029", "en", False),
        ("bis 2030", "2028", "de", None),
        ("vor dem 17. November 2023", "16. November 2023", "de", None),
        ("nicht vor 2030", "2032", "de", None),
        ("avant le 17 novembre 2023", "16 novembre 2023", "fr", None),
        ("d’ici 2030", "2028", "fr", None),
        ("jusqu’en 2030", "2028", "fr", None),
        ("entro il 2030", "nel 2028", "it", None),
        ("antes del miércoles 17 de noviembre de 2023", "16 de noviembre de 2023", "es", None),
        ("até 2030", "2028", "pt", None),
        ("voor 2030", "2028", "nl", None),
        ("vers 2030", "2031", "fr", None),
        ("vers 2030", "2040", "fr", False),
        ("around 2030", "2031", "en", None),
        ("around the year 2030", "2031", "en", None),
        ("roughly 2030", "2040", "en", False),
        ("autour de 2030", "2031", "fr", None),
        ("vers l’année 2030", "2031", "fr", None),
        ("um 2030", "2031", "de", None),
        ("etwa 2030", "2031", "de", None),
        ("um das Jahr 2030", "2031", "de", None),
        ("alrededor del año 2030", "2031", "es", None),
        ("intorno all’anno 2030", "2031", "it", None),
        ("rond het jaar 2030", "2031", "nl", None),
        ("por volta do ano de 2030", "2031", "pt", None),
        ("în jurul anului 2030", "2031", "ro", None),
        # Without years, either may be that of the next.
        ("by 17 November", "16 November", "en", None),
        # Two deadlines, and two beginnings.
        ("by 2030", "by 2028", "en", False),
        ("since 2015", "since 2017", "en", False),
    ],
)
def test_a_date_on_the_side_that_is_meant_contradicts_nothing(
    one: str,
    other: str,
    language: str,
    agree: bool | None,  # noqa: FBT001
) -> None:
    first, second = read(one, language), read(other, language)
    assert first is not None
    assert second is not None
    assert (first.kind, second.kind) == ("date", "date")
    assert same(first, second) is agree
    assert same(second, first) is agree


def test_the_side_of_a_day_is_read_in_its_sentence() -> None:
    ((_, _, day),) = days_in("He has to be gone by Friday, 17 November 2023.", "en", None)
    other = read("16 November 2023", "en")
    assert other is not None
    assert same(day, other) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("du 3 au 5 mai", "fr"),
        ("entre le 3 et le 5 mai 2023", "fr"),
        ("les 3, 4 et 5 mai", "fr"),
        ("del 3 al 5 de mayo", "es"),
        ("dal 3 al 5 maggio", "it"),
        ("vom 3. bis 5. Mai", "de"),
        ("vom 3. bis zum 5. Mai 2023", "de"),
        ("3./4. Mai 2023", "de"),
        ("van 3 tot 5 mei", "nl"),
        ("3-5 May 2023", "en"),
        ("3 and 4 May", "en"),
        ("May 3-5, 2023", "en"),
        ("from Friday 3 to Sunday 5 May", "en"),
        ("from 3 May to 5 May 2023", "en"),
        ("March to May 2023", "en"),
        ("entre 2015 et 2019", "fr"),
        ("between 2015 and 2018", "en"),
        ("zwischen 2015 und 2018", "de"),
        ("2015 bis 2018", "de"),
        ("2015–18", "en"),
        ("2019, 2020 and 2021", "en"),
        ("the 1990s", "en"),
        ("in the 80s", "en"),
        ("les années 1990", "fr"),
        ("les années 90", "fr"),
        ("die 1990er", "de"),
        ("in den 90er Jahren", "de"),
        ("los años 90", "es"),
    ],
)
def test_several_days_or_years_are_no_value(words: str, language: str) -> None:
    assert read(words, language) is None
    assert list(dates_in(words, language, MAY_2024)) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("700 people between 2015 and 2018", "700"),
        ("$13 billion in the 1990s", "13000000000"),
        ("Sam Altman from 2015 to 2018", "sam altman"),
        ("On May 3 and 4 people died", "2024-05-03"),
        ("around 2030 people", "2030"),
        ("2023-11-17", "2023-11-17"),
    ],
)
def test_what_stands_before_several_years_is_meant(words: str, value: str) -> None:
    assert str(read(words, "en")) == value


@pytest.mark.parametrize(
    ("words", "language", "year"),
    [
        ("since 2015", "en", "2015"),
        ("fiscal 2024", "en", "2024"),
        ("depuis 2015", "fr", "2015"),
        ("vers 2030", "fr", "2030"),
        ("d’ici 2030", "fr", "2030"),
        ("après 2015", "fr", "2015"),
        ("seit 2015", "de", "2015"),
        ("ab 2025", "de", "2025"),
    ],
)
def test_a_year_behind_since_is_a_date(words: str, language: str, year: str) -> None:
    found = read(words, language)
    assert found is not None
    assert (found.kind, str(found)) == ("date", year)


def test_a_verb_of_another_language_does_not_stand_before_a_year() -> None:
    # In Italian "entro il 2030" is by 2030, and in Spanish somebody came in.
    assert str(read("donde entró en 1991 con 12 amigos", "es")) == "12"


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("le 12 juin prochain", "fr", "2024-06-12"),
        ("le vendredi 14 juin prochain", "fr", "2024-06-14"),
        ("next 12 June", "en", "2024-06-12"),
        ("am kommenden 12. Juni", "de", "2024-06-12"),
        ("am nächsten Mittwoch, 12. Juni", "de", "2024-06-12"),
        ("el próximo 12 de junio", "es", "2024-06-12"),
        ("il prossimo 12 giugno", "it", "2024-06-12"),
        # A year that is stated stays, and so does the last such day.
        ("le 12 juin 2024 prochain", "fr", "2024-06-12"),
        ("le 12 juin dernier", "fr", "2023-06-12"),
    ],
)
def test_a_coming_day_is_the_next_such_day(words: str, language: str, day: str) -> None:
    assert str(read(words, language)) == day
