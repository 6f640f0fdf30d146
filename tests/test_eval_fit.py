"""Tests of fitting confidence: the question sets, the trials, the fit and its file."""

import json
import tomllib
from collections import Counter
from dataclasses import fields, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from eval.abstention import Refusals, abstention
from eval.calibration import Judged
from eval.errors import PracticeError
from eval.fit_confidence import fit
from eval.fitted import Fitted, Source
from eval.folds import FOLDS, folds
from eval.practice import PracticeSet, practice_files, read_practice
from eval.trials import Observation, Trial, observe
from index.encoder.hashing import HashingEmbedder
from index.encoder.unpack import SOURCE_SHA256
from index.search import Filters, Query
from rag.confidence import ConfidenceModel, packaged_model
from rag.errors import TrainingDataError
from rag.finder import Reading
from rag.matching import MatchSignals, match_signals
from rag.reader.squad import MarkedParagraph, MarkedQuestion, read_marked
from rag.reader_finder import ReaderFinder
from rag.sentence_finder import SentenceFinder
from rag.settings import Settings
from rag.wire import Engine
from tests.story_kit import SEEN, UNSEEN, write_stories

SOURCE = Source("confidence_sentences.toml", "hashing", "0", "sentences", "0", 1, 1.0)
NAMES = tuple(field.name for field in fields(MatchSignals))


def all_at(value: float) -> dict[str, float]:
    return dict.fromkeys(NAMES, value)


def squad(*contexts: str, answer: str = "two", at: int | None = None) -> dict[str, object]:
    paragraphs = []
    for number, context in enumerate(contexts):
        place = context.find(answer) if at is None else at
        answers = [{"text": answer, "answer_start": place}]
        paragraphs.append(
            {"context": context, "qas": [{"id": f"q{number}", "question": " Which? ", "answers": answers}]}
        )
    return {"version": "1", "data": [{"title": "A_title", "paragraphs": paragraphs}]}


def write(path: Path, value: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")
    return path


def test_a_question_set_is_read_with_its_offsets(tmp_path: Path) -> None:
    (paragraph,) = read_marked(write(tmp_path / "s.json", squad("one two three")))
    assert paragraph == MarkedParagraph("A_title", 0, "one two three", (MarkedQuestion("q0", "Which?", ((4, 7),)),))


def test_an_answer_that_does_not_stand_at_its_offset_is_dropped_with_its_question(tmp_path: Path) -> None:
    (paragraph,) = read_marked(write(tmp_path / "s.json", squad("one two three", at=5)))
    assert paragraph.questions == ()


def test_an_answer_is_guessed_where_the_set_says_so_and_its_words_stand_there_again(tmp_path: Path) -> None:
    def read(context: str, *, flagged: bool) -> MarkedQuestion:
        made = squad(context)
        made["data"][0]["paragraphs"][0]["qas"][0]["offset_heuristic"] = flagged  # type: ignore[index]
        ((question,),) = (p.questions for p in read_marked(write(tmp_path / "s.json", made)))
        return question

    again = "two of twofold and two"
    assert read(again, flagged=True).guessed
    assert not read(again, flagged=False).guessed
    assert not read("one two three", flagged=True).guessed
    # In "twofold" it is part of another word.
    assert read(again, flagged=True).places_in(again) == ((0, 3), (19, 22))
    assert read(again, flagged=False).places_in(again) == ((0, 3),)


def test_of_a_guessed_answer_the_words_are_right_wherever_they_stand(tmp_path: Path) -> None:
    text = "Much was green in winter and cold. The house of Anna is green and old."
    at = text.index("green")
    (asked,) = paragraph("Aston", 0, "Anna").questions
    for guessed in (True, False):
        question = replace(asked, answers=((at, at + len("green")),), guessed=guessed)
        practice = PracticeSet("tiny", "en", (MarkedParagraph("Aston", 0, text, (question,)),), ((question,),))
        home = tmp_path / str(guessed)
        (seen,) = observe(practice, Engine(Settings(home=home), HashingEmbedder(256)))
        # The house of Anna is found in the second sentence, and the first "green" was marked.
        assert seen.right == guessed


def test_what_is_no_question_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="cannot be read"):
        read_marked(tmp_path / "none.json")
    with pytest.raises(TrainingDataError, match="not SQuAD-format"):
        read_marked(write(tmp_path / "s.json", {"data": [{"title": "no paragraphs"}]}))


def test_english_questions_are_asked_of_the_other_languages_paragraphs_too(tmp_path: Path) -> None:
    for path in practice_files(tmp_path):
        # Half of the two articles of PIAF and of SQuAD are held out of the reader's training, and only those are asked.
        one, other = squad(*[f"two {path.stem}"] * 5), squad("two other")
        other["data"][0]["title"] = "B_title"  # type: ignore[index]
        both = "xquad" not in path.stem
        write(path, {"version": "1", "data": [*one["data"], *other["data"]] if both else one["data"]})  # type: ignore[misc]
    read = read_practice(
        tmp_path, write_stories(tmp_path / "stories"), write_stories(tmp_path / "languages", "ru"), questions=4
    )
    sets = {practice.name: practice for practice in read.sets}
    # A quarter as many questions of each story as of each set.
    assert [(story.name, len(story.questions)) for story in read.stories] == [(UNSEEN, 1)]
    # Those in other languages are none of them trained on, and of each as many are asked as of a set.
    assert [(story.name, len(story.questions)) for story in read.languages] == [(UNSEEN, 3), (SEEN, 3)]
    assert sum(len(asked) for asked in sets["xquad de"].asked) == 4
    assert list(sets) == [
        *("xquad en", "xquad es", "xquad de", "xquad ro"),
        *("xquad en-es", "xquad en-de", "xquad en-ro"),
        *("piaf fr", "squad en"),
    ]
    crossed = sets["xquad en-de"]
    assert (
        len({p.title for p in sets["piaf fr"].paragraphs}) == len({p.title for p in sets["squad en"].paragraphs}) == 1
    )
    assert (crossed.language, crossed.paragraphs[0].text, crossed.asked[0][0].text) == ("de", "two xquad.de", "Which?")


def paragraph(title: str, number: int, name: str) -> MarkedParagraph:
    text = f"The house of {name} is green and old. Nobody of the {title} town went there in winter."
    answer = (text.index("green"), text.index("green") + len("green"))
    return MarkedParagraph(title, number, text, (MarkedQuestion(f"{title}-{number}", f"house of {name}", (answer,)),))


def test_each_question_is_asked_with_its_paragraph_without_it_and_without_its_article(tmp_path: Path) -> None:
    names = ["Anna", "Bela", "Cora", "Dora"]
    paragraphs = (*(paragraph("Aston", i, name) for i, name in enumerate(names)), paragraph("Byford", 0, "Emil"))
    practice = PracticeSet("tiny", "en", paragraphs, tuple(p.questions for p in paragraphs))
    engine = Engine(Settings(home=tmp_path), HashingEmbedder(256))
    seen = list(observe(practice, engine))
    # Four paragraphs are a subject, so their questions are asked in all five ways; one is none: two ways are left.
    assert [o.trial for o in seen if o.title == "Byford"] == [Trial.ANSWER_AMONG_ALL, Trial.OFF_TOPIC]
    assert len(seen) == 4 * len(Trial) + 2
    # The sentence with the name and the house is found wherever it is there, and nothing is right where it is not.
    assert all(o.right == (o.trial in {Trial.ANSWER_AMONG_ALL, Trial.ANSWER_ON_SUBJECT}) for o in seen)


def test_the_lead_of_a_sentence_is_over_the_others_of_its_passage_alone(tmp_path: Path) -> None:
    # The first article is one passage of three sentences; the second says the same as the best of them.
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Anna left the town. Rain fell. The old house burned.", "utf-8")
    (folder / "b.txt").write_text("Anna left the town.", "utf-8")
    engine = Engine(Settings(home=tmp_path), HashingEmbedder(256))
    engine.index((folder,), lambda _done, _total: None)
    pipeline = engine.pipeline()
    (vectors,) = engine.embedder.embed_questions(["Anna left"])
    query = Query("Anna left", "en", vectors, Filters(), 8)
    found = pipeline.searcher.search([query])[0]
    reading = Reading("Anna left", "en", vectors, found.token_weights, found.passages)
    (evidence,) = pipeline.finder.find([reading])
    signals = match_signals(reading, evidence, pipeline.searcher.generation.contents)
    # Both words of the question stand in the best sentences, none in the two others: 1 - (0 + 0) / 2. The other article's
    # sentence scores as high and does not count; the first in order of the articles is the best.
    assert [e.span.article_id for e in evidence[:2]] == ["a", "b"]
    assert signals.sentence_match == pytest.approx(1, abs=0.01)
    assert signals.sentence_lead == pytest.approx(1, abs=0.01)


ANSWERS = (Trial.ANSWER_AMONG_ALL, Trial.ANSWER_ON_SUBJECT)


def made_up(articles: int = 40) -> list[Observation]:
    """Right answers have higher signals: five units of noise apart at most, the same on every machine."""
    random = np.random.default_rng(1)
    observations = []
    for article in range(articles):
        for trial in Trial:
            right = trial in ANSWERS
            signals = dict(zip(NAMES, random.normal(0.5 + 0.2 * right, 0.1, len(NAMES)).tolist(), strict=True))
            observations.append(Observation(f"set {article % 2}", f"title {article}", trial, signals, right))
    return observations


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fit(made_up(), SOURCE)


def test_a_fit_gives_what_is_right_a_higher_probability(fitted: Fitted) -> None:
    low, high = (fitted.model.probability(all_at(value)) for value in (0.5, 0.7))
    assert low < 0.1
    assert high > 0.9
    figures = fitted.held_out["all"]
    assert figures.observations == 200  # 40 articles, five trials each, every one measured by a model of the others
    assert figures.auroc is not None
    assert figures.auroc > 0.99
    assert list(fitted.held_out) == ["all", "set 0", "set 1"]


def test_the_threshold_is_the_middle_one_of_those_that_are_alike() -> None:
    observations = [
        Observation("set", f"title {article}", trial, all_at(0.8 if trial in ANSWERS else 0.2), right=trial in ANSWERS)
        for article in range(40)
        for trial in Trial
    ]
    told = fit(observations, SOURCE)
    low, high = (told.model.probability(all_at(value)) for value in (0.2, 0.8))
    # Whatever lies above the one and not above the other refuses all of the one kind and none of the other, in steps of .01.
    alike = [step for step in np.arange(101) / 100 if low < step <= high]
    assert len(alike) > 50
    assert told.min_confidence == alike[len(alike) // 2]


def test_languages_that_the_reader_has_not_learned_move_no_threshold() -> None:
    def asked(name: str, answered: float, beside: float) -> list[Observation]:
        return [
            Observation(
                name, f"{name} {n}", trial, all_at(answered if trial in ANSWERS else beside), right=trial in ANSWERS
            )
            for n in range(40)
            for trial in Trial
        ]

    def threshold(others: str) -> tuple[float, list[float]]:
        told = fit(asked("set", 0.8, 0.5) + asked(others, 0.3, 0.2), SOURCE)
        low, high = (told.model.probability(all_at(value)) for value in (0.5, 0.8))
        return told.min_confidence, [step for step in np.arange(101) / 100 if low < step <= high]

    # What divides the one set is above 0.5. In the other all is below that, so that a threshold there would refuse all of it.
    chosen, dividing = threshold("languages own")
    assert chosen == dividing[len(dividing) // 2]
    chosen, dividing = threshold("another set")
    assert chosen < dividing[len(dividing) // 2]


def of_several_sets() -> list[Observation]:
    """Thirty articles, each asked in one set or in several, as stories are asked in several languages."""
    asked_in = {"one": range(30), "two": range(5, 20), "three": range(15, 25), "alone": range(30, 41)}
    return [
        Observation(name, f"title {number}", Trial.ANSWER_AMONG_ALL, all_at(0.5), right=True)
        for name, numbers in asked_in.items()
        for number in numbers
    ]


def test_no_article_is_both_fitted_on_and_measured_on() -> None:
    observations = of_several_sets()
    numbers: dict[str, set[int]] = {}
    for o, number in zip(observations, folds(observations).tolist(), strict=True):
        numbers.setdefault(o.title, set()).add(number)
    assert all(len(own) == 1 for own in numbers.values())
    assert set().union(*numbers.values()) == set(range(FOLDS))


def test_every_set_is_spread_over_the_folds() -> None:
    observations = of_several_sets()
    in_fold = Counter(zip((o.set_name for o in observations), folds(observations).tolist(), strict=True))
    # Thirty articles are three a fold; one more or less where they stand in other sets too.
    assert all(2 <= in_fold["one", number] <= 4 for number in range(FOLDS))


def test_what_is_measured_of_an_article_was_fitted_without_it(fitted: Fitted) -> None:
    observations = made_up()
    strange = [replace(o, right=not o.right) if o.title == "title 7" else o for o in observations]
    again = fit(strange, SOURCE)
    # One article of forty contradicts the others. A model that had not seen it calls each of its five answers as theirs: wrongly.
    assert again.model != fitted.model
    alone = fit([o for o in observations if o.title != "title 7"], SOURCE)
    probabilities = [alone.model.probability(o.signals) for o in strange if o.title == "title 7"]
    confident = [p > 0.5 for p in probabilities]
    assert confident == [not o.right for o in strange if o.title == "title 7"]
    before, after = fitted.held_out["all"].brier, again.held_out["all"].brier
    assert before is not None
    assert after is not None
    # Each of them adds nearly 1 to the sum of squares; set 1 has 20 articles and weighs as much as set 0.
    assert after - before > 0.02


def test_the_same_observations_give_the_same_file(fitted: Fitted) -> None:
    assert fit(made_up(), SOURCE).to_toml() == fitted.to_toml()


def test_the_file_reads_back_as_the_model_that_was_fitted(fitted: Fitted) -> None:
    values = tomllib.loads(fitted.to_toml())
    again = ConfidenceModel(values["bias"], values["means"], values["scales"], values["weights"])
    for value in (0.3, 0.6, 0.8):
        signals = all_at(value)
        assert again.probability(signals) == pytest.approx(fitted.model.probability(signals), abs=1e-4)
    assert values["fit"]["encoder"] == "hashing"
    assert values["fit"]["held_out"]["set 1"]["observations"] == 100
    assert "min_confidence" in fitted.summary()


def test_the_intervals_of_what_is_refused_draw_whole_articles() -> None:
    # Nothing answers the thirty questions on each of two articles; those on one are all refused, those on the other none.
    refused, titles = [True] * 30 + [False] * 30, ["Aston"] * 30 + ["Byford"] * 30
    cases = Judged(np.full(60, 0.5), np.array([1.0, 0.0] * 30), np.ones(60))
    found = abstention("set", Refusals(refused, [False] * 60, titles), cases, cases)
    # Both draws are of one article in one of four resamples each: all are refused, or none. Sixty questions each on their own
    # would say .5 ± 1.96 · √(.5 · .5 / 60) = .5 ± .13.
    assert (found.recall.value, found.recall.low, found.recall.high, found.recall.n) == (0.5, 0, 1, 60)
    # What was refused is all on one article and all unanswerable.
    assert (found.precision.value, found.precision.n) == (1, 30)


def test_a_single_article_is_refused() -> None:
    with pytest.raises(PracticeError, match="too few articles"):
        fit(made_up(articles=1), SOURCE)


@pytest.mark.parametrize(
    ("file", "signals"),
    [
        (SentenceFinder.confidence_file, {f.name for f in fields(MatchSignals)}),
        (ReaderFinder.confidence_file, {"margin", "match", "rival", "other_script", "own_script"}),
    ],
)
def test_the_shipped_models_have_every_signal_of_their_finder_and_are_fitted_with_the_shipped_weights(
    file: str, signals: set[str]
) -> None:
    values = tomllib.loads(files("rag").joinpath(file).read_text("utf-8"))
    assert all(set(values[table]) == signals for table in ("means", "scales", "weights"))
    assert values["fit"]["encoder_checksum"] == SOURCE_SHA256
    assert packaged_model(file).min_confidence == values["fit"]["min_confidence"]
    held_out = values["fit"]["held_out"]["all"]
    assert held_out["auroc"] >= 0.85
    assert held_out["calibration_error"] <= 0.07
