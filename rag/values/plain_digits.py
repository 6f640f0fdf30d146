"""Writes the digits of every script, and the marks of Arabic numbers, as those of ASCII."""

import unicodedata

from index.words import ARABIC_MARKS


def plain_digits(text: str) -> str:
    """`text` with each digit as one of ASCII, and ٫, ٬ and ٪ as the marks that they are; places stay what they are."""
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.decimal(char, None)
    return ARABIC_MARKS.get(char, char) if digit is None else str(digit)
