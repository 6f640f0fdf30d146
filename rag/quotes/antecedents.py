"""Takes the sentence before into a quote that begins with a pronoun or a speech, or signs a post, so that it stands alone."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from index.article import Article, Span
from index.chunks import folded
from index.sentences import Sentence, SentenceKind
from index.words import fold
from rag.answer import Evidence
from rag.citations import is_citable
from rag.quotes.signatures import is_signature

# "Il est probable que" names nobody, "il est accusé de fraude" does.
_FRENCH_IMPERSONAL = (
    r"y (?:a|avait|aura|eut)|faut|fallait|faudra|fallut|a (?:fallu|suffi)|semble|reste|existe|convient|manque|pleut"
    r"|suffit|est(?: \w+)? (?:clair|certain|vrai|faux|rare|temps|question|(?:im)?(?:probable|possible)|difficile|facile|important"
    r"|necessaire|utile|inutile|interdit|prevu|vraisemblable|essentiel|urgent) (?:que|qu'|de|d')|est(?: \w+)? trop tot"
)
# How sentences begin that speak of somebody named before, folded. "Il y a", "it is clear that" and "c'est X qui" name nobody.
# Spanish, Italian and Portuguese mostly leave the pronoun out.
_PRONOUNS = {
    "de": r"er|sie|letztere[rs]?",
    "en": r"he|she|they|the latter|it(?! (?:is|was|seems|appears|remains)(?: \w+){0,3} (?:that|to|who)\b)"
    r"|th(?:is|at|ese|ose)(?= (?:is|was|are|were|has|had|means|meant|came|comes|will|would)\b)",
    "es": r"ellas?|ellos|est[ae] ultim[oa]|esto|eso",
    "fr": r"elles?|ce(?:t(?:te)?|s)? dernier(?:e?s?)|c(?:elui|elle|eux|elles)-ci|cela|c'(?:est|etait)(?!.* qu(?:i\b|e\b|'))"
    rf"|ils?(?! (?:n'|ne )?(?:{_FRENCH_IMPERSONAL})(?!\w))",
    "it": r"egli|lui|lei|loro|essi|esse|quest'ultim[oa]|cio",
    "nl": r"hij|zij|ze|deze(?= (?:is|was|heeft|had)\b)|dat(?= (?:is|was)\b)",
    "pt": r"eles?|elas?|est[ea] ultim[oa]|isso|isto",
    "ro": r"el|ea|ei|ele|acest(?:a|ia|ea)(?= (?:este|era|a|au)\b)",
}
# "But he left", "Depuis, il": one such word may stand before the pronoun.
_JOINING = {
    "de": r"aber|und|doch|denn",
    "en": r"but|and|yet|so|however,|later,|then,?|still,|meanwhile,|instead,",
    "es": r"pero|y|sin embargo,|despues,",
    "fr": r"mais|et|or|puis|depuis,|pourtant,|cependant,|toutefois,|ensuite,|alors",
    "it": r"ma|e|pero|poi",
    "nl": r"maar|en|toch",
    "pt": r"mas|e|porem,|depois,",
    "ro": r"dar|si|insa",
}
_BEGINS = {
    language: re.compile(rf"(?:(?:{_JOINING[language]}) )?(?:{words})(?![\w-])")
    for language, words in _PRONOUNS.items()
}
# "Él dijo" begins with a pronoun, "El ministro dijo" with an article; folded they are alike.
_SPANISH_HE = re.compile(r"(?:(?:Pero|Y) )?[Éé]l ")
# Who speaks, right behind the speech: "she said", "a-t-elle dit", "sagt sie".
_SPEAKERS = {
    "de": r"[a-z]\w+ (?:er|sie)\b",
    "en": r"(?:[a-z]+ )?(?:he|she|they)\b",
    "fr": r"(?:s')?[a-z]\w*(?:-t)?-(?:il|elle)s?\b",
    "nl": r"[a-z]\w+ (?:hij|zij|ze)\b",
}
_SPOKEN = {
    language: re.compile(rf'[«“„"»][^«»“”„"]*[»”“"«],? ?(?:{speaker})') for language, speaker in _SPEAKERS.items()
}
_APOSTROPHES = str.maketrans("’\u00a0\u202f", "'  ")
_OPENING = ' >«“„"‘—–-'
# "Il … . Il … . Elle …": further back than this the name is no longer beside what is quoted.
_MOST_BEFORE = 2
# A speech and nothing else says "I", and of nobody who that is.
_SPEECH_ALONE = re.compile(r'[>\s]*[«“„"»][^«»“”„"]*[»”“"«][.!?…,]?\s*')


def with_post(evidence: Evidence, article: Article, quoted: Collection[Span]) -> Evidence:
    """`evidence` with the sentence before it, the end of the post, where it is a signature alone; what is taken in as below."""
    span = evidence.span
    if not is_signature(folded(article.text[span.start : span.end])):
        return evidence
    before = [s for s in evidence.passage.chunk.sentences if s.end <= span.start][-1:]
    start = next((s.start for s in before if _may_be_taken(s, span.start, article, quoted)), span.start)
    return replace(evidence, span=Span(article.id, start, span.end))


def is_lone_signature(evidence: Evidence, article: Article, in_context: Callable[[Evidence], Evidence]) -> bool:
    """Whether it is the signature of a post that no quote can have: it stands beyond page noise, or is too long for one.

    `in_context` adds the sentences of the passages beside its own, which only signatures need.
    """
    if not is_signature(folded(article.text[evidence.span.start : evidence.span.end])):
        return False
    signed = with_post(in_context(evidence), article, ())
    return signed.span == evidence.span or not is_citable(signed.span)


def with_antecedent(evidence: Evidence, article: Article, quoted: Collection[Span]) -> Evidence:
    """`evidence` with what stands before its sentence, where that begins with a pronoun or is its speech: two sentences at most.

    Nothing is taken in where the first of these names nobody either: it begins with a pronoun too, or is a speech and nothing
    else. None of `quoted` is, which stand in the answer by themselves, no heading, and nothing beyond page noise.
    """
    span = evidence.span
    if not _leaves_open_who(article, span.start, span.end):
        return evidence
    before = [s for s in evidence.passage.chunk.sentences if s.end <= span.start]
    start = span.start
    for sentence in reversed(before[-_MOST_BEFORE:]):
        is_speech = _SPEECH_ALONE.fullmatch(article.text, sentence.start, sentence.end) is not None
        if is_speech or not _may_be_taken(sentence, start, article, quoted):
            break
        start = sentence.start
        if not _leaves_open_who(article, start, sentence.end):
            return replace(evidence, span=Span(article.id, start, span.end))
    return evidence


def _may_be_taken(sentence: Sentence, start: int, article: Article, quoted: Collection[Span]) -> bool:
    """Whether what begins at `start` follows upon that sentence, which is not quoted by itself."""
    # A signature belongs to the post above it.
    signs = is_signature(folded(article.text[sentence.start : sentence.end]))
    leads_on = sentence.kind is SentenceKind.PROSE and not signs and not article.text[sentence.end : start].strip()
    own = Span(article.id, sentence.start, sentence.end)
    return leads_on and not any(span.touches(own) for span in quoted)


def _leaves_open_who(article: Article, start: int, end: int) -> bool:
    """Whether what stands there begins with a pronoun, or with the speech of one."""
    return _is_speech_of_pronoun(article, start, end) or _begins_with_pronoun(article, start, end)


def _is_speech_of_pronoun(article: Article, start: int, end: int) -> bool:
    """Whether it begins with a speech, and says of the speaker no more than "she"."""
    spoken = _SPOKEN.get(article.language)
    written = article.text[start:end].translate(_APOSTROPHES).lstrip()
    return spoken is not None and spoken.match(fold(written)) is not None


def _begins_with_pronoun(article: Article, start: int, end: int) -> bool:
    begins = _BEGINS.get(article.language)
    written = article.text[start:end].translate(_APOSTROPHES).lstrip(_OPENING)
    if article.language == "es" and _SPANISH_HE.match(written):
        return True
    return begins is not None and begins.match(fold(written)) is not None
