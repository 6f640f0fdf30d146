"""Mail as programs send it: empty parts, headers in plain UTF-8, and names with commas."""

import pytest

from index.errors import NoTextError
from index.formats.eml import read_eml

HEAD = b"From: zoe@a.example\nMIME-Version: 1.0\n"
PLAIN = b"Content-Type: text/plain; charset=utf-8\n\nThe words of the letter.\n"
ATTACHED = b"Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\nPDF\n"


def mixed(*parts: bytes) -> bytes:
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"".join(b"--b\n" + part for part in parts)
        + b"--b--\n"
    )


@pytest.mark.parametrize(
    "rich", [b"", b"<html><body></body></html>\n", b"<!-- nothing -->\n", b"<html><head></head></html>\n"]
)
def test_an_empty_part_does_not_lose_the_words_of_another(rich: bytes) -> None:
    # As Apple Mail writes it behind an attachment.
    empty = b"Content-Type: text/html; charset=utf-8\n\n" + rich
    assert read_eml(mixed(PLAIN, ATTACHED, empty)).text == "The words of the letter."
    with pytest.raises(NoTextError, match="no article in the page"):
        read_eml(mixed(ATTACHED, empty))


RICH = b"Content-Type: text/html; charset=utf-8\n\n<p>The words of the letter.</p>\n"
RELATED = b"Content-Type: multipart/related; boundary=r\n\n--r\n" + RICH + b"--r--\n"
CALENDAR = b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"


@pytest.mark.parametrize("parts", [(PLAIN, CALENDAR), (RICH, CALENDAR), (RELATED, CALENDAR), (PLAIN, RICH, CALENDAR)])
def test_an_invitation_is_read_with_a_calendar_behind_it(parts: tuple[bytes, ...]) -> None:
    assert read_eml(mixed(*parts).replace(b"/mixed", b"/alternative")).text == "The words of the letter."


def stated(head: str) -> tuple[str | None, str | None]:
    metadata = read_eml(head.encode() + b"\n\nWords.").metadata
    return metadata.title, metadata.publisher


def test_headers_in_plain_utf_8_are_read_as_it() -> None:
    assert stated("Subject: L’été à Paris\nFrom: Zoé Durand <zoe@a.example>") == ("L’été à Paris", "Zoé Durand")
    latin = read_eml(b"Subject: \xe9t\xe9\n\nWords.").metadata
    assert latin.title == "\ufffdt\ufffd"  # neither UTF-8 nor declared


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("=?utf-8?q?Dupont=2C_Jean?= <jean@x.example>", "Dupont, Jean"),
        ('"Dupont, Jean" <jean@x.example>', "Dupont, Jean"),
        ("=?utf-8?q?Zo=C3=A9_=3Cx=3E?= <zoe@x.example>, jo@x.example", "Zoé <x>"),
        ("jean@x.example", "jean@x.example"),
    ],
)
def test_a_sender_is_the_whole_name_before_the_address(sender: str, name: str) -> None:
    assert stated(f"Subject: s\nFrom: {sender}") == ("s", name)


@pytest.mark.parametrize(
    ("encoded", "read"),
    [
        ("=?iso-8859-1?Q?L=92=E9t=E9_=96_A?=", "L’été – A"),  # as Windows-1252
        ("=?us-ascii?Q?a=E9?=", "aé"),
        ("=?gb2312?B?1uzpRrv5?=", "朱镕基"),  # the second letter is in GB 18030 alone
        ("=?iso-8859-1?Q?caf=C3=A9?=", "café"),  # UTF-8, whatever it says
        ("=?windows-874?B?odI=?=", "กา"),
        ("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?= noir", "café noir"),
        ("=?utf-8?Q?bad=E9?= rest", "=?utf-8?Q?bad=E9?= rest"),
    ],
)
def test_encoded_words_are_read_by_the_charsets_that_texts_are(encoded: str, read: str) -> None:
    assert stated(f"Subject: {encoded}\nFrom: {encoded} <jo@x.example>") == (read, read)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n", b"\xef\xbb\xbf\r\n"])
def test_a_byte_order_mark_or_an_empty_line_before_the_first_header_ends_no_headers(before: bytes) -> None:
    extracted = read_eml(before + b"From: Jo <jo@x.example>\nSubject: Hey\n\nWords.")
    assert (extracted.text, extracted.metadata.title) == ("Words.", "Hey")


ATTACHED_PLAIN = b"Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nA note.\n"


@pytest.mark.parametrize(
    "plain",
    [
        b"Content-Type: text/plain; charset=utf-8\n\n\xc2\xa0\n",
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=E2=80=8C=C2=A0\n",
        b"Content-Type: text/plain; charset=iso-8859-1\n\n\xa0\n",
        ATTACHED_PLAIN,
    ],
)
def test_a_plain_form_without_words_or_attached_does_not_hide_the_other(plain: bytes) -> None:
    assert read_eml(mixed(plain, RICH).replace(b"/mixed", b"/alternative")).text == "The words of the letter."


def test_a_plain_form_of_signs_alone_is_read_where_there_is_no_other() -> None:
    signs = "Content-Type: text/plain; charset=utf-8\n\n👍\n".encode()
    assert read_eml(mixed(signs, CALENDAR).replace(b"/mixed", b"/alternative")).text == "👍"


def flowed(body: str, parameters: str = "") -> str:
    kind = f"Content-Type: text/plain; charset=utf-8; format=Flowed{parameters}\n\n"
    return read_eml(HEAD + (kind + body).encode()).text


def test_lines_that_a_program_broke_are_put_together_where_it_says_so() -> None:
    body = "The report was sent to the ministry in \nBerlin, where \nit was lost.\n\nRegards,\nZoe\n"
    assert flowed(body) == "The report was sent to the ministry in Berlin, where it was lost.\n\nRegards,\nZoe"
    # Nothing says so here, and the spaces may be anything.
    plain = read_eml(HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + body.encode()).text
    assert "ministry in \nBerlin" in plain


def test_with_delsp_the_space_is_the_break_alone() -> None:
    assert flowed("委員会は火曜日に \n報告書を送った。\n", "; DelSp=Yes") == "委員会は火曜日に報告書を送った。"


def test_quotations_flow_by_themselves_and_a_signature_by_none() -> None:
    body = "> What did \n> you send?\n>> The \nreport. \n-- \nZoe\n"
    assert flowed(body).splitlines() == ["> What did you send?", "> > The ", "report. ", "-- ", "Zoe"]


def test_a_path_beside_encoded_words_is_no_escape() -> None:
    subject = b"Subject: C:\\users\\anna =?utf-8?q?caf=C3=A9?=\n"
    assert read_eml(subject + HEAD + PLAIN).metadata.title == "C:\\users\\anna café"
