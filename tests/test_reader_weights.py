"""The reader's file: eight bits a weight, a checksum, and the encoder it belongs to."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.encoder.embedder import EncoderIdentity, SentenceEncoder
from rag.errors import ReaderError
from rag.reader.layers import Layers
from rag.reader.packaged import PackagedScorer
from rag.reader.pairs import tokenise
from rag.reader.weights import (
    IDENTITY_FILE,
    WEIGHTS_FILE,
    dequantise,
    load_weights,
    packaged_folder,
    quantise,
    read_identity,
    save_weights,
)
from rag.wire import Engine

ENCODER = ("an encoder", "0" * 64)


def test_no_weight_moves_by_more_than_half_a_step_of_its_row() -> None:
    values = np.random.default_rng(1).normal(size=(7, 50)).astype(np.float32)
    values[3] = 0
    rows, scales = quantise(values)
    assert rows.dtype == np.int8
    steps = np.abs(values).max(axis=1) / 127
    assert np.all(np.abs(dequantise(rows, scales) - values) <= steps[:, None] / 2 + 1e-7)


def test_what_is_saved_loads_again_and_says_what_it_is(tmp_path: Path) -> None:
    tensors = {"a.weight": np.eye(3, dtype=np.float32) * 5, "a.bias": np.array([1.5, -2, 0], dtype=np.float32)}
    identity = save_weights(tmp_path, tensors, "a reader", ENCODER, 6)
    assert read_identity(tmp_path) == identity
    assert identity.bytes == (tmp_path / WEIGHTS_FILE).stat().st_size
    again = load_weights(tmp_path, identity)
    # 5 is 127 steps of 5/127, and a vector is not rounded.
    np.testing.assert_allclose(again["a.weight"], tensors["a.weight"], rtol=1e-6)
    np.testing.assert_array_equal(again["a.bias"], tensors["a.bias"])


def test_a_changed_byte_is_refused(tmp_path: Path) -> None:
    identity = save_weights(tmp_path, {"a.weight": np.ones((4, 4), dtype=np.float32)}, "a reader", ENCODER, 6)
    path = tmp_path / WEIGHTS_FILE
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(ReaderError, match=f"expected {identity.sha256}; install pourquoi again"):
        load_weights(tmp_path, identity)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=IDENTITY_FILE):
        read_identity(tmp_path)


def test_a_reader_of_another_encoder_is_refused(engine: Engine) -> None:
    assert isinstance(engine.embedder, SentenceEncoder)
    other = EncoderIdentity("another", "f" * 64, 384)
    with pytest.raises(ReaderError, match=r"the encoder here is another .* set POURQUOI_READER"):
        PackagedScorer(engine.embedder.backbone(), other, packaged_folder(), Layers.PLAIN)


def test_a_file_with_other_tensors_than_the_network_is_refused(engine: Engine, tmp_path: Path) -> None:
    assert isinstance(engine.embedder, SentenceEncoder)
    encoder = engine.embedder.identity
    save_weights(tmp_path, {"a.weight": np.ones((2, 2), dtype=np.float32)}, "odd", (encoder.name, encoder.checksum), 6)
    with pytest.raises(ReaderError, match=r"differ in \d+ tensors"):
        PackagedScorer(engine.embedder.backbone(), encoder, tmp_path, Layers.PLAIN)


def test_what_ships_is_small_and_bound_to_the_encoder_in_use(engine: Engine) -> None:
    identity = read_identity(packaged_folder())
    assert identity.bytes <= 25_000_000
    assert identity.encoder_sha256 == engine.embedder.identity.checksum
    assert load_weights(packaged_folder(), identity)
    assert identity == replace(identity, bytes=(packaged_folder() / WEIGHTS_FILE).stat().st_size)


def test_of_a_long_question_the_reader_sees_the_beginning_and_the_end(engine: Engine) -> None:
    assert isinstance(engine.embedder, SentenceEncoder)
    backbone = engine.embedder.backbone()
    scorer = PackagedScorer(backbone, engine.embedder.identity, packaged_folder(), Layers.PLAIN)
    short, passage = "Who left the company?", "Jan Leike left."
    filler = " in the spring of the year" * 40
    asked = f"I would like to know this:{filler}. {short}"
    ((window,),) = scorer.encode([asked], [passage])
    (whole,) = tokenise(backbone.tokenizer, [asked])
    # <s>, 64 tokens from either end, </s></s>, and the passage from there.
    assert window.first == 1 + 128 + 2
    assert window.ids[1:129].tolist() == [*whole.ids[:64].tolist(), *whole.ids[-64:].tolist()]
    # A short one is read as it is.
    (asked_shortly,) = tokenise(backbone.tokenizer, [short])
    ((window,),) = scorer.encode([short], [passage])
    assert window.ids[1 : window.first - 2].tolist() == asked_shortly.ids.tolist()


def test_the_word_embeddings_are_in_memory_once(engine: Engine) -> None:
    assert isinstance(engine.embedder, SentenceEncoder)
    backbone = engine.embedder.backbone()
    scorer = PackagedScorer(backbone, engine.embedder.identity, packaged_folder(), Layers.PLAIN)
    shared = scorer.network.trunk.embeddings.word_embeddings.weight
    assert shared.data_ptr() == backbone.network.embeddings.word_embeddings.weight.data_ptr()
    own = scorer.network.trunk.encoder.layer[11].output.dense.weight
    assert own.data_ptr() != backbone.network.encoder.layer[11].output.dense.weight.data_ptr()
