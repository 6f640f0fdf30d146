"""Stories to practise on: a few articles about one matter each, and questions about them, many without an answer there."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Article, Span
from index.reading import read_corpus
from rag.errors import TrainingDataError
from rag.reader.examples import Example, Paragraph
from rag.reader.squad import read_lines

_HELD_OUT = 1, 5
# The questions on articles in this language are enough for a set of each language of asking; those on others make one set.
_MOST_STORIES = "fr"
# What the sets of stories in languages that none to train on is in are called.
UNTAUGHT = "languages"
# The languages of the stories that are trained on.
_TAUGHT = ("fr", "en", "de", "es")


@dataclass(frozen=True, slots=True)
class StoryQuestion:
    """A question about a story; `evidence` are the quotes that answer it, `marks[i]` the words to mark in the i-th of them.

    Both are empty where no article of the story answers.
    """

    id: str
    question: str
    language: str
    evidence: tuple[Span, ...]
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Articles in one language about one matter, in order of their ids, and what is asked about them; they lie in `folder`."""

    name: str
    folder: Path
    language: str
    articles: tuple[Article, ...]
    questions: tuple[StoryQuestion, ...]


@dataclass(frozen=True, slots=True)
class Stories:
    """Stories to train on, and those that training never sees: confidence is fitted and measured on them."""

    train: tuple[Story, ...]
    held_out: tuple[Story, ...]


def read_stories(folder: Path) -> Stories:
    """Every story in `folder`: the articles of `NAME/` with the gold file `NAME.jsonl`, one in five held out.

    Raises TrainingDataError where there is none, and where a file is malformed or a quote does not stand where it should.
    """
    files = story_files(folder)
    if not files:
        raise TrainingDataError(
            f"{folder} holds no stories; give the folder of them, as eval/stories and eval/languages/practice are"
        )
    stories = [_read(path) for path in files]
    return Stories(
        tuple(story for story in stories if not _is_held_out(story.name)),
        tuple(story for story in stories if _is_held_out(story.name)),
    )


def read_untrained(folder: Path) -> tuple[Story, ...]:
    """Every story in `folder`, all in languages that no story to train on is in.

    Raises what `read_stories` raises, and TrainingDataError where one is in another language.
    """
    split = read_stories(folder)
    stories = sorted((*split.train, *split.held_out), key=lambda story: story.name)
    for story in stories:
        if story.language in _TAUGHT:
            raise TrainingDataError(
                f"{story.folder} is in {story.language!r}, in which stories are trained on; give stories in other languages,"
                " such as eval/languages/practice"
            )
    return tuple(stories)


def set_name(story: Story, question: StoryQuestion) -> str:
    """The set that a question is counted with: by its language where the articles are French, as most are.

    Where they are in a language that no story to train on is in, by whether it asks in theirs, in English or in another.
    """
    if story.language not in _TAUGHT:
        asked = {story.language: "own", "en": "en"}.get(question.language, "other")
        return f"{UNTAUGHT} {asked}"
    if story.language != _MOST_STORIES:
        return "stories other"
    return "stories fr" if question.language == story.language else f"stories {question.language}-{story.language}"


def story_examples(stories: Sequence[Story]) -> dict[str, tuple[Example, ...]]:
    """The questions that one article of their story answers alone, by `set_name`, each with the whole of that article."""
    sets: dict[str, list[Example]] = defaultdict(list)
    for story in stories:
        whole = {a.id: Paragraph("stories", story.name, a.text, story.language) for a in story.articles}
        for question in story.questions:
            answering = {mark.article_id for mark in question.marks}
            if len(answering) == 1:
                marks = tuple((mark.start, mark.end) for mark in question.marks)
                example = Example(question.id, question.question, question.language, whole[answering.pop()], marks)
                sets[set_name(story, question)].append(example)
    return {name: tuple(sets[name]) for name in sorted(sets)}


def story_files(folder: Path) -> list[Path]:
    """The gold files of the stories in `folder`, in order of their names."""
    return sorted(folder.glob("*.jsonl"))


def _is_held_out(name: str) -> bool:
    """One story in five, by their names: a new one moves no other from one side to the other."""
    kept, of = _HELD_OUT
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % of < kept


def _read(gold: Path) -> Story:
    corpus = read_corpus((gold.with_suffix(""),)) if gold.with_suffix("").is_dir() else None
    if corpus is None or corpus.failures or not corpus.articles:
        reason = f": {corpus.failures[0].reason}" if corpus and corpus.failures else ""
        raise TrainingDataError(f"{gold.with_suffix('')} holds no articles that can be read{reason}")
    articles = {article.id: article for article in corpus.articles}
    questions = []
    for number, line in read_lines(gold):
        try:
            questions.append(_question(json.loads(line), articles))
        except (ValueError, KeyError, TypeError) as error:
            raise TrainingDataError(f"{gold}:{number} is no gold question of these articles: {error!r}") from error
    return Story(gold.stem, gold.with_suffix(""), corpus.articles[0].language, corpus.articles, tuple(questions))


def _question(record: Mapping[str, object], articles: Mapping[str, Article]) -> StoryQuestion:
    answers, evidence = record["answers"], record["evidence"]
    if not isinstance(answers, list) or not isinstance(evidence, list):
        raise TypeError("answers and evidence must be lists")
    quotes = tuple(Span(str(e["article_id"]), int(e["start"]), int(e["end"])) for e in evidence)
    for quote, stated in zip(quotes, evidence, strict=True):
        if articles[quote.article_id].text[quote.start : quote.end] != stated["quote"]:
            raise ValueError(f"{stated['quote']!r} does not stand at {quote.start} of {quote.article_id}")
    marks = tuple(_mark(quote, articles[quote.article_id].text, answers) for quote in quotes)
    return StoryQuestion(str(record["id"]), str(record["question"]), str(record["language"]), quotes, marks)


def _mark(quote: Span, text: str, answers: Sequence[str]) -> Span:
    """The first accepted wording that stands in the quote, or where none does the whole of it."""
    words = _comparable(text[quote.start : quote.end])
    for answer in answers:
        wording = _comparable(answer)
        at = _find_whole(wording, words)
        if at is not None:
            return Span(quote.article_id, quote.start + at, quote.start + at + len(wording))
    return quote


def _find_whole(wording: str, words: str) -> int | None:
    """Where `wording` first stands in `words` as words of its own: "Lyon" does not stand in "lyonnais".

    Without a pattern, since those of thousands of answers take longer to compile than to be found.
    """
    at = words.find(wording)
    while at >= 0:
        end = at + len(wording)
        if not (_in_word(words[at - 1 : at]) or _in_word(words[end : end + 1])):
            return at
        at = words.find(wording, at + 1)
    return None


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _comparable(words: str) -> str:
    """The same number of characters, whatever the case, the apostrophe and the white space."""
    plain = "".join(" " if c.isspace() else c for c in words.replace("’", "'"))
    lower = plain.lower()
    return lower if len(lower) == len(plain) else plain
