"""What a line of a page is: heading, item or prose, in Markdown and in plain text; and lines without words."""

import pytest

from index.mask import mask_article
from index.metadata import front_matter_end
from index.noise.mask import Repeats, find_noise
from index.sentences import SentenceKind, split_sentences

NONE = Repeats.of([])


def kinds(text: str, language: str = "en") -> list[tuple[str, SentenceKind]]:
    noise = [(piece.start, piece.end) for piece in find_noise(text, NONE)]
    return [(text[s.start : s.end], s.kind) for s in split_sentences(text, language, noise)]


def of_kind(text: str, kind: SentenceKind) -> list[str]:
    return [sentence for sentence, its_kind in kinds(text) if its_kind is kind]


def test_the_rows_of_a_table_are_items_and_the_rule_below_its_head_is_no_sentence() -> None:
    text = (
        "# Travel policy\n\nOur staff travel a lot.\n\n| Item | Limit |\n|---|:--|\n| Hotel in London | £180 per night |\n"
        "| Meals | £35 |\n\nSubmit receipts within 30 days."
    )
    assert kinds(text) == [
        ("# Travel policy", SentenceKind.HEADING),
        ("Our staff travel a lot.", SentenceKind.PROSE),
        ("| Item | Limit |", SentenceKind.ITEM),
        ("| Hotel in London | £180 per night |", SentenceKind.ITEM),
        ("| Meals | £35 |", SentenceKind.ITEM),
        ("Submit receipts within 30 days.", SentenceKind.PROSE),
    ]


def test_a_row_without_outer_lines_is_an_item() -> None:
    row = "London | £180 | per night"
    assert of_kind(f"The staff travel.\n\n{row}\n\nThe end.", SentenceKind.ITEM) == [row]


def test_rows_headings_and_fences_of_a_wrapped_text_stay_lines() -> None:
    full = "x" * 55 + " and"
    row = f"| {'a' * 40} | {'b' * 10} |"
    text = "\n".join([full] * 6 + ["the end.", "", row, row, "", f"## {'c' * 50}", f"{full}.", "Done."])
    found = [sentence for sentence, _ in kinds(text)]
    assert found.count(row) == 2
    assert f"## {'c' * 50}" in found


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_lines_of_label_and_value_are_items(gap: str) -> None:
    facts = ["Address: Quay Lane 4, Saltash", "Annual fee: £140", "**Chairman:** Peter Rowe", "Club colours : blue"]
    text = f"Tamar Rowing Club\n\nThe club has two boathouses.\n\n{gap.join(facts)}\n\nTraining is on Saturday."
    assert of_kind(text, SentenceKind.ITEM) == facts
    assert of_kind(text, SentenceKind.HEADING) == ["Tamar Rowing Club"]


def test_a_figure_behind_a_label_is_a_fact_and_a_lone_title_with_a_colon_stays_one() -> None:
    text = (
        "OpenAI: 700 people threaten to leave\n\n6 May 2024\n\nThe board met. It is silent.\n\nPeter Deng: head of product\n\n"
        "He left too.\n\nAnnual fee: £140\n\nThe end."
    )
    titles = ["OpenAI: 700 people threaten to leave", "6 May 2024", "Peter Deng: head of product"]
    assert of_kind(text, SentenceKind.HEADING) == titles
    assert of_kind(text, SentenceKind.ITEM) == ["Annual fee: £140"]


def test_lines_that_touch_are_no_headings_but_above_an_article() -> None:
    text = (
        "Economy\nRates go up again\nBy Jo Doe\n6 May 2024\n\nThe bank raised them.\n\nWhere it sits\n\nIn town.\n\n"
        "Quay Lane 4\nSaltash\nCornwall\n\nThe end."
    )
    assert of_kind(text, SentenceKind.HEADING) == [
        "Economy",
        "Rates go up again",
        "By Jo Doe",
        "6 May 2024",
        "Where it sits",
    ]


def test_a_heading_above_its_list_stays_one() -> None:
    text = (
        "It is easy.\n\nWhat you need\n- 5 eggs\n- some salt\n\nOpening hours\nMon: 9 to 12\nTue: 9 to 12\n\nThe end."
    )
    assert of_kind(text, SentenceKind.HEADING) == ["What you need", "Opening hours"]


def test_lines_of_code_are_no_headings_and_fences_no_sentences() -> None:
    text = "# Setup\n\nInstall it.\n\n```bash\n# a comment\n\npip install it\n```\n\nThen start it."
    assert kinds(text) == [
        ("# Setup", SentenceKind.HEADING),
        ("Install it.", SentenceKind.PROSE),
        ("# a comment", SentenceKind.PROSE),
        ("pip install it", SentenceKind.PROSE),
        ("Then start it.", SentenceKind.PROSE),
    ]


def test_a_fence_that_nothing_closes_hides_no_heading() -> None:
    assert of_kind("Use it.\n\n```\n\n# Next\n\nThe end.", SentenceKind.HEADING) == ["# Next"]


@pytest.mark.parametrize(
    "heading", ["## 3. Car", "## 2.1. Car", "### 4.3 What is an incident?", "# Who are we? What for?", "###### Fees."]
)
def test_what_markdown_marks_is_one_heading_whatever_it_ends_with(heading: str) -> None:
    text = f"It begins.\n\n{heading}\n\nIt ends."
    assert kinds(text)[1:2] == [(heading, SentenceKind.HEADING)]


@pytest.mark.parametrize("heading", ["The storm, hour by hour: [Video]", "What we know, [Updated]"])
def test_words_in_brackets_at_the_end_of_a_heading_are_no_footnote(heading: str) -> None:
    text = f"The town\n\nIt begins.\n\n{heading}\n\nIt ends."
    assert of_kind(text, SentenceKind.HEADING) == ["The town", heading]


def test_a_bold_sentence_with_a_final_mark_is_no_heading() -> None:
    text = "Welcome here.\n\n**Can I go?**\n\nYes, you can.\n\n**Ask first.**\n\nThe end."
    assert of_kind(text, SentenceKind.PROSE) == [
        "Welcome here.",
        "**Can I go?**",
        "Yes, you can.",
        "**Ask first.**",
        "The end.",
    ]


@pytest.mark.parametrize("rule", ["---", "* * *", "=====", "|:--|--:|", "~~~", "```"])
def test_a_line_of_rules_is_masked_and_says_nothing_of_what_stands_beside_it(rule: str) -> None:
    text = f"The council met on Monday.\n\n{rule}\n\nRoom four\n\n{rule}\n\nIt is open."
    assert [text[piece.start : piece.end] for piece in find_noise(text, NONE)] == [rule, rule]


def test_noise_right_behind_front_matter_is_masked() -> None:
    text = "---\ntitle: A day\n---\n<!-- draft -->\nIt begins here."
    masked = mask_article(text, front_matter_end(text), NONE)
    assert "".join(text[piece.start : piece.end] for piece in masked).endswith("<!-- draft -->")


def test_marks_without_a_word_go_with_the_sentence_before_them() -> None:
    text = "He drew a dog, signed « G. ». What?! … 🎉"
    assert kinds(text, "fr") == [
        ("He drew a dog, signed « G. ».", SentenceKind.PROSE),
        ("What?! … 🎉", SentenceKind.PROSE),
    ]


@pytest.mark.parametrize(
    ("language", "sentence", "end"),
    [
        ("ja", "「私は会社を辞めます。」", "彼はそう述べた。"),
        ("ja", "社長は六月に退任する（後任は未定。）", "以上です。"),
        ("th", "ประธานบริษัทลาออกเมื่อวันจันทร์", "พนักงานทุกคนเสียใจ"),
        ("lo", "ປະທານບໍລິສັດລາອອກໃນວັນຈັນ", "ພະນັກງານທຸກຄົນເສຍໃຈ"),
    ],
)
def test_a_line_that_its_script_ends_without_a_latin_mark_is_no_heading(language: str, sentence: str, end: str) -> None:
    title = "OpenAI"
    assert of_kind(f"{title}\n\n{end}\n\n{sentence}\n\n{end}", SentenceKind.HEADING) == [title]
    assert (sentence, SentenceKind.PROSE) in kinds(f"{title}\n\n{end}\n\n{sentence}\n\n{end}", language)


def test_the_first_line_of_a_thai_text_is_its_title() -> None:
    text = "ประธานลาออก\n\nประธานบริษัทลาออกเมื่อวันจันทร์\n\nราคา: 5 บาท"
    assert of_kind(text, SentenceKind.HEADING) == ["ประธานลาออก"]
