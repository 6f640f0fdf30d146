"""Tests of the dialogues that follow-up questions are tried on, and of what is refused as one."""

import json
from pathlib import Path

import pytest

from eval.errors import GoldError
from eval.follow_ups import Score, load_dialogues, rules_table
from eval.gold import GoldQuestion, load_gold

ROOT = Path(__file__).parents[1]
DIALOGUES = ROOT / "eval" / "gold" / "follow_ups.jsonl"
LINE = {"id": "d1", "before": ["Who left?"], "question": "And why?", "means": "seeds-en-001", "stands_alone": False}


@pytest.fixture(scope="module")
def gold() -> tuple[GoldQuestion, ...]:
    return load_gold(ROOT / "eval" / "gold" / "seeds.jsonl")


def test_the_dialogues_that_ship_mean_gold_questions_and_are_counted_in_the_table(
    gold: tuple[GoldQuestion, ...],
) -> None:
    dialogues = load_dialogues(DIALOGUES, gold)
    assert all(dialogue.means in gold and dialogue.before for dialogue in dialogues)
    table = rules_table([Score("as it is asked", 10, 17)], dialogues)
    assert table.splitlines()[0] == "| what is asked | right of 27 follow-ups | right of 19 that stand alone |"
    assert table.splitlines()[2] == "| as it is asked | 10 | 17 |"


def test_a_line_separator_inside_a_question_is_no_end_of_a_line(tmp_path: Path, gold: tuple[GoldQuestion, ...]) -> None:
    path = tmp_path / "dialogues.jsonl"
    path.write_text(json.dumps(LINE | {"question": "And\u2028why?"}, ensure_ascii=False) + "\n", "utf-8")
    (dialogue,) = load_dialogues(path, gold)
    assert dialogue.question == "And\u2028why?"


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"before": []}, "before"),
        ({"before": "Who left?"}, "before"),
        ({"means": 7}, "means"),
        ({"means": "elsewhere-001"}, "there is no gold question 'elsewhere-001'"),
        ({"stands_alone": "perhaps"}, "stands_alone"),
    ],
)
def test_what_is_no_dialogue_is_refused_by_line_and_field(
    changed: dict[str, object], named: str, tmp_path: Path, gold: tuple[GoldQuestion, ...]
) -> None:
    path = tmp_path / "dialogues.jsonl"
    path.write_text(json.dumps(LINE | changed), "utf-8")
    with pytest.raises(GoldError, match=named) as refused:
        load_dialogues(path, gold)
    assert str(refused.value).startswith(f"{path}:1: ")


def test_dialogues_that_are_not_utf_8_are_refused(tmp_path: Path, gold: tuple[GoldQuestion, ...]) -> None:
    path = tmp_path / "dialogues.jsonl"
    path.write_bytes(b'{"id": "\xff"}')
    with pytest.raises(GoldError, match="byte 8 is not UTF-8"):
        load_dialogues(path, gold)
