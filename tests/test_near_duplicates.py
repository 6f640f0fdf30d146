"""Articles that are nearly the same: found exactly, whatever the order, and nothing else."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SettingError
from index.near_duplicates import NEARLY_THE_SAME, Pair, groups, similar_pairs
from index.noise.repeats import shingles

AGENCY = " ".join(f"word{n}" for n in range(107))  # 107 words have 107 - 7 = 100 shingles


def jaccard(one: str, other: str) -> float:
    mine, theirs = set(shingles(one)), set(shingles(other))
    return len(mine & theirs) / len(mine | theirs)


def test_the_same_text_on_two_sites_is_found_with_index_one() -> None:
    assert similar_pairs({"b": AGENCY, "a": AGENCY, "c": "Another text of its own. " * 30}) == (Pair("a", "b", 1.0),)


def test_case_and_punctuation_make_no_difference() -> None:
    assert similar_pairs({"a": AGENCY, "b": AGENCY.upper().replace(" ", ", ")}) == (Pair("a", "b", 1.0),)


def test_one_word_changed_costs_eight_shingles_on_either_side() -> None:
    changed = AGENCY.replace("word50 ", "other ")
    # 92 are shared; 100 + 100 - 92 = 108 in all.
    assert similar_pairs({"a": AGENCY, "b": changed}) == (Pair("a", "b", 92 / 108),)


def test_a_site_that_adds_its_own_words_is_found_until_they_outweigh_the_text() -> None:
    def own(count: int) -> str:
        return AGENCY + " " + " ".join(f"own{n}" for n in range(count))

    assert similar_pairs({"a": AGENCY, "b": own(100)}) == (Pair("a", "b", 100 / 200),)  # as many again: just half
    assert similar_pairs({"a": AGENCY, "b": own(101)}) == ()  # 100 of 201


def test_two_articles_with_a_quoted_paragraph_in_common_are_not_the_same() -> None:
    quote = " ".join(f"quoted{n}" for n in range(40))
    one, other = (quote + " " + " ".join(f"{name}{n}" for n in range(150)) for name in "xy")
    assert similar_pairs({"a": one, "b": other}) == ()


def test_a_short_text_is_left_out() -> None:
    eighteen, nineteen = (" ".join(f"w{n}" for n in range(count)) for count in (18, 19))
    assert similar_pairs({"a": eighteen, "b": eighteen}) == ()  # 18 - 7 = 11 shingles
    assert similar_pairs({"a": nineteen, "b": nineteen}) == (Pair("a", "b", 1.0),)


def test_groups_go_from_hand_to_hand_in_order_of_ids() -> None:
    pairs = (Pair("c", "d", 0.6), Pair("a", "d", 0.6), Pair("b", "e", 0.9))
    assert groups(pairs) == (("a", "c", "d"), ("b", "e"))
    assert groups(tuple(reversed(pairs))) == groups(pairs)
    assert groups(()) == ()


@pytest.mark.parametrize("threshold", [0, -0.1, 1.1, float("nan")])
def test_a_threshold_that_is_no_share_is_refused(threshold: float) -> None:
    with pytest.raises(SettingError, match="not over 0 and up to 1"):
        similar_pairs({}, threshold)


# Few words, so that texts meet by chance, and long enough that they count.
TEXTS = st.lists(st.lists(st.sampled_from("ab"), min_size=19, max_size=34).map(" ".join), max_size=8)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([0.1, 0.3, NEARLY_THE_SAME, 0.7, 0.9, 1.0]), st.randoms(use_true_random=False))
def test_just_the_pairs_are_found_that_comparing_all_finds(texts: list[str], threshold: float, chance: object) -> None:
    named = {str(number): text for number, text in enumerate(texts)}
    long = [name for name, text in named.items() if len(set(shingles(text))) >= 12]
    wanted = {
        (one, other) for one, other in combinations(sorted(long), 2) if jaccard(named[one], named[other]) >= threshold
    }
    shuffled = list(named.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert [(pair.first, pair.second) for pair in similar_pairs(dict(shuffled), threshold)] == sorted(wanted)
