"""Numbers, how exactly they are said, and what they count; words that hold one and state no quantity."""

import pytest

from rag.values.marked_values import read_value
from rag.values.quantities import read_quantity


@pytest.mark.parametrize(
    ("one", "other", "language", "agree"),
    [
        # What is said to be about a number may be any near it.
        ("about 300 people", "312 people", "en", None),
        ("some $6.5bn", "$6.6bn", "en", None),
        ("rund 100 Menschen", "104 Menschen", "de", None),
        ("environ 300 personnes", "290 personnes", "fr", None),
        ("unos 300 muertos", "310 muertos", "es", None),
        ("circa 300 persone", "310 persone", "it", None),
        ("ongeveer 300 doden", "310 doden", "nl", None),
        ("a hundred people", "104 people", "en", None),
        ("300 people or so", "312 people", "en", None),
        ("about 300 people", "400 people", "en", False),
        # A bound says which side the number lies on.
        ("more than 300", "312", "en", None),
        ("at least 12 people", "15 people", "en", None),
        ("300+ people", "312 people", "en", None),
        ("up to 500 jobs", "450 jobs", "en", None),
        ("no more than 500 jobs", "450 jobs", "en", None),
        ("no fewer than 500 jobs", "550 jobs", "en", None),
        ("au moins 12 morts", "15 morts", "fr", None),
        ("jusqu’à 500 emplois", "450 emplois", "fr", None),
        ("mindestens 12 Tote", "15 Tote", "de", None),
        ("bis zu 500 Stellen", "450 Stellen", "de", None),
        ("más de 300 muertos", "312 muertos", "es", None),
        ("oltre 300 persone", "312 persone", "it", None),
        ("mais de 300 pessoas", "312 pessoas", "pt", None),
        ("superó los 300 muertos", "312 muertos", "es", None),
        ("ha superato i 300 morti", "312 morti", "it", None),
        ("meer dan 300 doden", "312 doden", "nl", None),
        ("at least 12 people", "10 people", "en", False),
        ("up to 500 jobs", "550 jobs", "en", False),
        ("more than 300 people", "less than 200 people", "en", False),
        ("more than 300 people", "more than 200 people", "en", None),
        # The same bound is one number.
        ("about 300 people", "300 people", "en", True),
        # One is the other rounded to the digits that it states.
        ("nearly $1.2bn", "$1.18 billion", "en", True),
        ("$1.2bn", "$1.19bn", "en", True),
        ("plus de 1,2 million d’habitants", "1 230 000 habitants", "fr", True),
        ("5.2%", "5%", "en", True),
        ("40,5 degrés", "41 degrés", "fr", True),
        ("two thousand people", "2,150 people", "en", None),
        ("two thousand people", "2,500 people", "en", False),
        ("6 million euros", "6 million", "en", True),
        ("6 million euros", "7 million", "en", None),
        ("$6.5bn", "$6.6bn", "en", False),
        ("300 people", "312 people", "en", False),
        ("1.5 million euros", "1 million euros", "en", False),
        ("$1bn", "$1.4bn", "en", None),
    ],
)
def test_numbers_that_may_be_one_said_less_exactly_are_no_others(
    one: str,
    other: str,
    language: str,
    agree: bool | None,  # noqa: FBT001 - what pytest gives
) -> None:
    first, second = read_quantity(one, language), read_quantity(other, language)
    assert first is not None
    assert second is not None
    assert first.agrees(second) is agree
    assert second.agrees(first) is agree


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("14 personnes", "17 patients", True),
        ("91 salariés", "97", True),
        ("52 millions", "38 millions d’euros", True),
        # What has another name may be the same, or something else with the same number.
        ("14 personnes", "14 patients", False),
        ("au moins 40 pages", "65", False),
        ("plus de 300 salariés", "200 ouvriers", True),
        ("1,2 million de lecteurs", "1 230 000 abonnés", False),
        # Of other measures, currencies and shares nothing is said, nor of a rate and a sum.
        ("5 heures", "7", False),
        ("30 %", "45", False),
        ("52 millions de dollars", "38 millions d’euros", False),
        ("52 millions d’euros", "38 salariés", False),
        ("52 euros par mois", "38", False),
        ("8 mégawatts", "8 000 kilowatts", False),
        ("300 m²", "28 acres", False),
        ("150 chevaux", "110 kW", False),
        ("2 fois", "120 visiteurs", False),
        # 500 of something, and what it costs.
        ("500", "3 millions de dollars", False),
    ],
)
def test_numbers_of_what_is_called_otherwise_may_answer_one_question(
    one: str,
    other: str,
    differ: bool,  # noqa: FBT001 - what pytest gives
) -> None:
    first, second = read_quantity(one, "fr"), read_quantity(other, "fr")
    assert first is not None
    assert second is not None
    assert first.differs(second) is differ
    assert second.differs(first) is differ


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("18 months", "1.5 years", True),
        ("1.5 t", "1500 kg", True),
        ("18 months", "three years", False),
        # So far apart that they are of other things.
        ("15 years", "15 months", None),
        ("2 m", "300 cm", False),
        ("5 km", "3 miles", True),
        ("100 km", "60 miles", None),
        ("100 km", "20 miles", False),
        ("20 months", "2 years", None),
        ("5 kilos", "5 km", None),
        # Nobody says whether these are Celsius.
        ("40 degrees", "104 degrees", None),
        ("40 °C", "35 °C", False),
        ("40 degrees Celsius", "40°C", True),
        ("40 °C", "104 °F", None),
        # Times that count from other days, and ages.
        ("two years ago", "three years later", None),
        ("two years ago", "three years ago", False),
        ("45 years old", "3 months", None),
    ],
)
def test_units_of_one_dimension_are_compared(one: str, other: str, agree: bool | None) -> None:  # noqa: FBT001
    first, second = read_quantity(one, "en"), read_quantity(other, "en")
    assert first is not None
    assert second is not None
    assert first.agrees(second) is agree
    assert second.agrees(first) is agree


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("hundreds of people", "en"),
        ("several hundred people", "en"),
        ("thousands", "en"),
        ("tens of thousands", "en"),
        ("millions of people", "en"),
        ("billions of dollars", "en"),
        ("a few thousand", "en"),
        ("des millions d’euros", "fr"),
        ("des milliers de personnes", "fr"),
        ("plusieurs centaines de personnes", "fr"),
        ("Millionen Menschen", "de"),
        ("mehrere Tausend Menschen", "de"),
        ("cientos de personas", "es"),
        ("miles de personas", "es"),
        ("decenas de miles", "es"),
        ("millones de personas", "es"),
        ("migliaia di persone", "it"),
        ("milhões de reais", "pt"),
        ("miljoenen euro’s", "nl"),
        ("a dozen people", "en"),
        ("½ million", "en"),
        ("2½ years", "en"),
        ("anderhalf miljoen euro", "nl"),
    ],
)
def test_a_plural_without_a_number_and_a_half_are_no_number(words: str, language: str) -> None:
    assert read_quantity(words, language) is None


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [
        ("two dozen people", "en", "24"),
        ("zwei Dutzend Menschen", "de", "24"),
        ("dos docenas de personas", "es", "24"),
        ("deux douzaines de personnes", "fr", "24"),
        ("two million people", "en", "2000000"),
        ("3 millions de personnes", "fr", "3000000"),
        ("deux cents millions d’euros", "fr", "200000000"),
        ("dos millones de euros", "es", "2000000"),
        ("10 miles de personas", "es", "10000"),
        ("drie miljoen euro", "nl", "3000000"),
        ("zwei Millionen Menschen", "de", "2000000"),
        ("dois milhões de reais", "pt", "2000000"),
        ("due milioni di euro", "it", "2000000"),
        ("des 1 500 postes", "fr", "1500"),
        # How scales are shortened.
        ("1,5M d’habitants", "fr", "1500000"),
        ("2 M de personnes", "fr", "2000000"),
        ("15 mld di euro", "it", "15000000000"),
        ("1,5 mld euro", "nl", "1500000000"),
        ("250 Mill. Euro", "de", "250000000"),
        ("20 por cento", "pt", "20 %"),
        ("$2.5B", "en", "2500000000"),
    ],
)
def test_dozens_and_millions_are_what_digits_are_taken_times(words: str, language: str, number: str) -> None:
    assert str(read_quantity(words, language)) == number


@pytest.mark.parametrize(
    ("words", "language", "unit"),
    [
        ("5 milhões de reais", "pt", "brl"),
        ("R$5 milhões", "pt", "brl"),
        ("ein 45-jähriger Mann", "de", "year"),
        ("een 45-jarige man", "nl", "year"),
        ("20 were killed", "en", ""),
        ("27 in the city", "en", ""),
        ("27 wurden verletzt", "de", ""),
        ("27 au total", "fr", ""),
        ("27 people in all", "en", "peop"),
        ("vier der elf Masten", "de", "mast"),
        ("31 d’entre eux", "fr", ""),
    ],
)
def test_a_unit_is_read_in_the_words_behind_up_to_one_that_counts_nothing(words: str, language: str, unit: str) -> None:
    found = read_quantity(words, language)
    assert found is not None
    assert found.unit == unit


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("a fifth", "en"),
        ("second", "en"),
        ("the 20th", "en"),
        ("un cinquième", "fr"),
        ("jeder zweite Deutsche", "de"),
        ("vijfde", "nl"),
        ("one in five", "en"),
        ("9 out of 10 people", "en"),
        ("un Français sur cinq", "fr"),
        ("einer von fünf", "de"),
        ("uno de cada cinco", "es"),
        ("uno su cinque", "it"),
        ("um em cada cinco", "pt"),
        ("een op de vijf", "nl"),
        ("2:1", "en"),
        ("3:0 Sieg", "de"),
    ],
)
def test_ordinals_shares_and_scores_are_no_quantities(words: str, language: str) -> None:
    assert read_quantity(words, language) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("vers 20 heures", "fr"),
        ("à 13 h", "fr"),
        ("13 uur", "nl"),
        ("um 20 Uhr", "de"),
        ("8 pm", "en"),
        ("at eight o’clock", "en"),
        ("a las 20 horas", "es"),
        ("à dix heures du matin", "fr"),
        ("à 4 heures de l’après-midi", "fr"),
        ("à dix heures de la matinée", "fr"),
        ("alle 20", "it"),
        ("às 20 horas", "pt"),
    ],
)
def test_a_time_of_day_is_no_quantity(words: str, language: str) -> None:
    assert read_quantity(words, language) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("à dix heures de route", "fr"),
        ("condamné à dix heures de travaux", "fr"),
        ("à 10 h d’attente", "fr"),
        ("limité à 10 heures par jour", "fr"),
        ("a diez horas de viaje", "es"),
        ("condenado a diez horas de trabajo", "es"),
        ("a dieci ore di auto", "it"),
        ("a dez horas de carro", "pt"),
        ("um zehn Stunden verlängert", "de"),
        ("nach zehn Stunden Fahrt", "de"),
        ("a ten hours’ drive", "en"),
        ("sentenced to ten hours of work", "en"),
    ],
)
def test_hours_that_pass_are_no_time_of_day(words: str, language: str) -> None:
    found = read_quantity(words, language)
    assert found is not None
    assert (str(found), found.unit) == ("10", "hour")


def test_more_hours_than_a_day_has_are_no_time_of_day() -> None:
    assert str(read_quantity("la semaine passe à 35 heures", "fr")) == "35"


@pytest.mark.parametrize(("words", "language"), [("mehreren hundert Menschen", "de"), ("pocos mil", "es")])
def test_of_a_few_hundred_nobody_says_how_many_they_are(words: str, language: str) -> None:
    assert read_quantity(words, language) is None


def test_some_thousand_soldiers_are_about_a_thousand() -> None:
    assert str(read_quantity("unos mil soldados", "es")) == "1000"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Boeing 737", "en"),
        ("Boeing 737", "de"),
        ("50 Cent", "en"),
        ("Erik ten Hag", "en"),
        ("World War Two", "en"),
        ("Otto Dix", "it"),
        ("Otto", "it"),
        ("Lei sei", "it"),
        ("5G", "es"),
        ("3M", "es"),
    ],
)
def test_the_number_in_a_name_counts_nothing(words: str, language: str) -> None:
    assert read_quantity(words, language) is None


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [
        ("300 Palestinians", "en", "300"),
        ("236 000 francs sur trois exercices", "fr", "236000"),
        ("hace unos cuarenta millones de años", "es", "40000000"),
        ("Five Palestinians", "en", "5"),
        ("27 Chinese", "en", "27"),
        ("Some 300", "en", "300"),
        ("Insgesamt 27", "de", "27"),
        ("Murieron diecinueve", "es", "19"),
        ("Zwei Menschen", "de", "2"),
        ("27 Français", "fr", "27"),
        ("EUR 5", "en", "5"),
        ("sei persone", "it", "6"),
        ("20 nautical miles", "en", "20"),
        ("18 heures", "fr", "18"),
        ("48 uur", "nl", "48"),
    ],
)
def test_capitals_alone_make_no_name(words: str, language: str, number: str) -> None:
    assert str(read_quantity(words, language)) == number


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("10 Downing Street", "en"),
        ("at 48 Elm Road, London", "en"),
        ("12 rue de la Paix", "fr"),
        ("12 bis, rue Victor-Hugo", "fr"),
        ("1 place Vendôme", "fr"),
        ("37 quai d’Orsay", "fr"),
    ],
)
def test_the_number_of_a_house_counts_nothing(words: str, language: str) -> None:
    assert read_value(words, language, None) is None


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [
        ("12 streets", "en", "12"),
        ("3 Roman roads", "en", "3"),
        ("20 Wall Street banks", "en", "20"),
        # What is counted stands before the address.
        ("500 people at 10 Downing Street", "en", "500"),
        ("12 rues", "fr", "12"),
        ("600 places", "fr", "600"),
        ("1 place de parking", "fr", "1"),
    ],
)
def test_streets_and_places_are_counted(words: str, language: str, number: str) -> None:
    assert str(read_quantity(words, language)) == number
