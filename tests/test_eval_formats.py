"""Question sets of others' forms: quotes stand where the gold says, to the character; what is wrong is told with its place."""

import hashlib
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from eval.cli import app
from eval.errors import FormatError
from eval.formats.beir import import_beir
from eval.formats.names import SafeNames
from eval.formats.question_set import QuestionSet, write_set
from eval.formats.squad import import_squad
from eval.gold import GoldQuestion, Kind, check_gold, load_gold
from eval.report import Report
from eval.session import evaluate
from index.article import Article
from index.encoder.hashing import HashingEmbedder
from index.reading import read_corpus
from rag.settings import Settings
from rag.wire import Engine

# An emoji is one code point and two UTF-16 units, é two code points here, and line ends are kept as they are.
ODD = "Zoé 🎉 est née\r\nà Paris.\r\n\r\nElle vit à Lyon 🏠 depuis 1990."


def answer(context: str, words: str) -> dict[str, object]:
    return {"text": words, "answer_start": context.index(words)}


def question(name: str, text: str, *answers: dict[str, object], **more: object) -> dict[str, object]:
    return {"id": name, "question": text, "answers": list(answers), **more}


def entry(title: str, *paragraphs: tuple[str, list[dict[str, object]]]) -> dict[str, object]:
    return {"title": title, "paragraphs": [{"context": context, "qas": qas} for context, qas in paragraphs]}


def squad_file(path: Path, *entries: dict[str, object]) -> Path:
    path.write_text(json.dumps({"version": "v2.0", "data": list(entries)}), "utf-8")
    return path


def written(found: QuestionSet, folder: Path) -> tuple[dict[str, Article], tuple[GoldQuestion, ...]]:
    """What the product reads of a set that was written to `folder`."""
    write_set(found, folder)
    corpus = read_corpus((folder / "articles",))
    assert corpus.failures == ()
    return {article.id: article for article in corpus.articles}, load_gold(folder / "gold.jsonl")


def evaluated(folder: Path, home: Path) -> Report:
    engine = Engine(Settings(home=home, min_confidence=0), HashingEmbedder())
    engine.index((folder / "articles",), lambda _done, _total: None)
    return evaluate(engine, folder / "gold.jsonl", load_gold(folder / "gold.jsonl"))


def test_marked_words_stand_to_the_character_in_the_article_that_is_written(tmp_path: Path) -> None:
    first = "Un premier paragraphe 🎉."
    qas = [
        question("q1", " Où vit-elle ? ", answer(ODD, "Lyon 🏠"), answer(ODD, "à Lyon 🏠"), answer(ODD, "Lyon 🏠")),
        question("q2", "Où est-elle née ?", answer(ODD, "née\r\nà Paris")),
    ]
    path = squad_file(tmp_path / "set.json", entry("Zoé", (first, []), (ODD, qas)))
    articles, gold = written(import_squad(path, "fr"), tmp_path / "out")
    assert check_gold(gold, articles) == []
    (article,) = articles.values()
    assert (article.title, article.language) == ("Zoé", "fr")
    assert article.text == first + "\n\n" + ODD
    # 24 code points of the first paragraph and 2 line breaks stand before the second.
    base = len(first) + 2
    assert base == 26
    spans = [(piece.span.start - base, piece.quote) for piece in gold[0].evidence]
    assert spans == [(ODD.index("Lyon"), "Lyon 🏠"), (ODD.index("à Lyon"), "à Lyon 🏠")]
    assert gold[0].question == "Où vit-elle ?"
    assert gold[0].answers == ("Lyon 🏠", "à Lyon 🏠")
    assert gold[1].evidence[0].quote == "née\r\nà Paris"


TEXTS = st.text(st.sampled_from("ab é🎉\r\n\t\ufeff-\u2028\x85\"'\\#"), max_size=12)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=TEXTS, after=TEXTS, paragraphs=st.lists(TEXTS, max_size=3), title=TEXTS)
def test_whatever_stands_around_them_the_marked_words_are_found_again(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str, paragraphs: list[str], title: str
) -> None:
    tmp_path = tmp_path_factory.mktemp("odd")
    context = before + "Word 🎉" + after
    marked = {"text": "Word 🎉", "answer_start": len(before)}
    texts = [(text, []) for text in paragraphs]
    path = squad_file(tmp_path / "set.json", entry(title, *texts, (context, [question("q", "What?", marked)]), *texts))
    articles, gold = written(import_squad(path, "en"), tmp_path / "out")
    assert check_gold(gold, articles) == []


def test_what_answers_in_the_last_of_many_paragraphs_is_found_where_it_stands(tmp_path: Path) -> None:
    context = "Ann lives in Rome. " + "x" * 581
    last = question("q", "Where?", answer(context, "Rome"))
    path = squad_file(tmp_path / "set.json", entry("Ann", *[(context, [])] * 1_000, (context, [last])))
    # 600 characters of each of the 1,000 before it and two line ends behind each, then 13 of its own.
    assert import_squad(path, "en").questions[0].evidence[0].span.start == 1_000 * 602 + 13


def test_what_would_be_read_as_front_matter_is_text_of_the_article(tmp_path: Path) -> None:
    context = "---\ntitle: not a title\n---\nThe answer is here."
    path = squad_file(tmp_path / "set.json", entry("T", (context, [question("q", "Where?", answer(context, "here"))])))
    articles, gold = written(import_squad(path, "en"), tmp_path / "out")
    assert check_gold(gold, articles) == []
    assert articles["T"].title == "T"


def test_entries_without_a_title_become_articles_with_names_of_their_own(tmp_path: Path) -> None:
    # As GermanQuAD has them: paragraphs alone, with the number of their document inside.
    contexts = [f"Ann wohnt in {town}." for town in ("Rom", "Bonn", "Jena")]
    entries: list[dict[str, object]] = [
        {
            "paragraphs": [
                {"context": c, "document_id": n, "qas": [{**question("q", "Wo?", answer(c, c[13:-1])), "id": n}]}
            ]
        }
        for n, c in enumerate(contexts)
    ]
    articles, gold = written(import_squad(squad_file(tmp_path / "set.json", *entries), "de"), tmp_path / "out")
    assert check_gold(gold, articles) == []
    assert [articles[one.evidence[0].span.article_id].text for one in gold] == contexts
    assert [one.answers for one in gold] == [("Rom",), ("Bonn",), ("Jena",)]


def test_an_impossible_question_is_unanswerable_and_the_rest_is_not(tmp_path: Path) -> None:
    context = "Ann lives in Rome."
    path = squad_file(
        tmp_path / "set.json",
        entry(
            "Ann",
            (
                context,
                [
                    question("yes", "Where?", answer(context, "Rome"), is_impossible=False),
                    question("no", "Why?", is_impossible=True, plausible_answers=[answer(context, "Ann")]),
                ],
            ),
        ),
    )
    _, gold = written(import_squad(path, "en"), tmp_path / "out")
    assert [(q.id, q.kind, q.answerable, q.answers) for q in gold] == [
        ("yes", Kind.FACTOID, True, ("Rome",)),
        ("no", Kind.UNANSWERABLE, False, ()),
    ]


def test_what_cannot_be_asked_is_left_out_and_told_each_with_its_place(tmp_path: Path) -> None:
    context = "Ann lives in Rome."
    qas = [
        question("good", "Where?", answer(context, "Rome"), {"text": "Rome", "answer_start": 3}),
        question("moved", "Where?", {"text": "Rome", "answer_start": -5}),
        question("silent", "Where?"),
        question("empty", " ", answer(context, "Rome")),
        question("long", "why " * 501, answer(context, "Rome")),
        question("wordless", "Where?", answer("x" + context, "")),
    ]
    path = squad_file(tmp_path / "set.json", entry("Ann", (context, qas)), entry("Nothing", (" \n", [])))
    found = import_squad(path, "en")
    assert [q.id for q in found.questions] == ["good"]
    told = [line.replace(f"{path}: ", "") for line in found.left_out]
    spot = "data[0].paragraphs[0].qas"
    assert told == [
        f"{spot}[0] (good).answers[1]: at 3 stands ' liv' and not 'Rome'",
        f"{spot}[1] (moved).answers[0]: at -5 stands '' and not 'Rome'",
        f"{spot}[1] (moved): no answer is left",
        f"{spot}[2] (silent): no answer is left",
        f"{spot}[3] (empty): the question is empty",
        f"{spot}[4] (long): the question has 2003 characters; at most 2000 are read",
        f"{spot}[5] (wordless).answers[0]: '' has no words to compare an answer with",
        f"{spot}[5] (wordless): no answer is left",
        "data[1]: the article 'Nothing' holds no text",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"data": [\n{"title": "a",,\n', r"set\.json:2: not JSON: .* \(column 15\)"),
        ("[]", r"set\.json: expected an object, found \[\]"),
        ("{}", "field 'data' is missing"),
        ('{"data": [{"title": 1}]}', r"data\[0\]: field 'title' is 1; expected str"),
        ('{"data": [{"title": "t", "paragraphs": [7]}]}', r"data\[0\]\.paragraphs\[0\]: expected an object, found 7"),
        ('{"data": [{"title": "\\ud83c", "paragraphs": []}]}', "character 0 is half a surrogate pair"),
        ('{"data": [{"title": "t", "paragraphs": [{"context": "a\\u0000"}]}]}', "character 1 is NUL"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(text, "utf-8")
    with pytest.raises(FormatError, match=message):
        import_squad(path, "en")


def test_contradictions_within_a_set_are_refused(tmp_path: Path) -> None:
    context = "Ann lives in Rome."
    asked = question("q", "Where?", answer(context, "Rome"))
    path = squad_file(tmp_path / "twice.json", entry("A", (context, [asked])), entry("B", (context, [asked])))
    with pytest.raises(FormatError, match=r"data\[1\].*the id is taken by .*data\[0\]\.paragraphs\[0\]\.qas\[0\]"):
        import_squad(path, "en")
    path = squad_file(tmp_path / "both.json", entry("A", (context, [{**asked, "is_impossible": True}])))
    with pytest.raises(FormatError, match="has answers and is_impossible is true"):
        import_squad(path, "en")
    with pytest.raises(FormatError, match=r"none\.json cannot be read"):
        import_squad(tmp_path / "none.json", "en")


def test_strange_names_become_safe_ones_and_never_the_same(tmp_path: Path) -> None:
    wanted = [
        "AC/DC",
        "AC:DC",
        "ac_dc",
        "AC_DC",
        "",
        "..",
        "con",
        "Beyoncé",
        "Beyonce\u0301",
        "a" * 300,
        "a" * 301,
        "x.y",
    ]
    names = SafeNames()
    given_names = [names.give(name) for name in wanted]
    assert given_names[2] == "ac_dc"
    assert given_names[-1] == "x.y"
    assert len({name.casefold() for name in given_names}) == len(wanted)
    for name in given_names:
        (tmp_path / f"{name}.txt").write_text("x")
    assert {path.stem for path in tmp_path.iterdir()} == set(given_names)
    again = SafeNames()
    assert [again.give(name) for name in wanted] == given_names


def test_the_thousandth_article_of_one_title_costs_no_more_than_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    digests, real = [], hashlib.sha256
    monkeypatch.setattr(hashlib, "sha256", lambda data: (digests.append(data), real(data))[1])
    names = SafeNames()
    for wanted in ("", "plain", "a/b"):
        given_names = [names.give(wanted) for _ in range(1000)]
        assert len(set(given_names)) == 1000
    # The first "plain" is free as it is: 1000 + 999 + 1000 digests, and the second of "plain" is that of attempt 0.
    assert (len(digests), digests[1000]) == (2999, b"0:plain")
    assert names.give("a") == "a"


@given(st.lists(st.text(st.sampled_from("aA-_./ é0123456789abcdef"), max_size=4), max_size=30))
def test_names_never_collide(wanted: list[str]) -> None:
    names = SafeNames()
    given_names = [names.give(name) for name in wanted]
    assert len({name.casefold() for name in given_names}) == len(wanted)
    assert not any(name.startswith(".") or "/" in name for name in given_names)


def test_nothing_is_overwritten_and_nothing_half_written_is_left(tmp_path: Path) -> None:
    context = "Ann lives in Rome."
    path = squad_file(tmp_path / "set.json", entry("A", (context, [question("q", "Where?", answer(context, "Rome"))])))
    out = tmp_path / "deep" / "out"
    write_set(import_squad(path, "en"), out)
    before = (out / "gold.jsonl").read_bytes()
    with pytest.raises(FormatError, match="nothing is overwritten"):
        write_set(import_squad(path, "en"), out)
    assert (out / "gold.jsonl").read_bytes() == before
    with pytest.raises(FormatError, match="holds no question that can be asked"):
        write_set(QuestionSet("en", (), (), ("why",)), tmp_path / "deep" / "empty")
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["out"]
    with pytest.raises(FormatError, match="nothing is overwritten"):
        write_set(import_squad(path, "en"), path)


# ---- BEIR ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def beir(tmp_path: Path) -> Callable[..., Path]:
    def write(
        corpus: list[dict[str, object]], queries: list[dict[str, object]], judgements: str, split: str = "test"
    ) -> Path:
        folder = tmp_path / "beir"
        (folder / "qrels").mkdir(parents=True)
        (folder / "corpus.jsonl").write_text("".join(json.dumps(line) + "\n" for line in corpus), "utf-8")
        (folder / "queries.jsonl").write_text("".join(json.dumps(line) + "\n" for line in queries), "utf-8")
        (folder / "qrels" / f"{split}.tsv").write_text(judgements, "utf-8")
        return folder

    return write


CORPUS: list[dict[str, object]] = [
    {"_id": "MED-1/a", "title": "Otters", "text": "Otters eat fish. " * 60, "metadata": {}},
    {"_id": "MED-1:a", "title": "", "text": ODD},
    {"_id": 3, "title": "Only a title", "text": ""},
    {"_id": "4", "text": " "},
]
QUERIES: list[dict[str, object]] = [
    {"_id": "q 1", "text": "otters eat fish", "metadata": {"url": "x"}},
    {"_id": "q2", "text": "only a title"},
    {"_id": "q3", "text": "nothing"},
    {"_id": "train", "text": "of another split"},
]
HEAD = "query-id\tcorpus-id\tscore\n"


def test_a_whole_document_is_the_evidence_with_its_grade(beir: Callable[..., Path], tmp_path: Path) -> None:
    judgements = HEAD + "q 1\tMED-1/a\t2\nq 1\tMED-1:a\t1\nq 1\t3\t0\r\nq2\t3\t1\nq3\t4\t1\n\n"
    found = import_beir(beir(CORPUS, QUERIES, judgements), "test", "en")
    assert found.left_out == (
        f"{tmp_path / 'beir' / 'corpus.jsonl'}:4: document '4' holds no text",
        "query 'q3': no document with text answers it",
    )
    articles, gold = written(found, tmp_path / "out")
    assert check_gold(gold, articles) == []
    assert [(q.id, q.kind, q.answers) for q in gold] == [("q 1", Kind.SEARCH, ()), ("q2", Kind.SEARCH, ())]
    assert [(piece.grade, piece.quote) for piece in gold[0].evidence] == [(2, CORPUS[0]["text"]), (1, ODD)]
    assert [articles[piece.span.article_id].text for piece in gold[0].evidence] == [CORPUS[0]["text"], ODD]
    assert gold[1].evidence[0].quote == "Only a title"


def test_a_retrieval_set_is_scored_by_article_and_has_no_score_of_words(
    beir: Callable[..., Path], tmp_path: Path
) -> None:
    write_set(import_beir(beir(CORPUS, QUERIES, HEAD + "q 1\tMED-1/a\t2\n"), "test", "en"), tmp_path / "out")
    (row,) = evaluated(tmp_path / "out", tmp_path / "home").rows
    # 960 characters are several passages, and every one of them is gold.
    assert len(row.passages.gold) > 1
    assert set(row.passages.gold.values()) == {2}
    assert (row.lost, row.scores["article_recall@1"], row.scores["article_ndcg@8"]) == (0, 1, 1)
    assert row.scores["recall@1"] == 1
    wordless = ("answer_found", "right_with_quote", "exact_match", "f1", "quote_recall")
    assert [row.scores[name] for name in wordless] == [None] * len(wordless)


@pytest.mark.parametrize(
    ("judgements", "message"),
    [
        ("q 1\t3\t1\n", r"test\.tsv:1: the columns are .*; expected query-id, corpus-id, score"),
        (HEAD + "q 1\t3\n", r"test\.tsv:2: has 2 columns"),
        (HEAD + "q 1\t3\t1\nq 1\tMED-1/a\tgood\n", r"test\.tsv:3: score 'good' is not a whole number"),
        (HEAD + "q9\t3\t1\n", r"test\.tsv:2: there is no query 'q9' in queries\.jsonl"),
        (HEAD + "q2\t9\t1\n", r"test\.tsv:2: there is no document '9' in corpus\.jsonl"),
        (HEAD + "q2\t3\t1\nq2\t3\t2\n", r"test\.tsv:3: 'q2' and '3' were judged in .*test\.tsv:2"),
    ],
)
def test_a_malformed_judgement_is_refused_with_its_line(
    beir: Callable[..., Path], judgements: str, message: str
) -> None:
    with pytest.raises(FormatError, match=message):
        import_beir(beir(CORPUS, QUERIES, judgements), "test", "en")


def test_a_malformed_document_or_query_is_refused_with_its_line(beir: Callable[..., Path], tmp_path: Path) -> None:
    folder = beir(CORPUS, QUERIES, HEAD)
    for name, line, message in [
        ("corpus.jsonl", '{"_id": "1"}', r"corpus\.jsonl:2: field 'text' is missing"),
        ("corpus.jsonl", "nothing", r"corpus\.jsonl:2: not JSON"),
        ("corpus.jsonl", '{"_id": "same", "text": "y"}', r"corpus\.jsonl:2: the id 'same' is taken"),
        ("queries.jsonl", '{"_id": "", "text": "x"}', r"queries\.jsonl:2: field '_id' is empty"),
        ("queries.jsonl", '{"_id": "same", "text": "x"}', r"queries\.jsonl:2: the id 'same' is taken"),
        ("queries.jsonl", '["same"]', r"queries\.jsonl:2: expected an object, found \['same'\]"),
    ]:
        kept = (folder / name).read_bytes()
        (folder / name).write_text('{"_id": "same", "text": "x"}\n' + line, "utf-8")
        with pytest.raises(FormatError, match=message):
            import_beir(folder, "test", "en")
        (folder / name).write_bytes(kept)
    with pytest.raises(FormatError, match=r"dev\.tsv cannot be read"):
        import_beir(folder, "dev", "en")
    (tmp_path / "beir" / "queries.jsonl").write_bytes(b"\xff")
    with pytest.raises(FormatError, match="byte 0 is not UTF-8"):
        import_beir(folder, "test", "en")


# ---- command line ----------------------------------------------------------------------------------------------------


def test_an_imported_set_is_indexed_and_asked_as_it_is(reader_data: Path, tmp_path: Path) -> None:
    made = json.loads((reader_data / "squad_train" / "train-v1.1.json").read_text("utf-8"))["data"]
    few = [{**one, "paragraphs": one["paragraphs"][:1]} for one in made[:2]]
    source, out = squad_file(tmp_path / "set.json", *few), tmp_path / "out"
    result = CliRunner().invoke(app, ["import", "squad", str(source), "--out", str(out)])
    assert (result.exit_code, result.stdout) == (0, f"2 articles and 4 questions written to {out}\n")
    home = f"--home {out / '.pourquoi'}"
    told = f"next: pourquoi index {out / 'articles'} {home}; pourquoi eval run {out / 'gold.jsonl'} {home}\n"
    assert told in result.stderr
    report = evaluated(out, tmp_path / "home")
    assert report.trustworthy
    assert (len(report.rows), report.lost.evidence) == (4, 0)


def test_the_command_line_tells_what_is_wrong_and_what_was_left_out(beir: Callable[..., Path], tmp_path: Path) -> None:
    folder = beir(CORPUS, QUERIES, HEAD + "q2\t3\t1\n", split="dev")
    wrong = CliRunner().invoke(app, ["import", "beir", str(folder), "--out", str(tmp_path / "out")])
    assert wrong.exit_code == 1
    assert "test.tsv cannot be read" in wrong.stderr
    arguments = ["import", "beir", str(folder), "--split", "dev", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert "corpus.jsonl:4: document '4' holds no text" in result.stderr
    language = CliRunner().invoke(app, [*arguments, "--language", "english"])
    assert "language 'english' is not a two-letter code" in language.stderr


def test_commands_to_paste_keep_a_folder_with_a_space_in_one_word(tmp_path: Path) -> None:
    context, out = "Ann lives in Rome.", tmp_path / "my set"
    path = squad_file(tmp_path / "set.json", entry("A", (context, [question("q", "Where?", answer(context, "Rome"))])))
    told = CliRunner().invoke(app, ["import", "squad", str(path), "--out", str(out)]).stderr
    first, second = told.removeprefix("next: ").split("; ")
    assert shlex.split(first) == ["pourquoi", "index", f"{out}/articles", "--home", f"{out}/.pourquoi"]
    assert shlex.split(second) == ["pourquoi", "eval", "run", f"{out}/gold.jsonl", "--home", f"{out}/.pourquoi"]


def test_what_was_left_out_reaches_the_terminal_without_its_escapes(tmp_path: Path) -> None:
    context = "Ann lives in Rome."
    qas = [question("good", "Where?", answer(context, "Rome")), question("\x1b[31mred\x1b]0;title\x07", "Where?")]
    path = squad_file(tmp_path / "set.json", entry("Ann", (context, qas)))
    told = CliRunner().invoke(app, ["import", "squad", str(path), "--out", str(tmp_path / "out")]).stderr
    assert "(\ufffd[31mred\ufffd]0;title\ufffd): no answer is left" in told
    assert "\x1b" not in told
