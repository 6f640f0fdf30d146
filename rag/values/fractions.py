"""Puts halves, thirds and quarters into digits: the 3.5 of "three and a half years", the 50 % of "half of the voters"."""

import re

from rag.values.number_words import in_digits

_ALL = ("50 %", "67 %", "33 %", "75 %", "25 %")
# Half of something, two thirds, a third, three quarters and a quarter of it.
_SHARES = {
    "de": (r"die\s+Hälfte", r"zwei\s+Drittel", r"ein(?:em)?\s+Drittel", r"drei\s*Viertel", r"ein(?:em)?\s+Viertel"),
    "en": (
        r"(?:one[\s-]|an?\s)?half(?:\s+of\b|(?=\s+(?:the|its|their|all)\b))",
        r"two[\s-]thirds(?:\s+of)?",
        r"(?:one[\s-]|a\s)third(?:\s+of)?",
        r"three[\s-]quarters(?:\s+of)?",
        r"(?:one[\s-]|a\s)quarter(?:\s+of)?",
    ),
    "es": (
        r"la\s+mitad",
        r"dos\s+(?:tercios|terceras\s+partes)",
        r"un\s+tercio|(?:una|la)\s+tercera\s+parte",
        r"tres\s+(?:cuartos|cuartas\s+partes)",
        r"un\s+cuarto|(?:una|la)\s+cuarta\s+parte",
    ),
    "fr": (
        r"la\s+moitié",
        r"deux[\s-]tiers",
        r"(?:un|le)\s+tiers",
        r"trois[\s-]quarts",
        r"(?:un|le)\s+quart(?!\s+d['’]heure)",
    ),
}
_SHARE = {
    language: [
        (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), share)
        for words, share in zip(shares, _ALL, strict=True)
    ]
    for language, shares in _SHARES.items()
}
# Where numbers in words are digits: "3 and a half years", "3 ans et demi", "a year and a half", "half a million".
_HALVES = {
    "de": (
        (r"(?<!\w)(?:anderthalb|eineinhalb)(?!\w)", "1.5"),
        (r"(?<!\w)(?:eine[nmr]?\s+)?halbe[nrs]?\s+(?=\w)", "0.5 "),
    ),
    "en": (
        (r"(?<![\w.,])(\d+)\s+and\s+a\s+half(?!\w)", r"\1.5"),
        (r"(?<![\w.,])(\d+)(\s+[^\W\d_]+)\s+and\s+a\s+half(?!\w)", r"\1.5\2"),
        (r"(?<!\w)(?:an?|one)(\s+[^\W\d_]+)\s+and\s+a\s+half(?!\w)", r"1.5\1"),
        (r"(?<!\w)(?:an?\s+)?half\s+an?\s+", "0.5 "),
    ),
    "es": (
        (r"(?<![\w.,])(\d+?)((?:000){2,})\s+y\s+medio(?!\w)", r"\1.5 1\2"),
        (r"(?<![\w.,])(\d+)(\s+[^\W\d_]+)\s+y\s+medi[oa](?!\w)", r"\1.5\2"),
        (r"(?<!\w)(?:un[oa]?\s+)?([^\W\d_]+)\s+y\s+medi[oa](?!\w)", r"1.5 \1"),
        (r"(?<!\w)medi[oa]\s+(?=\w)", "0.5 "),
    ),
    "fr": (
        (r"(?<![\w.,])(\d+?)((?:000){2,})\s+et\s+demi(?!\w)", r"\1.5 1\2"),
        (r"(?<![\w.,])(\d+)(\s+\w+)\s+et\s+demie?(?!\w)", r"\1.5\2"),
        (r"(?<!\w)une?(\s+[^\W\d_]+)\s+et\s+demie?(?!\w)", r"1.5\1"),
        (r"(?<!\w)(?:une?\s+)?demie?[\s-](?=\w)", "0.5 "),
    ),
}
_HALF = {
    language: [(re.compile(words, re.IGNORECASE), digits) for words, digits in halves]
    for language, halves in _HALVES.items()
}
_SIGN = {"½": ".5", "¼": ".25", "¾": ".75"}
_SIGNED = re.compile(rf"(?<=\d)\s?([{''.join(_SIGN)}])")
# "Dreieinhalb"
_GERMAN = re.compile(r"(?<!\w)(\w+)einhalb(?!\w)", re.IGNORECASE)


def fractions_in_digits(words: str, language: str) -> str:
    """`words` with fractions and the numbers that they are added to as digits; those stay that are said in another way."""
    text = _SIGNED.sub(lambda sign: _SIGN[sign[1]], words)
    for pattern, share in _SHARE.get(language, ()):
        text = pattern.sub(share, text)
    if language == "de":
        text = _GERMAN.sub(_with_a_half, text)
    text = in_digits(text, language)
    for pattern, digits in _HALF.get(language, ()):
        text = pattern.sub(digits, text)
    return text


def _with_a_half(found: re.Match[str]) -> str:
    whole = in_digits(found[1], "de")
    return f"{whole}.5" if whole.isdecimal() else found[0]
