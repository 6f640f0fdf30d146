"""Training the reader, on a small folder of made-up questions: what is drawn, and that a run goes on as if never stopped."""

import gzip
import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
import torch
import typer
from transformers import AutoTokenizer

from index.encoder.unpack import cache_folder, ensure_unpacked
from index.files import sha256_file, sha256_folder
from rag.errors import ReaderError, TrainingDataError
from rag.reader.batches import batches_of, collate
from rag.reader.card import CARD, write_card
from rag.reader.checkpoints import CHECKPOINT_FILE, PLAN_FILE, mean_of, read_learned
from rag.reader.corpus import Corpus, build_corpus, sentence_around
from rag.reader.examples import read_afriqa, read_split, read_squad
from rag.reader.export import export
from rag.reader.export import main as export_command
from rag.reader.lengths import Lengths
from rag.reader.lexicon import Lexicon, read_lexicons
from rag.reader.losses import apart, loss_of, taught_loss
from rag.reader.network import MASKED, Marks, ReaderNetwork, SharedDropout, load_trunk
from rag.reader.pairs import Pair, Tokens, join, tokenise
from rag.reader.pools import Pools
from rag.reader.runs import read_runs, run_in, write_runs
from rag.reader.sampling import SHARES, Kind, Sampler, replace_name
from rag.reader.stories import Story, read_stories
from rag.reader.story_pairs import StoryPairs
from rag.reader.train import CURVE_FILE, Effort, Inputs, main, run
from rag.reader.trainer import Plan, Trainer
from rag.reader.turns import in_turns
from rag.reader.weights import load_weights, read_identity
from tests.story_kit import write_stories

SMALL_POOL = 192
LENGTHS = Lengths(shortest=8, short=24, longest=64, long_share=0.3)


@pytest.fixture(scope="module", autouse=True)
def small_pools() -> Iterator[None]:
    """Pools of some hundred pairs: the questions here are few."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.reader.sampling.POOL", SMALL_POOL)
        yield


@pytest.fixture(scope="module")
def tokenizer() -> "AutoTokenizer":
    return AutoTokenizer.from_pretrained(ensure_unpacked(cache_folder()), local_files_only=True)


@pytest.fixture(scope="module")
def corpus(reader_data: Path, tokenizer: "AutoTokenizer") -> Corpus:
    return build_corpus(read_split(reader_data).train, tokenizer)


def test_no_article_is_both_trained_on_and_held_out(reader_data: Path) -> None:
    split = read_split(reader_data)
    for name in ("squad", "piaf"):
        seen = {e.paragraph.title for e in split.train if e.paragraph.source == name}
        unseen = {e.paragraph.title for e in split.held_out[name]}
        # Of four articles at most half are held out.
        assert len(seen) == len(unseen) == 2
        assert not seen & unseen
    assert not any(e.paragraph.source == "xquad" for e in split.train)


def test_english_questions_are_paired_with_other_languages_paragraphs(reader_data: Path) -> None:
    held_out = read_split(reader_data).held_out
    assert {"xquad en-de", "xquad en-es", "xquad en-ro"} <= set(held_out)
    assert all(e.question_language == "en" and e.paragraph.language == "de" for e in held_out["xquad en-de"])


def test_a_missing_or_malformed_set_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"train-v1\.1\.json cannot be read"):
        read_split(tmp_path)
    (tmp_path / "s.json").write_text('{"data": [{"title": "t"}]}')
    with pytest.raises(TrainingDataError, match="not SQuAD-format"):
        read_squad(tmp_path / "s.json", "squad", "en")
    (tmp_path / "a.jsonl").write_text("[]\n")
    with pytest.raises(TrainingDataError, match="not JSON lines of questions"):
        read_afriqa(tmp_path / "a.jsonl")


def words_of(pair: Pair, tokenizer: "AutoTokenizer") -> str:
    pieces = tokenizer.convert_ids_to_tokens(pair.ids[pair.start : pair.end + 1].tolist())
    return "".join(pieces).replace("▁", " ").strip()


def test_what_is_drawn_as_answered_holds_the_answer_at_its_place(corpus: Corpus, tokenizer: "AutoTokenizer") -> None:
    pairs = Sampler(corpus, tokenizer, LENGTHS, seed=1).pool(0)
    answers = {answer for items in corpus.items.values() for i in items for answer in i.example.answer_texts}
    answered = [pair for pair in pairs if pair.start]
    for pair in answered:
        assert pair.passage_at <= pair.start <= pair.end < len(pair.ids) - 1
        # Tokens may hold the punctuation that touches a word.
        assert any(answer in words_of(pair, tokenizer) for answer in answers)
    unanswered = [pair for pair in pairs if not pair.start]
    assert all(pair.end == 0 for pair in unanswered)
    # 38 % are drawn as unanswered, and questions that cannot be asked in that way are answered instead.
    assert 0.15 < len(unanswered) / len(pairs) < 0.45


def test_shares_add_up_to_the_whole() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)
    assert set(SHARES) == set(Kind)


def test_a_pool_depends_on_seed_and_number_alone(corpus: Corpus, tokenizer: "AutoTokenizer") -> None:
    def ids(sampler: Sampler, number: int) -> list[list[int]]:
        return [pair.ids.tolist() for pair in sampler.pool(number)]

    one, other = (Sampler(corpus, tokenizer, LENGTHS, seed=1) for _ in range(2))
    one.pool(0)
    assert ids(one, 1) == ids(other, 1)
    assert ids(one, 1) != ids(one, 2)
    assert ids(one, 1) != ids(Sampler(corpus, tokenizer, LENGTHS, seed=2), 1)


def test_every_question_comes_before_any_comes_again(corpus: Corpus) -> None:
    total = len(corpus.items["squad"])
    drawn = Counter(item.example.id for item in in_turns(corpus.items["squad"], 0, 2 * total, [1]))
    assert set(drawn.values()) == {2}


def test_a_name_is_replaced_by_another_of_the_article(corpus: Corpus) -> None:
    item = next(i for i in corpus.items["squad"] if i.example.question.startswith("When did Anna"))
    asked = replace_name(item, ("Anna", "Bruno", "1905"), np.random.default_rng(1))
    # A year does not stand for a person, and nobody for herself.
    assert asked == "When did Bruno open a bakery?"
    assert replace_name(item, ("Anna",), np.random.default_rng(1)) is None


def test_words_are_translated_by_their_dictionary_and_names_stay(tmp_path: Path) -> None:
    entries = "open /x/\nouvrir, déplier\n\nbakery /y/ <n>\n1. boulangerie [cuis.]\n2. fournil\n\nParis /z/\nParis\n"
    for pair in ("eng-fra", "eng-deu", "eng-spa", "eng-ita", "eng-por", "eng-nld", "fra-eng", "fra-nld"):
        with gzip.open(tmp_path / f"freedict-{pair}.dict.dz", "wt", encoding="utf-8") as file:
            file.write(entries)
    french: Lexicon = read_lexicons(tmp_path)["en"][0]
    generator = np.random.default_rng(1)
    # "opens" is found by its stem.
    assert french.translate("Who opens a bakery in Paris?", 1.0, generator) == "Who ouvrir a boulangerie in Paris?"
    assert french.translate("Who opens a bakery?", 0.0, generator) == "Who opens a bakery?"
    with pytest.raises(TrainingDataError, match="--lexicons"):
        read_lexicons(tmp_path / "none")


def test_batches_hold_pairs_of_like_length_and_padding_is_neither_attended_nor_read() -> None:
    pairs = [Pair(np.arange(length, dtype=np.int32) + 5, 3, 0, 0) for length in (9, 6, 7, 8, 5)]
    batches = batches_of(pairs, 2, [1])
    # 5 with 6 and 7 with 8; the longest is left over.
    assert sorted(sorted(len(p.ids) for p in batch) for batch in batches) == [[5, 6], [7, 8]]
    batch = collate([pairs[4], pairs[1]], padding=1)
    assert batch.ids[0].tolist() == [5, 6, 7, 8, 9, 1]
    assert batch.attended[0].tolist() == [True] * 5 + [False]
    # Column 0 is "not here"; then the passage from 3 on, without the last special token.
    assert batch.readable[0].tolist() == [True, False, False, True, False, False]


def test_the_learning_rate_rises_stays_and_falls() -> None:
    plan = Plan(100, 16, 1.0, 10, 0.5, 6, LENGTHS, mixed=False, seed=1)
    # Five tenths of the way up, level, and a fifth of the way down from the middle: (100 - 60) / 50.
    assert [round(plan.rate(step, step / plan.steps), 3) for step in (4, 9, 30, 60, 99)] == [0.5, 1.0, 1.0, 0.8, 0.02]


def learned(out: Path) -> dict[str, torch.Tensor]:
    network: dict[str, torch.Tensor] = torch.load(out / CHECKPOINT_FILE, weights_only=True)["network"]
    return network


# Dropout too: what it leaves out goes on as well.
PLAN = Plan(4, 4, 1e-3, 1, 0.5, 11, LENGTHS, mixed=False, seed=1, dropout=0.1)
EFFORT = Effort(saved=2, looked=1)


@pytest.fixture(scope="module")
def whole(reader_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of four steps on the upper of the twelve layers alone."""
    out = tmp_path_factory.mktemp("whole")
    run(Inputs(reader_data), out, PLAN, EFFORT)
    return out


@pytest.fixture(scope="module")
def made(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reader that the run made."""
    out = tmp_path_factory.mktemp("made")
    export([whole / CHECKPOINT_FILE], out)
    return out


def test_a_run_that_is_stopped_goes_on_to_the_same_weights(
    reader_data: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / CHECKPOINT_FILE

    class StoppedError(Exception):
        pass

    def stop(*_: object) -> float:
        assert torch.load(saved, weights_only=True)["step"] == 2
        raise StoppedError

    with monkeypatch.context() as stopping:
        stopping.setattr("rag.reader.train.look", stop)
        with pytest.raises(StoppedError):
            run(Inputs(reader_data), tmp_path, PLAN, EFFORT)
    run(Inputs(reader_data), tmp_path, PLAN, EFFORT)
    at_once, in_parts = learned(whole), learned(tmp_path)
    assert at_once.keys() == in_parts.keys()
    assert all(torch.equal(at_once[name], in_parts[name]) for name in at_once)
    steps = [json.loads(line)["step"] for line in (tmp_path / CURVE_FILE).read_text().splitlines()]
    assert steps == [4, 4]  # its loss and its look; the second was interrupted before its line


def test_a_run_of_minutes_ends_with_them_and_its_rate_falls_by_the_clock(
    reader_data: Path, tmp_path: Path, tokenizer: "AutoTokenizer"
) -> None:
    # Every look at the clock finds it ten seconds on.
    ticks = itertools.count(0, 10)
    plan = replace(PLAN, steps=1000, minutes=2.0, cooldown=1.0)
    network = ReaderNetwork(load_trunk(ensure_unpacked(cache_folder())))
    trainer = Trainer(network, plan, torch.device("cpu"), clock=lambda: float(next(ticks)))
    corpus = build_corpus(read_split(reader_data).train, tokenizer)
    batches = Pools(Sampler(corpus, tokenizer, LENGTHS, seed=1), 4, corpus.special.padding, workers=0).batches(0)
    for _ in range(2):
        trainer.train_on(next(batches))
    # It began at 0 seconds; before the first step 10 of 120 were over, before the second 20, and a sixth of the rate was gone.
    assert trainer.rate == pytest.approx(1e-3 * 5 / 6)
    trainer.save(tmp_path / CHECKPOINT_FILE)  # at 30 seconds
    later = itertools.count(500, 10)
    resumed = Trainer(network, plan, torch.device("cpu"), clock=lambda: float(next(later)))
    resumed.resume(tmp_path / CHECKPOINT_FILE)
    # What passed in between does not count.
    assert resumed.done == pytest.approx(30 / 120)
    # 40, 50 … 120 seconds.
    assert [trainer.done >= 1 for _ in range(9)] == [False] * 8 + [True]


def test_a_folder_with_a_run_of_another_plan_is_left_alone(reader_data: Path, whole: Path) -> None:
    with pytest.raises(TrainingDataError, match="another plan"):
        run(Inputs(reader_data), whole, replace(PLAN, steps=5))


def test_only_what_was_trained_is_exported(whole: Path, made: Path) -> None:
    exported = load_weights(made, read_identity(made))
    # The last layer and the heads.
    assert all(name.startswith(("trunk.encoder.layer.11.", "span.", "answerable.")) for name in exported)
    name = "trunk.encoder.layer.11.attention.self.query.bias"
    np.testing.assert_array_equal(exported[name], learned(whole)[name].numpy())


def test_the_reader_that_is_there_keeps_its_share_of_the_new_weights(whole: Path, made: Path, tmp_path: Path) -> None:
    copytree(made, tmp_path / "reader")
    name = "trunk.encoder.layer.11.attention.self.query.bias"
    before = load_weights(made, read_identity(made))[name]
    checkpoint = {"network": {other: 3 * values for other, values in learned(whole).items()}, "frozen_layers": 11}
    torch.save(checkpoint, tmp_path / "three.pt")
    mixed = export([tmp_path / "three.pt"], tmp_path / "reader", keep=0.25)
    # A quarter of what it was and three quarters of three times that: 2.5 times it.
    np.testing.assert_allclose(load_weights(tmp_path / "reader", mixed)[name], 2.5 * before, rtol=1e-5, atol=1e-7)


def test_the_runs_of_a_reader_that_a_run_began_with_stay_known(whole: Path, made: Path, tmp_path: Path) -> None:
    reader, later = copytree(made, tmp_path / "reader"), copytree(whole, tmp_path / "later")
    (later / CURVE_FILE).write_text('{"step": 4, "loss": 1.5}\n', "utf-8")
    write_runs(reader, [run_in(later, 1.0)])
    plan = json.loads((later / PLAN_FILE).read_text("utf-8"))
    (later / PLAN_FILE).write_text(json.dumps(plan | {"start_from_sha256": [read_identity(made).sha256]}), "utf-8")
    export_command([later], out=reader)
    # The first is in the new reader only in so far as the second began with it.
    assert [run.share for run in read_runs(reader)] == [0.0, 1.0]
    # What began with another reader owes nothing to the one that it replaces.
    (later / PLAN_FILE).write_text(json.dumps(plan), "utf-8")
    export_command([later], out=reader)
    assert [run.share for run in read_runs(reader)] == [1.0]


def test_a_run_can_begin_with_the_weights_of_a_reader_whose_checkpoint_is_gone(made: Path) -> None:
    network = ReaderNetwork(load_trunk(ensure_unpacked(cache_folder())))
    Trainer(network, PLAN, torch.device("cpu")).start_from([made])
    begun = network.state_dict()
    assert all(
        np.array_equal(begun[name].numpy(), values) for name, values in load_weights(made, read_identity(made)).items()
    )
    # Its own last layer would be frozen with twelve, and so be missing from what is exported afterwards.
    with pytest.raises(ReaderError, match="--frozen-layers 11 or less"):
        Trainer(network, replace(PLAN, frozen_layers=12), torch.device("cpu")).start_from([made])


def frozen_otherwise(whole: Path, path: Path, frozen_layers: int | None) -> Path:
    """The checkpoint of `whole` as if so many layers had been frozen; as code wrote it that did not say how many, with None."""
    state = torch.load(whole / CHECKPOINT_FILE, weights_only=True)
    del state["frozen_layers"]
    path.parent.mkdir(exist_ok=True)
    torch.save(state if frozen_layers is None else state | {"frozen_layers": frozen_layers}, path)
    return path


def test_runs_that_froze_other_layers_are_not_averaged(whole: Path, made: Path, tmp_path: Path) -> None:
    lower = frozen_otherwise(whole, tmp_path / "lower.pt", 9)
    # Of layers 9 and 10, which one of them trained, the mean would be missing from what is written.
    with pytest.raises(ReaderError, match=r"lower\.pt froze 9 layers and .*checkpoint\.pt froze 11"):
        export([lower, whole / CHECKPOINT_FILE], tmp_path / "out")
    copytree(made, tmp_path / "reader")
    with pytest.raises(ReaderError, match=r"froze 9 layers and .*reader froze 11"):
        export([lower], tmp_path / "reader", keep=0.5)
    network = ReaderNetwork(load_trunk(ensure_unpacked(cache_folder())))
    with pytest.raises(ReaderError, match="froze 9 layers"):
        Trainer(network, replace(PLAN, frozen_layers=9), torch.device("cpu")).start_from([lower, made])
    # Alone it is exported with the layers that it trained.
    assert export([lower], tmp_path / "out").first_layer == 9


def test_a_run_does_not_freeze_what_the_checkpoint_it_begins_with_has_trained(whole: Path, tmp_path: Path) -> None:
    network = ReaderNetwork(load_trunk(ensure_unpacked(cache_folder())))
    lower = frozen_otherwise(whole, tmp_path / "lower.pt", 9)
    with pytest.raises(ReaderError, match="--frozen-layers 9 or less"):
        Trainer(network, PLAN, torch.device("cpu")).start_from([lower])
    Trainer(network, replace(PLAN, frozen_layers=8), torch.device("cpu")).start_from([lower])


def test_of_an_older_checkpoint_the_plan_beside_it_says_what_was_frozen(whole: Path, tmp_path: Path) -> None:
    older = frozen_otherwise(whole, tmp_path / "run" / CHECKPOINT_FILE, None)
    with pytest.raises(
        ReaderError, match=r"does not say how many layers were frozen, and no plan\.json lies beside it"
    ):
        export([older], tmp_path / "out")
    (older.parent / PLAN_FILE).write_text((whole / PLAN_FILE).read_text())
    assert export([older], tmp_path / "out").first_layer == 11


def test_a_run_can_begin_with_the_mean_of_others(whole: Path, made: Path) -> None:
    name = "trunk.encoder.layer.11.attention.self.query.bias"
    network = ReaderNetwork(load_trunk(ensure_unpacked(cache_folder())))
    zeros = {name: torch.zeros(384)}
    first = learned(whole)
    # Twice what was learned and once nothing: two thirds of it. Of names that not all have, there is no mean.
    assert mean_of([first, first, zeros]).keys() == {name}
    assert torch.allclose(mean_of([first, first, zeros])[name], first[name] * 2 / 3)
    Trainer(network, PLAN, torch.device("cpu")).start_from([whole / CHECKPOINT_FILE, made])
    assert torch.allclose(network.state_dict()[name], first[name], atol=1e-6)


def test_the_card_tells_of_the_runs_that_were_kept(whole: Path, made: Path, tmp_path: Path) -> None:
    figures, run_folder = tmp_path / "reader.json", tmp_path / "run"
    figures.write_text(json.dumps({"sha256": read_identity(made).sha256, "sets": [], "twins": []}))
    write_card(made, read_identity(made), figures)
    assert "were not kept" in (made / CARD).read_text()

    run_folder.mkdir()
    (run_folder / PLAN_FILE).write_text((whole / PLAN_FILE).read_text())
    rows = [{"step": 25, "loss": 2.5}, {"step": 25, "squad": 0.5}, {"step": 50, "loss": 1.25}]
    rows.append({"step": 75, "loss": 0.5})
    (run_folder / CURVE_FILE).write_text("".join(json.dumps(row) + "\n" for row in rows))
    # Losses were logged after the last checkpoint, and are not of its weights.
    torch.save({"step": 50}, run_folder / CHECKPOINT_FILE)
    plan = json.loads((whole / PLAN_FILE).read_text()) | {"steps": 100, "agreement": 0.5}
    (run_folder / PLAN_FILE).write_text(json.dumps(plan))
    write_runs(made, [run_in(run_folder, 0.25), run_in(run_folder, 0.0), run_in(run_folder, 0.75)])
    write_card(made, read_identity(made), figures)
    card = (made / CARD).read_text()
    assert "1. 50 steps of 4 pairs, begun with the encoder, learning rate 0.001, lowest 11 layers frozen" in card
    assert "dropout 0.1, read twice with an agreement of 0.5, without teachers" in card
    # Its plan had 100 steps.
    assert "loss 2.50 to 1.25, stopped before its 100 steps" in card
    assert "a mean of their weights: 0.25 of 1, 0.75 of 3" in card
    (run_folder / PLAN_FILE).write_text(json.dumps(plan | {"minutes": 8.5}))
    write_runs(made, [run_in(run_folder, 1.0)])
    write_card(made, read_identity(made), figures)
    assert "loss 2.50 to 1.25, its rate and its end by the clock, 8.5 minutes\n" in (made / CARD).read_text()


def test_a_card_takes_no_figures_of_another_reader(made: Path, tmp_path: Path) -> None:
    figures = tmp_path / "reader.json"
    figures.write_text(json.dumps({"sha256": "0" * 64, "sets": [], "twins": []}))
    with pytest.raises(ReaderError, match="tells of another reader"):
        write_card(made, read_identity(made), figures)


def test_a_run_that_never_began_holds_no_place_and_one_that_did_says_what_differs(
    reader_data: Path, whole: Path, tmp_path: Path
) -> None:
    with pytest.raises(ReaderError, match=r"nope\.pt does not exist"):
        run(Inputs(reader_data, start_from=(tmp_path / "nope.pt",)), tmp_path / "run", PLAN, EFFORT)
    assert not (tmp_path / "run" / PLAN_FILE).exists()
    with pytest.raises(TrainingDataError, match=r"another plan \(learning_rate\)"):
        run(Inputs(reader_data), whole, replace(PLAN, learning_rate=0.5), EFFORT)
    with pytest.raises(ReaderError, match=r"is the folder of a run; give .*checkpoint\.pt"):
        read_learned(whole)


def test_a_run_goes_on_where_it_was_begun(whole: Path, tmp_path: Path) -> None:
    state = torch.load(whole / CHECKPOINT_FILE, weights_only=True)
    torch.save(state | {"device": "cuda"}, tmp_path / CHECKPOINT_FILE)
    network = ReaderNetwork(load_trunk(ensure_unpacked(cache_folder())))
    with pytest.raises(ReaderError, match="was begun on cuda, not cpu"):
        Trainer(network, PLAN, torch.device("cpu")).resume(tmp_path / CHECKPOINT_FILE)


def test_shares_that_are_more_than_all_are_refused(corpus: Corpus, tokenizer: "AutoTokenizer", tmp_path: Path) -> None:
    read = read_stories(write_stories(tmp_path)).train
    halves = [StoryPairs(read, tokenizer, LENGTHS, seed=1, share=share) for share in (0.6, 0.5)]
    with pytest.raises(TrainingDataError, match="add up to 1 at most"):
        Sampler(corpus, tokenizer, LENGTHS, seed=1, written=halves)


def test_a_pool_is_whole_whatever_the_shares(corpus: Corpus, tokenizer: "AutoTokenizer", tmp_path: Path) -> None:
    read = read_stories(write_stories(tmp_path)).train
    for share in (0.0, 0.1, 0.37, 0.5):
        stories = StoryPairs(read, tokenizer, LENGTHS, seed=1, share=share)
        assert Sampler(corpus, tokenizer, LENGTHS, seed=1, written=[stories]).pool_size == SMALL_POOL


def test_pools_that_processes_draw_are_the_same_and_in_order(corpus: Corpus, tokenizer: "AutoTokenizer") -> None:
    sampler = Sampler(corpus, tokenizer, LENGTHS, seed=1)
    per_pool = len(batches_of(sampler.pool(0), 16, [1, 0]))
    # Begins three batches before the second pool ends, and goes on into the third.
    first = 2 * per_pool - 3
    with Pools(sampler, 16, 1, workers=0) as here, Pools(sampler, 16, 1, workers=2) as apart:
        for one, other, _ in zip(here.batches(first), apart.batches(first), range(6), strict=False):
            assert torch.equal(one.ids, other.ids)
            assert torch.equal(one.ends, other.ends)


def test_teachers_that_are_sure_of_the_marked_answer_change_nothing_and_others_do() -> None:
    batch = collate([Pair(np.arange(5, 11, dtype=np.int32), 3, 3, 4)], padding=1)
    scores = Marks(torch.tensor([[0.0, MASKED, MASKED, 2.0, 1.0, MASKED]]), torch.zeros(1, 6), torch.tensor([0.5]))

    def teacher(start: int, end: int) -> Marks:
        sure = torch.full((2, 6), -100.0)
        sure[0, start] = sure[1, end] = 100.0
        return Marks(sure[:1], sure[1:], torch.tensor([100.0]))

    marked = float(loss_of(scores, batch))
    assert float(taught_loss(scores, [teacher(3, 4)])) == pytest.approx(marked)
    # Two teachers, one of whom begins a token later: half of that start's loss is ln p(3) - ln p(4) = 2 - 1 more, halved again.
    assert float(taught_loss(scores, [teacher(3, 4), teacher(4, 4)])) == pytest.approx(marked + (2.0 - 1.0) / 2 / 2)


def test_how_far_two_readings_are_apart_is_worked_out_by_hand() -> None:
    # Starts of 1/2, 1/2 and 1/4, 3/4: (1/4 ln 2 - 1/4 ln 2/3) / 2 = .1373, of which, with ends alike, half counts.
    # Answering at 1/2 and 3/4: 1/4 ln 3 / 2 = .1373, of which .3 counts.
    one = Marks(torch.tensor([[0.0, 0.0]]), torch.zeros(1, 2), torch.tensor([0.0]))
    other = Marks(torch.tensor([[0.0, math.log(3)]]), torch.ones(1, 2), torch.tensor([math.log(3)]))
    assert apart(one, other).tolist() == pytest.approx([0.1373 * 0.5 + 0.1373 * 0.3], abs=1e-4)
    assert apart(other, other).tolist() == [0.0]


def test_a_second_reading_changes_what_is_learned_and_not_the_loss_that_is_told(made: Path) -> None:
    pair = Pair(np.arange(5, 25, dtype=np.int32), 3, 3, 4)

    def step(dropout: float, agreement: float) -> tuple[float, torch.Tensor]:
        torch.manual_seed(1)
        network = ReaderNetwork(load_trunk(ensure_unpacked(cache_folder()), dropout))
        network.load_state_dict(read_learned(made), strict=False)
        plan = replace(PLAN, dropout=dropout, agreement=agreement)
        loss = float(Trainer(network, plan, torch.device("cpu")).train_on(collate([pair], padding=1)))
        return loss, network.span.weight.detach().clone()

    # Without dropout both readings are the same.
    once, twice = step(0.0, 0.0), step(0.0, 1.0)
    assert once[0] == twice[0]
    # With it the same values are left out in both runs, whose seed is the same.
    (a_little, hardly), (much, strongly) = step(0.5, 1e-6), step(0.5, 100.0)
    assert a_little == much
    assert not torch.equal(hardly, strongly)


def test_an_agreement_of_readings_that_are_alike_is_refused(reader_data: Path, tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="give --dropout too"):
        main(reader_data, tmp_path, agreement=1.0)


def test_dropout_leaves_the_same_values_out_of_all_tokens_of_a_pair() -> None:
    torch.manual_seed(1)
    dropout, hidden = SharedDropout(0.25), torch.ones(2, 3, 2000)
    left = dropout(hidden)
    assert torch.equal(left[:, :1].expand(-1, 3, -1), left)
    assert not torch.equal(left[0], left[1])
    # A quarter is left out, with a deviation of .01 over 2,000 values; the others are raised by 1 / .75.
    assert float((left[0, 0] == 0).float().mean()) == pytest.approx(0.25, abs=0.04)
    assert sorted(left.unique().tolist()) == pytest.approx([0, 1 / 0.75])
    assert torch.equal(dropout.eval()(hidden), hidden)


def test_training_alone_leaves_values_out() -> None:
    trunk = load_trunk(ensure_unpacked(cache_folder()), dropout=0.1).train()
    ids = torch.arange(5, 25)[None]
    assert not torch.equal(trunk(ids).last_hidden_state, trunk(ids).last_hidden_state)
    assert torch.equal(trunk.eval()(ids).last_hidden_state, trunk(ids).last_hidden_state)


def test_of_pairs_from_stories_nothing_is_learned_of_teachers(made: Path) -> None:
    network, teacher = (ReaderNetwork(load_trunk(ensure_unpacked(cache_folder()))) for _ in range(2))
    teacher.load_state_dict(read_learned(made), strict=False)
    # At a learning rate of 0 a step changes nothing.
    plan = replace(PLAN, dropout=0.0, learning_rate=0.0)

    def loss(teachers: Sequence[ReaderNetwork], *, taught: bool) -> float:
        pair = Pair(np.arange(5, 25, dtype=np.int32), 3, 3, 4, taught=taught)
        return float(Trainer(network, plan, torch.device("cpu"), teachers).train_on(collate([pair], padding=1)))

    alone = loss([], taught=True)
    assert loss([teacher], taught=False) == alone
    assert loss([teacher], taught=True) != alone


def test_a_run_with_teachers_and_stories_says_which(reader_data: Path, whole: Path, made: Path, tmp_path: Path) -> None:
    plan, stories = replace(PLAN, steps=1, teachers=2, story_share=0.5), write_stories(tmp_path / "stories")
    inputs = Inputs(reader_data, stories=stories, teachers=(whole / CHECKPOINT_FILE, made))
    run(inputs, tmp_path / "run", plan, EFFORT)
    stated = json.loads((tmp_path / "run" / PLAN_FILE).read_text())
    assert (stated["story_share"], stated["stories_sha256"]) == (0.5, sha256_folder(stories))
    assert stated["teachers"] == 2
    assert stated["teachers_sha256"] == [sha256_file(whole / CHECKPOINT_FILE), read_identity(made).sha256]


def test_a_part_of_each_pool_is_of_stories(corpus: Corpus, tokenizer: "AutoTokenizer", tmp_path: Path) -> None:
    read = read_stories(write_stories(tmp_path)).train
    stories = StoryPairs(read, tokenizer, LENGTHS, seed=1, share=0.25)
    sampler = Sampler(corpus, tokenizer, LENGTHS, seed=1, written=[stories])
    pool = sampler.pool(0)
    assert len(pool) == sampler.pool_size
    asked = {
        tuple(join(q.ids, np.empty(0, dtype=np.int32), corpus.special)[: len(q) + 1]) for q in _tokens(read, tokenizer)
    }
    of_stories = [pair for pair in pool if any(tuple(pair.ids[: len(ids)]) == ids for ids in asked)]
    assert len(of_stories) == SMALL_POOL // 4


def _tokens(stories: Sequence[Story], tokenizer: "AutoTokenizer") -> Iterator[Tokens]:
    return tokenise(tokenizer, [question.question for story in stories for question in story.questions])


def test_the_sentence_that_answers_is_left_out_of_a_near_miss() -> None:
    text = "Anna J. Berg opened a bakery. She was born in 1905 in Bern. It closed in 1950."
    start = text.index("1905")
    assert text[slice(*sentence_around(text, start, start + 4))] == "She was born in 1905 in Bern. "
    # An initial ends no sentence.
    assert text[slice(*sentence_around(text, 0, 4))] == "Anna J. Berg opened a bakery. "


def test_a_part_beside_the_answer_never_says_it_again(
    corpus: Corpus, tokenizer: "AutoTokenizer", monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = (
        "Much was written about the bakery in the years that followed, and nobody has forgotten that day. It was ANNA."
    )
    example = corpus.items["squad"][0].example
    paragraph = replace(example.paragraph, text=f"Anna opened it. {rest}")
    again = build_corpus([replace(example, paragraph=paragraph, answers=((0, 4),))], tokenizer)
    monkeypatch.setattr("rag.reader.sampling.SHARES", {Kind.OTHER_PART: 1.0})
    pairs = Sampler(again, tokenizer, LENGTHS, seed=1).pool(0)
    shown = [
        "".join(tokenizer.convert_ids_to_tokens(pair.ids[pair.passage_at :].tolist()))
        for pair in pairs
        if not pair.start
    ]
    # The longer part ends with the answer, in capitals; parts of that part without it are drawn, those with it are not.
    assert len(shown) > SMALL_POOL / 10
    assert not [words for words in shown if "anna" in words.lower()]


def test_tokens_around_a_gap_give_their_words_with_a_space_for_the_gap(tokenizer: "AutoTokenizer") -> None:
    text = "Anna opened it. She was born in Bern. It closed."
    (tokens,) = tokenise(tokenizer, [text])
    assert tokens.words(text) == text
    start, end = text.index("She"), text.index(" It")
    assert tokens.without(start, end).words(text) == "Anna opened it. It closed."


def test_passages_that_do_not_answer_are_mixed_as_often_as_those_that_do(
    corpus: Corpus, tokenizer: "AutoTokenizer"
) -> None:
    # Every word of the English passages becomes "zebra".
    words = {w.lower() for p in corpus.paragraphs for w in re.findall(r"[^\W\d_]{2,}", p.text)}
    lexicon = Lexicon("en", "fr", dict.fromkeys(words, "zebra"), {})
    sampler = Sampler(corpus, tokenizer, LENGTHS, 1, {"en": (lexicon,)})
    pairs = [pair for number in range(10) for pair in sampler.pool(number)]
    (zebra,) = (t.ids[0] for t in tokenise(tokenizer, ["zebra"]))

    def share(*, answered: bool) -> float:
        shown = [p.ids[p.passage_at :] for p in pairs if (p.start > 0) == answered]
        return sum(zebra in ids for ids in shown) / len(shown)

    # A quarter of 80 % of some 1,200 and 700 pairs: .20 each, give or take .03.
    assert share(answered=True) == pytest.approx(0.20, abs=0.05)
    assert share(answered=False) == pytest.approx(0.20, abs=0.05)
