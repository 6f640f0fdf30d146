"""Any question-answering model of transformers is a reader, by one setting. The model here is tiny, untrained and real."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertForQuestionAnswering,
    BertModel,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    XLNetConfig,
    XLNetForQuestionAnsweringSimple,
)
from typer.testing import CliRunner

from rag.cli import app
from rag.errors import ReaderError
from rag.reader.any_model import AnyModelScorer
from rag.reader.reading import Pairing, Reader
from tests.tiny_encoder import save_tiny_encoder

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with one layer and a tokenizer whose words are the seeds'."""
    path = tmp_path_factory.mktemp("model")
    text = " ".join(p.read_text("utf-8") for p in sorted((ROOT / "seeds").glob("*.txt")))
    splitter = pre_tokenizers.BertPreTokenizer()
    words = sorted({word for word, _ in splitter.pre_tokenize_str(text)})
    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = splitter
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=64,
    ).save_pretrained(path)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertForQuestionAnswering(config).save_pretrained(path)
    return path


def test_a_question_is_answered_with_that_reader(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POURQUOI_READER", str(folder))
    words = " ".join(path.read_text("utf-8") for path in (ROOT / "seeds").glob("*.txt"))
    monkeypatch.setenv("POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path / "encoder", words)))
    monkeypatch.setenv("POURQUOI_MIN_CONFIDENCE", "0")
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, ["ask", "why did Jan Leike resign?", "--home", str(tmp_path / "home"), "--json"])
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["models"]["reader"] == str(folder)
    assert answer["citations"] != []
    for citation in answer["citations"]:
        text = (ROOT / "seeds" / f"{citation['article_id']}.txt").read_bytes().decode()
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["start"] <= citation["answer_start"] < citation["answer_end"] <= citation["end"]
    listed = CliRunner().invoke(app, ["models"]).stdout
    assert f"reader    {folder} (POURQUOI_READER)" in listed
    assert "of model.safetensors" in listed


def test_a_passage_longer_than_the_model_reads_is_read_to_its_end(folder: Path) -> None:
    reader = Reader(AnyModelScorer(str(folder)))
    passage = " ".join(["entreprise"] * 200)
    # 64 tokens a window: a range at the end is only marked if some window reaches it.
    (marked,) = reader.read([Pairing("Qui ?", passage, ((len(passage) - 20, len(passage)),))])
    (span,) = marked
    assert span is not None
    assert passage[span.start : span.end].startswith("entreprise")


def test_a_question_longer_than_the_model_reads_leaves_room_for_the_passage(folder: Path) -> None:
    reader = Reader(AnyModelScorer(str(folder)))
    (marked,) = reader.read([Pairing("pourquoi " * 300, "Jan Leike quitte OpenAI", ((0, 23),))])
    assert marked[0] is not None


def test_of_a_long_question_the_beginning_and_the_end_are_read(folder: Path) -> None:
    scorer = AnyModelScorer(str(folder))
    question = "pourquoi " + "entreprise " * 300 + "Leike quitte OpenAI"
    ((window,),) = scorer.encode([question], ["Jan Leike"])
    vocabulary = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    words = ["pourquoi", *["entreprise"] * 12, "Leike", "quitte", "OpenAI"]
    # A quarter of 64 tokens, between [CLS] and [SEP]: eight from the beginning and eight from the end.
    assert window.ids[1 : window.first - 1].tolist() == [vocabulary.get(word, 1) for word in words]


def test_threads_get_what_they_would_get_alone(folder: Path) -> None:
    reader = Reader(AnyModelScorer(str(folder)))
    pairings = [Pairing(f"Qui {'vraiment ' * n}?", "Jan Leike quitte OpenAI " * (n + 1), ((0, 23),)) for n in range(8)]
    alone = [reader.read([pairing]) for pairing in pairings]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda pairing: reader.read([pairing]), pairings)) == alone


def test_what_is_no_such_model_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=f"POURQUOI_READER is {str(tmp_path)!r}, which cannot be loaded"):
        AnyModelScorer(str(tmp_path))


WORDS = ["▁Who", "▁is", "▁it", "▁Anna", "▁left", "▁Berg", "▁replaced", "▁her", "."]
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS]
CLS_FIRST = "[CLS] $A [SEP] $B:1 [SEP]:1"
SMALL = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}


def save(network: PreTrainedModel, folder: Path, pair: str = CLS_FIRST, limit: int | None = 64) -> str:
    """A model whose tokenizer counts the space before a word as part of it, as DeBERTa's does: the folder's path as a setting."""
    tokenizer = Tokenizer(models.Unigram([(piece, -1.0) for piece in PIECES], unk_id=1))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=pair.split(" $B", maxsplit=1)[0], pair=pair, special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    named = {name: f"[{name[:3].upper()}]" for name in ("pad_token", "unk_token", "cls_token", "sep_token")}
    limited = {} if limit is None else {"model_max_length": limit}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named, **limited).save_pretrained(folder)
    network.save_pretrained(folder)
    return str(folder)


def bert(**other: int) -> BertConfig:
    return BertConfig(vocab_size=len(PIECES), **{"max_position_embeddings": 64, **SMALL, **other})


@pytest.fixture
def spaced(tmp_path: Path) -> Path:
    return Path(save(BertForQuestionAnswering(bert()), tmp_path / "spaced"))


def test_the_first_word_of_a_sentence_is_read_where_its_token_holds_the_space_before_it(spaced: Path) -> None:
    scorer = AnyModelScorer(str(spaced))
    passage = "Anna left. Berg. Berg replaced her."
    ((window,),) = scorer.encode(["Who is it"], [passage])
    shown = [passage[start:end] for start, end in zip(window.starts, window.ends, strict=True)]
    assert shown == ["Anna", "left", ".", "Berg", ".", "Berg", "replaced", "her", "."]
    # "Berg" alone is [11:15] and [17:21]: the tokens are " Berg", [10:15] and [16:21], of which each begins too early.
    (marked,) = Reader(scorer).read([Pairing("Who is it", passage, ((11, 15), (17, 21)))])
    assert [(span.start, span.end) for span in marked if span] == [(11, 15), (17, 21)]


@pytest.mark.parametrize("network", [BertModel, BertForMaskedLM])
def test_a_model_that_marks_no_answers_is_refused(network: type[PreTrainedModel], tmp_path: Path) -> None:
    model = save(network(bert()), tmp_path / "plain")
    with pytest.raises(
        ReaderError, match=r"whose files lack 2 tensors of a question-answering model, such as qa_outputs\.bias"
    ):
        AnyModelScorer(model)


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        # A layer of BERT has 16 tensors: a weight and a bias each of four maps of attention, two maps behind it and two norms.
        ({"num_hidden_layers": 2}, 16),
        # Three of them have a side of `intermediate_size`: a weight, its bias, and the weight of the way back.
        ({"intermediate_size": 32}, 3),
    ],
)
def test_a_model_of_which_a_part_is_missing_is_refused(spaced: Path, change: dict[str, int], lacking: int) -> None:
    config = json.loads((spaced / "config.json").read_text("utf-8"))
    (spaced / "config.json").write_text(json.dumps(config | change), "utf-8")
    with pytest.raises(
        ReaderError, match=f"lack {lacking} tensors of a question-answering model, such as bert.encoder.layer"
    ):
        AnyModelScorer(str(spaced))


@pytest.mark.parametrize("content", [b"", b"version https://git-lfs.github.com/spec/v1", None])
def test_a_model_whose_weights_are_not_whole_is_told_to_be_fetched_again(spaced: Path, content: bytes | None) -> None:
    weights = spaced / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:4_000] if content is None else content)
    with pytest.raises(
        ReaderError, match=r"a file of weights is damaged, cut short or only a pointer of git-lfs .* fetch it"
    ):
        AnyModelScorer(str(spaced))


def test_a_model_with_a_tokenizer_of_another_form_is_refused(spaced: Path) -> None:
    form = json.loads((spaced / "tokenizer.json").read_text("utf-8"))
    form["model"] = {"type": "unheard-of"}
    (spaced / "tokenizer.json").write_text(json.dumps(form), "utf-8")
    with pytest.raises(ReaderError, match="which cannot be loaded as a question-answering model: Exception: "):
        AnyModelScorer(str(spaced))


def test_a_model_whose_first_token_is_not_the_one_for_no_answer_is_refused(tmp_path: Path) -> None:
    model = save(BertForQuestionAnswering(bert()), tmp_path / "last", "$A [SEP] $B:1 [SEP]:1 [CLS]:1")
    with pytest.raises(ReaderError, match=r"whose tokenizer does not put '\[CLS\]' first"):
        AnyModelScorer(model)


def test_a_model_that_states_no_limit_reads_512_tokens(tmp_path: Path) -> None:
    config = XLNetConfig(vocab_size=len(PIECES), d_model=32, n_layer=1, n_head=2, d_inner=64)
    assert config.max_position_embeddings == -1
    scorer = AnyModelScorer(save(XLNetForQuestionAnsweringSimple(config), tmp_path / "endless", limit=None))
    passage = " ".join(["Anna left."] * 300)
    first, *others = scorer.encode(["Who is it"], [passage])[0]
    assert len(first.ids) == 512
    # 900 tokens in windows of at most 512, of which the last reaches the end.
    assert others
    assert others[-1].ends[-1] == len(passage)
