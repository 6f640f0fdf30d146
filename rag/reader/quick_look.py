"""A quick look at a reader in training: F1 on a few held-out questions; `pourquoi eval reader` measures it properly."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import torch

from rag.reader.batches import collate
from rag.reader.decode import best_span
from rag.reader.examples import Example
from rag.reader.network import ReaderNetwork
from rag.reader.pairs import SpecialIds, Tokens, pair_of, passage_offset, tokenise
from rag.reader.scoring import agreement

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

_BATCH = 32
_MAX_PASSAGE_TOKENS = 400

Looked = tuple[Example, Tokens, Tokens]


def few(
    held_out: Mapping[str, Sequence[Example]], tokenizer: "PreTrainedTokenizerBase", count: int
) -> dict[str, list[Looked]]:
    """About `count` questions of every set with the tokens of question and passage, spread over its articles."""
    looked = {}
    for name, examples in held_out.items():
        chosen = examples[:: max(1, len(examples) // count)]
        questions = tokenise(tokenizer, [e.question for e in chosen])
        passages = tokenise(tokenizer, [e.paragraph.text for e in chosen])
        rows = [(e, q, p.part(0, _MAX_PASSAGE_TOKENS)) for e, q, p in zip(chosen, questions, passages, strict=True)]
        looked[name] = sorted(rows, key=lambda row: len(row[2]))
    return looked


def look(network: ReaderNetwork, rows: Sequence[Looked], special: SpecialIds) -> float:
    """Mean F1 of the best span, each question asked of its own paragraph."""
    device = next(network.parameters()).device
    network.train(mode=False)
    total = 0.0
    for at in range(0, len(rows), _BATCH):
        part = rows[at : at + _BATCH]
        pairs = [pair_of(q.ids, p.ids, special, None) for _, q, p in part]
        batch = collate(pairs, special.padding).to(device)
        with torch.inference_mode():
            marks = network(batch.ids, batch.attended, batch.readable)
            starts, ends = marks.starts.cpu().numpy(), marks.ends.cpu().numpy()
        for row, (example, question, passage) in enumerate(part):
            inside = slice(passage_offset(len(question)), passage_offset(len(question)) + len(passage))
            best = best_span(starts[row, inside], ends[row, inside])
            if best is not None:
                words = example.paragraph.text[passage.starts[best.first] : passage.ends[best.last]]
                total += agreement(words, example.answer_texts, example.paragraph.language).f1
    network.train(mode=True)
    return total / len(rows)
