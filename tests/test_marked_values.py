"""What stands beside marked words in their sentence and belongs to the number in them."""

from datetime import date

import pytest

from index.article import Article, PartialDate, Span
from rag.values.marked_values import Value, marked_value, same


def value_of(text: str, words: str, language: str = "en") -> Value | None:
    """What `words` state in an article of one sentence."""
    article = Article("a", "a", text, "0" * 64, language, None, PartialDate.parse(str(date(2024, 5, 31))), None)
    at = text.index(words)
    return marked_value(article, Span("a", at, at + len(words)), len(text))


@pytest.mark.parametrize(
    ("text", "words", "language", "stated", "unit"),
    [
        ("It made $27bn in 2023.", "$27", "en", "27000000000", "doll"),
        ("It made $27 million.", "$27", "en", "27000000", "doll"),
        ("It made $27m.", "27", "en", "27000000", "doll"),
        ("It made $27 million.", "27 million", "en", "27000000", "doll"),
        ("Il a gagné 27 millions d’euros.", "27", "fr", "27000000", "euro"),
        ("It was minus 27 degrees.", "27 degrees", "en", "-27", "degree"),
        ("It made EUR 27 million.", "27", "en", "27000000", "euro"),
        ("It fell by 27 per cent.", "27", "en", "27 %", "%"),
        ("It cost 1,200 euros.", "1", "en", "1200", "euro"),
        ("It cost 1.5 million euros.", "1.5", "en", "1500000", "euro"),
        ("It took 27 days.", "27 days", "en", "27", "day"),
        ("It fell to 27 in May.", "27", "en", "27", ""),
        ("It cost COP 28 million.", "COP 28", "en", "28000000", "cop"),
        ("Costó COP 28 millones.", "28", "es", "28000000", "cop"),
        # "Rose from 12 to 27" says what it is now, and a dash between spaces makes no range.
        ("It rose from 12 to 27 people.", "27 people", "en", "27", "peop"),
        ("L’effectif est passé de 12 à 27 personnes.", "27", "fr", "27", "pers"),
        ("17 h 50 – 27 personnes sont mortes.", "27 personnes", "fr", "27", "pers"),
        ("Un essai sur 27 personnes.", "27 personnes", "fr", "27", "pers"),
        ("Un détour de 3 % et deux fois plus lent.", "deux fois", "fr", "2", "fois"),
        ("Ein Umweg von sieben Kilometern.", "sieben Kilometern", "de", "7", "kilometre"),
        ("Condamné en 1997 à vingt ans de prison.", "vingt ans", "fr", "20", "year"),
        ("Il coûte au moins 8 euros le kilo.", "8 euros", "fr", "8", "euro"),
        ("Es sind bis zu zwölf Millionen Menschen.", "zwölf Millionen Menschen", "de", "12000000", "mens"),
        ("Dabei gibt Berlin acht Millionen.", "Berlin acht Millionen", "de", "8000000", ""),
        ("Two men, aged 55 and 51.", "51", "en", "51", ""),
        ("Il a emmené sept techniciens sur vingt-deux.", "sept techniciens", "fr", "7", "tech"),
        ("In Gaza 27 people died.", "27", "en", "27", "peop"),
        ("Ils refusent ces missions.\nCent soixante.", "Cent soixante", "fr", "160", ""),
        ("Er haftet mit tausend Euro.", "tausend Euro", "de", "1000", "euro"),
        ("Seit 2003 neun Minuten.", "neun Minuten", "de", "9", "minute"),
        ("In 2023, and it took four minutes.", "it took four minutes", "en", "4", "minute"),
        ("It sought a €12 million loan.", "€12 million", "en", "12000000", "euro"),
        ("It talked over a €12 million loan.", "€12 million", "en", "12000000", "euro"),
        ("In Gaza 27 people died.", "27 people", "en", "27", "peop"),
        # A small "m" makes millions of what has no length, and metres of anything else.
        ("Some 3m people fled.", "3m people", "en", "3000000", "peop"),
        ("Some 3m people fled.", "3m", "en", "3000000", "peop"),
        ("Some 3m people fled.", "3", "en", "3000000", "peop"),
        ("It has 1.5m homes.", "1.5m homes", "en", "1500000", "home"),
        ("It needs 1.2m new jobs.", "1.2m", "en", "1200000", "new"),
        ("It had 6m waves.", "6m waves", "en", "6", "metre"),
        ("It is 3m long.", "3m", "en", "3", "metre"),
        ("She won the 100m women’s final.", "100m", "en", "100", "metre"),
        ("Es sind 3m.", "3m", "de", "3", "metre"),
        # From a share to money is no range.
        ("Profit fell 12% to $3.4 billion.", "12%", "en", "12 %", "%"),
        ("Profit fell 12% to $3.4 billion.", "12% to $3.4 billion", "en", "12 %", "%"),
        ("Profit fell 12 per cent to 3,400 euros.", "12 per cent", "en", "12 %", "%"),
        ("It was up 12% to $3.4 billion.", "$3.4 billion", "en", "3400000000", "doll"),
        ("Er stieg um 5,5 Prozent auf 3,4 Milliarden Euro.", "5,5 Prozent", "de", "5.5 %", "%"),
        ("Il recule de 12 % à 3,4 milliards d’euros.", "12 %", "fr", "12 %", "%"),
        ("Il recule de 12 % à 3,4 milliards d’euros.", "3,4 milliards d’euros", "fr", "3400000000", "euro"),
        ("Cayó un 12 % a 3.400 millones de euros.", "12 %", "es", "12 %", "%"),
        ("It was 27°C in Madrid.", "27", "en", "27", "celsius"),
        ("Two died.", "Two", "en", "2", "died"),
        ("Deux personnes sont mortes.", "Deux", "fr", "2", "pers"),
        ("Yesterday 27 people died.", "27", "en", "27", "peop"),
        ("On Monday 27 people died.", "27", "en", "27", "peop"),
        ("It killed 27 people in 10 days.", "27", "en", "27", "peop"),
        ("As many as 27 people died.", "27", "en", "27", "peop"),
        ("C’est à dix heures de route.", "dix heures", "fr", "10", "hour"),
        ("Il est condamné à dix heures de travaux.", "dix", "fr", "10", "hour"),
    ],
)
def test_a_number_is_read_with_its_sign_scale_and_unit(
    text: str, words: str, language: str, stated: str, unit: str
) -> None:
    found = value_of(text, words, language)
    assert (str(found), getattr(found, "unit", None)) == (stated, unit)


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("Between 12 to 15 people died.", "15 people", "en"),
        ("Some 12 to 15 people died.", "12", "en"),
        ("Between 12 and 15 people died.", "15", "en"),
        ("From $12bn to $15bn.", "$15bn", "en"),
        ("Entre 12 et 15 personnes.", "15 personnes", "fr"),
        ("Zwischen zwölf und fünfzehn Menschen.", "fünfzehn Menschen", "de"),
        ("About one in five people.", "five people", "en"),
        ("Nine out of 10 people.", "10 people", "en"),
        ("They won 2:1 there.", "2", "en"),
        ("It took 2½ years.", "2", "en"),
        ("Le match commence à 20 heures.", "20 heures", "fr"),
        ("Il vient à 4 heures de l’après-midi.", "4 heures", "fr"),
        ("It begins at 8 pm.", "8", "en"),
        ("He flew the Boeing 737 there.", "737", "en"),
        ("Die Boeing 737 stürzte ab.", "737", "de"),
        ("He flew the Boeing 737-800 there.", "737-800", "en"),
        ("The COP 28 brought 200 states together.", "28", "en"),
        ("La COP 28 s’est tenue à Dubaï.", "28", "fr"),
        ("COP 28 members came.", "28", "en"),
        ("Between 12 and 15 people died.", "12", "en"),
        ("It was the 27th time.", "27", "en"),
        ("It rose from 12% to 15%.", "12%", "en"),
        ("It was 12% to 15% of $3 billion.", "12%", "en"),
        ("Er stieg von 5,5 Prozent auf 6 Prozent.", "5,5 Prozent", "de"),
        ("Il passe de 12 % à 15 %.", "12 %", "fr"),
        ("Some 3m to 5m people fled.", "3m", "en"),
        ("Some 3m-5m people fled.", "3m-5m people", "en"),
        ("Die 5. Welle kam.", "5", "de"),
        ("Er kam um 3 Uhr.", "um 3 Uhr", "de"),
        ("Der Vertrag, 15 Jahre alt, kostet 12 bis 15 Euro.", "15 Euro", "de"),
        ("It runs GPT-4 now.", "4", "en"),
        ("Es kamen Millionen Menschen.", "Millionen Menschen", "de"),
    ],
)
def test_one_of_two_numbers_a_part_of_a_word_and_a_time_of_day_state_nothing(
    text: str, words: str, language: str
) -> None:
    assert value_of(text, words, language) is None


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("More than 300 people died.", "300 people"), ("312 people died.", "312 people"), None),
        (("About 300 people died.", "300"), ("312 people died.", "312"), None),
        (("It took nearly $1.2bn.", "$1.2bn"), ("It took $1.1bn.", "$1.1bn"), None),
        (("No more than 300 people died.", "300"), ("290 people died.", "290"), None),
        (("27 people died.", "27"), ("20 people were killed.", "20"), False),
        (("It killed 27.", "27"), ("20 were killed.", "20"), False),
        (("It killed 27.", "27"), ("20 were killed.", "20 were killed"), False),
        (("It came a few days after the attack.", "a few days"), ("He is 45 years old.", "45 years"), None),
        (("It came a few days after the attack.", "a few days"), ("Two years ago it came.", "Two years"), None),
        (("It came a few days after the attack.", "a few days"), ("It was two years later.", "two years"), False),
        (("It came a few days ago.", "a few days"), ("It came a few days later.", "a few days"), None),
        (("He is 45 years old.", "45"), ("Two years ago it came.", "Two years"), None),
    ],
)
def test_words_before_and_behind_a_number_say_how_it_is_meant(
    one: tuple[str, str],
    other: tuple[str, str],
    agree: bool | None,  # noqa: FBT001 - what pytest gives
) -> None:
    first, second = value_of(*one), value_of(*other)
    assert first is not None
    assert second is not None
    assert same(first, second) is agree
    assert same(second, first) is agree


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("It cut 1200 jobs.", "1200", "count"),
        ("1500 were arrested.", "1500", "count"),
        ("It cut about 1200 jobs.", "about 1200", "count"),
        ("It cut 1200 jobs.", "1200 jobs", "count"),
        ("Some 1200 jobs.", "1200", "count"),
        ("It cut around 2000 jobs.", "around 2000", "count"),
        ("Around 2030, cars will fly.", "Around 2030", "date"),
        ("All 1200 jobs went.", "1200", "count"),
        ("It began in 1789.", "1789", "date"),
        ("In 2015 Altman founded it.", "2015", "date"),
        ("In 1789 crowds came.", "1789", "date"),
        ("The crisis of 2008 led to it.", "2008", "date"),
        ("It was the revolution of 1789.", "of 1789", "date"),
        ("It was founded in 2015 by Musk.", "2015", "date"),
        ("The sea will rise until 2300.", "2300", "date"),
        ("It lasts till the year 3000.", "3000", "date"),
        ("On 17 November 2023 Altman left.", "2023", "date"),
    ],
)
def test_four_digits_that_count_something_are_no_year(text: str, words: str, kind: str) -> None:
    found = value_of(text, words)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("It was the 2023 election.", "2023", "en"),
        ("It cut 2000 jobs.", "2000", "en"),
        ("Soit 2000 postes.", "2000", "fr"),
        ("The loss of 1200 jobs.", "1200", "en"),
        # Nobody writes of these years without a word such as "in" before them.
        ("Appelez le 3939.", "3939", "fr"),
        ("The code is 4512.", "4512", "en"),
        ("The firm employs 4512.", "4512", "en"),
    ],
)
def test_four_digits_that_may_be_a_year_or_count_something_are_neither(text: str, words: str, language: str) -> None:
    assert value_of(text, words, language) is None


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ("He died in 44 BC.", "in 44 BC", "en"),
        ("It fell in 476 AD.", "in 476 AD", "en"),
        ("It opened at Easter.", "at Easter", "en"),
        ("Abrió en Navidad.", "en Navidad", "es"),
    ],
)
def test_eras_and_feasts_are_no_names(text: str, words: str, language: str) -> None:
    # Else "in 44 BC" and "in 52 BC" would be one name, "bc".
    assert value_of(text, words, language) is None


def test_a_feast_with_a_year_is_of_that_year() -> None:
    one = value_of("It opened on Christmas Day 2023.", "on Christmas Day 2023")
    other = value_of("It opened on Christmas Day 2021.", "on Christmas Day 2021")
    assert one is not None
    assert other is not None
    assert (str(one), str(other), same(one, other)) == ("2023", "2021", False)


def test_a_name_that_holds_a_feast_stays_a_name() -> None:
    found = value_of("It moved to Christmas Island.", "Christmas Island")
    assert found is not None
    assert found.kind == "name"


@pytest.mark.parametrize(
    ("text", "words", "language", "stated"),
    [
        ("工厂投资530万元。", "530万元", "zh", "5300000"),
        ("事故造成3人死亡。", "3人", "zh", "3"),
        ("房价上涨5%。", "5%", "zh", "5 %"),
        ("死者は3人だった。", "3人", "ja", "3"),
        ("売上高は5000億円だった。", "5000億円", "ja", "500000000000"),
        # Of a name, and which one.
        ("东风41导弹", "41", "zh", None),
        ("第3回大会", "3", "ja", None),
    ],
)
def test_a_number_is_read_where_words_are_written_together(
    text: str, words: str, language: str, stated: str | None
) -> None:
    value = value_of(text, words, language)
    assert (None if value is None else str(value)) == stated
