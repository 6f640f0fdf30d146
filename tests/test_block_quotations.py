"""A block quotation of Markdown that a name signs is quoted whole, where it is short; a table's header has its rows."""

import pytest

from rag.quotes.shown_words import in_quotation_marks
from tests.test_antecedents import cited, printed
from tests.test_whole_lists import told

SAID = "> “We have two men.\n> Neither has confessed.”\n>\n> — Yves Tanguy, prosecutor"
BELOW = "> Six months are needed.\n\n-- Ann Lee, restorer"
PLANS = "| Plan | Price |\n|------|------:|\n| Seedling | free |\n| Meadow | €12 |"


@pytest.mark.parametrize(
    ("whole", "sentence"),
    [
        (SAID, "— Yves Tanguy, prosecutor"),
        (SAID, "Neither has confessed.”"),
        (BELOW, "Six months are needed."),
        (BELOW, "-- Ann Lee, restorer"),
        (BELOW.replace("\n", "\r\n"), "-- Ann Lee, restorer"),
    ],
)
def test_a_block_quotation_is_quoted_with_who_said_it(whole: str, sentence: str) -> None:
    article = printed(f"The Madonna was found.\n\n{whole}\n\nThe chapel opens in May.", "en")
    start = article.text.index(sentence)
    begins = "> " if article.text[start - 2 : start] == "> " else ""
    (quote,) = cited(article, begins + sentence)
    assert quote.quote == whole


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        # Nobody signs it, or a list stands below.
        ("> We have two men. Neither has confessed.", "> We have two men."),
        ("> We have two men. Neither has confessed.\n\n- Ann Lee", "> We have two men."),
        # It is too long, another paragraph stands between, or it is no quotation.
        (f"> We have two men. {'Neither has confessed. ' * 20}\n> — Ann Lee", "> We have two men."),
        ("> We have two men. Neither has confessed.\n\nSo it is.\n\n— Ann Lee", "> We have two men."),
        ("We have two men. Neither has confessed.\n— Ann Lee", "We have two men."),
    ],
)
def test_nothing_is_taken_into_another_quotation(text: str, sentence: str) -> None:
    (quote,) = cited(printed(f"It was found.\n\n{text}\n\nThe end.", "en"), sentence)
    assert quote.quote == sentence


def test_what_is_quoted_by_itself_is_not_taken_in() -> None:
    article = printed(BELOW, "en")
    quotes = cited(article, "> Six months are needed.", "-- Ann Lee, restorer")
    assert [quote.quote for quote in quotes] == ["> Six months are needed.", "-- Ann Lee, restorer"]


def test_the_marks_between_the_lines_are_not_shown() -> None:
    assert in_quotation_marks(BELOW, "en") == "“Six months are needed. -- Ann Lee, restorer”"
    assert in_quotation_marks("> One\n>\n>> two > 1", "en") == "“One two > 1”"
    assert in_quotation_marks("1 is\n> 0", "en") == "“1 is > 0”"
    assert in_quotation_marks("A | B\n---|---\n1 | 2", "en") == "“A | B 1 | 2”"


@pytest.mark.parametrize("question", ["Which plans are there?", "What does it cost?"])
def test_the_header_of_a_table_is_told_with_its_rows(question: str) -> None:
    text = f"Bring:\n\n- a hat\n- a coat\n\n{PLANS}\n\nStudents pay half."
    cut = [(text.index("|---"), text.index("|---") + len("|------|------:|"))]
    (citation,) = told(text, question, "| Plan | Price |", noise=cut).citations
    assert citation.quote == PLANS


def test_a_list_above_a_table_is_not_told_with_it() -> None:
    text = f"Bring:\n\n- a hat\n- a coat\n\n{PLANS}\n\nStudents pay half."
    cut = [(text.index("|---"), text.index("|---") + len("|------|------:|"))]
    (citation,) = told(text, "Which things are needed?", "- a coat", noise=cut).citations
    assert citation.quote == "Bring:\n\n- a hat\n- a coat"
    (citation,) = told(text, "Which plans are there?", "| Meadow | €12 |", noise=cut).citations
    assert citation.quote == PLANS


def test_the_mark_of_inches_is_shown_and_half_a_pair_of_quotation_marks_is_not() -> None:
    assert in_quotation_marks('- Screen: 27"', "en") == '“Screen: 27"”'
    assert in_quotation_marks("He is 6'2\"", "en") == "“He is 6'2\"”"
    assert in_quotation_marks('That was in 2023"', "en") == "“That was in 2023”"
    assert in_quotation_marks('We won"', "en") == "“We won”"
