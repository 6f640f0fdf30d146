"""Takes the sentence before into a quote that begins with a pronoun, so that who reads nothing else knows who is meant."""

import re
from collections.abc import Collection
from dataclasses import replace

from index.article import Article, Span
from index.sentences import Sentence, SentenceKind
from index.words import fold
from rag.answer import Evidence

# How sentences begin that speak of somebody named before, folded. "Il y a", "it is clear that" and "c'est X qui" name nobody.
# Spanish, Italian and Portuguese mostly leave the pronoun out.
_PRONOUNS = {
    "de": r"er|sie|letztere[rs]?",
    "en": r"he|she|they|the latter|it(?! (?:is|was|seems|appears|remains)(?: \w+){0,3} (?:that|to|who)\b)"
    r"|th(?:is|at|ese|ose)(?= (?:is|was|are|were|has|had|means|meant|came|comes|will|would)\b)",
    "es": r"ellas?|ellos|est[ae] ultim[oa]|esto|eso",
    "fr": r"elles?|ce(?:t(?:te)?|s)? dernier(?:e?s?)|c(?:elui|elle|eux|elles)-ci|cela|c'(?:est|etait)(?!.* qu(?:i\b|e\b|'))"
    r"|ils?(?! (?:n'|ne )?(?:y (?:a|avait|aura|eut)|faut|fallait|faudra|fallut|semble|reste|est(?: \w+){1,2} (?:que|de|d'))\b)",
    "it": r"egli|lui|lei|loro|essi|esse|quest'ultim[oa]|cio",
    "nl": r"hij|zij|ze|deze(?= (?:is|was|heeft|had)\b)|dat(?= (?:is|was)\b)",
    "pt": r"eles?|elas?|est[ea] ultim[oa]|isso|isto",
    "ro": r"el|ea|ei|ele|acest(?:a|ia|ea)(?= (?:este|era|a|au)\b)",
}
_BEGINS = {language: re.compile(rf"(?:{words})(?![\w-])") for language, words in _PRONOUNS.items()}
_APOSTROPHES = str.maketrans("’\u00a0\u202f", "'  ")
_OPENING = ' «“„"‘—–-'
# "Il … . Il … . Elle …": further back than this the name is no longer beside what is quoted.
_MOST_BEFORE = 2


def with_antecedent(evidence: Evidence, article: Article, quoted: Collection[Span]) -> Evidence:
    """`evidence` with what stands before its sentence, where that begins with a pronoun: two sentences at most, of its passage.

    None of `quoted` is taken in, which stand in the answer by themselves, no heading, and nothing beyond page noise.
    """
    before = [s for s in evidence.passage.chunk.sentences if s.end <= evidence.span.start]
    start = evidence.span.start
    for sentence in reversed(before[-_MOST_BEFORE:]):
        if not _begins_with_pronoun(article, start, evidence.span.end):
            break
        own = Span(article.id, sentence.start, sentence.end)
        if not _leads_on(sentence, start, article) or any(span.touches(own) for span in quoted):
            break
        start = sentence.start
    return replace(evidence, span=Span(article.id, start, evidence.span.end))


def _leads_on(sentence: Sentence, start: int, article: Article) -> bool:
    return sentence.kind is SentenceKind.PROSE and not article.text[sentence.end : start].strip()


def _begins_with_pronoun(article: Article, start: int, end: int) -> bool:
    begins = _BEGINS.get(article.language)
    words = fold(article.text[start:end].translate(_APOSTROPHES)).lstrip(_OPENING)
    return begins is not None and begins.match(words) is not None
