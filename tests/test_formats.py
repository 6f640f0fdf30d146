"""Files of each format to text: what is taken out, and that the words under each anchor are those of that place."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from lxml import html as lxml_html

from index.errors import FormatError
from index.formats.charset import decoded
from index.formats.docx import read_docx
from index.formats.eml import read_eml
from index.formats.extract import ENDINGS, Extractor
from index.formats.extracted import (
    Element,
    Extracted,
    FeedEntry,
    Limits,
    PageBox,
    Paragraph,
    Part,
    TextBuilder,
    language_code,
    web_address,
)
from index.formats.feeds import read_feed
from index.formats.frames import extracted_from_json, extracted_to_json, feed_from_json, refusal_from_json
from index.formats.html import read_html
from index.formats.pdf import read_pdf
from index.metadata import Metadata
from index.reading import article_of, read_corpus
from tests.small_files import docx, paragraphs, pdf

PAGE = """<!doctype html><html lang="fr-FR"><head><title>Un départ | Le Journal</title>
<meta property="og:site_name" content="Le Journal"><link rel="canonical" href="https://journal.example/a/1">
<meta property="article:published_time" content="2024-05-17T08:00:00Z"></head><body>
<nav><a href="/">Accueil</a> <a href="/monde">Monde</a></nav>
<article><h1>Un départ</h1>
<p>Jan Leike a quitté <b>OpenAI</b>&nbsp;vendredi, a-t-il dit dans un message publié sur le réseau.</p>
<ul><li>Un point de la liste qui compte</li><li>Un autre point de la même liste</li></ul>
<table><tr><th>Année</th><th>Départs</th></tr><tr><td>2024</td><td>douze</td></tr></table>
<p>Un second paragraphe qui dit encore des choses utiles au lecteur.</p></article>
<footer>© Le Journal. Tous droits réservés.</footer></body></html>"""


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as shared:
        yield shared


def under(extracted: Extracted) -> list[str]:
    """The words under each anchor, which are in order and do not overlap."""
    ends = [0, *(anchor.end for anchor in extracted.anchors)]
    assert all(end <= anchor.start < anchor.end for end, anchor in zip(ends, extracted.anchors, strict=False))
    return [extracted.text[anchor.start : anchor.end] for anchor in extracted.anchors]


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


# HTML


def test_a_page_gives_its_article_and_what_it_states_of_itself() -> None:
    extracted = read_html(PAGE.encode())
    assert "Accueil" not in extracted.text
    assert "Tous droits" not in extracted.text
    assert "quitté OpenAI vendredi" in extracted.text.replace("\u00a0", " ")
    stated = extracted.metadata
    assert (stated.title, stated.publisher, stated.language) == ("Un départ", "Le Journal", "fr")
    assert stated.url == "https://journal.example/a/1"
    assert stated.published_at is not None
    assert stated.published_at.text == "2024-05-17"


@pytest.mark.parametrize(
    ("stated", "language"),
    [
        ("lang='fr-FR'", "fr"),
        ("xmlns='http://www.w3.org/1999/xhtml' xml:lang='fr'", "fr"),
        ("xml:lang='de' lang='fr'", "fr"),
        ("", None),
    ],
)
def test_a_page_states_its_language_in_html_or_in_xhtml(stated: str, language: str | None) -> None:
    page = PAGE.replace('lang="fr-FR"', stated)
    assert read_html(page.encode()).metadata.language == language


def test_each_line_of_a_page_is_the_text_of_the_element_it_is_anchored_to() -> None:
    extracted = read_html(PAGE.encode())
    tree = lxml_html.document_fromstring(PAGE)
    found = {}
    for words, anchor in zip(under(extracted), extracted.anchors, strict=True):
        assert isinstance(anchor.place, Element)
        [element] = tree.xpath(anchor.place.xpath)
        assert letters(element.text_content()) == letters(words)
        found[anchor.place.xpath] = words
    assert found["/html/body/article/ul/li[2]"].endswith("Un autre point de la même liste")
    assert found["/html/body/article/table/tr[2]"] == "2024\tdouze"
    assert found["/html/body/article/p[2]"].startswith("Un second paragraphe")
    assert "".join(map(letters, under(extracted))) == letters(extracted.text)


def test_the_empty_corner_of_a_table_in_a_page_keeps_its_tab() -> None:
    head = "<tr><th></th><th>Départs</th><th>Arrivées</th></tr>"
    rows = f"{head}<tr><td>2024</td><td>douze</td><td>neuf</td></tr>"
    table = "<table><tr><th>Année</th><th>Départs</th></tr><tr><td>2024</td><td>douze</td></tr></table>"
    assert table in PAGE
    text = read_html(PAGE.replace(table, f"<table>{rows}</table>").encode()).text
    assert "\n\n\tDéparts\tArrivées\n\n2024\tdouze\tneuf" in text


def test_the_same_words_twice_are_anchored_to_the_first_and_the_second_place() -> None:
    again = "<p>Les mêmes mots se trouvent deux fois dans cet article assez court.</p>"
    other = "<p>Entre les deux se trouve une autre phrase qui les sépare bien.</p>"
    extracted = read_html(f"<html><body><article>{again}{other}{again}</article></body></html>".encode())
    places = [anchor.place for anchor in extracted.anchors]
    assert places == [Element(f"/html/body/article/p[{number}]") for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "sentence",
    [
        'The bridge was opened on <time datetime="2021-05-05">5 May 2021</time> by the mayor, and many people came.',
        "He said <q>never again</q> to the press, <q>not <b>for</b> gold</q>, and went away to the harbour.",
        "Of the ships <output>42</output> came back, those with a <label>yellow</label> flag among them.",
    ],
)
@pytest.mark.parametrize("tag", ["p", "li", "blockquote"])
def test_a_sentence_keeps_the_words_that_stand_in_an_element_of_their_own(sentence: str, tag: str) -> None:
    around = f"<ul><li>{sentence}</li></ul>" if tag == "li" else f"<{tag}>{sentence}</{tag}>"
    extracted = read_html(PAGE.replace("</table>", f"</table>{around}").encode())
    whole = re.sub("<[^>]*>", "", sentence)
    [(words, anchor)] = [pair for pair in zip(under(extracted), extracted.anchors, strict=True) if whole in pair[0]]
    assert words in (whole, f"- {whole}")
    assert isinstance(anchor.place, Element)
    assert anchor.place.xpath == "/html/body/article/" + {"li": "ul[2]/li"}.get(tag, {"p": "p[2]"}.get(tag, tag))


def test_a_line_that_is_a_day_alone_is_none_of_the_article_nor_is_a_field_of_a_form() -> None:
    longer = PAGE.replace(
        "<table>", "".join(f"<p>Le paragraphe {n} dit des choses utiles.</p>" for n in "abcdefgh") + "<table>"
    )
    beside = "<p><time>17 May 2024</time></p><form><p><label>Votre nom</label> ici <input></p></form>"
    assert read_html(longer.replace("</h1>", f"</h1>{beside}").encode()).text == read_html(longer.encode()).text


def test_a_page_without_an_article_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(FormatError, match="no article in the page"):
        read_html(b"<html><body><script>draw()</script></body></html>")


@pytest.mark.parametrize(
    ("data", "told", "text"),
    [
        pytest.param("é".encode(), None, "é", id="UTF-8 where nothing is said"),
        pytest.param(b"<meta charset=latin1>\x93\xe9\x94", None, "<meta charset=latin1>“é”", id="Latin-1 is Windows-1252"),
        pytest.param(b"\xe4\xe5", "windows-1251", "де", id="told by a header"),
        pytest.param(b"<meta charset=cp1252>\xe4", "iso-8859-5", "<meta charset=cp1252>ф", id="a header before the head"),
        pytest.param("é".encode(), "iso-8859-5x", "é", id="an unknown name says nothing"),
        pytest.param("<meta charset=utf-16>é".encode(), None, "<meta charset=utf-16>é", id="UTF-16 that can be read is not"),
        pytest.param("é".encode("utf-16"), "cp1252", "é", id="a byte order mark before all"),
        pytest.param("\ufeffé".encode(), "cp1252", "é", id="the mark of UTF-8 is no letter"),
        pytest.param("日本".encode("shift_jis"), "Shift_JIS", "日本", id="Japanese"),
        pytest.param("①髙".encode("cp932"), "Shift_JIS", "①髙", id="Shift_JIS is Windows-31J"),
        pytest.param("①".encode("cp932"), "x-sjis", "①", id="by its older name"),
        pytest.param("朱镕基".encode("gb18030"), "gb2312", "朱镕基", id="GB 2312 is GB 18030"),
        pytest.param("€㐂".encode("gb18030"), "GBK", "€㐂", id="GBK is GB 18030"),
        pytest.param("똠방각하".encode("cp949"), "euc-kr", "똠방각하", id="EUC-KR is Windows-949"),
        pytest.param(b"\x93\xf0\x94", "iso-8859-9", "“ğ”", id="Latin-5 is Windows-1254"),
        pytest.param(b"\x93\xa1\x85", "tis-620", "“ก…", id="TIS-620 is Windows-874"),
        pytest.param(b"\x93\xa1", "ISO-8859-11", "“ก", id="and so is ISO 8859-11"),
        pytest.param(b"\xa1", "windows-874", "ก", id="by its own name"),
        pytest.param("日本 é".encode(), "iso-8859-6", "日本 é", id="declared wrongly, and UTF-8"),
        pytest.param("<meta charset=iso-8859-1>café".encode(), None, "<meta charset=iso-8859-1>café", id="no Latin-1 but UTF-8"),
        pytest.param("ça".encode(), "us-ascii", "ça", id="no ASCII but UTF-8"),
        pytest.param("ça".encode(), "windows-1252", "ça", id="no Windows-1252 but UTF-8"),
        pytest.param("ça".encode()[:-1] + b"\xe9", "latin1", "Ã§é", id="no UTF-8"),
        pytest.param("ça".encode(), "windows-1251", "Г§a", id="another is believed"),
        pytest.param(b"a" * 2_000 + b"\xff", "utf-8", "a" * 2_000 + "\ufffd", id="a bad byte in two thousand"),
    ],
)  # fmt: skip
def test_a_declared_encoding_goes_first(data: bytes, told: str | None, text: str) -> None:
    assert decoded(data, told) == text


@pytest.mark.parametrize("told", [None, "utf-8", "idna", "unicode_escape", "zlib_codec"])
def test_what_is_in_no_known_encoding_is_refused_rather_than_guessed(told: str | None) -> None:
    with pytest.raises(FormatError, match="save it as UTF-8"):
        decoded(b"caf\xe9 na\xefve", told)


def test_utf_16_without_a_mark_is_refused_rather_than_read_as_what_is_left_without_its_zeros() -> None:
    with pytest.raises(FormatError, match="5 of its characters are NUL"):
        decoded("words".encode("utf-16-be"))


# PDF


def test_each_line_of_a_pdf_has_its_page_and_a_box_around_its_baseline() -> None:
    pages = [
        [(72.0, 700.0, "The first line of the first page"), (90.0, 685.0, "the second line, further in")],
        [(72.0, 300.0, "A line of the second page.")],
    ]
    extracted = read_pdf(pdf(pages, "A title"))
    drawn = [(number, *line) for number, lines in enumerate(pages, 1) for line in lines]
    assert under(extracted) == [words for _, _, _, words in drawn]
    for anchor, (number, left, baseline, _) in zip(extracted.anchors, drawn, strict=True):
        place = anchor.place
        assert isinstance(place, PageBox)
        assert place.page == number
        assert left <= place.left < left + 2  # a letter begins a little right of its place
        assert baseline - 4 < place.bottom <= baseline < place.top < baseline + 12
    assert extracted.metadata == Metadata(title="A title")


def test_boxes_are_counted_from_the_corner_of_the_page_that_is_shown() -> None:
    whole = pdf([[(172.0, 700.0, "Some words")]])
    shifted = whole.replace(b"/MediaBox[0 0 595 842]", b"/MediaBox[99 9 700 842]")
    [there], [here] = read_pdf(whole).anchors, read_pdf(shifted).anchors
    assert isinstance(there.place, PageBox)
    assert isinstance(here.place, PageBox)
    assert here.place.left == pytest.approx(there.place.left - 99, abs=0.02)
    assert here.place.bottom == pytest.approx(there.place.bottom - 9, abs=0.02)


def test_a_word_broken_at_the_end_of_a_line_is_put_together_and_keeps_both_places() -> None:
    extracted = read_pdf(pdf([[(72.0, 700.0, "He left on Fri-"), (72.0, 685.0, "day evening.")]]))
    assert extracted.text == "He left on Friday evening."
    assert under(extracted) == ["He left on Fri", "day evening."]


def test_a_name_broken_at_its_own_hyphen_keeps_it() -> None:
    printed = ["The Rhein-", "Main talks of Mr Jean-", "Pierre Roy and the govern-", "ment, or GOVERN-", "MENT, end."]
    lines = [(72.0, 700.0 - 15 * number, words) for number, words in enumerate(printed)]
    extracted = read_pdf(pdf([lines]))
    assert extracted.text == "The Rhein-Main talks of Mr Jean-Pierre Roy and the government, or GOVERNMENT, end."
    assert under(extracted)[:3] == ["The Rhein-", "Main talks of Mr Jean-", "Pierre Roy and the govern"]


@pytest.mark.parametrize(
    ("before", "behind", "read"),
    [
        ("Die EU-", "Kommission", "EU-Kommission"),
        ("The virus COVID-", "19 came", "COVID-19"),
        ("The jet F-", "16 fell", "F-16"),
        ("The US-", "led force", "US-led"),
        ("The pre-", "1990 rule", "pre-1990"),
        ("A well-", "known man", "wellknown"),  # nothing tells it from "govern-/ment"
    ],
)
def test_a_compound_broken_before_a_figure_or_behind_a_capital_keeps_its_hyphen(
    before: str, behind: str, read: str
) -> None:
    lines = [(72.0, 700.0, before), (72.0, 685.0, behind)]
    assert read in read_pdf(pdf([lines])).text


def test_a_gap_between_lines_is_a_new_paragraph_and_a_new_page_is_none() -> None:
    lines = [(72.0, 700.0, "One line"), (72.0, 685.0, "and the next."), (72.0, 640.0, "Far below.")]
    extracted = read_pdf(pdf([lines, [(72.0, 700.0, "On a new page.")]]))
    assert extracted.text == "One line\nand the next.\n\nFar below.\nOn a new page."


@pytest.mark.parametrize("title", ["", "Microsoft Word - letter.doc", "Untitled", "report_final.pdf", "--"])
def test_what_a_program_writes_for_want_of_a_title_is_no_title(title: str) -> None:
    assert read_pdf(pdf([[(72.0, 700.0, "Words")]], title)).metadata.title is None


# Word


def test_what_another_program_wrote_is_read_paragraph_by_paragraph() -> None:
    document = Document()
    document.core_properties.title = "The title"
    document.core_properties.language = "de-AT"
    document.add_heading("A heading", 1)
    document.add_paragraph("A paragraph with ").add_run("bold words").bold = True
    document.add_paragraph("")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    document.add_paragraph("The end.")
    out = io.BytesIO()
    document.save(out)
    extracted = read_docx(out.getvalue(), Limits())
    assert extracted.metadata == Metadata(title="The title", language="de")
    numbered = dict(zip((anchor.place for anchor in extracted.anchors), under(extracted), strict=True))
    assert numbered == {
        Paragraph(1): "A heading",
        Paragraph(2): "A paragraph with bold words",
        Paragraph(4): "left",  # the third is empty
        Paragraph(5): "right",
        Paragraph(6): "The end.",
    }


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    body = (
        "<w:p><w:r><w:t>He </w:t></w:r><w:ins><w:r><w:t>never </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>always </w:delText><w:t>hidden </w:t></w:r></w:del>"
        "<w:r><w:t>said</w:t><w:br/><w:t>so.</w:t></w:r></w:p>"
    )
    assert read_docx(docx(body), Limits()).text == "He never said\nso."


def test_a_text_box_is_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = paragraphs("In the box.")
    twice = (
        f"<mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>Outside.</w:t>{twice}</w:r></w:p>"
    assert under(read_docx(docx(body), Limits())) == ["Outside.", "In the box."]


def test_an_archive_is_refused_for_what_it_would_unpack_to() -> None:
    # 3,000,000 bytes of zeros pack to some 3,000: over 200 times as much, and over a million.
    with pytest.raises(FormatError, match="at most 1000000 are unpacked"):
        read_docx(docx(paragraphs("A"), **{"word/media/a.png": bytes(3_000_000)}), Limits())
    few = replace(Limits(), unpacked_bytes=1_000)
    with pytest.raises(FormatError, match="at most 1000 are unpacked"):
        read_docx(docx(paragraphs("word " * 300)), few)


# Mail

LETTER = (
    b"From: =?utf-8?q?Zo=C3=A9?= <zoe@a.example>\nSubject: =?utf-8?b?w6l0w6k=?=\nDate: Fri, 17 May 2024 23:30:00 -0700\n"
    b"Content-Language: fr\nMIME-Version: 1.0\n"
)


def test_a_letter_gives_its_text_sender_subject_and_the_day_by_its_own_clock() -> None:
    extracted = read_eml(LETTER + b"Content-Type: text/plain; charset=iso-8859-1\n\nUn caf\xe9 \x93noir\x94.\n")
    assert extracted.text == "Un café “noir”."
    assert [anchor.place for anchor in extracted.anchors] == [Part("1")]
    stated = extracted.metadata
    assert (stated.title, stated.publisher, stated.language) == ("été", "Zoé", "fr")
    assert stated.published_at is not None
    assert stated.published_at.text == "2024-05-17"


def test_the_parts_of_a_message_are_counted_as_imap_counts_them_and_attachments_left_out() -> None:
    def multi(kind: str, name: str, *parts: bytes) -> bytes:
        head = f"Content-Type: multipart/{kind}; boundary={name}\n\n".encode()
        return head + b"".join(b"--%s\n%s\n" % (name.encode(), part) for part in parts) + b"--%s--\n" % name.encode()

    plain = b"Content-Type: text/plain; charset=utf-8\n\n"
    both = multi("alternative", "inner", plain + b"Plain words.", b"Content-Type: text/html\n\n<p>Rich words.</p>")
    attached = b"Content-Type: text/plain\nContent-Disposition: attachment\n\nAttached."
    forwarded = b"Content-Type: message/rfc822\n\nSubject: x\n" + multi("mixed", "third", plain + b"Forwarded words.")
    extracted = read_eml(LETTER + multi("mixed", "outer", both, attached, forwarded))
    assert dict(zip((anchor.place for anchor in extracted.anchors), under(extracted), strict=True)) == {
        Part("1.1"): "Plain words.",
        Part("3.1"): "Forwarded words.",
    }


def test_a_letter_in_html_only_is_read_as_a_page() -> None:
    words = "The lab said on Friday that it would publish the report before the end of the year."
    extracted = read_eml(LETTER + f"Content-Type: text/html\n\n<p>{words}</p>".encode())
    assert under(extracted) == [words]


# Feeds


def test_rss_atom_and_sitemaps_list_their_addresses_once_with_title_and_day() -> None:
    when = "<pubDate>Fri, 17 May 2024 23:30:00 -0700</pubDate>"
    item = f"<item><title>A title</title><link>https://a.example/1</link>{when}</item>"
    rss = f"<rss version='2.0'><channel>{item * 2}<item><link>/relative</link></item></channel></rss>"
    feed = read_feed(rss.encode())
    assert feed.nameless == 1  # nothing says where that address begins
    assert [(entry.url, entry.published.text if entry.published else None) for entry in feed.entries] == [
        ("https://a.example/1", "2024-05-17")  # by the clock of the feed
    ]
    atom = read_feed(
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><link href='https://a.example/2'/></entry></feed>"
    )
    assert atom.entries == (FeedEntry("https://a.example/2", "T", None),)
    loc = "<url><loc> https://a.example/3 </loc><lastmod>2024-05-17T08:00:00Z</lastmod></url><url><loc>javascript:x</loc></url>"
    [entry] = read_feed(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{loc}</urlset>".encode()).entries
    assert entry == FeedEntry("https://a.example/3", None, None, changed_by=datetime(2024, 5, 17, 8, tzinfo=UTC))
    many = read_feed(b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>")
    assert (many.entries, many.sitemaps) == ((), ("https://a.example/s.xml",))


def test_what_is_no_feed_is_refused() -> None:
    with pytest.raises(FormatError, match="neither RSS nor Atom nor JSON Feed nor a sitemap"):
        read_feed(b"just words")


# The child process and what comes from it


def test_every_format_is_read_in_a_child_and_comes_back_whole(extractor: Extractor) -> None:
    letter = LETTER + b"Content-Type: text/plain\n\nSome words.\n"
    files = {
        "a.html": (PAGE.encode(), read_html(PAGE.encode())),
        "a.pdf": (pdf([[(72, 700, "Words")]]), read_pdf(pdf([[(72, 700, "Words")]]))),
        "a.docx": (docx(paragraphs("Words")), read_docx(docx(paragraphs("Words")), Limits())),
        "a.eml": (letter, read_eml(letter)),
    }
    for name, (data, expected) in files.items():
        assert extractor.extract(data, name) == expected


def test_plain_text_is_taken_as_it_is_with_its_front_matter() -> None:
    text = "---\ntitle: A title\n---\nThe words.\r\n"
    with Extractor() as extractor:
        extracted = extractor.extract(text.encode(), "a.md")
    assert (extracted.text, extracted.metadata.title, extracted.anchors) == (text, "A title", ())
    assert extracted.text[extracted.body_start :] == "The words.\r\n"


def test_one_feed_is_read_by_itself() -> None:
    with Extractor() as extractor:
        feed = extractor.feed(b"<urlset><url><loc>https://a.example/</loc></url></urlset>")
    assert feed.entries == (FeedEntry("https://a.example/", None, None),)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.exe", b"MZ", "the ending '.exe' is not read; save the article as .txt, .md"),
        ("notes", b"Words.", "a file without an ending is not read; save the article as .txt, .md"),
        ("a.pdf", b"<p>", "its bytes are not those of a PDF; give it the ending of what it is"),
        ("a.html", b"%PDF-1.7", "its bytes are those of a PDF; call it .pdf"),
        ("a.html", b"PK\x03\x04", "its bytes are those of an archive; call a Word file .docx"),
        ("a.docx", b"words", "it is no Word file of today; give it the ending of what it is"),
        ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1"), "save it as .docx, without a password"),
        ("a.pdf", b" " * (Limits().input_bytes + 1), "has 20000001 bytes; at most 20000000 are read"),
    ],
)
def test_a_file_that_is_not_what_it_is_called_is_refused_unread(
    extractor: Extractor, name: str, data: bytes, says: str
) -> None:
    with pytest.raises(FormatError, match=f"^{re.escape(name)}: .*{re.escape(says)}"):
        extractor.extract(data, name)


def test_a_file_without_words_is_refused(extractor: Extractor) -> None:
    with pytest.raises(FormatError, match=r"a\.pdf: there is no text in its \d+ bytes \(a scan"):
        extractor.extract(pdf([[]]), "a.pdf")


GOOD = extracted_to_json(Extracted("some words", Metadata(title="t")))


@pytest.mark.parametrize(
    "changed",
    [
        {"text": 5},
        {"text": "\ud800"},
        {"title": ["t"]},
        {"published_at": "yesterday"},
        {"anchors": None},
        {"anchors": [[0, 11, "part", "1"]]},  # the text has ten characters
        {"anchors": [[4, 4, "part", "1"]]},
        {"anchors": [[0, 5, "part", "1"], [4, 6, "part", "1"]]},
        {"anchors": [[0, 5, "place", "1"]]},
        {"anchors": [[0, 5, "part", 1]]},
        {"anchors": [[0, 5, "paragraph", True]]},
        {"anchors": [[0, 5, ["part"], "1"]]},
        {"anchors": [[0, 5, "page", 1, 0.0, 0.0, float("nan"), 0.0]]},
        {"anchors": [[0]]},
    ],
)
def test_what_a_child_sends_is_believed_in_nothing(changed: dict[str, object]) -> None:
    assert extracted_from_json(json.dumps(GOOD).encode()).text == "some words"
    with pytest.raises(ValueError, match=r"."):
        extracted_from_json(json.dumps(GOOD | changed).encode())


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"{}", b'{"text": "x"}', b"[" * 100_000])
def test_a_reply_that_is_none_is_an_error(body: bytes) -> None:
    for read in (extracted_from_json, feed_from_json):
        with pytest.raises(ValueError, match=r"."):
            read(body)
    if body not in (b"{}", b'{"text": "x"}'):
        with pytest.raises(ValueError, match=r"."):
            refusal_from_json(body)


def test_a_child_that_was_harmed_is_replaced_and_the_next_file_is_read() -> None:
    with Extractor(replace(Limits(), output_bytes=300)) as extractor:
        with pytest.raises(FormatError, match=r"long\.eml: its text would fill \d+ bytes; at most 300 are kept"):
            extractor.extract(LETTER + b"\n" + b"word " * 200, "long.eml")
        assert extractor.extract(b"From: a@a.example\n\nGood.", "good.eml").text == "Good."


def test_a_file_that_takes_too_long_is_given_up_and_says_so() -> None:
    with (
        Extractor(replace(Limits(), wall_seconds=0.0)) as extractor,
        pytest.raises(FormatError, match="longer than 0 s"),
    ):
        extractor.extract(PAGE.encode(), "a.html")


def test_a_child_without_memory_to_start_is_an_error_too() -> None:
    with (
        Extractor(replace(Limits(), memory_bytes=30_000_000)) as extractor,
        pytest.raises(FormatError, match="does not start"),
    ):
        extractor.extract(PAGE.encode(), "a.html")


# Pieces


def test_characters_that_are_no_part_of_a_text_are_left_out_before_offsets_are_counted() -> None:
    builder = TextBuilder()
    builder.add(" a\0b\x1b\r\nc\ud800 ", Paragraph(1))
    builder.add("\0", Paragraph(2))
    builder.add("d", Paragraph(3))
    built = builder.built(Metadata())
    assert built.text == "ab\nc\n\nd"
    assert under(built) == ["ab\nc", "d"]


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en-GB", "en"), ("FR", "fr"), ("de_AT", "de"), ("eng", None), ("", None), (None, None), ("i-x", None)],
)
def test_a_language_tag_is_its_two_letters(tag: str | None, code: str | None) -> None:
    assert language_code(tag) == code


@pytest.mark.parametrize(
    "url", [None, "", "/a", "a.example", "javascript:x", "ftp://a.example", "https://", "https:///x", "http://a b"]
)
def test_what_is_no_address_of_the_web_is_none(url: str | None) -> None:
    assert web_address(url) is None
    assert web_address(" https://a.example/é?x#y ") == "https://a.example/é?x#y"


# A folder


def test_a_folder_of_every_format_is_read_and_a_sidecar_goes_before_what_a_file_states(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "paper.pdf").write_bytes(pdf([[(72, 700, "The words of the paper.")]], "A paper"))
    (tmp_path / "letter.docx").write_bytes(docx(paragraphs("The words of the letter.")))
    (tmp_path / "mail.eml").write_bytes(LETTER + b"\nThe words of the mail.")
    (tmp_path / "plain.txt").write_text("The words of the text.")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "page.txt").write_text("Another page.")
    (tmp_path / "articles.toml").write_text('[page]\ntitle = "By the sidecar"\n')
    corpus = read_corpus((tmp_path,))
    assert [article.id for article in corpus.articles] == ["letter", "mail", "page", "paper", "plain"]
    by_id = {article.id: article for article in corpus.articles}
    assert (by_id["page"].title, by_id["page"].publisher, by_id["page"].language) == (
        "By the sidecar",
        "Le Journal",
        "fr",
    )
    assert by_id["paper"].title == "A paper"
    assert by_id["letter"].title == "The words of the letter."
    assert sorted(failure.path.name for failure in corpus.failures) == ["bad.pdf", "page.txt"]


def test_the_sha256_of_an_article_is_that_of_its_text() -> None:
    article = article_of("x", Extracted("abc", Metadata()), Metadata())
    assert article.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_page_of_the_docs_names_every_ending_and_limit() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "formats.md").read_text("utf-8")
    assert all(f"`{ending}`" in page for ending in ENDINGS)
    limits = Limits()
    for figure in ("20 MB", "40 MB", "10 seconds", "512 MB", "100 MB", "200 times"):
        assert figure in page
    assert (limits.input_bytes, limits.output_bytes, limits.unpacked_bytes) == (20_000_000, 40_000_000, 100_000_000)
    assert (limits.wall_seconds, limits.cpu_seconds, limits.unpacked_ratio) == (10, 10, 200)
    assert limits.memory_bytes == 512 * 2**20
