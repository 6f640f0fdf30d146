"""Currencies by sign, code and word, before a number and behind it."""

import pytest

from rag.values.quantities import read_quantity


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("EUR 5 million", "en"), ("€5m", "en"), True),
        (("EUR5m", "en"), ("5 Mio. EUR", "de"), True),
        (("5 Mio. EUR", "de"), ("6 Mio. Euro", "de"), False),
        (("5m EUR", "en"), ("5 millions d’euros", "fr"), True),
        (("USD 5 million", "en"), ("$6 million", "en"), False),
        (("US$5 million", "en"), ("5 Millionen Dollar", "de"), True),
        (("GBP 5 million", "en"), ("5 million pounds", "en"), True),
        (("CHF 5 million", "en"), ("6 Mio. Schweizer Franken", "de"), False),
        (("5 million Swiss francs", "en"), ("5 Mio. CHF", "de"), True),
        (("SEK 5 million", "en"), ("5 million SEK", "en"), True),
        # Another currency is another amount, of which nothing is said.
        (("EUR 5 million", "en"), ("USD 5 million", "en"), None),
        (("5 Mio. CHF", "de"), ("5 Mio. Euro", "de"), None),
        (("C$5 million", "en"), ("$5 million", "en"), None),
    ],
)
def test_a_currency_is_read_by_its_code_before_a_number_and_behind_it(
    one: tuple[str, str],
    other: tuple[str, str],
    agree: bool | None,  # noqa: FBT001
) -> None:
    first, second = (read_quantity(*stated) for stated in (one, other))
    assert first is not None
    assert second is not None
    assert (first.kind, second.kind) == ("amount", "amount")
    assert first.agrees(second) is agree
    assert second.agrees(first) is agree


@pytest.mark.parametrize("words", ["EUR 5 million to EUR 10 million", "EUR 5 to 10 million", "from USD 5m to USD 6m"])
def test_a_range_of_a_currency_by_its_code_is_no_amount(words: str) -> None:
    assert read_quantity(words, "en") is None


@pytest.mark.parametrize("words", ["0191 555 0142", "(0191) 555 0142", "+44 191 555 0142"])
def test_a_telephone_number_is_no_quantity(words: str) -> None:
    assert read_quantity(words, "en") is None


@pytest.mark.parametrize(
    ("words", "number"), [("0.5%", "0.5 %"), ("1 000 005 people", "1000005"), ("+1,500 jobs", "1500")]
)
def test_a_nought_or_a_plus_alone_makes_no_telephone_number(words: str, number: str) -> None:
    assert str(read_quantity(words, "en")) == number


@pytest.mark.parametrize("words", ["COP28 million", "COP2,800", "COP 2800", "COP 28,000", "COP 28 million", "COP 28.5"])
def test_pesos_of_colombia_have_a_code(words: str) -> None:
    found = read_quantity(words, "en")
    assert found is not None
    assert found.kind == "amount"


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [("COP 28 millones", "es", "28000000"), ("COP 28 mil", "es", "28000"), ("COP 28 Millionen", "de", "28000000")],
)
def test_pesos_of_colombia_are_scaled_in_each_language(words: str, language: str, number: str) -> None:
    found = read_quantity(words, language)
    assert found is not None
    assert (found.kind, str(found)) == ("amount", number)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("COP 28", "en"),
        ("COP28 brought hope", "en"),
        ("the COP 28 talks", "en"),
        ("la COP 28", "fr"),
        ("COP 29 en Bakú", "es"),
        ("die COP 28 billigt es", "de"),
    ],
)
def test_a_climate_conference_costs_nothing(words: str, language: str) -> None:
    assert read_quantity(words, language) is None


def test_what_stands_behind_a_climate_conference_is_counted() -> None:
    assert str(read_quantity("COP 28 with 200 states", "en")) == "200"


@pytest.mark.parametrize("words", ["5pc", "5 per cent"])
def test_a_share_is_shortened_in_britain(words: str) -> None:
    assert str(read_quantity(words, "en")) == "5 %"
