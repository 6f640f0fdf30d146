"""The manifest of a generation: what made it, and the checksum of every file in it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from index.chunks import CHUNKING_VERSION, ChunkingSettings
from index.encoder.embedder import EncoderIdentity
from index.errors import DamagedGenerationError, MismatchedGenerationError

# Raised whenever the files of a generation change their names or form.
FORMAT_VERSION = 1
_CHECKSUM = "manifest_sha256"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What made a generation.

    `articles` gives each article's sha256 by id, `roots` the articles of each path that was indexed, `files` the sha256 of
    every other file of the generation by its name, `indexed_at` the time in UTC as RFC 3339.
    """

    encoder: EncoderIdentity
    chunking: ChunkingSettings
    indexed_at: str
    articles: Mapping[str, str]
    roots: Mapping[str, tuple[str, ...]]
    files: Mapping[str, str]
    format_version: int = FORMAT_VERSION
    chunking_version: int = CHUNKING_VERSION

    def to_json(self) -> str:
        """The manifest as it stands on disk, with the checksum of its own values."""
        values = asdict(self)
        return _dumped(values | {_CHECKSUM: _checksum(values)}) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read `to_json`'s form; raises DamagedGenerationError, or MismatchedGenerationError for another format version."""
        try:
            values = json.loads(text)
            if values["format_version"] != FORMAT_VERSION:
                raise MismatchedGenerationError(
                    f"the index has format {values['format_version']}, this program reads {FORMAT_VERSION}; {HOW_TO_REBUILD}"
                )
            if values.pop(_CHECKSUM) != _checksum(values):
                raise DamagedGenerationError(f"the manifest does not have the checksum it states; {HOW_TO_REBUILD}")
            values["encoder"] = EncoderIdentity(**values["encoder"])
            values["chunking"] = ChunkingSettings(**values["chunking"])
            values["roots"] = {root: tuple(ids) for root, ids in values["roots"].items()}
            return cls(**values)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedGenerationError(f"the manifest cannot be read ({error}); {HOW_TO_REBUILD}") from error

    def refuse_mismatch(self, encoder: EncoderIdentity, chunking: ChunkingSettings) -> None:
        """Raise MismatchedGenerationError where this index was made with another encoder or chunking than those in use."""
        pairs = {
            "encoder": (
                f"{self.encoder.name} ({self.encoder.checksum[:12]})",
                f"{encoder.name} ({encoder.checksum[:12]})",
            ),
            "dimension": (self.encoder.dimension, encoder.dimension),
            "chunking version": (self.chunking_version, CHUNKING_VERSION),
            "chunking": (self.chunking, chunking),
        }
        for what, (made_with, in_use) in pairs.items():
            if made_with != in_use:
                raise MismatchedGenerationError(
                    f"the index was made with {what} {made_with}, in use is {in_use}; {HOW_TO_REBUILD}"
                )


def _dumped(values: Mapping[str, object]) -> str:
    return json.dumps(values, indent=1, sort_keys=True, ensure_ascii=False)


def _checksum(values: Mapping[str, object]) -> str:
    """The manifest names the checksum of every other file, so a change of its own would go unseen without one."""
    return hashlib.sha256(_dumped(values).encode()).hexdigest()


HOW_TO_REBUILD = "run `pourquoi index PATH` again for the articles you want"
