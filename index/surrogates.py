"""Finds what JSON lets through and UTF-8 does not."""


def half_surrogate(text: str) -> int | None:
    r"""The offset of the first half of a surrogate pair, as in `"\ud83d"`, in code points; None where all of it is text."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None
