"""A Word file to text, paragraph by paragraph.

Its few parts are read here rather than with a library for Word files: those read every part of the archive, and leave out
what was inserted with changes tracked.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import FormatError
from index.formats.docx_blocks import Lists, Rows
from index.formats.extracted import PARAGRAPH, Extracted, Limits, Paragraph, TextBuilder, language_code, one_line
from index.formats.xml import parsed
from index.metadata import Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATIONSHIPS = "_rels/.rels"
# How a relationship to the part ends, and what that part is called where none is stated. What stands before is another address
# in each of the two forms of the standard (ISO/IEC 29500), Strict and Transitional.
_MAIN, _CORE = (
    ("/relationships/officeDocument", "word/document.xml"),
    ("/metadata/core-properties", "docProps/core.xml"),
)
_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
# An equation stands among the words, and its letters in elements of their own, in both forms too.
_EQUATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",
)
# What Word itself writes before these in a line; without it a half would be twelve.
_SIGNS = {f"{one}{name}": sign for one in _EQUATIONS for name, sign in (("num", ""), ("den", "/"), ("sup", "^"))}
_ONE_TERM = re.compile(r"[\w.,]+")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # says again what its sibling says
_DC = "{http://purl.org/dc/elements/1.1/}"
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WORDS = {"t", *(f"{one}t" for one in _EQUATIONS)}
# Inside these stands a paragraph of its own, what was deleted, or what a field would compute.
_APART = {"p", "del", "moveFrom", "instrText", "pPr", _FALLBACK}
_OFF = {"0", "false", "off"}
_POWER = re.compile(r"[-−]?\d+")
_MAX_MEMBERS = 10_000
# Below this an archive may be packed as tightly as it likes.
_RATIO_FROM_BYTES = 1_000_000
_READ_BYTES = 1 << 20


def read_docx(data: bytes, limits: Limits) -> Extracted:
    """The paragraphs of the body in order, those of tables and text boxes included; raises FormatError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_sizes(archive, len(data), limits)
            parts = _parts(archive, limits)
            main = _member(archive, parts.main, limits)
            core = _member(archive, parts.core, limits) if parts.core in archive.namelist() else None
            beside = posixpath.join(posixpath.dirname(parts.main), "styles.xml")
            styles = _member(archive, beside, limits) if beside in archive.namelist() else None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise FormatError(f"it is damaged or no Word file ({error}); open it in Word and save it as .docx") from error
    document = parsed(main)
    word = next((one for one in _NAMESPACES if document.tag == f"{one}document"), None)
    if word is None:
        raise FormatError(f"{parts.main} is no Word document, so it is no Word file; save it as .docx")
    builder = TextBuilder()
    lists, rows = Lists(None if styles is None else parsed(styles), word), Rows(word)
    goes_on = False
    for number, paragraph in enumerate(document.iter(f"{word}p"), 1):
        if next(paragraph.iterancestors(_FALLBACK), None) is not None:
            continue
        words = _text(paragraph, word).strip()
        went_on, goes_on = goes_on, _has_no_end(paragraph, word) and (goes_on or bool(words))
        if not words:
            continue
        cells = rows.step(paragraph)
        before = (PARAGRAPH if rows.begins_line else "") + "\t" * cells
        if rows.in_row:
            words = " ".join(words.split())
        elif went_on:
            before = " "
        elif lists.has(paragraph):
            words = f"- {words}"
        builder.add(words, Paragraph(number), before=before)
    return builder.built(_stated(core))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the parts that are read are called in the archive."""

    main: str
    core: str


def _parts(archive: zipfile.ZipFile, limits: Limits) -> _Parts:
    """The parts as the archive names them itself, or else by their usual names."""
    stated: dict[str, str] = {}
    if _RELATIONSHIPS in archive.namelist():
        for one in parsed(_member(archive, _RELATIONSHIPS, limits)).iter("{*}Relationship"):
            # A target is relative to the archive's own root, where it does not begin there.
            target = posixpath.normpath(posixpath.join("/", one.get("Target", ""))).lstrip("/")
            stated.update({usual: target for kind, usual in (_MAIN, _CORE) if one.get("Type", "").endswith(kind)})
    return _Parts(*(stated.get(usual, usual) for _, usual in (_MAIN, _CORE)))


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


def _has_no_end(paragraph: "_Element", word: str) -> bool:
    """Whether its end was deleted with changes tracked, so that the next paragraph goes on with it."""
    return paragraph.find(f"{word}pPr/{word}rPr/{word}del") is not None


def _text(paragraph: "_Element", word: str) -> str:
    """The words of a paragraph, whose elements are of the namespace `word`, without those that are hidden."""
    written: list[str] = []
    last, raised = "", False
    waiting: list[_Element | str] = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if isinstance(element, str):
            written.append(element)
            continue
        name = str(element.tag).removeprefix(word)
        if name in _APART or (name == "r" and _is_hidden(element, word)):
            continue
        if name == "r":
            was_raised, raised = raised, _is_raised(element, word)
            if raised and not was_raised and last[-1:].isdigit() and _is_power(element, word):
                written.append("^")
        written.append(element.text or "" if name in _WORDS else _WRITTEN.get(name, ""))
        last = written[-1] or last
        if name in _SIGNS:
            before, behind = _around(element, _SIGNS[name])
            written.append(before)
            waiting.append(behind)
        waiting.extend(reversed(element))
    return "".join(written)


def _is_hidden(run: "_Element", word: str) -> bool:
    stated = run.find(f"{word}rPr/{word}vanish")
    return stated is not None and stated.get(f"{word}val") not in _OFF


def _is_raised(run: "_Element", word: str) -> bool:
    stated = run.find(f"{word}rPr/{word}vertAlign")
    return stated is not None and stated.get(f"{word}val") == "superscript"


def _is_power(run: "_Element", word: str) -> bool:
    """Whether a raised run and those behind it are a number, which in a line would make another of the one before it."""
    words: list[str] = []
    at: _Element | None = run
    while at is not None and at.tag == f"{word}r" and _is_raised(at, word):
        words += [text.text or "" for text in at.iterchildren(f"{word}t")]
        at = at.getnext()
    return _POWER.fullmatch("".join(words).strip()) is not None


def _around(element: "_Element", sign: str) -> tuple[str, str]:
    """What is written before and behind a part of an equation that has words, so that in a line it is the same number."""
    words = "".join(element.itertext()).strip()
    if not words:
        return "", ""
    return (sign, "") if _ONE_TERM.fullmatch(words) else (f"{sign}(", ")")


def _stated(core: bytes | None) -> Metadata:
    """Title and language; not its dates, which tell when the file was made rather than when the article came out."""
    if core is None:
        return Metadata()
    tree = parsed(core)
    return Metadata(
        title=one_line(tree.findtext(f"{_DC}title")), language=language_code(tree.findtext(f"{_DC}language"))
    )
