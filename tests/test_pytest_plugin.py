"""The pytest plugin, in pytests of its own: each gold question is a test, and a wrong answer explains itself."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from eval import pytest_plugin
from eval.asked import Examination
from eval.errors import GoldError
from eval.gold import load_gold
from index.encoder.hashing import HashingEmbedder
from rag.settings import Settings
from rag.wire import Engine
from tests.fixtures import HashingPipeline

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
ARTICLE = "The bakery of Aston\n\nAnna opened the bakery in 1987. The river flooded the cellar twice.\n"
FIRST, SECOND = "Anna opened the bakery in 1987.", "The river flooded the cellar twice."
# Hashed words stand in for the encoder: a user brings their own engine in the same way.
CONFTEST = """
import pytest
from index.encoder.hashing import HashingEmbedder
from rag.settings import Settings
from rag.wire import Engine

@pytest.fixture(scope="session")
def pourquoi_engine(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    (home / "made").touch(exist_ok=False)
    return Engine(Settings(home=home, min_confidence=0), HashingEmbedder())
"""
TEST = "def test_answers(pourquoi_eval):\n    pourquoi_eval.assert_right()\n"


def line(number: int, question: str, quote: str, answer: str) -> dict[str, object]:
    start = ARTICLE.index(quote)
    evidence = [{"article_id": "aston", "start": start, "end": start + len(quote), "quote": quote}]
    known = {"id": f"own-{number}", "question": question, "language": "en", "kind": "factoid", "answerable": True}
    return known | {"answers": [answer], "evidence": evidence}


RIGHT = line(1, "Who opened the bakery?", FIRST, "Anna")
# Every word of it stands in the other sentence.
WRONG = line(2, "the river flooded the cellar twice", FIRST, "1987")
NO_ANSWER = {"id": "own-3", "question": "Who flooded the bakery?", "language": "en", "kind": "unanswerable"}
NO_ANSWER |= {"answerable": False, "answers": [], "evidence": []}


@pytest.fixture(scope="module", autouse=True)
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Load what an answer loads: pytester takes modules away that an inner pytest was the first to import, native ones too."""
    home = tmp_path_factory.mktemp("warm")
    (home / "aston.txt").write_text(ARTICLE, "utf-8")
    engine = Engine(Settings(home=home / "home", min_confidence=0), HashingEmbedder())
    engine.index((home / "aston.txt",), lambda _done, _total: None)
    assert engine.pipeline().answer("Who opened the bakery?").answerable


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder with articles, gold and a test, without the plugins that are installed here."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(test_own=TEST)
    pytester.mkdir("articles").joinpath("aston.txt").write_text(ARTICLE, "utf-8")
    pytester.makeini("[pytest]\npourquoi_gold = gold.jsonl\npourquoi_articles = articles\n")
    return pytester


def run(project: pytest.Pytester, *words: str) -> pytest.RunResult:
    return project.runpytest_inprocess(*words, plugins=[pytest_plugin])


def write_gold(project: pytest.Pytester, *lines: dict[str, object]) -> None:
    (project.path / "gold.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")


def test_each_question_is_a_test_called_by_its_id(project: pytest.Pytester) -> None:
    write_gold(project, RIGHT, WRONG)
    result = run(project, "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*test_answers?own-1? PASSED*", "*test_answers?own-2? FAILED*"])


def test_a_wrong_answer_shows_question_gold_quotes_and_confidence_and_no_code_of_ours(project: pytest.Pytester) -> None:
    write_gold(project, WRONG)
    result = run(project)
    result.stdout.fnmatch_lines(
        [
            "E *AssertionError: wrong: the river flooded the cellar twice (own-2)",
            "E *answered, and the first quote is not gold",
            "E *accepted    1987",
            f"E *gold        “{FIRST}” (aston, characters 21–52)",  # len("The bakery of Aston\n\n") = 21, and 31 more
            f"E *quoted      “{SECOND}”",
            "E *confidence  ?.??",
        ]
    )
    result.stdout.no_fnmatch_line("*self.verdict*")


def test_an_answer_where_there_should_be_none_is_not_right(project: pytest.Pytester) -> None:
    write_gold(project, NO_ANSWER)
    result = run(project)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *unfounded: Who flooded the bakery? (own-3)", "E *accepted    no answer*"])


def test_answer_verdict_and_scores_can_be_asserted_one_by_one(project: pytest.Pytester) -> None:
    write_gold(project, RIGHT)
    project.makepyfile(
        test_own="""
        def test_parts(pourquoi_eval):
            assert pourquoi_eval.question.id == "own-1"
            assert pourquoi_eval.verdict == "right"
            assert pourquoi_eval.answer.citations[0].quote == "Anna opened the bakery in 1987."
            assert pourquoi_eval.scores["recall@1"] == 1
            assert pourquoi_eval.scores["abstention_recall"] is None
        """
    )
    run(project).assert_outcomes(passed=1)


def test_the_index_is_made_once_a_session_and_each_question_asked_once(project: pytest.Pytester) -> None:
    write_gold(project, RIGHT, NO_ANSWER)
    # The engine of the conftest cannot be made twice, and the same answer is the same object.
    project.makepyfile(
        test_own="""
        seen = {}
        def test_one(pourquoi_eval):
            seen[pourquoi_eval.question.id] = pourquoi_eval
        def test_two(pourquoi_eval):
            assert seen[pourquoi_eval.question.id] is pourquoi_eval
        """
    )
    run(project).assert_outcomes(passed=4)


def test_options_of_the_command_line_go_before_the_ini_file(project: pytest.Pytester) -> None:
    write_gold(project, WRONG)
    (project.path / "other.jsonl").write_text(json.dumps(RIGHT), "utf-8")
    run(project, "--pourquoi-gold", "other.jsonl").assert_outcomes(passed=1)
    result = run(project, "--pourquoi-articles", "nowhere")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*pourquoi: *nowhere does not exist*"])


def test_gold_that_does_not_fit_fails_with_every_problem_before_anything_is_asked(project: pytest.Pytester) -> None:
    off = json.loads(json.dumps(RIGHT))
    off["evidence"][0]["article_id"] = "elsewhere"
    write_gold(project, off, WRONG)
    result = run(project)
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(["*own-1: evidence: there is no article 'elsewhere'*"])


def test_without_gold_the_test_cannot_be_collected_and_says_what_to_set(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\n")
    result = run(project)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*no gold is given: set pourquoi_gold in the ini-file, or --pourquoi-gold*"])


def test_gold_that_is_not_there_is_one_line(project: pytest.Pytester) -> None:
    result = run(project)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*gold.jsonl cannot be read: No such file or directory*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_question_that_cannot_be_asked_is_a_failure_with_its_error(
    hashing_pipeline: HashingPipeline, tmp_path: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(RIGHT | {"question": "why " * 501}), "utf-8")  # 2,003 characters, of 2,000 allowed
    asked = Examination(hashing_pipeline({"aston": ARTICLE}), load_gold(gold)).ask(load_gold(gold)[0])
    assert asked.answer is None
    with pytest.raises(AssertionError, match="error       QuestionError: the question has 2003 characters"):
        asked.assert_right()


def test_an_examination_refuses_gold_of_other_articles(hashing_pipeline: HashingPipeline, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(RIGHT), "utf-8")
    with pytest.raises(GoldError, match="own-1: evidence: there is no article 'aston'"):
        Examination(hashing_pipeline({"derby": ARTICLE}), load_gold(gold))


def test_a_pytest_that_does_not_use_the_plugin_is_left_alone(project: pytest.Pytester) -> None:
    # There is no gold, and nothing asks for any.
    project.makepyfile(test_own="def test_nothing():\n    pass\n")
    run(project, "--strict-config", "-W", "error").assert_outcomes(passed=1)


def test_loading_the_plugin_loads_nothing_else() -> None:
    program = (
        "import sys, eval.pytest_plugin\n"
        "heavy = ('torch', 'transformers', 'faiss', 'numpy', 'pydantic', 'typer', 'index', 'rag')\n"
        "print([name for name in (*heavy, 'eval.gold') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_plugin_is_found_by_every_pytest_where_pourquoi_is_installed() -> None:
    points = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    assert points["pytest11"] == {"pourquoi_eval": pytest_plugin.__name__}
