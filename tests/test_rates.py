"""What a number counts per month or kilo, in two units, and in squares: other things than the number alone says."""

from datetime import date

import pytest

from index.article import Article, PartialDate, Span
from rag.values.marked_values import Value, marked_value, same


def value_of(text: str, words: str, language: str) -> Value | None:
    """What `words` state in an article of one sentence."""
    article = Article("a", "a", text, "0" * 64, language, None, PartialDate.parse(str(date(2024, 5, 31))), None)
    at = text.index(words)
    return marked_value(article, Span("a", at, at + len(words)), len(text))


def check_both_ways(first: Value | None, second: Value | None, agree: bool | None) -> None:  # noqa: FBT001 - as `same` says it
    assert first is not None
    assert second is not None
    assert same(first, second) is agree
    assert same(second, first) is agree


@pytest.mark.parametrize(
    ("one", "other", "language", "agree"),
    [
        (("It costs €5 a month.", "€5"), ("It costs €60 a year.", "€60"), "en", None),
        (("It costs €5 a month.", "€5"), ("It costs €6 a month.", "€6"), "en", False),
        (("It costs €5 a month.", "€5"), ("It costs €60.", "€60"), "en", None),
        (("It costs €5 a month.", "€5"), ("It costs €5.", "€5"), "en", True),
        (("Il coûte 5 euros par mois.", "5"), ("Il coûte 60 euros par an.", "60 euros"), "fr", None),
        (("Il gagne 15 euros de l’heure.", "15 euros"), ("Il gagne 2000 euros.", "2000 euros"), "fr", None),
        (("35 heures par semaine.", "35 heures"), ("7 heures par jour.", "7 heures"), "fr", None),
        (("Es kostet 5 Euro im Monat.", "5 Euro"), ("Es kostet 60 Euro jährlich.", "60 Euro"), "de", None),
        (("Costa 5 euro al mese.", "5 euro"), ("Costa 60 euro all’anno.", "60 euro"), "it", None),
        (("Cuesta 5 euros al mes.", "5 euros"), ("Cuesta 6 euros al mes.", "6 euros"), "es", False),
        (("It flew at 200 km/h.", "200 km/h"), ("It flew 300 km.", "300 km"), "en", None),
        (("Oil is at $80 a barrel.", "$80"), ("Oil is at $90 a barrel.", "$90"), "en", False),
        # When, and not per what.
        (("It paid $5 million a year ago.", "$5 million"), ("It paid $6 million.", "$6 million"), "en", False),
        (("5 Euro im Jahr 2023.", "5 Euro"), ("6 Euro.", "6 Euro"), "de", False),
    ],
)
def test_a_rate_contradicts_only_one_per_the_same(
    one: tuple[str, str],
    other: tuple[str, str],
    language: str,
    agree: bool | None,  # noqa: FBT001 - what pytest gives
) -> None:
    check_both_ways(value_of(*one, language), value_of(*other, language), agree)


@pytest.mark.parametrize(
    ("one", "other", "language", "agree"),
    [
        (("Three years and six months.", "Three years"), ("It is 42 months.", "42 months"), "en", True),
        (("Three years and six months.", "Three"), ("It is 42 months.", "42"), "en", True),
        (("Trois ans et six mois.", "Trois ans et six mois"), ("42 mois.", "42 mois"), "fr", True),
        (("Drei Jahre und sechs Monate.", "Drei Jahre"), ("42 Monate.", "42 Monate"), "de", True),
        (("2 hours 10 minutes.", "2 hours"), ("It is 130 minutes.", "130 minutes"), "en", True),
        (("It took 2h 10m.", "2h"), ("It took 2h 40m.", "2h 40m"), "en", False),
        (("He is 5ft 10in tall.", "5ft"), ("He is 178 cm tall.", "178 cm"), "en", True),
        # Who leaves the months out says nothing else.
        (("Two years and 11 months.", "Two years"), ("It is two years.", "two years"), "en", None),
        (("Two years and 11 months.", "Two years"), ("It is five years.", "five years"), "en", False),
    ],
)
def test_a_measure_in_two_units_is_one(
    one: tuple[str, str],
    other: tuple[str, str],
    language: str,
    agree: bool | None,  # noqa: FBT001
) -> None:
    check_both_ways(value_of(*one, language), value_of(*other, language), agree)


def test_the_smaller_part_of_a_measure_alone_states_nothing() -> None:
    assert value_of("It took 2 hours and 10 minutes.", "10 minutes", "en") is None


@pytest.mark.parametrize(
    ("one", "other", "language", "agree"),
    [
        (("It has 5,000 square metres.", "5,000"), ("54,000 square feet.", "54,000"), "en", None),
        (("It has 5,000 square metres.", "5,000"), ("6,000 sq m.", "6,000"), "en", False),
        (("12 Quadratkilometer.", "12 Quadratkilometer"), ("5000 Quadratmeter.", "5000"), "de", None),
        (("Il a 500 mètres carrés.", "500 mètres"), ("Il a 500 m².", "500 m²"), "fr", True),
        (("Il a 500 mètres carrés.", "500 mètres"), ("Il fait 3 mètres.", "3 mètres"), "fr", None),
    ],
)
def test_squares_are_no_lengths(
    one: tuple[str, str],
    other: tuple[str, str],
    language: str,
    agree: bool | None,  # noqa: FBT001
) -> None:
    check_both_ways(value_of(*one, language), value_of(*other, language), agree)
