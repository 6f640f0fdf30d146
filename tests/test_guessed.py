"""What a question gives away of whether it has an answer, and how often training asks those that mislead."""

import numpy as np

from rag.reader.guessed import guess_answerable, times_a_round, times_asked
from rag.reader.stories import StoryQuestion

# Ages are told of nobody but one, reasons of everybody but one.
AGES = [f"how old is the {who}?" for who in ("mayor", "baker", "driver", "judge", "nurse", "pilot", "cook", "clerk")]
REASONS = [
    f"why did the {who} leave?" for who in ("mayor", "baker", "driver", "judge", "nurse", "pilot", "cook", "clerk")
]
QUESTIONS = [*AGES, *REASONS]
ANSWERABLE = [False] * 7 + [True] + [True] * 7 + [False]
STORIES = [*range(8), *range(8)]
ENGLISH = ["en"] * len(QUESTIONS)


def test_a_form_that_mostly_has_no_answer_is_guessed_to_have_none() -> None:
    guessed = guess_answerable(QUESTIONS, ENGLISH, ANSWERABLE, STORIES)
    assert guessed.shape == (16,)
    assert guessed[:8].max() < 0.5 < guessed[8:].min()


def test_the_question_that_misleads_comes_again_and_those_guessed_right_once() -> None:
    times = times_a_round(guess_answerable(QUESTIONS, ENGLISH, ANSWERABLE, STORIES), ANSWERABLE)
    assert times[:7].tolist() == times[8:15].tolist() == [1] * 7
    assert times[7] > 1
    assert times[15] > 1


def test_how_often_each_is_asked_is_the_same_whatever_its_group_is_called() -> None:
    questions = [StoryQuestion(str(n), asked, "en", (), ()) for n, asked in enumerate(QUESTIONS)]
    times = times_asked(questions, ANSWERABLE, STORIES)
    assert times == times_a_round(guess_answerable(QUESTIONS, ENGLISH, ANSWERABLE, STORIES), ANSWERABLE).tolist()
    # In order of their names the groups would be others.
    assert times_asked(questions, ANSWERABLE, [f"story {9 - story}" for story in STORIES]) == times


def test_the_surer_the_wrong_guess_the_oftener_it_comes() -> None:
    # The truth has .9, .5, .4 and .2.
    assert times_a_round(np.array([0.9, 0.5, 0.6, 0.2]), [True, True, False, True]).tolist() == [1, 1, 2, 3]


def test_names_are_counted_but_where_every_noun_has_a_capital() -> None:
    named, roles = (
        [f"what did {word} say about it?" for word in words]
        for words in (("Anna Berg", "Marc Vial", "Rosa Lund", "Jan Holt"), ("she", "he", "they", "we"))
    )
    answerable, stories = [False] * 4 + [True] * 4, [*range(4), *range(4)]
    english = guess_answerable([*named, *roles], ["en"] * 8, answerable, stories)
    german = guess_answerable([*named, *roles], ["de"] * 8, answerable, stories)
    assert english[:4].max() < english[4:].min()
    # Of German questions only the words speak, and none of these comes twice.
    assert np.ptp(german) < np.ptp(english)


def test_where_there_is_nothing_to_tell_apart_nothing_is_guessed() -> None:
    assert guess_answerable(["why?", "who?"], ["en", "en"], [True, True], [0, 1]).tolist() == [0.5, 0.5]
    assert guess_answerable(["why?", "who?"], ["en", "en"], [True, False], [0, 0]).tolist() == [0.5, 0.5]
    assert times_a_round(np.array([0.5, 0.5]), [True, False]).tolist() == [1, 1]
