"""One name written in two ways is no contradiction, and neither is a time that a language writes with capitals."""

from datetime import date

import pytest

from rag.values.marked_values import read_value, same

MAY_2024 = date(2024, 5, 20)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("US", "United States", True),
        ("the U.S.", "US", True),
        ("the EU", "the European Union", True),
        ("UN", "United Nations", True),
        ("MIT", "Massachusetts Institute of Technology", True),
        ("USA", "United States of America", True),
        ("U.S.", "America", True),
        ("UK", "Britain", True),
        ("Great Britain", "United Kingdom", True),
        ("US", "USA", True),
        ("US", "United States of America", None),
        ("US", "UK", False),
        ("EU", "United Nations", False),
        ("Us", "Uber", False),
        # Spaces, hyphens and what a company is.
        ("Saint-Denis", "Saint Denis", True),
        ("JPMorgan", "JP Morgan", True),
        ("Microsoft Corp.", "Microsoft Corporation", True),
        ("Microsoft Corp.", "Oracle Corp.", False),
        ("Microsoft’s", "Microsoft", True),
        ("Trump's", "Donald Trump", True),
        ("former President Donald Trump", "Trump", True),
    ],
)
def test_a_name_is_the_same_in_full_and_by_its_initials(one: str, other: str, agree: bool | None) -> None:  # noqa: FBT001
    first, second = (read_value(words, "en", MAY_2024) for words in (one, other))
    assert first is not None
    assert second is not None
    assert same(first, second) is agree
    assert same(second, first) is agree


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Boeing 737", "the Boeing 747", False),
        ("Boeing 737", "Boeing", True),
        ("Boeing 737 Max", "Boeing 737", True),
        ("Boeing 737 MAX 8", "Boeing 737 Max", True),
        # No range of two numbers.
        ("Boeing 737-800", "the Boeing 737-800", True),
        ("Boeing 737-800", "Boeing 737", True),
        ("Boeing 737-800", "Boeing 737-900", False),
        ("Boeing 747-8", "Boeing 737-800", False),
        ("The 737-800", "Boeing 737-800", True),
        ("Airbus A320-200", "A320-200", True),
        ("A320-200", "A321-200", None),
        ("Airbus A350-1000", "Airbus A350-900", False),
        ("ATR 72-600", "ATR 72-500", False),
        ("GPT-3", "GPT-4", False),
        ("GPT-3", "GPT-3.5", False),
        ("GPT-4", "GPT 4", True),
        ("GPT-4", "Claude", False),
        ("A320", "Airbus A320", True),
        ("A320", "A321", False),
        ("F-16", "F16", True),
        ("iPhone 15", "iPhone 16", False),
        ("COP28", "COP29", False),
        ("COP 28", "COP28", True),
        ("the COP 28", "COP 29", False),
        ("World War I", "World War II", False),
        ("World War II", "World War 2", True),
        ("Super Bowl LVII", "Super Bowl LVIII", False),
        ("Ivan I.", "Ivan Ivanov", True),
        # What a number is in words is not read, and one model may be a sort of the other.
        ("World War Two", "World War 2", None),
        ("GPT-4", "GPT-4o", None),
    ],
)
def test_names_with_different_numbers_are_different_names(one: str, other: str, agree: bool | None) -> None:  # noqa: FBT001
    first, second = (read_value(words, "en", MAY_2024) for words in (one, other))
    assert first is not None
    assert second is not None
    assert (first.kind, second.kind) == ("name", "name")
    assert same(first, second) is agree
    assert same(second, first) is agree


@pytest.mark.parametrize(
    ("words", "language", "name"),
    [
        ("l’Allemagne", "fr", "allemagne"),
        ("L'Allemagne", "fr", "allemagne"),
        ("d’Emmanuel Macron", "fr", "emmanuel macron"),
        ("dell’Italia", "it", "italia"),
        ("le président Macron", "fr", "macron"),
        ("Premier ministre Gabriel Attal", "fr", "gabriel attal"),
        ("l’ancien président Nicolas Sarkozy", "fr", "nicolas sarkozy"),
        ("le maire de Brunelieu, Gonzague Tilloloy", "fr", "gonzague tilloloy"),
        ("la présidente, Geneviève Court", "fr", "genevieve court"),
        ("Premier League", "fr", "premier league"),
        ("il presidente Mattarella", "it", "mattarella"),
        ("el presidente Pedro Sánchez", "es", "pedro sanchez"),
        ("o presidente Lula", "pt", "lula"),
        ("premier Rutte", "nl", "rutte"),
        ("D'Angelo Russell", "en", "d'angelo russell"),
        ("Michael Ende", "de", "michael ende"),
        ("Theresa May", "en", "theresa may"),
        ("Sommer Müller", "de", "sommer muller"),
    ],
)
def test_a_name_is_read_without_what_stands_before_it(words: str, language: str, name: str) -> None:
    found = read_value(words, language, MAY_2024)
    assert found is not None
    assert (found.kind, str(found)) == ("name", name)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("die USA", "den Vereinigten Staaten", "de"),
        ("les États-Unis", "USA", "fr"),
        ("EE. UU.", "Estados Unidos", "es"),
        ("EEUU", "EE.UU.", "es"),
        ("gli Stati Uniti", "USA", "it"),
    ],
)
def test_the_united_states_are_one_country_by_each_of_their_names(one: str, other: str, language: str) -> None:
    first, second = (read_value(words, language, MAY_2024) for words in (one, other))
    assert first is not None
    assert second is not None
    assert same(first, second) is True


@pytest.mark.parametrize("words", ["le président", "un profond désaccord", "le premier ministre"])
def test_a_title_in_small_letters_alone_is_no_name(words: str) -> None:
    assert read_value(words, "fr", MAY_2024) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [("The car", "en"), ("His son", "en"), ("One man", "en"), ("Le feu", "fr"), ("Un bus", "fr"), ("El gas", "es")],
)
def test_an_article_before_a_short_noun_is_no_name(words: str, language: str) -> None:
    assert read_value(words, language, MAY_2024) is None


@pytest.mark.parametrize(
    ("words", "name"), [("The Who", "who"), ("US aid", "us"), ("Will of all", "will"), ("The FBI", "fbi")]
)
def test_a_name_that_is_a_function_word_too_stays_one(words: str, name: str) -> None:
    assert str(read_value(words, "en", MAY_2024)) == name


@pytest.mark.parametrize(
    "words",
    [
        "Anfang Mai",
        "Ende Juni",
        "Mitte Mai",
        "Ende der Woche",
        "Montagabend",
        "am Montagabend",
        "Samstag Nacht",
        "Heute",
        "Hunderte Menschen",
        "ein Jahr",
        "ein Fünftel",
        "zwei Drittel",
        "Dutzend",
        "Ein Dutzend Menschen",
        "Zweieinhalb Jahre",
    ],
)
def test_german_words_of_time_and_rough_numbers_are_no_names(words: str) -> None:
    found = read_value(words, "de", MAY_2024)
    assert found is None or found.kind != "name"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("président d'OpenAI", "fr"),
        ("le président de la République", "fr"),
        ("maire de Port-Anzel", "fr"),
        ("nach Rostock", "de"),
        ("from Brussels to Turin", "en"),
    ],
)
def test_what_somebody_is_president_of_and_where_somebody_goes_are_no_names(words: str, language: str) -> None:
    assert read_value(words, language, MAY_2024) is None


@pytest.mark.parametrize("words", ["Two-thirds", "Scores", "Last May"])
def test_how_many_and_when_are_no_names_at_the_beginning_of_a_sentence(words: str) -> None:
    assert read_value(words, "en", MAY_2024) is None


@pytest.mark.parametrize("words", ["Paris 2-1", "House 217-213", "Boeing 300-400"])
def test_a_score_a_vote_and_a_range_behind_a_name_are_no_part_of_it(words: str) -> None:
    assert read_value(words, "en", MAY_2024) is None
