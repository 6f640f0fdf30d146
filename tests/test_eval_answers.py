"""Metrics of what an answer says: short answers, conflicts, languages and coverage, each against arithmetic done by hand."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from torchmetrics.functional.text.squad import squad

from eval.metrics_answers import (
    claim_coverage,
    conflict_sides_found,
    quoted_language_share,
    short_answer_agreement,
)
from index.article import Article, Span
from index.chunks import Chunk
from index.search import Passage
from index.sentences import Sentence, SentenceKind
from rag.answer import Answer, Citation, Conflict, ConflictSide, Evidence, Statement
from rag.citations import cite

TEXT = "0123456789" * 10
NOTHING = Answer("why?", "en", "", None, "", (), (), (), 0.1, None, ())


def citation(start: int, end: int, article_id: str = "a", language: str = "fr") -> Citation:
    article = Article(article_id, "T", TEXT, "0" * 64, language, None, None, None)
    here = Span(article_id, start, end)
    chunk = Chunk(f"{article_id}#0", here, (Sentence(start, end, SentenceKind.PROSE),), None)
    passage = Passage(chunk, TEXT[start:end], 1.0, 1, 0)
    return cite(article, Evidence(passage, here, here, 1.0), TEXT[start:end])


def disagreeing(citations: Sequence[Citation], *sides: tuple[int, ...]) -> Answer:
    shown = tuple(ConflictSide(str(n), str(n), cited, newest=False) for n, cited in enumerate(sides))
    return replace(NOTHING, citations=tuple(citations), conflicts=(Conflict("date", shown),))


def test_the_short_answer_is_compared_as_the_language_of_the_answer_has_it() -> None:
    french = replace(NOTHING, short_answer="l’Élysée", language="fr")
    # The French article goes, whatever the question was asked in.
    agreed = short_answer_agreement(french, ["Matignon", "Élysée"], "en")
    assert agreed is not None
    assert (agreed.exact, agreed.f1) == (1, 1)
    english = replace(french, language="en")
    without = short_answer_agreement(english, ["Élysée"], "fr")
    assert without is not None
    assert (without.exact, without.f1) == (0, 0)


def test_a_refusal_agrees_with_nothing_and_where_no_wording_is_accepted_there_is_no_score() -> None:
    refused = short_answer_agreement(NOTHING, ["Paris"], "en")
    assert refused is not None
    assert (refused.exact, refused.f1) == (0, 0)
    assert short_answer_agreement(NOTHING, [], "en") is None


def test_exact_match_and_f1_are_those_of_the_squad_script_over_a_whole_set() -> None:
    cases = [
        ("the Rome of old", ["Rome", "old Rome"]),
        ("in 1,990", ["1990"]),
        ("Ann's mother", ["the mother of Ann", "Anns mother!"]),
        ("", ["Paris"]),
    ]
    ours = [
        short_answer_agreement(replace(NOTHING, short_answer=said, language="en"), accepted, "en")
        for said, accepted in cases
    ]
    theirs = squad(
        [{"prediction_text": said, "id": str(n)} for n, (said, _) in enumerate(cases)],
        [
            {"answers": {"text": accepted, "answer_start": [0] * len(accepted)}, "id": str(n)}
            for n, (_, accepted) in enumerate(cases)
        ],
    )
    assert 25 * sum(one.exact for one in ours if one) == pytest.approx(float(theirs["exact_match"]))
    assert 25 * sum(one.f1 for one in ours if one) == pytest.approx(float(theirs["f1"]), abs=1e-3)


def test_claim_coverage_counts_the_characters_that_a_cited_statement_carries() -> None:
    text = "ab cd ef"
    carried, bare = Statement(0, 5, (0,)), Statement(6, 8, ())
    # Of abcdef, a to d are in a statement with a citation: 4 of 6. White space counts nowhere.
    assert claim_coverage(text, [carried, bare]) == pytest.approx(4 / 6)
    assert claim_coverage(text, [carried, carried, Statement(5, 8, (1,))]) == 1
    assert claim_coverage(text, []) == 0
    assert claim_coverage("", []) is None


def test_the_language_is_right_as_far_as_the_citations_are_in_it() -> None:
    citations = (citation(0, 5), citation(5, 9), citation(0, 5, "b", "en"))
    assert quoted_language_share(replace(NOTHING, citations=citations, language="fr")) == pytest.approx(2 / 3)
    assert quoted_language_share(replace(NOTHING, citations=citations, language="de")) == 0
    assert quoted_language_share(NOTHING) is None


def test_each_planted_side_wants_a_side_of_its_own() -> None:
    planted = [[Span("a", 0, 10)], [Span("b", 0, 10)], [Span("c", 0, 10), Span("c", 50, 60)]]
    cited = [citation(0, 10), citation(0, 10, "b"), citation(48, 58, "c"), citation(80, 90)]
    assert conflict_sides_found(disagreeing(cited, (0,), (1,)), planted) == pytest.approx(2 / 3)
    assert conflict_sides_found(disagreeing(cited, (0,), (3, 1), (2,)), planted) == 1
    # Side by side on one side, a and b are not set apart.
    assert conflict_sides_found(disagreeing(cited, (0, 1), (3,)), planted) == pytest.approx(1 / 3)
    # The first shown fits a and b, the second a alone: both are found if b takes the first.
    assert conflict_sides_found(disagreeing(cited, (0, 1), (0,)), planted) == pytest.approx(2 / 3)
    # Quotes that are no side of a conflict say nothing of one.
    assert conflict_sides_found(replace(NOTHING, citations=tuple(cited)), planted) == 0
    assert conflict_sides_found(disagreeing(cited, (0,), (1,)), planted[:1]) is None
