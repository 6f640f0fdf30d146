"""Tests of gold files: the one that ships, and what is refused."""

import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from eval.errors import GoldError
from eval.gold import WITHOUT_ANSWER, GoldQuestion, Kind, check_gold, gold_line, load_gold, load_gold_file
from eval.gold_check import check_passages, check_questions
from eval.matching import normalised
from index.article import Article, Span
from index.reading import read_corpus

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "eval" / "gold" / "seeds.jsonl"
TEXT = "Jan Leike est parti. C’est l’entreprise\nOpenAI qu’il quitte."
ARTICLES = {"a": Article("a", "T", TEXT, "0" * 64, "fr", None, None, None)}
LINE = {
    "id": "q1",
    "question": "Who left?",
    "language": "en",
    "kind": "factoid",
    "answerable": True,
    "answers": ["Jan Leike"],
    "evidence": [{"article_id": "a", "start": 0, "end": 20, "quote": "Jan Leike est parti."}],
}
NO_ANSWER: dict[str, object] = {"kind": "unanswerable", "answerable": False, "answers": [], "evidence": []}


def write(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def one(folder: Path, **changed: object) -> GoldQuestion:
    return load_gold(write(folder, {**LINE, **changed}))[0]


@pytest.fixture(scope="module")
def seeds() -> tuple[GoldQuestion, ...]:
    return load_gold(GOLD)


def test_every_quote_of_the_shipped_gold_stands_where_it_says(seeds: tuple[GoldQuestion, ...]) -> None:
    articles = {article.id: article for article in read_corpus((ROOT / "seeds",)).articles}
    assert check_gold(seeds, articles) == []


def test_the_shipped_gold_covers_every_kind_and_four_languages(seeds: tuple[GoldQuestion, ...]) -> None:
    kinds, languages = Counter(q.kind for q in seeds), Counter(q.language for q in seeds)
    assert len(seeds) >= 240
    # Between a quarter and two fifths have no answer.
    assert 0.25 <= sum(not q.answerable for q in seeds) / len(seeds) <= 0.4
    assert set(kinds) == set(Kind) - {Kind.SEARCH}  # imported sets alone ask for whole articles
    assert min(kinds.values()) >= 20
    assert min(languages[code] for code in ("en", "fr", "de", "es")) >= 35
    # Every kind is asked in every language.
    assert len({(q.kind, q.language) for q in seeds}) == len(kinds) * len(languages)
    # No question is asked twice in the same words.
    assert len({q.question.casefold() for q in seeds}) == len(seeds)


def test_the_sides_of_every_conflict_come_from_at_least_two_articles(seeds: tuple[GoldQuestion, ...]) -> None:
    for question in seeds:
        if question.kind is Kind.CONFLICT:
            assert len({piece.span.article_id for piece in question.evidence}) >= 2, question.id


def test_no_piece_of_evidence_is_given_twice_and_no_wording_either(seeds: tuple[GoldQuestion, ...]) -> None:
    for question in seeds:
        assert len({piece.span for piece in question.evidence}) == len(question.evidence), question.id
        assert len(set(question.answers)) == len(question.answers), question.id


def test_no_wording_is_so_short_that_it_stands_in_any_sentence(seeds: tuple[GoldQuestion, ...]) -> None:
    yes_and_no = {"yes", "no", "oui", "non", "ja", "nein", "si"}
    for question in seeds:
        for wording in question.answers:
            assert len(wording) > 1, question.id
            assert normalised(wording) not in yes_and_no, question.id


def test_a_good_line_is_read_as_it_stands(tmp_path: Path) -> None:
    question = one(tmp_path)
    assert (question.id, question.kind, question.answers) == ("q1", Kind.FACTOID, ("Jan Leike",))
    assert (question.evidence[0].span.start, question.evidence[0].span.end) == (0, 20)
    assert one(tmp_path, **NO_ANSWER).kind in WITHOUT_ANSWER


def test_a_search_needs_no_wording_and_its_evidence_may_have_a_grade(tmp_path: Path) -> None:
    graded = [{**LINE["evidence"][0], "grade": 3}, LINE["evidence"][0]]
    question = one(tmp_path, kind="search", answers=[], evidence=graded)
    assert (question.kind, question.answers, question.answerable) == (Kind.SEARCH, (), True)
    assert [piece.grade for piece in question.evidence] == [3, 1]
    assert check_gold([question], ARTICLES) == []


def test_a_piece_of_a_conflict_may_state_its_side_which_is_written_back(tmp_path: Path) -> None:
    stated = [{**LINE["evidence"][0], "side": "he left"}, LINE["evidence"][0]]
    question = one(tmp_path, kind="conflict", evidence=stated)
    assert [piece.side for piece in question.evidence] == ["he left", None]
    assert json.loads(gold_line(question)) == {**LINE, "kind": "conflict", "evidence": stated}


def test_only_the_questions_of_one_language_are_read_when_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, LINE, "", {**LINE, "id": "q2", "language": "fr"})
    assert [q.id for q in load_gold(path)] == ["q1", "q2"]
    assert [q.id for q in load_gold(path, "fr")] == ["q2"]
    with pytest.raises(GoldError, match="no question in 'xx'"):
        load_gold(path, "xx")
    with pytest.raises(GoldError, match="no question in 'FR'; it holds some in en, fr"):
        load_gold(path, "FR")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"answer": "x"}, "unknown field 'answer'"),
        ({"kind": "riddle"}, "'kind' is 'riddle'"),
        ({"question": ""}, "'question' is ''"),
        ({"question": " \t"}, "expected text, not blank"),
        ({"language": "EN"}, "'language' is 'EN'; expected two letters in lower case"),
        ({"language": "klingon"}, "'language' is 'klingon'; expected two letters"),
        ({"answerable": "yes"}, "'answerable' is 'yes'; expected true or false"),
        ({"answerable": False}, "'answerable' is False"),
        ({"evidence": []}, "'evidence' is empty"),
        ({"answers": []}, "'answers' is empty"),
        ({"answers": [""]}, "'answers' is"),
        (NO_ANSWER | {"answers": ["x"]}, "'answers' is not empty"),
        (NO_ANSWER | {"evidence": LINE["evidence"]}, "'evidence' is not empty"),
        ({"evidence": ["x"]}, "'evidence' holds 'x'"),
        ({"evidence": [{"article_id": "a", "start": 0, "end": 20}]}, "field 'quote' is missing"),
        ({"evidence": [{"article_id": "a", "start": 0, "end": 9, "quote": "Jan"}]}, "0-9 is no range"),
        ({"evidence": [{"article_id": "a", "start": 3, "end": 3, "quote": "x"}]}, "3-3 is no range"),
        ({"evidence": [{**LINE["evidence"][0], "start": -5, "end": -1}]}, "start is -5; places are counted from 0"),
        ({"evidence": [{**LINE["evidence"][0], "grade": 0}]}, "grade is 0; it must be 1 or more"),
        ({"evidence": [{**LINE["evidence"][0], "grade": "2"}]}, "'grade' is '2'"),
        ({"evidence": [{**LINE["evidence"][0], "side": "x"}]}, "only a conflict has sides"),
        ({"kind": "conflict", "evidence": [{**LINE["evidence"][0], "side": ""}]}, "'side' is ''"),
        ({"kind": "search"}, "'answers' is not empty, and kind 'search'"),
        # json.dumps writes half a surrogate pair as \\ud83d, which json.loads reads again.
        ({"question": "why \ud83d?"}, "field 'question': character 4 is half a surrogate pair"),
        ({"answers": ["Jan", "\ud83d"]}, "field 'answers': character 0 is half a surrogate pair"),
        (
            {"evidence": [{**LINE["evidence"][0], "article_id": "a\ud83d"}]},
            "evidence: field 'article_id': character 1 is half a surrogate pair",
        ),
    ],
)
def test_a_bad_line_is_refused_by_file_line_and_field(tmp_path: Path, changed: dict[str, object], named: str) -> None:
    path = write(tmp_path, LINE, {**LINE, "id": "q2", **changed})
    with pytest.raises(GoldError) as error:
        load_gold(path)
    assert f"{path}:2: " in str(error.value)
    assert named in str(error.value)


def test_what_is_no_gold_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        load_gold(tmp_path / "none.jsonl")
    with pytest.raises(GoldError, match=r":1: not JSON"):
        load_gold(write(tmp_path, "{"))
    with pytest.raises(GoldError, match=r":1: not JSON"):
        load_gold(write(tmp_path, "[" * 100_000))
    with pytest.raises(GoldError, match=r":1: expected an object"):
        load_gold(write(tmp_path, "[]"))
    with pytest.raises(GoldError, match=r":2: id 'q1' is taken"):
        load_gold(write(tmp_path, LINE, LINE))
    with pytest.raises(GoldError, match="no question"):
        load_gold(write(tmp_path, ""))
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(GoldError, match="byte 8 is not UTF-8"):
        load_gold(path)


def test_every_bad_line_is_told_up_to_twenty(tmp_path: Path) -> None:
    path = write(tmp_path, {**LINE, "kind": "riddle"}, LINE, "{", *[LINE] * 20)
    with pytest.raises(GoldError) as error:
        load_gold(path)
    told = str(error.value).split("\n  ")
    assert [text.partition(": ")[0] for text in told[:3]] == [f"{path}:1", f"{path}:3", f"{path}:4"]
    # A riddle, a brace, and twenty that take the id of line 2: 22, of which 20 are told.
    assert (len(told), told[-1]) == (21, "and 2 more lines")


def test_a_file_of_another_form_is_told_the_form_and_not_whole(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r":1: not JSON: .*JSON Lines has one object") as csv:
        load_gold(write(tmp_path, "id,question,language"))
    with pytest.raises(GoldError, match=r":1: expected an object, found \[.*…; JSON Lines has one object") as array:
        load_gold(write(tmp_path, json.dumps([LINE] * 50)))
    assert max(len(str(error.value)) for error in (csv, array)) < 500


def test_a_field_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r":1: field 'id' stands there twice"):
        load_gold(write(tmp_path, '{"id": "q0", ' + json.dumps(LINE)[1:]))


def test_an_article_that_is_nearly_called_so_and_where_the_quote_stands_are_told(tmp_path: Path) -> None:
    articles = {"harbour": Article("harbour", "T", f"No. {TEXT}", "0" * 64, "fr", None, None, None)}
    quote = LINE["evidence"][0]
    pieces = [{**quote, "article_id": name} for name in ("harbor", "harbour.txt", "harbour")]
    nearly, ending, off = check_gold([one(tmp_path, evidence=pieces)], articles)
    assert nearly.endswith("there is no article 'harbor'; perhaps 'harbour'")
    assert ending.endswith("perhaps 'harbour': an id is the name of a file without its ending")
    assert off.endswith("; that stands at 4-24")  # four characters stand before it


def test_an_article_that_many_pieces_name_is_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr("eval.gold.get_close_matches", lambda name, *_: looked.append(name) or [])
    piece = {**LINE["evidence"][0], "article_id": "harbor"}
    problems = check_gold([one(tmp_path, evidence=[piece] * 5)], ARTICLES)
    assert (len(problems), looked) == (5, ["harbor"])


def test_the_sha256_is_of_what_was_read_be_it_a_pipe(tmp_path: Path) -> None:
    path = write(tmp_path, LINE)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    read, written = os.pipe()
    os.write(written, path.read_bytes())
    os.close(written)
    piped = load_gold_file(Path(f"/dev/fd/{read}"))
    os.close(read)
    assert piped.sha256 == load_gold_file(path).sha256 == sha256
    assert piped.questions == load_gold(path)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(tmp_path: Path, end: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + end.join([json.dumps(LINE), json.dumps({**LINE, "id": "q2"})]).encode())
    assert [question.id for question in load_gold(path)] == ["q1", "q2"]
    path.write_bytes(end.join([json.dumps(LINE), "", "{"]).encode())
    with pytest.raises(GoldError, match=":3: not JSON"):
        load_gold(path)


def test_what_cannot_be_asked_and_what_is_asked_twice_is_told(tmp_path: Path) -> None:
    long = {**LINE, "id": "q2", "question": "why " * 501}  # 2,003 characters once trimmed, of 2,000 allowed
    again = {**LINE, "id": "q3", "question": "who  LEFT?"}
    too_long, twice = check_questions(load_gold(write(tmp_path, LINE, long, again)))
    assert too_long == "q2: the question has 2003 characters; at most 2000 are read"
    assert twice == "q3: question: q1 asks in the same words"


def test_evidence_that_no_passage_holds_whole_is_told(tmp_path: Path) -> None:
    question = one(tmp_path)  # its evidence is 0-20 of a
    assert check_passages([question], ARTICLES, [Span("a", 0, 20)]) == []
    halves = [Span("a", 0, 10), Span("a", 10, 30), Span("b", 0, 50)]
    (problem,) = check_passages([question], ARTICLES, halves)
    assert problem.startswith("q1: evidence: 0-20 of a lies in no passage")
    # Where there is no such article that is told already.
    assert check_passages([question], {}, []) == []


def test_gold_that_does_not_fit_the_articles_is_told_problem_by_problem(tmp_path: Path) -> None:
    assert check_gold([one(tmp_path)], ARTICLES) == []
    moved = {"article_id": "a", "start": 1, "end": 21, "quote": "Jan Leike est parti."}
    elsewhere = {**moved, "article_id": "b"}
    problems = check_gold([one(tmp_path, evidence=[moved, elsewhere])], ARTICLES)
    assert len(problems) == 2
    assert "q1: evidence: at 1-21 of a stands 'an Leike est parti. '" in problems[0]
    assert "no article 'b'" in problems[1]


def test_the_first_answer_must_stand_in_a_quote_white_space_and_apostrophes_apart(tmp_path: Path) -> None:
    quote = "C’est l’entreprise\nOpenAI"
    evidence = [{"article_id": "a", "start": 21, "end": 21 + len(quote), "quote": quote}]
    assert check_gold([one(tmp_path, answers=["l'entreprise OpenAI", "OpenAI Inc"], evidence=evidence)], ARTICLES) == []
    (problem,) = check_gold([one(tmp_path, answers=["OpenAI Inc", "OpenAI"], evidence=evidence)], ARTICLES)
    assert "q1: answers: the first, 'OpenAI Inc'" in problem
