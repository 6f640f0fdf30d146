"""Tells letters without sense from a question, so that "asdf qwer" is not answered by whatever a reader makes of it."""

import re
import unicodedata

from index.language import LANGUAGES
from index.words import fold
from rag.finder import Reading
from rag.questions.subjects import is_function_word

# The encoder's vocabulary has the words of a hundred languages whole or in a few pieces, and letters without sense in pieces of
# two at most. Of 38,424 questions on stories and seeds 15 have no function word, and of those the least has 2.3 letters a piece.
_LETTERS_A_PIECE = 2.2
_WORD = re.compile(r"[^\W\d_]+")


def is_gibberish(reading: Reading) -> bool:
    """Whether a question in Latin letters has no function word, none of its words stands in what was found, and pieces are short.

    A name that is strange to the encoder stands in the passages, or nothing is told of it.
    """
    words = _WORD.findall(reading.question)
    letters = "".join(words)
    if not letters or not all(unicodedata.name(c, "").startswith("LATIN") for c in letters):
        return False
    starts, ends = reading.vectors.starts, reading.vectors.ends
    pieces = sum(any(c.isalpha() for c in reading.question[a:b]) for a, b in zip(starts, ends, strict=True))
    # Most questions end here, before any word of them is looked up.
    if not pieces or len(letters) / pieces >= _LETTERS_A_PIECE:
        return False
    if any(is_function_word(word, language) for word in words for language in LANGUAGES):
        return False
    found = fold(" ".join(passage.text for passage in reading.passages))
    return not any(re.search(rf"\b{re.escape(fold(word))}\b", found) for word in words)
