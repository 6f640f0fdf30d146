"""Articles of made-up words, as many as one likes, no two alike: what they say does not matter to how long they take."""

from pathlib import Path

import numpy as np

# A common word is about as common, and a rare one as rare, as in a language (Zipf's law), and every article has its own.
_VOCABULARY, _EXPONENT = 50_000, 1.1
_SYLLABLES = [consonant + vowel for consonant in "bcdfglmnprstv" for vowel in "aeiou"]
_SENTENCES, _SENTENCE_WORDS, _PARAGRAPH = 80, (10, 26), 5


def write_articles(folder: Path, count: int, seed: int = 1) -> None:
    """Write `count` articles of about 1,400 words below `folder`; the first ones are the same whatever the count."""
    folder.mkdir(parents=True)
    weights = np.arange(1, _VOCABULARY + 1, dtype=np.float64) ** -_EXPONENT
    reach = np.cumsum(weights / weights.sum())
    words = np.array([_word(number) for number in range(_VOCABULARY)])
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        sentences = []
        for length in rng.integers(*_SENTENCE_WORDS, size=_SENTENCES):
            chosen = words[np.searchsorted(reach, rng.random(length))]
            sentences.append(" ".join(chosen).capitalize() + ".")
        paragraphs = [" ".join(sentences[i : i + _PARAGRAPH]) for i in range(0, _SENTENCES, _PARAGRAPH)]
        (folder / f"{number:06}.txt").write_text("\n\n".join(paragraphs) + "\n", "utf-8")


def _word(number: int) -> str:
    """Another word for every number."""
    base, word = len(_SYLLABLES), ""
    number += base
    while number:
        number, last = divmod(number, base)
        word += _SYLLABLES[last]
    return word
