"""Tables that lay out a page or a mail are read as its paragraphs, in order; tables of data stay tables."""

import pytest
from lxml import html as lxml_html

from index.formats.extracted import Element
from index.formats.html import read_html

PROSE = [
    "The harbour of Corby was closed on Friday, and the ferries waited outside until the storm had passed over the town.",
    "The mayor said in the evening that nobody had been hurt, and that the bridge would open again on Monday morning.",
    "Repairs will cost about four million euros, the council said, and will last until the spring of next year.",
]
ROWS = "<tr><td>Ann</td><td>3 ships</td></tr><tr><td>Bob</td><td>5 ships</td></tr>"
# A page whose article the extractor sees, and one with none, as mails have.
FRAMES = pytest.mark.parametrize("frame", ["{}", "<article>{}</article>"])


def page(body: str) -> bytes:
    return f"<html lang='en'><head><title>The harbour</title></head><body>{body}</body></html>".encode()


def lines_of(body: str) -> list[str]:
    return read_html(page(body)).text.split("\n\n")


def table(*rows: str, cell: str = "td", kind: str = "") -> str:
    return f"<table{kind}>" + "".join(f"<tr><{cell}>{row}</{cell}></tr>" for row in rows) + "</table>"


@FRAMES
@pytest.mark.parametrize("kind", ["", " role='presentation'", " class='content'"])
@pytest.mark.parametrize("cell", ["td", "th"])
def test_rows_with_tables_in_them_are_read_in_the_order_of_the_page(frame: str, kind: str, cell: str) -> None:
    inner = table(f"<h2>Second</h2>{PROSE[1]}", cell=cell, kind=kind)
    body = table("<h1>News</h1>", PROSE[0], inner, f"Third<ul><li>One</li></ul>{PROSE[2]}", cell=cell, kind=kind)
    expected = ["News", PROSE[0], "Second", PROSE[1], "Third", "- One", PROSE[2]]
    assert lines_of(frame.format(body)) == expected


@FRAMES
def test_a_row_of_several_short_cells_between_others_stays_a_row(frame: str) -> None:
    body = table(PROSE[0], f"<table>{ROWS}</table>", PROSE[1])
    assert lines_of(frame.format(body)) == [PROSE[0], "Ann\t3 ships", "Bob\t5 ships", PROSE[1]]
    mixed = f"<table><tr><td>{table('<p>x</p>', PROSE[0])}</td></tr>{ROWS}<tr><td>{PROSE[1]}</td></tr></table>"
    assert lines_of(frame.format(mixed)) == ["x", PROSE[0], "Ann\t3 ships", "Bob\t5 ships", PROSE[1]]


@FRAMES
@pytest.mark.parametrize(
    "cell",
    [
        "<h1>Big</h1><p>{}</p><p>{}</p>",
        "Big<br><br>{}<br>{}",
        "<div>Big</div><div>{}</div><div><div>{}</div></div>",
        "<center>Big<p>{}</p>{}</center>",
    ],
)
def test_a_cell_of_running_text_is_read_paragraph_by_paragraph(frame: str, cell: str) -> None:
    inside = cell.format(*PROSE[:2])
    assert lines_of(frame.format(table(inside))) == ["Big", *PROSE[:2]]
    beside = f"<table><tr><td>Menu</td><td>{inside}</td></tr></table>"
    assert lines_of(frame.format(beside))[-3:] == ["Big", *PROSE[:2]]


@FRAMES
@pytest.mark.parametrize(
    "rows",
    [
        "<tr><th>Name</th><th>Ships</th></tr><tr><td>Ann</td><td><p>{}</p><p>{}</p></td></tr>",
        "<tr><td>Name</td><td>Ships</td></tr><tr><td>Ann</td><td><p>three old</p><p>two new</p></td></tr>",
        "<tr><td><h3>Name</h3></td><td>Ships</td></tr><tr><td>Ann</td><td>five</td></tr>",
    ],
)
def test_a_table_of_data_stays_one_though_a_cell_has_paragraphs(frame: str, rows: str) -> None:
    around = "<p>" + "</p><p>".join(PROSE) + "</p>"
    lines = lines_of(frame.format(around + f"<table>{rows.format(*PROSE[:2])}</table>"))
    assert lines[3] == "Name\tShips"
    assert lines[4].startswith("Ann\t")


def test_each_line_of_such_a_table_is_anchored_to_its_element_in_the_page() -> None:
    data = page(table(f"<h1>News</h1>{PROSE[0]}", table(PROSE[1]), PROSE[2]))
    extracted = read_html(data)
    tree = lxml_html.document_fromstring(data)
    paths = []
    for anchor in extracted.anchors:
        assert isinstance(anchor.place, Element)
        (element,) = tree.xpath(anchor.place.xpath)
        assert extracted.text[anchor.start : anchor.end] in element.text_content()
        paths.append(anchor.place.xpath.removeprefix("/html/body/table"))
    assert paths == ["/tr[1]/td/h1", "/tr[1]/td", "/tr[2]/td/table/tr/td", "/tr[3]/td"]


def test_what_is_hidden_in_a_row_stays_so() -> None:
    hidden = "<tr style='display:none'><td>Preheader</td></tr><tr class='row hide'><td>Mobile</td></tr>"
    shown = f"<tr><td>{PROSE[0]}</td></tr><tr><td>{table(*PROSE[1:])}</td></tr>"
    lines = lines_of(f"<table>{hidden}{shown}</table>")
    assert lines == PROSE


SHORT = "<p>The harbour of Corby was closed on Friday.</p>{}<p>The bridge opens again on Monday.</p>"
FIGURE = "<figure><img src='a.png'><figcaption>A ferry in 1957. Photo: Ann Lee</figcaption></figure>"


def test_a_short_page_is_read_line_by_line_without_captions_and_buttons() -> None:
    body = f"<nav><a href='/'>Home</a></nav><article><h1>Storm</h1><time>1 January 2024</time>{SHORT.format(FIGURE)}"
    lines = lines_of(body + "<button>Share</button></article><footer>All rights reserved.</footer>")
    assert lines == ["Storm", "The harbour of Corby was closed on Friday.", "The bridge opens again on Monday."]


def test_a_short_page_of_which_less_than_half_is_an_article_is_read_as_a_whole() -> None:
    # 9 letters of 45 are in the article.
    body = "<article><p>Too short.</p></article><div>What is told beside it is longer by far.</div>"
    assert "longer by far" in read_html(page(body)).text


def test_lines_around_a_layout_table_stay_lines_as_gmail_writes_them() -> None:
    signature = table(table("Anna Weber", "Head of Press"))
    body = f"<div dir=ltr>Hello Bob,<div>{PROSE[0]}</div><div>{PROSE[1]}</div>Yours<div>{signature}</div></div>"
    assert lines_of(body) == ["Hello Bob,", PROSE[0], PROSE[1], "Yours", "Anna Weber", "Head of Press"]
    spans = f"{signature}<span>{PROSE[0]}</span><br><span>{PROSE[1]}</span><div>{PROSE[2]}</div>"
    assert lines_of(spans) == ["Anna Weber", "Head of Press", *PROSE]


def test_a_chronicle_stays_a_table_however_long_its_cells_are() -> None:
    rows = f"<tr><td>1911</td><td>{PROSE[0]}<br>{PROSE[1]}</td></tr><tr><td>1957</td><td>A storm.</td></tr>"
    rows += f"<tr><td>1988</td><td>{PROSE[2]}</td></tr>"
    # A row is one line, its cells set apart by tabs.
    assert lines_of(f"<p>The harbour was built in three parts.</p><table>{rows}</table>")[1:] == [
        f"1911\t{PROSE[0]} {PROSE[1]}",
        "1957\tA storm.",
        f"1988\t{PROSE[2]}",
    ]


def test_a_short_page_keeps_its_list_of_links() -> None:
    items = "".join(f"<li><a href='/w'>{name}, Berlin</a></li>" for name in ("Anna Weber", "Bob Stone", "Carla Ruiz"))
    body = f"<article><h1>Winners of the prize</h1><p>The jury has chosen, in this order:</p><ol>{items}</ol></article>"
    assert lines_of(body) == [
        "Winners of the prize",
        "The jury has chosen, in this order:",
        "- Anna Weber, Berlin",
        "- Bob Stone, Berlin",
        "- Carla Ruiz, Berlin",
    ]


@pytest.mark.parametrize("before", ["", f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p>"])
def test_the_items_of_a_list_that_are_a_link_and_words_are_kept_whole(before: str) -> None:
    items = "".join(f"<li><a href='/w'>{name}</a>, Berlin</li>" for name in ("Anna", "Bob", "Carla"))
    lines = lines_of(
        f"<article><h1>Winners of the prize</h1>{before}<p>The jury has chosen:</p><ol>{items}</ol></article>"
    )
    assert lines[-4:] == ["The jury has chosen:", "- Anna, Berlin", "- Bob, Berlin", "- Carla, Berlin"]


def test_links_to_other_articles_within_an_article_stay_out() -> None:
    titles = ("The bridge of Corby opens again", "The mayor of Corby resigns today", "A storm over Corby harbour")
    items = "".join(f"<li><a href='/{n}'>{title}</a> ({n})</li>" for n, title in enumerate(titles))
    assert lines_of(f"<article><p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p><ul>{items}</ul></article>") == PROSE
