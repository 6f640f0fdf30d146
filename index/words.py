"""Text to the terms that the lexical index compares: without case and accents, numbers in one spelling, words by their stems.

Where a script puts no spaces between words, each two neighbouring characters are a term.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import Stemmer
from bm25s import stopwords

# Raised whenever the terms of a text come out differently; a store made before is put right by the next writer.
TERMS_VERSION = 5
# The letters, vowel signs and marks of Thai, Lao, Myanmar, Khmer, Kana, Bopomofo and Han, without digits and punctuation.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u109a-\u109d\u1780-\u17d3\u17dc\u17dd"
    "\u3005-\u3007\u3031-\u3035\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
# The vowel signs of the scripts of India, Sri Lanka and Tibet. They are no `\w`, though words are full of them.
_SIGNS = "".join(
    char
    for char in map(chr, (*range(0x900, 0xE00), *range(0xF35, 0xF85)))
    if unicodedata.category(char) in {"Mn", "Mc"}
)
_STEMMERS = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
}
_STOP_WORDS = {
    "de": stopwords.STOPWORDS_GERMAN,
    "en": stopwords.STOPWORDS_EN_PLUS,
    "es": stopwords.STOPWORDS_SPANISH,
    "fr": stopwords.STOPWORDS_FRENCH,
    "it": stopwords.STOPWORDS_ITALIAN,
    "nl": stopwords.STOPWORDS_DUTCH,
    "pt": stopwords.STOPWORDS_PORTUGUESE,
}
# What is left of "won't" where the apostrophe is taken for a space is a word of its own.
_NO_STOP_WORDS = frozenset({"won"})
# The words a question is asked with; in an article they mean something else ("comment" is also a noun, "pourquoi" a title).
_QUESTION_WORDS = {
    "de": "wer wen wem was wann wo warum wieso weshalb wie welche welcher welches wieviel viele",
    "en": "who whom whose what when where why how which many much",
    "es": "quien quienes que cuando donde por porque como cual cuales cuanto cuanta cuantos cuantas",
    "fr": "qui que quoi quand ou pourquoi comment quel quelle quels quelles combien est ce",
    "it": "chi che cosa quando dove perche come quale quali quanto quanti quanta quante",
    "nl": "wie wat wanneer waar waarom hoe welke welk hoeveel",
    "pt": "quem que quando onde porque como qual quais quanto quantos quanta quantas",
    "ro": "cine ce cand unde de cum care cat cata cati cate",
}
_DIGIT_SPACE = " \u00a0\u202f\u2009"
# Swiss groups of digits have apostrophes between them. Digits are taken together: "1930s" is no 193.
_DIGIT_GAP = f"{_DIGIT_SPACE}'’"
_NUMBER = re.compile(rf"\d{{1,3}}(?:[{_DIGIT_GAP}]\d{{3}})+(?:[.,]\d++)?(?!\d)|\d++(?:[.,]\d++)*", re.ASCII)
# A point between thousands and a comma before the decimals, or the other way; in India the groups above are of two digits.
_GROUPS_AND_DECIMALS = re.compile(r"(\d{1,3}(?:,\d{2,3})*,\d{3})\.(\d+)|(\d{1,3}(?:\.\d{3})+),(\d+)", re.ASCII)
# Possessive, so that no text makes it try again.
_RUN = rf"(?:[^\W{_UNSPACED}]++|[{_SIGNS}]++)++"
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER.pattern})(?P<percent>[{_DIGIT_SPACE}]?%)?(?![^\W\d_{_UNSPACED}])"
    rf"|(?P<compound>{_RUN}(?:-{_RUN})+)|(?P<word>{_RUN})|(?P<unspaced>[{_UNSPACED}]+)"
)
# French and Italian words that lose their vowel before another ("l’article", "qu’elle"), and the English genitive.
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|all|nell|sull|un)['’ʼ]|['’ʼ]s\b")
_LETTERS_AND_DIGITS = re.compile(rf"(?:[^\W\d_]++|[{_SIGNS}]++)++|\d+")
_WRITTEN_WORD = re.compile(rf"(?:\w++|[{_SIGNS}]++)++")
# A soft hyphen, a place where a line may end or may not, what joins letters.
NO_WIDTH = "\u00ad\u200b\u200d\u2060\ufeff"
ARABIC_MARKS = {"\u066a": "%", "\u066b": ".", "\u066c": ","}
# What is typed in another way than it is printed, after NFKD: letters with a stroke, hyphens, Arabic marks in numbers. What has
# no width is left out, and so is the stretching of Arabic.
_SPELLINGS = {"œ": "oe", "æ": "ae", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "þ": "th", "ı": "i"}
_SPELLINGS |= {"\u2010": "-", "\u2011": "-"} | ARABIC_MARKS
_SPELLINGS |= dict.fromkeys(f"{NO_WIDTH}\u0640", "")
_REMEMBERED = 0x10000
# Without its accents "blessée" has another stem than "blessé", which French stemming brings together.
_FEMININE = re.compile(r"(?<=\w\w)ee(s?)\b")


# Before version 4 these gave other terms, decomposed and in lower case.
_NEW_SPELLINGS = re.compile(
    rf"[{_SIGNS}{''.join(_SPELLINGS.keys() - {'œ', 'æ'})}]|(?![0-9])\d|\d['’]\d{{3}}|\d,\d{{3}}\.\d|\d\.\d{{3}},\d|\d\d[^\W\d_]"
)


class _Folding(dict[int, str]):
    """What each code point of decomposed lower-case text becomes; asked for the first time it is worked out."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = "" if unicodedata.combining(char) else str(unicodedata.decimal(char, char))
        if code < _REMEMBERED:
            self[code] = folded
        return folded


_FOLDING = _Folding({ord(char): plain for char, plain in _SPELLINGS.items()})


def fold(text: str) -> str:
    """`text` without case, accents, ligatures and width variants: `Leïke` and `leike` become the same, and `Łódź` and `lodz`.

    Digits of every script become those of ASCII; what has no width is left out.
    """
    # Decomposed before and after: "™" holds two capitals, and what casefold gives may be composed.
    lower = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", lower).translate(_FOLDING)


def has_unspaced(text: str) -> bool:
    """Whether there is a letter in `text` of a script that puts no spaces between words."""
    return _HAS_UNSPACED.search(text) is not None


def may_have_other_terms(text: str, language: str) -> bool:
    """Whether the terms of a text may have come out otherwise in an earlier version."""
    if has_unspaced(text) or (language == "en" and "won" in text.casefold()):
        return True
    if language == "fr" and _FEMININE.search(fold(text)):
        return True
    return _NEW_SPELLINGS.search(unicodedata.normalize("NFKD", text).casefold()) is not None


def written_words(text: str) -> list[str]:
    """The words of `text` as they are written, composed; a run of letters without spaces is one."""
    return _WRITTEN_WORD.findall(unicodedata.normalize("NFC", text))


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS.get(language, "english"))


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _STOP_WORDS.get(language, ()) if word not in _NO_STOP_WORDS)


@cache
def _question_words(language: str) -> frozenset[str]:
    return frozenset(_QUESTION_WORDS.get(language, "").split())


def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself in a language without stemmer."""
    return _stemmer(language).stemWord(_masculine(word, language)) if language in _STEMMERS else word


def _masculine(word: str, language: str) -> str:
    return _FEMININE.sub(r"e\1", word) if language == "fr" else word


def terms(text: str, language: str) -> list[str]:
    """The terms of a passage in `language`, in order, repeated as often as they stand there."""
    return _stemmed(_surface_terms(text), language, _stop_words(language))


def question_terms(text: str, question_language: str, passage_languages: Iterable[str]) -> list[str]:
    """The terms to look for, each once: those of the question stemmed as passages of each language are."""
    words = [w for w in _surface_terms(text) if w not in _question_words(question_language)]
    found: dict[str, None] = {}
    for language in sorted(set(passage_languages)):
        found.update(dict.fromkeys(_stemmed(words, language, _stop_words(language) | _stop_words(question_language))))
    return list(found)


def _stemmed(words: Iterable[str], language: str, without: frozenset[str]) -> list[str]:
    kept = [word for word in words if word not in without]
    stems: list[str] = _stemmer(language).stemWords([_masculine(word, language) for word in kept])
    return stems


def _surface_terms(text: str) -> list[str]:
    """Folded words and numbers; a compound gives its parts and the whole, so that `GPT-4` and `GPT4` meet."""
    found: list[str] = []
    for match in _TOKEN.finditer(_ELISION.sub(" ", fold(text))):
        if match["number"]:
            number = _plain_number(match["number"])
            found.append(number)
            if match["percent"]:
                found.append(number + "%")
        elif match["compound"]:
            found.append(match["compound"].replace("-", ""))
            for part in match["compound"].split("-"):
                found += _with_parts(part)
        elif match["word"]:
            found += _with_parts(match["word"])
        else:
            run = match["unspaced"]
            found += [run[at : at + 2] for at in range(max(1, len(run) - 1))]
    return found


def _with_parts(word: str) -> list[str]:
    """`gpt4` as itself, `gpt` and `4`; a word of letters alone as it is."""
    parts = _LETTERS_AND_DIGITS.findall(word)
    return [word, *parts] if len(parts) > 1 else [word]


def _plain_number(written: str) -> str:
    """`100 000` and `100,000` as `100000`, `1,4` as `1.4`: a comma before exactly three digits separates thousands.

    Where both marks stand, `1,234.567`, the last is the decimal mark.
    """
    digits = re.sub(f"[{_DIGIT_GAP}]", "", written)
    if both := _GROUPS_AND_DECIMALS.fullmatch(digits):
        whole, decimals = (both[1], both[2]) if both[1] else (both[3], both[4])
        return re.sub("[.,]", "", whole) + "." + decimals
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        return re.sub("[.,]", "", digits)
    return digits.replace(",", ".")
