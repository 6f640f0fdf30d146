"""The reader's file: what was trained, in eight bits, and the checksum of the encoder it was trained on.

A matrix is kept as int8 with one float32 scale a row, `weight ≈ int8 * scale`; vectors stay float32. The layers below
`first_layer` and the embeddings are the encoder's own and are not in the file.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.files import sha256_file
from rag.errors import ReaderError

WEIGHTS_FILE, IDENTITY_FILE = "reader.safetensors", "reader.json"
_FORMAT = "pourquoi-reader-1"
_LEVELS = 127
_SCALE = ".scale"


def packaged_folder() -> Path:
    """Where the packaged reader lies."""
    return Path(str(files("rag.reader").joinpath("packaged_reader")))


Tensors = Mapping[str, npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class ReaderIdentity:
    """Which reader a folder holds: its name, its file's size and sha256, the encoder it sits on, and its lowest own layer."""

    name: str
    bytes: int
    sha256: str
    encoder_name: str
    encoder_sha256: str
    first_layer: int


def save_weights(
    folder: Path, tensors: Tensors, name: str, encoder: tuple[str, str], first_layer: int
) -> ReaderIdentity:
    """Write `tensors` and their identity to `folder`; `encoder` is the name and checksum of the one they were trained on."""
    from safetensors.numpy import save_file

    packed: dict[str, npt.NDArray[np.generic]] = {}
    for key, values in sorted(tensors.items()):
        if values.ndim > 1:
            packed[key], packed[key + _SCALE] = quantise(values)
        else:
            packed[key] = values.astype(np.float32)
    path = folder / WEIGHTS_FILE
    save_file(packed, path, metadata={"format": _FORMAT})
    path.chmod(0o644)
    identity = ReaderIdentity(name, path.stat().st_size, sha256_file(path), *encoder, first_layer)
    (folder / IDENTITY_FILE).write_text(json.dumps(asdict(identity), indent=1) + "\n", "utf-8")
    return identity


def read_identity(folder: Path) -> ReaderIdentity:
    """What `folder` says of its reader; raises ReaderError where there is none."""
    path = folder / IDENTITY_FILE
    try:
        return ReaderIdentity(**json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise ReaderError(f"{path} cannot be read: {error.strerror}; install pourquoi again") from error
    except (ValueError, TypeError) as error:
        raise ReaderError(f"{path} does not describe a reader: {error}") from error


def verify_weights(folder: Path, identity: ReaderIdentity) -> Path:
    """The reader's file, once its checksum is right; raises ReaderError where it is missing or differs."""
    path = folder / WEIGHTS_FILE
    if not path.is_file():
        raise ReaderError(f"{path} is missing; install pourquoi again")
    found = sha256_file(path)
    if found != identity.sha256:
        raise ReaderError(f"{path} has sha256 {found}, expected {identity.sha256}; install pourquoi again")
    return path


def load_weights(folder: Path, identity: ReaderIdentity) -> dict[str, npt.NDArray[np.float32]]:
    """The float32 tensors of the file; raises ReaderError where it is missing or differs from its checksum."""
    from safetensors.numpy import load_file

    packed = load_file(verify_weights(folder, identity))
    return {
        key: dequantise(values, packed[key + _SCALE]) if values.dtype == np.int8 else values.astype(np.float32)
        for key, values in packed.items()
        if not key.endswith(_SCALE)
    }


def quantise(values: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Int8 of the same shape and a scale for each row: no value moves by more than 1/254 of its row's largest."""
    largest = np.abs(values).max(axis=1)
    scales = (np.maximum(largest, np.finfo(np.float32).tiny * _LEVELS) / _LEVELS).astype(np.float32)
    return np.rint(values / scales[:, None]).astype(np.int8), scales


def dequantise(rows: npt.NDArray[np.int8], scales: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The float32 matrix that `quantise` stands for."""
    values: npt.NDArray[np.float32] = rows.astype(np.float32) * scales[:, None]
    return values
