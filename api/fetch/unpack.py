"""A body as it comes, unpacked up to a bound and no further."""

import zlib
from collections.abc import Iterable

from api.errors import FetchError

# zlib's words for "as gzip" and "as zlib".
_WINDOW = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_GZIP = _WINDOW["gzip"]


def unpacked(parts: Iterable[bytes], encoding: str, max_bytes: int) -> bytes:
    """All of `parts`, unpacked; raises FetchError over `max_bytes`, before or after unpacking, and where it breaks off."""
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        return _joined(parts, max_bytes)
    if encoding not in _WINDOW:
        raise FetchError(f"the file comes as {encoding[:40]!r}, and we asked for gzip or nothing of the kind")
    return _joined(_inflated(parts, _WINDOW[encoding], max_bytes), max_bytes)


def _joined(parts: Iterable[bytes], max_bytes: int) -> bytes:
    data = bytearray()
    for part in parts:
        data += part
        if len(data) > max_bytes:
            raise FetchError(f"the file is larger than {max_bytes} bytes")
    return bytes(data)


def _inflated(parts: Iterable[bytes], window: int, max_bytes: int) -> Iterable[bytes]:
    unpacking = zlib.decompressobj(window)
    received = 0
    try:
        for part in parts:
            received += len(part)
            if received > max_bytes:
                raise FetchError(f"the file is larger than {max_bytes} bytes")
            left = part
            while left:
                if unpacking.eof:
                    # Of gzip several files may stand one behind the other (RFC 1952, 2.2), and zeros behind the last.
                    left = left.lstrip(b"\0") if window == _GZIP else b""
                    if not left:
                        break
                    unpacking = zlib.decompressobj(window)
                # One byte over the bound is all that is ever made of a bomb.
                yield unpacking.decompress(left, max_bytes + 1)
                left = unpacking.unused_data
    except zlib.error as error:
        raise FetchError("the file is packed and cannot be unpacked") from error
    if not unpacking.eof:
        raise FetchError("the file breaks off")
