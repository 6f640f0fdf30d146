"""Takes the article out of a file; all but plain text is read in a child process with limits."""

from collections.abc import Callable
from pathlib import PurePath
from threading import Lock
from types import TracebackType
from typing import Self, TypeVar

from index.errors import ArticleError, FormatError, NoTextError
from index.formats.charset import plain_by
from index.formats.extracted import Extracted, Feed, Limits
from index.formats.frames import extracted_from_json, feed_from_json, refusal_from_json
from index.formats.packed import is_packed
from index.formats.worker import Worker
from index.metadata import read_front_matter

PLAIN = (".txt", ".md")
KINDS = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".eml": "eml"}
ENDINGS = (*PLAIN, *KINDS)
PACKED = ".gz"
# A child is started anew after so many files: what a parser has leaked, or been led to keep, goes with it.
_FILES_PER_CHILD = 100
_PDF_WITHIN_BYTES = 1_024  # PDF allows other things before its mark
_ENDING = "give it the ending of what it is, or save it anew"
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LIMITS = Limits()
_Result = TypeVar("_Result", Extracted, Feed)


class Extractor:
    """Reads files one after another, in one child that is started when it is first needed. Close it, or use `with`.

    Safe to share between threads: each waits for the file before. A child that failed is replaced for the next file.
    """

    def __init__(self, limits: Limits = _LIMITS) -> None:
        self._limits = limits
        self._lock = Lock()
        self._worker: Worker | None = None
        self._files_left = 0

    def __enter__(self) -> Self:
        """Give itself; the child starts with the first file that needs one."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        self.close()

    def close(self) -> None:
        """End the child, if there is one; the next file starts another."""
        with self._lock:
            self._end()

    def extract(self, data: bytes, name: str, declared: str | None = None) -> Extracted:
        """The article in `data`, a file called `name`, whose ending tells its format.

        `declared` is the charset that was told of it elsewhere; pages and feeds go by it, and plain text that is not UTF-8.
        Raises FormatError, which is NoTextError where there is no text in it, or for plain text ArticleError; the message names
        the file.
        """
        ending = PurePath(name).suffix.lower()
        if ending not in ENDINGS:
            raise FormatError(f"{name}: {not_read(ending)}; save the article as {listed(ENDINGS)}")
        self._check_size(data, name)
        if ending in PLAIN:
            return _plain(_by_charset(data, name, declared), name)
        wrong = _wrong_bytes(KINDS[ending], data)
        if wrong is not None:
            raise FormatError(f"{name}: {wrong}")
        extracted = self._ask(KINDS[ending], data, name, extracted_from_json, declared=declared or "")
        if not extracted.text:
            scan = " (a scan, perhaps: recognise its text first)" if ending == ".pdf" else ""
            raise NoTextError(f"{name}: there is no text in its {len(data)} bytes{scan}")
        return extracted

    def plain(self, data: bytes, name: str) -> Extracted:
        """The article in `data`, plain text of no file; `name` is for messages. Raises FormatError or ArticleError."""
        self._check_size(data, name)
        return _plain(data, name)

    def feed(self, data: bytes, name: str = "feed", base: str = "", declared: str | None = None) -> Feed:
        """What a feed or sitemap lists, packed or not, nothing of which is fetched; `name` is for messages. Raises FormatError.

        `base` is the address it was found at, from which relative ones in it begin; empty where that is not known. `declared`
        is as in `extract`.
        """
        self._check_size(data, name)
        return self._ask("feed", data, name, feed_from_json, base=base, declared=declared or "")

    def _check_size(self, data: bytes, name: str) -> None:
        if len(data) > self._limits.input_bytes:
            raise FormatError(
                f"{name}: has {len(data)} bytes; at most {self._limits.input_bytes} are read, so split it"
            )

    def _ask(self, kind: str, data: bytes, name: str, read: Callable[[bytes], _Result], **told: str) -> _Result:
        with self._lock:
            try:
                reply = self._running().ask(kind, data, **told)
                refusal = refusal_from_json(reply)
                if refusal is None:
                    return read(reply)
            except FormatError as error:
                self._end()
                raise FormatError(f"{name}: {error}") from error
            except ValueError as error:
                self._end()
                raise FormatError(f"{name}: its parser answers nonsense ({error}); save it anew, or as .txt") from error
            if refusal.harmed:
                self._end()
        raise (NoTextError if refusal.textless else FormatError)(f"{name}: {refusal.reason}")

    def _running(self) -> Worker:
        if self._worker is None or self._files_left == 0:
            self._end()
            self._worker = Worker(self._limits)
            self._files_left = _FILES_PER_CHILD
        self._files_left -= 1
        return self._worker

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


def _wrong_bytes(kind: str, data: bytes) -> str | None:
    """What is wrong where a file is plainly not what its ending says."""
    if is_packed(data):
        return "its bytes are packed with gzip; unpack it first"
    if data.startswith(_OLD_OFFICE):
        return "it is a file of an old Office or a locked one; save it as .docx, without a password"
    is_pdf = b"%PDF-" in data[:_PDF_WITHIN_BYTES]
    if is_pdf != (kind == "pdf") and ((is_pdf and kind != "eml") or kind == "pdf"):
        return (
            "its bytes are those of a PDF; call it .pdf" if is_pdf else f"its bytes are not those of a PDF; {_ENDING}"
        )
    is_zip = data.startswith(_ZIP)
    if is_zip != (kind == "docx"):
        archive = "its bytes are those of an archive; call a Word file .docx"
        return archive if is_zip else f"it is no Word file of today; {_ENDING}"
    return None


def _by_charset(data: bytes, name: str, declared: str | None) -> bytes:
    """Plain text as UTF-8, where a charset that was told elsewhere leads to it."""
    try:
        text = plain_by(data, declared)
    except FormatError as error:
        raise FormatError(f"{name}: {error}") from error
    return data if text is None else text.encode()


def _plain(data: bytes, name: str) -> Extracted:
    """Text as it is, its front matter included; only what it states there is taken as metadata."""
    text = _utf8(data, name)
    if not text.strip().strip("\ufeff"):
        raise ArticleError(f"{name}: there is no text in its {len(data)} bytes")
    matter = read_front_matter(text, name)
    return Extracted(text, matter.metadata, body_start=matter.end)


def _utf8(data: bytes, name: str) -> str:
    nul = data.find(0)
    if nul >= 0:
        raise ArticleError(f"{name}: byte {nul} is NUL, so this is not plain text (UTF-16 perhaps); save it as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{name}: byte {error.start} (0x{data[error.start]:02x}) is not UTF-8; save the file as UTF-8"
        ) from error


def not_read(ending: str) -> str:
    """Why a file with that ending is left out."""
    if ending.lower() == PACKED:
        return "of packed files only feeds and sitemaps are read, so unpack it first"
    return f"the ending {ending!r} is not read" if ending else "a file without an ending is not read"


def listed(endings: tuple[str, ...]) -> str:
    """Endings as a sentence names them."""
    return f"{', '.join(endings[:-1])} or {endings[-1]}"
