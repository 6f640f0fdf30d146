"""Values in marked words, and whether two of them agree."""

from datetime import date

import pytest

from index.article import Article, PartialDate, Span
from rag.values.dates import dates_in, days_in
from rag.values.marked_values import marked_value, read_value, same

MAY_2024 = date(2024, 5, 31)


@pytest.mark.parametrize("language", ["no", "la", "oc", "ru", "xx"])
def test_a_language_that_a_library_does_not_know_has_no_dates_and_stops_nothing(language: str) -> None:
    for words in ("12 mai 2024", "1 234,5 euros", "5月12日"):
        value = read_value(words, language, MAY_2024)
        assert value is None or value.kind != "date"


@pytest.mark.parametrize(
    ("words", "language", "kind", "value"),
    [
        ("17 novembre 2023", "fr", "date", "2023-11-17"),
        ("le 17 novembre 2023", "fr", "date", "2023-11-17"),
        # The last 24 November before the end of May 2024, and the last 15 May.
        ("Vendredi 24 novembre", "fr", "date", "2023-11-24"),
        ("ce 15 mai", "fr", "date", "2024-05-15"),
        ("1er juin 2023", "fr", "date", "2023-06-01"),
        ("mai 2024", "fr", "date", "2024-05"),
        ("2015", "fr", "date", "2015"),
        ("à la fin de l’année 2023", "fr", "date", "2023"),
        ("d'août 2023", "fr", "date", "2023-08"),
        # A post is cited as it stands, in an article of another language.
        ("— Ilya Sutskever (@ilyasut) May 14, 2024", "fr", "date", "2024-05-14"),
        ("March 3rd, 2021", "de", "date", "2021-03-03"),
        ("Theresa May", "fr", "name", "theresa may"),
        ("Ende des Jahres 2023", "de", "date", "2023"),
        ("17. November 2023", "de", "date", "2023-11-17"),
        ("May 15, 2024", "en", "date", "2024-05-15"),
        ("17 de noviembre de 2023", "es", "date", "2023-11-17"),
        ("100 milliards de dollars", "fr", "amount", "100000000000"),
        ("$86 billion", "en", "amount", "86000000000"),
        ("1,5 million d'euros", "fr", "amount", "1500000"),
        ("20 % de sa puissance", "fr", "amount", "20 %"),
        ("vingt pour cent", "fr", "amount", "20 %"),
        ("plus de 700 salariés", "fr", "count", "700"),
        ("trois cents employés", "fr", "count", "300"),
        ("1 234,5 km", "fr", "count", "1234.5"),
        ("1,234 people", "en", "count", "1234"),
        ("siebenhundert Angestellte", "de", "count", "700"),
        ("10 milioni di euro", "it", "amount", "10000000"),
        ("10 miliardi di euro", "it", "amount", "10000000000"),
        ("2,5 miliarde de euro", "ro", "amount", "2500000000"),
        ("10 milioane de oameni", "ro", "count", "10000000"),
        ("3 mila persone", "it", "count", "3000"),
        ("10 milionari", "it", "count", "10"),
        (".5 percent", "en", "amount", "0.5 %"),
        ("$.50", "en", "amount", "0.5"),
        (".500", "en", "count", "0.5"),
        ("...5 people", "en", "count", "5"),
        # Each of these is a date to dateparser.
        ("54 %", "fr", "amount", "54 %"),
        ("6,5 %", "fr", "amount", "6.5 %"),
        ("97 ans", "fr", "count", "97"),
        ("10 minutes", "en", "count", "10"),
        ("12", "en", "count", "12"),
        ("vor 3 Jahren", "de", "count", "3"),
        ("18 heures", "fr", "count", "18"),
        ("deux ans", "fr", "count", "2"),
        # A clause that states one day, and one whose hour is no year.
        ("Je lui ai laissé un message le 19 janvier, la veille", "fr", "date", "2024-01-19"),
        ("20 mars à 15 heures", "fr", "date", "2024-03-20"),
        ("Sam Altman", "fr", "name", "sam altman"),
        # What stands first is meant.
        ("770 employees in 2023", "en", "count", "770"),
        ("$13 billion in 2023", "en", "amount", "13000000000"),
        ("Sam Altman in 2015", "en", "name", "sam altman"),
        ("GPT-3.5", "de", "name", "gpt-3.5"),
        ("500 Menschen am 17. November 2023", "de", "count", "500"),
        ("on Friday 17 November 2023 with 500 people", "en", "date", "2023-11-17"),
        ("in late 2023", "en", "date", "2023"),
        ("fin novembre 2023", "fr", "date", "2023-11"),
        ("over 2000 people", "en", "count", "2000"),
        # A point or comma is a decimal mark but for three digits behind it.
        ("1.5 millones de dólares", "es", "amount", "1500000"),
        ("1,5 millones de dólares", "es", "amount", "1500000"),
        ("3.5%", "es", "amount", "3.5 %"),
        ("1.234 Menschen", "de", "count", "1234"),
        ("1.234 billion dollars", "en", "amount", "1234000000"),
        # How millions are shortened.
        ("$10bn", "en", "amount", "10000000000"),
        ("$900m", "en", "amount", "900000000"),
        ("900 m", "en", "count", "900"),
        ("10 M€", "fr", "amount", "10000000"),
        ("13 Mrd. Euro", "de", "amount", "13000000000"),
        ("US$13m", "en", "amount", "13000000"),
        ("13 US dollars", "en", "amount", "13"),
        ("-0.3%", "en", "amount", "-0.3 %"),
        # A trillion is 10^12 in English; in German and Spanish a billion is, and a French trillion is 10^18.
        ("$3 trillion", "en", "amount", "3000000000000"),
        ("3 trillion dollars", "en", "amount", "3000000000000"),
        ("two trillion dollars", "en", "amount", "2000000000000"),
        ("one trillion dollars", "en", "amount", "1000000000000"),
        # A lakh is 10^5, a crore 10^7.
        ("₹500 crore", "en", "amount", "5000000000"),
        ("500 crore rupees", "en", "amount", "5000000000"),
        ("a ₹500-crore plant", "en", "amount", "5000000000"),
        ("12 lakh people", "en", "count", "1200000"),
        ("₹1.5 lakh crore", "en", "amount", "1500000000000"),
        ("500 crores", "fr", "count", "500"),
        ("2.4 trillion euros", "en", "amount", "2400000000000"),
        ("2 billion euros", "en", "amount", "2000000000"),
        ("$2,8 billones", "es", "amount", "2800000000000"),
        ("3 billones de pesos", "es", "amount", "3000000000000"),
        ("un billón de pesos", "es", "amount", "1000000000000"),
        ("2,4 Billionen Euro", "de", "amount", "2400000000000"),
        ("eine Billion Euro", "de", "amount", "1000000000000"),
        ("2 billions", "fr", "count", "2000000000000"),
        ("3 trillions de dollars", "fr", "amount", "3000000000000000000"),
        # A dash before a space is the sentence's, and none of the number's.
        ("a record – $10bn", "en", "amount", "10000000000"),
        ("-$10bn", "en", "amount", "-10000000000"),
        ("−5 %", "fr", "amount", "-5 %"),
        # Of what counts something else nothing is made a range.
        ("$10bn and 700 employees", "en", "amount", "10000000000"),
        ("$10bn in 2022 and $20bn in 2023", "en", "amount", "10000000000"),
        ("3 men and 2 women", "en", "count", "3"),
        ("18 ans et 3 mois", "fr", "count", "18.25"),
        ("22 of the 26", "en", "count", "22"),
        ("68 votes to 31", "en", "count", "68"),
        ("veintiún muertos", "es", "count", "21"),
        ("veintiún mil muertos", "es", "count", "21000"),
        # Titles and articles are no part of a name.
        ("President Macron", "en", "name", "macron"),
        ("Bundeskanzlerin Merkel", "de", "name", "merkel"),
        ("M. Macron", "fr", "name", "macron"),
        ("Le Parlement", "fr", "name", "parlement"),
        ("The King", "en", "name", "king"),
        ("Will Smith", "en", "name", "will smith"),
        # A language that dateparser and CLDR do not know, and two that dateparser does not.
        ("770 ansatte", "no", "count", "770"),
        ("770 homines", "la", "count", "770"),
        ("770", "xx", "count", "770"),
    ],
)
def test_a_value_is_read_in_its_language(words: str, language: str, kind: str, value: str) -> None:
    found = read_value(words, language, MAY_2024)
    assert found is not None
    assert (found.kind, str(found)) == (kind, value)


@pytest.mark.parametrize(
    "words",
    [
        # Which of two numbers is meant, and how many a part is, nobody can say.
        "entre 5 et 10 personnes",
        "5-10 %",
        "12,000",
        "un demi-million d'euros",
        "quelques personnes",
        "la culture de sécurité",
        "",
        "un profond désaccord interne",
        "6 h 30",
        "6h30",
        "à 6:30",
    ],
)
def test_words_without_a_value_have_none(words: str) -> None:
    assert read_value(words, "fr", MAY_2024) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("half a million dollars", "en"),
        ("two thirds of 90 people", "en"),
        ("anderthalb Millionen Euro", "de"),
        ("medio millón de euros", "es"),
        ("between 5 and 20 people", "en"),
    ],
)
def test_a_part_of_a_number_is_not_that_number(words: str, language: str) -> None:
    assert read_value(words, language, MAY_2024) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("from $86bn to $157bn", "en"),
        ("from €5m to €10m", "en"),
        ("from 3.5 million euros to 5 million euros", "en"),
        ("$5 trillion to $6 trillion", "en"),
        ("from 5 years to 10 years", "en"),
        ("zwischen 5 Euro und 10 Euro", "de"),
        ("zwischen 5 Mrd. und 10 Mrd. Euro", "de"),
        ("de 5 euros à 10 euros", "fr"),
        ("entre 5 euros y 10 euros", "es"),
    ],
)
def test_a_range_is_no_value_though_what_it_counts_stands_twice(words: str, language: str) -> None:
    assert read_value(words, language, MAY_2024) is None


@pytest.mark.parametrize(("words", "language"), [("Friday", "en"), ("Monday", "en"), ("Vendredi", "fr"), ("May", "en")])
def test_weekdays_and_months_are_no_names(words: str, language: str) -> None:
    assert read_value(words, language, MAY_2024) is None


def test_a_short_first_name_is_no_weekday() -> None:
    # "sam" is how French shortens Saturday.
    assert str(read_value("Sam", "fr", MAY_2024)) == "sam"


@pytest.mark.parametrize(
    ("one", "other", "language", "agree"),
    [
        ("Sam Altman", "Mr. Altman", "en", True),
        ("President Macron", "Emmanuel Macron", "en", True),
        ("President Macron", "President Biden", "en", False),
        ("Olaf Scholz", "Bundeskanzler Scholz", "de", True),
        ("Le Parlement", "Parlement Européen", "fr", True),
        ("The Times", "New York Times", "en", True),
        ("S. Altman", "Sam Altman", "en", True),
        ("S. H. Altman", "Sam Altman", "en", True),
        ("S. Altman", "Samuel H. Altman", "en", True),
        ("M. Altman", "Sam Altman", "fr", True),
        # One person or two of a family: nobody can say.
        ("S Altman", "Sam Altman", "en", None),
        ("S. Altman", "Jack Altman", "en", None),
        ("S. Altman", "J. Altman", "en", None),
        ("S. Altam", "Sam Altman", "en", None),
        ("Sam Altman", "Jack Altman", "en", None),
        ("Will Smith", "Jaden Smith", "en", None),
    ],
)
def test_a_name_is_the_same_with_a_title_and_without(one: str, other: str, language: str, agree: bool | None) -> None:  # noqa: FBT001
    first, second = (read_value(words, language, MAY_2024) for words in (one, other))
    assert first is not None
    assert second is not None
    assert same(first, second) is agree
    assert same(second, first) is agree


@pytest.mark.parametrize(
    ("stated", "agree"),
    [("1er janvier 2024", True), ("1er janvier 2022", True), ("1er janvier 2025", False), ("2 janvier 2024", False)],
)
def test_a_day_whose_year_is_not_stated_is_that_of_the_next_year_too(stated: str, agree: bool) -> None:  # noqa: FBT001
    # "La loi entrera en vigueur le 1er janvier" in an article of December 2023 means 2024, though the last was in 2023.
    announced = read_value("le 1er janvier", "fr", date(2023, 12, 20))
    later = read_value(stated, "fr", date(2024, 2, 1))
    assert announced is not None
    assert later is not None
    assert str(announced) == "2023-01-01"
    assert same(announced, later) is agree
    assert same(later, announced) is agree


def test_where_both_years_are_stated_they_count() -> None:
    one, other = (read_value(f"1er janvier {year}", "fr", MAY_2024) for year in (2023, 2024))
    assert one is not None
    assert other is not None
    assert same(one, other) is False


def test_before_the_first_of_all_days_there_is_none() -> None:
    assert list(days_in("at 3.20", "en", date(1, 1, 1))) == []


def test_the_press_is_no_half() -> None:
    assert str(read_value("500 media", "en", MAY_2024)) == "500"


def test_a_day_without_a_year_is_one_of_an_unknown_year_where_the_article_has_no_date() -> None:
    found = read_value("15 mai", "fr", None)
    assert found is not None
    assert (found.kind, str(found)) == ("date", "--05-15")
    # Of a month alone nothing is known.
    assert read_value("mai", "fr", None) is None


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("November 17", "December 17", False),
        ("November 17", "17 November", True),
        ("November 17", "November 17, 2023", True),
        ("November 17", "November 18, 2023", False),
    ],
)
def test_days_of_an_unknown_year_are_compared_by_month_and_day(one: str, other: str, agree: bool) -> None:  # noqa: FBT001
    values = [read_value(words, "en", None) for words in (one, other)]
    assert None not in values
    assert same(*values) is agree  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("17 novembre 2023", "Vendredi 24 novembre", False),
        ("17 novembre 2023", "novembre 2023", True),
        ("17 novembre 2023", "2023", True),
        ("15 mai 2024", "ce 15 mai", True),
        ("Sam Altam", "Sam Altman", True),
        ("Altman", "Sam Altman", True),
        # Spelt like each other, and what is meant nobody can say.
        ("Iran", "Iraq", None),
        ("Martin", "Martina", None),
        ("Martin Keller", "Martina Keller", None),
        ("$10bn", "€10bn", None),
        ("$10bn", "10 milliards de dollars", True),
        ("0,3 %", "-0,3 %", False),
        ("1,5 million d'euros", "un million d'euros", False),
        ("Emmett Shear", "Mira Murati", False),
        ("700 salariés", "700 employés", None),
        ("20 %", "vingt pour cent", True),
        ("15 chefs d’accusation", "20 %", None),
        ("100 milliards de dollars", "86 milliards de dollars", False),
        ("2023", "Sam Altman", None),
        ("97 ans", "16 ans", False),
        ("68 ans", "soixante-dix ans", False),
        ("dix minutes", "quarante minutes", False),
        ("deux ans", "2 ans", True),
        ("15 ans", "15 years", True),
        ("15 ans", "15 mois", None),
        ("5 kilos", "5 kilomètres", None),
        ("54 %", "1954", None),
    ],
)
def test_values_agree_differ_or_cannot_be_compared(one: str, other: str, agree: bool | None) -> None:  # noqa: FBT001
    first, second = (read_value(words, "fr", MAY_2024) for words in (one, other))
    assert first is not None
    assert second is not None
    assert same(first, second) is agree
    assert same(second, first) is agree


@pytest.mark.parametrize(
    ("words", "language", "days"),
    [
        (
            "Divisée depuis le 17 novembre 2023, jour où il apprend son éviction d'OpenAI, fondée en 2015.",
            "fr",
            [("17 novembre 2023", "2023-11-17")],
        ),
        (
            "On 17 November 2023, and again on May 3, 2024, 20 people left.",
            "en",
            [("17 November 2023", "2023-11-17"), ("May 3, 2024", "2024-05-03")],
        ),
        ("El 17 de noviembre vino con 12 amigos.", "es", [("17 de noviembre", "2023-11-17")]),
        ("En mai 2024, 700 salariés ont signé.", "fr", []),
    ],
)
def test_the_days_of_a_sentence_are_found_with_their_places(
    words: str, language: str, days: list[tuple[str, str]]
) -> None:
    assert [(words[start:end], str(day)) for start, end, day in days_in(words, language, MAY_2024)] == days


@pytest.mark.parametrize(
    ("words", "language", "unit"),
    [
        ("quelques heures seulement après son départ initial", "fr", "hour"),
        ("quelques jours plus tard", "fr", "day"),
        ("a few short weeks", "en", "week"),
        ("several years", "en", "year"),
        ("nach einigen Monaten", "de", "month"),
        ("pocos días", "es", "day"),
        ("qualche minuto", "it", "minute"),
    ],
)
def test_a_time_without_a_number_is_a_value_of_its_unit(words: str, language: str, unit: str) -> None:
    value = read_value(words, language, MAY_2024)
    assert value is not None
    assert (str(value), value.kind) == (f"some {unit}s", "count")


@pytest.mark.parametrize("words", ["quelques employés", "several metres", "some years ago", "les heures", "few"])
def test_what_is_no_rough_time_is_none(words: str) -> None:
    value = read_value(words, "fr", MAY_2024)
    assert value is None or not str(value).startswith("some ")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("quelques jours", "en quelques jours", True),
        # At most 20 hours, and 48 at least.
        ("quelques heures plus tard", "quelques jours plus tard", False),
        # From when they count is said of one alone.
        ("quelques heures", "quelques jours plus tard", None),
        ("il y a quelques heures", "quelques jours plus tard", None),
        ("quelques jours plus tard", "âgé de 45 ans", None),
        # 20 days are nearly three weeks.
        ("quelques jours", "quelques semaines", None),
        ("plusieurs mois", "plusieurs années", False),
        ("quelques jours", "3 jours", None),
        ("quelques jours", "24 heures", False),
        ("45 minutes", "quelques heures", False),
        ("quelques heures", "700 employés", None),
    ],
)
def test_rough_times_differ_where_neither_can_be_as_long_as_the_other(
    one: str,
    other: str,
    agree: bool | None,  # noqa: FBT001 - what pytest gives
) -> None:
    values = [read_value(words, "fr", MAY_2024) for words in (one, other)]
    assert same(values[0], values[1]) is agree
    assert same(values[1], values[0]) is agree


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("2024年4月8日", "zh", "2024-04-08"),
        ("于3月11日", "zh", "2024-03-11"),
        ("3月11日", "zh", "2024-03-11"),
        ("11月", "zh", "2023-11"),  # the last one before the end of May 2024
        ("2024年", "ja", "2024"),
        ("4月1日付で", "ja", "2024-04-01"),
        ("2024年度", "ja", None),  # a year of accounts
        ("3か月", "ja", None),
        ("2024년 3월 7일(목)에", "ko", "2024-03-07"),
        ("2월 30일", "ko", None),
        # In 2023 February had 28 days, in 2024 it had 29; and no year is 0 or 3000.
        ("2023年2月29日", "zh", None),
        ("2024年2月29日", "zh", "2024-02-29"),
        ("0000年4月8日", "zh", None),
        ("0000年", "zh", None),
        ("3000年4月8日", "ja", None),
        # In digits, of whatever width.
        ("2024-04-08", "zh", "2024-04-08"),
        ("2024/04/08", "ja", "2024-04-08"),
        ("2024.4.8", "ja", "2024-04-08"),
        ("2024. 4. 8.", "ko", "2024-04-08"),
        ("４月８日", "ja", "2024-04-08"),
        ("２０２３年４月８日", "ja", "2023-04-08"),
        ("２０２４／０４／０８", "ja", "2024-04-08"),
        ("2024-04/08", "zh", None),
        ("2023-02-29", "zh", None),
        ("今年3月份", "zh", "2024-03"),
        ("12月份", "zh", "2023-12"),
    ],
)
def test_dates_are_read_where_numbers_and_words_are_written_together(
    words: str, language: str, value: str | None
) -> None:
    read = read_value(words, language, MAY_2024)
    assert (str(read) if read is not None and read.kind == "date" else None) == value


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        # From an article of 31 May 2024, a year being one more or less.
        ("去年3月11日", "zh", "2023-03-11"),
        ("昨年3月11日", "ja", "2023-03-11"),
        ("昨年の3月11日", "ja", "2023-03-11"),
        ("지난해 3월 11일", "ko", "2023-03-11"),
        ("작년 3월", "ko", "2023-03"),
        ("一昨年3月11日", "ja", "2022-03-11"),
        ("今年10月1日", "zh", "2024-10-01"),
        ("本年10月", "ja", "2024-10"),
        ("올해 10월 1일", "ko", "2024-10-01"),
        ("明年6月15日", "zh", "2025-06-15"),
        ("来年6月15日", "ja", "2025-06-15"),
        ("내년 6월 15일", "ko", "2025-06-15"),
        ("去年2月29日", "zh", None),  # 2023 had none
        # 1988 + 30, 2018 + 5, 1925 + 64, and the first year is 2018 + 1.
        ("平成30年4月1日", "ja", "2018-04-01"),
        ("平成30年（2018年）4月1日", "ja", "2018-04-01"),
        ("2018年（平成30年）4月1日", "ja", "2018-04-01"),
        ("令和5年", "ja", "2023"),
        ("昭和６４年１月７日", "ja", "1989-01-07"),
        ("令和元年5月1日", "ja", "2019-05-01"),
        ("令和5年度", "ja", None),
        # Of these nobody knows the year.
        ("19年5月1日", "ja", "--05-01"),
        ("24년 3월 7일", "ko", "--03-07"),
        ("同年5月1日", "zh", "--05-01"),
        ("翌年5月1日", "ja", "--05-01"),
        ("이듬해 5월 1일", "ko", "--05-01"),
        ("次年5月", "zh", None),
    ],
)
def test_the_year_beside_a_day_is_read_where_words_are_written_together(
    words: str, language: str, value: str | None
) -> None:
    read = read_value(words, language, MAY_2024)
    assert (str(read) if read is not None and read.kind == "date" else None) == value


def test_without_the_date_of_the_article_nobody_knows_what_year_was_the_last() -> None:
    assert str(read_value("去年3月11日", "zh", None)) == "--03-11"
    assert [str(day) for *_, day in dates_in("王明于去年3月辞职。", "zh", None)] == []


def test_the_last_29_february_was_in_a_leap_year() -> None:
    # 2023 had none, nor had 2022 and 2021.
    assert str(read_value("2月29日", "ja", date(2023, 5, 31))) == "2020-02-29"


@pytest.mark.parametrize(
    ("words", "language", "days"),
    [
        ("2022年3月1日至4月5日", "zh", ["2022-03-01", "2022-04-05"]),
        ("2022年3月1日から4月5日まで", "ja", ["2022-03-01", "2022-04-05"]),
        ("2022년 3월 1일부터 4월 5일까지", "ko", ["2022-03-01", "2022-04-05"]),
        # What begins in December ends in the next year.
        ("2022年12月至1月", "zh", ["2022-12", "2023-01"]),
        ("同年3月1日至4月5日", "zh", ["--03-01", "--04-05"]),
    ],
)
def test_up_to_a_day_the_year_is_that_of_the_day_before_it(words: str, language: str, days: list[str]) -> None:
    assert [str(day) for *_, day in dates_in(words, language, MAY_2024)] == days
    assert read_value(words, language, MAY_2024) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("3月11日至15日", "zh"),
        ("从3月11日到15日", "zh"),
        ("3月11日から15日", "ja"),
        ("3月11日(月)〜15日(金)", "ja"),
        ("3月11－15日", "zh"),
        ("3월 11일부터 15일까지", "ko"),
        ("3월 11일~15일", "ko"),
    ],
)
def test_of_several_days_of_a_month_none_is_read(words: str, language: str) -> None:
    assert list(dates_in(words, language, MAY_2024)) == []
    assert read_value(words, language, MAY_2024) is None


def test_from_a_day_on_once_a_day_is_no_range() -> None:
    assert [str(day) for *_, day in dates_in("4月1日から1日3回", "ja", MAY_2024)] == ["2024-04-01"]
    assert [str(day) for *_, day in dates_in("4月1日から15人", "ja", MAY_2024)] == ["2024-04-01"]


@pytest.mark.parametrize(
    ("text", "words", "language", "value"),
    [
        ("王明于去年3月11日辞职。", "3月11日", "zh", "2023-03-11"),
        ("社長は平成30年4月1日に就任した。", "4月1日", "ja", "2018-04-01"),
        ("그는 지난해 3월 11일에 사임했다.", "3월 11일", "ko", "2023-03-11"),
        ("会议于3月11日至15日举行。", "3月11日", "zh", "None"),
        ("会议于3月11日举行。", "3月11日", "zh", "2024-03-11"),
    ],
)
def test_the_year_before_marked_words_belongs_to_them(text: str, words: str, language: str, value: str) -> None:
    article = Article("a", "a", text, "0" * 64, language, None, PartialDate.parse("2024-05-31"), None)
    at = text.index(words)
    assert str(marked_value(article, Span("a", at, at + len(words)), len(text))) == value


def test_a_long_row_of_marks_beside_a_date_is_read_once() -> None:
    # There are n ** 3 / 6 ways to part n marks in three, here some 1.7 * 10 ** 14.
    assert read_value("4月1日" + "。" * 100_000 + "あ", "ja", MAY_2024) == read_value("4月1日", "ja", MAY_2024)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        # 2567 - 543 = 2024, and in 2563 - 543 = 2020 there was a 29 February.
        ("8 เมษายน 2567", "2024-04-08"),
        ("29 กุมภาพันธ์ 2563", "2020-02-29"),
        ("8 เมษายน พ.ศ. 2566", "2023-04-08"),
        ("เมษายน 2567", "2024-04"),
        ("8 เมษายน 2024", "2024-04-08"),
    ],
)
def test_a_buddhist_year_of_thai_is_a_year_of_ours(words: str, value: str) -> None:
    assert str(read_value(words, "th", MAY_2024)) == value


@pytest.mark.parametrize(
    ("words", "language"), [("下午3点", "zh"), ("오후 3시", "ko"), ("午後3時", "ja"), ("오전 11시에", "ko")]
)
def test_a_time_of_day_is_no_quantity_where_words_are_written_together(words: str, language: str) -> None:
    assert read_value(words, language, MAY_2024) is None
    # Three hours are one.
    assert str(read_value("3時間", "ja", MAY_2024)) == "3"


def test_every_date_of_a_sentence_without_spaces_is_found() -> None:
    told = "公司已于3月11日提交申请，法院2023年4月3日受理，2月没有消息。"
    found = [(told[start:end], str(day)) for start, end, day in dates_in(told, "zh", MAY_2024)]
    assert found == [("3月11日", "2024-03-11"), ("2023年4月3日", "2023-04-03"), ("2月", "2024-02")]


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("2,7 млн руб.", "ru", "2700000"),
        ("46 тыс.", "ru", "46000"),
        ("780 tys. zł", "pl", "780000"),
        ("3,2 milionu Kč", "cs", "3200000"),
        ("3 miljarder kronor", "sv", "3000000000"),
        ("1,4 milyon lira", "tr", "1400000"),
        ("11.4 مليون دينار", "ar", "11400000"),
        ("۴۸ میلیارد تومان", "fa", "48000000000"),
        ("4.8 करोड़ रु.", "hi", "48000000"),
        ("1.8 ล้านบาท", "th", "1800000"),
        ("约4.7亿元", "zh", "470000000"),
        ("62万名用户", "zh", "620000"),
        # One hundred million and 40 million are 14,000 times ten thousand.
        ("1億4000万円", "ja", "140000000"),
        ("46억원을", "ko", "4600000000"),
        ("3만 5천 명", "ko", "35000"),
        ("3조각", "ko", "3"),  # pieces, no trillions
    ],
)
def test_what_scales_a_number_is_known_in_the_languages_of_cldr(words: str, language: str, value: str) -> None:
    assert str(read_value(words, language, MAY_2024)) == value


def test_two_amounts_that_only_their_scales_tell_apart_are_two() -> None:
    million, billion = (read_value(f"2,7 {scale} руб.", "ru", MAY_2024) for scale in ("млн", "млрд"))
    assert million is not None
    assert billion is not None
    assert same(million, billion) is False


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        # Capitals whose small letters are others, and a final sigma.
        ("50 BİN KİŞİ", "tr", "50000"),
        ("5 MİLYON TL", "tr", "5000000"),
        ("5 δις ευρώ", "el", "5000000000"),
        # Case endings, and spellings that CLDR has not.
        ("3 miljoonan euron", "fi", "3000000"),
        ("2 miljardin", "fi", "2000000000"),
        ("5 εκατ. ευρώ", "el", "5000000"),
        ("3 tỉ đồng", "vi", "3000000000"),
        ("5 ngàn người", "vi", "5000"),
        ("25 مليوناً", "ar", "25000000"),
        ("25 مليونًا", "ar", "25000000"),
        ("25 ألفا", "ar", "25000"),
        ("5 binden fazla", "tr", "5000"),
        ("3 milyonu", "tr", "3000000"),
        ("5 אלפים", "he", "5000"),
        ("12億元", "zh", "1200000000"),
        ("30萬人", "zh", "300000"),
        # Without the point below, and with it in one character.
        ("5 हजार", "hi", "5000"),
        ("4.8 करो\u095c", "hi", "48000000"),
        ("3 mil. Kč", "cs", "3000000"),
        ("10 mil. lei", "ro", "10000000"),
        ("25 εκ. ευρώ", "el", "25000000"),
    ],
)
def test_scales_are_known_in_capitals_in_other_cases_and_in_other_spellings(
    words: str, language: str, value: str
) -> None:
    assert str(read_value(words, language, MAY_2024)) == value


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("5 हेक्टर", "mr", "5"),  # hectares
        ("5 மி.மீ.", "ta", "5"),  # millimetres
        ("5 మి.మీ.", "te", "5"),
        ("100 mil za hodinu", "cs", "100"),  # miles
        ("22 अरब देश", "hi", "22"),  # Arab countries
        ("22 अरब रुपये", "hi", "22000000000"),
        ("Το χιόνι έφτασε τα 25 εκ.", "el", "25"),  # centimetres
        ("3千米", "zh", "3"),  # kilometres
        ("2020 조사에서", "ko", "2020"),  # a poll
        ("2025万博", "ja", "2025"),  # an exhibition
        ("3 พันธมิตร", "th", "3"),  # allies
    ],
)
def test_what_only_begins_like_a_scale_scales_nothing(words: str, language: str, value: str) -> None:
    assert str(read_value(words, language, MAY_2024)) == value


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("5천만원", "ko", "50000000"),  # 5 · 10³ · 10⁴
        ("3천억원", "ko", "300000000000"),  # 3 · 10³ · 10⁸
        ("3백만 명", "ko", "3000000"),
        ("1억 5천만 원", "ko", "150000000"),  # 10⁸ + 5 · 10⁷
        ("3조 2천억", "ko", "3200000000000"),  # 3 · 10¹² + 2 · 10¹¹
        ("3억5,000만원", "ko", "350000000"),
        ("1억 2345만 6789원", "ko", "123456789"),
        ("5千万円", "ja", "50000000"),
        ("1万2000人", "ja", "12000"),
        ("3千万元", "zh", "30000000"),
        ("3百万", "zh", "3000000"),
        ("3万5", "zh", "30000"),  # said for 35,000, and not read
        ("3 ร้อยล้านบาท", "th", "300000000"),
        ("48 लाख करोड़", "hi", "48000000000000"),  # 48 · 10⁵ · 10⁷
        ("5 हज़ार करोड़", "hi", "50000000000"),
        ("۴۸ هزار میلیارد تومان", "fa", "48000000000000"),
        ("5 nghìn tỷ đồng", "vi", "5000000000000"),
        ("2 млн 700 тыс.", "ru", "2700000"),
        ("4 करोड़ 80 लाख", "hi", "48000000"),
        ("۲ میلیون و ۷۰۰ هزار نفر", "fa", "2700000"),
        # To so many families: no part of the number.
        ("5 млн 15 семьям", "ru", "5000000"),
    ],
)
def test_numbers_of_several_scales_and_of_several_parts_are_whole(words: str, language: str, value: str) -> None:
    assert str(read_value(words, language, MAY_2024)) == value


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("제3조", "ko"),
        ("제 3조", "ko"),
        ("3조 2항", "ko"),
        ("헌법 3조", "ko"),
        ("형법3조", "ko"),
        ("ISO9001 인증", "ko"),
        ("서울1호선", "ko"),
        ("东风41导弹", "zh"),
        ("G20峰会", "zh"),
        ("A380客机", "zh"),
        ("第3回大会", "ja"),
        ("はやぶさ2", "ja"),
        ("3천~5천 명", "ko"),
        ("3천명~5천명", "ko"),
        ("3〜5万人", "ja"),
        ("3至5万人", "zh"),
        ("от 3 до 4 млн", "ru"),
        ("от 3% до 5%", "ru"),
        ("od 3 do 5 mln zł", "pl"),
        ("3 ile 5 milyon", "tr"),
        ("۵ تا ۷ میلیون", "fa"),
    ],
)
def test_names_paragraphs_and_ranges_are_no_numbers_of_things(words: str, language: str) -> None:
    value = read_value(words, language, MAY_2024)
    assert value is None or value.kind == "name"


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("约62万人", "zh", "620000"),
        ("造成3人死亡", "zh", "3"),
        ("人口1400万", "zh", "14000000"),
        ("最多5人", "zh", "5"),
        ("総額3億円", "ja", "300000000"),
        ("同比下降5%", "zh", "5 %"),
        ("死者は3人", "ja", "3"),
        ("약3만명", "ko", "30000"),
        ("약 3조 규모", "ko", "3000000000000"),
        ("กว่า5ล้านบาท", "th", "5000000"),
        # It grew by a share, to a number.
        ("на 12% до 3,4 млрд", "ru", "12 %"),
    ],
)
def test_numbers_behind_what_may_stand_before_one_are_read(words: str, language: str, value: str) -> None:
    assert str(read_value(words, language, MAY_2024)) == value


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        # The hundreds behind thousands are nothing but a part of the number.
        ("12 bin 345 kişi", "tr", "12345"),
        ("2 тысячи 500 рублей", "ru", "2500"),
        ("1 milyon 250 bin 300 lira", "tr", "1250300"),
        ("5 млн 15 семьям", "ru", "5000000"),
        ("회원 5만 30대", "ko", "50000"),
        ("5천주", "ko", "5000"),
        ("1.2万科研人员", "zh", "12000"),
        # Nobody knows how many more.
        ("10余万人", "zh", None),
        ("10여만 명", "ko", None),
        # Digits and marks of Arabic.
        ("٣٫٥ مليون دولار", "ar", "3500000"),
        ("٢٥٬٠٠٠ شخص", "ar", "25000"),
        ("٥ مارس ٢٠١٩", "ar", "2019-03-05"),
        # Months of Hindi are whole words: से in "7 of 10" is none.
        ("5 मार्च 2019", "hi", "2019-03-05"),
        ("10 में से 7 लोग", "hi", "10"),
        # Of several days none is meant.
        ("od 3 do 5 maja", "pl", None),
        ("с 3 по 5 мая 2024 года", "ru", None),
    ],
)
def test_numbers_of_other_languages_are_read_whole_or_not_at_all(words: str, language: str, value: str | None) -> None:
    read = read_value(words, language, MAY_2024)
    assert (None if read is None else str(read)) == value
