"""Parts of years in dates: seasons, quarters, halves, "early" and "late" differ where they cannot mean the same."""

import pytest

from rag.values.dates import dates_in
from rag.values.marked_values import read_value, same


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("in spring 2027", "en"), ("in autumn 2027", "en"), False),
        (("the fall of 2027", "en"), ("im Herbst 2027", "de"), True),
        (("au printemps 2027", "fr"), ("Frühjahr 2027", "de"), True),
        (("l’été 2027", "fr"), ("invierno de 2027", "es"), False),
        (("late summer 2027", "en"), ("Sommer 2027", "de"), True),
        (("début de l’automne 2027", "fr"), ("primavera del 2027", "es"), False),
        (("early 2027", "en"), ("late 2027", "en"), False),
        (("early in 2027", "en"), ("Ende 2027", "de"), False),
        (("mid-2027", "en"), ("mi-2027", "fr"), True),
        (("début 2027", "fr"), ("a finales de 2027", "es"), False),
        (("à la fin de l’année 2027", "fr"), ("zum Jahresende 2027", "de"), True),
        (("the beginning of 2027", "en"), ("principios de 2027", "es"), True),
        (("Q1 2027", "en"), ("the third quarter of 2027", "en"), False),
        (("2027 (Q3)", "en"), ("im dritten Quartal 2027", "de"), True),
        (("T3 2027", "fr"), ("tercer trimestre de 2027", "es"), True),
        (("le premier semestre 2027", "fr"), ("zweites Halbjahr 2027", "de"), False),
        (("the end of the first quarter of 2027", "en"), ("1. Quartal 2027", "de"), True),
        (("early 2027", "en"), ("first half of 2027", "en"), True),
        (("late March 2027", "en"), ("début mars 2027", "fr"), False),
        (("late March 2027", "en"), ("31 March 2027", "en"), True),
        (("early March 2027", "en"), ("31 March 2027", "en"), False),
        (("late 2027", "en"), ("March 2027", "en"), False),
        (("late 2027", "en"), ("17 November 2027", "en"), True),
        (("en automne 2027", "fr"), ("en primavera de 2027", "es"), False),
        (("na primavera de 2027", "pt"), ("o outono de 2027", "pt"), False),
        (("final de 2027", "pt"), ("início de 2027", "pt"), False),
        (("ao final de 2027", "pt"), ("Ende 2027", "de"), True),
        # "The final of 2027" was played.
        (("a final de 2027", "pt"), ("início de 2027", "pt"), True),
        (("spring or summer 2027", "en"), ("autumn 2027", "en"), True),
        # A year may be any part of itself, and parts that overlap may mean the same.
        (("2027", "en"), ("spring 2027", "en"), True),
        (("2027", "en"), ("Q4 2027", "en"), True),
        (("early 2027", "en"), ("mid-2027", "en"), None),
        (("early 2027", "en"), ("Q2 2027", "en"), None),
        # What comes by the end may come early, and of two parts neither is meant.
        (("by the end of 2027", "en"), ("early 2027", "en"), True),
        (("d’ici la fin de 2027", "fr"), ("Anfang 2027", "de"), True),
        (("before autumn 2027", "en"), ("spring 2027", "en"), True),
        (("between spring and autumn 2027", "en"), ("summer 2027", "en"), True),
        (("Q1/Q2 2027", "en"), ("Q1 2027", "en"), True),
        # Spring has other months in the south, and a winter begins in one year and ends in the next.
        (("spring 2027", "en"), ("November 2027", "en"), None),
        (("spring 2027", "en"), ("Q4 2027", "en"), None),
        (("winter 2026", "en"), ("February 2027", "en"), None),
        (("summer 2026", "en"), ("February 2027", "en"), False),
    ],
)
def test_two_parts_of_a_year_differ_where_they_cannot_mean_the_same(
    one: tuple[str, str],
    other: tuple[str, str],
    agree: bool | None,  # noqa: FBT001
) -> None:
    first, second = (read_value(words, language, None) for words, language in (one, other))
    assert first is not None
    assert second is not None
    assert (first.kind, second.kind) == ("date", "date")
    assert same(first, second) is agree
    assert same(second, first) is agree


def test_a_plant_that_will_start_in_a_year_does_not_start_early_in_it() -> None:
    ((_, _, found),) = dates_in("It will start in 2027.", "en", None)
    assert found.part is None


@pytest.mark.parametrize(
    ("words", "language", "dates"),
    [
        ("It opens in the spring of 2027, with 500 people.", "en", ["spring of 2027"]),
        ("Sommer 2027 mit 500 Menschen", "de", ["Sommer 2027"]),
        ("It was late in 2026, and in Q1 2027 it went on.", "en", ["late in 2026", "Q1 2027"]),
        ("Kabul's fall was in August 2021", "en", ["August 2021"]),
    ],
)
def test_a_part_belongs_to_the_date_in_its_sentence(words: str, language: str, dates: list[str]) -> None:
    assert [words[start:end] for start, end, _ in dates_in(words, language, None)] == dates


def test_a_number_beside_a_quarter_is_that_number() -> None:
    assert str(read_value("a profit of 5 million euros in the third quarter of 2027", "en", None)) == "5000000"


@pytest.mark.parametrize(
    ("words", "agree"),
    [("3 April 2025", True), ("4 March 2025", True), ("5 April 2025", False), ("April 2025", True), ("2024", False)],
)
def test_of_a_day_and_month_in_numbers_either_may_come_first_in_english(words: str, agree: bool) -> None:  # noqa: FBT001
    numbers, other = (read_value(stated, "en", None) for stated in ("03/04/2025", words))
    assert numbers is not None
    assert other is not None
    assert same(numbers, other) is agree
    assert same(other, numbers) is agree
    # What nobody can say is not told.
    assert str(numbers) == "2025"


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("17/11/2023", "en", "2023-11-17"),
        ("11/17/2023", "en", "2023-11-17"),
        ("2025-04-03", "en", "2025-04-03"),
        ("04/04/2025", "en", "2025-04-04"),
        ("03/04/2025", "fr", "2025-04-03"),
    ],
)
def test_a_day_in_numbers_that_can_be_only_one_is_that_day(words: str, language: str, day: str) -> None:
    assert str(read_value(words, language, None)) == day
