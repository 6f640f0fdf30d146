"""The guide to the gold is true: its tables, its examples, and what it says of the articles."""

import json
import re
from pathlib import Path

import pytest

from eval.gold import GoldQuestion, Kind, load_gold
from eval.matching import normalised
from tests.write_gold_guide import (
    GOLD,
    GUIDE,
    SHARES,
    counts_table,
    section,
    shared_words,
    with_section,
    words_table,
)

ROOT = Path(__file__).parents[1]
TEXT = GUIDE.read_text("utf-8")
# An example is an identifier and, wherever it is the first one, the question in curly quotes.
EXAMPLE = re.compile(r"`(seeds-[a-z]+-\d{3})`(?:\s+“([^”]+)”)?")
QUOTED = re.compile(r"«\s*(.+?)\s*»")


@pytest.fixture(scope="module")
def gold() -> tuple[GoldQuestion, ...]:
    return load_gold(GOLD)


@pytest.fixture(scope="module")
def articles() -> dict[str, str]:
    return {path.stem[:3]: normalised(path.read_bytes().decode()) for path in (ROOT / "seeds").glob("*.txt")}


def slips() -> list[list[str]]:
    table = TEXT.split("## What the articles really say")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| 0")]
    assert len(rows) > 5
    return [[cell.strip() for cell in row] for row in rows]


def test_the_tables_of_the_guide_are_what_the_gold_holds(gold: tuple[GoldQuestion, ...]) -> None:
    # If not: python tests/write_gold_guide.py
    assert section(TEXT, "counts") == counts_table(gold)
    assert section(TEXT, "words") == words_table(gold)
    # The last cell of each table's last line is everything that was counted.
    assert counts_table(gold).endswith(f"| {len(gold)} |")
    assert words_table(gold).endswith(f"| {sum(question.answerable for question in gold)} |")


def test_the_examples_of_the_guide_are_questions_of_the_gold(gold: tuple[GoldQuestion, ...]) -> None:
    asked = {question.id: question.question for question in gold}
    examples = [(one[1], one[2]) for one in EXAMPLE.finditer(TEXT)]
    assert len(examples) > 10
    for name, words in examples:
        assert " ".join(words.split()) == asked[name]


def test_each_kind_is_explained_with_an_example_of_that_kind(gold: tuple[GoldQuestion, ...]) -> None:
    kinds = {question.id: question.kind for question in gold}
    section_of_kinds = TEXT.split("## Kinds")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\w+) \|.*`(seeds-[a-z]+-\d{3})`", section_of_kinds, re.MULTILINE)
    # Imported sets alone ask for whole articles; the guide says so below its table.
    assert [kind for kind, _name in rows] == [kind.value for kind in Kind if kind is not Kind.SEARCH]
    assert "`search`" in section_of_kinds
    assert all(kinds[name] == kind for kind, name in rows)


def test_the_line_that_shows_the_form_is_one_of_the_gold() -> None:
    [shown] = re.findall(r"```json\n(.*?)\n```", TEXT, re.DOTALL)
    lines = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    assert json.loads(shown) in lines


def test_what_the_guide_quotes_of_the_articles_stands_in_them(articles: dict[str, str]) -> None:
    for article, says, contradicted in slips():
        quotes = QUOTED.findall(says)
        assert quotes
        assert all(normalised(quote) in articles[article] for quote in quotes), (article, says)
        assert all(
            any(normalised(quote) in text for text in articles.values()) for quote in QUOTED.findall(contradicted)
        ), contradicted


def test_shared_words_are_counted_in_the_piece_that_holds_most_of_them(gold: tuple[GoldQuestion, ...]) -> None:
    asked = {question.id: question for question in gold}
    # model, claud, rivalis, gpt4o and its parts gpt, 4o, 4 and o; "GPT-4o avec Claude 3.5 Sonnet" holds all but two: 6 of 8.
    assert shared_words(asked["seeds-fr-019"]) == SHARES[2]
    # alignment and mean; the article has alignement, whose stem is align.
    assert shared_words(asked["seeds-en-039"]) == SHARES[0]


def test_a_section_is_written_between_its_markers_and_one_that_is_missing_is_told() -> None:
    text = "a\n<!-- x:start -->\nold\n<!-- x:end -->\nb"
    assert with_section(text, "x", "new") == "a\n<!-- x:start -->\nnew\n<!-- x:end -->\nb"
    with pytest.raises(ValueError, match="no section 'y'"):
        section(text, "y")


def test_the_guide_is_linked_from_the_page_on_evaluation() -> None:
    assert "(gold.md)" in (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (GUIDE.parent / target).exists(), target
