"""Tests of drawing questions by article, of the intervals that follow, and of what a comparison can see."""

from collections import Counter
from math import inf
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from eval.clusters import cluster_of, clustered_estimate, resample
from eval.gates import read_gates
from eval.gold import load_gold
from eval.intervals import Estimate, estimate
from eval.power import Design, fewest_changes, smallest_drop, visible_drop

ROOT = Path(__file__).parents[1]
# Five articles with ten questions each, and twenty questions on none.
CLUSTERS = tuple(f"article-{n % 5}" for n in range(50)) + tuple(cluster_of(f"q{n}", ()) for n in range(20))


def test_a_question_belongs_to_the_article_of_most_of_its_quotes() -> None:
    assert cluster_of("q", ["a", "b", "b"]) == "b"
    assert cluster_of("q", ["b", "a", "a", "b"]) == "b"  # two each: the first named
    assert cluster_of("q", ["a"]) == cluster_of("r", ["a"])


def test_questions_without_an_article_are_each_on_their_own() -> None:
    assert cluster_of("q", ()) != cluster_of("r", ())


def test_every_resample_has_as_many_questions_without_an_article_as_the_gold() -> None:
    counts = resample(CLUSTERS, 500).counts
    assert set(counts[:, 50:].sum(axis=1)) == {20}
    # All articles are of one size, so those with an article are fifty each time, too.
    assert set(counts[:, :50].sum(axis=1)) == {50}


def test_articles_are_drawn_whole_and_then_their_questions() -> None:
    counts = resample(CLUSTERS, 2_000).counts
    per_article = np.stack([counts[:, n:50:5].sum(axis=1) for n in range(5)])
    # An article is drawn 0, 1, 2 ... times and brings ten questions each time; it is missing with (4/5)^5 = .328.
    assert set((per_article % 10).ravel()) == {0}
    assert (per_article == 0).mean() == pytest.approx(0.328, abs=0.02)
    # Within an article its questions are drawn again: one of ten is missing though the article was drawn once.
    drawn_once = counts[per_article[0] == 10][:, 0]
    assert (drawn_once == 0).mean() == pytest.approx(0.9**10, abs=0.05)


def test_the_interval_is_wider_where_an_article_succeeds_or_fails_as_a_whole() -> None:
    clusters = CLUSTERS[:50]
    together = [float(name in {"article-0", "article-1"}) for name in clusters]
    apart = [float(n < 20) for n in range(50)]
    assert estimate(together).value == estimate(apart).value == 0.4
    wide, narrow = clustered_estimate(together, clusters), clustered_estimate(apart, clusters)
    plain = estimate(apart)
    assert all(found.low is not None and found.high is not None for found in (wide, narrow, plain))
    widths = [found.high - found.low for found in (wide, narrow, plain)]  # type: ignore[operator]
    assert widths[0] > 2 * widths[2]
    assert widths[0] > 1.5 * widths[1]


def test_an_article_may_be_called_as_a_question_without_an_article_is() -> None:
    # One of ten is right, all about one article: the mean of a resample is the share that was drawn of it.
    values, name = [1.0] + [0.0] * 9, cluster_of("1", ())
    found = clustered_estimate(values, [name] * 10)
    assert found == clustered_estimate(values, ["article"] * 10)
    assert (found.value, found.low) == (0.1, 0.0)
    # A question without an article that has the same name is drawn with them.
    assert set(resample((name, *(cluster_of("2", ()),) * 2), 500).counts.sum(axis=1)) == {3}


def test_without_articles_the_interval_is_that_of_independent_questions() -> None:
    values = [float(n < 30) for n in range(100)]
    found = clustered_estimate(values, [cluster_of(str(n), ()) for n in range(100)])
    # .3 ± 1.96 · √(.3 · .7 / 100) = .3 ± .09
    assert (found.value, found.low, found.high) == (0.3, pytest.approx(0.21, abs=0.011), pytest.approx(0.39, abs=0.011))


def test_the_estimate_of_nothing_is_none_and_of_one_value_has_no_interval() -> None:
    assert clustered_estimate([], []) == Estimate(None, None, None, 0)
    assert clustered_estimate([1.0], ["a"]) == Estimate(1.0, None, None, 1)
    with pytest.raises(ValueError, match="2 values and 1 clusters"):
        clustered_estimate([1.0, 0.0], ["a"])


def test_the_design_effect_is_1_without_articles_and_nearly_2_with_five() -> None:
    resamples = resample(CLUSTERS, 2_000)
    applies = np.arange(70) >= 50
    # Independent: n · n · (1 - 1/n) / n² = 1 - 1/20.
    assert resamples.design_effect(applies) == pytest.approx(0.95, abs=0.03)
    # Two stages: 1 - 1/5 for the articles and 1 - 1/10 for their questions.
    assert resamples.design_effect(~applies) == pytest.approx(1.7, abs=0.06)


def test_the_smallest_drop_solves_the_formula() -> None:
    design = Design(questions=100, effect=1.5, churn=0.04, tail=0.025)
    drop = smallest_drop(design, tolerated=0.02)
    normal = NormalDist()
    reach = normal.inv_cdf(0.975) * 1.5**0.5 + normal.inv_cdf(0.8)
    assert drop - 0.02 == pytest.approx(reach * ((drop + 0.04 - drop**2) / 100) ** 0.5)
    # Independent questions that only fall, r = 1.96 + .84 = 2.8, r² = 7.85: d = 7.85 / 107.85.
    assert smallest_drop(Design(100, 1, 0, 0.025), 0) == pytest.approx(0.0728, abs=0.0001)


@pytest.mark.parametrize("churn", [0.0, 0.05])
def test_a_drop_of_the_smallest_size_is_seen_in_at_least_eight_of_ten_runs(churn: float) -> None:
    clusters, tail = CLUSTERS[:50] * 2, 0.0036
    resamples = resample(clusters, 4_000)
    design = Design(100, resamples.design_effect(np.ones(100, dtype=bool)), churn, tail)
    drop, chance = smallest_drop(design, 0), np.random.default_rng(7)
    luck = chance.random((100, 300))
    changes = np.where(luck < drop + churn / 2, -1.0, np.where(luck < drop + churn, 1.0, 0.0))
    highest = np.percentile(resamples.means(changes), 100 * (1 - tail), axis=0)
    assert (highest < 0).mean() >= 0.77  # .8 but for the luck of 300 draws


def test_so_many_questions_must_change_that_all_of_them_rarely_fall_by_chance() -> None:
    # .5**5 = .031 and .5**6 = .016; .5**8 = .0039 and .5**9 = .0020.
    assert (fewest_changes(0.025), fewest_changes(0.05 / 7 / 2)) == (6, 9)


def test_a_drop_is_visible_only_where_enough_questions_fall_in_eight_of_ten_runs() -> None:
    design = Design(questions=8, effect=0.87, churn=0.0, tail=0.025)
    drop = visible_drop(design, 8, 0)
    # Six of eight must fall, and do where each falls with a chance of .80: 28 · .8⁶ · .2² + 8 · .8⁷ · .2 + .8⁸ = .797.
    assert smallest_drop(design, 0) < 0.5 < drop == pytest.approx(0.801, abs=0.001)
    # All of six must: .8 ** (1 / 6) = .963 of them, which is .723 of the eight.
    assert visible_drop(design, 6, 0) == pytest.approx(0.8 ** (1 / 6) * 6 / 8)
    # Five never are enough, however many questions do not score.
    assert visible_drop(design, 5, 0) == inf
    assert visible_drop(Design(5, 0.8, 0, 0.025), 5, 0) == inf
    # Of many questions so few are needed that the interval decides.
    many = Design(1_000, 1.85, 0.0, 0.025)
    assert visible_drop(many, 1_000, 0.02) == smallest_drop(many, 0.02)


def test_the_decision_about_the_gates_reckons_with_the_gold_there_is() -> None:
    text = (ROOT / "docs" / "decisions" / "0007-gates.md").read_text("utf-8")
    gates = read_gates(ROOT / "eval" / "gates.toml").regressions
    gold = load_gold(ROOT / "eval" / "gold" / "seeds.jsonl")
    clusters = tuple(cluster_of(one.id, [quote.span.article_id for quote in one.evidence]) for one in gold)
    drawn, answerable = resample(clusters, 10_000), np.array([one.answerable for one in gold])
    sizes = sorted(Counter(name for name, known in zip(clusters, answerable, strict=True) if known).values())
    assert f"{', '.join(map(str, sizes[:0:-1]))} and {sizes[0]} to an article" in text
    # Half of what Bonferroni leaves to one of them lies beyond each end.
    tail = 0.05 / len(gates) / 2
    for applies in (answerable, ~answerable):
        n, effect = int(applies.sum()), drawn.design_effect(applies)
        seen = [smallest_drop(Design(n, effect, churn, tail), 0.0) for churn in (0.0, 0.05)]
        row = [f"{n}", *(f"{value:.{digits}f}" for value, digits in zip((effect, *seen), (2, 3, 3), strict=True))]
        assert f"| {' | '.join(number.removeprefix('0') for number in row)} |" in text
