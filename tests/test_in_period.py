"""What a question asks about a day, a month or a year is answered with what may be of it."""

import pytest

from index.article import Article, PartialDate, Span
from index.chunks import Chunk
from index.search import Passage
from rag.answer import Evidence, Mark
from rag.in_period import about_period
from rag.questions.asked_period import asked_period

IN_AUGUST = "Who left OpenAI in August 2024?"
SENTENCES = {
    "dated May": "Leike left on 15 May 2024.",
    "dated August": "Schulman left on 5 August 2024.",
    "range": "Leike left between 2 and 5 May 2024.",
    "undated": "Schulman has left.",
    "since": "Zaremba has been away since 15 May 2024.",
}


def article_of(sentence: str, published: str | None, language: str = "en") -> Article:
    return Article(
        "a", "a", sentence, "0" * 64, language, None, PartialDate.parse(published) if published else None, None
    )


def is_kept(question: str, sentence: str, published: str | None, language: str = "en", asked_in: str = "en") -> bool:
    """Whether an article of that one sentence may answer."""
    article, span = article_of(sentence, published, language), Span("a", 0, len(sentence))
    piece = Evidence(Passage(Chunk("a#0", span, (), None), sentence, 1.0, 1, 0), span, span, 8.0, Mark(8.0))
    return about_period(question, asked_in, [piece], lambda _: article) == [piece]


@pytest.mark.parametrize("published", ["2024-05", "2025-01-10", None])
def test_a_sentence_of_another_time_is_left_out(published: str | None) -> None:
    assert not is_kept(IN_AUGUST, SENTENCES["dated May"], published)


@pytest.mark.parametrize("published", ["2024-05", "2024-08-06", "2025-01-10", None])
def test_a_sentence_that_states_a_date_of_the_period_is_kept_whenever_it_was_written(published: str | None) -> None:
    assert is_kept(IN_AUGUST, SENTENCES["dated August"], published)


def test_an_article_of_the_period_may_tell_of_it_whatever_else_it_dates() -> None:
    assert is_kept(IN_AUGUST, "Schulman, who came on 11 December 2015, has left.", "2024-08-06")


def test_a_sentence_without_a_date_is_left_out_only_where_its_article_is_two_months_older() -> None:
    # From 1 June to 1 August are 61 days, from 2 June 60.
    assert not is_kept(IN_AUGUST, SENTENCES["undated"], "2024-06-01")
    assert is_kept(IN_AUGUST, SENTENCES["undated"], "2024-06-02")
    assert is_kept(IN_AUGUST, SENTENCES["undated"], "2025-01-10")
    assert is_kept(IN_AUGUST, SENTENCES["undated"], None)
    # Of several days none is the one that is stated.
    assert is_kept(IN_AUGUST, SENTENCES["range"], "2025-01-10")


def test_a_question_of_more_numbers_than_anyone_asks_with_has_no_period_and_is_not_searched_for_one() -> None:
    flights = [f"AB{n}" for n in range(20)]
    # 2023 and nineteen flights are twenty.
    assert asked_period(f"What happened in May 2023 to {' '.join(flights[1:])}?", "en") is not None
    assert asked_period(f"What happened in May 2023 to {' '.join(flights)}?", "en") is None
    assert asked_period(f"What happened in May 2023 to {','.join(flights)}?", "en") is None


def test_what_has_been_so_since_an_earlier_day_may_be_so_in_the_period() -> None:
    assert is_kept(IN_AUGUST, SENTENCES["since"], "2024-05-31")


def test_a_day_without_a_year_is_that_of_its_article() -> None:
    assert not is_kept(IN_AUGUST, "Leike left on 15 May.", "2024-06-10")
    assert is_kept(IN_AUGUST, "Schulman will leave on 5 August.", "2024-06-10")


def test_the_english_date_of_a_post_counts_in_an_article_of_another_language() -> None:
    post = "« I resigned » — Jan Leike (@janleike) May 15, 2024"
    assert not is_kept(IN_AUGUST, post, None, "fr")
    assert is_kept("Who resigned in May 2024?", post, None, "fr")


def test_who_was_something_then_may_have_become_it_before() -> None:
    became = "Altman became chief executive on 8 March 2019."
    assert is_kept("Who was the chief executive in 2022?", became, "2024-05-20")
    assert not is_kept("Who became the chief executive in 2022?", became, "2024-05-20")
    assert not is_kept("Who was fired in 2022?", "Altman was fired on 17 November 2023.", "2024-05-20")


@pytest.mark.parametrize(
    ("question", "asked_in", "became", "published"),
    [
        ("Who was president of France in 2010?", "en", "Sarkozy became president on 16 May 2007.", "2012-05-10"),
        ("Who was vice-president in 2010?", "en", "Joe Biden took office on 20 January 2009.", "2012-05-10"),
        ("Who was Microsoft's CEO in 2010?", "en", "Ballmer became its chief on 13 January 2000.", "2013-08-23"),
        ("Who was microsoft’s chief in 2010?", "en", "Ballmer became its chief on 13 January 2000.", "2013-08-23"),
        ("Who ran Microsoft in 2010?", "en", "Ballmer became its chief on 13 January 2000.", "2013-08-23"),
        ("Who was Egypt's president in 2005?", "en", "Mubarak became president on 14 October 1981.", "2011-02-12"),
        ("Who was Sweden's prime minister in 2016?", "en", "Löfven took office on 3 October 2014.", "2021-11-01"),
        ("¿Quién fue el presidente en 2010?", "es", "Zapatero took office on 18 April 2004.", "2012-01-20"),
        ("¿Quién fue presidente en 2010?", "es", "Zapatero took office on 18 April 2004.", "2012-01-20"),
        ("Qui a été président en 2010 ?", "fr", "Sarkozy became president on 16 May 2007.", "2012-05-10"),
        ("Qui a été le premier ministre en 2010 ?", "fr", "Fillon took office on 17 May 2007.", "2012-05-10"),
        ("Qui a été la directrice en 2010 ?", "fr", "Roth took office on 17 May 2007.", "2012-05-10"),
        ("¿Quién fue el director en 2010?", "es", "Roth took office on 17 May 2007.", "2012-05-10"),
    ],
)
def test_who_held_an_office_then_may_have_taken_it_before(
    question: str, asked_in: str, became: str, published: str
) -> None:
    assert is_kept(question, became, published, "en", asked_in)


@pytest.mark.parametrize(
    ("question", "asked_in"),
    [
        ("Who was elected president in 2010?", "en"),
        ("Who was sent home in 2010?", "en"),
        ("Who ran against Royal in 2010?", "en"),
        ("Who ran for president in 2010?", "en"),
        ("¿Quién fue elegido en 2010?", "es"),
        ("¿Quién fue el ganador del Mundial en 2010?", "es"),
        ("¿Quiénes fueron las víctimas en 2010?", "es"),
        ("Qui a été le vainqueur du Tour en 2010 ?", "fr"),
        ("Qui ont été les victimes en 2010 ?", "fr"),
        ("Qui a été élu en 2010 ?", "fr"),
    ],
)
def test_what_happened_to_somebody_then_did_not_happen_before(question: str, asked_in: str) -> None:
    assert not is_kept(question, "Sarkozy became president on 16 May 2007.", "2012-05-10", "en", asked_in)


@pytest.mark.parametrize(
    ("question", "sentence", "published", "language"),
    [
        (
            "Who won the election in 2020?",
            "Trump, who won in 2016, lost the 2020 election to Biden.",
            "2024-11-11",
            "en",
        ),
        (
            "Who won the World Cup in 2018?",
            "France won the 2018 World Cup, after their first in 1998.",
            "2022-11-11",
            "en",
        ),
        (
            "Who won the World Cup in July 2018?",
            "France won the 2018 World Cup, after their first in 1998.",
            "2022-11-11",
            "en",
        ),
        (
            "Who won the prize in 2023?",
            "The 2023 prize went to Ms Mohammadi, arrested in November 2021.",
            "2024-01-11",
            "en",
        ),
        ("Who won the World Cup in 2018?", "La France a remporté la Coupe 2018, après celle de 1998.", None, "fr"),
        ("Who won the cup in 2024?", "España, campeona en 2012, ganó la Eurocopa 2024.", "2025-06-11", "es"),
        ("Who won the cup in 2019?", "Roth, who won in 1990, led the club from 2017 to 2019.", "2022-01-01", "en"),
    ],
)
def test_a_sentence_that_names_the_year_beside_a_noun_is_of_it_whatever_else_it_dates(
    question: str, sentence: str, published: str | None, language: str
) -> None:
    assert is_kept(question, sentence, published, language)


@pytest.mark.parametrize(
    "sentence",
    [
        "Trump, who won in 2016, lost the election.",
        "Trump, who won in 2016, paid $2020.",
        "Trump, who won in 2016, had 12,2020 and 2020.5 and 2020% of them.",
    ],
)
def test_digits_of_another_number_are_no_year(sentence: str) -> None:
    assert not is_kept("Who won the election in 2020?", sentence, "2024-11-11")


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("More than 2000 people died in May 2015.", "en"),
        ("Plus de 2000 personnes sont mortes en mai 2015.", "fr"),
        ("Mehr als 2000 Menschen starben im Mai 2015.", "de"),
    ],
)
def test_what_is_counted_is_no_year(sentence: str, language: str) -> None:
    assert not is_kept("Who died in 2000?", sentence, "2021-02-01", language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The 2024 Olympics opened in Paris on 26 July 2024.", "en"),
        ("Der Haushalt 2024 wurde am 2. Februar 2024 beschlossen.", "de"),
        ("Tras la Eurocopa 2024, Rubiales dimitió el 10 de septiembre de 2024.", "es"),
    ],
)
def test_the_year_beside_a_noun_is_not_the_month_where_the_sentence_has_another_of_that_year(
    sentence: str, language: str
) -> None:
    assert not is_kept(IN_AUGUST, sentence, "2024-12-01", language)
    assert is_kept("What happened in 2024?", sentence, "2025-12-01", language)


def test_the_year_of_another_day_or_range_is_not_that_of_the_month() -> None:
    assert not is_kept(IN_AUGUST, "Leike, who came in 2021, left between 2 and 5 May 2024.", "2025-01-10")
    assert not is_kept("Who left in late 2024?", "Leike left in early 2024.", "2025-01-10")


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Revenue fell to $383bn from $394bn in 2022.", "en"),
        ("Revenue fell by 3%, compared with the year 2022.", "en"),
        ("Le total est de 383 milliards d’euros, contre 394 milliards d’euros en 2022.", "fr"),
        ("Le total a baissé de 3 % par rapport à 2022.", "fr"),
        ("Der Umsatz lag bei 383 Milliarden gegenüber 394 Milliarden Dollar im Jahr 2022.", "de"),
        ("El total fue de 383.000 millones, frente a los 394.000 millones de 2022.", "es"),
    ],
)
def test_the_date_of_what_is_compared_does_not_say_when(sentence: str, language: str) -> None:
    assert is_kept("What was the revenue in 2023?", sentence, "2024-01-15", language)
    # Of the year before the article was written it is no figure.
    assert not is_kept("What was the revenue in 2024?", sentence, "2022-06-01", language)
    assert is_kept("What was the revenue in 2022?", sentence, "2024-01-15", language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The loss was 19 million in 2024, against 27 million the year before.", "en"),
        ("La perte est de 19 millions en 2024, contre 27 millions l’année précédente.", "fr"),
        ("Der Verlust lag im Jahr 2024 bei 19 Millionen, im Vorjahr bei 27 Millionen.", "de"),
        ("La pérdida fue de 19 millones en 2024, frente a 27 millones el año anterior.", "es"),
    ],
)
def test_the_year_before_the_one_that_is_stated_is_told_of_too(sentence: str, language: str) -> None:
    assert is_kept("What was the loss in 2023?", sentence, "2025-03-05", language)
    assert not is_kept("What was the loss in 2022?", sentence, "2025-03-05", language)


@pytest.mark.parametrize(
    "sentence",
    [
        "Leike left in May 2024, a year earlier than planned.",
        "Of the 30 who came, Leike left in May 2024, the year before his death.",
        "The loss was 19 million in 2024, up from the year before.",
    ],
)
def test_the_year_before_is_not_told_of_without_a_number(sentence: str) -> None:
    assert not is_kept("What was the loss in 2023?", sentence, "2025-02-01")


@pytest.mark.parametrize(
    "sentence", ["Revenue fell to $383bn in 2022.", "Roth moved from Paris in 2022.", "It is open from 3 May 2024."]
)
def test_a_date_that_is_compared_with_nothing_says_when(sentence: str) -> None:
    assert not is_kept("What was the revenue in 2023?", sentence, "2024-06-15")


def test_a_question_about_the_first_year_is_answered() -> None:
    # Sixty days before 1 January 0001 there is no day.
    assert is_kept("What happened in January 0001?", SENTENCES["undated"], "2022-11-11")


def test_a_question_without_a_date_keeps_everything() -> None:
    assert is_kept("Who left OpenAI?", SENTENCES["dated May"], "2024-05")


@pytest.mark.parametrize(
    ("question", "language", "period"),
    [
        (IN_AUGUST, "en", "2024-08-01/2024-08-31"),
        ("Who left OpenAI in 2021?", "en", "2021-01-01/2021-12-31"),
        ("What happened at OpenAI on 3 March 2024?", "en", "2024-03-03/2024-03-03"),
        ("In which city did they meet in May 2024?", "en", "2024-05-01/2024-05-31"),
        ("Who was fired in 2021?", "en", "2021-01-01/2021-12-31"),
        ("Quels trois dirigeants sont partis en août 2024 ?", "fr", "2024-08-01/2024-08-31"),
        ("Que s’est-il passé le 20 juin 2024 ?", "fr", "2024-06-20/2024-06-20"),
        ("Wer hat OpenAI im August 2024 verlassen?", "de", "2024-08-01/2024-08-31"),
        ("¿Quién dejó OpenAI en agosto de 2024?", "es", "2024-08-01/2024-08-31"),
        # The year called so.
        ("What happened in the year 2023?", "en", "2023-01-01/2023-12-31"),
        ("Que s’est-il passé au cours de l’année 2023 ?", "fr", "2023-01-01/2023-12-31"),
        ("Que s'est-il passé en l'an 2000 ?", "fr", "2000-01-01/2000-12-31"),
        ("Was geschah im Jahr 2023?", "de", "2023-01-01/2023-12-31"),
        ("Wer wurde im Jahre 2021 gewählt?", "de", "2021-01-01/2021-12-31"),
        ("Was geschah im Laufe des Jahres 2023?", "de", "2023-01-01/2023-12-31"),
        ("¿Qué pasó en el año 2023?", "es", "2023-01-01/2023-12-31"),
        ("Wat gebeurde er in het jaar 2023?", "nl", "2023-01-01/2023-12-31"),
        # A weekday before the day.
        ("What happened on Tuesday, May 3, 2023?", "en", "2023-05-03/2023-05-03"),
        ("Que s’est-il passé le mardi 3 mai 2023 ?", "fr", "2023-05-03/2023-05-03"),
        ("Was geschah am Dienstag, den 3. Mai 2023?", "de", "2023-05-03/2023-05-03"),
        ("¿Qué pasó el martes 3 de mayo de 2023?", "es", "2023-05-03/2023-05-03"),
        # In German without a word before it.
        ("Was geschah 2023?", "de", "2023-01-01/2023-12-31"),
        ("Wer verließ 2023 OpenAI?", "de", "2023-01-01/2023-12-31"),
        ("Wer wurde 2021 gewählt?", "de", "2021-01-01/2021-12-31"),
        ("Was hat er 2021 in Berlin gesagt?", "de", "2021-01-01/2021-12-31"),
        ("Wer wurde 2015 Mitarbeiter des Jahres?", "de", "2015-01-01/2015-12-31"),
        ("Wer verkaufte 2023 die meisten Autos?", "de", "2023-01-01/2023-12-31"),
        # "Das" and "die" before it are pronouns here.
        ("Wer hat das im Mai 2023 gesagt?", "de", "2023-05-01/2023-05-31"),
        ("Wer sagte das im Mai 2023?", "de", "2023-05-01/2023-05-31"),
        ("Wer sagte das im Mai 2023 unter Eid?", "de", "2023-05-01/2023-05-31"),
        ("Wann hat er die im Mai 2023 getroffen?", "de", "2023-05-01/2023-05-31"),
    ],
)
def test_a_question_says_when(question: str, language: str, period: str) -> None:
    found = asked_period(question, language)
    assert found is not None
    assert f"{found.first}/{found.last}" == period


@pytest.mark.parametrize(
    ("question", "language"),
    [
        # Which one is meant.
        ("What came of the trial of August 2024?", "en"),
        ("Who runs the firm that was sold in 2021?", "en"),
        ("Who runs the company founded in 2021?", "en"),
        ("Qui dirige la société fondée en 2021 ?", "fr"),
        ("Qui dirige la société qui a fermé en 2021 ?", "fr"),
        ("Wer leitet die Firma, die im August 2024 schloss?", "de"),
        ("¿Quién dirige la empresa fundada en 2021?", "es"),
        # No period, or one of which is told beforehand.
        ("Who has run it since August 2024?", "en"),
        ("Who left before August 2024?", "en"),
        ("Who will leave in August 2024?", "en"),
        ("Qui dirigera le site en 2028 ?", "fr"),
        ("Who left on 17 November?", "en"),
        ("Wer wird 2028 kandidieren?", "de"),
        ("Wer ist 2028 dabei?", "de"),
        # The year of what has it in its name, or which one is meant.
        ("Wer hat die Weltmeisterschaft 2014 gewonnen?", "de"),
        ("Was steht in der Agenda 2030?", "de"),
        ("Wer leitet die 2021 geschlossene Fabrik?", "de"),
        ("Wer leitet die im Jahr 2021 geschlossene Fabrik?", "de"),
        ("Wer leitet die Firma, die 2021 schloss?", "de"),
        ("Was wurde aus der im Mai 2019 eingestürzten Brücke?", "de"),
        ("Wer leitet die im Mai 2023 von Meta an Google verkaufte Firma?", "de"),
        ("Who runs the company founded in the year 2021?", "en"),
        ("Qui dirige la société fondée au cours de l’année 2021 ?", "fr"),
        ("¿Qué pasó con la ley del año 2020?", "es"),
        ("What came of the trial of Tuesday 3 May 2023?", "en"),
        # Before or after it, or from one to another.
        ("Was geschah seit 2020?", "de"),
        ("Was ändert sich ab 2025?", "de"),
        ("Was geschah nach dem Jahr 2020?", "de"),
        ("Was geschah 2019 bis 2020?", "de"),
        ("Was geschah im Jahr 2019 und 2020?", "de"),
        # What is counted.
        ("Warum strich Meta 2000 Stellen?", "de"),
        ("Warum strich Meta rund 2023 Stellen?", "de"),
        ("Welche Firma strich 1950 Stellen?", "de"),
        ("Welche Bank verkaufte 2021 Ferienhäuser?", "de"),
        ("Was kostet 1999 Euro?", "de"),
        ("Was wurde in 2023 Fällen entdeckt?", "de"),
        ("How was lead found in 1950 homes?", "en"),
        ("What changed between May 2023 and August 2024?", "en"),
    ],
)
def test_a_date_that_says_something_else_is_no_period(question: str, language: str) -> None:
    assert asked_period(question, language) is None


@pytest.mark.parametrize(
    ("question", "asked_in", "sentence", "written_in"),
    [
        ("Where is the World Cup in 2026?", "en", "The next World Cup takes place in Canada and Mexico.", "en"),
        ("Who hosts the World Cup in 2026?", "en", "Canada and Mexico have been named as hosts.", "en"),
        ("Who might win in 2026?", "en", "Harris could run again, her aides say.", "en"),
        ("Was ändert sich 2026?", "de", "Der Mindestlohn steigt um einen Euro.", "de"),
        ("Qu'est-ce qui change en 2026 ?", "fr", "La taxe augmente de cinq centimes.", "fr"),
        ("¿Qué cambia en 2026?", "es", "El impuesto sube cinco céntimos.", "es"),
    ],
)
def test_what_is_asked_in_the_present_may_have_been_told_long_before(
    question: str, asked_in: str, sentence: str, written_in: str
) -> None:
    assert is_kept(question, sentence, "2024-05-10", written_in, asked_in)
    # Three years of 366 days are 1,098, and so many lie between 30 December 2022 and 1 January 2026.
    assert is_kept(question, sentence, "2022-12-30", written_in, asked_in)
    assert not is_kept(question, sentence, "2022-12-29", written_in, asked_in)


@pytest.mark.parametrize(
    ("question", "asked_in", "sentence", "published"),
    [
        ("What is the unemployment rate in 2024?", "en", "The unemployment rate is 6.1 percent.", "2014-05-10"),
        ("¿Cuál es la tasa de paro en 2024?", "es", "La tasa de paro es del 25 por ciento.", "2014-05-10"),
        ("How much is the minimum wage in 2024?", "en", "The minimum wage is 5.73 pounds.", "2009-05-10"),
        ("Who is the world champion in 2024?", "en", "Carlsen is the world champion.", "2014-05-10"),
        # Whatever lies two years back, where what is so or was is asked for.
        ("How much does a ticket cost in 2024?", "en", "A ticket costs 8 pounds.", "2022-05-10"),
        ("What can you tell me about the fire in Paris in 2019?", "en", "A fire killed two in Paris.", "2017-05-10"),
        ("What do we know about the attack in December 2016?", "en", "Police hunt the attacker.", "2014-08-10"),
        ("What is known about the attack in December 2016?", "en", "Police hunt the attacker.", "2014-08-10"),
    ],
)
def test_what_was_so_long_before_is_not_so_in_the_period(
    question: str, asked_in: str, sentence: str, published: str
) -> None:
    assert not is_kept(question, sentence, published, asked_in, asked_in)


@pytest.mark.parametrize(
    ("question", "asked_in"),
    [
        ("Who won in 2026?", "en"),
        ("Was geschah 2026?", "de"),
        ("Qui a gagné en 2026 ?", "fr"),
        ("¿Quién ganó en 2026?", "es"),
    ],
)
def test_what_is_asked_of_the_past_has_not(question: str, asked_in: str) -> None:
    assert not is_kept(question, "Roth has won.", "2024-05-10", "en", asked_in)


@pytest.mark.parametrize(
    ("question", "sentence", "language"),
    [
        ("Who resigned in May 2024?", "Leike, who had joined in January 2021, resigned last month.", "en"),
        ("Qui a démissionné en mai 2024 ?", "Leike, arrivé en janvier 2021, est parti le mois dernier.", "fr"),
        ("Wer trat im Mai 2024 zurück?", "Leike, der im Januar 2021 kam, ging im vergangenen Monat.", "de"),
    ],
)
def test_a_day_beside_last_month_does_not_hide_it(question: str, sentence: str, language: str) -> None:
    assert is_kept(question, sentence, "2024-07-20", language, language)
    assert not is_kept(question, sentence.partition(",")[0] + " joined in January 2021.", "2024-07-20", "en", language)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("2023年2月29日发生了什么？", "zh"),
        ("2023年2月29日に何が起きた？", "ja"),
        ("2023년 2월 29일에 누가 사임했나", "ko"),
        ("0000年4月8日发生了什么？", "zh"),
        ("0000年发生了什么？", "zh"),
    ],
)
def test_a_day_or_a_year_that_does_not_exist_is_no_period(question: str, language: str) -> None:
    assert asked_period(question, language) is None
    assert asked_period(question.replace("29", "28").replace("0000", "2023"), language) is not None


@pytest.mark.parametrize(
    ("question", "sentence", "language"),
    [
        ("2023年3月谁辞职了？", "王明于去年3月11日辞职。", "zh"),
        ("2023年3月に辞任したのは誰か", "昨年3月11日に辞任した。", "ja"),
        ("2023년 3월에 누가 사임했나", "그는 지난해 3월 11일에 사임했다.", "ko"),
        ("2018年4月1日に就任したのは誰か", "平成30年4月1日に就任した。", "ja"),
        ("2022年4月谁访问了北京？", "他于2022年3月1日至4月5日访问北京。", "zh"),
        ("2020年に誰が働いていたか", "彼は2019年から2021年まで働いた。", "ja"),
        ("2025年6月会发生什么？", "会议将于明年6月15日举行。", "zh"),
    ],
)
def test_the_year_beside_a_day_says_which_it_is_in_chinese_japanese_and_korean(
    question: str, sentence: str, language: str
) -> None:
    assert is_kept(question, sentence, "2024-05-31", language, language)
    # Ten years later it is another.
    later = str(int(question[:4]) + 10) + question[4:]
    assert not is_kept(later, sentence, "2024-05-31", language, language)


def test_what_a_figure_is_compared_with_stands_behind_after_and_nach_too() -> None:
    assert is_kept(
        "Wie hoch war die Inflation im Jahr 2022?",
        "Sie lag bei 6,9 Prozent nach 3,1 Prozent im Jahr 2021.",
        "2023-01-10",
        "de",
        "de",
    )
    assert is_kept(
        "Quelle était l'inflation en 2022 ?", "Elle était de 5,2 % après 1,6 % en 2021.", "2023-01-10", "fr", "fr"
    )
    # Behind "after" stands a time here.
    assert not is_kept("Who won in 2022?", "Roth won after the vote in 2021.", "2024-01-10")


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Roth, who was born in 1970, worked in Paris from 2015 to 2020.", "en"),
        ("The bridge, planned in 2009, was built between 2015 and 2020.", "en"),
        ("Roth, hired in 2009, ran the Paris office 2015–20.", "en"),
        ("The works, planned in 2009, took all of the 2010s.", "en"),
        ("Roth, né en 1970, a travaillé à Paris de 2015 à 2020.", "fr"),
    ],
)
def test_what_lasted_over_the_year_asked_for_may_tell_of_it_whatever_other_year_is_said(
    sentence: str, language: str
) -> None:
    # 2018 and May 2018 lie between 2015 and 2020; 2008 and 2021 do not.
    for asked, kept in (("2018", True), ("May 2018", True), ("2008", False), ("2021", False)):
        assert is_kept(f"What happened in {asked}?", sentence, "2022-01-01", language) is kept


def test_the_years_of_a_life_in_brackets_say_nothing_of_what_happened_in_between() -> None:
    sentence = "Thatcher (1925–2013) became prime minister in May 1979."
    assert not is_kept("What happened in 1985?", sentence, "2022-01-01")


def test_a_day_without_a_year_is_of_the_year_of_the_print_that_had_it_first() -> None:
    sentence = "Altman was dismissed on 17 November."
    first, later = article_of(sentence, "2022-11-20"), article_of(sentence, "2024-12-01")
    span = Span("a", 0, len(sentence))
    piece = Evidence(Passage(Chunk("a#0", span, (), None), sentence, 1.0, 1, 0), span, span, 8.0, Mark(8.0))

    def told_of(question: str) -> bool:
        return about_period(question, "en", [piece], lambda _: later, lambda _: [first]) == [piece]

    assert told_of("What happened in November 2022?")
    assert not told_of("What happened in November 2023?")


@pytest.mark.parametrize(
    ("question", "sentence", "published", "language"),
    [
        ("What was Apple's profit in 2023?", "Apple's profit reached $53bn last year.", "2016-01-27", "en"),
        ("What was Apple's profit in 2023?", "Apple's profit fell this year to $45bn.", "2016-11-27", "en"),
        ("Who won the election in November 2024?", "Obama won the election last week.", "2012-11-14", "en"),
        ("Qui a démissionné en mai 2023 ?", "Le ministre est parti le mois dernier.", "2011-03-10", "fr"),
        ("Wie hoch war der Gewinn im Jahr 2023?", "VW verdiente letztes Jahr 4 Milliarden.", "2008-02-10", "de"),
        ("¿Cuánto ganó Repsol en 2023?", "Repsol ganó 3.000 millones el año pasado.", "2008-02-10", "es"),
    ],
)
def test_last_year_and_last_month_of_an_article_from_before_the_period_are_not_of_it(
    question: str, sentence: str, published: str, language: str
) -> None:
    assert not is_kept(question, sentence, published, language, language)
    assert is_kept(question, sentence, "2024-12-20", language, language)
    assert is_kept(question, sentence, None, language, language)


@pytest.mark.parametrize(
    ("question", "asked_in"),
    [
        ("Who is CEO of Twitter in 2024?", "en"),
        ("What is the unemployment rate in 2024?", "en"),
        ("How high is inflation in 2024?", "en"),
        ("¿Cuál es la tasa de paro en 2024?", "es"),
        ("¿Cuánto sube la luz en 2024?", "es"),
        ("Wie stark steigen die Mieten im Jahr 2024?", "de"),
        ("De combien le SMIC augmente-t-il en 2024 ?", "fr"),
    ],
)
def test_what_is_so_in_a_year_was_not_told_two_years_before(question: str, asked_in: str) -> None:
    assert not is_kept(question, "Parag Agrawal is CEO of Twitter.", "2022-05-10", "en", asked_in)
