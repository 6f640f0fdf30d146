"""A message (`.eml`) to text, part by part."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

from index.errors import FormatError, NoTextError
from index.formats.charset import decoded
from index.formats.dates import stated_day
from index.formats.extracted import Extracted, Part, TextBuilder, language_code, one_line
from index.formats.flowed import unflowed
from index.formats.html import read_html
from index.metadata import Metadata

# A forwarded message in a forwarded message is three or four deep.
_MAX_DEPTH = 30
_MAX_PARTS = 1_000
_HEADER_CHARS = 2_000  # a subject of a line or two; decoding it takes longer the longer it is


def read_eml(data: bytes) -> Extracted:
    """The texts of a message in order, plain rather than HTML where it has both, without attachments.

    Raises FormatError, which is NoTextError where a part is a page without words and no other part has any.
    """
    try:
        # The newer policy parses each header in full, each time it is looked at: half a millisecond for each part of thousands.
        # What some programs put before the first header would end the headers.
        message = BytesParser(policy=compat32).parsebytes(data.removeprefix(BOM_UTF8).lstrip(b"\r\n"))
    except RecursionError:
        raise FormatError(f"its parts are nested too deeply; at most {_MAX_DEPTH} levels are read") from None
    if not message.keys():
        raise FormatError("it has no headers, so it is no message; save it as .eml from a mail program")
    builder = TextBuilder()
    wordless: NoTextError | None = None
    for section, part in _texts(message):
        try:
            builder.add(_text(part), Part(section))
        except NoTextError as error:  # some programs put an empty page behind each attachment
            wordless = error
    built = builder.built(_stated(message))
    if wordless is not None and not built.text:
        raise wordless
    return built


def _texts(message: Message) -> Iterator[tuple[str, Message]]:
    """The parts to read, in order, each with its section number."""
    waiting: list[tuple[tuple[int, ...], Message]] = [((), message)]
    seen = 0
    while waiting:
        section, part = waiting.pop()
        seen += 1
        if len(section) > _MAX_DEPTH or seen > _MAX_PARTS:
            raise FormatError(f"it has over {_MAX_PARTS} parts or {_MAX_DEPTH} levels of them; save its text as .txt")
        kind = part.get_content_type()
        if _is_attached(part):
            continue
        if part.is_multipart():
            children = _children(section, part)
            waiting.extend(reversed(_preferred(children) if kind == "multipart/alternative" else children))
        elif kind in ("text/plain", "text/html"):
            yield ".".join(map(str, section or (1,))), part


def _preferred(children: list[tuple[tuple[int, ...], Message]]) -> list[tuple[tuple[int, ...], Message]]:
    """Of several forms of one text the plain one, where there are words in it; else the last that may have some.

    The last is the richest, and behind it an invitation has its `text/calendar`.
    """
    shown = [child for child in children if not _is_attached(child[1])]
    plain = [child for child in shown if child[1].get_content_type() == "text/plain" and _payload(child[1]).strip()]
    rich = [child for child in shown if child[1].get_content_type() == "text/html" or child[1].is_multipart()]
    worded = [child for child in plain if _has_words(child[1])]
    return worded[:1] or rich[-1:] or plain[:1] or children[-1:]


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _has_words(plain: Message) -> bool:
    """Whether a plain part has a letter or a digit; some programs write a no-break space for want of any."""
    try:
        return any(map(str.isalnum, _text(plain)))
    except FormatError:  # to be told where the part is read
        return True


def _children(section: tuple[int, ...], part: Message) -> list[tuple[tuple[int, ...], Message]]:
    """The parts of a part with their numbers; the parts of a forwarded message count as those of the part that holds it."""
    payload = part.get_payload()
    inner = [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []
    if part.get_content_maintype() == "message":
        return [(section if child.is_multipart() else (*section, 1), child) for child in inner]
    return [((*section, number), child) for number, child in enumerate(inner, 1)]


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except UnicodeError as error:  # some codecs of Python take no malformed text at all
        told = part.get_content_charset()
        raise FormatError(
            f"a part declares {told!r}, an encoding in which no text is written; save it as UTF-8"
        ) from error
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    declared = part.get_content_charset()
    if part.get_content_type() == "text/html":
        return read_html(_payload(part), declared).text
    text = decoded(_payload(part), declared)
    if _parameter(part, "format") != "flowed":
        return text
    return unflowed(text, space_goes=_parameter(part, "delsp") == "yes")


def _parameter(part: Message, name: str) -> str:
    """A parameter of the type in small letters, empty where there is none."""
    return str(part.get_param(name, "")).lower()


def _stated(message: Message) -> Metadata:
    """Subject, sender and the day it was sent, by the sender's own clock."""
    # A name may hold a comma in its encoded words, so they are decoded when the addresses have been told apart.
    senders = getaddresses([_header(message, "From")])
    return Metadata(
        title=one_line(_decoded(_header(message, "Subject"))),
        publisher=next((one_line(_decoded(name) or address) for name, address in senders), None),
        published_at=stated_day(_header(message, "Date")),
        language=language_code(_header(message, "Content-Language")),
    )


def _header(message: Message, name: str) -> str:
    """A header as it was sent, empty where there is none; bytes beyond ASCII are UTF-8 (RFC 6532), or U+FFFD."""
    sent = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return sent[:_HEADER_CHARS].encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decoded(value: str) -> str:
    """A header or a name with its encoded words decoded as a text of their charset is; as it stands where they cannot be."""
    try:
        return str(make_header([_word(*word) for word in decode_header(value)]))
    except (FormatError, MessageError, LookupError, ValueError):
        return value


def _unescaped(word: bytes) -> str:
    """What was not encoded, as `decode_header` writes it: with escapes, though the path of a user may look like one."""
    try:
        return word.decode("raw-unicode-escape")
    except UnicodeDecodeError:
        return word.decode("latin-1")


def _word(word: bytes | str, charset: str | None) -> tuple[str, str | None]:
    """A piece of a header as text, and what tells those that were encoded from others: between these there is a space."""
    if isinstance(word, str):
        return word, None
    if charset is None:
        return _unescaped(word), None
    return decoded(word, charset), "utf-8"
