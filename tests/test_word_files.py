"""Word files of other programs: the parts of the package are found by its relationships, in both namespaces of the standard."""

import pytest

from index.errors import FormatError
from index.formats.docx import read_docx
from index.formats.extracted import Limits, Paragraph
from index.metadata import Metadata
from tests.small_files import docx, package, paragraphs

STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL = "http://schemas.openxmlformats.org/"
CORE = (
    b"<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' "
    b"xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>The title</dc:title></cp:coreProperties>"
)


def relationships(main: str, kind: str, core: str = "docProps/core.xml") -> bytes:
    core_kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='r2' Type='{core_kind}' Target='{core}'/>"
        f"<Relationship Id='r1' Type='{kind}' Target='{main}'/></Relationships>"
    ).encode()


def document(namespace: str) -> bytes:
    body = (
        paragraphs("The words.")
        + "<w:p><w:r><w:t>He</w:t><w:tab/><w:t>left.</w:t></w:r><w:del><w:r><w:t>no</w:t></w:r></w:del></w:p>"
    )
    return f"<w:document xmlns:w='{namespace}'><w:body>{body}</w:body></w:document>".encode()


@pytest.mark.parametrize(
    "target", ["word/document.xml", "word/document2.xml", "/word/document2.xml", "./text/main.xml"]
)
@pytest.mark.parametrize(
    ("namespace", "kind"),
    [
        (
            f"{TRANSITIONAL}wordprocessingml/2006/main",
            f"{TRANSITIONAL}officeDocument/2006/relationships/officeDocument",
        ),
        (f"{STRICT}wordprocessingml/main", f"{STRICT}officeDocument/relationships/officeDocument"),
    ],
)
def test_the_main_part_is_the_one_that_the_package_names(target: str, namespace: str, kind: str) -> None:
    name = target.removeprefix("/").removeprefix("./")
    parts = {
        name: document(namespace),
        "_rels/.rels": relationships(target, kind, "/props/core1.xml"),
        "props/core1.xml": CORE,
    }
    extracted = read_docx(package(parts), Limits())
    assert (extracted.text, extracted.metadata) == ("The words.\n\nHe\tleft.", Metadata(title="The title"))


@pytest.mark.parametrize(
    ("word", "math"),
    [
        (f"{TRANSITIONAL}wordprocessingml/2006/main", f"{TRANSITIONAL}officeDocument/2006/math"),
        (f"{STRICT}wordprocessingml/main", f"{STRICT}officeDocument/math"),
    ],
)
def test_an_equation_is_read_where_it_stands_in_its_sentence(word: str, math: str) -> None:
    def run(words: str) -> str:
        return f"<m:r><m:t>{words}</m:t></m:r>"

    def half(above: str) -> str:
        return f"<m:f><m:num>{run(above)}</m:num><m:den>{run('2')}</m:den></m:f>"

    power = f"<m:sSup><m:e>{run('c')}</m:e><m:sup>{run('2')}</m:sup></m:sSup><m:nary><m:sup/></m:nary>"
    equation = f"<m:oMath xmlns:m='{math}'>{run('E=')}{half('1')}{run('m')}{power}{run('-')}{half('a+b')}</m:oMath>"
    body = f"<w:p><w:r><w:t>That </w:t></w:r>{equation}<w:r><w:t> is known.</w:t></w:r></w:p>"
    written = f"<w:document xmlns:w='{word}'><w:body>{body}</w:body></w:document>".encode()
    assert read_docx(docx(written), Limits()).text == "That E=1/2mc^2-(a+b)/2 is known."


def run(words: str, style: str = "") -> str:
    return f"<w:r><w:rPr>{style}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


RAISED = "<w:vertAlign w:val='superscript'/>"


def test_hidden_text_is_not_read() -> None:
    hidden = run("hidden ", "<w:vanish/>") + run("and more ", "<w:vanish w:val='1'/>")
    shown = run("not at all", "<w:vanish w:val='0'/>") + run(".", "<w:vanish w:val='false'/>")
    assert read_docx(docx(f"<w:p>{run('Seen ')}{hidden}{shown}</w:p>"), Limits()).text == "Seen not at all."


@pytest.mark.parametrize(
    ("runs", "read"),
    [
        (run("some 10") + run("3", RAISED) + run(" kg"), "some 10^3 kg"),
        (run("some 10") + run("-", RAISED) + run("12", RAISED) + run(" g"), "some 10^-12 g"),
        (run("30 m") + run("2", RAISED) + run(" of CO") + run("2", "<w:vertAlign w:val='subscript'/>"), "30 m2 of CO2"),
        (run("the 1") + run("er", RAISED) + run(" mai"), "the 1er mai"),
        (run("the 1") + run("2", "<w:vertAlign w:val='baseline'/>"), "the 12"),
    ],
)
def test_a_raised_figure_makes_no_other_number(runs: str, read: str) -> None:
    assert read_docx(docx(f"<w:p>{runs}</w:p>"), Limits()).text == read


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    ended = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    first, second = f"<w:p>{ended}{run('The ship was ')}</w:p>", paragraphs("sold in 1957.")
    extracted = read_docx(docx(first + second + paragraphs("Nobody came.")), Limits())
    assert extracted.text == "The ship was sold in 1957.\n\nNobody came."
    assert [anchor.place for anchor in extracted.anchors] == [Paragraph(1), Paragraph(2), Paragraph(3)]
    # A paragraph that was deleted as a whole leaves nothing.
    gone = f"<w:p>{ended}<w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
    assert read_docx(docx(paragraphs("One.") + gone + paragraphs("Two.")), Limits()).text == "One.\n\nTwo."


def test_without_relationships_the_parts_have_their_usual_names() -> None:
    extracted = read_docx(docx(paragraphs("The words."), CORE.decode()), Limits())
    assert (extracted.text, extracted.metadata.title) == ("The words.", "The title")


def test_a_package_of_another_kind_is_no_word_file() -> None:
    kind = f"{TRANSITIONAL}officeDocument/2006/relationships/officeDocument"
    sheet = b"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"
    with pytest.raises(
        FormatError, match=r"xl/workbook\.xml is no Word document, so it is no Word file; save it as \.docx"
    ):
        read_docx(package({"xl/workbook.xml": sheet, "_rels/.rels": relationships("xl/workbook.xml", kind)}), Limits())
    with pytest.raises(FormatError, match=r"there is no word/gone\.xml in it, so it is no Word file"):
        read_docx(package({"_rels/.rels": relationships("word/gone.xml", kind)}), Limits())
