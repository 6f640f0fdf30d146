"""Text to terms: what a reader takes for the same word or number meets, whatever its spelling."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.words import fold, may_have_other_terms, question_terms, terms

LANGUAGES = ["de", "en", "es", "fr", "it", "nl", "pt", "ro", "xx", ""]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("leike", "Leïke"),
        ("LEIKE", "leike"),
        ("Leïke", "Lei\u0308ke"),  # one code point, and two
        ("démission", "DEMISSION"),
        ("20%", "20 %"),
        ("20%", "20\u00a0%"),
        ("20%", "20\u202f%"),
        ("100 000", "100,000"),
        ("100\u00a0000", "100\u202f000"),
        ("100.000", "100000"),
        ("1 234 567", "1,234,567"),
        ("1,4", "1.4"),
        ("cœur", "coeur"),
        ("CŒUR", "cœur"),
        ("Straße", "STRASSE"),
        ("l’article", "article"),
        ("l'article", "article"),
        ("qu’Altman", "Altman"),
        ("jusqu'alors", "alors"),
        ("Leike’s", "Leike"),
        ("ﬁnance", "finance"),  # a ligature of one code point
        ("ＧＰＴ", "gpt"),  # full width
        ("Pourquoi™", "pourquoitm"),
        ("Łódź", "Lodz"),  # letters with a stroke are one code point, decomposed too
        ("KØBENHAVN", "kobenhavn"),
        ("Đà Nẵng", "da nang"),
        ("Þórður", "thordur"),
        ("Ħamrun", "hamrun"),
        ("ışık", "IŞIK"),
        ("GPT\u20114", "GPT-4"),  # a hyphen where no line may end
        ("GPT\u20104", "GPT-4"),
        ("محـمد", "محمد"),
        ("soft\u00adware", "software"),
        ("soft\u200bware", "software"),
        ("\ufeffsoft\u2060ware", "software"),
        ("ශ්\u200dරී", "ශ්රී"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1,234.56"),
        ("1.234.567,8", "1234567.8"),
        ("1,23,456.78", "123456.78"),  # as in India
        ("20’000", "20000"),
        ("1'234'567", "1,234,567"),
        ("٢٠٢٤", "2024"),
        ("२०२४", "2024"),
        ("٣٫٥", "3.5"),
        ("١٬٢٣٤", "1234"),
        ("٢٠٪", "20 %"),
    ],
)
def test_two_spellings_give_the_same_terms(one: str, other: str) -> None:
    assert terms(one, "fr") == terms(other, "fr") != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 %", ["20", "20%"]),  # a question for 20 finds 20 %, one for 20 % prefers it
        ("20% 20", ["20", "20%", "20"]),
        ("100 000", ["100000"]),
        ("1,4", ["1.4"]),
        ("1,400", ["1400"]),  # a comma before exactly three digits separates thousands
        ("1 234,5", ["1234.5"]),
        ("2023 100", ["2023", "100"]),  # four digits begin no group of three
        ("1,234.567", ["1234.567"]),  # where both marks stand, the last is the decimal mark
        ("1.234,567", ["1234.567"]),
        ("'20' 000", ["20", "000"]),
        ("1930s", ["1930s", "1930", "s"]),  # a number before letters is not cut
        ("3.10.55x", ["3.10", "55x", "55", "x"]),
        ("GPT-4o", ["gpt4o", "gpt", "4o", "4", "o"]),
        ("GPT4o", ["gpt4o", "gpt", "4", "o"]),
        ("İstanbul", ["istanbul"]),
        ("x < y", ["x", "y"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_terms_are_those_worked_out_by_hand(text: str, expected: list[str]) -> None:
    assert terms(text, "xx") == expected  # no stop words; the English stemmer leaves these as they are


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("大桥于周一", "zh", ["大桥", "桥于", "于周", "周一"]),
        ("大桥，周一", "zh", ["大桥", "周一"]),  # none across a mark
        ("橋", "ja", ["橋"]),
        ("2024年、100,000人", "ja", ["2024", "年", "100000", "人"]),
        ("GPT-4的大桥", "zh", ["gpt4", "gpt", "4", "的大", "大桥"]),
        ("ﾃﾚﾋ", "ja", ["テレ", "レヒ"]),  # half width; the mark of "bi" is folded away as accents are
        ("ปิด", "th", ["ปิ", "ิด"]),  # a vowel sign is no end of a word
        ("다리는 열렸다", "ko", ["다리는", "열렸다"]),  # Korean has spaces
    ],
)
def test_where_words_have_no_spaces_two_neighbouring_letters_are_a_term(
    text: str, language: str, expected: list[str]
) -> None:
    assert terms(text, language) == [unicodedata.normalize("NFKD", term) for term in expected]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("राम ने नई किताब की दुकान खोली।", "hi", ["राम", "ने", "नई", "किताब", "की", "दुकान", "खोली"]),
        ("নতুন সেতু", "bn", ["নতুন", "সেতু"]),
        ("தமிழ் மொழி", "ta", ["தமிழ", "மொழி"]),  # what is folded away as accents are: the sign for no vowel
        ("నది-నీరు", "te", ["నదినీరు", "నది", "నీరు"]),
        ("കേരളം", "ml", ["കേരളം"]),
        ("ලංකාව", "si", ["ලංකාව"]),
        ("बी2बी", "hi", ["बी2बी", "बी", "2", "बी"]),
    ],
)
def test_vowel_signs_are_in_words(text: str, language: str, expected: list[str]) -> None:
    assert terms(text, language) == [unicodedata.normalize("NFKD", term) for term in expected]


def test_compounds_meet_by_their_whole() -> None:
    assert set(terms("GPT-4o", "en")) & set(terms("GPT4o", "en")) >= {"gpt4o", "gpt"}
    assert "superalignement" in fold("Super-alignement").replace("-", "")
    assert set(terms("vice-président", "fr")) & set(terms("président", "fr"))


def test_turkish_letters_do_not_crash_and_fold() -> None:
    assert fold("İIıi") == "iiii"  # in lower case "I" is an i with a dot, in whatever language
    assert all(terms("İSTANBUL’da ığüşöç", language) for language in LANGUAGES)


def test_stop_words_are_left_out_with_or_without_accents() -> None:
    assert terms("le départ de la société", "fr") == terms("départ société", "fr")
    assert terms("même", "fr") == terms("meme", "fr") == []
    assert terms("the of and", "en") == []
    assert terms("the of and", "xx") == ["the", "of", "and"]


def test_a_word_meets_its_inflections_in_its_own_language() -> None:
    assert terms("démissionné", "fr") == terms("démissionner", "fr")
    assert terms("resigned", "en") == terms("resigning", "en")
    assert (
        terms("blessés nommé créé", "fr")
        == terms("blessées nommée créées", "fr")
        == terms("blessees nommee creees", "fr")
    )
    assert terms("née en année", "fr") == ["ne", "anne"]
    assert terms("a coffee for employees", "en") == ["coffe", "employe"]


def test_a_french_text_with_a_feminine_participle_may_have_other_terms_than_before() -> None:
    assert may_have_other_terms("Deux femmes ont été blessées.", "fr")
    assert not may_have_other_terms("Deux hommes ont été blessés.", "fr")
    assert not may_have_other_terms("Two employees met.", "en")


def test_a_question_is_stemmed_for_every_language_of_the_passages_without_its_question_words() -> None:
    asked = question_terms("Pourquoi Jan Leike a-t-il démissionné ?", "fr", ["en", "fr"])
    assert "leik" in asked  # French and English stems of Leike
    assert "pourquoi" not in asked
    assert set(terms("démissionner", "fr")) <= set(asked)  # stemmed in French
    assert set(terms("démissionné", "en")) <= set(asked)  # and in English, for English passages
    assert len(asked) == len(set(asked))


def test_a_question_word_is_a_word_in_another_language() -> None:
    # "comment" asks in French and is a remark in English.
    assert "comment" not in question_terms("comment", "fr", ["fr"])
    assert question_terms("comment", "en", ["en"]) == ["comment"]


def test_a_question_finds_no_term_in_an_index_without_passages() -> None:
    assert question_terms("Leike", "fr", []) == []


ANY_TEXT = st.text(max_size=60) | st.text(
    st.sampled_from("aéœßİłþ1 ,.%-'’\u00a0\u202f_٣²½\u00ad\u0640\u2011कि"), max_size=40
)


@settings(deadline=None)
@given(ANY_TEXT, st.sampled_from(LANGUAGES))
def test_any_text_gives_the_same_terms_each_time(text: str, language: str) -> None:
    found = terms(text, language)
    assert found == terms(text, language)
    assert all(found)  # no empty term
    assert "" not in question_terms(text, language, LANGUAGES)


@settings(deadline=None)
@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=4), st.sampled_from(" \u00a0\u202f,.'’"))
def test_a_number_in_groups_of_three_is_the_number(first: int, groups: list[int], between: str) -> None:
    written = between.join([str(first), *(f"{group:03}" for group in groups)])
    plain = str(first) + "".join(f"{group:03}" for group in groups)
    assert terms(written, "xx") == [plain]
