"""The folder that holds the index: generations, and one small file that names the one in use."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import GenerationError, NoGenerationError
from index.files import fsync_path, fsync_tree
from index.generation import MANIFEST, Contents, Generation, read_generation, read_manifest, write_files
from index.manifest import HOW_TO_REBUILD, Manifest

_CURRENT, _GENERATIONS, _LOCK = "CURRENT", "generations", "writer.lock"
_LOCK_SECONDS = 600
_WHERE_TO_WRITE = "set POURQUOI_HOME, or --home, to a folder that can be written"


class Store:
    """The index below one home folder.

    A generation is written beside the others, flushed to the disk, and comes into use by one atomic rename of the file
    `CURRENT`. Readers hold what they opened in memory, so a new generation never disturbs them; writers wait for each other.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "index"

    def exists(self) -> bool:
        """Whether a generation has ever come into use here."""
        return (self._folder / _CURRENT).is_file()

    def current_name(self) -> str:
        """The name of the generation in use; raises NoGenerationError where there is none."""
        try:
            return (self._folder / _CURRENT).read_text("utf-8").strip()
        except FileNotFoundError as error:
            raise NoGenerationError(f"there is no index in {self._folder}; run `pourquoi index PATH` first") from error
        except (OSError, UnicodeDecodeError) as error:
            raise GenerationError(f"{self._folder / _CURRENT} cannot be read ({error}); {HOW_TO_REBUILD}") from error

    def open(self) -> Generation:
        """Open and check the generation in use; raises a GenerationError that says what to do."""
        return read_generation(self._current_folder())

    def current_manifest(self) -> Manifest:
        """The manifest of the generation in use, whether its files are whole or not; raises a GenerationError."""
        return read_manifest(self._current_folder())

    def _current_folder(self) -> Path:
        name = self.current_name()
        folder = self._folder / _GENERATIONS / name
        if not name or "/" in name or not folder.is_dir():
            raise GenerationError(f"{self._folder / _CURRENT} names {name!r}, which is not there; {HOW_TO_REBUILD}")
        return folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writers' lock; the system frees it when a process dies. Raises GenerationError after ten minutes."""
        lock = FileLock(self._folder / _LOCK)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=_LOCK_SECONDS)
        except Timeout as error:
            raise GenerationError(
                f"another process has been writing to {self._folder} for {_LOCK_SECONDS} s"
            ) from error
        except OSError as error:
            raise GenerationError(f"cannot write to {self._folder} ({error.strerror}); {_WHERE_TO_WRITE}") from error
        try:
            yield
        finally:
            lock.release()

    def put(self, contents: Contents, manifest: Manifest) -> Generation:
        """Write `contents` as a new generation and bring it into use; call within `writing`.

        `manifest.files` is filled in here. Until the last rename the generation before stays in use, whatever happens.
        """
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
        generations = self._folder / _GENERATIONS
        generations.mkdir(exist_ok=True)
        beside = generations / f".{name}"
        beside.mkdir()
        try:
            complete = replace(manifest, files=write_files(contents, beside))
            (beside / MANIFEST).write_text(complete.to_json(), "utf-8")
            fsync_tree(beside)
            beside.rename(generations / name)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        fsync_path(generations)
        try:
            before = self.current_name()
        except GenerationError:
            before = ""
        self._switch(name)
        self._remove_others({name, before})
        return Generation(name, complete, contents)

    def _switch(self, name: str) -> None:
        beside = self._folder / f".{_CURRENT}-{name}"
        with beside.open("w", encoding="utf-8") as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._folder / _CURRENT)
        fsync_path(self._folder)

    def _remove_others(self, kept: set[str]) -> None:
        """Remove all but the generation in use and the one before it, which a process may be opening at this moment."""
        for path in (self._folder / _GENERATIONS).iterdir():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)
