"""What parent and child say to each other: lengths, JSON and bytes, and nothing that could be run."""

import json
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from index.article import PartialDate
from index.errors import SettingError
from index.formats.extracted import (
    Anchor,
    Element,
    Extracted,
    Feed,
    FeedEntry,
    PageBox,
    Paragraph,
    Part,
    Place,
    web_address,
)
from index.metadata import Metadata

HEADER = struct.Struct(">I")
JsonObject = dict[str, object]
_PLACES: dict[str, type[PageBox | Element | Paragraph | Part]] = {
    "page": PageBox,
    "element": Element,
    "paragraph": Paragraph,
    "part": Part,
}
_KINDS = {kind: name for name, kind in _PLACES.items()}
_FIELDS: dict[str, tuple[type, ...]] = {
    "page": (int, float, float, float, float),
    "element": (str,),
    "paragraph": (int,),
    "part": (str,),
}


def frame(body: bytes) -> bytes:
    """One frame: four bytes of length, most significant first, and the body."""
    return HEADER.pack(len(body)) + body


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The body of the next frame; None where the other side is gone."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    body = stream.read(length)
    return body if len(body) == length else None


def extracted_to_json(extracted: Extracted) -> JsonObject:
    """An Extracted as plain values; an anchor is a list of start, end, kind of place and its fields."""
    stated = extracted.metadata
    return {
        "text": extracted.text,
        "title": stated.title,
        "publisher": stated.publisher,
        "published_at": stated.published_at.text if stated.published_at else None,
        "language": stated.language,
        "url": stated.url,
        "anchors": [anchor_to_json(anchor) for anchor in extracted.anchors],
    }


def anchor_to_json(anchor: Anchor) -> list[object]:
    """An anchor as plain values: start, end, kind of place, and the fields of the place."""
    kind = _KINDS[type(anchor.place)]
    place = anchor.place
    return [anchor.start, anchor.end, kind, *(getattr(place, name) for name in type(place).__slots__)]


def extracted_from_json(body: bytes) -> Extracted:
    """What the child sent, believed in nothing: raises ValueError where it is not an Extracted."""
    reply = _object(body)
    text = _text(reply["text"])
    metadata = Metadata(
        _optional(reply["title"]),
        _optional(reply["publisher"]),
        _date(reply["published_at"]),
        _optional(reply["language"]),
        _optional(reply["url"]),
    )
    anchors: list[Anchor] = []
    end = 0
    for row in _list(reply["anchors"]):
        anchor = anchor_from_json(row)
        if not end <= anchor.start < anchor.end <= len(text):
            raise ValueError("an anchor lies outside the text, or over another")
        end = anchor.end
        anchors.append(anchor)
    return Extracted(text, metadata, tuple(anchors))


def anchor_from_json(row: object) -> Anchor:
    """Read `anchor_to_json`'s form; raises ValueError."""
    start, end, kind, *values = _list(row)
    if type(start) is not int or type(end) is not int or not isinstance(kind, str) or kind not in _PLACES:
        raise ValueError("an anchor of no known form")
    if tuple(map(type, values)) != _FIELDS[kind]:
        raise ValueError("a place of no known form")
    place: Place = _PLACES[kind](*values)  # type: ignore[arg-type]  # the line above has compared the types
    return Anchor(start, end, place)


def feed_to_json(feed: Feed) -> JsonObject:
    """A Feed as plain values."""
    entries = [entry_to_json(entry) for entry in feed.entries]
    return {"entries": entries, "sitemaps": list(feed.sitemaps), "nameless": feed.nameless, "namesakes": feed.namesakes}


def entry_to_json(entry: FeedEntry) -> list[object]:
    """An entry as plain values, in the order of its fields."""
    published = entry.published.text if entry.published else None
    changed_by = entry.changed_by.isoformat() if entry.changed_by else None
    return [entry.url, entry.title, published, entry.author, entry.page, changed_by]


def feed_from_json(body: bytes) -> Feed:
    """What the child sent, believed in nothing: raises ValueError where it is not a Feed."""
    reply = _object(body)
    nameless, namesakes = reply["nameless"], reply["namesakes"]
    if type(nameless) is not int or type(namesakes) is not int:
        raise ValueError("not a number")
    entries = tuple(map(entry_from_json, _list(reply["entries"])))
    return Feed(entries, tuple(map(_address, _list(reply["sitemaps"]))), nameless, namesakes)


def entry_from_json(row: object) -> FeedEntry:
    """Read `entry_to_json`'s form; raises ValueError."""
    url, title, published, author, page, changed_by = _list(row)
    return FeedEntry(
        _address(url), _optional(title), _date(published), _optional(author), _optional(page), _moment(changed_by)
    )


def _object(body: bytes) -> JsonObject:
    """The JSON object of a reply; raises ValueError, for a missing field too."""
    try:
        value = json.loads(body, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("too deeply nested") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004  # of a reply every fault is a ValueError
    return _Fields(value)


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


class _Fields(JsonObject):
    def __missing__(self, key: str) -> object:
        raise ValueError(f"no field {key!r}")


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("not a list")  # noqa: TRY004
    return value


def _text(value: object) -> str:
    """A string that can be written as UTF-8."""
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004
    value.encode()  # UnicodeEncodeError is a ValueError
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _address(value: object) -> str:
    address = web_address(_text(value))
    if address is None:
        raise ValueError("not an address")
    return address


def _date(value: object) -> PartialDate | None:
    try:
        return None if value is None else PartialDate.parse(_text(value))
    except SettingError as error:
        raise ValueError(str(error)) from error


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo != UTC:
        raise ValueError("not a moment in UTC")
    return moment


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the child gives no result, and whether reading the file may have harmed it, so that it reads no more.

    `textless` is a file that nothing is wrong with, and that holds no text of an article.
    """

    reason: str
    harmed: bool
    textless: bool


def refusal_to_json(refusal: Refusal) -> JsonObject:
    """A Refusal as plain values."""
    return {"error": refusal.reason, "harmed": refusal.harmed, "textless": refusal.textless}


def refusal_from_json(body: bytes) -> Refusal | None:
    """What the child says is wrong with the file, or None where its reply is a result; raises ValueError."""
    reply = _object(body)
    if "error" not in reply:
        return None
    return Refusal(_text(reply["error"]), reply["harmed"] is not False, reply["textless"] is True)
