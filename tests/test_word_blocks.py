"""Tables and lists of Word files: a row is a line, an item has its mark, and a numbered heading has none."""

import io

from docx import Document

from index.formats.docx import read_docx
from index.formats.extracted import Limits, Paragraph
from index.sentences import SentenceKind, split_sentences
from tests.small_files import WORD, docx, paragraphs

LISTED = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{}'/></w:numPr>"


def cell(*inside: str) -> str:
    return f"<w:tc>{''.join(map(paragraphs, inside)) or '<w:p/>'}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def text_of(body: str, **others: bytes) -> str:
    return read_docx(docx(body, **others), Limits()).text


def listed(words: str, number: str = "1", style: str = "") -> str:
    named = f"<w:pStyle w:val='{style}'/>" if style else ""
    return f"<w:p><w:pPr>{named}{LISTED.format(number) if number else ''}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def test_what_word_writes_as_tables_and_lists_are_items_and_no_headings() -> None:
    document = Document()
    document.add_paragraph("This is for all of them.")
    table = document.add_table(0, 3)
    for name, role, phone in (("Name", "Role", "Phone"), ("Mateo Rivas", "doctor", "555 02")):
        for one, words in zip(table.add_row().cells, (name, role, phone), strict=True):
            one.text = words
    document.add_paragraph("Two sledges", style="List Bullet")
    document.add_paragraph("Four tents", style="List Number")
    document.add_heading("Safety", 1)
    document.add_paragraph("Nobody leaves alone.")
    out = io.BytesIO()
    document.save(out)
    text = read_docx(out.getvalue(), Limits()).text
    items = ["Name\tRole\tPhone", "Mateo Rivas\tdoctor\t555 02", "- Two sledges", "- Four tents"]
    assert text.split("\n\n") == ["This is for all of them.", *items, "Safety", "Nobody leaves alone."]
    cut = split_sentences(text, "en", ())
    assert [text[s.start : s.end] for s in cut if s.kind is SentenceKind.ITEM] == items


def test_each_cell_keeps_the_number_of_its_paragraph_and_an_empty_one_its_tab() -> None:
    extracted = read_docx(docx(row(cell("a"), cell(), cell("b")) + row(cell(), cell("c"))), Limits())
    assert extracted.text == "a\t\tb\n\n\tc"
    assert [anchor.place for anchor in extracted.anchors] == [Paragraph(1), Paragraph(3), Paragraph(5)]


def test_the_empty_corner_of_a_table_keeps_the_names_of_its_columns_over_them() -> None:
    head, below = row(cell(), cell("Helmar"), cell("Arvenna")), row(cell("Gewinn"), cell("512"), cell("148"))
    assert text_of(paragraphs("Zahlen") + head + below) == "Zahlen\n\n\tHelmar\tArvenna\n\nGewinn\t512\t148"
    extracted = read_docx(docx(head + below), Limits())
    assert extracted.text == "\tHelmar\tArvenna\n\nGewinn\t512\t148"
    places = [(extracted.text[anchor.start : anchor.end], anchor.place) for anchor in extracted.anchors]
    assert places[:3] == [("Helmar", Paragraph(2)), ("Arvenna", Paragraph(3)), ("Gewinn", Paragraph(4))]
    # A page that is laid out by a table has paragraphs, not cells.
    assert text_of(row(cell(), cell("One.", "Two."))) == "One.\n\nTwo."


def test_a_line_break_in_a_cell_is_none_in_its_row() -> None:
    broken = "<w:tc><w:p><w:r><w:t>Quay 4</w:t><w:br/><w:t>Saltash</w:t></w:r></w:p></w:tc>"
    assert text_of(row(cell("Address"), broken)) == "Address\tQuay 4 Saltash"


def test_a_table_that_lays_out_a_page_stays_paragraphs() -> None:
    inner = f"<w:tc><w:tbl>{row(cell('x'), cell('y'))}</w:tbl><w:p/></w:tc>"
    assert text_of(row(cell("One.", "Two."), cell("Three."))) == "One.\n\nTwo.\n\nThree."
    assert text_of(row(cell("One."), inner)) == "One.\n\nx\ty"
    assert text_of(row(cell("One."))) == "One."


def test_a_list_is_told_by_the_paragraph_or_by_its_style_and_a_numbered_heading_is_none() -> None:
    styles = (
        f"<w:styles {WORD}>"
        f"<w:style w:styleId='Bullets'><w:pPr>{LISTED.format(3)}</w:pPr></w:style>"
        "<w:style w:styleId='Tight'><w:basedOn w:val='Bullets'/></w:style>"
        "<w:style w:styleId='Heading'><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>"
        "<w:style w:styleId='Round'><w:basedOn w:val='Round'/></w:style>"
        "</w:styles>"
    ).encode()
    body = "".join(
        [
            listed("By itself"),
            listed("By style", "", "Bullets"),
            listed("By its base", "", "Tight"),
            listed("Taken out", "0", "Tight"),
            listed("A heading", "1", "Heading"),
            listed("In a circle", "", "Round"),
            listed("Of no style", "", "None"),
        ]
    )
    assert text_of(body, **{"word/styles.xml": styles}).split("\n\n") == [
        "- By itself",
        "- By style",
        "- By its base",
        "Taken out",
        "A heading",
        "In a circle",
        "Of no style",
    ]
