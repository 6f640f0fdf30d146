"""Times of day in marked words: what is read, what is left alone, and which of two can both be right."""

import pytest

from rag.facts import gather
from rag.questions.question_kind import QuestionKind
from rag.values.clock_times import read_clock_time
from tests.test_facts import stated


@pytest.mark.parametrize(
    ("words", "language", "time"),
    [
        ("17 h 25", "fr", "17:25"),
        ("à 16 h 40", "fr", "16:40"),
        ("dix-sept heures vingt-cinq", "fr", "17:25"),
        ("à dix heures du matin", "fr", "10:00"),
        ("5:30 pm", "en", "17:30"),
        ("12.15 a.m.", "en", "00:15"),
        ("at 8 pm", "en", "20:00"),
        ("um 17.30 Uhr", "de", "17:30"),
        ("20 Uhr 15", "de", "20:15"),
        ("a las 20 horas", "es", "20:00"),
        ("13 uur", "nl", "13:00"),
        ("om 15.30 uur", "nl", "15:30"),
    ],
)
def test_a_time_of_day_is_read_in_the_forms_of_its_language(words: str, language: str, time: str) -> None:
    assert str(read_clock_time(words, language)) == time


@pytest.mark.parametrize(
    ("words", "language"),
    [
        # Bounds, and more than one.
        ("vers 20 heures", "fr"),
        ("avant 17 h 25", "fr"),
        ("de 14 h 30 à 16 h 00", "fr"),
        ("after 8 pm", "en"),
        # What lasts, is won or is written otherwise.
        ("35 heures par semaine", "fr"),
        ("18 h", "fr"),
        ("3:0", "de"),
        ("12:30:05", "en"),
        ("Matthew 12:75", "en"),
        # An hour of another place.
        ("17:25 GMT", "en"),
        ("17 h 25, heure de Paris", "fr"),
    ],
)
def test_what_is_no_single_time_of_day_here_is_left_alone(words: str, language: str) -> None:
    assert read_clock_time(words, language) is None


def test_what_stands_around_the_words_says_how_they_are_meant() -> None:
    assert read_clock_time("17 h 25", "fr", said="publié avant ") is None
    assert read_clock_time("17 h 25", "fr", rest=" (heure de Paris)") is None
    assert str(read_clock_time("17 h 25", "fr", said="publié mardi à ", rest=", malgré tout")) == "17:25"


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("17 h 25", "17 h 52", False),
        ("17 h 25", "17:25", True),
        # Early and late are not told apart where no half of the day is stated.
        ("5:30", "17 h 30", True),
        ("5:30 am", "17 h 30", False),
        # One is the other's hour.
        ("à 17 heures", "17 h 20", None),
        ("à 17 heures", "15 h 20", False),
        ("à 17 heures", "à 18 heures", False),
        ("23 h 50", "à 1 heure", False),
    ],
)
def test_two_times_are_one_where_the_clock_shows_the_same(
    one: str,
    other: str,
    agree: bool | None,  # noqa: FBT001 - what pytest gives
) -> None:
    first, second = read_clock_time(one, "fr"), read_clock_time(other, "fr")
    assert first is not None
    assert second is not None
    assert (first.agrees(second), second.agrees(first)) == (agree, agree)


def test_two_times_of_one_event_are_two_sides_though_they_share_their_hour() -> None:
    pieces, articles = stated(
        ("Elle s’est arrêtée à 17 h 25.", "17 h 25"),
        ("Elle s’est arrêtée à 17 h 52.", "17 h 52"),
        languages=("fr", "fr"),
    )
    assert gather(pieces, QuestionKind.FACT, 4, articles.__getitem__).contradicting == (0, 1)
