"""Tests of the metrics, each against arithmetic done by hand."""

from dataclasses import replace

import numpy as np
import pytest

from eval.calibration import Judged, auroc, bins_of, brier, expected_calibration_error, risk
from eval.gold import GoldEvidence
from eval.intervals import estimate
from eval.matching import contains
from eval.metrics_quotes import (
    answer_found,
    citation_exact,
    first_quote_right,
    quote_precision,
    quote_recall,
    right_with_quote,
    spans_exact,
)
from eval.metrics_retrieval import lost_evidence, rank_passages, recall_at, reciprocal_rank
from eval.spans import characters, overlap
from index.article import Article, Span
from index.chunks import Chunk
from index.search import Passage
from index.sentences import Sentence, SentenceKind
from rag.answer import Citation, Evidence
from rag.citations import cite

TEXT = "« Né à Paris 🎉, il part. » Puis il revient."


def span(start: int, end: int, article_id: str = "a") -> Span:
    return Span(article_id, start, end)


def article(text: str = TEXT) -> Article:
    return Article("a", "T", text, "0" * 64, "fr", None, None, None)


def citation(start: int, end: int) -> Citation:
    here = span(start, end)
    chunk = Chunk("a#0", here, (Sentence(start, end, SentenceKind.PROSE),), None)
    passage = Passage(chunk, TEXT[start:end], 1.0, 1, 0)
    return cite(article(), Evidence(passage, here, here, 1.0), TEXT[start:end])


def judged(*cases: tuple[float, float, float]) -> Judged:
    probabilities, truths, weights = np.array(cases, dtype=np.float64).T
    return Judged(probabilities, truths, weights)


def test_the_gold_rank_is_that_of_the_first_passage_that_holds_a_whole_piece_of_evidence() -> None:
    evidence = [GoldEvidence(span(10, 20), "x" * 10), GoldEvidence(span(50, 60), "x" * 10)]
    passages = [span(0, 19), span(10, 20, "b"), span(45, 60), span(0, 100)]
    # 1: one character short; 2: another article; 3: holds 50-60 wholly.
    assert rank_passages(passages, evidence, passages).first_gold == 3
    assert rank_passages(passages[:2], evidence, passages).first_gold is None


def test_recall_and_reciprocal_rank_follow_from_the_rank() -> None:
    assert [recall_at(k, 3) for k in (1, 3, 8)] == [0, 1, 1]
    assert recall_at(8, None) == 0
    assert reciprocal_rank(4) == 0.25  # 1 / 4
    assert reciprocal_rank(None) == 0


def test_evidence_that_no_single_chunk_holds_is_lost() -> None:
    # 15-25 is covered by both chunks together and held by neither.
    assert lost_evidence([span(0, 5), span(15, 25)], [span(0, 20), span(20, 40)]) == (span(15, 25),)


def test_overlap_and_containment_stay_within_one_article() -> None:
    assert overlap(span(0, 10), span(7, 20)) == 3
    assert overlap(span(0, 10), span(10, 20)) == 0
    assert overlap(span(0, 10), span(0, 10, "b")) == 0
    assert span(2, 4).holds(span(2, 4))
    assert not span(2, 4, "b").holds(span(2, 4))
    assert span(0, 10).touches(span(9, 20))
    assert not span(0, 10).touches(span(10, 20))
    assert not span(0, 10).touches(span(0, 10, "b"))
    assert len(characters([span(0, 10), span(5, 15), span(0, 3, "b")])) == 18  # 0-15 of a, 3 of b


def test_any_one_piece_of_evidence_suffices_for_quote_recall() -> None:
    # Of 0-10 five characters are cited, of 20-24 all four: max(5/10, 4/4) = 1.
    assert quote_recall([span(5, 24)], [span(0, 10), span(20, 24)], all_of_it=False) == 1
    assert quote_recall([span(5, 12)], [span(0, 10), span(20, 24)], all_of_it=False) == 0.5
    assert quote_recall([], [span(0, 10)], all_of_it=False) == 0


def test_a_list_wants_all_of_its_evidence() -> None:
    # The union of 0-10 and 5-15 has 15 characters, 5-12 covers 7 of them.
    assert quote_recall([span(5, 12)], [span(0, 10), span(5, 15)], all_of_it=True) == pytest.approx(7 / 15)


def test_quote_precision_counts_each_cited_character_once() -> None:
    # Cited 0-20 (two overlapping quotes), gold 15-30: 5 of 20.
    assert quote_precision([span(0, 15), span(10, 20)], [span(15, 30)]) == 0.25
    assert quote_precision([], [span(15, 30)]) is None


def test_the_first_quote_is_right_from_half_of_the_shorter_on() -> None:
    gold = [span(10, 20)]
    assert first_quote_right([span(15, 100)], gold) == 1  # 5 of the gold's 10
    assert first_quote_right([span(16, 100)], gold) == 0  # 4 of 10
    assert first_quote_right([span(18, 22)], gold) == 1  # 2 of the quote's 4
    assert first_quote_right([span(50, 60), span(10, 20)], gold) == 0  # only the first counts
    assert first_quote_right([], gold) == 0


def test_an_answer_is_right_with_its_quote_where_it_is_found_and_any_quote_is_gold() -> None:
    gold, cited = [span(10, 20)], [span(50, 60), span(12, 30)]  # the second shares 8 of the gold's 10
    assert right_with_quote(cited, gold, found=True) == 1
    assert right_with_quote(cited, gold, found=False) == 0
    assert right_with_quote(cited[:1], gold, found=True) == 0
    assert right_with_quote([], gold, found=True) == 0


def test_an_answer_is_found_whatever_its_apostrophes_accents_case_and_line_breaks() -> None:
    assert contains("qu’Ilya serait\nremplacé par JAKUB  Pachocki", "qu'ilya serait remplace par Jakub Pachocki")
    assert contains("le « 15 mai » 2024", "15 mai")
    # Nothing stands between the words of Japanese and Thai.
    assert contains("彼は東京に住んでいる。", "東京")
    assert contains("เขาอยู่ที่กรุงเทพในวันนี้", "กรุงเทพ")
    assert answer_found(["rien", "Jakub Pachocki."], ["Pachocki"]) == 1
    assert answer_found(["rien"], ["Pachocki"]) == 0


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("已于3月11日提交破产申请", "3月11日"),  # a number between letters that are written without spaces
        ("공동 대표 265대였다", "265대"),  # a particle behind its word
        ("46억 원을 받았다", "46억 원"),
        ("직원은 95명이며", "95"),  # what is counted
        ("فالرواتب هناك ثلاثة أضعاف", "الرواتب"),  # "for" is the first letter of "the salaries"
        ("נולד בירושלים ב-1950", "ירושלים"),
    ],
)
def test_an_answer_is_found_where_its_script_writes_words_together(text: str, wording: str) -> None:
    assert contains(text, wording)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("已于13月11日提交", "3月11日"),
        ("공동 1265대였다", "265대"),
        ("이순신 장군", "이수"),  # half of a syllable
        ("مليون رواتبهم", "الرواتب"),
        ("بدون نافذة", "دون"),  # "without", and not "in" with what is below
        ("הירושלמים", "ירושלים"),
    ],
)
def test_and_not_within_another_word_or_number(text: str, wording: str) -> None:
    assert not contains(text, wording)


def test_an_answer_is_found_as_whole_words_only() -> None:
    assert not contains("les metadonnées de 2024", "Meta")
    assert not contains("en 2024", "24")
    assert contains("de Meta, Uber", "Meta")
    assert not contains("anything", " ")


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("1,5 milliard de dollars", "5 milliard"),
        ("1,500 employees", "500 employees"),
        ("1 500 employés", "500 employés"),
        ("1\u202f500 employés", "500 employés"),
        ("1 500 000 employés", "1 500"),
        ("12 500 employés", "12"),
        ("12,5 %", "12"),
        ("20,000", "20"),
        ("GPT-3.5", "GPT-3"),
    ],
)
def test_a_number_is_not_found_in_a_larger_one(text: str, wording: str) -> None:
    assert not contains(text, wording)
    assert contains(text, text)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("le 24, il", "24"),
        ("12, rue", "12"),
        ("In GPT-4. Then", "GPT-4"),
        # Four digits are no group, so a year is not part of the number behind it; nor do four digits behind a space belong to it.
        ("In 2023 500 employees", "500 employees"),
        ("In 2023 500 employees", "2023"),
        ("in room 1 5000 people", "1"),
        # The parts of a date are numbers of their own.
        ("am 17.11.2023", "2023"),
        ("soit 1 500,50 €", "1\xa0500,50"),
    ],
)
def test_a_number_is_found_beside_a_mark_or_another_number(text: str, wording: str) -> None:
    assert contains(text, wording)


def test_a_citation_is_exact_only_if_all_three_units_give_the_quote() -> None:
    good = citation(2, 24)  # holds é, à and an emoji: two UTF-16 units, four bytes
    articles = {"a": article()}
    assert citation_exact(good, articles)
    assert not citation_exact(
        replace(good, offsets=replace(good.offsets, utf16_end=good.offsets.utf16_end - 1)), articles
    )
    assert not citation_exact(
        replace(good, offsets=replace(good.offsets, byte_start=good.offsets.byte_start + 1)), articles
    )
    assert not citation_exact(replace(good, quote="other"), articles)
    assert not citation_exact(good, {})
    wrong = replace(good, quote="other")
    assert spans_exact([good, wrong], articles) == 0.5
    assert spans_exact([], articles) is None


def test_the_mean_of_nothing_is_none_and_one_value_has_no_interval() -> None:
    nothing, one = estimate([]), estimate([0.25])
    assert (nothing.value, nothing.low, nothing.high, nothing.n) == (None, None, None, 0)
    assert (one.value, one.low, one.high, one.n) == (0.25, None, None, 1)


def test_the_bootstrap_interval_is_the_same_each_time_and_near_the_normal_one() -> None:
    values = [1.0] * 70 + [0.0] * 30
    first = estimate(values)
    assert first == estimate(values)
    assert first.value == pytest.approx(0.7)
    # Standard error sqrt(.7 * .3 / 100) = .0458; 1.96 times that is .090.
    assert first.low == pytest.approx(0.61, abs=0.015)
    assert first.high == pytest.approx(0.79, abs=0.015)


def test_auroc_counts_ordered_pairs_and_half_of_ties() -> None:
    # True .8 and .5, false .5 and .2: of four pairs three are in order, one is a tie: 3.5 / 4.
    cases = judged((0.8, 1, 1), (0.5, 1, 1), (0.5, 0, 1), (0.2, 0, 1))
    assert auroc(cases) == pytest.approx(0.875)
    # With the tied false case weighing 3: pairs 2 * 4 = 8, in order 3 + 1 + 1 = 5, ties 3 / 2: 6.5 / 8.
    assert auroc(judged((0.8, 1, 1), (0.5, 1, 1), (0.5, 0, 3), (0.2, 0, 1))) == pytest.approx(0.8125)
    assert auroc(judged((0.8, 1, 1))) is None


def test_brier_is_the_mean_squared_gap() -> None:
    # (.2² * 1 + .5² * 3) / 4 = (.04 + .75) / 4
    assert brier(judged((0.8, 1, 1), (0.5, 0, 3))) == pytest.approx(0.1975)


def test_calibration_error_compares_within_ten_bins_of_equal_weight() -> None:
    # Ten cases are a bin each: nine exact, one (.5, true) half off: .5 / 10.
    exact = [(0.0, 0.0, 1.0)] * 5 + [(1.0, 1.0, 1.0)] * 4
    assert expected_calibration_error(judged(*exact, (0.5, 1.0, 1.0))) == pytest.approx(0.05)
    # Twenty cases of .5, ten of them true, share a bin, in whichever order they come: it is right on average.
    for order in (sorted, reversed, lambda truths: truths):
        truths = order([float(i % 2) for i in range(20)])
        assert expected_calibration_error(judged(*[(0.5, truth, 1.0) for truth in truths])) == pytest.approx(0)


def test_equal_probabilities_share_the_bin_in_which_the_middle_of_their_weight_falls() -> None:
    # Of four cases the two of .5 have their middle at 2/4: bin 5. The others' are 1/8 and 7/8: bins 1 and 8.
    assert bins_of(judged((0.5, 1, 1), (0.1, 0, 1), (0.9, 1, 1), (0.5, 0, 1))).tolist() == [5, 1, 8, 5]


def test_risk_is_the_wrong_share_of_the_answers_given() -> None:
    cases = judged((0.9, 1, 2), (0.5, 0, 1), (0.1, 0, 5))
    assert risk(cases, 0.5) == pytest.approx(1 / 3)  # weight 1 of 3 is wrong
    assert risk(cases, 0.95) is None


def test_no_case_has_no_figure() -> None:
    none = Judged(np.empty(0), np.empty(0), np.empty(0))
    assert (auroc(none), brier(none), expected_calibration_error(none), risk(none, 0)) == (None, None, None, None)
