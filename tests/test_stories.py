"""Stories to practise on: how they are read, what is drawn from them in training, and how they are asked in the fit."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from transformers import AutoTokenizer

from eval.gold import Kind, check_gold, load_gold
from eval.story_trials import observe_stories
from eval.trials import Trial
from index.encoder.hashing import HashingEmbedder
from rag.errors import TrainingDataError
from rag.reader.lexicon import Lexicon
from rag.reader.pairs import Pair
from rag.reader.stories import Stories, read_stories, read_untrained, story_files
from rag.reader.story_pairs import StoryPairs
from rag.settings import Settings
from rag.wire import Engine
from tests.story_kit import SEEN, UNSEEN, write_stories
from tests.training_kit import LENGTHS
from tests.write_gold_guide import STORIES, STORIES_PAGE, section, stories_section


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_stories(tmp_path_factory.mktemp("stories"))


@pytest.fixture(scope="module")
def stories(folder: Path) -> Stories:
    return read_stories(folder)


@pytest.fixture(scope="module")
def shipped() -> Stories:
    return read_stories(STORIES)


def test_a_story_is_trained_on_or_held_out_and_a_new_one_moves_no_other(stories: Stories, shipped: Stories) -> None:
    assert ([s.name for s in stories.train], [s.name for s in stories.held_out]) == ([SEEN], [UNSEEN])
    seen, unseen = ({s.name for s in side} for side in (shipped.train, shipped.held_out))
    assert not seen & unseen
    assert len(seen | unseen) == len(story_files(STORIES))
    # One in five: of more than a hundred stories between a tenth and three tenths.
    assert 0.1 < len(unseen) / len(seen | unseen) < 0.3


def test_the_words_to_mark_are_the_accepted_ones_within_the_quote(stories: Stories) -> None:
    (story,) = stories.train
    texts = {article.id: article.text for article in story.articles}
    marked = [[texts[m.article_id][m.start : m.end] for m in q.marks] for q in story.questions]
    assert marked == [["Anna Berg"], ["the roof had fallen in"], []]


def test_a_wording_that_is_part_of_another_word_is_not_marked(tmp_path: Path) -> None:
    folder = write_stories(tmp_path)
    path = folder / f"{SEEN}.jsonl"
    first, *rest = path.read_text("utf-8").splitlines()
    row = json.loads(first)
    row["answers"] = ["Ann", "Berg"]
    path.write_text("\n".join([json.dumps(row), *rest]) + "\n", "utf-8")
    (story,) = read_stories(folder).train
    (mark,) = story.questions[0].marks
    (article,) = [a for a in story.articles if a.id == mark.article_id]
    assert article.text[mark.start : mark.end] == "Berg"


def test_a_folder_without_stories_and_one_whose_quotes_have_moved_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="holds no stories"):
        read_stories(tmp_path)
    folder = write_stories(tmp_path / "stories")
    article = folder / SEEN / f"{SEEN}-1.txt"
    article.write_text("Long ago, " + article.read_text("utf-8"), "utf-8")
    with pytest.raises(TrainingDataError, match=rf"{SEEN}\.jsonl:1 .*'Anna Berg opened' does not stand at 0"):
        read_stories(folder)
    for path in (folder / SEEN).iterdir():
        path.unlink()
    with pytest.raises(TrainingDataError, match=f"{SEEN} holds no articles"):
        read_stories(folder)


def test_stories_in_a_language_that_is_trained_on_are_not_taken_for_others(tmp_path: Path) -> None:
    assert [s.name for s in read_untrained(write_stories(tmp_path / "russian", "ru"))] == sorted([SEEN, UNSEEN])
    with pytest.raises(TrainingDataError, match=f"{UNSEEN} is in 'en', in which stories are trained on"):
        read_untrained(write_stories(tmp_path / "english"))


def test_lines_of_a_story_end_at_line_feeds_alone(tmp_path: Path) -> None:
    folder = write_stories(tmp_path)
    path = folder / f"{SEEN}.jsonl"
    first, *rest = path.read_text("utf-8").split("\n")
    row = {**json.loads(first), "question": "Who opened\u2028the\u0085mill?"}
    path.write_text("\ufeff" + "\n\n".join([json.dumps(row, ensure_ascii=False), *rest]) + " \n", "utf-8")
    (story,) = read_stories(folder).train
    # As the gold reader has them.
    assert [q.question for q in story.questions] == [question.question for question in load_gold(path)]
    assert story.questions[0].question == "Who opened\u2028the\u0085mill?"
    path.write_bytes(first.encode() + b'\n{"id": "\xff"}\n')
    with pytest.raises(TrainingDataError, match=rf"{SEEN}\.jsonl: byte {len(first) + 9} is not UTF-8"):
        read_stories(folder)


def words(pair: Pair, tokenizer: "AutoTokenizer", first: int, end: int) -> str:
    pieces = tokenizer.convert_ids_to_tokens(pair.ids[first:end].tolist())
    return "".join(pieces).replace("▁", " ").strip()


def test_what_is_drawn_as_answered_marks_the_words_and_nothing_else_is_marked(
    stories: Stories, tokenizer: "AutoTokenizer"
) -> None:
    pairs = StoryPairs(stories.train, tokenizer, LENGTHS, seed=1).draw(0, 300, np.random.default_rng(1))
    answered = [pair for pair in pairs if pair.start]
    assert {words(p, tokenizer, p.start, p.end + 1).rstrip(".") for p in answered} == {
        "Anna Berg",
        "the roof had fallen in",
    }
    # Two of three questions have an answer, and 65 % of those are shown it: 130 of 300, give or take three deviations of 9.
    assert 103 <= len(answered) <= 157
    unanswered = [pair for pair in pairs if not pair.start]
    assert all(pair.end == 0 for pair in unanswered)
    # Who asks for the reason is shown the other article, not the one that tells it.
    reasons = [p for p in unanswered if words(p, tokenizer, 0, len(p.ids)).startswith("<s> Pourquoi")]
    assert reasons
    assert not any("roof" in words(p, tokenizer, p.passage_at, len(p.ids)) for p in reasons)


def test_passages_are_shown_whole_as_often_as_is_asked_and_half_of_them_at_least(
    stories: Stories, tokenizer: "AutoTokenizer"
) -> None:
    def shown(long_share: float) -> list[int]:
        lengths = replace(LENGTHS, long_share=long_share)
        pairs = StoryPairs(stories.train, tokenizer, lengths, seed=1).draw(0, 300, np.random.default_rng(1))
        return [len(pair.ids) - pair.passage_at - 1 for pair in pairs]

    # Two articles, each one passage; nothing else is cut off where all are to be whole.
    whole = set(shown(1.0))
    assert len(whole) == 2
    # With none to be whole half of 300 are, and what is short anyway; 150 less three deviations of 9.
    assert sum(length in whole for length in shown(0.0)) > 122


def test_words_around_the_marked_ones_are_mixed_and_those_stay(stories: Stories, tokenizer: "AutoTokenizer") -> None:
    texts = [article.text for story in stories.train for article in story.articles]
    known = {word.lower() for text in texts for word in re.findall(r"[^\W\d_]{2,}", text)}
    lexicon = Lexicon("en", "fr", dict.fromkeys(known, "zebra"), {})
    drawn = StoryPairs(stories.train, tokenizer, LENGTHS, 1, {"en": (lexicon,)}).draw(0, 300, np.random.default_rng(1))
    mixed = [pair for pair in drawn if "zebra" in words(pair, tokenizer, pair.passage_at, len(pair.ids))]
    # A quarter of the passages, give or take three deviations of 7.5.
    assert 52 <= len(mixed) <= 98
    marked = {words(p, tokenizer, p.start, p.end + 1).rstrip(".") for p in mixed if p.start}
    assert marked == {"Anna Berg", "the roof had fallen in"}
    assert any(not pair.start for pair in mixed)


def test_draws_are_the_same_whatever_was_drawn_before(stories: Stories, tokenizer: "AutoTokenizer") -> None:
    one, other = (StoryPairs(stories.train, tokenizer, LENGTHS, seed=1) for _ in range(2))
    one.draw(0, 5, np.random.default_rng(1))
    first, again = (drawn.draw(5, 9, np.random.default_rng(2)) for drawn in (one, other))
    assert [p.ids.tolist() for p in first] == [p.ids.tolist() for p in again]


def test_each_question_is_asked_of_everything_and_of_its_story_and_the_first_of_the_others(
    stories: Stories, tmp_path: Path
) -> None:
    both = (*stories.train, *stories.held_out)
    seen = list(observe_stories(both, Engine(Settings(home=tmp_path), HashingEmbedder(256))))
    # Three questions of two stories in two ways, and of each story the first of four in a third.
    assert len(seen) == 3 * 2 * 2 + 2
    misses = {Trial.MISS_AMONG_ALL, Trial.MISS_ON_SUBJECT}
    assert sum(o.trial in misses for o in seen) == 2 * 2
    assert {o.set_name for o in seen} == {"stories other"}
    assert not any(o.right for o in seen if o.trial in {*misses, Trial.OFF_TOPIC})
    # Who opened what is told in the question's own words, so that even hashed ones find it.
    plain = [o.right for o in seen if o.trial is Trial.ANSWER_ON_SUBJECT and o.signals["sentence_match"] > 0.5]
    assert plain
    assert all(plain)


def test_a_question_that_does_not_say_which_story_is_meant_is_asked_of_its_own_alone(
    stories: Stories, tmp_path: Path
) -> None:
    # Anna Berg opened something in both stories, so of both together the question has two right answers.
    vague = [
        replace(story, questions=(replace(story.questions[0], question="What did Anna Berg open?"),))
        for story in (*stories.train, *stories.held_out)
    ]
    seen = list(observe_stories(vague, Engine(Settings(home=tmp_path), HashingEmbedder(256))))
    assert [o.trial for o in seen] == [Trial.ANSWER_ON_SUBJECT] * 2


def test_every_quote_of_the_shipped_stories_stands_and_none_is_about_what_the_gold_is_about(shipped: Stories) -> None:
    for story in (*shipped.train, *shipped.held_out):
        gold = STORIES / f"{story.name}.jsonl"
        questions = load_gold(gold)
        assert check_gold(questions, {article.id: article for article in story.articles}) == []
        assert 30 <= len(questions) <= 60, story.name
        assert Kind.CONFLICT in {question.kind for question in questions}, story.name
        told = gold.read_text("utf-8") + "".join(article.text for article in story.articles)
        assert not [name for name in ("OpenAI", "Altman", "Sutskever", "Leike") if name in told], story.name


def test_the_page_on_stories_counts_those_that_there_are(shipped: Stories) -> None:
    # If not: python tests/write_gold_guide.py
    assert section(STORIES_PAGE.read_text("utf-8"), "stories") == stories_section(shipped)
