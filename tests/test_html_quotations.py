"""What a page says beside its prose: who is quoted, and the signs that link a heading to itself or to its editor."""

import pytest

from index.formats.html import read_html

PROSE = (
    "<p>Two people were injured when a fire broke out in a bakery on Duke Street early on Tuesday, a spokesman said, before "
    "the sun was up.</p>"
)


def text_of(inside: str) -> list[str]:
    page = f"<html><body><article><h1>A fire</h1>{PROSE}{inside}{PROSE.replace('Two', 'Six')}</article></body></html>"
    return read_html(page.encode()).text.split("\n\n")


@pytest.mark.parametrize(
    "quotation",
    [
        "<blockquote><p>The oven was the cause of it all.</p><footer>— Ruth <cite>Doble</cite></footer></blockquote>",
        "<figure><blockquote><p>The oven was the cause of it all.</p></blockquote><figcaption>— Ruth Doble</figcaption></figure>",
    ],
)
def test_who_is_quoted_is_read(quotation: str) -> None:
    assert text_of(quotation)[2:4] == ["The oven was the cause of it all.", "— Ruth Doble"]


def test_the_caption_of_an_image_and_the_footer_of_the_page_are_left_out_as_before() -> None:
    lines = text_of("<figure><img src='a.png'><figcaption>Photo: Len</figcaption></figure><footer>© Moor Ltd.</footer>")
    assert not any("Len" in line or "Moor" in line for line in lines)


@pytest.mark.parametrize(
    "link",
    [
        "<a class='headerlink' href='#x'>¶</a>",
        "<a class='anchor' href='#x'>#</a>",
        "<span class='mw-editsection'>[<a href='/edit'>edit</a>]</span>",
    ],
)
def test_signs_that_link_a_heading_are_no_words_of_it(link: str) -> None:
    assert text_of(f"<h2>Retries{link}</h2>")[2] == "Retries"
    assert text_of("<h2>Version <a href='/2'>#2</a></h2>")[2] == "Version #2"


def test_a_sign_that_links_to_another_page_is_a_word() -> None:
    said = (
        "The sign <a href='/wiki/Section_sign'>§</a> stands before 5, and <a href='/wiki/Number_sign'>#</a> before 6."
    )
    assert text_of(f"<p>{said}</p>")[2] == "The sign § stands before 5, and # before 6."


def test_a_pull_quote_says_again_what_the_text_says_and_is_left_out() -> None:
    said = "<blockquote><p>The oven was the cause of it all.</p></blockquote>"
    assert "The oven was the cause of it all." not in text_of(f"<figure class='wp-block-pullquote'>{said}</figure>")


def test_the_caption_of_a_table_and_the_lists_in_its_cells_are_read() -> None:
    table = "<table><tr><th>Year</th><th>Crew</th></tr><tr><td>2023</td><td><ul><li>Ann</li><li>Bob</li></ul></td></tr></table>"
    lines = text_of(f"<figure class='wp-block-table'>{table}<figcaption>The crews of the town</figcaption></figure>")
    assert lines[2:5] == ["Year\tCrew", "2023\tAnn Bob", "The crews of the town"]


def test_a_bar_in_a_cell_is_read_as_it_stands_in_the_page() -> None:
    rows = (
        "<tr><th>Sign</th><th>Use</th></tr><tr><td>a | b</td><td>one of both</td></tr><tr><td>c\\|d</td><td>|</td></tr>"
    )
    assert text_of(f"<table>{rows}</table>")[2:5] == ["Sign\tUse", "a | b\tone of both", "c\\|d\t|"]


def test_the_button_of_an_accordion_is_the_words_of_its_heading() -> None:
    lines = text_of("<h2><button class='accordion-button'>Who pays for it?</button></h2><p>The city pays.</p>")
    assert lines[2:4] == ["Who pays for it?", "The city pays."]
    assert "Send" not in text_of("<p>Write to us.</p><button>Send</button>")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("until 1954,<sup><a href='#f2'>2</a></sup> it is said.", "until 1954,[2] it is said."),
        ("until 1954.<sup id='r'><a href='#f2'>a</a></sup>", "until 1954.[a]"),
        ("until 1954<a href='#f2'><sup>2</sup></a> it is said.", "until 1954[2] it is said."),
        ("until 1954.<sup><a href='#f2'>2</a>, <a href='#f3'>3</a></sup>", "until 1954.[2], [3]"),
        ("some <a href='/kg'>10<sup>3</sup></a> kg", "some 10^3 kg"),
        ("some 10<sup>3</sup> kg and 10<sup>-3</sup> g", "some 10^3 kg and 10^-3 g"),
        ("on 30 m<sup>2</sup> of CO<sub>2</sub> the 1<sup>er</sup> mai", "on 30 m2 of CO2 the 1er mai"),
        ("in 1954.<sup><a href='#c'>[2]</a></sup>", "in 1954.[2]"),
    ],
)
def test_a_raised_figure_makes_no_other_number(written: str, read: str) -> None:
    extracted = text_of(f"<p>She was moored there {written}</p>")
    assert extracted[2] == f"She was moored there {read}"
