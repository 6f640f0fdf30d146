"""Asks the stories that training never saw, all of them in one index, and notes what came of it."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eval.metrics_quotes import quote_right
from eval.trials import Observation, Trial, ask_each, index_folders
from index.search import Filters
from rag.reader.stories import Story, StoryQuestion, set_name
from rag.wire import Engine

# Off topic is easy: fewer cases tell as much.
_OFF_TOPIC_EVERY = 4


def observe_stories(stories: Sequence[Story], engine: Engine) -> Iterator[Observation]:
    """Ask every question of everything and of its own story, and every fourth of all the other stories.

    Where a story does not answer, the first two are near misses. Raises PracticeError where an article cannot be indexed.
    """
    with tempfile.TemporaryDirectory() as home:
        pipeline = index_folders([story.folder for story in stories], "stories", engine, Path(home))
        everything = frozenset(article.id for story in stories for article in story.articles)
        for story in stories:
            own = frozenset(article.id for article in story.articles)
            embedded = pipeline.embedder.embed_questions([q.question for q in story.questions])
            for number, (question, vectors) in enumerate(zip(story.questions, embedded, strict=True)):
                others = everything - own if number % _OFF_TOPIC_EVERY == 0 else frozenset[str]()
                ways = _ways(question, everything, own, others)
                for trial, signals, best in ask_each(pipeline, question.question, vectors, ways):
                    right = quote_right(best, question.evidence)
                    yield Observation(set_name(story, question), story.name, trial, signals, right)


def _ways(
    question: StoryQuestion, everything: frozenset[str], own: frozenset[str], others: frozenset[str]
) -> Mapping[Trial, Filters]:
    among_all, on_subject = Trial.ANSWER_AMONG_ALL, Trial.ANSWER_ON_SUBJECT
    if not question.evidence:
        among_all, on_subject = Trial.MISS_AMONG_ALL, Trial.MISS_ON_SUBJECT
    searched = {among_all: everything, on_subject: own, Trial.OFF_TOPIC: others}
    return {trial: Filters(article_ids=ids) for trial, ids in searched.items() if ids}
