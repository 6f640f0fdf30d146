"""A Word file to text, paragraph by paragraph.

Its two parts are read here rather than with a library for Word files: those read every part of the archive, and leave out
what was inserted with changes tracked.
"""

import io
import zipfile
from typing import TYPE_CHECKING

from index.errors import FormatError
from index.formats.extracted import Extracted, Limits, Paragraph, TextBuilder, language_code, one_line
from index.formats.xml import parsed
from index.metadata import Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN, _CORE = "word/document.xml", "docProps/core.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # says again what its sibling says
_DC = "{http://purl.org/dc/elements/1.1/}"
_WRITTEN = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# Inside these stands a paragraph of its own, what was deleted, or what a field would compute.
_APART = {f"{_W}p", f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", _FALLBACK}
_MAX_MEMBERS = 10_000
# Below this an archive may be packed as tightly as it likes.
_RATIO_FROM_BYTES = 1_000_000
_READ_BYTES = 1 << 20


def read_docx(data: bytes, limits: Limits) -> Extracted:
    """The paragraphs of the body in order, those of tables and text boxes included; raises FormatError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_sizes(archive, len(data), limits)
            main = _member(archive, _MAIN, limits)
            core = _member(archive, _CORE, limits) if _CORE in archive.namelist() else None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise FormatError(f"it is damaged or no Word file ({error}); open it in Word and save it as .docx") from error
    builder = TextBuilder()
    for number, paragraph in enumerate(parsed(main).iter(f"{_W}p"), 1):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            builder.add(_text(paragraph), Paragraph(number))
    return builder.built(_stated(core))


def check_sizes(archive: zipfile.ZipFile, packed_bytes: int, limits: Limits) -> None:
    """Refuse an archive that claims to unpack to too much, before anything of it is unpacked; raises FormatError."""
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS:
        raise FormatError(f"it holds {len(members)} files; at most {_MAX_MEMBERS} are read")
    claimed = sum(member.file_size for member in members)
    most = min(limits.unpacked_bytes, max(_RATIO_FROM_BYTES, limits.unpacked_ratio * packed_bytes))
    if claimed > most:
        raise FormatError(f"its {packed_bytes} bytes unpack to {claimed}; at most {most} are unpacked, so save it anew")


def _member(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """One file of the archive, counted while it is unpacked: what an archive says of its sizes may be wrong."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise FormatError(f"there is no {name} in it, so it is no Word file; save it as .docx") from None
    found = bytearray()
    with archive.open(info) as file:
        while part := file.read(_READ_BYTES):
            found += part
            if len(found) > limits.unpacked_bytes:
                raise FormatError(f"{name} unpacks to more than {limits.unpacked_bytes} bytes; split the document")
    return bytes(found)


def _text(paragraph: "_Element") -> str:
    written: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _APART:
            continue
        written.append(element.text or "" if element.tag == f"{_W}t" else _WRITTEN.get(element.tag, ""))
        waiting.extend(reversed(element))
    return "".join(written)


def _stated(core: bytes | None) -> Metadata:
    """Title and language; not its dates, which tell when the file was made rather than when the article came out."""
    if core is None:
        return Metadata()
    tree = parsed(core)
    return Metadata(
        title=one_line(tree.findtext(f"{_DC}title")), language=language_code(tree.findtext(f"{_DC}language"))
    )
