"""Full stops of abbreviations, and marks of Markdown around the end of a sentence."""

import pytest

from index.sentence_ends import sentence_ends


def split(text: str, language: str) -> list[str]:
    ends = sentence_ends(text, language)
    return [text[start:end].strip() for start, end in zip((0, *ends), ends, strict=False)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It costs approx. 5 kg, max. 6 kg, of a firm (est. 1921)."),
        ("en", "Add 2 tbsp. sugar and ask the dept. head."),
        ("en", "Para. 4 and art. 5 apply."),
        ("de", "Das kostet inkl. MwSt. und zzgl. Versand 5 Tsd. Euro."),
        ("de", "Dr. med. dent. Karl May von Gebr. Schmidt, Abt. Einkauf."),
        ("de", "Viele, bes. Ärzte, einschl. Pfleger, kamen zu St. Josef und Hl. Maria."),
        ("fr", "C’est aprox. l’art. L. 5331-5, l’art. R. 123-4 et l’art. L5331-5 du code."),
        ("fr", "Le carrefour de la D. 972, c.-à-d. le bd. Voltaire, est fermé."),
        ("fr", "Né en janv. 2025 (dép. de la Manche), XIXe s. compris, Réf. 123."),
        ("fr", "Il faut min. 5 pers. max. 10 pers."),
        ("es", "Son 520 kcal. aprox. por ración, con 1 cda. de sal y máx. 3 h. de horno."),
        ("es", "El 22 mar. 2024 y el 3 sep. 2024 ganó el At. Madrid de Fco. Pérez."),
        ("es", "Mons. Romero, el Tte. Coronel Ruiz, el Cnel. Díaz y el Sgto. Gil vieron al Pdte. Sánchez."),
        ("es", "La Mtra. Ana, el Mtro. Juan, la profa. Luz y el Pbro. Paz."),
        ("en", "Atty. Gen. Merrick Garland met Amb. Susan Rice, Spc. Joe Doe, Govs. Smith and Doe and Ald. Lee."),
        ("fr", "Le gén. Dupont et le cdt. Martin."),
        ("de", "Am Montag, 3. Juni, begann der Prozess."),
        ("de", "Ende 18. Jahrhundert war es reich, laut Bericht 1. Quartal."),
        ("de", "In ihrer 2. Amtszeit, zu seinem 60. Geburtstag, an unserem 3. Tag sparte jeder 3. Deutsche."),
        ("es", "Empezó a las 10 a.m. y terminó a las 5 p. m. del sábado."),
        ("es", "Según el Lic. de la Madrid y el Pbro. de la aldea, sí."),
        ("fr", "Le Dr. de la Tour, Mme. de Staël et Mgr. d’Ornellas ont parlé."),
        ("nl", "Mevr. de Vries kwam o.a. uit Gent, d.w.z. daar."),
        ("it", "L’on. Meloni e l’ing. Rossi."),
        ("pt", "A Profa. Lima viveu no séc. XIX."),
        ("en", "1.2. Scope of the rules"),
        ("en", "> 3. Car"),
        ("en", "**3. Car**"),
        ("en", "**Mr.** Smith came."),
    ],
)
def test_an_abbreviation_ends_no_sentence(language: str, text: str) -> None:
    assert split(text, language) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It costs 5 kg approx.|We paid."),
        ("en", "That was two years ago.|30 people came."),
        ("en", "He said no. A 5-year-old came.|Then 3 left."),
        ("es", "Son 520 kcal. aprox.|¡Qué le vamos a hacer!"),
        ("fr", "Il est mort le 22 mai.|20 personnes sont venues."),
        ("fr", "C’est ce qu’il est.|Ils partent."),
        ("fr", "Elle est prof.|Il franchit le col.|Il gagne."),
        ("de", "Ende 2018.|Quartal um Quartal steigt es um 3,50.|Quartal um Quartal."),
    ],
)
def test_a_word_that_looks_like_an_abbreviation_ends_its_sentence(language: str, text: str) -> None:
    assert split(text.replace("|", " "), language) == text.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "**Can I work from abroad?**|Yes.|__Never.__|Then *so?*|***Really?***|Yes.",
        "Then run `make it.`|Or not.",
        "See (**now.**)|Then go.",
        "Go 5 * 3 = 15?|* Note it.",
        "Use snake_case_name.|Then a_b?|_Yes._|Now.",
    ],
)
def test_a_mark_that_closes_emphasis_or_code_goes_with_its_sentence(text: str) -> None:
    assert split(text.replace("|", " "), "en") == text.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "—¿Por qué? —preguntó ella.|Nadie lo supo.",
        "«¡Es un robo!» —denunció la ministra.|«Es así.» —dijo él.",
        '"Why now?" — asked the judge.|"It is over!" – he shouted.|"I go." - she left.',
        "—No.|—Ella se fue.",
        "He left.|- then this.|Is it?|- No.",
        "Really?|— 5 of them.",
    ],
)
def test_who_said_it_goes_on_behind_a_dash_and_a_small_letter(text: str) -> None:
    assert split(text.replace("|", " "), "es") == text.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "「私は辞めます。|もう戻りません。」と彼は述べた。|次は田中氏だ。",
        "「辞めます。」|「なぜ？」|「秘密です。」",
        "『終わりだ！』と叫んだ。|皆が泣いた。",
    ],
)
def test_a_japanese_speech_goes_with_who_says_it(text: str) -> None:
    assert split(text.replace("|", ""), "ja") == text.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "“我们没能撑过第三个冬天。”她说。|公司股价下跌。",
        "何曼致歉：“我不会躲。”|陆远舟仍未现身。|2人辞职。",
        "他说：“我走了。”|何曼说，他不回来。",
        "王明說：「我要走了。」|股價下跌。|「我走了。」王明說。",
    ],
)
def test_a_chinese_speech_goes_with_who_says_it_behind_it(text: str) -> None:
    assert split(text.replace("|", ""), "zh") == text.split("|")


def test_a_japanese_sentence_ends_before_a_number() -> None:
    text = "遠藤さんが1人で務める。|2人体制とする方針を改める。"
    assert split(text.replace("|", ""), "ja") == text.split("|")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("cs", "Brzdy selhaly 3. února a 17. ledna.|Č. 5 stojí od 8. června v ul. Nové."),
        ("pl", "Wynajem kosztuje ok. 780 tys. zł miesięcznie.|Lata od 1998 r. i kończy w tym roku."),
        ("pl", "Lata od 1998 r.|W ubiegłym roku startowała 214 razy, mówi prof. Ewa Lasota."),
        ("ru", "Завод открыт в 2021 г.|Новый цех стоит в г. Тверь."),
        ("ru", "В фондах более 46 тыс.|Сильнее всего залило гербарий, это 2,7 млн руб. убытка."),
        ("fi", "Kone pysäytetään 31. maaliskuuta.|Toinen 12. toukokuuta."),
        ("hi", "4.8 करोड़ रु. का ठेका मालवा के पास है।|सदस्य डॉ. निखिल जोशी हैं।"),
        ("ar", "وقال د. مازن قطيشات إن الجناح جاهز.|وأضاف أن العمل انتهى."),
        ("he", "הסופר א. ב. יהושע נולד בירושלים.|הוא כתב ספרים."),
        ("nl", "Tot nu toe deden 212 kwekers dat.|De verzekeraar keert niet uit."),
        ("sv", "I ansökan fanns 86 verk med.|Försvarsmakten invände kl. 8."),
        ("nb", "Konserten er 17. mai kl. 8 og nr. 5 vant."),
        ("pl", "Rząd pomoże im.|Ministerstwo da pieniądze, mówi lek. med. Anna Nowak."),
        ("ru", "Он гордится им.|Учёные нашли новый ген.|Он стоит на пр. Мира.|Пришли мэр и др.|Потом ушли."),
        # A doctor of medicine, in whatever language.
        ("en", "The report, by Dr. med. Hans Meyer, is out."),
        ("da", "Sagt af dr. med. Lars Hansen i dag."),
        # Nothing has been said before the year.
        ("ru", "В 2003 г. Абрамович купил клуб.|В начале 1998 г. Центробанк отказался."),
        # A link, and a name that has its capital behind, begin sentences though they begin small.
        ("pl", "Czytaj więcej.|www.onet.pl/x Zysk banku wzrósł.|mBank zarobił."),
    ],
)
def test_points_that_shorten_words_in_other_languages_end_no_sentence(language: str, text: str) -> None:
    assert split(text.replace("|", " "), language) == text.split("|")


def test_a_long_text_in_indian_letters_is_read_in_time_that_grows_with_its_length() -> None:
    # Whether another mark ends sentences was looked for behind every point: 60,000 times 600,000 characters.
    text = "कख. ख dddd" * 60_000
    assert sentence_ends(text, "hi")[-1] == len(text)
