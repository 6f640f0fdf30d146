"""What made the chunks and vectors of a collection, and whether that is what is in use."""

import json
from dataclasses import asdict, dataclass

from index.chunks import CHUNKING_VERSION, ChunkingSettings
from index.encoder.embedder import EncoderIdentity
from index.errors import DamagedGenerationError, MismatchedGenerationError
from index.words import TERMS_VERSION

_TERMS_BEFORE_THEY_WERE_COUNTED = 1
HOW_TO_REBUILD = "run `pourquoi index PATH` again for the articles you want"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The encoder and the way of cutting; `indexed_at` is the time of the last change of articles in UTC, as RFC 3339.

    Another `terms_version` than the one in use is no mismatch: what is found is found, and the next writer makes the terms anew.
    """

    encoder: EncoderIdentity
    chunking: ChunkingSettings
    indexed_at: str
    chunking_version: int = CHUNKING_VERSION
    terms_version: int = TERMS_VERSION

    def to_json(self) -> str:
        """The manifest as it is stored."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read `to_json`'s form; raises DamagedGenerationError."""
        try:
            values = json.loads(text)
            values["encoder"] = EncoderIdentity(**values["encoder"])
            values["chunking"] = ChunkingSettings(**values["chunking"])
            return cls(**{"terms_version": _TERMS_BEFORE_THEY_WERE_COUNTED, **values})
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedGenerationError(f"the manifest cannot be read ({error}); {HOW_TO_REBUILD}") from error

    def refuse_mismatch(self, encoder: EncoderIdentity, chunking: ChunkingSettings) -> None:
        """Raise MismatchedGenerationError where this index was made with another encoder or chunking than those in use.

        Which encoder it is, its checksum tells: a folder that was renamed holds the same one.
        """
        is_same = self.encoder.checksum == encoder.checksum
        pairs = {
            "encoder": (_named(self.encoder), _named(self.encoder if is_same else encoder)),
            "dimension": (self.encoder.dimension, encoder.dimension),
            "chunking version": (self.chunking_version, CHUNKING_VERSION),
            "chunking": (self.chunking, chunking),
        }
        for what, (made_with, in_use) in pairs.items():
            if made_with != in_use:
                raise MismatchedGenerationError(
                    f"the index was made with {what} {made_with}, in use is {in_use}; {HOW_TO_REBUILD}"
                )


def _named(encoder: EncoderIdentity) -> str:
    return f"{encoder.name} ({encoder.checksum[:12]})"
