"""Lines that a mail program broke, put together again, where it says that it did (RFC 3676, `format=flowed`)."""

_SIGNATURE = "-- "


def unflowed(text: str, *, space_goes: bool) -> str:
    """The text with every line that ends in a space joined to the next of the same depth of quotation.

    `space_goes` is `delsp=yes`: the space stands for the break alone, as where a script has none between words.
    """
    lines: list[list[str]] = []
    open_depth: int | None = None
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        flows = words.endswith(" ") and words != _SIGNATURE
        kept = words[:-1] if flows and space_goes else words
        if open_depth == depth and words != _SIGNATURE:
            lines[-1].append(kept)
        else:
            lines.append(["> " * depth, kept])
        open_depth = depth if flows else None
    return "\n".join(map("".join, lines))
