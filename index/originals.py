"""The file that an article was extracted from: its bytes, and the way from a place in the text back into it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from index.article_store import Original
from index.errors import ArticleError, DamagedGenerationError
from index.formats.extracted import Anchor, Extracted
from index.formats.frames import anchor_from_json, anchor_to_json

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": "message/rfc822",
}


def original_of(data: bytes, name: str, extracted: Extracted) -> Original | None:
    """What to keep of a file called `name`; None for plain text, which is its own original."""
    media_type = MEDIA_TYPES.get(PurePath(name).suffix.lower())
    return None if media_type is None else Original(data, media_type, anchors_to_text(extracted.anchors))


def anchors_to_text(anchors: Sequence[Anchor]) -> str:
    """Anchors as they are stored; empty where there are none."""
    return json.dumps([anchor_to_json(anchor) for anchor in anchors], separators=(",", ":")) if anchors else ""


def anchors_from_text(text: str) -> tuple[Anchor, ...]:
    """What `anchors_to_text` wrote; raises DamagedGenerationError for anything else."""
    try:
        return tuple(anchor_from_json(row) for row in json.loads(text)) if text else ()
    except (ValueError, TypeError) as error:
        raise DamagedGenerationError(f"what leads back into an original is of no known form: {error}") from error


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: where it is, the sha256 of its bytes, and its anchors as text.

    Not its bytes: those of all files of a folder may be more than fits into memory.
    """

    path: Path
    sha256: str
    anchors: str

    def original(self) -> Original:
        """The file as it was read; raises ArticleError where it is another by now, or gone."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise ArticleError(f"{self.path}: cannot be read any more: {error.strerror}; index it again") from error
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ArticleError(f"{self.path}: was changed while it was being indexed; index it again")
        return Original(data, MEDIA_TYPES[self.path.suffix.lower()], self.anchors)


@dataclass(frozen=True, slots=True)
class HeldFile:
    """What one article of a file with several came as; it cannot be read from there again by itself."""

    path: Path
    held: Original | None

    def original(self) -> Original | None:
        """What the article came as."""
        return self.held


def source_of(path: Path, data: bytes, extracted: Extracted) -> SourceFile | None:
    """The file at `path`, whose bytes were `data`; None for plain text, which is its own original."""
    if path.suffix.lower() not in MEDIA_TYPES:
        return None
    return SourceFile(path, hashlib.sha256(data).hexdigest(), anchors_to_text(extracted.anchors))
