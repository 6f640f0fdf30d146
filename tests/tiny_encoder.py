"""A sentence-transformers folder that is real, untrained and loads at once: for tests of what takes an encoder by its setting."""

import re
from pathlib import Path


def save_tiny_encoder(folder: Path, words_of: str) -> Path:
    """Save a BERT of one layer below `folder`, with a vocabulary of the words of a text; the same one every time."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    words = sorted(set(re.findall(r"\w+|[^\w\s]", words_of.lower())))
    vocabulary = {piece: number for number, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words])}
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(vocab_size=len(vocabulary), max_position_embeddings=512, **sizes)
    BertModel(config).save_pretrained(folder / "plain")
    BertTokenizerFast(vocab=vocabulary).save_pretrained(folder / "plain")
    transformer = Transformer(str(folder / "plain"), max_seq_length=512)
    model = SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu")
    model.save(str(folder / "tiny"), create_model_card=False)
    return folder / "tiny"
