"""Writing that survives a crash, checksums of what was written, and the folder that `~` stands for."""

import hashlib
import os
from pathlib import Path


def expanded(path: str | Path) -> Path:
    """The path with `~` and `~name` as the folders they stand for; raises ValueError where the system knows none."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise ValueError(f"nobody here has the home folder {Path(path).parts[0]!r}; write the folder out") from error


def sha256_file(path: Path) -> str:
    """Hexadecimal sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_folder(folder: Path) -> str:
    """Hexadecimal sha256 of the names and bytes of all files below `folder`, in order of their names."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{sha256_file(path)}\n".encode())
    return digest.hexdigest()


def fsync_path(path: Path) -> None:
    """Flush one file, or one folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fsync_tree(folder: Path) -> None:
    """Flush every file and folder below `folder`, and `folder` itself, to the disk."""
    for path in sorted(folder.rglob("*"), reverse=True):
        fsync_path(path)
    fsync_path(folder)


def make_private(folder: Path) -> None:
    """Make a folder, and those above it, as far as they are missing, for the owner alone; raises OSError."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)


def touch_private(path: Path) -> None:
    """Make an empty file for the owner alone where there is none; raises OSError. SQLite's logs get the rights of their file."""
    path.touch(mode=0o600)
