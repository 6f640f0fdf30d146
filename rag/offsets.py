"""One range of a text in the three units that clients count in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offsets:
    """A half-open range in code points (Python), UTF-16 units (JavaScript, Java, C#) and bytes of the UTF-8 file."""

    start: int
    end: int
    utf16_start: int
    utf16_end: int
    byte_start: int
    byte_end: int

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Offsets":
        """The range `text[start:end]` in all three units."""
        before, inside = text[:start], text[start:end]
        utf16_start, byte_start = _utf16_units(before), len(before.encode())
        return cls(
            start, end, utf16_start, utf16_start + _utf16_units(inside), byte_start, byte_start + len(inside.encode())
        )


def _utf16_units(text: str) -> int:
    """Each code point beyond U+FFFF takes two units."""
    # The codec counts a long article many times as fast as a loop over its letters, for which a whole server would wait.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
