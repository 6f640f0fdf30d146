"""Bytes to text: by the encoding that the file itself declares, and only else as UTF-8."""

import codecs
import re

from index.errors import FormatError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.I
)
_DECLARED_WITHIN_BYTES = 4096  # HTML wants it in the first 1,024; some pages are late
# What the Web calls ISO 8859-1 or ASCII is Windows-1252, and says so in its standard: https://encoding.spec.whatwg.org
# So it is with these: each right-hand side has all the letters of its left, and those that pages of that name use besides.
_WEB_NAMES = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}
# Names of that standard that Python does not know.
_WEB_LABELS = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "iso-8859-8-i": "iso8859-8",
}
# Of Python's encodings those of texts: not `idna` or `unicode-escape`, and not UTF-16, in which no declaration could be read.
_WRITTEN = re.compile(
    r"utf-8(-sig)?|ascii|iso8859-\d+|cp\d+|koi8-\w|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+|johab|hz|tis-620|ptcp154"
)
# A page cut by bytes, or one pasted letter, has a handful of bad bytes; a text in the wrong encoding has one in every few words.
_BAD_AT_MOST = 1 / 1000
_XML_DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]*\?>")


def decoded(data: bytes, declared: str | None = None) -> str:
    """The text of `data`: by its byte order mark, `declared`, what its head declares, or UTF-8, the first of these there is.

    Where the declared encoding does not fit and UTF-8 does, it is UTF-8, and so it is where Latin-1, ASCII or Windows-1252 is
    declared: that fits nearly all bytes, and letters beyond ASCII do not read as UTF-8 by chance. A bad byte in a thousand
    becomes U+FFFD. Raises FormatError where there are more, or where nothing is declared and it is not UTF-8: a guess would
    make wrong letters.
    """
    name = _marked(data) or _known(declared) or _known(_in_head(data))
    told = f"the file declares {name or 'no encoding'}"
    if name == "cp1252" and _is_utf_8(data):  # no mark, since each names another
        name = "utf-8"
    text, bad = _read(data, tuple(dict.fromkeys(filter(None, (name, "utf-8")))))
    if bad > _BAD_AT_MOST * len(text) or (bad and name is None):
        raise FormatError(f"{told}, and {bad} of its characters are neither that nor UTF-8; save it as UTF-8")
    zeros = text.count("\0")
    if zeros > _BAD_AT_MOST * len(text):
        raise FormatError(f"{told}, and {zeros} of its characters are NUL (UTF-16, perhaps); save it as UTF-8")
    return text


def xml_in_utf_8(data: bytes, told: str | None) -> bytes:
    """An XML document by its byte order mark, else by the charset that its server told, as UTF-8 that declares nothing.

    RFC 7303 puts both before what the document declares itself, and browsers do. It stays as it is, to be read by what it
    declares, where neither is there or fits. As in `decoded`, Latin-1 that reads as UTF-8 is UTF-8.
    """
    marked = _marked(data)
    name = marked or _known(told)
    if name is None:
        return data
    if name == "cp1252" and _is_utf_8(data):
        name = "utf-8"
    text, bad = _read(data, (name,))
    # NUL is of UTF-16 without a mark, or of UTF-32.
    if bad > _BAD_AT_MOST * len(text) or "\0" in text:
        return data
    return _XML_DECLARATION.sub("", text).encode()


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _read(data: bytes, names: tuple[str, ...]) -> tuple[str, int]:
    """The text by the first encoding that fits all of it, or else by the first, and how many bad characters are in it."""
    for name in names:
        try:
            return data.decode(name), 0
        except UnicodeDecodeError:
            continue
    text = data.decode(names[0], errors="replace")
    return text, text.count("\ufffd")


def _is_utf_8(data: bytes) -> bool:
    """Whether there are letters beyond ASCII, and all of it is UTF-8."""
    return not data.isascii() and _read(data, ("utf-8",))[1] == 0


def _in_head(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN_BYTES])
    return found.group(1).decode("ascii") if found else None


def _known(name: str | None) -> str | None:
    """Python's name of an encoding that pages are written in; None for any other, and for a declaration that cannot be true."""
    try:
        label = (name or "").strip("\"' ").lower()
        known = codecs.lookup(_WEB_LABELS.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return _WEB_NAMES.get(known, known) if _WRITTEN.fullmatch(known) else None


def plain_by(data: bytes, declared: str | None) -> str | None:
    """Plain text by a charset told elsewhere; None where that names no encoding of texts, or the text is UTF-8 all the same.

    Some servers name one charset for all their files, and letters beyond ASCII do not read as UTF-8 by chance. Raises FormatError
    as `decoded` does.
    """
    name = _known(declared)
    if name in (None, "utf-8") or _is_utf_8(data):
        return None
    return decoded(data, declared)
