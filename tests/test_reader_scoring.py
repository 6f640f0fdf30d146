"""F1 and exact match: the official SQuAD script's on English, with each language's own articles elsewhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from torchmetrics.functional.text.squad import squad

from rag.reader.scoring import agreement, normalise

WORDS = st.lists(
    st.sampled_from(
        ["the", "a", "An", "The", "cat", "cat's", "don't", "U.S.", "(red)", "twenty-five", "1,000", "…", "é"]
    ),
    max_size=6,
).map(" ".join)


@settings(deadline=None)
@given(predicted=WORDS, marked=st.lists(WORDS.filter(str.strip), min_size=1, max_size=3))
def test_on_english_it_agrees_with_another_implementation_of_the_squad_script(
    predicted: str, marked: list[str]
) -> None:
    reference = squad(
        [{"prediction_text": predicted, "id": "1"}],
        [{"answers": {"text": marked, "answer_start": [0] * len(marked)}, "id": "1"}],
    )
    ours = agreement(predicted, marked, "en")
    # Of an answer that is nothing but articles or punctuation the script leaves nothing, and calls a refusal equal to it.
    if all(normalise(answer, "en") for answer in marked):
        assert 100 * ours.exact == pytest.approx(float(reference["exact_match"]))
        assert 100 * ours.f1 == pytest.approx(float(reference["f1"]), abs=1e-3)
    assert ours.exact <= ours.f1


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The  U.S. Army!", "en", "us army"),
        ("l’Élysée", "fr", "élysée"),
        ("Les États-Unis d'Amérique", "fr", "étatsunis amérique"),
        ("« du 17 mai »", "fr", "17 mai"),
        ("El Niño", "es", "niño"),
        ("Die Mauer des Hauses", "de", "mauer hauses"),
        ("un oraș", "ro", "oraș"),
        ("Il gatto", "it", "il gatto"),
    ],
)
def test_each_language_loses_its_own_articles_and_all_punctuation(text: str, language: str, expected: str) -> None:
    assert normalise(text, language) == expected


def test_f1_is_that_of_shared_words() -> None:
    # Two of three words found are right, two of four wanted are found: p = 2/3, r = 1/2, F1 = 2 · (1/3) / (7/6) = 4/7.
    assert agreement("red green blue", ["green blue pink grey"], "en").f1 == pytest.approx(4 / 7)


@pytest.mark.parametrize(
    ("predicted", "marked", "score"),
    [
        ("", ["A"], 0.0),  # a refusal, of the blood group A
        ("the", ["A"], 0.0),
        ("the A", ["A"], 2 / 3),  # one word of two, and all of one: 2 · (1/2) / (3/2)
        ("a", ["A"], 1.0),
        ("le", ["Un", "une"], 0.0),
        ("un", ["Un", "une"], 1.0),
        ("", ["…"], 0.0),
        (" ", ["Paris"], 0.0),
    ],
)
def test_nothing_agrees_with_a_refusal_and_an_answer_that_is_an_article_keeps_it(
    predicted: str, marked: list[str], score: float
) -> None:
    found = agreement(predicted, marked, "fr" if "une" in marked else "en")
    assert found.f1 == pytest.approx(score)
    assert found.exact == float(score == 1)


def test_the_best_of_several_answers_counts() -> None:
    best = agreement("17 mai", ["mai", "le 17 mai"], "fr")
    assert (best.exact, best.f1) == (1.0, 1.0)
