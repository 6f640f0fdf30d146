"""`pourquoi eval new-gold`: what is proposed from articles in four languages, and what becomes of what is typed."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from eval.cli import app
from eval.errors import GoldError, QuoteError
from eval.gold import GoldEvidence, GoldQuestion, Kind, check_gold, load_gold
from eval.new_gold.answers import AnswerKind, find_answers
from eval.new_gold.gold_file import append_question, next_id
from eval.new_gold.names import is_person, names_in
from eval.new_gold.propose import propose, unproposed
from eval.new_gold.questions import ask_for
from eval.new_gold.quotes import find_quote
from eval.new_gold.wording import WORDINGS
from index.article import Article

ROOT = Path(__file__).parents[1]
BAKERY = """A bakery in Aston

Anna Miller opened a bakery in Aston on 3 May 1987. The shop was paid for by Bruno Keller, who had sold his mill. However,
the bakery closed in 1993 because the river flooded the cellar twice. About 250 families bought their bread there. Rebuilding
the cellar cost $40,000 in the end. “We never thought the water would come so high,” said Anna Miller in 1994.
"""
LIBRARY = """The library of Byford

Clara Stone founded a library in Byford on 7 March 1952. The books were given by David Marsh, a retired captain.
The river flooded the cellar twice. Clara Stone never married. Nearly 60 % of the town borrow a book each year.
"""


def article(text: str, language: str = "en", name: str = "bakery") -> Article:
    return Article(name, text.partition("\n")[0], text, "0" * 64, language, None, None, None)


def asked(sentence: str, language: str) -> dict[AnswerKind, tuple[str | None, str]]:
    """For each kind of answer in a sentence the question and the answer."""
    wording = WORDINGS[language]
    return {
        found.kind: (ask_for(sentence, found, wording), sentence[found.start : found.end])
        for found in find_answers(sentence, wording)
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("bakery", BAKERY), ("library", LIBRARY)):
        (tmp_path / "articles").mkdir(exist_ok=True)
        (tmp_path / "articles" / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


def new_gold(folder: Path, *typed: str) -> Result:
    arguments = ["new-gold", "--articles", str(folder / "articles"), "--out", str(folder / "gold.jsonl")]
    return CliRunner().invoke(app, arguments, input="\n".join((*typed, "")), catch_exceptions=False)


# ---- questions from a sentence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "question", "answer"),
    [
        (
            *("en", "Anna Miller opened a bakery on 3 May 1987.", AnswerKind.DATE),
            *("When was it that Anna Miller opened a bakery?", "3 May 1987"),
        ),
        (
            *("fr", "Un nouveau directeur a été nommé, lundi 20 novembre.", AnswerKind.DATE),
            *("Quand est-ce qu’un nouveau directeur a été nommé ?", "20 novembre"),
        ),
        (
            *("de", "Anna Müller eröffnete am 3. Mai 1987 eine Bäckerei.", AnswerKind.DATE),
            *("Wann eröffnete Anna Müller eine Bäckerei?", "3. Mai 1987"),
        ),
        (
            *("de", "Am 12. Juni 2001 kaufte die Stadt das Haus.", AnswerKind.DATE),
            *("Wann kaufte die Stadt das Haus?", "12. Juni 2001"),
        ),
        (
            *("es", "El 12 de junio de 2001, la ciudad compró la casa.", AnswerKind.DATE),
            *("¿Cuándo fue que la ciudad compró la casa?", "12 de junio de 2001"),
        ),
        (
            *("en", "The bakery closed in 1993 because the river flooded it.", AnswerKind.REASON),
            *("Why is it that the bakery closed in 1993?", "the river flooded it"),
        ),
        (
            *("fr", "Elle a quitté la mairie parce qu’elle était en désaccord.", AnswerKind.REASON),
            *("Pourquoi est-ce qu’elle a quitté la mairie ?", "elle était en désaccord"),
        ),
        (
            *("de", "Die Bäckerei schloss 1993, weil der Fluss den Keller überflutete.", AnswerKind.REASON),
            *("Warum schloss die Bäckerei 1993?", "der Fluss den Keller überflutete"),
        ),
        (
            *("es", "La panadería cerró en 1993 porque el río inundó el sótano.", AnswerKind.REASON),
            *("¿Por qué la panadería cerró en 1993?", "el río inundó el sótano"),
        ),
        (
            *("fr", "Ilya serait remplacé par Jakub Pachocki, un chercheur.", AnswerKind.AGENT),
            *("Ilya serait remplacé par qui ?", "Jakub Pachocki"),
        ),
        (
            *("de", "Der Laden wurde von Bruno Keller bezahlt.", AnswerKind.AGENT),
            *("Der Laden wurde von wem bezahlt?", "Bruno Keller"),
        ),
        (
            *("en", "About 250 families bought their bread there.", AnswerKind.COUNT),
            *("How many families bought their bread there?", "250"),
        ),
        (
            *("fr", "Elle avait signé avec près de 90 % des employés.", AnswerKind.SHARE),
            *("Elle avait signé avec quel pourcentage des employés ?", "90 %"),
        ),
        (
            *("fr", "L’entreprise devra lever 100 milliards de dollars bientôt.", AnswerKind.AMOUNT),
            *("L’entreprise devra lever combien bientôt ?", "100 milliards de dollars"),
        ),
        (
            *("en", "Nearly 60 % of the town borrow a book.", AnswerKind.SHARE),
            *("What percentage of the town borrow a book?", "60 %"),
        ),
        (
            *("en", "“We never thought the water would come so high,” said Anna Miller.", AnswerKind.SAID),
            *("What did Anna Miller say?", "We never thought the water would come so high"),
        ),
        (
            *("es", "Ana Molina abrió una panadería en Alba.", AnswerKind.SUBJECT),
            *("¿Quién abrió una panadería en Alba?", "Ana Molina"),
        ),
    ],
)
def test_a_sentence_is_asked_for_what_it_says(
    language: str, sentence: str, kind: AnswerKind, question: str, answer: str
) -> None:
    assert asked(sentence, language)[kind] == (question, answer)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The shop had been open since 3 May 1987 and never closed.", AnswerKind.DATE),  # that is not when it opened
        ("The 750 families came back to the town.", AnswerKind.COUNT),  # they were counted before
        ("The phone has a Snapdragon 8 chip in it.", AnswerKind.COUNT),  # part of a name
        ("In 2001 families came back to the town.", AnswerKind.COUNT),  # a year
        ("It was so, because.", AnswerKind.REASON),
        ("The mayor, who resigned because the town was angry, moved.", AnswerKind.REASON),  # not why the mayor moved
        ("They called it “a nice bakery”, and it was one.", AnswerKind.SAID),  # too few words to be said
    ],
)
def test_what_would_be_a_wrong_question_is_not_asked(sentence: str, kind: AnswerKind) -> None:
    assert kind not in asked(sentence, "en")


def test_names_have_two_words_and_none_that_only_begins_a_sentence() -> None:
    assert names_in("After Anna Miller’s visit Ursula von der Leyen met Bruno.", "en") == [
        "Anna Miller",
        "Ursula von der Leyen",
    ]
    assert [is_person(name) for name in ("Anna Miller", "Open AI", "PDG Sam Altman", "OpenAI Ilya")] == [
        True,
        False,
        False,
        False,
    ]


# ---- proposals from articles -----------------------------------------------------------------------------------------


def test_articles_take_turns_and_no_sentence_comes_twice() -> None:
    articles = {"bakery": article(BAKERY), "library": article(LIBRARY, name="library")}
    made = [proposal for proposal in propose(articles, ()) if proposal.answer]
    assert [proposal.sentence.article_id for proposal in made][:4] == ["bakery", "library", "bakery", "library"]
    assert len({proposal.sentence for proposal in made}) == len(made) == 9  # 6 sentences of 6, and 3 of 5
    assert made == [proposal for proposal in propose(articles, ()) if proposal.answer]


def test_of_prints_of_one_text_one_is_asked_about() -> None:
    own = "Two hundred people from Byford signed a letter to the mayor on 4 June 1994."
    later = article(BAKERY.replace("in Aston on 3 May", "in Aston\non 3 May") + own + "\n", name="gazette")
    alone = [proposal for proposal in propose({"bakery": article(BAKERY)}, ()) if proposal.answer]
    articles = {"bakery": article(BAKERY), "gazette": later}
    made = [proposal for proposal in propose(articles, ()) if proposal.answer]
    there = [proposal for proposal in made if proposal.sentence.article_id == "gazette"]
    # Of the later print only what it has alone.
    assert [later.text[p.sentence.start : p.sentence.end] for p in there] == [own]
    assert len(made) == len(alone) + 1


def test_a_sentence_that_is_gold_in_one_print_is_not_asked_about_in_another() -> None:
    articles = {"bakery": article(BAKERY), "gazette": article(BAKERY, name="gazette")}
    (first, *others) = [proposal for proposal in propose(articles, ()) if proposal.answer]
    span = replace(first.sentence, article_id="gazette")
    piece = GoldEvidence(span, BAKERY[span.start : span.end])
    known = GoldQuestion(
        "g-1", "Asked in other words?", "en", Kind.FACTOID, answerable=True, answers=("1987",), evidence=(piece,)
    )
    left = [proposal for proposal in propose(articles, [known]) if proposal.answer]
    assert {proposal.sentence.start for proposal in left} == {proposal.sentence.start for proposal in others}


def test_every_answer_stands_in_its_sentence() -> None:
    articles = {"bakery": article(BAKERY), "library": article(LIBRARY, name="library")}
    proposals = list(propose(articles, ()))
    assert any(proposal.answer for proposal in proposals)
    for proposal in proposals:
        if proposal.answer is not None:
            assert proposal.sentence.start <= proposal.answer.start < proposal.answer.end <= proposal.sentence.end


def test_a_near_miss_is_a_question_with_a_name_from_another_article() -> None:
    articles = {"bakery": article(BAKERY), "library": article(LIBRARY, name="library")}
    misses = [proposal for proposal in propose(articles, ()) if proposal.answer is None]
    assert misses
    for miss in misses:
        source = articles[miss.sentence.article_id].text
        (name,) = [name for name in names_in(miss.question, "en") if is_person(name) and name not in source]
        (other,) = set(articles) - {miss.sentence.article_id}
        assert name in articles[other].text
        assert miss.kind is Kind.UNANSWERABLE


def test_headings_page_noise_and_questions_are_not_asked_about() -> None:
    noise = (
        "Share on Facebook\n\nWe use cookies and similar technologies to improve your experience on this site.\n\n"
        "Did Anna Miller open a bakery in Aston on 3 May 1987?\n"
    )
    assert list(propose({"bakery": article(noise)}, ())) == []


def test_an_article_in_another_language_is_told_and_left_out() -> None:
    articles = {"bakery": article(BAKERY, "it")}
    assert list(propose(articles, ())) == []
    assert unproposed(articles) == {"it": 1}


# ---- quotes that are typed -------------------------------------------------------------------------------------------


def test_a_typed_quote_is_found_across_line_ends_and_kinds_of_apostrophe() -> None:
    text = "L’équipe\nd’Anna  a gagné."
    span = find_quote("l'équipe d'Anna a".replace("l", "L", 1), article(text))
    assert text[span.start : span.end] == "L’équipe\nd’Anna  a"


def test_a_quote_that_stands_nowhere_or_twice_is_refused_with_what_to_do() -> None:
    with pytest.raises(QuoteError, match="“the sea” does not stand in bakery; type it letter for letter"):
        find_quote("the sea", article(BAKERY))
    places = [BAKERY.index("Anna Miller"), BAKERY.rindex("Anna Miller")]
    with pytest.raises(QuoteError, match=rf"stands 2 times in bakery \(at characters {places[0]}, {places[1]}\)"):
        find_quote("Anna Miller", article(BAKERY))
    with pytest.raises(QuoteError, match="the quote is empty"):
        find_quote(" ", article(BAKERY))


# ---- what is typed ---------------------------------------------------------------------------------------------------


def test_yes_keeps_no_drops_and_quit_ends(folder: Path) -> None:
    result = new_gold(folder, "y", "n", "yes", "quit")
    assert result.exit_code == 0
    assert "2 questions added, 2 in" in result.stdout
    gold = load_gold(folder / "gold.jsonl")
    assert [question.id for question in gold] == ["gold-001", "gold-002"]
    assert check_gold(gold, {"bakery": article(BAKERY)}) == []
    assert [question.evidence[0].span.article_id for question in gold] == ["bakery", "bakery"]


def test_the_answer_is_marked_in_its_sentence(folder: Path) -> None:
    shown = " ".join(new_gold(folder, "q").stdout.split())
    first = next(propose({"bakery": article(BAKERY), "library": article(LIBRARY, name="library")}, ()))
    assert first.answer is not None
    assert f"[{BAKERY[first.answer.start : first.answer.end]}]" in shown
    assert first.question in shown


def test_what_an_article_holds_reaches_the_terminal_without_its_escapes(folder: Path) -> None:
    path = folder / "articles" / "bakery.txt"
    hostile = BAKERY.replace("A bakery", "\x1b[31mA bakery\x1b]0;pwned\x07").replace("cellar cost", "\x1bccellar cost")
    path.write_text(hostile, "utf-8")
    result = new_gold(folder, *["n"] * 30)
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout
    assert "\ufffd[31mA bakery\ufffd]0;pwned\ufffd" in result.stdout
    told = " ".join(result.stdout.split())
    # In the sentence, and in the question made from it.
    assert "Rebuilding the \ufffdccellar cost [$40,000] in the end." in told
    assert "Rebuilding the \ufffdccellar cost how much in the end?" in told


def test_running_again_goes_on_and_proposes_nothing_that_is_there(folder: Path) -> None:
    new_gold(folder, "y", "y", "q")
    kept = load_gold(folder / "gold.jsonl")
    shown = new_gold(folder, "y").stdout
    assert [question.question for question in kept if question.question in " ".join(shown.split())] == []
    assert len(load_gold(folder / "gold.jsonl")) == 3


def test_a_number_is_not_given_again_after_a_line_was_deleted(tmp_path: Path) -> None:
    path, blank = (
        tmp_path / "gold.jsonl",
        GoldQuestion("", "Why?", "en", Kind.UNANSWERABLE, answerable=False, answers=(), evidence=()),
    )
    known = [replace(blank, id=name) for name in ("gold-001", "gold-007", "other-900", "gold-x")]
    # Four lines, of which 2 to 6 are missing: not the fifth, and not a number between, but the one after the highest.
    assert next_id(path, known) == "gold-008"
    assert next_id(path, ()) == "gold-001"


def test_the_end_of_the_input_is_quit_and_the_end_of_the_proposals_is_told(folder: Path) -> None:
    assert new_gold(folder, "y").exit_code == 0
    result = new_gold(folder, *["y"] * 30)
    assert "There is nothing more to propose." in result.stdout
    gold = load_gold(folder / "gold.jsonl")
    assert len([question for question in gold if question.answerable]) == 9
    # And all of it is there now, near misses too.
    assert "keep it?" not in new_gold(folder, "y").stdout


def test_what_is_none_of_the_four_is_asked_again(folder: Path) -> None:
    result = new_gold(folder, "maybe", "", "q")
    assert "'maybe' is none of y, n, edit and quit" in result.stdout
    assert "'' is none of" in result.stdout
    assert not (folder / "gold.jsonl").exists()


def test_edit_changes_question_answers_and_quote_and_shows_them_before_they_are_kept(folder: Path) -> None:
    quote = "the bakery closed in 1993 because the river flooded the cellar twice."
    result = new_gold(
        folder, "edit", "Why did the Millers give up?", "the river flooded the cellar|a flood", quote, "y"
    )
    assert "Why did the Millers give up?" in result.stdout
    (kept,) = load_gold(folder / "gold.jsonl")
    assert (kept.kind, kept.language) == (Kind.WHY, "en")
    assert kept.answers == ("the river flooded the cellar", "a flood")
    (evidence,) = kept.evidence
    start = BAKERY.index("the bakery closed")
    assert (evidence.span.start, evidence.quote) == (start, BAKERY[start : start + len(quote)])


def test_a_quote_that_is_not_there_or_there_twice_is_asked_for_again(folder: Path) -> None:
    result = new_gold(folder, "e", "", "Anna Miller", "the sea", "Anna Miller", "Anna Miller opened a bakery", "y")
    assert "“the sea” does not stand in bakery" in result.stdout
    assert "“Anna Miller” stands 2 times in bakery" in result.stdout
    (kept,) = load_gold(folder / "gold.jsonl")
    assert kept.evidence[0].quote == "Anna Miller opened a bakery"


def test_an_answer_that_its_quote_does_not_hold_is_not_kept(folder: Path) -> None:
    result = new_gold(folder, "e", "", "a whale", "", "y", "n")
    assert "the first, 'a whale', stands in none of its quotes" in " ".join(result.stdout.split())
    assert not (folder / "gold.jsonl").exists()


def test_a_near_miss_is_kept_without_answer_and_evidence(folder: Path) -> None:
    new_gold(folder, *["y"] * 30)
    misses = [question for question in load_gold(folder / "gold.jsonl") if not question.answerable]
    assert misses
    assert {(question.kind, question.answers, question.evidence) for question in misses} == {
        (Kind.UNANSWERABLE, (), ())
    }


def test_a_file_that_was_edited_by_hand_keeps_its_last_line_whole(folder: Path) -> None:
    new_gold(folder, "y", "q")
    path = folder / "gold.jsonl"
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    new_gold(folder, "y", "q")
    assert len(load_gold(path)) == 2


def test_gold_that_cannot_be_read_or_written_is_one_line(folder: Path) -> None:
    (folder / "gold.jsonl").write_text("{", "utf-8")
    result = new_gold(folder, "y")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"pourquoi eval: {folder}/gold.jsonl:1: not JSON")
    arguments = [
        "new-gold",
        "--articles",
        str(folder / "articles"),
        "--out",
        str(folder / "articles" / "bakery.txt" / "g"),
    ]
    result = CliRunner().invoke(app, arguments, input="y\n")
    assert result.exit_code == 1
    assert f"cannot write to {arguments[-1]}: " in result.stderr
    # Whoever answers may take hours, and until then the place may be gone.
    questions = load_gold(ROOT / "eval" / "gold" / "seeds.jsonl")
    with pytest.raises(GoldError, match="cannot be written: "):
        append_question(Path(arguments[-1]), questions[0])


def test_without_articles_the_indexed_ones_are_asked_for(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["new-gold", "--out", str(tmp_path / "g.jsonl"), "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert "run `pourquoi index PATH` first" in result.stderr


def test_a_line_is_flushed_to_the_disk_before_append_returns(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_gold(folder, "y", "q")
    (question,) = load_gold(folder / "gold.jsonl")
    seen: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (seen.append(os.fstat(handle).st_size), real(handle)))
    append_question(folder / "new.jsonl", question)
    assert seen[0] == (folder / "new.jsonl").stat().st_size > 0


def test_at_a_terminal_a_kill_loses_nothing_that_was_accepted(folder: Path) -> None:
    ours, theirs = os.openpty()
    program = "from rag.cli import app\nfrom eval.cli import app as own\napp.add_typer(own, name='eval')\napp()"
    words = ["eval", "new-gold", "--articles", "articles", "--out", "gold.jsonl"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "100"}
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words], cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    try:
        for answer in (b"y\n", None):
            before = len(shown)
            deadline = time.monotonic() + 120
            while b"keep it?" not in shown[before:] and time.monotonic() < deadline:
                if select.select([ours], [], [], 1)[0]:
                    shown += os.read(ours, 65_536)
            assert b"keep it?" in shown[before:]
            if answer:
                os.write(ours, answer)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(ours)
    assert "\x1b[30;43m" in shown.decode()  # black on yellow
    assert len((folder / "gold.jsonl").read_text("utf-8").splitlines()) == 1
    assert json.loads((folder / "gold.jsonl").read_text("utf-8"))["id"] == "gold-001"
