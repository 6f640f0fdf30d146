"""Training runs on a small folder of made-up questions: they go on as if never stopped, and what is exported tells of them."""

import itertools
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
import torch
import typer
from transformers import AutoTokenizer
from typer.testing import CliRunner, Result

from index.encoder.unpack import cache_folder, ensure_unpacked
from index.files import sha256_file, sha256_folder
from rag.errors import ReaderError, TrainingDataError
from rag.reader.batches import collate
from rag.reader.card import CARD, write_card
from rag.reader.checkpoints import CHECKPOINT_FILE, PLAN_FILE, frozen_below, mean_of, read_learned
from rag.reader.corpus import build_corpus
from rag.reader.examples import read_split
from rag.reader.export import export
from rag.reader.export import main as export_command
from rag.reader.network import ReaderNetwork, load_trunk
from rag.reader.pairs import Pair
from rag.reader.pools import Pools
from rag.reader.runs import read_runs, run_in, write_runs
from rag.reader.sampling import Sampler
from rag.reader.train import main
from rag.reader.trainer import Plan, Trainer
from rag.reader.training import CURVE_FILE, Effort, Inputs, run
from rag.reader.weights import load_weights, read_identity
from tests.story_kit import write_stories
from tests.training_kit import LENGTHS

# Pools of some hundred pairs: the questions here are few.
pytestmark = pytest.mark.usefixtures("small_pools")


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
        stopping.setattr("rag.reader.training.look", stop)
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


def test_a_run_that_is_exported_again_keeps_the_runs_before_it(whole: Path, made: Path, tmp_path: Path) -> None:
    reader, later = copytree(made, tmp_path / "reader"), copytree(whole, tmp_path / "later")
    write_runs(reader, [run_in(whole, 1.0)])
    plan = json.loads((later / PLAN_FILE).read_text("utf-8")) | {"seed": 2}
    (later / PLAN_FILE).write_text(json.dumps(plan | {"start_from_sha256": [read_identity(made).sha256]}), "utf-8")
    export_command([later], out=reader)
    # After some steps more: the reader that is there is no longer the one that it began with, and yet that made it.
    more = torch.load(later / CHECKPOINT_FILE, weights_only=True)
    more["network"]["span.bias"] += 1
    torch.save(more, later / CHECKPOINT_FILE)
    export_command([later], out=reader)
    assert [(run.plan["seed"], run.share) for run in read_runs(reader)] == [(1, 0.0), (2, 1.0)]
    # A run that began with the encoder and had no teacher owes nothing to those before it, with which it was mixed once.
    (later / PLAN_FILE).write_text(json.dumps(plan), "utf-8")
    write_runs(reader, [run_in(whole, 0.25), run_in(later, 0.75)])
    export_command([later], out=reader)
    assert [(run.plan["seed"], run.share) for run in read_runs(reader)] == [(2, 1.0)]


def exported(*words: str | Path) -> Result:
    app = typer.Typer()
    app.command()(export_command)
    return CliRunner().invoke(app, [str(word) for word in words])


def test_an_export_that_cannot_be_made_is_one_line(whole: Path, made: Path, tmp_path: Path) -> None:
    run_folder, reader = copytree(whole, tmp_path / "run"), tmp_path / "reader"

    def said(*words: str | Path) -> str:
        result = exported(*words, "--out", reader)
        assert (result.exit_code, result.stdout) == (1, "")
        return result.stderr

    assert (
        said(run_folder, "--keep", "0.5")
        == f"export: {reader} does not exist; give a checkpoint or the folder of a reader\n"
    )
    for name in (CURVE_FILE, CHECKPOINT_FILE, PLAN_FILE):
        (run_folder / name).unlink()
        assert (
            said(run_folder)
            == f"export: {run_folder / name} does not exist; give the folder of a run that has kept a checkpoint\n"
        )
    assert not reader.exists()
    copytree(made, reader)
    assert "none.json cannot be read: No such file" in said("--figures", tmp_path / "none.json")


def test_a_run_can_begin_with_the_weights_of_a_reader_whose_checkpoint_is_gone(made: Path) -> None:
    network = ReaderNetwork(load_trunk(ensure_unpacked(cache_folder())))
    Trainer(network, PLAN, torch.device("cpu")).start_from([made])
    begun = network.state_dict()
    assert all(
        np.array_equal(begun[name].numpy(), values) for name, values in load_weights(made, read_identity(made)).items()
    )


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


@pytest.mark.parametrize(
    ("start", "frozen", "own"), [("lower", 12, 9), ("lower", 11, 9), ("lower", 8, 8), ("made", 12, 11)]
)
def test_layers_that_an_earlier_run_trained_are_exported_where_a_later_one_freezes_them(
    whole: Path, made: Path, tmp_path: Path, start: str, frozen: int, own: int
) -> None:
    begin_with = made if start == "made" else frozen_otherwise(whole, tmp_path / "lower.pt", 9)
    plan, folder = replace(PLAN, frozen_layers=frozen), ensure_unpacked(cache_folder())
    # With all twelve frozen the heads alone learn.
    first, later = (Trainer(ReaderNetwork(load_trunk(folder)), plan, torch.device("cpu")) for _ in range(2))
    first.start_from([begin_with])
    assert [layer.output.dense.bias.requires_grad for layer in first.network.trunk.encoder.layer].count(
        True
    ) == 12 - frozen
    first.save(tmp_path / "run.pt")
    # A run that goes on from there knows it too.
    later.resume(tmp_path / "run.pt")
    later.save(tmp_path / "run.pt")
    exported = load_weights(tmp_path / "out", export([tmp_path / "run.pt"], tmp_path / "out"))
    layers = {int(name.split(".")[3]) for name in exported if name.startswith("trunk.encoder.layer.")}
    assert layers == set(range(own, 12))
    name = "trunk.encoder.layer.11.output.dense.bias"
    np.testing.assert_array_equal(exported[name], first.network.state_dict()[name].numpy())


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
    # LENGTHS has a long_share of .3.
    assert "frozen, 70% of Wikipedia's passages cut to 8 to 24 tokens and the others to 64 at most, without" in card
    assert "dropout 0.1, read twice with an agreement of 0.5, without teachers" in card
    # Its plan had 100 steps.
    assert "loss 2.50 to 1.25, stopped before its 100 steps" in card
    assert "a mean of their weights: 0.25 of 1, 0.75 of 3" in card
    (run_folder / PLAN_FILE).write_text(json.dumps(plan | {"minutes": 8.5}))
    write_runs(made, [run_in(run_folder, 1.0)])
    write_card(made, read_identity(made), figures)
    assert "loss 2.50 to 1.25, its rate falling by the clock over 8.5 minutes\n" in (made / CARD).read_text()


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
    folder_of_a_run = r"is the folder of a run; give .*checkpoint\.pt"
    with pytest.raises(ReaderError, match=folder_of_a_run):
        read_learned(whole)
    for inputs in (Inputs(reader_data, start_from=(whole,)), Inputs(reader_data, teachers=(whole,))):
        with pytest.raises(ReaderError, match=folder_of_a_run):
            run(inputs, tmp_path / "run", PLAN, EFFORT)
    with pytest.raises(ReaderError, match=folder_of_a_run):
        frozen_below([whole])
    with pytest.raises(ReaderError, match="holds no reader; give a checkpoint or the folder of a reader"):
        run(Inputs(reader_data, start_from=(tmp_path,)), tmp_path / "run", PLAN, EFFORT)


def test_a_run_goes_on_where_it_was_begun(whole: Path, tmp_path: Path) -> None:
    state = torch.load(whole / CHECKPOINT_FILE, weights_only=True)
    torch.save(state | {"device": "cuda"}, tmp_path / CHECKPOINT_FILE)
    network = ReaderNetwork(load_trunk(ensure_unpacked(cache_folder())))
    with pytest.raises(ReaderError, match="was begun on cuda, not cpu"):
        Trainer(network, PLAN, torch.device("cpu")).resume(tmp_path / CHECKPOINT_FILE)


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


@pytest.mark.parametrize(("option", "value"), [("--short", "321"), ("--frozen-layers", "13")])
def test_what_the_encoder_does_not_have_is_refused(option: str, value: str, reader_data: Path, tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, [str(reader_data), "--out", str(tmp_path), option, value])
    assert result.exit_code == 2
    assert option in result.stderr


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
