"""The sides of a conflict: by wording, by value, or as the gold states them."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.gold import GoldEvidence, GoldQuestion, Kind, gold_line, load_gold
from eval.sides import check_sides, planted_sides
from index.article import Article, PartialDate, Span
from index.reading import read_corpus

ROOT = Path(__file__).parents[1]
QUOTES = ("Elle aura 66 ans à Noël.", "À soixante-six ans, elle part.", "Elle a 61 ans.")


def article(*quotes: str) -> Article:
    text = " ".join(quotes)
    return Article("a", "T", text, "0" * 64, "fr", None, PartialDate.parse("2024-05-20"), None)


def conflict(quotes: Sequence[str], answers: Sequence[str], sides: Sequence[str | None] = ()) -> GoldQuestion:
    text = " ".join(quotes)
    evidence = tuple(
        GoldEvidence(Span("a", text.index(quote), text.index(quote) + len(quote)), quote, side=side)
        for quote, side in zip(quotes, sides or [None] * len(quotes), strict=True)
    )
    return GoldQuestion("q1", "When?", "en", Kind.CONFLICT, answerable=True, answers=tuple(answers), evidence=evidence)


def sides_of(quotes: Sequence[str], answers: Sequence[str], sides: Sequence[str | None] = ()) -> list[list[int]]:
    """The numbers of the quotes on each side, in order."""
    question = conflict(quotes, answers, sides)
    numbers = {piece.span: number for number, piece in enumerate(question.evidence)}
    return sorted(sorted(numbers[span] for span in side) for side in planted_sides(question, {"a": article(*quotes)}))


def test_pieces_that_hold_the_same_wording_are_one_side() -> None:
    quotes = ["le 15 mai 2024", "vers la mi-mai", "le 14 mai 2024", "dès le 15 mai 2024", "en mai 2024"]
    # "en mai 2024" says less exactly what the 15th says; "vers la mi-mai" holds no wording and stands alone.
    assert sides_of(quotes, ["15 mai 2024", "mai 2024", "15 mai", "14 mai 2024"]) == [[0, 3, 4], [1], [2]]


def test_wordings_that_state_the_same_value_are_one_side() -> None:
    assert sides_of(QUOTES, ["66 ans à Noël", "soixante-six ans", "61 ans"]) == [[0, 1], [2]]
    # A day whose year is that of the article's date.
    quotes = ["Il part ce 15 mai.", "C'était le 15.05.2024 au soir.", "Il est parti le 16 mai 2024."]
    assert sides_of(quotes, ["ce 15 mai", "15.05.2024", "16 mai 2024"]) == [[0, 1], [2]]


def test_a_year_is_no_value_for_it_agrees_with_every_day() -> None:
    # The article is French: of an English date the year alone can be read.
    quotes = ["— X (@x) May 15, 2024", "— Y (@y) May 17, 2024"]
    assert sides_of(quotes, ["May 15, 2024", "May 17, 2024"]) == [[0], [1]]


def test_a_value_that_all_pieces_state_is_not_what_they_disagree_on() -> None:
    # Both begin with nine.
    assert sides_of(["par neuf voix à huit", "par neuf voix à sept"], ["neuf voix à huit", "neuf voix à sept"]) == [
        [0],
        [1],
    ]


def test_sides_that_the_gold_states_are_those() -> None:
    quotes = ["Il a rejoint Microsoft.", "Il fut réinstauré.", "Il a repris son poste.", "Un retour tumultueux."]
    wordings = ["rejoint Microsoft", "réinstauré", "repris son poste", "retour"]
    assert sides_of(quotes, wordings) == [[0], [1], [2], [3]]
    assert sides_of(quotes, wordings, ["gone", "back", "back", "back"]) == [[0], [1, 2, 3]]
    # They part what one wording would join; a piece without one joins by its wording.
    same = ["Oui, le 3 mai.", "Non, le 3 mai.", "Enfin, le 3 mai 2024."]
    assert sides_of(same, ["3 mai", "3 mai 2024"], ["yes", "no", None]) == [[0, 2], [1]]


def test_every_conflict_of_the_shipped_gold_has_the_two_sides_that_are_meant() -> None:
    articles = {article.id: article for article in read_corpus((ROOT / "seeds",)).articles}
    conflicts = [q for q in load_gold(ROOT / "eval" / "gold" / "seeds.jsonl") if q.kind is Kind.CONFLICT]
    assert {question.id: len(planted_sides(question, articles)) for question in conflicts} == {
        question.id: 2 for question in conflicts
    }
    # Where sides are stated, all pieces of the question have one.
    for question in conflicts:
        assert len({piece.side is None for piece in question.evidence}) == 1, question.id


def test_a_conflict_whose_evidence_agrees_is_told() -> None:
    quotes = ["Ce ne sont pas 410 GWh qui furent vendus, mais 287.", "Ils ont vendu 410 GWh."]
    alike, apart = (conflict(quotes, ["410 GWh", "287"], sides) for sides in ((), ("287", "410")))
    articles = {"a": article(*quotes)}
    assert check_sides([apart], articles) == []
    (problem,) = check_sides([alike], articles)
    assert problem.startswith("q1: evidence: all of it says the same")


def test_the_command_that_checks_gold_tells_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    question = next(q for q in load_gold(Path("eval/gold/seeds.jsonl")) if q.kind is Kind.CONFLICT)
    one_sided = GoldQuestion(
        "one", "When?", "en", Kind.CONFLICT, answerable=True, answers=question.answers, evidence=question.evidence[:1]
    )
    gold = tmp_path / "gold.jsonl"
    gold.write_text(gold_line(one_sided), "utf-8")
    result = CliRunner().invoke(app, ["check", str(gold), "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert "one: evidence: all of it says the same" in result.stderr
