"""Names are found where they are written in other letters, and what only sounds a little like them is not taken for them."""

import pytest

from rag.names.han import read_as
from rag.names.romanised import heard
from rag.names.sounds import consonants, costs, sounds
from rag.names.spellings import spelling
from rag.names.writing import LATIN, WRITINGS, main_writing, words

BY_NAME = {writing.name: writing for writing in WRITINGS}


@pytest.mark.parametrize(
    ("name", "text", "language", "spelled"),
    [
        ("Avner Tzadok", "אבנר צדוק התפטר ביום ראשון.", "he", "אבנר צדוק"),
        # A preposition is written together with the name.
        ("Nahalat Yam", "המתקן שבנחלת ים נסגר.", "he", "נחלת ים"),
        ("Tareq Haddadin", "قال طارق حدادين أمس إن المستشفى مفتوح.", "ar", "طارق حدادين"),
        ("Al-Sawsana", "افتتح مستشفى السوسنة جناحا جديدا.", "ar", "السوسنة"),
        ("Najwa al-Safadi", "تعلّم نجوى الصفدي الأطفال.", "ar", "نجوى الصفدي"),
        ("Farzaneh Kaviani", "فرزانه کاویانی رئیس کارگاه شد.", "fa", "فرزانه کاویانی"),
        ("Jheelnagar", "झीलनगर में मैच हुआ।", "hi", "झीलनगर"),
        ("Rajendra Sisodia", "कोच राजेंद्र सिसोदिया ने इस्तीफ़ा दिया।", "hi", "राजेंद्र सिसोदिया"),
        ("Han Do-yun", "이사회는 한도윤 대표를 해임했다.", "ko", "한도윤"),
        # A Korean company whose name is half English, with the particle behind it.
        ("Solbaram Robotics", "솔바람로보틱스는 2019년에 세워졌다.", "ko", "솔바람로보틱스"),
        ("Lu Yuanzhou", "董事长陆远舟上周辞职。", "zh", "陆远舟"),
        ("Xi'an", "公司退出西安和成都。", "zh", "西安"),
        # The family name comes first there, and the characters have other readings in other words.
        ("Masaki Honma", "杜氏の本間正樹さんが去った。", "ja", "本間正樹"),
        ("Tsurugasawa Shuzo", "鶴ケ沢酒造は赤字だった。", "ja", "鶴ケ沢酒造"),
        ("Shohei Ohtani", "大谷翔平選手が来た。", "ja", "大谷翔平"),
        ("Sam Altman", "サム・アルトマン氏は解任された。", "ja", "サム・アルトマン"),
        ("Sam Altman", "萨姆·奥尔特曼被解雇。", "zh", "萨姆·奥尔特曼"),
        ("Buakham Sriphamok", "เจ้าของคือบัวคำ ศรีผาหมอก ซึ่งไม่ให้ขี่ช้าง", "th", "บัวคำ ศรีผาหมอก"),
        ("Doi Pha Mok", "ปางช้างดอยผาหมอกเปิดใหม่", "th", "ดอยผาหมอก"),
        ("Giorgos Papadakis", "Ο Γιώργος Παπαδάκης παραιτήθηκε.", "el", "Γιώργος Παπαδάκης"),
        ("Nikolai Levashov", "Николаю Левашову запретили выезд.", "ru", "Николаю Левашову"),
        ("Ihor Pankiv", "Ігор Паньків поїхав до Львова.", "uk", "Ігор Паньків"),
        # And the other way round: a name in the letters of the question, in a question of others.
        ("Jan Leike", "Почему Ян Лейке ушёл из OpenAI?", "ru", "Ян Лейке"),
        ("Ilya Sutskever", "لماذا استقال إيليا سوتسكيفر؟", "ar", "إيليا سوتسكيفر"),
        # Joined without a space in Persian, a Korean family name as it is said, and letters with their marks behind them.
        ("Mahmoud Ahmadinejad", "محمود احمدی‌نژاد سخنرانی کرد.", "fa", "محمود احمدی‌نژاد"),
        ("Lee Jae yong", "이재용 삼성전자 회장", "ko", "이재용"),
        ("Volodymyr Zelensky", "Влади\u0301мир Зеле\u0301нский прибыл.", "ru", "Влади\u0301мир Зеле\u0301нский"),
    ],
)
def test_a_name_is_found_in_other_letters(name: str, text: str, language: str, spelled: str) -> None:
    found = spelling(name.split(), text, language)
    assert found is not None
    assert text[found.start : found.end] == spelled
    assert (found.first, found.last) == (0, len(name.split()) - 1)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        # Another person of the same initials, another family name.
        ("Sam Altman", "Илон Маск ушёл из совета директоров.", "ru"),
        ("Jan Leike", "Ян ушёл.", "ru"),
        # Words that are none: in Cyrillic a name has a capital.
        ("Tamara Plesen", "В доме была плесень.", "ru"),
        # Two consonants are in any Hebrew word.
        ("Dana", "דין וחשבון נמסר לבית המשפט.", "he"),
        # Characters that can be read so, but one of them alone.
        ("Endo Kaori", "藤の花が咲いた。", "ja"),
        ("Qinglu Bike", "公司上周宣布破产。", "zh"),
        # Common words of two characters that are read so: believers and sugar are no city and nobody.
        ("Kyoto", "教徒が集まった。", "ja"),
        ("Sato", "砂糖が値上がりした。", "ja"),
        ("", "公司上周宣布破产。", "zh"),
    ],
)
def test_what_is_not_the_name_is_not_taken_for_it(name: str, text: str, language: str) -> None:
    assert spelling(name.split(), text, language) is None


def test_only_the_words_that_are_there_are_said_to_be_found() -> None:
    text = "青鹭单车宣布破产。"
    found = spelling(["Qinglu", "Bike"], text, "zh")
    assert found is not None
    assert (found.first, found.last, text[found.start : found.end]) == (0, 0, "青鹭")


def test_the_likest_place_is_taken_and_of_equal_ones_the_first() -> None:
    text = "Мартынюка сняли. Олег Мартынюк уехал. Олег Мартынюк вернулся."
    found = spelling(["Oleg", "Martynyuk"], text, "ru")
    assert found is not None
    assert found.start == text.index("Олег")


def test_the_same_sounds_are_the_same_in_every_way_to_write_them() -> None:
    assert sounds("Tzadok") == sounds("Tsadok") == "Sadok"
    assert sounds("Mohammed") == sounds("Mohamed")
    assert sounds("Françoise") == sounds("Fransoise") == "fransoise"
    # S, d and k.
    assert consonants("Sadok") == 3


def test_what_a_difference_costs_is_added_up_sound_by_sound() -> None:
    # "sdk" for "Sadok": two vowels not written at 0.06 each, and S for s at 0.1.
    row = costs("Sadok", "sdk", 0.06, 0.06, 3.0)
    assert row is not None
    assert row[-1] == pytest.approx(0.06 + 0.06 + 0.1)
    # Nothing in common: three consonants left out are 3 and more than may be.
    assert costs("Sadok", "lmn", 0.06, 0.06, 1.0) is None


def test_greek_and_arabic_are_heard_as_they_are_said() -> None:
    assert heard("Μπάμπης", BY_NAME["Greek"]) == "babis"
    assert heard("نجوى", BY_NAME["Arabic"]) == "njwa"


def test_japanese_readings_bend_as_names_bend_them() -> None:
    # kirikoe and kirigoe, tsuru and -zuru, a long o written in four ways, a character repeated.
    assert read_as("Kirigoe", "霧越酒造", "ja") == [(0, 2)]
    assert read_as("Chizuru", "遠藤千鶴", "ja") == [(2, 4)]
    assert {tuple(read_as(name, "遠藤", "ja")) for name in ("Endo", "Endou", "Endoh", "Endō")} == {((0, 2),)}
    assert read_as("Sasaki", "佐々木", "ja") == [(0, 3)]
    # Nearly so is not so.
    assert read_as("Kirigasa", "霧越酒造", "ja") == []


def test_mandarin_is_read_whatever_its_tones_and_its_other_readings() -> None:
    assert read_as("Lǚ Bù", "吕布", "zh") == read_as("Lubu", "吕布", "zh") == [(0, 2)]
    # 行 is xing, and hang in a bank.
    assert read_as("Yinhang", "银行", "zh") == [(0, 2)]
    assert read_as("Yuanzhou", "周远", "zh") == []


def test_words_are_told_by_their_scripts() -> None:
    found = [(word.text, word.writing.name) for word in words("O'Brien met al-Zoubi, Шевченко и サム・アルトマン")]
    assert found == [
        ("O'Brien", "Latin"),
        ("met", "Latin"),
        ("al-Zoubi", "Latin"),
        ("Шевченко", "Cyrillic"),
        ("и", "Cyrillic"),
        ("サム", "Katakana"),
        ("アルトマン", "Katakana"),
    ]
    assert main_writing("OpenAI は人工知能の会社です。") is not LATIN
    assert main_writing("Why did 遠藤千鶴 leave?") is LATIN
    assert main_writing("42 !") is None


def test_neither_long_words_nor_characters_of_many_readings_take_long_or_fail() -> None:
    # 婆 is "ha" and "haha": each more doubles the ways to read it, which are not followed one by one.
    assert read_as("ha" * 300 + "x", "婆" * 300, "ja") == []
    assert read_as("ha" * 300, "哈" * 300, "zh") == [(0, 300)]
    dna = "ACGT" * 40
    assert spelling([dna], "ДНК человека изучили.", "ru") is None
