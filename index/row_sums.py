"""Checksums of rows, and their order-free sum over a whole database.

The sum is AdHash of Bellare and Micciancio (1997), "A New Paradigm for Collision-Free Hashing": the checksums of all rows added
modulo 2^256. A row that comes or goes changes it by one addition, whatever the number of rows, and their order does not
matter; Clarke et al. (2003), "Incremental Multiset Hash Functions", treat the same for multisets. It guards against
accidents: a changed byte, a row lost or there twice. It does not guard against someone who can write to the file.
"""

import hashlib
from collections.abc import Iterable

Value = int | str | bytes | None

_MODULUS = 1 << 256


def row_checksum(table: str, values: Iterable[Value]) -> bytes:
    """The sha256 of a row, 32 bytes: of its table's name and each value with its type and length."""
    digest = hashlib.sha256(table.encode())
    for value in values:
        match value:
            case None:
                kind, data = b"n", b""
            case int():
                kind, data = b"i", str(value).encode()
            case str():
                kind, data = b"s", value.encode()
            case bytes():
                kind, data = b"b", value
        digest.update(b"|%s%d:" % (kind, len(data)))
        digest.update(data)
    return digest.digest()


class RowSum:
    """The sum of the checksums of rows, kept up to date as rows come and go."""

    def __init__(self, text: str = "0") -> None:
        """Go on from what `str` of another one gave."""
        self._value = int(text, 16)

    def add(self, checksum: bytes) -> None:
        """Count a row in."""
        self._value = (self._value + int.from_bytes(checksum, "big")) % _MODULUS

    def remove(self, checksum: bytes) -> None:
        """Count a row out."""
        self._value = (self._value - int.from_bytes(checksum, "big")) % _MODULUS

    def __str__(self) -> str:
        """64 hexadecimal digits."""
        return f"{self._value:064x}"
