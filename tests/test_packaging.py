"""What is installed is what the lock files say, and what is built is what the tree holds."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PACKAGES = ("rag", "index", "api", "eval")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEPENDENCIES = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
EXTRAS = {
    name: [Requirement(line) for line in lines] for name, lines in PYPROJECT["project"]["optional-dependencies"].items()
}
PYTHONS = ("3.11", "3.12", "3.13")
CUDA = re.compile(r"nvidia|triton|cuda|cupti|cudnn")


def pins(lock: str, python: str | None = None) -> dict[str, Version]:
    """The versions that `lock` pins for this interpreter, or for another CPython on this platform."""
    environment = dict(default_environment())
    if python is not None:
        environment |= {"python_version": python, "python_full_version": f"{python}.0"}
    found = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if not re.match(r"\w", line):
            continue
        requirement = Requirement(line.removesuffix("\\"))
        if requirement.marker is None or requirement.marker.evaluate(environment):
            [specifier] = requirement.specifier
            found[canonicalize_name(requirement.name)] = Version(specifier.version)
    return found


def pinned_torch() -> Version:
    """The version of torch in pyproject.toml, the one place that names it."""
    [requirement] = [one for one in DEPENDENCIES if one.name == "torch"]
    [specifier] = requirement.specifier
    return Version(specifier.version)


def test_no_cuda_package_is_installed() -> None:
    if "/whl/cu" in os.environ.get("TORCH_INDEX_URL", ""):
        pytest.skip("TORCH_INDEX_URL asks for a CUDA build of torch")
    found = sorted(one.name for one in metadata.distributions() if CUDA.search(one.name))
    assert not found, (
        f"{found} came with a CUDA build of torch, several GB that pourquoi does not use: remove .venv and "
        "install with TORCH_INDEX_URL=https://download.pytorch.org/whl/cpu"
    )


def test_the_installed_torch_is_the_one_pyproject_names() -> None:
    assert Version(metadata.version("torch")).public == str(pinned_torch())


def test_the_lock_is_resolved_for_the_torch_that_pyproject_names() -> None:
    [described] = [one for one in PYPROJECT["tool"]["uv"]["dependency-metadata"] if one["name"] == "torch"]
    assert described["version"] == str(pinned_torch())


def test_every_pinned_package_is_installed_in_that_very_version() -> None:
    wrong = {}
    for name, version in pins("requirements.lock").items():
        try:
            installed = Version(metadata.version(name))
        except metadata.PackageNotFoundError:
            installed = None
        if installed != version:
            wrong[name] = f"pinned {version}, installed {installed}"
    assert not wrong, f"{wrong}: run `make install`"


def test_the_installed_packages_have_all_they_require() -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_line_of_a_lock_has_a_hash() -> None:
    for lock in ("requirements.lock", "requirements-runtime.lock"):
        blocks = re.split(r"\n(?=\w)", (ROOT / lock).read_text(encoding="utf-8"))[1:]
        assert len(blocks) > 50
        assert all("--hash=sha256:" in block for block in blocks)


def test_no_lock_names_torch_or_cuda() -> None:
    for lock in ("requirements.lock", "requirements-runtime.lock"):
        assert not [name for name in pins(lock) if name == "torch" or CUDA.search(name)]


@pytest.mark.parametrize("python", PYTHONS)
def test_the_runtime_lock_is_a_part_of_the_whole_lock(python: str) -> None:
    whole = pins("requirements.lock", python)
    runtime = pins("requirements-runtime.lock", python)
    assert runtime.items() <= whole.items(), "run `make lock`"
    assert not {"pytest", "ruff", "mypy", "hatchling", "uv"} & runtime.keys()


@pytest.mark.parametrize("python", PYTHONS)
def test_the_locks_satisfy_every_dependency_of_pyproject(python: str) -> None:
    for lock, wanted in (
        ("requirements-runtime.lock", DEPENDENCIES),
        ("requirements.lock", [*DEPENDENCIES, *EXTRAS["dev"]]),
    ):
        pinned = pins(lock, python) | {"torch": pinned_torch()}
        # What this platform does without is pinned for others.
        for one in (w for w in wanted if w.marker is None or w.marker.evaluate()):
            assert one.specifier.contains(pinned[canonicalize_name(one.name)]), f"{lock} is too old for {one}"


def test_the_runtime_lock_is_whole_without_the_development_packages() -> None:
    runtime = pins("requirements-runtime.lock").keys() | {"torch"}
    for name in runtime:
        required = [Requirement(line) for line in metadata.requires(name) or []]
        for one in required:
            if CUDA.search(one.name) or (one.marker and not one.marker.evaluate({"extra": ""})):
                continue
            assert canonicalize_name(one.name) in runtime, f"{name} requires {one}, which the image would not have"


def test_the_packages_import_only_what_the_image_has() -> None:
    allowed = pins("requirements-runtime.lock").keys() | {"torch"}
    allowed |= {canonicalize_name(one.name) for extra, listed in EXTRAS.items() if extra != "dev" for one in listed}
    owners = metadata.packages_distributions()
    # Each of these runs in the environment of the system that it names, and nothing of ours imports it.
    elsewhere = ROOT / "eval" / "bench" / "rivals" / "runners"
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        if path.parent == elsewhere:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for name in {name.partition(".")[0] for name in names} - set(PACKAGES) - sys.stdlib_module_names:
                held_by = {canonicalize_name(owner) for owner in owners.get(name, [])}
                assert held_by & allowed, f"{path.relative_to(ROOT)} imports {name}, which no runtime dependency brings"


def test_the_four_packages_belong_to_pourquoi_and_to_nobody_else() -> None:
    owners = metadata.packages_distributions()
    for package in PACKAGES:
        # An editable install lists no modules, so the tree itself is the owner then.
        assert set(owners.get(package, [])) <= {"pourquoi"}, f"another distribution installs a package called {package}"
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None, f"{package} has no __init__.py"
        installed = {Path(str(file.locate())).resolve() for file in metadata.files("pourquoi") or []}
        origin = Path(spec.origin).resolve()
        assert origin == ROOT / package / "__init__.py" or origin in installed


def test_the_console_script_is_the_command_line_of_rag() -> None:
    [script] = metadata.entry_points(group="console_scripts", name="pourquoi")
    assert script.value == "rag.cli:main"
    assert callable(script.load())


def test_a_wheel_holds_every_file_of_the_packages_but_the_stories_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "-qq", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "--wheel-dir", tmp_path, ROOT], check=True)
    [wheel] = tmp_path.glob("pourquoi-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        [entry_points] = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert b"pourquoi = rag.cli:main" in archive.read(entry_points)
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    files = (path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    expected = {
        path.as_posix()
        for path in files
        if "__pycache__" not in path.parts
        and not path.is_relative_to("eval/out")
        and not path.is_relative_to("eval/stories")
        and not path.is_relative_to("eval/twins")
        and not path.is_relative_to("eval/languages")
        and path.name != ".DS_Store"
    }
    assert names == expected
    assert {f"{package}/__init__.py" for package in PACKAGES} <= names


def test_the_licence_is_the_one_that_pyproject_names() -> None:
    assert PYPROJECT["project"]["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_ci_script_runs_the_tests_and_the_first_command() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = script.read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    assert "make test" in lines
    assert any("make --silent ask" in line for line in lines)


def test_git_touches_no_line_end_of_what_offsets_and_checksums_count() -> None:
    counted = [
        *ROOT.glob("seeds/*"),
        *ROOT.glob("eval/gold/*"),
        *ROOT.glob("eval/twins/**/*.jsonl"),
        *ROOT.glob("eval/languages/**/*.*"),
    ]
    counted += sorted(ROOT.glob("eval/stories/**/*.*"))[:200]
    names = [str(path.relative_to(ROOT)) for path in counted]
    done = subprocess.run(["git", "check-attr", "text", *names], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this is no clone")
    told = done.stdout.splitlines()
    assert len(told) == len(names) > 200
    assert [line for line in told if not line.endswith(": text: unset")] == []


def test_every_workflow_reads_only_and_calls_make() -> None:
    workflows = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    assert workflows
    for path in workflows:
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {"contents": "read"}, path.name
        for job in workflow["jobs"].values():
            # An action of our own calls make where its workflow does not (tests/test_action.py).
            ours = [step for step in job["steps"] if step.get("uses", "").startswith("./.github/actions/")]
            assert ours or any(step.get("run", "").startswith("make ") for step in job["steps"]), path.name
            for step in (step for step in job["steps"] if "uses" in step and step not in ours):
                # A release can be moved to other code, a commit cannot.
                assert re.search(r"@[0-9a-f]{40}$", step["uses"]), step["uses"]
    ci = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    assert tuple(ci["jobs"]["check"]["strategy"]["matrix"]["python"]) == PYTHONS
