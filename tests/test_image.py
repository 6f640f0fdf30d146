"""The Dockerfile, as far as it can be tried without a container engine."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import tomllib
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.serving import SHUTDOWN_SECONDS
from rag import cli
from rag.settings import Settings

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage, as (word, rest) with continued lines joined and comments gone."""
    lines = [line for line in DOCKERFILE.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    instructions = [line.split(maxsplit=1) for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines()]
    found = []
    for word, rest in instructions:
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found


BUILDER, FINAL = stages()


def rests(stage: list[tuple[str, str]], word: str) -> list[str]:
    return [rest for found, rest in stage if found == word]


def copied(stage: list[tuple[str, str]]) -> list[str]:
    """The sources that a stage copies from the build context."""
    return [source for rest in rests(stage, "COPY") if "--from=" not in rest for source in rest.split()[:-1]]


def console_script(name: str) -> Path:
    return Path(sys.executable).parent / name


def test_hadolint_finds_nothing() -> None:
    done = subprocess.run(
        [console_script("hadolint"), ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("source", copied(BUILDER) + copied(FINAL))
def test_what_is_copied_exists_and_passes_the_dockerignore(source: str) -> None:
    assert (ROOT / source).exists()
    assert f"!{source}" in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()


def test_the_dockerignore_lets_in_nothing_that_is_not_copied() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied(BUILDER) + copied(FINAL))


def test_what_is_copied_suffices_to_build_the_wheel(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in copied(BUILDER):
        if (ROOT / name).is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "out", "stories", "twins")
            shutil.copytree(ROOT / name, source / name, ignore=left_out)
        else:
            shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "-qq", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "--wheel-dir", tmp_path, source], check=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert {name.partition("/")[0] for name in archive.namelist() if ".dist-info" not in name} == {
            "rag",
            "index",
            "api",
            "eval",
        }


def test_torch_is_the_cpu_build_of_the_version_that_pyproject_names() -> None:
    assert rests(BUILDER, "ARG") == ["TORCH_INDEX_URL=https://download.pytorch.org/whl/cpu"]
    [step] = [rest for rest in rests(BUILDER, "RUN") if "TORCH_INDEX_URL" in rest]
    assert step.startswith('pip install --no-deps --index-url "$TORCH_INDEX_URL" ')
    [command] = re.findall(r'"\$\((.*?)\)"', step)
    printed = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert printed in dependencies


def commands(rest: str) -> list[list[str]]:
    """The words of each command of a RUN."""
    return [shlex.split(part) for part in re.split(r"&&|\|\||[;|]", rest)]


def test_every_install_is_held_to_the_runtime_lock() -> None:
    """Each takes nothing but what it names: torch in one version, the lock with its hashes, or ourselves."""
    run = [words for rest in rests(BUILDER, "RUN") + rests(FINAL, "RUN") for words in commands(rest)]
    installs = [words for words in run if "install" in words and any(word.startswith("pip") for word in words)]
    assert len(installs) == 3
    for words in installs:
        assert "--no-deps" in words
        assert not {"-e", "--editable"} & set(words)
        locked = {"--require-hashes", "--requirement", "requirements-runtime.lock"} <= set(words)
        ours = words[-1] == "."
        torch = "$TORCH_INDEX_URL" in words and "torch==" in words[-1]
        assert [locked, ours, torch].count(True) == 1, words
    # Nor does anything come from elsewhere.
    assert not re.search(r"\b(apt-get|curl|wget|uv|conda|git)\b", " ".join(word for words in run for word in words))


def test_what_the_runtime_lock_names_has_its_hashes() -> None:
    lines = (ROOT / "requirements-runtime.lock").read_text("utf-8").replace("\\\n", "").splitlines()
    named = [line for line in lines if re.match(r"[A-Za-z0-9]", line)]
    assert len(named) > 50
    assert [line for line in named if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", ["Dockerfile", "README.md", "docs/access.md"])
def test_a_container_may_take_as_long_to_stop_as_the_service_does(name: str) -> None:
    settings = Settings()
    longest = settings.drain_seconds + settings.deadline_seconds + SHUTDOWN_SECONDS
    text = (ROOT / name).read_text("utf-8")
    served = [line for line in text.splitlines() if "docker run" in line and "POURQUOI_OPEN_READING" in line]
    assert served
    for line in served:
        found = re.search(r"--stop-timeout (\d+) ", line)
        assert found, line
        assert int(found[1]) > longest


def test_the_final_stage_installs_nothing() -> None:
    assert not re.search(r"\b(pip|apt-get|curl|wget)\b", " ".join(rests(FINAL, "RUN")))


def test_the_final_stage_runs_as_a_fixed_user_that_is_not_root() -> None:
    user, group = rests(FINAL, "USER")[-1].split(":")
    assert int(user) > 0
    assert int(group) > 0
    assert f"--uid {user} " in " ".join(rests(FINAL, "RUN"))


def test_both_stages_stand_on_the_same_base() -> None:
    [first], [last] = rests(BUILDER, "FROM"), rests(FINAL, "FROM")
    assert first == f"{last} AS builder"
    assert re.fullmatch(r"python:3\.1[123]-slim-\w+(@sha256:[0-9a-f]{64})?", last)


def test_state_goes_to_the_volume_and_the_encoder_is_found_where_it_was_unpacked() -> None:
    settings = dict(re.findall(r"(\w+)=(\S+)", " ".join(rests(FINAL, "ENV"))))
    assert settings["POURQUOI_HOME"] in rests(FINAL, "VOLUME")
    assert f"POURQUOI_CACHE={settings['POURQUOI_CACHE']}" in rests(BUILDER, "ENV")
    assert f"--from=builder {settings['POURQUOI_CACHE']} {settings['POURQUOI_CACHE']}" in rests(FINAL, "COPY")
    assert settings["HOME"] == "/tmp"  # noqa: S108 - the one other place a container may write


def test_the_commands_of_the_image_and_their_options_exist() -> None:
    [served] = [json.loads(rest) for rest in rests(FINAL, "CMD")]
    [unpacked] = [
        rest[rest.index("pourquoi ") :].split() for rest in rests(BUILDER, "RUN") if "pourquoi models" in rest
    ]
    [script] = metadata.entry_points(group="console_scripts", name=served[0])
    assert script.load() is cli.main
    assert unpacked[0] == served[0]
    [added] = metadata.entry_points(group="pourquoi.commands", name=served[1])
    # An option nobody knows is an error even beside --help.
    for app, words in ((added.load(), served[2:]), (cli.app, unpacked[1:])):
        done = CliRunner().invoke(app, [*words, "--help"])
        assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("status", "exit_status"), [(200, 0), (503, 1)])
def test_the_health_check_asks_whether_the_service_is_ready(status: int, exit_status: int) -> None:
    class Service(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    [check] = rests(FINAL, "HEALTHCHECK")
    _, _, code = json.loads(check[check.index("CMD ") + 4 :])
    [port] = rests(FINAL, "EXPOSE")
    assert json.loads(rests(FINAL, "CMD")[0])[-2:] == ["--port", port]
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        code = code.replace(f":{port}/", f":{server.server_port}/")
        # A proxy that the container may have for what it fetches leads nowhere from here.
        proxies = dict.fromkeys(("http_proxy", "HTTP_PROXY"), "http://127.0.0.1:1")
        environment = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"} | proxies
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=environment)
        server.shutdown()
        thread.join()
    assert done.returncode == exit_status
