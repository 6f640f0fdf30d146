"""The printed lines of a PDF: those that a column's edge broke, tables, columns, running heads and page numbers."""

from index.formats.extracted import Anchor, PageBox
from index.formats.pdf import read_pdf
from tests.small_files import pdf

# Helvetica: narrow letters, so that the width of a word is not told by how many it has.
BROKEN = [
    "The meadow of the bay covered 214",
    "hectares in 1991 and 135 in 2021; the",
    "loss fell into the years when the ban was",
    "lifted.",
]
NEXT = [
    "Holmboe was the first who counted",
    "Forty-one kinds of animals between its",
    "leaves, and Nergaard lent him his boat",
    "for it.",
]


def drawn(lines: list[str], left: float = 72.0, top: float = 700.0) -> list[tuple[float, float, str]]:
    return [(left, top - 14 * number, line) for number, line in enumerate(lines)]


def test_lines_that_the_edge_of_the_column_broke_are_one_and_keep_their_places() -> None:
    extracted = read_pdf(pdf([[*drawn(BROKEN), *drawn(NEXT, top=620)]]))
    assert extracted.text == f"{' '.join(BROKEN)}\n\n{' '.join(NEXT)}"
    assert [extracted.text[each.start : each.end] for each in extracted.anchors] == [*BROKEN, *NEXT]


def test_the_columns_of_a_page_are_read_one_after_the_other_and_a_sentence_runs_on() -> None:
    left, right = [*BROKEN[:3], *NEXT[:2]], ["leaves, and Nergaard lent him his boat", *BROKEN]
    title = (72.0, 740.0, "A title that reaches over both of the columns of this page")
    extracted = read_pdf(pdf([[title, *drawn(left), *drawn(right, 320.0)]]))
    assert "Forty-one kinds of animals between its leaves, and Nergaard" in extracted.text


def test_lines_that_had_room_for_a_word_more_stay_lines() -> None:
    address = ["Institute", "Quay Lane 4", "Bergen", "Norway", "Open on Mondays"]
    extracted = read_pdf(pdf([[*drawn(BROKEN), *drawn(address, top=600)]]))
    assert extracted.text.endswith("\n".join(address))


def test_the_items_of_a_list_and_lines_of_a_few_words_stay_lines() -> None:
    items = [
        "- Two sledges of ash and of beech wood",
        "- Four tents for three people, with rods",
        "1. Go and wait for the old helicopter",
        "2. Call the harbour master at the quay",
    ]
    assert read_pdf(pdf([[*drawn(BROKEN), *drawn(items, top=600)]])).text.endswith("\n".join(items))
    contents = [f"Chapter {number} {'. ' * 30}{number}" for number in range(1, 6)]
    assert read_pdf(pdf([drawn(contents)])).text == "\n".join(contents)


def test_the_cells_of_a_row_are_set_apart_by_tabs() -> None:
    row = [(72.0, 600.0, "2023"), (130.0, 600.0, "17.2 million"), (250.0, 600.0, "88")]
    below = [(72.0, 586.0, "2024"), (130.0, 586.0, "18.4 million"), (250.0, 586.0, "61")]
    extracted = read_pdf(pdf([[*drawn(BROKEN), *row, *below]]))
    assert extracted.text.endswith("\n\n2023\t17.2 million\t88\n2024\t18.4 million\t61")


def width_of(words: str) -> float:
    place = read_pdf(pdf([drawn([words])])).anchors[0].place
    assert isinstance(place, PageBox)
    return place.right - place.left


def stretched(words: list[str], height: float, width: float) -> list[tuple[float, float, str]]:
    """The words of one line from the left edge on, with gaps as wide as each other so that it is as wide as said."""
    widths = [width_of(word) for word in words]
    gap = (width - sum(widths)) / (len(words) - 1)
    return [(72.0 + sum(widths[:at]) + at * gap, height, word) for at, word in enumerate(words)]


def test_the_gaps_of_a_line_stretched_to_the_edges_of_its_column_divide_no_cells() -> None:
    above, below = [BROKEN[0]] * 4, ["in 1991."]
    line = ["hectares", "and", "135"]
    lines = [*drawn(above), *stretched(line, 644.0, width_of(BROKEN[0])), *drawn(below, top=630)]
    extracted = read_pdf(pdf([lines]))
    assert extracted.text == " ".join([*above, *line, *below])
    # Two words have one gap.
    lines = [*drawn(above), *stretched(["hectares", "Holmboe"], 644.0, width_of(BROKEN[0])), *drawn(below, top=630)]
    assert read_pdf(pdf([lines])).text == " ".join([*above, "hectares", "Holmboe", *below])


def test_a_row_as_wide_as_the_column_keeps_its_cells() -> None:
    width = width_of(BROKEN[0])
    for row in (["Year", "Area", "Loss"], ["1991", "214", "135"], ["hectares", "214"]):
        lines = [*drawn([BROKEN[0]] * 4), *stretched(row, 600.0, width)]
        assert read_pdf(pdf([lines])).text.endswith("\t".join(row))
    # One that is less wide, and one with a gap of 20 points and a wider one: more than 0.3 of a height of 12 apart.
    uneven = [
        (72.0, 600.0, "area"),
        (92.0 + width_of("area"), 600.0, "in"),
        (72.0 + width - width_of("loss"), 600.0, "loss"),
    ]
    for cells in (stretched(["area", "in", "loss"], 600.0, width - 20), uneven):
        assert "\tloss" in read_pdf(pdf([[*drawn([BROKEN[0]] * 4), *cells]])).text


def test_a_sentence_that_breaks_off_before_a_figure_runs_on_in_the_next_column() -> None:
    left = ["It will shed 1,050 posts by the end of"] * 4
    right = ["2027, down from the 1,200 announced", *BROKEN]
    text = read_pdf(pdf([[*drawn(left), *drawn(right, 320.0)]])).text
    assert "by the end of 2027, down from" in text
    # A table may begin there, and so may a list.
    for first in ("2027 1,050 1,200", "2. down from the 1,200 announced"):
        text = read_pdf(pdf([[*drawn(left), *drawn([first, *BROKEN], 320.0)]])).text
        assert f"by the end of\n{first}" in text


def test_rows_of_figures_stay_rows_and_at_the_edges_of_pages_they_are_no_running_heads() -> None:
    rows = [
        [f"{2000 + 10 * page + number} {page}.{number} {3 * number}.{page}" for number in range(6)]
        for page in (1, 2, 3)
    ]
    extracted = read_pdf(pdf([drawn(page) for page in rows]))
    assert extracted.text.split("\n") == [row for page in rows for row in page]


def test_running_heads_are_told_once_and_page_numbers_not_at_all() -> None:
    pages = [
        [
            (72.0, 800.0, "Annual report 2024"),
            *drawn([*BROKEN[:3], *NEXT[:2]]),
            (290.0, 30.0, f"- {number} -"),
            (72.0, 45.0, f"Print {number} of 3"),
        ]
        for number in (1, 2, 3)
    ]
    extracted = read_pdf(pdf(pages))
    assert extracted.text.count("Annual report 2024") == 1
    assert "- 2 -" not in extracted.text
    assert [line for line in extracted.text.split("\n") if line.startswith("Print")] == ["Print 1 of 3"]
    last: Anchor = extracted.anchors[-1]
    assert isinstance(last.place, PageBox)
    assert (last.place.page, extracted.text[last.start : last.end]) == (3, NEXT[1])


def test_a_word_and_a_number_at_the_head_of_a_page_are_a_heading_unless_they_count_the_pages() -> None:
    def text_of(head: str) -> str:
        heads = [[(72.0, 800.0, head.format(number)), *drawn(BROKEN)] for number in (1, 2, 3)]
        return read_pdf(pdf(heads)).text

    for label in ("Day {}", "Table {}:", "Kap. {}"):
        assert all(label.format(number) in text_of(label) for number in (1, 2, 3))
    for counted in ("Page {}", "Seite {}", "p. {}", "Pagina {}", "Page {} of 3"):
        assert counted.format(2) not in text_of(counted)


def test_a_word_and_the_number_of_the_page_at_its_foot_are_told_once() -> None:
    feet = [[*drawn(BROKEN), *drawn(NEXT, top=600), (72.0, 40.0, f"Geschäftsbericht {number}")] for number in (1, 2, 3)]
    assert read_pdf(pdf(feet)).text.count("bericht") == 1


def test_a_sentence_runs_on_over_the_page() -> None:
    extracted = read_pdf(pdf([drawn([*BROKEN[:3], *NEXT[:2]]), drawn([NEXT[2], *BROKEN])]))
    assert f"{NEXT[1]} {NEXT[2]}" in extracted.text
    # Another paragraph may begin there.
    extracted = read_pdf(pdf([drawn([*BROKEN[:3], *NEXT[:2]]), drawn([NEXT[1], *BROKEN])]))
    assert f"{NEXT[1]}\n{NEXT[1]}" in extracted.text


def test_two_pages_with_the_same_head_keep_it() -> None:
    page = [(72.0, 800.0, "Annual report"), *drawn(BROKEN)]
    assert read_pdf(pdf([page, page])).text.count("Annual report") == 2
