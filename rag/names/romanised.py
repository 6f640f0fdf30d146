"""Words of any script in Latin letters. The only module that uses anyascii."""

from functools import lru_cache

from anyascii import anyascii

from index.words import fold
from rag.names.sounds import sounds
from rag.names.writing import GREEK, NASAL_IN_ONE, Writing

# Two letters that are one sound; letter by letter "Μπάμπης" were "Mpampis".
_GREEK = {"μπ": "b", "ντ": "d", "γκ": "g", "γγ": "ng", "τζ": "dz", "ου": "ou"}
# anyascii leaves alef out, as it does the signs of short vowels, and what is an a at the end is an h or a y.
_ARABIC_VOWELS = str.maketrans({"ا": "a", "آ": "a", "أ": "a", "إ": "i", "ة": "a", "ى": "a"})


@lru_cache(maxsize=0x10000)
def heard(word: str, writing: Writing) -> str:
    """What is heard of a word of another script: the sounds of its Latin letters."""
    if writing is GREEK:
        word = fold(word)
        for letters, sound in _GREEK.items():
            word = word.replace(letters, sound)
    # At the beginning it may be any vowel, but in the article.
    if word.startswith("ا") and not word.startswith("ال"):
        word = word[1:]
    found = sounds(anyascii(word.translate(_ARABIC_VOWELS)))
    # There "ng" is one letter, as it is at the end of an English word.
    return found.replace("ng", "n") if writing in NASAL_IN_ONE else found


@lru_cache(maxsize=0x10000)
def latin(text: str) -> str:
    """`text` in Latin letters, folded: a Chinese character as it is mostly said in Mandarin, one that has none left out."""
    return fold(anyascii(text))
