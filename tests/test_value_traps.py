"""Numbers in notices, reports and recipes that are read otherwise than they stand, or count nothing."""

from datetime import date

import pytest

from index.article import Article, PartialDate, Span
from rag.values.marked_values import Value, marked_value, same
from rag.values.quantities import Quantity


def read(text: str, language: str) -> Value | None:
    """What the words in brackets state in an article of one sentence."""
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    published = PartialDate.parse(str(date(2024, 5, 31)))
    article = Article("a", "a", plain, "0" * 64, language, None, published, None)
    return marked_value(article, Span("a", start, end), len(plain))


def of(text: str, language: str) -> tuple[str, str]:
    found = read(text, language)
    assert isinstance(found, Quantity)
    return str(found), found.unit


def agree(one: tuple[str, str], other: tuple[str, str]) -> bool | None:
    first, second = read(*one), read(*other)
    assert first is not None
    assert second is not None
    return same(first, second)


@pytest.mark.parametrize(
    ("text", "language", "number", "unit"),
    [
        ("Erwachsene zahlen [7 Euro 50].", "de", "7.5", "euro"),
        ("Erwachsene zahlen [7 Euro] 50.", "de", "7.5", "euro"),
        ("L’entrée coûte [12] € 50 par personne.", "fr", "12.5", "euro"),
        ("Cuesta [3 euros con 50].", "es", "3.5", "euro"),
        ("It costs [3 dollars and 50 cents].", "en", "3.5", "doll"),
        ("Elle mesure [1 m 88].", "fr", "1.88", "metre"),
        ("La durée est de [1 heure 30].", "fr", "1.5", "hour"),
        ("It takes [an hour and thirty minutes].", "en", "1.5", "hour"),
        ("Condamné à [un an et six mois].", "fr", "1.5", "year"),
        # What stands behind is counted by itself.
        ("It cost [5 euros] 20 people paid.", "en", "5", "euro"),
        ("Ça coûte [5 euros 20 fois] par an.", "fr", "5", "euro"),
    ],
)
def test_cents_centimetres_and_minutes_are_read_with_the_number_before_them(
    text: str, language: str, number: str, unit: str
) -> None:
    assert of(text, language) == (number, unit)


def test_the_smaller_part_of_an_hour_and_twenty_minutes_is_no_time_of_its_own() -> None:
    assert read("It takes an hour and [twenty minutes].", "en") is None


@pytest.mark.parametrize(
    ("text", "language", "number", "unit"),
    [
        ("Sentenced to [one year].", "en", "1", "year"),
        ("Condamné à [un an] de prison.", "fr", "1", "year"),
        ("Dura [un’ora].", "it", "1", "hour"),
        ("Il part après [un an] de travail.", "fr", "1", "year"),
        ("Il part [après un an] de travail.", "fr", "1", "year"),
        ("[More than a year] passed.", "en", "1", "year"),
        ("Trabajó [un año como maestro en Teruel y luego dieciocho años].", "es", "1", "year"),
        ("[A day later 27 people] died.", "en", "27", "peop"),
    ],
)
def test_one_measure_of_time_is_a_number(text: str, language: str, number: str, unit: str) -> None:
    assert of(text, language) == (number, unit)


@pytest.mark.parametrize(
    ("text", "language", "number", "unit"),
    [
        ("Ieri [12 tamponi negativi].", "it", "12", "tamp"),
        ("Ieri [12 gradi negativi].", "it", "-12", "degree"),
        ("Hubo [12 casos] negativos.", "es", "12", "caso"),
        ("They opened [20 once-secret files].", "en", "20", ""),
        ("Il pèse [2 onces].", "fr", "2", "ounce"),
    ],
)
def test_negative_tests_are_as_many_as_any_and_what_once_was_is_no_ounce(
    text: str, language: str, number: str, unit: str
) -> None:
    assert of(text, language) == (number, unit)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It will take [a year or two].", "en"),
        ("It will take [a year] or two.", "en"),
        ("Il en a pris pour [un an ou deux].", "fr"),
        ("Het duurt [een jaar of twee].", "nl"),
        ("Es dauert [ein oder zwei Jahre].", "de"),
        ("Il part à [une heure] du matin.", "fr"),
        ("Ten years and [a month].", "en"),
    ],
)
def test_one_or_two_and_one_o_clock_are_no_one(text: str, language: str) -> None:
    assert read(text, language) is None


def test_a_total_of_twelve_is_no_range() -> None:
    assert of("[A total of 12 people] came.", "en") == ("12", "peop")


@pytest.mark.parametrize("text", ["[Once a year] it floods.", "It was [a second man]."])
def test_how_often_and_another_one_are_no_times(text: str) -> None:
    assert read(text, "en") is None


@pytest.mark.parametrize(
    ("text", "language", "number", "unit"),
    [
        # The "K" belongs to what is counted.
        ("It recalled [48,000] K200 kettles.", "en", "48000", "k200"),
        ("Die Strafe beträgt [135,- Euro].", "de", "135", "euro"),
        ("Die Strafe beträgt [135],– Euro.", "de", "135", "euro"),
        ("Compie [settant’anni].", "it", "70", "year"),
        ("Condannato a [vent’anni].", "it", "20", "year"),
        ("È durato [ventun'anni].", "it", "21", "year"),
        ("Un [45enne] è morto.", "it", "45", "year"),
        ("Aged [45], he died.", "en", "45", "year"),
        ("Temperaturas de [12 grados] bajo cero.", "es", "-12", "degree"),
        ("It was [12 degrees below zero].", "en", "-12", "degree"),
        ("She weighed [8lb 4oz].", "en", "8.25", "pound-weight"),
        ("Up from £5m to [£6m].", "en", "6000000", "poun"),
        ("A temperatura desceu para [três graus] negativos.", "pt", "-3", "degree"),
        # Books, Frenchmen and Europeans are no pounds, francs and euros.
        ("Publicó [veintidós libros].", "es", "22", "libr"),
        ("[27 Français] sont morts.", "fr", "27", "franc"),
        ("[27 European countries] signed.", "en", "27", "europ"),
        ("Il coûte 150 000 euros, puis [200 000] avec l’éclairage.", "fr", "200000", "euro"),
        ("Le chantier coûte [150 000 euros], puis 200 000.", "fr", "150000", "euro"),
    ],
)
def test_a_number_is_read_as_its_sentence_means_it(text: str, language: str, number: str, unit: str) -> None:
    assert of(text, language) == (number, unit)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wearing No. [10] he scored.", "en"),
        ("Wearing number [10] he scored.", "en"),
        ("The address is No [10].", "en"),
        ("Under [article 49.3] of the rules.", "en"),
        ("En application de l’article [49.3] du règlement.", "fr"),
        ("Ai sensi dell’articolo [216], comma 2.", "it"),
        ("Nach [§ 5] des Gesetzes.", "de"),
        ("Le bus [n° 12] passe.", "fr"),
        ("Lo dice en la página [12].", "es"),
        # A day without its month.
        ("El aviso sigue el [lunes 4].", "es"),
        ("Les travaux durent jusqu’au [17].", "fr"),
        ("Verrà il [17].", "it"),
        # Parts and times of day.
        ("La commune paie les [trois cinquièmes].", "fr"),
        ("Pagó [tres quintos] de la suma.", "es"),
        ("Er zahlte [drei Fünftel] der Summe.", "de"),
        ("Cerró a partir de las [22.00].", "es"),
        ("Comincia [alle 15.30].", "it"),
        ("Het begint om [15.30 uur].", "nl"),
        ("They flew an A350-[1000].", "en"),
        # One of two.
        ("Die Quote stieg von [5] auf 6 Prozent.", "de"),
        ("Het steeg van [5] naar 6 procent.", "nl"),
    ],
)
def test_a_number_that_says_which_one_or_when_counts_nothing(text: str, language: str) -> None:
    assert read(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "number", "unit"),
    [
        ("May I? No. [30] days are the most.", "en", "30", "day"),
        ("There were [no 10 people].", "en", "10", "peop"),
        ("Le [20 %] du budget.", "fr", "20 %", "%"),
        ("El [27] por ciento.", "es", "27 %", "%"),
        ("On Monday [27] people died.", "en", "27", "peop"),
        ("They sold [two second-hand cars].", "en", "2", "second"),
        ("It is [12°] in Madrid.", "en", "12", "degree"),
    ],
)
def test_a_number_beside_the_same_words_counts_what_stands_behind_it(
    text: str, language: str, number: str, unit: str
) -> None:
    found = of(text, language)
    assert found[0] == number
    assert unit.startswith(found[1])


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        (("It takes [80 minutes].", "en"), ("La durée est de [1 heure 20].", "fr"), True),
        (("It takes [90 minutes].", "en"), ("La durée est de [1 heure 20].", "fr"), False),
        (("Erwachsene zahlen [7 Euro 50].", "de"), ("Der Eintritt kostet [7,50 Euro].", "de"), True),
        (("Sentenced to [one year].", "en"), ("Condamné à [deux ans].", "fr"), False),
        (("It is [45] mm.", "en"), ("Es sind [45 Millimeter].", "de"), True),
        (("It is [4.5 cm].", "en"), ("Es sind [54 Millimeter].", "de"), False),
        (("It holds [2.5 litres].", "en"), ("Es fasst [2,5 Liter].", "de"), True),
        (("Add [250 ml].", "en"), ("Ajoutez [25 cl].", "fr"), True),
        (("Il fait [10 hectares].", "fr"), ("Es sind [12 Hektar].", "de"), False),
        (("Il fait [10 hectares].", "fr"), ("It is [100,000 m²].", "en"), True),
        (("Er fuhr [50 Stundenkilometer].", "de"), ("Hij reed [50 km/u].", "nl"), True),
        (("Winds of [55 mph].", "en"), ("Vents de [120 km/h].", "fr"), False),
        (("Soffiava a [108 chilometri orari].", "it"), ("Winds of [118 km/h].", "en"), False),
        (("She has died, aged [87].", "en"), ("Murió a la edad de [88 años].", "es"), False),
    ],
)
def test_one_measure_in_other_words_is_compared(
    one: tuple[str, str],
    other: tuple[str, str],
    result: bool,  # noqa: FBT001 - what pytest gives
) -> None:
    assert agree(one, other) is result


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Fallì il [primo maggio] 2019.", "it", "2019-05-01"),
        ("Fallì il [due giugno 1946].", "it", "1946-06-02"),
        ("Dal [1º luglio 2024].", "it", "2024-07-01"),
        ("Le [premier mai 2019] il est mort.", "fr", "2019-05-01"),
        ("Le [trente et un mai 2019] il est mort.", "fr", "2019-05-31"),
        ("El [primero de mayo de 2019] murió.", "es", "2019-05-01"),
        ("El [quince de mayo de 2019] murió.", "es", "2019-05-15"),
        ("El [martes 5 de marzo de 2019 a las 10.30].", "es", "2019-03-05"),
        ("No dia [1º de maio de 2019] morreu.", "pt", "2019-05-01"),
        ("Em [vinte e cinco de abril de 1974] caiu.", "pt", "1974-04-25"),
        ("Am [dritten Oktober 1990].", "de", "1990-10-03"),
        ("Op [eerste mei 2019] stierf hij.", "nl", "2019-05-01"),
        ("De [5e maart 2024].", "nl", "2024-03-05"),
        ("On the [first of May 2019] he died.", "en", "2019-05-01"),
    ],
)
def test_a_day_in_words_and_an_ordinal_keep_their_day(text: str, language: str, day: str) -> None:
    assert str(read(text, language)) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Of these [two may] be dead.", "en"),
        ("In all [five march on] Rome.", "en"),
        ("Dal [primo al 5 maggio].", "it"),
        ("Du premier au [5 mai].", "fr"),
        ("In der Nacht vom 5. auf den [6. März].", "de"),
        ("Van maandag 8 april tot en met [vrijdag 26 april].", "nl"),
    ],
)
def test_a_verb_is_no_month_and_one_of_two_days_no_day(text: str, language: str) -> None:
    found = read(text, language)
    assert found is None or found.kind != "date"


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("De vergadering is gepland voor [12 maart].", "nl", None),
        ("Inleveren kan voor [12 maart].", "nl", "before"),
        ("Tot en met [1 juli 2024].", "nl", "by"),
        ("Bis einschließlich [5. März 2024].", "de", "by"),
        ("Until and including [5 March 2024].", "en", "by"),
    ],
)
def test_the_bound_of_a_day_is_what_its_sentence_says(text: str, language: str, bound: str | None) -> None:
    assert getattr(read(text, language), "bound", "") == bound


def test_a_smaller_part_of_more_digits_than_anybody_counts_is_not_reckoned_with() -> None:
    # Thirty digits, and five thousand, which Python refuses to read as a number.
    for digits in (30, 5000):
        assert of(f"He got [3 years and {'1' * digits} months].", "en") == ("3", "year")
    # 6 of 12 months are half a year.
    assert of("He got [3 years and 6 months].", "en") == ("3.5", "year")
