"""What stands beside marked words in their sentence and belongs to the date in them: "by", "early", a year, "3 to"."""

from datetime import date

import pytest

from index.article import Article, PartialDate, Span
from rag.values.marked_values import Value, marked_value, same, value_in


def article_of(text: str, language: str) -> Article:
    return Article("a", "a", text, "0" * 64, language, None, PartialDate.parse(str(date(2024, 5, 31))), None)


def value_of(text: str, words: str, language: str = "en") -> Value | None:
    """What `words` state in an article of one sentence."""
    at = text.index(words)
    return marked_value(article_of(text, language), Span("a", at, at + len(words)), len(text))


def agreement(text: str, words: str, earlier: str, language: str) -> bool | None:
    """Whether what `words` state there is the day `earlier`; both must be days."""
    stated, other = value_of(text, words, language), value_in(earlier, article_of(text, language))
    assert stated is not None
    assert other is not None
    return same(stated, other)


@pytest.mark.parametrize(
    ("text", "words", "more", "language"),
    [
        ("It must be done by 17 November.", "17 November", "by 17 November", "en"),
        ("It must be done by Friday, 17 November.", "17 November", "by Friday, 17 November", "en"),
        ("It comes no later than 2030.", "2030", "no later than 2030", "en"),
        ("It comes not before 2030.", "2030", "not before 2030", "en"),
        ("It comes around the year 2030.", "2030", "around the year 2030", "en"),
        ("Il partira avant le 17 novembre 2023.", "17 novembre 2023", "avant le 17 novembre 2023", "fr"),
        ("Il viendra d’ici à 2030.", "2030", "d’ici à 2030", "fr"),
        ("Er kommt bis zum 17. November 2023.", "17. November 2023", "bis zum 17. November 2023", "de"),
        ("Llega hasta el 17 de noviembre.", "17 de noviembre", "hasta el 17 de noviembre", "es"),
        ("Arriva entro il 17 novembre 2023.", "17 novembre 2023", "entro il 17 novembre 2023", "it"),
        ("Hij komt na 17 november 2023.", "17 november 2023", "na 17 november 2023", "nl"),
        ("Vem até 17 de novembro de 2023.", "17 de novembro de 2023", "até 17 de novembro de 2023", "pt"),
        ("Vine până la 17 noiembrie 2023.", "17 noiembrie 2023", "până la 17 noiembrie 2023", "ro"),
        (
            "Hay que hacerlo a más tardar el 17 de noviembre.",
            "17 de noviembre",
            "a más tardar el 17 de noviembre",
            "es",
        ),
        ("El plazo es para el 17 de noviembre.", "17 de noviembre", "plazo es para el 17 de noviembre", "es"),
        ("Será para 2050.", "2050", "para 2050", "es"),
        ("Rendez-le au plus tard le 17 novembre.", "17 novembre", "au plus tard le 17 novembre", "fr"),
        ("Rendez-le le 17 novembre au plus tard.", "17 novembre", "17 novembre au plus tard", "fr"),
        ("Es kommt spätestens am 17. November.", "17. November", "spätestens am 17. November", "de"),
        ("Es kommt frühestens im Mai 2025.", "Mai 2025", "frühestens im Mai 2025", "de"),
        ("Arriva entro e non oltre il 17 novembre.", "17 novembre", "entro e non oltre il 17 novembre", "it"),
        ("It comes in 2030 at the latest.", "2030", "in 2030 at the latest", "en"),
        ("Ce sera à l’horizon 2050.", "2050", "à l’horizon 2050", "fr"),
        ("He left on the eve of 17 November 2023.", "17 November 2023", "eve of 17 November 2023", "en"),
        ("Il part au lendemain du 17 novembre 2023.", "17 novembre 2023", "lendemain du 17 novembre 2023", "fr"),
        ("Am Vorabend des 17. November 2023 ging er.", "17. November 2023", "Vorabend des 17. November 2023", "de"),
        ("In der Nacht zum 17. November 2023.", "17. November 2023", "Nacht zum 17. November 2023", "de"),
        ("It comes by the end of 2027.", "2027", "by the end of 2027", "en"),
        ("It comes in late 2027.", "2027", "late 2027", "en"),
        ("It comes in 2027 Q1.", "2027", "2027 Q1", "en"),
        ("It came on 17 November 2021 there.", "17 November", "17 November 2021", "en"),
        ("On November 17, 2021, it came.", "November 17", "November 17, 2021", "en"),
        ("El 17 de noviembre de 2021 vino.", "17 de noviembre", "17 de noviembre de 2021", "es"),
        ("Il vient le 12 juin prochain.", "12 juin", "12 juin prochain", "fr"),
        ("It comes next 12 June.", "12 June", "next 12 June", "en"),
    ],
)
def test_a_date_is_read_as_if_the_words_beside_it_were_marked_too(
    text: str, words: str, more: str, language: str
) -> None:
    found, whole = value_of(text, words, language), value_of(text, more, language)
    assert found is not None
    # A bound is no part of what dates are compared by.
    assert repr(found) == repr(whole)
    assert repr(found) != repr(value_in(words, article_of(text, language)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He came soon after, 17 November 2023.", "17 November 2023"),
        ("He was there before. 17 November 2023 was cold.", "17 November 2023"),
        ("Nobody had known before\n17 November 2023 was cold.", "17 November 2023"),
        ("What he did before came out on 17 November 2023.", "17 November 2023"),
        # 2000 people, and no year.
        ("On May 17, 2000 people left.", "May 17"),
    ],
)
def test_words_that_belong_to_something_else_say_nothing_of_a_date(text: str, words: str) -> None:
    assert repr(value_of(text, words)) == repr(value_in(words, article_of(text, "en")))


def test_a_deadline_of_which_the_day_alone_is_marked_contradicts_no_earlier_day() -> None:
    deadline = value_of("He has to be gone by Friday, 17 November 2023.", "17 November 2023")
    days = [value_of(f"He went on {day} November 2023.", f"{day} November 2023") for day in (16, 18)]
    assert deadline is not None
    assert [same(deadline, day) for day in days if day is not None] == [None, False]


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("It lasts between 3 and 5 May.", "5 May", "en"),
        ("It lasts from 3 May to 5 May 2023.", "3 May", "en"),
        ("It was there from 2015 to 2019.", "2019", "en"),
        ("It was there from 2015 to 2019.", "2015", "en"),
        ("It was there in the 1990s.", "1990", "en"),
        ("Il dure du 3 au 5 mai 2023.", "5 mai 2023", "fr"),
        ("Es dauert vom 3. bis zum 5. Mai.", "5. Mai", "de"),
        ("Es dauert vom 3. bis zum 5. Mai 2023.", "Mai 2023", "de"),
        ("Dura del 3 al 5 de mayo.", "5 de mayo", "es"),
        ("Dura dal 3 al 5 maggio.", "5 maggio", "it"),
        # "Part en mai" is no range, and hides none.
        ("Il part en mai-juin 2024.", "juin 2024", "fr"),
    ],
)
def test_one_of_several_days_or_years_states_nothing(text: str, words: str, language: str) -> None:
    assert value_of(text, words, language) is None


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("It was moved from 3 May to 5 May 2023.", "5 May 2023", "en"),
        ("Le vote est reporté du 3 au 5 mai 2023.", "5 mai 2023", "fr"),
        ("La votación se aplazó del 3 al 5 de mayo de 2023.", "5 de mayo de 2023", "es"),
        # What is reported is not put off.
        ("It was reported on 1 May; it came on 5 May 2023.", "5 May 2023", "en"),
    ],
)
def test_the_day_to_which_something_was_moved_is_meant(text: str, words: str, language: str) -> None:
    assert str(value_of(text, words, language)) == "2023-05-05"


@pytest.mark.parametrize(
    ("text", "words", "earlier", "language"),
    [
        ("Para el 17 de noviembre está prevista la votación.", "17 de noviembre", "16 de noviembre", "es"),
        ("La votación está prevista para el viernes 17 de noviembre.", "17 de noviembre", "16 de noviembre", "es"),
        ("A votação está marcada para 17 de novembro.", "17 de novembro", "16 de novembro", "pt"),
        ("Il voto è previsto per il 17 novembre.", "17 novembre", "16 novembre", "it"),
        ("Le vote est prévu pour le 17 novembre.", "17 novembre", "16 novembre", "fr"),
    ],
)
def test_the_day_for_which_something_is_planned_is_no_deadline(
    text: str, words: str, earlier: str, language: str
) -> None:
    assert agreement(text, words, earlier, language) is False


@pytest.mark.parametrize(
    ("text", "words", "earlier", "language"),
    [
        ("Debe entregarse para el 17 de noviembre.", "17 de noviembre", "16 de noviembre", "es"),
        ("Será para el 17 de noviembre a más tardar.", "17 de noviembre", "16 de noviembre", "es"),
        ("Estará listo para noviembre de 2025.", "noviembre de 2025", "octubre de 2025", "es"),
        ("O prazo foi alargado para 17 de novembro.", "17 de novembro", "16 de novembro", "pt"),
        ("Il part la veille du 17 novembre 2023.", "17 novembre 2023", "16 novembre 2023", "fr"),
        ("It was in the week of 17 November 2023.", "17 November 2023", "16 November 2023", "en"),
        ("In der Nacht auf den 17. November 2023.", "17. November 2023", "16. November 2023", "de"),
    ],
)
def test_a_day_before_a_deadline_an_eve_and_in_a_week_contradicts_nothing(
    text: str, words: str, earlier: str, language: str
) -> None:
    assert agreement(text, words, earlier, language) is None
