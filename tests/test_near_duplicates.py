"""Articles that are nearly the same: found wherever comparing all finds them, whatever came first, and nothing else."""

import hashlib
from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.near_duplicates import NEARLY_THE_SAME, NearDuplicates
from index.noise.repeats import shingles
from index.shingles import Shingles, shingles_in

AGENCY = " ".join(f"word{n}" for n in range(107))  # 107 words have 107 - 7 = 100 shingles


def update(known: NearDuplicates, texts: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    sha256s = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    return known.update(sha256s, lambda name: shingles_in(texts[name]))


def groups(texts: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return update(NearDuplicates(), texts)


def pair(one: str, other: str) -> dict[str, tuple[str, ...]]:
    return {one: (one, other), other: (one, other)}


def test_the_same_text_on_two_sites_is_one_group() -> None:
    assert groups({"b": AGENCY, "a": AGENCY, "c": "Another text of its own. " * 30}) == pair("a", "b")


def test_case_and_punctuation_make_no_difference() -> None:
    assert groups({"a": AGENCY, "b": AGENCY.upper().replace(" ", ", ")}) == pair("a", "b")


def test_words_changed_cost_eight_shingles_on_either_side_each() -> None:
    def changed(*words: int) -> str:
        return " ".join(f"other{n}" if n in words else f"word{n}" for n in range(107))

    # Four changed leave 68 of either, which is 68 / (100 + 100 - 68) = 0.52, and five 60 / 140 = 0.43.
    assert groups({"a": AGENCY, "b": changed(10, 30, 50, 70)}) == pair("a", "b")
    assert groups({"a": AGENCY, "b": changed(10, 30, 50, 70, 90)}) == {}


def test_a_site_that_adds_its_own_words_is_found_until_they_outweigh_the_text() -> None:
    def own(count: int) -> str:
        return AGENCY + " " + " ".join(f"own{n}" for n in range(count))

    assert groups({"a": AGENCY, "b": own(100)}) == pair("a", "b")  # as many again: just half
    assert groups({"a": AGENCY, "b": own(101)}) == {}  # 100 of 201


def test_two_articles_with_a_quoted_paragraph_in_common_are_not_the_same() -> None:
    quote = " ".join(f"quoted{n}" for n in range(40))
    one, other = (quote + " " + " ".join(f"{name}{n}" for n in range(150)) for name in "xy")
    assert groups({"a": one, "b": other}) == {}


def test_a_short_text_is_left_out() -> None:
    eighteen, nineteen = (" ".join(f"w{n}" for n in range(count)) for count in (18, 19))
    assert groups({"a": eighteen, "b": eighteen}) == {}  # 18 - 7 = 11 shingles
    assert groups({"a": nineteen, "b": nineteen}) == pair("a", "b")


def test_likeness_goes_from_hand_to_hand() -> None:
    def without(words: range) -> str:
        return " ".join(f"word{n}" for n in range(107) if n not in words)

    once, twice = without(range(30)), without(range(60))
    # Of 100 shingles 70 and 40: 70 / 100 and 40 / 70 are over a half, and 40 / 100 is not.
    assert groups({"c": twice, "a": AGENCY}) == {}
    assert groups({"c": twice, "a": AGENCY, "b": once}) == dict.fromkeys("abc", ("a", "b", "c"))


def test_what_a_form_gives_to_more_articles_than_a_few_makes_none_the_same() -> None:
    reports = {str(number): f"{AGENCY} number {number}" for number in range(4)}
    assert update(NearDuplicates(most_holders=4), reports) == dict.fromkeys("0123", ("0", "1", "2", "3"))
    known, three = NearDuplicates(most_holders=3), {name: reports[name] for name in "012"}
    assert update(known, three) == dict.fromkeys("012", ("0", "1", "2"))
    assert update(known, reports) == {}
    assert update(known, three) == dict.fromkeys("012", ("0", "1", "2"))


def test_a_text_that_leaves_or_changes_leaves_its_group() -> None:
    known = NearDuplicates()
    assert update(known, {"a": AGENCY, "b": AGENCY, "c": AGENCY}) == dict.fromkeys("abc", ("a", "b", "c"))
    assert update(known, {"a": AGENCY, "c": AGENCY}) == pair("a", "c")
    assert update(known, {"a": AGENCY, "c": "Quite another text by now. " * 30}) == {}
    assert update(known, {"b": AGENCY, "a": AGENCY}) == pair("a", "b")


def test_only_what_changed_is_read_again() -> None:
    texts = {"a": AGENCY, "b": AGENCY, "c": AGENCY.replace("word", "x"), "d": AGENCY.replace("word", "y")}
    known, asked = NearDuplicates(), list[str]()

    def fetch(name: str) -> Shingles:
        asked.append(name)
        return shingles_in(texts[name])

    known.update(dict.fromkeys(texts, "1"), fetch)
    asked.clear()
    known.update(dict.fromkeys(texts, "1"), fetch)
    assert asked == []
    known.update({**dict.fromkeys(texts, "1"), "d": "2"}, fetch)
    assert asked == ["d"]


def test_an_error_while_reading_loses_nothing() -> None:
    def failing(name: str) -> Shingles:
        if name == "a":  # which is read again when "b" has come, to be compared with it
            raise OSError("the disk reports an error")
        return shingles_in(AGENCY)

    known = NearDuplicates()
    assert known.update({"a": "1"}, lambda _: shingles_in(AGENCY)) == {}
    with pytest.raises(OSError, match="the disk"):
        known.update({"a": "1", "b": "1"}, failing)
    assert known.update({"a": "1", "b": "1"}, lambda _: shingles_in(AGENCY)) == pair("a", "b")


# Few words, so that texts meet by chance; at most 28 shingles, all of which are in a sketch.
TEXT = st.lists(st.sampled_from("ab"), min_size=19, max_size=35).map(" ".join)
STATES = st.lists(st.dictionaries(st.sampled_from("vwxyz"), TEXT, max_size=5), min_size=1, max_size=4)


@settings(deadline=None, max_examples=25)
@given(STATES)
def test_just_those_are_together_that_comparing_all_finds(states: list[dict[str, str]]) -> None:
    known = NearDuplicates()
    for texts in states:
        assert update(known, texts) == compared(texts)


def compared(texts: dict[str, str]) -> dict[str, tuple[str, ...]]:
    sets = {name: own for name, text in texts.items() if len(own := set(shingles(text))) >= 12}
    together = {name: {name} for name in sets}
    for one, other in combinations(sorted(sets), 2):
        if len(sets[one] & sets[other]) / len(sets[one] | sets[other]) >= NEARLY_THE_SAME:
            both = together[one] | together[other]
            together |= dict.fromkeys(both, both)
    return {name: tuple(sorted(group)) for name, group in together.items() if len(group) > 1}


@settings(deadline=None, max_examples=25)
@given(STATES)
def test_however_a_collection_came_about_its_groups_are_the_same(states: list[dict[str, str]]) -> None:
    known = NearDuplicates(most_holders=2)
    for texts in states:
        assert update(known, texts) == update(NearDuplicates(most_holders=2), texts)
