"""Finds passages that look as if they answered a question, and do not."""

from collections import defaultdict

from index.lexical import LexicalIndex
from index.words import question_terms, terms
from rag.reader.corpus import Corpus, Item, article_of

# How many of the closest passages are looked at, and how many kept.
_DEPTH = 40
_KEPT = 4


class WrongPassages:
    """BM25 over the passages of each language. A passage that holds the answer's words may answer too, and is left out."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._members: dict[str, list[int]] = defaultdict(list)
        self._siblings: dict[str, list[int]] = defaultdict(list)
        for number, paragraph in enumerate(corpus.paragraphs):
            self._members[paragraph.language].append(number)
            self._siblings[article_of(paragraph)].append(number)
        self._terms = [terms(paragraph.text, paragraph.language) for paragraph in corpus.paragraphs]
        self._indexes = {
            code: LexicalIndex.of([self._terms[i] for i in members]) for code, members in self._members.items()
        }

    def of_other_articles(self, item: Item) -> list[int]:
        """The closest passages of other articles, best first; there may be none."""
        language = item.example.paragraph.language
        wanted = question_terms(item.example.question, item.example.question_language, (language,))
        ranked = self._indexes[language].rank(wanted, _DEPTH, None)
        members, own = self._members[language], self._corpus.paragraphs[item.passage]
        found = (members[position] for position in ranked)
        return [
            number
            for number in found
            if article_of(self._corpus.paragraphs[number]) != article_of(own) and self._silent(item, number)
        ][:_KEPT]

    def of_same_article(self, item: Item) -> list[int]:
        """The passages of its article that share most words with the question, best first; there may be none."""
        example = item.example
        asked = set(question_terms(example.question, example.question_language, (example.paragraph.language,)))
        siblings = [i for i in self._siblings[article_of(example.paragraph)] if self._silent(item, i)]
        shared = {i: len(asked.intersection(self._terms[i])) for i in siblings}
        return sorted(siblings, key=lambda i: -shared[i])[:_KEPT]

    def _silent(self, item: Item, number: int) -> bool:
        return number != item.passage and not item.example.is_answered_by(self._corpus.paragraphs[number].text)
