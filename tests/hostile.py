# ruff: noqa: E501 - one file a line, to be read as a table
"""About 200 files that were made to hurt whatever reads them, as functions that make each; `FEW` are those of every run."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

from tests.small_files import WORD, docx, paragraphs, pdf, pdf_of

Make = Callable[[], bytes]
MUTATIONS = 26  # of each kind of file, by as many seeds

PAGE = (
    "<!doctype html><html lang='en'><head><title>A page</title></head><body><article><h1>A page</h1>"
    + "<p>The lab said on Friday that it would publish the report before the end of the year.</p>" * 8
    + "</article></body></html>"
)
MAIL = b"From: a@a.example\nSubject: A letter\nContent-Type: text/plain\n\nThe lab said so on Friday.\n"
LAUGHS = "<!DOCTYPE d [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))


def hostile_files(canary: str) -> dict[str, Make]:
    """Each file by its name; those that name an address name `canary`, as `http://host:port`."""
    return {**_xml(canary), **_html(canary), **_pdf(canary), **_docx(canary), **_mail(canary), **_plain(), **_mutated()}


def _xml(canary: str) -> dict[str, Make]:
    rss = "<rss version='2.0'><channel><title>t</title><item><title>{}</title><link>http://a.example/</link></item></channel></rss>"
    sitemap = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{}</loc></url></urlset>"
    external = f"<!DOCTYPE d [<!ENTITY x SYSTEM '{canary}/x'>]>"
    local = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    parameter = f"<!DOCTYPE d [<!ENTITY % x SYSTEM '{canary}/x.dtd'> %x;]>"
    texts: dict[str, Callable[[], str]] = {
        "laughs-rss": lambda: LAUGHS + "]>" + rss.format("&a11;"),
        "laughs-sitemap": lambda: LAUGHS + "]>" + sitemap.format("&a11;"),
        "quadratic-rss": lambda: f"<!DOCTYPE d [<!ENTITY b '{'b' * 100_000}'>]>" + rss.format("&b;" * 20_000),
        "external-rss": lambda: external + rss.format("&x;"),
        "external-sitemap": lambda: external + sitemap.format("&x;"),
        "local-rss": lambda: local + rss.format("&x;"),
        "local-sitemap": lambda: local + sitemap.format("&x;"),
        "parameter-rss": lambda: parameter + rss.format("x"),
        "parameter-sitemap": lambda: parameter + sitemap.format("x"),
        "dtd-rss": lambda: f"<!DOCTYPE rss SYSTEM '{canary}/rss.dtd'>" + rss.format("x"),
        "dtd-sitemap": lambda: f"<!DOCTYPE urlset SYSTEM '{canary}/s.dtd'>" + sitemap.format("http://a.example"),
        "stylesheet-sitemap": lambda: f"<?xml-stylesheet href='{canary}/s.xsl' type='text/xsl'?>" + sitemap.format("http://a.example"),
        "include-sitemap": lambda: sitemap.format(f"<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='{canary}/i'/>"),
        "svg": lambda: f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{canary}/i'/></svg>",
        "deep-rss": lambda: "<rss version='2.0'>" + "<a>" * 200_000,
        "deep-sitemap": lambda: "<urlset>" + "<a>" * 200_000,
        "attributes-sitemap": lambda: "<urlset " + " ".join(f"a{n}='x'" for n in range(300_000)) + "/>",
        "many-rss": lambda: rss.replace("<item>", "<item><title>t</title></item>" * 100_000 + "<item>").format("x"),
        "many-sitemap": lambda: sitemap.replace("<url>", "".join(f"<url><loc>http://a.example/{n}</loc></url>" for n in range(60_000)) + "<url>").format("x"),
        "unclosed-rss": lambda: rss.format("<![CDATA[" * 50_000),
        "odd-encoding-rss": lambda: "<?xml version='1.0' encoding='x-unknown'?>" + rss.format("é"),
        "addresses-rss": lambda: rss.replace("http://a.example/", "javascript:alert(1)").format("x"),
    }  # fmt: skip
    made: dict[str, Make] = {f"{name}.xml": partial(_encoded, text) for name, text in texts.items()}
    made["utf-16-laughs.xml"] = partial((LAUGHS + "]>" + rss.format("&a11;")).encode, "utf-16")
    return made


def _html(canary: str) -> dict[str, Make]:
    body = "<p>The lab said on Friday that it would publish the report before the end of the year.</p>"
    bad = body.replace("lab", "l\u00e0b").encode("latin-1")
    texts: dict[str, Callable[[], str]] = {
        "attributes": lambda: "<html><body><p " + " ".join(f"a{n}=x" for n in range(300_000)) + ">" + body,
        "one-attribute": lambda: "<html><body><p a='" + "x" * 15_000_000 + "'>" + body,
        "deep": lambda: "<div>" * 100_000 + body,
        "deep-tables": lambda: "<table><tr><td>" * 30_000 + body,
        "deep-inline": lambda: "<b><i>" * 50_000 + body,
        "deep-lists": lambda: "<ul><li>" * 50_000 + body,
        "misnested": lambda: "<b><p><i></b></p></i>" * 50_000,
        "many-paragraphs": lambda: body * 150_000,
        "many-links": lambda: "<a href='http://a.example/'>x</a> " * 300_000,
        "many-cells": lambda: "<table>" + "<tr>" + "<td>x</td>" * 300_000 + "</table>",
        "wide-span": lambda: f"<table><tr><td colspan='99999999' rowspan='99999999'>x</td></tr></table>{body}",
        "open-comment": lambda: body + "<!--" * 500_000,
        "open-tag": lambda: body + "<" * 2_000_000,
        "open-script": lambda: body + "<script>" + "x" * 5_000_000,
        "amps": lambda: body + "&" * 3_000_000,
        "references": lambda: body + "&#x110000;&#0;&#xD800;&#99999999999;" * 100_000,
        "laughs": lambda: LAUGHS + "]><html><body>&a11;" + body,
        "svg-laughs": lambda: LAUGHS + f"]><svg><text>&a11;</text></svg>{body}",
        "external": lambda: f"<!DOCTYPE d [<!ENTITY x SYSTEM '{canary}/x'>]><html><body>&x;{body}",
        "images": lambda: f"<img src='{canary}/a.png'><link rel=stylesheet href='{canary}/a.css'><script src='{canary}/a.js'></script>{body}",
        "frames": lambda: f"<iframe src='{canary}/f'></iframe><meta http-equiv=refresh content='0;url={canary}'>{body}",
        "base": lambda: f"<base href='{canary}/'><link rel=canonical href='a'>{body}",
        "json": lambda: f"<script type='application/ld+json'>{'[' * 100_000}</script>{body}",
        "json-type": lambda: f"<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":{{}},\"author\":[[1]]}}</script>{body}",
        "dates": lambda: "<time datetime='9999999-99-99'>x</time>" * 20_000 + body,
        "date-text": lambda: "<p>" + "2024-01-01 " * 200_000 + "</p>" + body,
        "one-word": lambda: "<p>" + "x" * 15_000_000,
        "spaces": lambda: "<p>" + " \t\n" * 5_000_000 + "</p>" + body,
        "nul-middle": lambda: body.replace("lab", "l\0ab"),
        "controls": lambda: body.replace("lab", "l\x08\x1b[31mab"),
        "directions": lambda: body.replace("lab", "\u202elab\u202c\u2066"),
        "empty-tags": lambda: "<p></p>" * 300_000,
        "xhtml": lambda: f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>{body}",
        "nothing": lambda: "<html></html>",
        "script-only": lambda: "<html><body><script>document.write('x')</script></body></html>",
    }  # fmt: skip
    made: dict[str, Make] = {f"{name}.html": partial(_encoded, text) for name, text in texts.items()}
    for name, data in {
        "utf-16": PAGE.encode("utf-16"),
        "utf-16-unmarked": PAGE.encode("utf-16-be"),
        "utf-16-claimed": b"<meta charset=utf-16>" + PAGE.encode(),
        "utf-7-claimed": b"<meta charset=utf-7>" + PAGE.encode(),
        "unknown-claimed": b"<meta charset=klingon>" + PAGE.encode(),
        "codec-claimed": b"<meta charset=zlib_codec>" + PAGE.encode(),
        "idna-claimed": b"<meta charset=idna>" + b"\xe9" * 100_000,
        "latin-unsaid": bad * 8,
        "bytes": bytes(range(256)) * 10_000,
        "empty": b"",
        "nul": b"\0" * 100_000,
        "pdf-inside": b"%PDF-1.7\n" + PAGE.encode(),
        "zip-inside": docx(paragraphs("x")),
        "surrogates": PAGE.replace("lab", "l\ud800ab").encode("utf-8", "surrogatepass"),
        "utf-8-mark-twice": b"\xef\xbb\xbf\xef\xbb\xbf" + PAGE.encode(),
    }.items():
        made[f"{name}.html"] = partial(bytes, data)
    return made


def _encoded(text: Callable[[], str]) -> bytes:
    return text().encode()


def _pdf(canary: str) -> dict[str, Make]:
    page, font = (
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )

    def tree(pages: str, *more: str, catalog: str = "") -> bytes:
        return pdf_of([f"<</Type/Catalog/Pages 2 0 R{catalog}>>", pages, font, "<</Title(x)>>", *more])

    def stream(data: bytes, filters: str = "", dictionary: str = "") -> str:
        return f"<</Length {len(data)}{filters}{dictionary}>>stream\n{data.decode('latin-1')}\nendstream"

    one = "<</Type/Pages/Count 1/Kids[6 0 R]>>"
    form = "/Resources<</XObject<</X 5 0 R>>>>/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    return {
        "page-is-its-parent.pdf": partial(tree, "<</Type/Pages/Count 1/Kids[2 0 R]>>"),
        "tree-in-a-circle.pdf": partial(tree, "<</Type/Pages/Count 9/Kids[5 0 R]>>", "<</Type/Pages/Count 9/Kids[2 0 R]/Parent 2 0 R>>"),
        "a-billion-pages.pdf": partial(tree, "<</Type/Pages/Count 1000000000/Kids[5 0 R]>>", page),
        "minus-one-page.pdf": partial(tree, "<</Type/Pages/Count -1/Kids[5 0 R]>>", page),
        "one-page-200000-times.pdf": lambda: tree(f"<</Type/Pages/Count 200000/Kids[{'5 0 R ' * 200_000}]>>", page),
        "6000-pages.pdf": lambda: pdf([[(72, 700, "x")]] * 6_000),
        "deep-arrays.pdf": lambda: tree(one, stream(b""), page + "[" * 500_000),
        "deep-dictionaries.pdf": lambda: tree(one, "<</A " * 200_000, page),
        "drawing-itself.pdf": partial(tree, one, stream(b"/X Do", dictionary=form), page.replace(">>", "/Resources<</XObject<</X 5 0 R>>>>>>")),
        "filters.pdf": lambda: tree(one, stream(b"x", filters=f"/Filter[{'/FlateDecode ' * 10_000}]"), page),
        "bomb-stream.pdf": lambda: tree(one, stream(_flate(200_000_000), filters="/Filter/FlateDecode"), page),
        "bomb-object-stream.pdf": lambda: tree(one, stream(_flate(100_000_000), "/Filter/FlateDecode", "/Type/ObjStm/N 9999999/First 9"), page),
        "huge-image.pdf": partial(tree, one, stream(b"x", dictionary="/Type/XObject/Subtype/Image/Width 999999/Height 999999"), page),
        "huge-box.pdf": partial(pdf, [[(1e30, -1e30, "x")]]),
        "javascript.pdf": partial(pdf, [[(72, 700, "Words on a page.")]], "x", f"/OpenAction<</S/JavaScript/JS(app.launchURL\\('{canary}'\\))>>"),
        "opens-an-address.pdf": partial(pdf, [[(72, 700, "Words on a page.")]], "x", f"/OpenAction<</S/URI/URI({canary}/u)>>"),
        "launches.pdf": partial(pdf, [[(72, 700, "Words on a page.")]], "x", "/OpenAction<</S/Launch/F(/bin/sh)>>"),
        "many-operators.pdf": lambda: tree(one, stream(b"q Q " * 1_000_000), page),
        "many-words.pdf": lambda: pdf([[(float(n % 500), float(n % 800), "word")  for n in range(100_000)]]),
        "nested-text.pdf": lambda: tree(one, stream(b"BT " * 200_000), page),
        "length-wrong.pdf": partial(tree, one, "<</Length 99999999>>stream\nx\nendstream", page),
        "length-itself.pdf": partial(tree, one, "<</Length 5 0 R>>stream\nx\nendstream", page),
        "locked.pdf": lambda: pdf([[(72, 700, "x")]]).replace(b"/Info 4 0 R", b"/Encrypt<</Filter/Standard/V 5/R 6/O()/U()/P -4>>"),
        "header-only.pdf": partial(bytes, b"%PDF-1.7\n"),
        "no-table.pdf": lambda: pdf([[(72, 700, "x")]]).split(b"xref")[0],
        "table-in-a-circle.pdf": lambda: pdf([[(72, 700, "x")]]).replace(b"/Info 4 0 R", b"/Prev 9 /XRefStm 9"),
        "blank.pdf": partial(pdf, [[]]),
        "odd-font.pdf": partial(tree, one, stream(b"BT /F1 12 Tf <FFFFD800DC00> Tj ET"), page),
        "empty.pdf": bytes,
        "page.pdf": partial(str.encode, PAGE),
        "archive.pdf": partial(docx, paragraphs("x")),
    }  # fmt: skip


def _docx(canary: str) -> dict[str, Make]:
    def main(text: str) -> bytes:
        return docx(text.encode())

    document = f"<w:document {WORD}><w:body>{paragraphs('A')}{{}}</w:body></w:document>"
    return {
        "bomb.docx": lambda: docx(b"<w:document><w:body>" + b" " * 300_000_000),
        "bomb-beside.docx": lambda: docx(paragraphs("A"), **{"word/media/a.png": b"\0" * 300_000_000}),
        "ratio.docx": lambda: docx(b"<w:document>" + b" " * 40_000_000 + b"</w:document>"),
        "lies.docx": _lying_archive,
        "many-members.docx": lambda: docx(paragraphs("A"), **{f"word/{n}": b"" for n in range(20_000)}),
        "slip.docx": lambda: docx(paragraphs("A"), **{"../../../../tmp/slipped": b"x", "/etc/slipped": b"x"}),
        "overlapping.docx": _overlapping_archive,
        "laughs.docx": partial(main, LAUGHS + "]>" + document.format(paragraphs("&a11;"))),
        "laughs-core.docx": partial(docx, paragraphs("A"), LAUGHS + "]><c>&a11;</c>"),
        "utf-16-laughs.docx": lambda: docx((LAUGHS + "]>" + document.format(paragraphs("&a11;"))).encode("utf-16")),
        "external.docx": partial(main, f"<!DOCTYPE d [<!ENTITY x SYSTEM '{canary}/x'>]>" + document.format(paragraphs("&x;"))),
        "local.docx": partial(main, "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + document.format(paragraphs("&x;"))),
        "dtd.docx": partial(main, f"<!DOCTYPE d SYSTEM '{canary}/x.dtd'>" + document.format("")),
        "template.docx": lambda: docx(paragraphs("A"), **{"word/_rels/settings.xml.rels": f"<Relationships><Relationship Target='{canary}/t.dotm' TargetMode='External'/></Relationships>".encode()}),
        "deep.docx": lambda: main(document.format("<w:p>" * 100_000)),
        "deep-tables.docx": partial(main, document.format("<w:tbl><w:tr><w:tc>" * 80 + paragraphs("B") + "</w:tc></w:tr></w:tbl>" * 80)),
        "attributes.docx": lambda: main(document.format("<w:p " + " ".join(f"a{n}='x'" for n in range(300_000)) + "/>")),
        "many-paragraphs.docx": lambda: main(document.format(paragraphs("word") * 200_000)),
        "one-word.docx": lambda: main(document.format(paragraphs("x" * 9_000_000))),
        "no-document.docx": lambda: _zip({"a.txt": b"x"}),
        "no-xml.docx": partial(main, "not XML"),
        "empty-archive.docx": lambda: _zip({}),
        "empty.docx": bytes,
        "page.docx": partial(str.encode, PAGE),
        "old.docx": partial(bytes, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 10_000),
        "nested.docx": lambda: docx(paragraphs("A"), **{"word/embeddings/a.docx": docx(paragraphs("B"))}),
    }  # fmt: skip


def _mail(canary: str) -> dict[str, Make]:
    def nested(depth: int) -> bytes:
        head = b"From: a@a.example\nSubject: x\n"
        opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
        return head + opened + b"Content-Type: text/plain\n\nx\n"

    def parts(count: int) -> bytes:
        head = b"From: a@a.example\nContent-Type: multipart/mixed; boundary=b\n\n"
        return head + b"--b\nContent-Type: text/plain\n\nword\n" * count + b"--b--\n"

    html = b"From: a@a.example\nContent-Type: text/html\n\n"
    return {
        "nested-10000.eml": partial(nested, 10_000),
        "nested-100.eml": partial(nested, 100),
        "parts-10000.eml": partial(parts, 10_000),
        "forwarded-2000.eml": lambda: b"Content-Type: message/rfc822\n\n" * 2_000 + MAIL,
        "headers.eml": lambda: b"".join(b"X-%d: y\n" % n for n in range(200_000)) + MAIL,
        "long-header.eml": lambda: b"Subject: " + b"=?utf-8?q?x?= " * 300_000 + b"\n" + MAIL,
        "addresses.eml": lambda: b"From: " + b"<a@a.example>, (((" * 100_000 + b"\n\nx",
        "date.eml": lambda: MAIL.replace(b"Subject", b"Date: Fri, 99 Xxx 99999999999 99:99:99 +9999999\nSubject"),
        "charset.eml": lambda: MAIL.replace(b"text/plain", b"text/plain; charset=klingon"),
        "charset-idna.eml": lambda: MAIL.replace(b"text/plain", b"text/plain; charset=idna") + b"\xe9" * 100_000,
        "charset-long.eml": lambda: MAIL.replace(b"text/plain", b"text/plain; charset*0=" + b"a" * 100_000),
        "base64.eml": lambda: MAIL.replace(b"text/plain", b"text/plain\nContent-Transfer-Encoding: base64") + b"=" * 1_000_000,
        "uuencode.eml": lambda: MAIL.replace(b"text/plain", b"text/plain\nContent-Transfer-Encoding: x-uuencode"),
        "boundary.eml": lambda: b"Content-Type: multipart/mixed; boundary=\"" + b"-" * 100_000 + b"\"\n\n" + b"-" * 1_000_000,
        "no-boundary.eml": lambda: MAIL.replace(b"text/plain", b"multipart/mixed"),
        "images.eml": lambda: html + f"<p>The lab said so on Friday.</p><img src='{canary}/i'>".encode(),
        "external-body.eml": lambda: MAIL.replace(b"text/plain", f"message/external-body; access-type=URL; URL=\"{canary}/\"".encode()),
        "html-attributes.eml": lambda: html + b"<p " + b"a=x " * 300_000 + b">",
        "no-headers.eml": partial(bytes, b"\n\nwords"),
        "empty.eml": bytes,
        "nul.eml": partial(bytes, b"\0" * 1_000_000),
        "pdf.eml": partial(pdf, [[(72, 700, "x")]]),
    }  # fmt: skip


def _plain() -> dict[str, Make]:
    return {
        "empty.txt": bytes,
        "nul.txt": partial(bytes, b"a\0b"),
        "latin.txt": partial(bytes, b"caf\xe9"),
        "utf-16.txt": partial("word".encode, "utf-16"),
        "matter.md": lambda: b"---\n" + b"a: [" * 4_000 + b"\n---\nx",
        "matter-laughs.md": lambda: (
            b"---\na: &a [x,x]\n" + b"".join(b"b%d: [*a,*a]\n" % n for n in range(99)) + b"---\nx"
        ),
        "matter-merges.md": lambda: (
            b"---\nm0: &m0 {k0: 1}\n"
            + b"".join(b"m%d: &m%d {<<: [%s]}\n" % (n, n, b",".join([b"*m%d" % (n - 1)] * 10)) for n in range(1, 12))
            + b"---\nx"
        ),
        "page.txt": partial(str.encode, PAGE),
        "odd.exe": partial(bytes, b"MZ"),
        "too-large.html": partial(bytes, 20_000_001),
        "too-large.txt": partial(bytes, 20_000_001),
    }


def _mutated() -> dict[str, Make]:
    whole: dict[str, Make] = {
        "html": partial(str.encode, PAGE),
        "pdf": partial(pdf, [[(72, 700 - 15 * n, "Words on a page, one line after another.") for n in range(20)]] * 3),
        "docx": partial(docx, paragraphs(*["A paragraph of a document."] * 50)),
        "eml": partial(bytes, MAIL.replace(b"text/plain", b"multipart/mixed; boundary=b") + b"--b\n\nx\n--b--\n"),
    }
    return {
        f"mutated-{seed}.{ending}": partial(_mutation, make, seed)
        for ending, make in whole.items()
        for seed in range(MUTATIONS)
    }


def _mutation(make: Make, seed: int) -> bytes:
    """Cut short by an even seed; with some bytes changed, doubled or dropped by an odd one."""
    chance = random.Random(seed)  # noqa: S311
    data = bytearray(make())
    if seed % 2 == 0:
        return bytes(data[: chance.randrange(len(data))])
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(data) - 8)
        match chance.randrange(3):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                data[place:place] = data[place : place + 8]
            case _:
                del data[place : place + 4]
    return bytes(data)


def _flate(size: int) -> bytes:
    return zlib.compress(b" " * size, 9)


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _lying_archive() -> bytes:
    """A main part of 150 MB that both its headers say has 1,000 bytes."""
    size = 150_000_000
    return docx(b"<w:document>" + b" " * (size - 12)).replace(struct.pack("<I", size), struct.pack("<I", 1_000))


def _overlapping_archive() -> bytes:
    """The entries of 300 members all point at the packed bytes of the first, so a small file claims 300 times as much."""
    data = bytearray(_zip({f"word/{n:04}.xml": b" " * 1_000_000 for n in range(300)}))
    entry = data.find(b"PK\x01\x02")
    while entry >= 0:
        data[entry + 42 : entry + 46] = struct.pack("<I", 0)
        entry = data.find(b"PK\x01\x02", entry + 4)
    return bytes(data)


# Those of every run: one of each trick, all of them quick.
FEW = (
    "laughs-rss.xml", "utf-16-laughs.xml", "external-sitemap.xml", "local-rss.xml", "dtd-sitemap.xml", "deep-sitemap.xml",
    "external.html", "images.html", "svg-laughs.html", "references.html", "utf-16.html", "idna-claimed.html", "surrogates.html",
    "bytes.html", "nothing.html", "deep-lists.html",
    "page-is-its-parent.pdf", "a-billion-pages.pdf", "drawing-itself.pdf", "javascript.pdf", "opens-an-address.pdf", "locked.pdf",
    "mutated-1.pdf", "mutated-2.pdf", "ratio.docx", "slip.docx", "laughs.docx", "external.docx", "template.docx", "mutated-3.docx",
    "nested-100.eml", "parts-10000.eml", "charset-idna.eml", "external-body.eml", "no-headers.eml", "page.pdf", "nul.txt",
    "matter-merges.md",
)  # fmt: skip
