"""What a reader is shown of a passage: its sentences with white space folded, and the way back into the article."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.article import Article, Span
from index.chunks import Chunk
from index.sentences import Sentence, SentenceKind

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence that is the shown text's `[start:end]`."""

    sentence: Sentence
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """The text that a reader sees; character i of it is the article's character `origins[i]`."""

    article_id: str
    text: str
    origins: npt.NDArray[np.int64]
    sentences: tuple[ShownSentence, ...]

    def in_article(self, start: int, end: int) -> Span:
        """The article's range for the shown text's `[start:end]`, which must not be empty."""
        return Span(self.article_id, int(self.origins[start]), int(self.origins[end - 1]) + 1)


def show(article: Article, chunk: Chunk) -> ShownPassage:
    """The passage without headings and page noise; where there is nothing else, its headings."""
    prose = [s for s in chunk.sentences if s.kind is not SentenceKind.HEADING] or list(chunk.sentences)
    text, origins, sentences = "", [np.empty(0, dtype=np.int64)], []
    for sentence in prose:
        if text:
            text += " "
            origins.append(np.array([sentence.start], dtype=np.int64))
        start = len(text)
        for number, word in enumerate(_WORD.finditer(article.text, sentence.start, sentence.end)):
            if number:
                text += " "
                origins.append(np.array([word.start() - 1], dtype=np.int64))
            text += word[0]
            origins.append(np.arange(word.start(), word.end(), dtype=np.int64))
        sentences.append(ShownSentence(sentence, start, len(text)))
    return ShownPassage(article.id, text, np.concatenate(origins), tuple(sentences))
