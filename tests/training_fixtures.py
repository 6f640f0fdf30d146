"""Fixtures of training the reader, and of tests about what it reads.

| fixture | scope | gives |
|---|---|---|
| `reader_data` | session | a folder of small question sets, made up, in the forms of SQuAD, PIAF, AfriQA and XQuAD |
| `tokenizer` | session | that of the packaged encoder |
| `small_pools` | module | pools of SMALL_POOL pairs in training |
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.encoder.unpack import cache_folder, ensure_unpacked
from tests.training_kit import SMALL_POOL

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

_PEOPLE = ("Anna", "Bruno", "Clara", "David", "Emma", "Fritz")
_TOWNS = ("Aston", "Byford", "Corby", "Derby")


def _question_article(title: str, people: tuple[str, ...]) -> dict[str, object]:
    paragraphs = []
    for number, name in enumerate(people):
        context = (
            f"In the year {1900 + number} {name} opened a bakery in {title}. The town of {title} lies by a river. "
            f"{name} baked bread for {number + 2} hundred families until the great flood came and took the mill away."
        )
        questions = [
            (f"When did {name} open a bakery?", str(1900 + number)),
            (f"Who opened a bakery in {title} in {1900 + number}?", name),
        ]
        qas = [
            {"id": f"{title}-{number}-{i}", "question": q, "answers": [{"text": a, "answer_start": context.index(a)}]}
            for i, (q, a) in enumerate(questions)
        ]
        paragraphs.append({"context": context, "qas": qas})
    return {"title": title, "paragraphs": paragraphs}


@pytest.fixture(scope="session")
def tokenizer() -> "PreTrainedTokenizerBase":
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(ensure_unpacked(cache_folder()), local_files_only=True)


@pytest.fixture(scope="module")
def small_pools() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.reader.sampling.POOL", SMALL_POOL)
        yield


@pytest.fixture(scope="session")
def reader_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader_data")
    articles = {"version": "1", "data": [_question_article(town, _PEOPLE) for town in _TOWNS]}
    names = ["squad_train/train-v1.1.json", "piaf/piaf-v1.1.json"]
    names += [f"xquad_dev/xquad.{code}.json" for code in ("en", "es", "de", "ro")]
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(articles), "utf-8")
    context = "Le chat dort sur le canapé depuis lundi."
    row = {
        "id": "a-1",
        "title": "Chat",
        "context": context,
        "question": "Où dort le chat ?",
        "answers": [{"text": "sur le canapé", "answer_start": context.index("sur")}],
    }
    (folder / "afriqa_fr").mkdir()
    (folder / "afriqa_fr" / "spans.train_dev.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    return folder
