"""Finds passages that look as if they answered a question, and do not."""

from collections import defaultdict
from collections.abc import Sequence

from index.lexical import LexicalIndex
from index.words import question_terms, terms
from rag.reader.corpus import Item, article_of
from rag.reader.examples import Paragraph

# How many of the closest passages are looked at, and how many kept.
_DEPTH = 40
_KEPT = 4


class WrongPassages:
    """BM25 over the passages of each language. A passage that holds the answer's words may answer too, and is left out."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        self.by_language: dict[str, list[int]] = defaultdict(list)
        self._siblings: dict[str, list[int]] = defaultdict(list)
        for number, paragraph in enumerate(paragraphs):
            self.by_language[paragraph.language].append(number)
            self._siblings[article_of(paragraph)].append(number)
        self._terms = [terms(paragraph.text, paragraph.language) for paragraph in paragraphs]
        self._indexes = {
            code: LexicalIndex.of([self._terms[i] for i in members]) for code, members in self.by_language.items()
        }

    def closest(self, question: str, language: str, own: Paragraph, depth: int) -> list[int]:
        """Of the `depth` passages closest to a question, in the language of its `own`, those of other articles, best first."""
        wanted = question_terms(question, language, (own.language,))
        members = self.by_language[own.language]
        ranked = (members[position] for position in self._indexes[own.language].rank(wanted, depth, None))
        return [number for number in ranked if article_of(self._paragraphs[number]) != article_of(own)]

    def of_other_articles(self, item: Item) -> list[int]:
        """The closest passages of other articles, best first; there may be none."""
        example = item.example
        found = self.closest(example.question, example.question_language, example.paragraph, _DEPTH)
        return [number for number in found if self._silent(item, number)][:_KEPT]

    def of_same_article(self, item: Item) -> list[int]:
        """The passages of its article that share most words with the question, best first; there may be none."""
        example = item.example
        asked = set(question_terms(example.question, example.question_language, (example.paragraph.language,)))
        siblings = [i for i in self._siblings[article_of(example.paragraph)] if self._silent(item, i)]
        shared = {i: len(asked.intersection(self._terms[i])) for i in siblings}
        return sorted(siblings, key=lambda i: -shared[i])[:_KEPT]

    def _silent(self, item: Item, number: int) -> bool:
        return number != item.passage and not item.example.is_answered_by(self._paragraphs[number].text)
