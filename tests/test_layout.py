"""Lines and paragraphs: every line of a file, and wrapped lines put together again."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.layout import paragraphs, physical_lines


def lines(text: str) -> list[str]:
    return [text[line.start : line.end] for line in physical_lines(text)]


def parts(text: str) -> list[str]:
    return [text[line.start : line.end] for line in paragraphs(text)]


# Five lines of 60 characters, the last one shorter: 60 lies between 55 and 130, and four of five lines are full.
FULL = "x" * 55 + " and"
WRAPPED = "\n".join([FULL] * 4 + ["the end."])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", ["a", "b"]),
        ("a\r\nb\r\n", ["a", "b"]),  # CR LF is one break, and the last one opens no line
        ("a\rb", ["a", "b"]),
        ("a\u2028b\u2029c", ["a", "b", "c"]),
        ("a\n\nb", ["a", "", "b"]),
        ("  a \u00a0\n\t", ["a", ""]),
        ("", [""]),
        ("a\x0bb\x0cc", ["a\x0bb\x0cc"]),  # vertical tab and form feed are white space within a line
    ],
)
def test_every_line_of_the_file_is_given_trimmed(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_lines_that_nobody_wrapped_are_paragraphs_of_their_own() -> None:
    assert parts("Title\nA line.\nAnother line.") == ["Title", "A line.", "Another line."]
    long = "word " * 60
    assert parts(f"{long}\n{long}") == [long.strip()] * 2  # 299 characters: wider than anyone wraps


def test_wrapped_lines_are_one_paragraph() -> None:
    assert parts(WRAPPED) == [WRAPPED]


def test_an_empty_line_ends_a_paragraph() -> None:
    assert parts(f"{WRAPPED}\n\n{WRAPPED}\n \n{WRAPPED}") == [WRAPPED] * 3


def test_three_full_lines_are_too_few_to_tell_wrapping() -> None:
    full = FULL.capitalize()  # a lower-case letter would tell by itself that the sentence goes on
    assert parts("\n".join([full] * 3)) == [full] * 3


def test_a_list_mark_begins_a_paragraph_in_wrapped_text() -> None:
    assert parts(f"{WRAPPED}\n- one\n2. two\n• three") == [WRAPPED, "- one", "2. two", "• three"]


def test_a_short_line_is_continued_by_a_lower_case_one_only() -> None:
    # "short" has 5 characters, less than three quarters of 59: what follows decides.
    assert parts(f"{WRAPPED}\n\nshort\nand so on") == [WRAPPED, "short\nand so on"]
    assert parts(f"{WRAPPED}\n\nshort\nNext") == [WRAPPED, "short", "Next"]
    assert parts(f"{WRAPPED}\n\nshort.\nand so on") == [WRAPPED, "short.", "and so on"]


@settings(deadline=None)
@given(st.text(st.sampled_from("ab .\n\r\u2028\u00a0-•1") | st.characters(exclude_categories=["Cs"]), max_size=400))
def test_paragraphs_are_in_order_trimmed_and_lose_nothing_but_white_space(text: str) -> None:
    found = paragraphs(text)
    assert all(text[p.start : p.end] == text[p.start : p.end].strip() != "" for p in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    gaps = [text[one.end : two.start] for one, two in pairwise(found)]
    ends = [text[: found[0].start], text[found[-1].end :]] if found else [text]
    assert not "".join(gaps + ends).strip()
