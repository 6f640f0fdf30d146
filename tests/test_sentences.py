"""Sentences of the five articles against hand marks, trap cases, and what must hold for any text."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import SentenceKind, split_sentences

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data"


def load(path: Path) -> Any:  # noqa: ANN401  (JSON)
    return json.loads(path.read_text(encoding="utf-8"))


def article(article_id: str) -> str:
    with (ROOT / "seeds" / f"{article_id}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def noise_of(article_id: str, text: str) -> list[tuple[int, int]]:
    """The marked noise, with ranges that only white space separates made one."""
    merged: list[tuple[int, int]] = []
    ranges = load(DATA / "noise" / "seeds.json").get(f"{article_id}.txt", [])
    for start, end in sorted((noise["start"], noise["end"]) for noise in ranges):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


ARTICLE_IDS = sorted(path.stem for path in (ROOT / "seeds").glob("*.txt"))
TRAPS = [
    pytest.param(
        trap,
        id=trap["name"],
        marks=[pytest.mark.xfail(reason=trap["known_failure"])] if "known_failure" in trap else [],
    )
    for trap in load(DATA / "sentences" / "traps.json")
]


def f1(expected: set[Any], found: set[Any]) -> float:
    # F1 = 2·right / (expected + found), for precision right/found and recall right/expected
    return 2 * len(expected & found) / (len(expected) + len(found))


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    # right 2 of 3 found and of 4 expected: P = 2/3, R = 1/2, F1 = 2·(1/3)/(7/6) = 4/7
    assert f1({1, 2, 3, 4}, {1, 2, 9}) == pytest.approx(4 / 7)


def test_sentences_of_the_five_articles_end_where_the_marks_say() -> None:
    expected: set[tuple[str, int, int]] = set()
    found: set[tuple[str, int, int]] = set()
    for article_id in ARTICLE_IDS:
        text = article(article_id)
        marks = load(DATA / "sentences" / f"{article_id}.json")
        assert all(text[mark["start"] : mark["end"]] == mark["text"] for mark in marks)
        expected |= {(article_id, mark["start"], mark["end"]) for mark in marks}
        sentences = split_sentences(text, "fr", noise_of(article_id, text))
        found |= {(article_id, sentence.start, sentence.end) for sentence in sentences}
    expected_ends = {(article_id, end) for article_id, _, end in expected}
    found_ends = {(article_id, end) for article_id, _, end in found}
    # Marked 183, found 183, right 183: F1 = 2·183 / (183 + 183) = 1.0. Two wrong ends would give 2·181/366 = 0.9945.
    assert len(expected_ends) == 183
    assert f1(expected_ends, found_ends) >= 0.97
    assert f1(expected, found) >= 0.97


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_split_as_a_reader_would(trap: dict[str, Any]) -> None:
    text = trap["text"]
    found = [text[sentence.start : sentence.end] for sentence in split_sentences(text, trap["language"], ())]
    assert found == trap["sentences"]


def test_headings_items_and_prose_are_told_apart() -> None:
    text = (
        "Des départs\n\n6 août 2024\n\n• Un point\n• Un autre. Encore.\n\nVoici la suite.\n\n— Ana (@ana) 3 mai\n\nFin"
    )
    kinds = [(text[s.start : s.end], s.kind) for s in split_sentences(text, "fr", ())]
    assert kinds == [
        ("Des départs", SentenceKind.HEADING),
        ("6 août 2024", SentenceKind.HEADING),
        ("• Un point", SentenceKind.ITEM),
        ("• Un autre.", SentenceKind.ITEM),
        ("Encore.", SentenceKind.ITEM),
        ("Voici la suite.", SentenceKind.PROSE),
        ("— Ana (@ana) 3 mai", SentenceKind.PROSE),
        ("Fin", SentenceKind.PROSE),  # nothing follows it
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("„Wir haben das Vertrauen in Sam Altman verloren.“", SentenceKind.PROSE),
        ("»Wir haben das Vertrauen in ihn verloren.«", SentenceKind.PROSE),
        ("The treaty was signed in Ghent in 1814.[3]", SentenceKind.PROSE),
        ("The treaty was signed in Ghent.[3][14]", SentenceKind.PROSE),
        ("وہ کل چلا گیا۔", SentenceKind.PROSE),
        ("Նա երեկ գնաց։", SentenceKind.PROSE),
        ("Canada\t39", SentenceKind.ITEM),
        ("The treaty [3]", SentenceKind.HEADING),
        ("„Der Vertrag“", SentenceKind.HEADING),
    ],
)
def test_a_line_is_a_sentence_a_row_or_a_heading_by_its_end_and_its_tabs(line: str, kind: SentenceKind) -> None:
    text = f"The council met on Friday.\n\n{line}\n\nIt meets again on Monday."
    assert [
        text[s.start : s.end]
        for s in split_sentences(text, "de", ())
        if s.kind is kind and line in text[s.start : s.end]
    ] == [line]


def test_noise_in_mid_line_ends_one_sentence_and_starts_another() -> None:
    text = "Il part Lire aussi : tout demain. Puis rien."
    noise = (text.index("Lire"), text.index(" demain"))
    found = [text[s.start : s.end] for s in split_sentences(text, "fr", [noise])]
    assert found == ["Il part", "demain.", "Puis rien."]


WORDS = [
    "É",
    "e\u0301",
    "\u0301",
    "M.",
    "etc.",
    "J. K.",
    "Inc.",
    "mot",
    "Mot",
    "😀",
    "👩\u200d💻",
    "שלום",
    "你好。",
    "...",
    "[…]",
]
SPACES = [" ", "\u00a0", "\u202f", "\u200b", "\r\n", "\n", "\n\n", "\r", "\u2028", "\x0b", "\x1c"]
ATOMS = st.sampled_from([*'.!?…,;:"«»“”„()[]—-•@1a', *WORDS, *SPACES])
TEXTS = st.one_of(st.lists(ATOMS, max_size=60).map("".join), st.text(max_size=80))
LANGUAGES = st.sampled_from(["fr", "en", "de", "es", "ar", "xx", "", "fr-FR"])


@given(text=TEXTS, language=LANGUAGES, cuts=st.lists(st.integers(0, 160), max_size=6))
def test_every_character_outside_noise_is_in_exactly_one_sentence(text: str, language: str, cuts: list[int]) -> None:
    bounds = sorted({min(cut, len(text)) for cut in cuts})
    skip = list(zip(bounds[::2], bounds[1::2], strict=False))
    sentences = split_sentences(text, language, skip)
    times_held = [0] * len(text)
    for sentence in sentences:
        assert sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == text[sentence.start : sentence.end].strip()
        for at in range(sentence.start, sentence.end):
            times_held[at] += 1
    assert all(before.end <= after.start for before, after in pairwise(sentences))
    masked = {at for start, end in skip for at in range(start, end)}
    for at, character in enumerate(text):
        if at in masked:
            assert times_held[at] == 0
        elif not character.isspace():
            assert times_held[at] == 1


def hostile_texts(size: int) -> list[str]:
    """Texts that could keep a splitter busy for ever, each as much longer as `size` is greater."""
    return [
        "a. " * (7 * size),
        "mot " * (50 * size),
        '"' * (20 * size),
        "« " * (10 * size),
        'a." ' * (7 * size),
        "\u200b" * (20 * size),
        "e\u0301. " * (7 * size),
        "\u0301" * (20 * size),
        "שלום. עולם? " * (2 * size),
        "? " * (10 * size),
        "M. " * (7 * size),
        "(" * (10 * size) + "a. " * (size // 10) + ")" * (10 * size),
        "a." + " " * (50 * size) + "b.",
        "a\n" * (5 * size),
        "`" * (20 * size),
        "**a?**" * (5 * size),
        "```\n" * (5 * size),
        "| a " * (10 * size),
        "a: b\n" * (5 * size),
    ]


def check_covered(text: str) -> None:
    sentences = split_sentences(text, "fr", ())
    held = sum(len("".join(text[s.start : s.end].split())) for s in sentences)
    assert held == len("".join(text.split()))
    assert all(before.end <= after.start for before, after in pairwise(sentences))


@pytest.mark.parametrize("text", hostile_texts(2_500), ids=lambda text: repr(text[:6]))
def test_a_hostile_text_returns_and_is_covered(text: str) -> None:
    check_covered(text)


@pytest.mark.soak
def test_a_hostile_text_four_times_as_long_returns_and_is_covered() -> None:
    for text in hostile_texts(10_000):
        check_covered(text)


def test_an_empty_text_has_no_sentences() -> None:
    assert split_sentences("", "fr", ()) == ()
    assert split_sentences(" \r\n\u00a0\n", "fr", ()) == ()
