"""Tells the language of a text; the only module that loads py3langid."""

import re
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# The identifier reads no more than this: the language of a page shows in its first lines, and a hostile one may be long.
_READ_CHARS = 5_000
# What we have stemmers, cues and figures for, and the neighbours that short texts in them are mistaken for.
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "ro")
# An article is in another language where that is this likely and the text so long. Of 5,488 pieces of the articles in
# eval/stories (en, fr, de, es) none of 120 characters is taken for another language at all; of 60 characters six are, with .70
# at most.
_LEAST_PROBABILITY = 0.75
_LEAST_BYTES = 120
# None of LANGUAGES is written in other letters than these.
_LETTER = re.compile(r"[^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-zªºÀ-ÖØ-öø-\u024f\u1e00-\u1eff]")
_LATIN_WORD = re.compile(f"{_LATIN.pattern}+")
# A character of Kana or Han says as much as some three letters.
_IDEOGRAPH = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_LETTERS_AN_IDEOGRAPH = 3
# Latin letters that stand in names alone where one of LANGUAGES is written. Names are written small too, so several such words
# are needed.
_SEVERAL = 2
_STRANGE = re.compile("[åøłżźśćńęąčěřšžůďťňőűğıāēģķļņūđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]")
# How questions begin in one language alone, in lower case. A name says more to the identifier than "Wer ist" before it.
_ASKS = {
    "de": re.compile(
        r"we[nmr]|wessen|wann|wo(?:her|hin|ran|rum|mit|von|für|durch)?|warum|wieso|weshalb|weswegen|welche[mnrs]?"
        r"|wie (?:viele?|lange|alt|hoch|oft)|was (?:ist|sind|hat|haben|sagte?n?|machte?|passierte?|geschah|kostet|steht|will)"
    ),
    "en": re.compile(
        r"who|whom|whose|which|when|where|why|what|how (?:many|much|long|old|far|often|big|did|does|do|is|was)"
    ),
    "es": re.compile(r"¿\s*\w+|qui[eé]n(?:es)?|cu[aá]ndo|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|d[oó]nde|cómo|qué|por qué"),
    "fr": re.compile(r"qui|quand|pourquoi|combien|où|quel(?:le)?s?|qu['’]est-ce|est-ce"),
    "it": re.compile(r"chi|perché|quanti|quante"),
    "nl": re.compile(r"waarom|wanneer|hoeveel"),
    "pt": re.compile(r"quem|quais|por quê"),
    "cs": re.compile(r"proč|kolik|jak[ýáé]|který|která"),
    "da": re.compile(r"hvornår"),
    "fi": re.compile(
        r"miksi|kuka (?:on|oli|ovat|olivat|voitti|johtaa|perusti|sai|teki)|ketkä|milloin|missä|mikä|mitä|kuinka|montako|paljonko"
    ),
    "hu": re.compile(r"miért|mikor|hány|mennyi|hogyan"),
    "pl": re.compile(
        r"dlaczego|czemu|kogo|kiedy|gdzie|ile (?:kosztuj\w+|os[oó]b|lat|razy|pieni\w+|metr\w+|\w+ów)|ilu|jaki[em]?|jaka"
        r"|który|która|które"
    ),
    "sv": re.compile(
        r"varför|vem (?:är|var|har|blev|ska|tog|vann|leder)|vilka|vilken|vilket|hur (?:många|mycket|länge|stor)|när"
    ),
    # In Turkish the question stands behind what it is about. "Neden for" is Danish.
    "tr": re.compile(
        r"(?:.{0,200} )?(?:neden(?! (?:for|under|af)\b)|niçin|ne zaman|kaç|hangi \w*[ıişğ]\w*|nasıl|nerede|nedir|kimdir)"
    ),
    "vi": re.compile(r"vì sao|tại sao|khi nào|bao nhiêu"),
}
# And how in several: the identifier chooses among those.
_ASKS_IN = (
    (("da", "no", "nn"), re.compile(r"(?:hvem|hvorfor|hvordan|hva|hvad|hvor (?:mange|mye|meget|lenge|længe))(?!\w)")),
    (("cs", "sl"), re.compile(r"(?:kdo|kdy|kdaj)(?!\w)")),
    (("pl", "sk"), re.compile(r"(?:kto|komu)(?!\w)")),
    (("id", "ms"), re.compile(r"(?:mengapa|kenapa|siapa(?:kah)?|kapan|berapa|bagaimana|apa (?:yang|saja|itu))(?!\w)")),
)
_OPENING = " \"'«“„("
# ISO 639-1; the identifier also knows languages of three letters, for which the codes of articles have no place.
_CODE_LENGTH = 2


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.nb_classes if len(code) == _CODE_LENGTH])
    return identifier


def detect_language(text: str, also: Collection[str] = ()) -> str:
    """The ISO 639-1 code of a question or another short text, by how it begins, by its letters, or the likeliest of LANGUAGES.

    A text without letters gives `en`. Without one of those signs few words are too few to tell more languages than LANGUAGES
    and those of `also`, in which the articles that it is asked of are written.
    """
    begin = text[:_READ_CHARS].lower().lstrip(_OPENING)
    for language, asks in _ASKS.items():
        if (found := asks.match(begin)) and not begin[found.end() : found.end() + 1].isalnum():
            return language
    read = text[:_READ_CHARS]
    several = next((codes for codes, asks in _ASKS_IN if asks.match(begin)), None)
    if several is not None:
        told = [code for code, _ in _likeliest(read) if code in several]
        return next((code for code in told if code in also), told[0])
    is_other = _is_in_other_letters(read)
    # Names in Latin letters say nothing of a language that is written in others.
    shown = _LATIN.sub(" ", read) if is_other and not _STRANGE.search(read) else read
    likeliest = (code for code, _ in _likeliest(shown))
    if is_other:
        return next((code for code in likeliest if code not in LANGUAGES), "en")
    return next((code for code in likeliest if code in LANGUAGES or code in also), "en")


def _is_in_other_letters(text: str) -> bool:
    """Whether a short text is written in letters that LANGUAGES are not, whatever names stand in it in theirs.

    A name in other letters may stand in a question as well: "Is 陈志远 guilty?", "le président erdoğan".
    """
    latin = _LATIN_WORD.findall(text)
    plain = [word for word in latin if word.islower()]
    runs = _LETTERS.findall(_LATIN.sub(" ", text))
    if not runs:
        return sum(_STRANGE.search(word) is not None for word in plain) >= _SEVERAL
    others = sum(map(len, runs)) + (_LETTERS_AN_IDEOGRAPH - 1) * len(_IDEOGRAPH.findall(text))
    return len(runs) >= len(latin) or (not plain and _LETTERS_AN_IDEOGRAPH * others >= sum(map(len, latin)))


def detect_article_language(text: str) -> str:
    """The ISO 639-1 code of an article: any language that shows plainly, in script or words, or the likeliest of LANGUAGES."""
    likeliest = _likeliest(text)
    begin = text[:_READ_CHARS]
    if likeliest and 2 * len(_LATIN.findall(begin)) < len(_LETTER.findall(begin)):
        return next(code for code, _ in likeliest if code not in LANGUAGES)
    if likeliest and len(begin.encode("utf-8", "replace")) >= _LEAST_BYTES:
        code, probability = likeliest[0]
        if probability >= _LEAST_PROBABILITY:
            return code
    return next((code for code, _ in likeliest if code in LANGUAGES), "en")


def _likeliest(text: str) -> list[tuple[str, float]]:
    """Languages and their probabilities, the likeliest first; none of a text without letters."""
    begin = text[:_READ_CHARS].lower()
    ranked: list[tuple[str, float]] = _identifier().rank(begin) if any(c.isalpha() for c in begin) else []
    return ranked
