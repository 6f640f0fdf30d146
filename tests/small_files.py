"""Small files of each format, made here so that a test knows what stands where in them."""

import io
import zipfile
from collections.abc import Mapping, Sequence

Line = tuple[float, float, str]  # left and baseline in points, and the words


def pdf(pages: Sequence[Sequence[Line]], title: str = "", extra: str = "") -> bytes:
    """A PDF of A4 pages in 12 point Helvetica; `extra` stands in its catalog."""
    objects = [f"<</Type/Catalog/Pages 2 0 R {extra}>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    objects.append(f"<</Title({title})>>")
    kids = []
    for lines in pages:
        drawn = "".join(f"BT /F1 12 Tf {x} {y} Td ({words}) Tj ET\n" for x, y, words in lines)
        objects.append(f"<</Length {len(drawn.encode('cp1252'))}>>stream\n{drawn}endstream")
        kids.append(len(objects) + 1)
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>"
        )
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>"
    return pdf_of(objects)


def pdf_of(objects: Sequence[str]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog, the fourth the information."""
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010} 00000 n \n" for place in places).encode())
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str | bytes, core: str = "", **others: bytes) -> bytes:
    """A Word file with this inside its `w:body`, or with these bytes for its main part."""
    main = body if isinstance(body, bytes) else f"<w:document {WORD}><w:body>{body}</w:body></w:document>".encode()
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": main}
    return package(parts | ({"docProps/core.xml": core.encode()} if core else {}) | others)


def package(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraphs(*texts: str) -> str:
    """The `w:p` elements of a Word file."""
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
