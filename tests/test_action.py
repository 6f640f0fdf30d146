"""The action that any repository can use, and the workflow that uses it here: its scripts are run with a stand-in for pourquoi.

Whatever `pourquoi` is called with must be an option that the command line has.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer.main
import yaml

from eval.cli import app as eval_app
from rag.cli import app as rag_app

ROOT = Path(__file__).parents[1]
ACTION_FILE = ROOT / ".github" / "actions" / "evaluate" / "action.yml"
ACTION = yaml.safe_load(ACTION_FILE.read_text("utf-8"))
STEPS = ACTION["runs"]["steps"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
# A release can be moved to other code, a commit cannot.
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
# GitHub's own words for what somebody outside may have written: titles, branch names, comments.
UNTRUSTED = re.compile(r"\$\{\{[^}]*github\.(?:event|head_ref|ref_name)")


def steps_of(path: Path) -> list[dict[str, object]]:
    read = yaml.safe_load(path.read_text("utf-8"))
    if "runs" in read:
        return list(read["runs"]["steps"])
    return [step for job in read["jobs"].values() for step in job["steps"]]


def scripts(path: Path) -> list[str]:
    return [str(step["run"]) for step in steps_of(path) if "run" in step]


def step(name: str) -> dict[str, object]:
    (found,) = [one for one in STEPS if one.get("name") == name]
    return dict(found)


def command_of(words: list[str]) -> click.Command:
    """The command that `pourquoi` and these words name."""
    command = typer.main.get_command(rag_app)
    if words[0] == "eval":
        command, words = typer.main.get_command(eval_app), words[1:]
    found = command.get_command(click.Context(command), words[0])  # type: ignore[attr-defined]
    assert found is not None, f"there is no command pourquoi {' '.join(words)}"
    return found  # type: ignore[no-any-return]


def calls(script: str) -> Iterator[str]:
    """Each line that calls pourquoi, whole."""
    joined = re.sub(r"\\\n\s*", " ", script)
    yield from (line.strip() for line in joined.splitlines() if line.strip().startswith("pourquoi "))


def run_step(name: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one script as GitHub does, with the pourquoi that stands in `folder`."""
    known = {"RUNNER_TEMP": str(folder), "GITHUB_OUTPUT": str(folder / "output"), "REPORT": str(folder / "report")}
    known |= {"GITHUB_STEP_SUMMARY": str(folder / "summary"), "PATH": os.environ["PATH"]}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", str(step(name)["run"])]
    return subprocess.run(command, cwd=folder, env=known | variables, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a `pourquoi` that writes down its words, one a line, and ends with $STATUS."""
    path = tmp_path / "pourquoi" / "bin" / "pourquoi"
    path.parent.mkdir(parents=True)
    path.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >"$RUNNER_TEMP/words"\nexit "${STATUS:-0}"\n', "utf-8")
    path.chmod(0o755)
    (tmp_path / "report").mkdir()
    return tmp_path


def words_of(folder: Path) -> list[str]:
    return (folder / "words").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION_FILE], ids=lambda path: path.name)
def test_every_script_is_bash(path: Path) -> None:
    for script in scripts(path):
        done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION_FILE], ids=lambda path: path.name)
def test_nothing_that_somebody_else_wrote_becomes_part_of_a_script(path: Path) -> None:
    assert [script for script in scripts(path) if UNTRUSTED.search(script)] == []


def test_scripts_of_the_action_hold_no_expression_at_all() -> None:
    assert [script for script in scripts(ACTION_FILE) if "${{" in script] == []


@pytest.mark.parametrize("path", [ROOT / ".github" / "workflows" / "eval.yml", ACTION_FILE], ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_or_is_our_own(path: Path) -> None:
    used = [str(one["uses"]) for one in steps_of(path) if "uses" in one]
    assert used
    assert [name for name in used if not PINNED.fullmatch(name) and not name.startswith("./")] == []
    assert [name for name in used if name.startswith("./") and not (ROOT / name / "action.yml").is_file()] == []


def options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


def test_every_option_that_pourquoi_is_called_with_exists() -> None:
    found = [call for path in (*WORKFLOWS, ACTION_FILE) for script in scripts(path) for call in calls(script)]
    assert len(found) == 2
    for call in found:
        asked = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", call))
        assert asked <= options(command_of(call.split()[1:])), call


def test_the_workflow_gives_the_action_its_inputs_and_names_files_that_are_here() -> None:
    (ours,) = [one for one in steps_of(ROOT / ".github" / "workflows" / "eval.yml") if "uses" in one and "with" in one][
        1:
    ]
    given = ours["with"]
    assert isinstance(given, dict)
    assert set(given) <= set(ACTION["inputs"])
    assert {name for name, described in ACTION["inputs"].items() if described.get("required")} <= set(given)
    assert [path for path in given.values() if not (ROOT / path).exists()] == []


def test_the_action_uses_every_input_it_has_and_no_other() -> None:
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", ACTION_FILE.read_text("utf-8")))
    assert used == set(ACTION["inputs"])


def test_every_script_says_which_shell_reads_it() -> None:
    # A composite action has no default.
    assert [one for one in STEPS if "run" in one and one.get("shell") != "bash"] == []


def test_installing_makes_the_environment_that_the_other_steps_look_in(folder: Path) -> None:
    # `make -n` says what it would do; the action lies three folders below the root.
    variables = {
        "GITHUB_ACTION_PATH": str(ACTION_FILE.parent),
        "MAKEFLAGS": "n",
        "TORCH_INDEX_URL": "https://example.org",
    }
    done = run_step("Install", folder, **variables)
    assert done.returncode == 0, done.stderr
    assert f"python -m venv $([ ! -e {folder}/pourquoi/pyvenv.cfg ]" in done.stdout
    assert f"{folder}/pourquoi/bin/python -m pip" in done.stdout


def test_a_second_call_begins_without_the_index_and_the_report_of_the_first(folder: Path) -> None:
    for name in ("pourquoi-home", "pourquoi-report"):
        (folder / name).mkdir()
        (folder / name / "left").write_text("behind", "utf-8")
    assert run_step("Choose folders", folder).returncode == 0
    assert not (folder / "pourquoi-home").exists()
    assert not (folder / "pourquoi-report").exists()
    assert (folder / "output").read_text("utf-8") == f"report={folder}/pourquoi-report\n"


def test_a_folder_of_any_name_is_indexed(folder: Path) -> None:
    assert run_step("Index", folder, ARTICLES="my articles; $(touch run)").returncode == 0
    assert words_of(folder) == ["index", "--home", f"{folder}/pourquoi-home", "--", "my articles; $(touch run)"]
    assert not (folder / "run").exists()


def test_gates_and_baseline_are_passed_on_where_they_are_given(folder: Path) -> None:
    always = ["eval", "run", "--home", f"{folder}/pourquoi-home", "--out", f"{folder}/report"]
    run_step("Ask, score and gate", folder, GOLD="my gold.jsonl", GATES="", BASELINE="")
    assert words_of(folder) == [*always, "--", "my gold.jsonl"]
    run_step("Ask, score and gate", folder, GOLD="gold.jsonl", GATES="my gates.toml", BASELINE="base *.json")
    more = ["--gate", "--gates", "my gates.toml", "--baseline", "base *.json"]
    assert words_of(folder) == [*always, *more, "--", "gold.jsonl"]


def test_a_baseline_without_gates_is_refused_before_anything_is_installed(folder: Path) -> None:
    done = run_step("Choose folders", folder, GATES="", BASELINE="baseline.json")
    assert (done.returncode, "::error::baseline is given and gates is not" in done.stdout) == (2, True)
    assert STEPS[0] == step("Choose folders")
    assert run_step("Choose folders", folder, GATES="gates.toml", BASELINE="baseline.json").returncode == 0


@pytest.mark.parametrize("status", [0, 1, 2])
def test_the_step_ends_as_the_run_does(folder: Path, status: int) -> None:
    variables = {"GOLD": "gold.jsonl", "GATES": "gates.toml", "BASELINE": "", "STATUS": str(status)}
    assert run_step("Ask, score and gate", folder, **variables).returncode == status


def test_summary_and_report_are_written_after_a_failure_too() -> None:
    assert [step(name)["if"] for name in ("Write the summary", "Keep the report")] == ["always()", "always()"]
    order = [one.get("name") for one in STEPS]
    assert order.index("Ask, score and gate") < order.index("Write the summary") < order.index("Keep the report")


def test_the_summary_is_the_decision_and_then_the_report(folder: Path) -> None:
    (folder / "report" / "report.md").write_text("# Evaluation\n", "utf-8")
    (folder / "report" / "gates.md").write_text("# Gates\n", "utf-8")
    assert run_step("Write the summary", folder).returncode == 0
    assert (folder / "summary").read_text("utf-8") == "# Gates\n\n# Evaluation\n\n"


def test_without_a_report_the_summary_says_so(folder: Path) -> None:
    assert run_step("Write the summary", folder).returncode == 0
    assert "No report was written" in (folder / "summary").read_text("utf-8")


def test_a_long_report_stays_below_what_a_summary_may_have(folder: Path) -> None:
    for name in ("report.md", "gates.md"):
        (folder / "report" / name).write_text("é" * 1_000_000, "utf-8")
    assert run_step("Write the summary", folder).returncode == 0
    # 1 MiB, and 450,000 bytes of each of the two files, each with a line end.
    assert (folder / "summary").stat().st_size == 900_002


def test_the_report_is_kept_from_where_the_run_writes_it(folder: Path) -> None:
    assert run_step("Choose folders", folder).returncode == 0
    assert (folder / "output").read_text("utf-8") == f"report={folder}/pourquoi-report\n"
    kept = json.dumps(step("Keep the report"))
    assert "${{ steps.folders.outputs.report }}" in kept
