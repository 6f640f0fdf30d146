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
    assert 100 * ours.exact == pytest.approx(float(reference["exact_match"]))
    # Where nothing is left of an answer but articles, the script of SQuAD 1.1 finds no word in common, that of 2.0 an agreement.
    if normalise(predicted, "en") and all(normalise(answer, "en") for answer in marked):
        assert 100 * ours.f1 == pytest.approx(float(reference["f1"]), abs=1e-3)


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


def test_the_best_of_several_answers_counts() -> None:
    best = agreement("17 mai", ["mai", "le 17 mai"], "fr")
    assert (best.exact, best.f1) == (1.0, 1.0)
