"""The page for somebody who knows nothing: its files are written and its commands are run, in order, in an empty folder.

The articles and the encoder are small ones of the test's own: what is tried is that every step leads to the next.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main
import yaml
from click.testing import Result
from typer.testing import CliRunner

from eval import pytest_plugin
from eval.cli import app as eval_app
from eval.gold import load_gold
from eval.report import read_report
from rag.cli import app as rag_app
from tests.tiny_encoder import save_tiny_encoder

ROOT = Path(__file__).parents[1]
PAGE_FILE = ROOT / "docs" / "your-own-evaluation.md"
PAGE = PAGE_FILE.read_text("utf-8")
ARTICLES = {
    "bakery": """# A bakery in Aston

Anna Miller opened a bakery in Aston on 3 May 1987. The shop was paid for by Bruno Keller, who had sold his mill. The bakery
closed in 1993 because the river flooded the cellar twice. About 250 families bought their bread there. Rebuilding the cellar
cost $40,000 in the end. On 12 June 2001, the town bought the house.
""",
    "library": """# The library of Byford

Clara Stone founded a library in Byford on 7 March 1952. The books were given by David Marsh, a retired captain. The library
moved in 1978 because the roof of the old school leaked. Nearly 900 readers borrow a book each month. The new hall cost $75,000
to build. On 1 September 1990, the county took the library over.
""",
    "bridge": """# A bridge for Corby

Emma Frost designed a bridge for Corby in 1961. The bridge was opened by Fritz Lang on 4 April 1964. The bridge was closed in 2003
because a barge had struck one of its piers. About 60 lorries cross it every hour. Painting the bridge cost $18,500 last year.
""",
}
# What stands in a fence, and the name of the file that it goes into, where the page says one.
_BLOCK = re.compile(
    r"(?:In `(?P<name>[\w./-]+)`[^\n]*(?:\n[^\n]+)*?:\n\n)?```(?P<kind>\w+)\n(?P<body>.*?)```", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Step:
    """A file to write, or a command to run: then `name` is empty."""

    name: str
    text: str


def steps() -> Iterator[Step]:
    for block in _BLOCK.finditer(PAGE):
        if block["name"]:
            yield Step(block["name"], block["body"])
        elif block["kind"] == "console":
            yield from (Step("", line[2:]) for line in block["body"].splitlines() if line.startswith("$ "))


def pourquoi(words: list[str]) -> Result:
    """Run the command line; whoever sits at new-gold says yes ten times and leaves."""
    app, rest = (eval_app, words[1:]) if words[0] == "eval" else (rag_app, words)
    typed = "y\n" * 10 + "quit\n" if "new-gold" in words else ""
    return CliRunner().invoke(app, rest, input=typed, catch_exceptions=False)


def outcomes_of(words: list[str]) -> dict[str, int]:
    """Run pytest with the plugin, and count its outcomes.

    It has a process of its own: the one within this process would take away with it the modules that were loaded meanwhile.
    """
    command = [sys.executable, "-m", "pytest", "-p", pytest_plugin.__name__, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}, done.stdout + done.stderr
    return pytest.RunResult.parse_summary_nouns(done.stdout.splitlines())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where somebody works who has put three articles into a folder."""
    work = tmp_path / "work"
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path, " ".join(ARTICLES.values()))))
    monkeypatch.setenv("POURQUOI_READER", "none")
    monkeypatch.setenv("POURQUOI_MIN_CONFIDENCE", "0")
    for name, text in ARTICLES.items():
        path = work / "articles" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(work)
    return work


def test_somebody_who_follows_the_page_gets_from_a_folder_of_articles_to_tests(folder: Path) -> None:
    ran = 0
    for step in steps():
        if step.name:
            path = folder / step.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, "utf-8")
            continue
        program, *words = shlex.split(step.text)
        ran += 1
        if program == "pytest":
            outcomes = outcomes_of(words)
            # Hashed or tiny, an encoder may be wrong; that each question was a test is what counts.
            assert set(outcomes) <= {"passed", "failed"}
            assert sum(outcomes.values()) == 10
        else:
            assert program == "pourquoi"
            done = pourquoi(words)
            assert done.exit_code == 0, f"{step.text}\n{done.output}"
    assert ran == 7
    report = read_report(folder / "report" / "report.json")
    assert [row.id for row in report.rows] == [question.id for question in load_gold(folder / "gold.jsonl")]
    assert len(report.rows) == 10
    assert {row.answerable for row in report.rows} == {True, False}
    named = set(re.findall(r"`report/([\w.]+)`", PAGE))
    assert named
    assert [name for name in named if not (folder / "report" / name).is_file()] == []


def test_every_command_that_the_page_names_in_passing_exists() -> None:
    commands = {*typer.main.get_command(rag_app).commands, *typer.main.get_command(eval_app).commands}  # type: ignore[attr-defined]
    named = re.findall(r"`pourquoi (?:eval )?([\w-]+)", PAGE)
    assert named
    assert set(named) <= commands


def test_every_metric_that_the_page_explains_or_gates_exists() -> None:
    from eval.metrics import METRICS

    named = re.findall(r"^\| `([\w@]+)` \|", PAGE, re.MULTILINE) + re.findall(r'^metric = "(.*)"', PAGE, re.MULTILINE)
    assert len(named) == 8  # five in the table, three gates
    assert set(named) <= {metric.name for metric in METRICS}


def test_the_workflow_of_the_page_gives_the_action_inputs_that_it_has() -> None:
    (text,) = [step.text for step in steps() if step.name.endswith(".yml")]
    *_, ours = yaml.safe_load(text)["jobs"]["answers"]["steps"]
    name = str(ours["uses"]).partition("@")[0].removeprefix("OWNER/pourquoi/")
    action = yaml.safe_load((ROOT / name / "action.yml").read_text("utf-8"))
    assert set(ours["with"]) <= set(action["inputs"])
    assert {key for key, described in action["inputs"].items() if described.get("required")} <= set(ours["with"])


def test_the_page_names_the_plugins_options_and_fixtures_as_they_are() -> None:
    options = set(re.findall(r"--pourquoi-(\w+)", PAGE))
    assert options == set(pytest_plugin._SETTINGS)
    assert {name for name in re.findall(r"`(pourquoi_\w+)`", PAGE) if not hasattr(pytest_plugin, name)} <= {
        f"pourquoi_{name}" for name in pytest_plugin._SETTINGS
    }


def test_every_page_that_it_links_to_is_there_and_evaluation_links_here() -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[\w-]+)?\)", PAGE):
        assert (PAGE_FILE.parent / target).exists(), target
    assert "(your-own-evaluation.md)" in (ROOT / "docs" / "evaluation.md").read_text("utf-8")
