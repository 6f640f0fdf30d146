"""Makes the virtual environment of another system.

    python -m eval.bench.rivals.setup txtai [--python python3.12] [--into .pourquoi/rivals]

torch goes first and alone, in its CPU build and the version that pyproject.toml names; what it needs is among the pinned rest,
which follows without looking at dependencies either.
"""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Annotated

import typer

from eval.bench.rivals.process import ROOT
from eval.bench.rivals.systems import SystemSpec, rival
from eval.errors import EvaluationError, RivalError
from rag.cli_shared import clear_errors

INTO = Path(".pourquoi/rivals")
_TORCH_CPU_URL = "https://download.pytorch.org/whl/cpu"
_TAIL_CHARS = 2_000


def main(
    system: Annotated[str, typer.Argument(help="txtai, LlamaIndex, Haystack or haiku.rag.")],
    *,
    python: Annotated[str, typer.Option(help="The interpreter to make it with.")] = sys.executable,
    into: Annotated[Path, typer.Option(help="Folder for the environments.")] = INTO,
) -> None:
    """Make the virtual environment of one system; what is there already is brought up to date."""
    with clear_errors("rivals", 1, (EvaluationError,)):
        folder = set_up(rival(system), python, into)
    typer.echo(f"{system} is in {folder}")


def set_up(spec: SystemSpec, python: str, into: Path) -> Path:
    """The environment's folder; raises RivalError where Python is too old or something cannot be installed."""
    wanted = ".".join(map(str, spec.minimum_python))
    if _call([python, "-c", f"import sys; sys.exit(sys.version_info < {spec.minimum_python})"]) is not None:
        raise RivalError(f"{spec.name} asks for Python {wanted} or newer, and {python} is none; name one with --python")
    folder = into / spec.module
    _must([python, "-m", "venv", str(folder)])
    pip = [str(interpreter(into, spec)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    torch = torch_requirement()
    if not spec.needs_endpoint and _call([*pip, f"{torch}+cpu"]) is not None:
        _must([*pip, "--index-url", _TORCH_CPU_URL, torch])
    _must([*pip, "--requirement", str(spec.requirements)])
    return folder


def torch_requirement() -> str:
    """`torch==…` as this repository's pyproject.toml has it; raises RivalError where it has none."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = [one for one in project["dependencies"] if one.startswith("torch==")]
    if not found:
        raise RivalError("pyproject.toml pins no version of torch")
    return str(found[0])


def interpreter(into: Path, spec: SystemSpec) -> Path:
    """The Python of a system's environment."""
    return into / spec.module / "bin" / "python"


def _must(command: list[str]) -> None:
    problem = _call(command)
    if problem is not None:
        raise RivalError(f"{' '.join(command)} failed: {problem}")


def _call(command: list[str]) -> str | None:
    """None where the command ends well, else the end of what it wrote."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - of our own making
    except OSError as error:
        return str(error)
    return None if done.returncode == 0 else (done.stdout + done.stderr)[-_TAIL_CHARS:]


if __name__ == "__main__":
    typer.run(main)
