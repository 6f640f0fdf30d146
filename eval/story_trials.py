"""Asks the stories that training never saw, all of them in one index, and notes what came of it."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eval.metrics_quotes import quote_right
from eval.trials import Observation, Trial, ask_each, index_folders
from index.search import Filters
from index.words import question_terms, terms
from rag.reader.stories import Story, StoryQuestion, set_name
from rag.wire import Engine

# Off topic is easy: fewer cases tell as much.
_OFF_TOPIC_EVERY = 4


def observe_stories(stories: Sequence[Story], engine: Engine) -> Iterator[Observation]:
    """Ask every question of its own story; one that says which story is meant of everything, too, every fourth of all others.

    "Who stood in for him?" has another right answer in another story, so of everything it is not asked. Where a story does not
    answer, what is asked of it and of everything are near misses. Raises PracticeError where an article cannot be indexed.
    """
    with tempfile.TemporaryDirectory() as home:
        pipeline = index_folders([story.folder for story in stories], "stories", engine, Path(home))
        everything = frozenset(article.id for story in stories for article in story.articles)
        stands_in = _stories_by_term(stories)
        for story in stories:
            own = frozenset(article.id for article in story.articles)
            embedded = pipeline.embedder.embed_questions([q.question for q in story.questions])
            for number, (question, vectors) in enumerate(zip(story.questions, embedded, strict=True)):
                ways = _ways(question, own)
                if _says_which(question, story, stands_in):
                    others = everything - own if number % _OFF_TOPIC_EVERY == 0 else frozenset[str]()
                    ways |= _ways_among(question, everything, others)
                for trial, signals, best in ask_each(pipeline, question.question, vectors, ways):
                    right = quote_right(best, question.evidence)
                    yield Observation(set_name(story, question), story.name, trial, signals, right)


def _says_which(question: StoryQuestion, story: Story, stands_in: Mapping[str, frozenset[str]]) -> bool:
    """Whether a term of the question stands in its story and, by `stands_in`, in no other."""
    languages = {article.language for article in story.articles}
    own = frozenset({story.name})
    return any(stands_in.get(term) == own for term in question_terms(question.question, question.language, languages))


def _stories_by_term(stories: Sequence[Story]) -> Mapping[str, frozenset[str]]:
    """By each term the names of the stories in which it stands."""
    found: dict[str, set[str]] = {}
    for story in stories:
        for article in story.articles:
            for term in terms(article.text, article.language):
                found.setdefault(term, set()).add(story.name)
    return {term: frozenset(names) for term, names in found.items()}


def _ways(question: StoryQuestion, own: frozenset[str]) -> dict[Trial, Filters]:
    return {Trial.ANSWER_ON_SUBJECT if question.evidence else Trial.MISS_ON_SUBJECT: Filters(article_ids=own)}


def _ways_among(question: StoryQuestion, everything: frozenset[str], others: frozenset[str]) -> dict[Trial, Filters]:
    among_all = Trial.ANSWER_AMONG_ALL if question.evidence else Trial.MISS_AMONG_ALL
    searched = {among_all: everything, Trial.OFF_TOPIC: others}
    return {trial: Filters(article_ids=ids) for trial, ids in searched.items() if ids}
