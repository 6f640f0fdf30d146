"""Markdown as people write it: tables without bars at their edges, who said a quotation, footnotes, images, poems, chats."""

import pytest

from index.layout import paragraphs
from index.metadata import title_from_text
from index.noise.mask import find_noise
from index.sentences import SentenceKind
from tests.test_line_kinds import NONE, kinds, of_kind

SETTINGS = "Option | Default | Meaning\n--- | :-: | ---\n`size` | | how many\n`tls` | no | the certificate\nport | 70"


def masked(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in find_noise(text, NONE)]


def test_the_rows_of_a_table_without_bars_at_its_edges_are_items_and_masked_nowhere() -> None:
    prose = "The server reads its settings from a file, and it was written by two people in the spring of last year."
    text = f"# Server\n\n{prose}\n\n{SETTINGS}\n\n## Who pays?\n\nThe city paid for it."
    rows = [row for row in SETTINGS.splitlines() if "---" not in row]
    assert of_kind(text, SentenceKind.ITEM) == rows
    assert of_kind(text, SentenceKind.HEADING) == ["# Server", "## Who pays?"]
    assert masked(text) == ["--- | :-: | ---"]


def test_a_table_with_bars_on_the_left_only_is_one() -> None:
    text = "We have two.\n\n| Name | Desk\n|---|---\n| Ann | 204\n| Omar | 377\n\nThe end."
    assert of_kind(text, SentenceKind.ITEM) == ["| Name | Desk", "| Ann | 204", "| Omar | 377"]


def test_a_line_of_dashes_without_a_bar_makes_no_table_and_an_empty_line_ends_one() -> None:
    text = "Red | blue\n---\nGreen | white\n\nIt is so.\n\nA | B\n-|-\n1 | 2\n\nWar | peace\n\nThe end."
    assert of_kind(text, SentenceKind.ITEM) == ["A | B", "1 | 2"]


def test_rows_without_bars_at_the_edges_stay_lines_in_a_wrapped_text() -> None:
    full = "x" * 55 + " and"
    rows = [f"{'a' * 40} | {'b' * 12}", "---|---", f"{'c' * 40} | {'d' * 12}"]
    text = "\n".join([full] * 8 + ["the end.", "", *rows])
    assert [text[line.start : line.end] for line in paragraphs(text)][1:] == rows


@pytest.mark.parametrize(
    "line",
    ["— Yves Tanguy, prosecutor", "-- Ann Lee, restorer", "> — Yves Tanguy", "- Python 3.8 is out", "> **Note**"],
)
def test_a_line_that_says_who_said_it_or_is_a_lone_item_is_no_heading(line: str) -> None:
    text = f"# News\n\nIt was found.\n\n> He came back.\n\n{line}\n\nThe end."
    assert (line, SentenceKind.PROSE) in kinds(text)
    assert of_kind(text, SentenceKind.HEADING) == ["# News"]


def test_an_empty_line_of_a_quotation_and_the_dashes_above_a_signature_are_no_sentences() -> None:
    text = "Hello Tom,\n\n> One is here.\n>\n>> Two is there.\n> >\n\nYours\n\n--\nAnn Lee"
    assert masked(text) == [">", "> >", "--"]


def test_the_wrapped_lines_of_a_quotation_are_one_paragraph() -> None:
    text = (
        "He wrote:\n\n> We have seen two men\n> who tried to sell it.\n> They left.\n>> Why did\n>> they go\n\nThe end."
    )
    assert [text[line.start : line.end] for line in paragraphs(text)] == [
        "He wrote:",
        "> We have seen two men\n> who tried to sell it.",
        "> They left.",
        ">> Why did\n>> they go",
        "The end.",
    ]


@pytest.mark.parametrize("mark", ["[^1]", "[^built]", "[1]", "[12][13]", "¹", "²³", "†", "[a]"])
def test_the_mark_of_a_footnote_goes_with_the_sentence_that_it_stands_behind(mark: str) -> None:
    text = f"The ship was built in 1878.{mark} She sank in Rome.{mark}\n\nNobody was hurt."
    assert kinds(text) == [
        (f"The ship was built in 1878.{mark}", SentenceKind.PROSE),
        (f"She sank in Rome.{mark}", SentenceKind.PROSE),
        ("Nobody was hurt.", SentenceKind.PROSE),
    ]


def test_brackets_and_raised_figures_elsewhere_are_no_footnotes() -> None:
    text = "It has 60 m². It says “Go [...] now.” Call config.[name] there, in part b.[sic] and go."
    assert [sentence for sentence, _ in kinds(text)] == [
        "It has 60 m².",
        "It says “Go [...] now.”",
        "Call config.[name] there, in part b.[sic] and go.",
    ]


@pytest.mark.parametrize(
    "image", ['![A chart](chart.png "Costs")', "[![CI](https://img.example/a.svg)](https://ci.example)", "![](a.png)"]
)
def test_an_image_is_masked_with_its_title_and_link_and_nothing_follows_from_it(image: str) -> None:
    text = f"The queue fell by half in May, the city said.\n\n{image}\n\n*Costs over a week*\n\n{image}\n\nBy Jo"
    assert masked(text) == [image, image]


def test_a_line_of_a_poem_below_a_comma_is_no_heading() -> None:
    text = "The Lock\n\nShe slept.\n\nHer father sat beside the weir,\nshe let the barge through that year\nto the sea."
    assert of_kind(text, SentenceKind.HEADING) == ["The Lock"]


def test_a_short_line_right_below_a_fact_is_no_heading() -> None:
    text = "Offices\n\nIt is open.\n\nHead: Paola Gherardi\nTel. 0461 555 120\n\nThe end."
    assert of_kind(text, SentenceKind.HEADING) == ["Offices"]


def test_the_messages_of_a_chat_and_the_questions_of_an_interview_begin_lines_and_are_no_headings() -> None:
    chat = [
        "[09:02] priya: the shop is down, and nobody can pay at the moment",
        "[09:11] marco: it was the new coupon code, so I rolled it back at once",
        "2025-02-03 04:15 WARN the certificate of the shop expires in 3 days from now",
        "Q: and when did you first go to the north, as a student or later on?",
        "A: in the summer of 1998, as a student, for six weeks and not for more",
    ]
    text = "\n".join(["The day", "", *chat])
    assert [sentence for sentence, _ in kinds(text)] == ["The day", *chat]
    assert of_kind(text, SentenceKind.HEADING) == ["The day"]


def test_nested_bullets_of_a_wiki_are_items() -> None:
    text = "It is here.\n\n* Laptop\n** Models\n*** Sales gets one.\n\n**Bold** is none.\n\nThe end."
    assert of_kind(text, SentenceKind.ITEM) == ["* Laptop", "** Models", "*** Sales gets one."]


def test_a_label_right_below_an_item_is_a_fact() -> None:
    text = "Elections\n\nThey voted.\n\n1. Chair: Jens Ohlsen\nYouth: vacant\n\nThe end."
    assert of_kind(text, SentenceKind.ITEM) == ["1. Chair: Jens Ohlsen", "Youth: vacant"]


def test_a_long_line_or_an_item_goes_on_in_a_lower_case_one_though_the_text_is_not_wrapped() -> None:
    long = "The old pump in the second cellar was installed in 2006\nby Hofmann, in a day."
    item = "2. Tell the tenants\n   that it is closed"
    text = f"Hello.\n\n{long}\n\n{item}\n\n- flour\nsugar\n\nflour\nsugar\n\n1. Go"
    assert [text[line.start : line.end] for line in paragraphs(text)] == [
        "Hello.",
        long,
        item,
        "- flour",
        "sugar",
        "flour",
        "sugar",
        "1. Go",
    ]


def test_lines_of_code_stay_lines_however_long_they_are() -> None:
    code = [
        "```",
        "tool send --to http://127.0.0.1:8000/articles/bakery story.txt",
        "tool list",
        "tool remove bakery",
        "```",
    ]
    text = "\n".join(["Type this:", "", *code, "", "The end."])
    assert [text[line.start : line.end] for line in paragraphs(text)] == ["Type this:", *code, "The end."]


def test_a_text_with_much_beside_its_wrapped_paragraphs_is_wrapped_too() -> None:
    prose = "\n".join(
        [f"{'word ' * 11}Then", f"{'Word ' * 11}Hans", f"{'word ' * 11}Anna", f"{'Word ' * 11}Paul", "End."]
    )
    text = "\n\n".join(
        ["# Name", prose, "- one\n- two\n- three", "```\nrun it\nstop\n```", "a | b\n--|--\n1 | 2", *"uvwxyz"]
    )
    assert prose in [text[line.start : line.end] for line in paragraphs(text)]


def test_a_turn_of_somebody_who_speaks_twice_is_no_portrait_of_the_author() -> None:
    text = (
        "Statement of 4 June 2024\n\nPRIME MINISTER: Last night, at a quarter past two, the dam at Orrin gave way.\n\n"
        "Eleven people are missing. Four hundred and twenty have been taken to the school at Dunmore.\n\n"
        "JOURNALIST (BBC): Who is responsible?\n\n"
        "PRIME MINISTER: It is too early to say. Lady Ashcombe will lead the inquiry. She reports in March.\n\n[Ends]"
    )
    assert masked(text) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("==========\nBeekeeping\n==========\n\nIt is so.", "Beekeeping"),
        ("1\n00:00:01,000 --> 00:00:04,200\nWelcome to the show.", "Welcome to the show."),
        ("**Minutes of the club**\n\nIt is so.", "Minutes of the club"),
        ("**Minutes** of *the club*\n\nIt is so.", "**Minutes** of *the club*"),
        ("2024\n\n42", "2024"),
        ("", "Untitled"),
    ],
)
def test_the_title_is_the_first_line_that_has_words_without_marks_around_it(text: str, title: str) -> None:
    assert title_from_text(text) == title
