"""Gzip, which feeds and sitemaps are often packed with: told by its mark, and unpacked up to a bound and no further."""

import zlib

from index.errors import FormatError

_MARK = b"\x1f\x8b"
_AS_GZIP = zlib.MAX_WBITS | 16  # zlib's words for it


def is_packed(data: bytes) -> bool:
    """Whether the bytes begin as those of gzip do."""
    return data.startswith(_MARK)


def head_of(data: bytes, most: int) -> bytes:
    """The first `most` bytes, unpacked where they are packed; none where they cannot be unpacked."""
    if not is_packed(data):
        return data[:most]
    try:
        return zlib.decompressobj(_AS_GZIP).decompress(data, most)
    except zlib.error:
        return b""


def unpacked(data: bytes, most: int) -> bytes:
    """All of it, unpacked where it is packed; raises FormatError over `most` bytes, and where it is damaged.

    Of a file that bursts one byte more than `most` is made. Gzip files behind each other are one file, and what follows them that
    is none is left alone, as gzip itself does it.
    """
    if not is_packed(data):
        return data
    parts: list[bytes] = []
    room = most + 1
    while is_packed(data) and room:
        unpacking = zlib.decompressobj(_AS_GZIP)
        try:
            parts.append(unpacking.decompress(data, room))
        except zlib.error as error:
            raise FormatError("it is packed with gzip and damaged; save it anew, or unpacked") from error
        room -= len(parts[-1])
        if room and not unpacking.eof:
            raise FormatError("it is packed with gzip and breaks off; save it anew, or unpacked")
        data = unpacking.unused_data
    if not room:
        raise FormatError(f"it unpacks to more than {most} bytes; split it")
    return b"".join(parts)
