"""The Makefile does what its help says, tried with stand-ins for the interpreter and for the command."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not here")


def make(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make as a shell would, free of what an outer make handed down."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "Q"}
    return subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=folder,
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def program(path: Path, script: str) -> None:
    """Write an executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the install step reads, and an interpreter that writes down what it is asked."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    program(
        tmp_path / "python",
        """echo "$*" >> asked.txt
        case "$*" in
            *"-m venv"*) mkdir -p .venv/bin && touch .venv/pyvenv.cfg && cp python .venv/bin/python ;;
            *"$REFUSED"*) [ -z "$REFUSED" ] || { echo "ERROR: refused" >&2; exit 1; } ;;
        esac""",
    )
    return tmp_path


@pytest.fixture
def installed(tree: Path) -> Path:
    """The same with everything installed, and a `pourquoi` that prints its arguments one a line."""
    program(tree / ".venv" / "bin" / "pourquoi", "printf '%s\\n' \"$@\"")
    (tree / ".venv" / ".installed").touch()
    return tree


def asked(tree: Path) -> list[str]:
    return (tree / "asked.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "question",
    [
        "why did Jan Leike resign?",
        "qui a remplacé l’« Ilya » d'OpenAI ?",
        'what does "superalignment" mean?',
        "what cost $5, $HOME, $(HOME) or ${HOME}?",
        "$(shell touch run-by-make) `touch run-by-shell` $$(touch run-by-shell)",
        "a; touch run-by-shell # \\ % & | * !",
        "--help",
    ],
)
def test_a_question_reaches_the_command_as_it_was_typed(installed: Path, question: str) -> None:
    for done in (
        make(installed, "ask", f"Q={question}"),
        make(installed, "ask", Q=question),
    ):
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"ask\n--\n{question}\n"
    assert not list(installed.glob("run-by-*"))


def test_without_a_question_the_one_of_the_readme_is_asked(installed: Path) -> None:
    assert make(installed, "ask").stdout == "ask\n--\nwhy did Jan Leike resign?\n"


def test_a_command_that_fails_makes_make_fail(installed: Path) -> None:
    program(installed / ".venv" / "bin" / "pourquoi", "exit 1")
    assert make(installed, "ask").returncode != 0


def test_that_the_articles_do_not_say_is_an_answer_and_no_failure(installed: Path) -> None:
    program(installed / ".venv" / "bin" / "pourquoi", "exit 3")
    assert make(installed, "ask").returncode == 0


def test_torch_goes_first_and_nothing_after_it_may_bring_dependencies(tree: Path) -> None:
    torch = next(
        line
        for line in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
        if line.startswith("torch")
    )
    done = make(tree, "install", "PYTHON=./python", TORCH_INDEX_URL="https://example.org/whl/cpu")
    assert done.returncode == 0, done.stderr
    first, second, third = (line.partition("install -qq ")[2] for line in asked(tree) if "install -qq" in line)
    assert first == f"--no-deps --index-url https://example.org/whl/cpu {torch}"
    assert second == "--no-deps --require-hashes --requirement requirements.lock"
    assert third == "--no-deps --no-build-isolation --editable ."


def test_only_a_cuda_index_brings_torchs_own_requirements(tree: Path) -> None:
    make(tree, "install", "PYTHON=./python", TORCH_INDEX_URL="https://example.org/whl/cu130")
    [torch] = [line for line in asked(tree) if "--index-url" in line]
    assert "--no-deps" not in torch


def test_without_an_index_a_cpu_build_is_sought_before_the_cpu_index(tree: Path) -> None:
    program(tree / "bin" / "uname", "echo Linux")
    path = f"{tree / 'bin'}:{os.environ['PATH']}"
    done = make(tree, "install", "PYTHON=./python", PATH=path, TORCH_INDEX_URL="", REFUSED="+cpu")
    assert done.returncode == 0, done.stderr
    assert "TORCH_INDEX_URL" in done.stdout
    first, second = (line for line in asked(tree) if " torch==" in line)
    assert first.endswith("+cpu")
    assert "--index-url https://download.pytorch.org/whl/cpu torch==" in second


def test_a_second_run_installs_nothing(tree: Path) -> None:
    make(tree, "install", "PYTHON=./python")
    before = asked(tree)
    assert make(tree, "install", "PYTHON=./python").returncode == 0
    assert asked(tree) == before


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements.lock"])
def test_a_changed_dependency_file_installs_again(tree: Path, changed: str) -> None:
    make(tree, "install", "PYTHON=./python")
    before = asked(tree)
    later = (tree / ".venv" / ".installed").stat().st_mtime + 10
    os.utime(tree / changed, (later, later))
    make(tree, "install", "PYTHON=./python")
    assert len(asked(tree)) > len(before)
    assert sum("-m venv" in line for line in asked(tree)) == 1


@pytest.mark.parametrize("step", ["torch==", "requirements.lock", "--editable"])
def test_an_install_that_failed_leaves_no_stamp_and_is_begun_from_nothing(tree: Path, step: str) -> None:
    done = make(tree, "install", "PYTHON=./python", TORCH_INDEX_URL="https://example.org/cpu", REFUSED=step)
    assert done.returncode != 0
    assert "ERROR: refused" in done.stderr
    assert not (tree / ".venv" / ".installed").exists()
    assert make(tree, "install", "PYTHON=./python").returncode == 0
    assert (tree / ".venv" / ".installed").exists()
    assert [line for line in asked(tree) if "-m venv" in line] == ["-m venv .venv", "-m venv --clear .venv"]


def test_an_update_that_failed_takes_the_stamp_away(tree: Path) -> None:
    make(tree, "install", "PYTHON=./python")
    later = (tree / ".venv" / ".installed").stat().st_mtime + 10
    os.utime(tree / "requirements.lock", (later, later))
    assert make(tree, "install", "PYTHON=./python", REFUSED="requirements.lock").returncode != 0
    assert not (tree / ".venv" / ".installed").exists()


@pytest.mark.parametrize("target", ["install", "clean"])
def test_a_folder_that_is_no_virtual_environment_is_never_emptied(tree: Path, target: str) -> None:
    (tree / "letters").mkdir()
    (tree / "letters" / "dear.txt").touch()
    make(tree, target, "PYTHON=./python", "VENV=letters")
    assert (tree / "letters" / "dear.txt").exists()
    assert not [line for line in (asked(tree) if target == "install" else []) if "--clear" in line]


def test_clean_leaves_what_git_knows(tree: Path) -> None:
    make(tree, "install", "PYTHON=./python")
    for made in (".pourquoi", ".pytest_cache", "rag/__pycache__", "eval/out"):
        (tree / made).mkdir(parents=True)
    assert make(tree, "clean").returncode == 0
    left = {path.relative_to(tree).as_posix() for path in tree.rglob("*")}
    assert left == {"Makefile", "pyproject.toml", "requirements.lock", "python", "asked.txt", "rag", "eval"}


def test_an_interpreter_of_another_version_is_refused_by_name(tree: Path) -> None:
    done = make(tree, "install", "PYTHON=/bin/false")
    assert done.returncode != 0
    assert "/bin/false is not CPython 3.11, 3.12 or 3.13" in done.stderr
    supported = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert supported == ">=3.11,<3.14"


def test_help_lists_the_targets_and_nothing_else() -> None:
    listed = [line.split()[1] for line in make(ROOT, "help").stdout.splitlines()]
    assert listed == ["ask", "serve", "test", "soak", "check", "install", "browser", "lock", "clean", "help"]
    assert make(ROOT).stdout == make(ROOT, "help").stdout


def test_a_missing_browser_is_one_line_and_no_failure(tmp_path: Path) -> None:
    program(tmp_path / "id", "echo 1000")
    done = make(ROOT, "browser", "BROWSERS=no-such-browser", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert done.returncode == 0
    assert done.stdout == "no Chromium here (looked for: no-such-browser): the browser tests will be skipped\n"
