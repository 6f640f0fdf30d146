"""Any question-answering model of transformers is a reader, by one setting. The model here is tiny, untrained and real."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForQuestionAnswering, PreTrainedTokenizerFast
from typer.testing import CliRunner

from rag.cli import app
from rag.errors import ReaderError
from rag.reader.any_model import AnyModelScorer
from rag.reader.reading import Pairing, Reader

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
    monkeypatch.setenv("POURQUOI_MIN_CONFIDENCE", "0")
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, ["ask", "why did Jan Leike resign?", "--home", str(tmp_path), "--json"])
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["models"]["reader"] == str(folder)
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
