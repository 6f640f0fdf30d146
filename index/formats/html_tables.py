"""Takes apart tables that lay out a page or a mail: of these the extractor reads a cell as one line, and rows out of order."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What stands on lines of its own: text beside it is a paragraph of its own.
_LEFT_OUT = ("nav", "aside", "footer", "form")
_WHOLE = (*HEADINGS, *_LEFT_OUT, "p", "ul", "ol", "dl", "table", "blockquote", "pre", "figure", "hr")
_BLOCKS = (*_WHOLE, "div", "center", "section", "article", "header", "main")
_FOR_LAYOUT = ("presentation", "none")
# A cell of a table of data may have two lines; one with paragraphs as long as this is running text.
_PROSE_LETTERS = 200
_LINES_OF_PROSE = 2
_FEWEST_ROWS_OF_DATA, _LONGEST_LABEL = 3, 40


def take_tables_apart(tree: "HtmlElement") -> bool:
    """Make sections and paragraphs of the rows that lay out the page, and tell whether there are any.

    The rows between them that have several short cells stay the rows of tables, as do all those of a table of data.
    """
    found = [(table, rows) for table in tree.iter("table") if (rows := _rows_of_layout(table))]
    for table, rows in found:
        _take_apart(table, rows)
    return bool(found)


def _rows(table: "HtmlElement") -> "list[HtmlElement]":
    """Its own rows, in order, without those of the tables in it."""
    return [*table.xpath("./tr|./tbody/tr|./thead/tr|./tfoot/tr")]


def _rows_of_layout(table: "HtmlElement") -> "set[HtmlElement]":
    """The rows of a table that are to be taken apart, none where it is one of data."""
    rows = {row: [cell for cell in row.iterchildren("td", "th") if _has_words(cell)] for row in _rows(table)}
    cells = [cell for of_row in rows.values() for cell in of_row]
    nested = {row for row, of_row in rows.items() if any(cell.find(".//table") is not None for cell in of_row)}
    prose = {row for row, of_row in rows.items() if row not in nested and any(map(_is_prose, of_row))}
    has_heads = any(cell.tag == "th" for row, of_row in rows.items() if row not in nested for cell in of_row)
    if has_heads or _is_chronicle([*rows.values()]):
        prose = set()
    alone = {row for row, of_row in rows.items() if len(of_row) <= 1}
    is_column = len(alone) == len(rows) and any(not _is_leaf(cell) or _lines(cell) >= _LINES_OF_PROSE for cell in cells)
    is_layout = nested or prose or is_column or table.get("role") in _FOR_LAYOUT
    return nested | prose | alone if is_layout else set()


def _is_chronicle(rows: "list[list[HtmlElement]]") -> bool:
    """Whether each of several rows has as many cells, the first of one short line: a year, a name, what it is compared by."""
    told = [row for row in rows if row]
    if len(told) < _FEWEST_ROWS_OF_DATA or len(told[0]) == 1 or any(len(row) != len(told[0]) for row in told):
        return False
    return all(_lines(row[0]) < _LINES_OF_PROSE and _letters(row[0]) <= _LONGEST_LABEL for row in told)


def _letters(cell: "HtmlElement") -> int:
    return sum(map(len, map(str.strip, cell.itertext())))


def _has_words(element: "HtmlElement") -> bool:
    return any(map(str.strip, element.itertext()))


def _is_prose(cell: "HtmlElement") -> bool:
    return _letters(cell) >= _PROSE_LETTERS and _lines(cell) >= _LINES_OF_PROSE


def _lines(cell: "HtmlElement") -> int:
    """How many paragraphs and breaks between lines a cell has, a heading being two; the items of a list are none of these."""
    blocks = [one for one in cell.iter("p", "br", "div", *HEADINGS) if one.tag != "div" or _is_leaf(one)]
    beside = [one for one in blocks if one.tag != "br" and _is_beside_text(one)]
    headings = [one for one in blocks if one.tag in HEADINGS]
    return len(blocks) + len(headings) + len(beside)


def _is_beside_text(block: "HtmlElement") -> bool:
    previous, parent = block.getprevious(), block.getparent()
    before = parent.text if previous is None else previous.tail
    return any((text or "").strip() for text in (before, block.tail))


def _is_leaf(element: "HtmlElement") -> bool:
    return next(element.iterdescendants(*_BLOCKS), None) is None


def _take_apart(table: "HtmlElement", rows: "set[HtmlElement]") -> None:
    kept: HtmlElement | None = None
    for row in _rows(table):
        if row in rows:
            kept = None
            _as_section(row)
            for cell in [*row.iterchildren("td", "th")]:
                _as_section(cell)
                write_paragraphs(cell)
        else:
            if kept is None or kept.getparent() is not row.getparent():
                kept = table.makeelement("table")
                row.addprevious(kept)
            kept.append(row)
    for part in [*table.iterchildren("tbody", "thead", "tfoot")]:
        _as_section(part)
    for caption in [*table.iterchildren("caption")]:
        caption.tag = "p"
    _as_section(table)
    if (table.tail or "").strip():
        behind = table.makeelement("p")
        behind.text, table.tail = table.tail, None
        table.addnext(behind)


def _as_section(element: "HtmlElement") -> None:
    """Call it so; what the extractor would take its name for was said of a table, but for what is hidden."""
    element.tag = "section"
    for name in ("id", "role", *(("class",) if "hid" not in element.get("class", "") else ())):
        element.attrib.pop(name, None)


def write_paragraphs(cell: "HtmlElement") -> None:
    """Make a paragraph of each run of words that stands between others, or alone, in a cell."""
    waiting = [cell]
    while waiting:
        holder = waiting.pop()
        if _is_leaf(holder):
            holder.tag = "p"
        else:
            _wrap(holder)
            waiting += [one for one in holder if one.tag not in _WHOLE and not _is_run(one)]


def _is_run(element: "HtmlElement") -> bool:
    """Whether it is part of a line: neither a block, nor does it hold one."""
    return element.tag not in _BLOCKS and _is_leaf(element)


def _wrap(holder: "HtmlElement") -> None:
    """Put the text and the inline elements between the blocks of a holder into paragraphs."""
    children = [*holder]
    run = holder.makeelement("p")
    run.text, holder.text = holder.text, None
    for child in children:
        if _is_run(child):
            run.append(child)
            continue
        if _has_words(run):
            child.addprevious(run)
        run = holder.makeelement("p")
        run.text, child.tail = child.tail, None
    if _has_words(run):
        holder.append(run)
