"""What scales a number in the languages that text2num does not know, by Unicode's CLDR: "2,7 млн", "1.3亿元", "4.8 करोड़"."""

import re
import unicodedata
from functools import cache

from index.locales import decimal_mark, scales
from index.words import has_unspaced
from rag.values.number_words import NUMBER_WORDS

# Longer ones are no number of things; what is reckoned with stays short.
_WHOLE = r"\d{1,12}"
_IN_GROUPS = r"\d{1,3}(?:,\d{3}){1,3}"
# Spaces are between the groups of one number, too: "1 234 млн".
_NOT_INSIDE = r"(?<![\d.,])(?<!\d[\s\u00a0\u202f])"
_NOT_GOING_ON = r"(?!\d|[.,]\d)"
# The longest name of a scale, with what says that it is none behind it.
_REACH = 60
# "48 लाख करोड़" has two words, "3千百万" as many as a number has.
_MOST_WORDS = 3
_JOINED = ("ja", "ko", "th", "zh")
# The letters that a number may be written together with: "约3万人", "死者は3人". Behind others it is a name's, as in 东风41,
# 서울1호선 and はやぶさ2, or an ordinal, as in 第3回 and 제3조.
_BEFORE_A_NUMBER = {
    "ja": ("[約計総全各はがをにでともの者亡傷]",),
    "ko": ("(?<![가-힣])[약총각]",),
    "th": ("กว่า", "จำนวน", "ประมาณ", "ราว", "เกือบ", "มี", "รวม", "ถึง", "เพียง", "อีก", "เป็น", "ได้"),
    "zh": (
        "[约約共达達近超过過为為有欠至到逾仅僅只升涨漲增减減了是的在成致中外亡伤傷这這]",
        "[债債额額价價计計资資付赔賠损損罚罰募投获獲得亏虧售借贷貸还還]",
    ),
}
# A number of these, and one that is scaled, is no name's, whatever letter is before it but that of an ordinal: 人口1400万.
_OF_THINGS = {
    "ja": "[%％円人名個歳]",
    "ko": "[%％원명]",
    "th": "(?:%|บาท|คน)",
    "zh": "[%％元人名个個岁歲]|[美日欧歐港]元|英镑",
}
# "제3조", "제 3조 2항", "민법 3조": the paragraphs of a law are no trillions, and no number of things.
_LAWS = "|".join(f"(?<={law})" for law in (r"\S법", "시행령", "조례", "규칙", "조약", "협약", "헌장"))
_PARAGRAPHS = re.compile(
    r"(?<!\d)\d{1,4}\s?조(?:의\s?\d{1,3})?\s?\d{1,3}\s?[항호]"
    rf"|(?:{_LAWS})\s?\d{{1,4}}\s?조(?![\s\d]{{0,8}}[억만천원달유])"
)
_ORDINAL = re.compile(r"(?<=[第제])\s(?=\d)")
# What scales no number before other letters: 3조각 are three pieces, 3千米 three kilometres, "22 अरब देश" Arab lands, and
# "25 εκ." are centimetres unless there are euros or people behind.
_OF_ARABIA = r"(?!\s+(?:देश|राष्ट्र|मुल्क|मुलुक|लीग|नागरिक|अमीरात|शेख|जगत|दुनिया|ਦੇਸ|ਮੁਲਕ|ਲੀਗ))"
_NO_SCALE = {
    "el": {
        "εκ": r"(?=\.?\s*(?:€|\$|ευρώ|δολ[αά]ρι|λίρες|[αά]τομα|ανθρώπ|[αά]νθρωπο|πολίτ|κατοίκ|κάτοικ))",
        "χιλ": r"(?!\.?\s+(?:βροχ|νερ|χιον))",
    },
    "hi": {"अरब": _OF_ARABIA},
    "ja": {"京": "(?![都浜阪王成橋])", "万": "(?!博)", "千": "(?![葉代])", "百": "(?![貨科])"},
    "ko": {
        "조": r"(?![각사직건합]|\s?\d{1,3}\s?[항호]|\s?\d\s?교대)",
        "천": "(?!안)",
        "만": "(?![남료])",
        "백": "(?![신화])",
    },
    "ne": {"अरब": _OF_ARABIA},
    "pa": {"ਅਰਬ": _OF_ARABIA},
    "th": {"พัน": "(?!ธ|ตรี|โท|เอก)", "ร้อย": "(?!ละ|เอ็ด|ตรี|โท|เอก)"},
    "zh": {"千": "(?![禧克米瓦卡伏帕赫兆焦安升])", "百": "(?![分度货貨姓科])"},
}
# Without a point they are miles and "was"; but not in Romanian and Welsh.
_WITH_A_POINT = frozenset({"mil", "bil", "мил", "бил"})
_WITHOUT_A_POINT_IN = frozenset({"cy", "ro"})
# Behind a space a Korean word may begin like a scale, "2020 조사": only what is counted may be joined to one there.
_BEHIND_A_SPACE = {"ko": r"(?:\s(?=[백천만억조]+(?:\s|\d|$|[.,]|원|달러|유로|엔|위안|명|여|개|대)))?"}
# "۲ میلیون و ۷۰۰ هزار"
_AND = {"ar": r"(?:\s?و\s?|\s)", "fa": r"(?:\s?و\s?|\s)", "ur": r"\s"}
# What stands behind the numbers of dates and behind shares, which are no part of a number of things.
_OF_NO_PART = re.compile(r"\s?[年月日時时년월일시%％]")
_TENS, _HUNDREDS, _THOUSAND = 2, 3, 1000
# "10余万人", "500多万元", "10여만 명": more than so many, and nobody knows how many.
_ROUGHLY = re.compile(r"\d\s?[多余餘來来几幾数數여]\s?[百千万萬亿億兆백천만억조]")
# What stands between the numbers of a range, beside dashes.
_TO = {
    "ar": "إلى|الى|أو",
    "bg": "до|или",
    "cs": "až|do|nebo",
    "da": "til|eller",
    "el": "έως|ως|μέχρι|ή",
    "fa": "تا|یا",
    "fi": "tai",
    "he": "עד|או",
    "hi": "से|या",
    "hr": "do|ili",
    "hu": "vagy",
    "id": "hingga|sampai|atau",
    "nb": "til|eller",
    "no": "til|eller",
    "pl": "do|lub|albo",
    "ro": "până la|sau",
    "ru": "до|по|или",
    "sk": "až|do|alebo",
    "sr": "do|ili|до|или",
    "sv": "till|eller",
    "th": "ถึง|หรือ",
    "tr": "ile|ila|veya",
    "uk": "до|або",
    "ur": "سے|یا",
    "vi": "đến|tới|hoặc",
}
_TO_JOINED = {"ja": "から|ないし|または", "ko": "에서|내지|또는", "zh": "至|到|或"}
# Letters with a point below, which are also written as one character, and without their point.
_NUKTAS = "\u093c\u09bc\u0a3c"
_WITH_NUKTA = {
    unicodedata.normalize("NFD", char): char
    for char in map(chr, (*range(0x958, 0x960), 0x9DC, 0x9DD, 0x9DF, 0xA33, 0xA36, *range(0xA59, 0xA5C), 0xA5E))
}


def scale_behind(after: str, language: str) -> tuple[int, int] | None:
    """What the digits before `after` are to be taken times, and where that ends in `after`; None where nothing scales them.

    Where larger words follow they are taken times each other: 천만 are ten million.
    """
    pattern, sizes = _pattern(language)
    times, last, end = 1, 0, 0
    for _ in range(_MOST_WORDS):
        found = pattern.match(after, end) if pattern else None
        if found is None or (size := sizes[(found.lastindex or 1) - 1]) < last or _is_marked(after, found.end()):
            break
        times, last, end = times * size, size, found.end()
    return (times, end) if end else None


def set_off(text: str, language: str) -> str:
    """`text` with its numbers in one part, and apart from the letters before them where a language writes them together.

    Numbers of several parts are in the scale of the last: "共1亿4000万元" becomes "共 14000万元". What only numbers the
    paragraph of a law loses its digits.
    """
    if language == "ko":
        text = _PARAGRAPHS.sub("조", text)
    text = _in_one_part(text, language) if _pattern(language)[0] else text
    return _before_a_number(language).sub(" ", _ORDINAL.sub("", text)) if language in _JOINED else text


def is_scaled_range(text: str, language: str) -> bool:
    """Whether numbers in `text` are a range, with a word of the language or a scale between them: "от 3 до 4 млн", "3천~5천"."""
    return language not in NUMBER_WORDS and _range(language).search(text) is not None


def is_scaled_roughly(text: str) -> bool:
    """Whether something stands between a number in `text` and its scale that says "and more": "10余万人"."""
    return _ROUGHLY.search(text) is not None


def _in_one_part(text: str, language: str) -> str:
    pieces: list[str] = []
    end = 0
    while found := _parts(language)[0].search(text, end):
        written, behind = _sum_from(found, text, language) or (found[0], found.end())
        pieces += text[end : found.start()], written
        end = behind
    return "".join(pieces) + text[end:]


def _sum_from(first: re.Match[str], text: str, language: str) -> tuple[str, int] | None:
    """The number that begins there, of several parts, in the scale of its last, and where it ends; None where it has one part."""
    scaled = scale_behind(text[first.end() : first.end() + _REACH], language)
    if scaled is None:
        return None
    times, end, parts = scaled[0], first.end() + scaled[1], 1
    word, total = text[first.end() : end], _int(first["number"]) * times
    while part := _parts(language)[1].match(text, end):
        after, number = text[part.end() : part.end() + _REACH], _int(part["number"])
        smaller = scale_behind(after, language) or _unscaled(part, after, times, language)
        if smaller is None or smaller[0] >= times or number * smaller[0] >= times:
            break
        times, end, parts = smaller[0], part.end() + smaller[1], parts + 1
        word, total = after[: smaller[1]], total + number * times
    return (f"{total // times}{word}", end) if parts > 1 else None


def _unscaled(part: re.Match[str], after: str, times: int, language: str) -> tuple[int, int] | None:
    """What `scale_behind` gives, of a last part that nothing scales: "1万2000人", "12 bin 345 kişi"; not "3 млн 20 человек"."""
    number, spaced = part["number"].replace(",", ""), part[0][0].isspace()
    if language in _JOINED:
        # What stands apart may be another number, as in "회원 5만 30대".
        is_part = (language == "ko" or not spaced) and len(number) > (_TENS if spaced else 1)
    else:
        is_part = times == _THOUSAND and len(number) == _HUNDREDS
    return (1, 0) if is_part and not _OF_NO_PART.match(after) else None


def _int(digits: str) -> int:
    return int(digits.replace(",", ""))


def _is_marked(text: str, at: int) -> bool:
    """Whether a vowel sign or another mark stands there, so that what is before it is the beginning of a letter."""
    return unicodedata.category(text[at : at + 1] or " ").startswith("M")


@cache
def _before_a_number(language: str) -> re.Pattern[str]:
    """Nothing, between what may stand before a number and its digits."""
    before = "|".join(f"(?<={words})" for words in _BEFORE_A_NUMBER[language])
    scale = _pattern(language)[0]
    counted = _OF_THINGS[language] + (f"|{scale.pattern}" if scale else "")
    return re.compile(
        rf"(?:{before})(?=\d)|(?<=[^\W\d_a-zA-Z第제])(?=\d{{1,12}}(?:[.,]\d{{1,6}}){{0,4}}\s?(?:{counted}))",
        re.IGNORECASE,
    )


@cache
def _parts(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The first part of a number, and one behind it with what stands between them."""
    groups = rf"{_IN_GROUPS}|" if decimal_mark(language) == "." else ""
    digits = rf"(?P<number>{groups}{_WHOLE}){_NOT_GOING_ON}"
    return re.compile(_NOT_INSIDE + digits), re.compile((_AND.get(language) or r"\s?") + digits)


@cache
def _pattern(language: str) -> tuple[re.Pattern[str] | None, tuple[int, ...]]:
    """One word that scales, each in a group of its own, and what each is taken times; none where text2num reads them."""
    if language in NUMBER_WORDS:
        return None, ()
    written = {spelling: word for word in scales(language) for spelling in _spellings(word)}
    longest = sorted(written, key=len, reverse=True)
    if not longest:
        return None, ()
    words = "|".join(f"({re.escape(spelling)}){_limit(written[spelling], language)}" for spelling in longest)
    space = _BEHIND_A_SPACE.get(language, r"\s?")
    sizes = tuple(scales(language)[written[word]] for word in longest)
    return re.compile(rf"{space}(?:{words})\.?", re.IGNORECASE), sizes


def _limit(word: str, language: str) -> str:
    """What may stand behind a word for it to scale; where words are written together one may end before any letter."""
    if word in _WITH_A_POINT and language not in _WITHOUT_A_POINT_IN:
        return r"(?=\.\s?[\w$€])"
    end = "" if language in _JOINED or has_unspaced(word) else r"(?!\w)"
    return end + _NO_SCALE.get(language, {}).get(word, "")


def _spellings(word: str) -> set[str]:
    """A word composed and not, without the points below its letters, and with each such letter as one character."""
    apart = unicodedata.normalize("NFD", word)
    in_one = apart
    for letter, char in _WITH_NUKTA.items():
        in_one = in_one.replace(letter, char)
    bare = "".join(char for char in apart if char not in _NUKTAS)
    return {word, apart, in_one, bare, unicodedata.normalize("NFC", bare)}


@cache
def _range(language: str) -> re.Pattern[str]:
    pattern = _pattern(language)[0]
    scaled = f"(?:{pattern.pattern}){{0,2}}" if pattern else ""
    words = rf"\s{{1,3}}(?:{_TO[language]})\s{{1,3}}" if language in _TO else "(?!)"
    joined = rf"\s?(?:{_TO_JOINED[language]})\s?" if language in _TO_JOINED else "(?!)"
    to = rf"(?:{words}|{joined}|[^\W\d_]{{0,2}}\s{{0,2}}[~〜～∼]\s{{0,2}})"
    # Numbers with a dash alone between them are ranges in any language; and of what grew by 12 % to 3.4 million that is no range.
    dash = rf"(?:{pattern.pattern}){{1,2}}\s{{0,2}}[–—-]\s{{0,2}}\d" if pattern else "(?!)"
    return re.compile(rf"\d(?:{scaled}{to}\d|{dash}|\s?%{to}\d{{1,12}}(?:[.,]\d{{1,6}})?\s?%)", re.IGNORECASE)
