"""Proposes questions from articles, spread over them, and now and then one that they should not answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from eval.gold import GoldQuestion, Kind
from eval.matching import normalised
from eval.new_gold.answers import AnswerKind, find_answers
from eval.new_gold.kinds import kind_of
from eval.new_gold.names import is_person, names_in
from eval.new_gold.questions import ask_for, is_balanced
from eval.new_gold.wording import WORDINGS, Wording
from index.article import Article, Span
from index.chunks import folded
from index.mask import mask_article
from index.metadata import front_matter_end
from index.noise.repeats import Repeats
from index.sentences import SentenceKind, split_sentences

# So many questions that are answered, then one that should not be: enough of them to measure refusals by, few to check.
_ANSWERED_BEFORE_NEAR_MISS = 4
_LONGEST_SENTENCE_CHARS, _SHORTEST_SENTENCE_CHARS = 400, 30
_NOT_PROSE = ("http", "www.", "@", "#", "\ufffd")
# An edited near miss is the same one still where so much of its wording is the same.
_SAME_WORDING = 0.6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question, the sentence it was made from, and the words in it that answer: None for a near miss."""

    question: str
    language: str
    kind: Kind
    sentence: Span
    answer: Span | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    proposal: Proposal
    about: AnswerKind
    named: bool


@dataclass(frozen=True, slots=True)
class _Material:
    """What one article gives: what can be asked and is not yet known, and the people whom it names."""

    language: str
    candidates: list[_Candidate]
    names: tuple[str, ...]


def propose(articles: Mapping[str, Article], known: Sequence[GoldQuestion]) -> Iterator[Proposal]:
    """Questions in the languages of their articles, one a sentence, an article after the other in turns.

    No sentence that evidence of `known` lies in, and no question that stands there, is proposed. Of an article, questions that
    hold a name come first, then kinds of answer that were asked for least, then what stands first. The order is always the
    same; an article is read when its first turn comes. A sentence that several articles have, as prints of one text do, is
    asked about in the first of them alone.
    """
    repeats = Repeats.of(article.text for article in articles.values())
    turns = [article for article in articles.values() if article.language in WORDINGS]
    material: dict[str, _Material] = {}
    read = {_wording(piece.quote) for question in known for piece in question.evidence}
    asked: dict[AnswerKind, int] = dict.fromkeys(AnswerKind, 0)
    questions = {normalised(question.question) for question in known}
    missed = [question.question for question in known if not question.answerable]
    recent: list[Proposal] = []
    while turns:
        for article in list(turns):
            if article.id not in material:
                material[article.id] = _material(article, repeats, known, read)
            chosen = _choose(material[article.id].candidates, asked)
            if chosen is None:
                turns.remove(article)
            elif normalised(chosen.proposal.question) not in questions:
                questions.add(normalised(chosen.proposal.question))
                asked[chosen.about] += 1
                recent.append(chosen.proposal)
                yield chosen.proposal
            if len(recent) >= _ANSWERED_BEFORE_NEAR_MISS and (miss := _near_miss(recent, material, missed)):
                recent.clear()
                missed.append(miss.question)
                yield miss


def _choose(candidates: list[_Candidate], asked: Mapping[AnswerKind, int]) -> _Candidate | None:
    """The candidate whose turn it is; it is taken out, with all others of its sentence."""
    if not candidates:
        return None
    chosen = min(candidates, key=lambda c: (not c.named, asked[c.about], c.proposal.sentence))
    candidates[:] = [c for c in candidates if c.proposal.sentence != chosen.proposal.sentence]
    return chosen


def unproposed(articles: Mapping[str, Article]) -> dict[str, int]:
    """How many articles there are in each language that has no templates."""
    languages = [article.language for article in articles.values() if article.language not in WORDINGS]
    return {language: languages.count(language) for language in sorted(set(languages))}


def _material(article: Article, repeats: Repeats, known: Sequence[GoldQuestion], read: set[str]) -> _Material:
    """What `article` gives besides the sentences of `read`, to which its own are added."""
    taken = [e.span for question in known for e in question.evidence if e.span.article_id == article.id]
    # At worst a mail or page that begins so is asked nothing about those first lines.
    matter_end = front_matter_end(article.text)
    skip = [(noise.start, noise.end) for noise in mask_article(article.text, matter_end, repeats)]
    candidates: list[_Candidate] = []
    names: dict[str, None] = {}
    own: set[str] = set()
    for sentence in split_sentences(article.text, article.language, skip):
        words = article.text[sentence.start : sentence.end]
        if sentence.kind is not SentenceKind.PROSE or not _is_plain(words):
            continue
        names |= dict.fromkeys(name for name in names_in(words, article.language) if is_person(name))
        own.add(wording := _wording(words))
        span = Span(article.id, sentence.start, sentence.end)
        if wording not in read and all(span.end <= other.start or other.end <= span.start for other in taken):
            candidates += _of_sentence(article, span, WORDINGS[article.language])
    read |= own
    return _Material(article.language, candidates, tuple(names))


def _wording(sentence: str) -> str:
    """How a sentence is told from others: prints of one text break their lines at other places."""
    return folded(sentence).casefold()


def _is_plain(sentence: str) -> bool:
    if not _SHORTEST_SENTENCE_CHARS <= len(sentence) <= _LONGEST_SENTENCE_CHARS or sentence.rstrip().endswith("?"):
        return False
    return not any(sign in sentence for sign in _NOT_PROSE) and is_balanced(sentence)


def _of_sentence(article: Article, span: Span, wording: Wording) -> Iterator[_Candidate]:
    sentence = article.text[span.start : span.end]
    for found in find_answers(sentence, wording):
        question = ask_for(sentence, found, wording)
        if question is not None and is_balanced(sentence[found.start : found.end]):
            answer = Span(article.id, span.start + found.start, span.start + found.end)
            proposal = Proposal(question, article.language, kind_of(question), span, answer)
            yield _Candidate(proposal, found.kind, named=bool(names_in(question, article.language)))


def _near_miss(recent: Sequence[Proposal], material: Mapping[str, _Material], missed: Sequence[str]) -> Proposal | None:
    """The latest of `recent` that holds a name, with a name from another article of its language in its place.

    Where only one article has names, it is one that the question does not hold. Whoever reads it says whether it has no answer.
    No name is taken that one of `missed` holds, and no question that is much like one of them.
    """
    for base in reversed(recent):
        own = material[base.sentence.article_id].names
        alike = [other for other in material.values() if other.language == base.language]
        # After an apostrophe French would have to change more than the name.
        held = next((name for name in own if re.search(rf"(?<![\w'’]){re.escape(name)}", base.question)), None)
        if held is None:
            continue
        elsewhere = [name for other in alike for name in other.names if name not in own]
        for name in elsewhere or [name for name in own if name not in base.question]:
            question = base.question.replace(held, name)
            if not any(name in other or _is_same(question, other) for other in missed):
                return Proposal(question, base.language, Kind.UNANSWERABLE, base.sentence, None)
    return None


def _is_same(question: str, other: str) -> bool:
    return SequenceMatcher(None, normalised(question), normalised(other)).ratio() >= _SAME_WORDING
