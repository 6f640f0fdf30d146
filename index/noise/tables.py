"""Finds the tables of Markdown: their rows look like menus and lines of names, and are article."""

from index.layout import physical_lines, table_rows

# One line between signs alone may be a menu.
_FEWEST_ROWS = 2


def mark_tables(text: str) -> bytearray:
    """Mark with 1 the characters of touching lines that begin and end with `|`, and of rows below a header and its dashes."""
    marked = bytearray(len(text))
    rows: list[tuple[int, int]] = []
    lines = physical_lines(text)
    for number in table_rows(text, lines):
        start, end = lines[number].start, lines[number].end
        marked[start:end] = b"\x01" * (end - start)
    for line in (*lines, None):
        if line is not None and line.end - line.start > 1 and text[line.start] == text[line.end - 1] == "|":
            rows.append((line.start, line.end))
            continue
        if len(rows) >= _FEWEST_ROWS:
            start, end = rows[0][0], rows[-1][1]
            marked[start:end] = b"\x01" * (end - start)
        rows.clear()
    return marked
